"""Turns a finished site into the live release of a target, whole at every moment."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs_study.publish.inventory import PageEntry
from mkdocs_study.publish.release.compress import compress
from mkdocs_study.publish.release.durable import write_whole
from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.layout import (
    SIGNATURES,
    folder_of,
    is_hashed,
    manifest_of,
    release_id,
    staging_of,
)
from mkdocs_study.publish.release.local import LocalTarget
from mkdocs_study.publish.release.manifest import FileEntry, Manifest, list_files, write_manifest
from mkdocs_study.publish.release.opening import Opening, manifest, opened, raised
from mkdocs_study.publish.release.signature import Signature
from mkdocs_study.publish.release.state import State
from mkdocs_study.publish.release.target import Target
from mkdocs_study.text.reasons import reason

KEEP = 5
"""Releases that are kept, the live one among them."""

SITE = "site"
MANIFEST_NAME = "manifest.json"
MARGIN = 32_000_000
"""Bytes that must be free beside what a release is expected to need."""


@dataclass(frozen=True)
class Made:
    """What a build knows of the site that it has made."""

    pages: tuple[PageEntry, ...] = ()
    built_at: str = ""
    minimum_status: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    config_sha256: str = ""


@dataclass(frozen=True)
class Published:
    """What a finished run has done."""

    release: str
    before: str
    """Release that was shown before; empty if none was."""

    manifest: Manifest
    notes: tuple[str, ...]
    pruned: tuple[str, ...] = ()
    """Releases beyond those that are kept."""

    purged: tuple[str, ...] = ()
    """Releases that held what was withdrawn."""


Make = Callable[[Path, State], Made]
"""Makes a site in a folder, which is not there yet; raises ReleaseError if it cannot."""

Sign = Callable[[bytes], Signature]
"""Signs a manifest."""

Confirm = Callable[[Manifest, Manifest | None], bool]
"""Asks whether the first is to take the place of the second, which is live."""


@dataclass(frozen=True)
class Terms:
    """How a release is to be made."""

    audience: str = ""
    """Group that the site is for; empty for everyone."""

    keep: int = KEEP
    """Releases that stay, the new one among them."""

    sign: Sign | None = None
    confirm: Confirm | None = None


def publish(target: Target, make: Make, terms: Terms, now: dt.datetime) -> Published:
    """Make a site and show it; docs/dev/releases.md tells the steps.

    Args:
        target: where to.
        make: makes the site.
        terms: how.
        now: by this machine's clock.

    Raises:
        ReleaseError: nothing was published, and what was live still is.
    """
    with opened(target, now, audience=terms.audience, create=True) as opening:
        return publish_into(opening, make, terms)


def publish_into(opening: Opening, make: Make, terms: Terms) -> Published:
    """Make a site and show it, in a target that is open."""
    target = opening.target
    target.probe()
    before = opening.live
    old = readable(opening, before)
    _check_room(opening, old)
    _check_clock(opening, old)
    release = release_id(raised(opening), opening.now.astimezone().date())
    with target.workplace(release) as folder:
        made = make(folder / SITE, opening.state)
        compress(folder / SITE)
        new = _manifest_of(release, folder / SITE, made, opening)
        if terms.confirm is not None and not terms.confirm(new, old):
            raise ReleaseError("没有发布，线上的没有改动")
        data = write_manifest(new)
        write_whole(folder / MANIFEST_NAME, data)
        if terms.sign is not None:
            signature = terms.sign(data)
            write_whole(folder / f"{MANIFEST_NAME}{signature.suffix}", signature.data)
        target.receive(folder, release, new)
        install(opening, new)
    return finish(opening, new, before, terms.keep)


def readable(opening: Opening, release: str) -> Manifest | None:
    """Return a release's manifest; None if there is none that can be read."""
    with contextlib.suppress(ReleaseError):
        return manifest(opening.target, release) if release else None
    opening.notes.append(f"版本 {release} 的清单读不出来，没有与它比较；运行 study verify 查看")
    return None


