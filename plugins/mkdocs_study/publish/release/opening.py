"""Opens a target for a change: locks it, makes it ours, and clears away what killed runs left."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from mkdocs_study.publish.audience import edition_name
from mkdocs_study.publish.release.errors import ReleaseError, explained
from mkdocs_study.publish.release.layout import (
    MANIFEST,
    RELEASES,
    SIGNATURES,
    STATE,
    folder_of,
    is_foreign,
    is_leftover,
    is_release,
    manifest_of,
    serial_of,
)
from mkdocs_study.publish.release.manifest import Manifest, read_manifest
from mkdocs_study.publish.release.state import State, read_state, write_state
from mkdocs_study.publish.release.target import Target


@dataclass
class Opening:
    """A target that is ours while the lock is held."""

    target: Target
    state: State
    now: dt.datetime
    notes: list[str] = field(default_factory=list)
    """What the administrator should know, one line each."""

    @property
    def live(self) -> str:
        """Release that is shown."""
        return self.target.live()

    def remember(self, **changes: object) -> None:
        """Write changes of state.json."""
        self.state = self.state.model_copy(update=changes)
        self.target.write(STATE, write_state(self.state))

    def releases(self) -> list[str]:
        """Return the releases that are there, oldest first."""
        return list_releases(self.target)

    def delete(self, release: str) -> None:
        """Delete a release, its manifest first: from then on it is none."""
        for suffix in ("", *SIGNATURES):
            self.target.remove(manifest_of(release) + suffix)
        self.target.remove(folder_of(release))

    def purge(self) -> list[tuple[str, list[str]]]:
        """Delete the releases, but the live one, that hold what was withdrawn.

        Returns:
            Each with the ids that it held.
        """
        live, deleted = self.live, []
        for release in self.releases():
            if release != live and (held := _withdrawn_in(self, release)):
                self.delete(release)
                deleted.append((release, held))
        return deleted

    def drop_hashed(self) -> int:
        """Delete hashed files that no release has; none while a manifest cannot be read."""
        wanted: set[str] = set()
        for release in self.releases():
            try:
                wanted |= manifest(self.target, release).files.keys()
            except ReleaseError:
                return 0
        return self.target.drop_hashed(wanted)


def list_releases(target: Target) -> list[str]:
    """Return the releases that have both a folder and a manifest, oldest first."""
    names = frozenset(target.names(RELEASES))
    found = [name for name in names if is_release(name) and name + MANIFEST in names]
    return sorted(found, key=lambda name: (serial_of(name), name))


def manifest(target: Target, release: str) -> Manifest:
    """Read a release's manifest.

    Raises:
        ReleaseError: there is none, or it is damaged.
    """
    data = target.read(manifest_of(release))
    if data is None:
        raise ReleaseError(f"没有版本 {release} 的清单")
    found = read_manifest(data, release)
    if found.id != release:
        raise ReleaseError(f"版本 {release} 的清单写的是另一个版本：{found.id}")
    return found


def peek(target: Target) -> State | None:
    """Read the state without locking; None if the place is no target yet.

    Raises:
        ReleaseError: the place holds something else.
    """
    data = target.read(STATE)
    if data is not None:
        return read_state(data, target.label)
    foreign = [name for name in target.names("") if is_foreign(name)]
    if foreign:
        shown = "、".join(foreign[:3])
        raise ReleaseError(
            f"{target.label} 里有别的文件（{shown}{'等' if foreign[3:] else ''}），"
            "不是发布用的文件夹，没有改动；换一个空文件夹"
        )
    return None


@contextlib.contextmanager
def opened(
    target: Target, now: dt.datetime, *, audience: str | None = None, create: bool = False
) -> Iterator[Opening]:
    """Lock a target and put it in order.

    Args:
        target: the place.
        now: by this machine's clock.
        audience: group that a release to be brought in is for; None if none is.
        create: a place that is no target yet becomes one.

    Raises:
        ReleaseError: it is in use, not ours, not writable, or for another audience.
    """
    with explained(target.label):
        if create:
            target.create()
        state = peek(target)
        if state is None and not create:
            raise ReleaseError(f"{target.label} 里没有发布过；先用 study publish 发布")
        with target.locked(now) as note:
            state = peek(target)  # somebody may have written it while we waited for nothing
            opening = Opening(target, state or State(audience=audience or ""), now)
            if note:
                opening.notes.append(note)
            if state is None:
                opening.remember()
            if audience is not None and opening.state.audience != audience:
                raise ReleaseError(
                    f"{target.label} 是{edition_name(opening.state.audience)}的位置，"
                    f"不能放{edition_name(audience)}；每个读者范围用一个文件夹"
                )
            repair(opening)
            yield opening


def repair(opening: Opening) -> None:
    """Clear away what killed runs left, and say so; the live release is never touched."""
    target, notes = opening.target, opening.notes
    live = opening.live
    seen = _highest(target)
    for name in target.names(""):
        if is_leftover(name):
            target.remove(name)
            notes.append(f"清理了上次没有做完的 {name}")
    pending = opening.state.pending
    if pending and pending != live:
        opening.delete(pending)
        notes.append(f"清理了没有换上的版本 {pending}")
    _repair_releases(opening, live)
    if pending or seen > opening.state.highest:
        opening.remember(pending="", highest=max(seen, opening.state.highest))
    for release, held in opening.purge():
        notes.append(f"删去了版本 {release}，里面有已撤下的 {'、'.join(held)}")
    if notes:
        opening.drop_hashed()


def _repair_releases(opening: Opening, live: str) -> None:
    """Delete folders without a manifest and manifests without a folder; both began as ours."""
    names = frozenset(opening.target.names(RELEASES))
    for name in sorted(names):
        release = name
        for suffix in (*SIGNATURES, MANIFEST):
            release = release.removesuffix(suffix)
        if not is_release(release) or release == live:
            if name.startswith(".new-"):
                opening.target.remove(f"{RELEASES}/{name}")
            continue
        if release not in names or release + MANIFEST not in names:
            opening.target.remove(f"{RELEASES}/{name}")
            what = "文件夹" if name == release else "清单"
            opening.notes.append(f"清理了不完整的版本 {release}（只剩{what}）")


def _withdrawn_in(opening: Opening, release: str) -> list[str]:
    try:
        return manifest(opening.target, release).holds(opening.state.withdrawn_ids)
    except ReleaseError:
        return []


def _highest(target: Target) -> int:
    """Return the highest serial number that any name in the target shows."""
    names = (*target.names(""), *target.names(RELEASES))
    return max((serial_of(name) for name in names), default=0)


def raised(opening: Opening) -> int:
    """Take the next serial number; it is used up, whatever comes of it."""
    serial = opening.state.highest + 1
    opening.remember(highest=serial)
    return serial
