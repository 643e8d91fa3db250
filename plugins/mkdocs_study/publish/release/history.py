"""Lists the releases of a target, and shows an older one again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from mkdocs_study.publish.release.errors import ReleaseError, explained
from mkdocs_study.publish.release.layout import SIGNATURES, is_hashed, manifest_of, serial_of
from mkdocs_study.publish.release.manifest import Manifest
from mkdocs_study.publish.release.opening import Opening, list_releases, manifest, opened, peek
from mkdocs_study.publish.release.signature import Signature, check_signature
from mkdocs_study.publish.release.state import State
from mkdocs_study.publish.release.target import Target

SHOWN = 5
"""Faults that a message names."""


@dataclass(frozen=True)
class Entry:
    """A release as a list shows it."""

    id: str
    live: bool
    signed: bool
    manifest: Manifest | None
    """None if it cannot be read."""


@dataclass(frozen=True)
class History:
    """What a target holds."""

    state: State
    entries: tuple[Entry, ...]
    """Newest first."""


def read_history(target: Target) -> History:
    """List a target without locking it.

    Raises:
        ReleaseError: it is no target.
    """
    with explained(target.label):
        state = peek(target)
        if state is None:
            raise ReleaseError(f"{target.label} 里没有发布过；先用 study publish 发布")
        live = target.live()
        entries = []
        for release in reversed(list_releases(target)):
            try:
                found = manifest(target, release)
            except ReleaseError:
                found = None
            signed = find_signature(target, release) is not None
            entries.append(Entry(release, release == live, signed, found))
        return History(state, tuple(entries))


def roll_back(
    target: Target,
    release: str | None,
    *,
    now: dt.datetime,
    public_key: Path | None = None,
) -> tuple[str, str, tuple[str, ...]]:
    """Show an older release again, after reading every byte of it.

    Args:
        target: where.
        release: which; None for the one before the live one.
        now: by this machine's clock.
        public_key: its signature must have been made with the key's other half.

    Returns:
        The release that was shown, the one that is, and what the administrator should know.

    Raises:
        ReleaseError: there is none, or it cannot be trusted; what was live still is.
    """
    with opened(target, now) as opening:
        live = opening.live
        chosen = _choose(opening, release, live)
        check_trusted(opening, chosen, public_key)
        found = manifest(target, chosen)
        hashed = {path: entry for path, entry in found.files.items() if is_hashed(path)}
        target.link_hashed(chosen, hashed)
        target.switch(chosen)
        return live, chosen, tuple(opening.notes)


def _choose(opening: Opening, release: str | None, live: str) -> str:
    releases = opening.releases()
    if release is None:
        older = [each for each in releases if serial_of(each) < serial_of(live)]
        if older:
            return older[-1]
        if len(releases) > 1:
            raise ReleaseError(f"{live} 已经是留着的最早的版本；要换到别的版本，写上它的编号")
        raise ReleaseError("只有一个版本，没有可以退回的；线上的没有改动")
    if release == live:
        raise ReleaseError(f"线上已经是 {release}，没有改动")
    if release not in releases:
        known = "、".join(each for each in reversed(releases) if each != live) or "没有别的版本"
        gone = 0 < serial_of(release) <= opening.state.highest
        why = f"版本 {release} 已经清理掉了" if gone else f"没有这个版本：{release}"
        raise ReleaseError(f"{why}，线上的没有改动；留着的有：{known}")
    return release


def check_trusted(opening: Opening, release: str, public_key: Path | None) -> None:
    """Refuse a release that is damaged, signed by nobody we know, or that holds what was withdrawn.

    Raises:
        ReleaseError: with the first faults.
    """
    found = manifest(opening.target, release)
    if held := found.holds(opening.state.withdrawn_ids):
        raise ReleaseError(f"版本 {release} 里有已撤下的资料（{'、'.join(held)}），不能换上")
    if found.audience != opening.state.audience:
        raise ReleaseError(f"版本 {release} 是给别的读者范围的，不能换上")
    if public_key is not None:
        check_signed(opening.target, release, public_key)
    faults = opening.target.differences(release, found)
    if faults:
        more = f"等 {len(faults)} 处" if faults[SHOWN:] else ""
        raise ReleaseError(
            f"版本 {release} 与它的清单不符，不能换上：{'；'.join(faults[:SHOWN])}{more}"
        )


def check_signed(target: Target, release: str, public_key: Path) -> None:
    """Check the signature of a release's manifest.

    Raises:
        ReleaseError: it has none, or a wrong one.
    """
    signature = find_signature(target, release)
    if signature is None:
        raise ReleaseError(f"版本 {release} 没有签名")
    try:
        check_signature(target.read(manifest_of(release)) or b"", signature, public_key)
    except ReleaseError as error:
        raise ReleaseError(f"版本 {release}：{error}") from error


def find_signature(target: Target, release: str) -> Signature | None:
    """Return the signature of a release's manifest, if there is one."""
    for suffix in SIGNATURES:
        data = target.read(manifest_of(release) + suffix)
        if data is not None:
            return Signature(suffix, data)
    return None