def install(opening: Opening, new: Manifest) -> None:
    """Put a release that stands whole in its staging folder into its place, and show it."""
    target, release = opening.target, new.id
    staging = staging_of(release)
    opening.remember(pending=release)
    try:
        target.rename(f"{staging}/{SITE}", folder_of(release))
        signatures = [name for name in target.names(staging) if name.endswith(SIGNATURES)]
        for name in (*signatures, MANIFEST_NAME):
            suffix = name.removeprefix(MANIFEST_NAME)
            target.rename(f"{staging}/{name}", manifest_of(release) + suffix)
        target.link_hashed(release, _hashed_files(new))
        target.switch(release)
    except (OSError, ReleaseError):
        if opening.live != release:
            with contextlib.suppress(OSError, ReleaseError):
                opening.delete(release)
                opening.remember(pending="")
        raise


def finish(opening: Opening, new: Manifest, before: str, keep: int) -> Published:
    """Clear up after the switch: what goes wrong now is told and harms nobody."""
    pruned: list[str] = []
    purged: list[str] = []
    try:
        opening.target.remove(staging_of(new.id))
        opening.remember(pending="")
        purged += [release for release, _ in opening.purge()]
        for release in _surplus(opening, new.id, keep):
            opening.delete(release)
            pruned.append(release)
        opening.drop_hashed()
    except (OSError, ReleaseError) as error:
        why = reason(error) if isinstance(error, OSError) else error
        opening.notes.append(f"新版本已经上线，但是旧的没有清理完（{why}）；下次发布会接着清理")
    return Published(new.id, before, new, tuple(opening.notes), tuple(pruned), tuple(purged))


def _surplus(opening: Opening, live: str, keep: int) -> list[str]:
    """Return the oldest releases beyond those that are kept; never the live one."""
    others = [each for each in opening.releases() if each != live]
    return others[: max(0, len(others) - max(0, keep - 1))]


def _hashed_files(new: Manifest) -> dict[str, FileEntry]:
    return {path: entry for path, entry in new.files.items() if is_hashed(path)}


def _check_room(opening: Opening, old: Manifest | None) -> None:
    """Refuse to begin what would fill the disk: twice the live release, to have some air."""
    needed, free = MARGIN + 2 * (old.size if old else 0), opening.target.free()
    if free < needed:
        raise ReleaseError(
            f"{opening.target.label} 所在的磁盘只剩 {_megabytes(free)}，发布大约需要 "
            f"{_megabytes(needed)}，没有发布；腾出空间，或者用 --keep 少留几个旧版本"
        )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"


def _check_clock(opening: Opening, old: Manifest | None) -> None:
    with contextlib.suppress(ValueError):
        last = dt.datetime.fromisoformat(old.published_at) if old else opening.now
        if opening.now < last:
            opening.notes.append(
                f"本机的时钟比上一版的发布时间（{last.astimezone():%Y-%m-%d %H:%M}）还早，"
                "请核对时间；版本的序号不受影响"
            )


def _manifest_of(release: str, site: Path, made: Made, opening: Opening) -> Manifest:
    files = list_files(site)
    if "index.html" not in files:
        raise ReleaseError("生成的网站里没有首页 index.html，没有发布")
    held = sorted({page.key for page in made.pages} & opening.state.withdrawn_ids)
    if held:
        raise ReleaseError(f"生成的网站里有已撤下的资料：{'、'.join(held)}，没有发布")
    published_at = opening.now.astimezone(dt.UTC).isoformat(timespec="seconds")
    return Manifest(
        id=release,
        serial=opening.state.highest,
        built_at=made.built_at or published_at,
        published_at=published_at,
        audience=opening.state.audience,
        minimum_status=made.minimum_status,
        versions=dict(made.versions),
        config_sha256=made.config_sha256,
        withdrawn=tuple(sorted(opening.state.withdrawn_ids)),
        pages=made.pages,
        files=files,
    )


def publish_site(
    site: Path, root: Path, *, now: dt.datetime, pages: tuple[PageEntry, ...] = (), keep: int = KEEP
) -> Published:
    """Publish a copy of a site that is built already.

    Raises:
        ReleaseError: nothing was published, and what was live still is.
    """

    def copy(folder: Path, _: State) -> Made:
        shutil.copytree(site, folder, symlinks=True)
        return Made(pages)

    return publish(LocalTarget(root), copy, Terms(keep=keep), now)
