"""Takes a page back from every release of a target, and from all that will come."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.manifest import Manifest
from mkdocs_study.publish.release.opening import Opening, manifest, opened
from mkdocs_study.publish.release.state import Withdrawal
from mkdocs_study.publish.release.target import Target
from mkdocs_study.publish.release.transaction import Make, Published, Terms, publish_into
from mkdocs_study.text.reasons import reason


def withdraw(
    target: Target, key: str, reason: str, *, make: Make, terms: Terms, now: dt.datetime
) -> Published:
    """Publish without a page, and delete every release that has it.

    The target remembers the page before anything else is done: whatever happens then, no later
    build has it, and no release that has it can be shown again.

    Args:
        target: where.
        key: id of the page, or its path below docs/.
        reason: for the administrators who come later.
        make: makes the site; it is told what to leave out.
        terms: how.
        now: by this machine's clock.

    Returns:
        What was published; `purged` are the releases that were deleted for the page's sake.

    Raises:
        ReleaseError: no release has the page, or the site could not be published without it; it is
            remembered in the second case, and the message says what is still live.
    """
    with opened(target, now, audience=terms.audience) as opening:
        key = _key_of(opening, key)
        holding = [each for each in opening.releases() if _holds(opening, each, key)]
        known = key in opening.state.withdrawn_ids
        if not holding:
            why = "已经撤下，留着的版本里都没有它" if known else "不在任何留着的版本里"
            raise ReleaseError(f"{key} {why}，没有改动")
        if not known:
            at = now.astimezone(dt.UTC).isoformat(timespec="seconds")
            record = Withdrawal(id=key, reason=reason, at=at)
            opening.remember(withdrawn=(*opening.state.withdrawn, record))
        try:
            published = publish_into(opening, make, terms)
        except (ReleaseError, OSError) as error:
            raise ReleaseError(_still_there(opening, key, holding, error)) from error
        deleted = _purge(opening, key)
        return replace(published, purged=(*published.purged, *deleted))


def undo(target: Target, key: str, now: dt.datetime) -> None:
    """Let builds have the page again; nothing is published by that.

    Raises:
        ReleaseError: it was not withdrawn.
    """
    with opened(target, now) as opening:
        if key not in opening.state.withdrawn_ids:
            names = "、".join(sorted(opening.state.withdrawn_ids)) or "没有"
            raise ReleaseError(f"{key} 没有撤下过；撤下的有：{names}")
        kept = tuple(each for each in opening.state.withdrawn if each.id != key)
        opening.remember(withdrawn=kept)


def _key_of(opening: Opening, written: str) -> str:
    """Return the id of a page that is named by its path."""
    for release in reversed(opening.releases()):
        found = _readable(opening, release)
        for page in found.pages if found else ():
            if page.path == written:
                return page.key
    return written


def _holds(opening: Opening, release: str, key: str) -> bool:
    """Tell whether a release has the page, or may have it: its manifest cannot be read."""
    found = _readable(opening, release)
    return found is None or bool(found.holds(frozenset([key])))


def _readable(opening: Opening, release: str) -> Manifest | None:
    try:
        return manifest(opening.target, release)
    except ReleaseError:
        return None


def _purge(opening: Opening, key: str) -> tuple[str, ...]:
    """Delete the releases that have the page, and what hashed files only they had."""
    live = opening.live
    deleted = []
    for release in opening.releases():
        if release != live and _holds(opening, release, key):
            opening.delete(release)
            deleted.append(release)
    opening.drop_hashed()
    return tuple(deleted)


def _still_there(
    opening: Opening, key: str, holding: list[str], error: ReleaseError | OSError
) -> str:
    live = opening.live
    why = reason(error) if isinstance(error, OSError) else str(error)
    if live not in holding:
        return f"{why}；{key} 已经记为撤下，线上的版本 {live} 里没有它"
    clean = [each for each in opening.releases() if each not in holding]
    way = f"，或者先运行 study rollback 换回没有它的 {clean[-1]}" if clean else ""
    return (
        f"{why}；{key} 已经记为撤下，以后发布都不会有它，但是线上的版本 {live} 里还有。"
        f"改好上面的错误再运行一次{way}"
    )
