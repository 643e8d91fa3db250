"""Turns the saved files of many readers into what a branch asks of them: who has done which unit.

Nothing is collected: the files are those that members chose to hand in, under the names that they
typed themselves.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from mkdocs_study.library.diagnostics import Diagnostic, Severity
from mkdocs_study.tracks.saved_file import FIRST_YEAR, SavedFile, newest, read_saved_file
from mkdocs_study.tracks.track import Track

DAY_PREFIX = "@day/"
FURTHER = "不在现有专题里的单元"
"""Heading of units that the site no longer has, or of all units without a project."""

Progress = Callable[[int, int], None]


class State(Enum):
    """How far a person is with a unit."""

    OPEN = "未学"
    DONE = "已学"
    AMENDED = "原文已改"
    """Done, but the text has been amended since."""


@dataclass(frozen=True)
class UnitColumn:
    """A unit that every person is asked for."""

    id: str
    title: str
    digest: str = ""
    """Hash of its words now; empty if not known."""


@dataclass(frozen=True)
class TrackColumns:
    """A track and its units."""

    title: str
    units: tuple[UnitColumn, ...]


@dataclass(frozen=True)
class Mark:
    """A person's word that a unit is done."""

    state: State
    day: dt.date | None
    """Local day on which it was done."""


@dataclass(frozen=True)
class Person:
    """Whoever goes by one name."""

    name: str
    files: tuple[SavedFile, ...]
    """In order of saving."""

    marks: Mapping[str, Mark]
    """Id of a unit → its mark; units never done are not there."""

    minutes: int
    """Sum of the units' minutes over all days."""

    last_day: dt.date | None

    def state(self, unit: UnitColumn) -> State:
        """Return how far the person is with the unit."""
        mark = self.marks.get(unit.id)
        return mark.state if mark else State.OPEN


@dataclass(frozen=True)
class Report:
    """What goes into the workbook."""

    site: str
    site_name: str
    made_at: dt.datetime
    """Time of the newest file, on its reader's clock; never the time of the run."""

    tracks: tuple[TrackColumns, ...]
    from_project: bool
    """Titles and units are those of the project, not only of the files."""

    people: tuple[Person, ...]
    """In order of name."""

    files: tuple[SavedFile, ...]
    """Merged, in the order in which they were named."""

    diagnostics: tuple[Diagnostic, ...]
    """Files that were refused, and what is odd about those that were not."""

    units: tuple[UnitColumn, ...] = field(init=False)
    """Every unit once."""

    def __post_init__(self) -> None:
        """Fill in the units."""
        every = {unit.id: unit for track in self.tracks for unit in track.units}
        object.__setattr__(self, "units", tuple(every.values()))


def read_files(
    files: Sequence[Path], site: str | None, tell: Progress | None = None
) -> tuple[list[SavedFile], list[Diagnostic]]:
    """Read every file and refuse those that are damaged or of another site.

    Args:
        files: as the user named them.
        site: id of the site that they must be of; None for the site of most files.
        tell: called with the number of files read and of all.
    """
    sound: list[SavedFile] = []
    found: list[Diagnostic] = []
    for number, file in enumerate(files, start=1):
        read = read_saved_file(file, file.as_posix())
        if isinstance(read, SavedFile):
            sound.append(read)
        else:
            found.append(read)
        if tell is not None:
            tell(number, len(files))
    wanted = site if site is not None else _most_frequent(sound)
    kept: list[SavedFile] = []
    for each in sound:
        if each.site == wanted:
            kept.append(each)
            continue
        message = f"是另一个网站的记录：{each.site_name}（{each.site}）"
        hint = f"这里汇总的是 {wanted}；不同网站的记录分开汇总"
        found.append(Diagnostic(each.path, 1, "RP005", message, hint))
    return kept, found


def _most_frequent(files: Sequence[SavedFile]) -> str:
    counts = Counter(each.site for each in files)
    return min(counts, key=lambda site: (-counts[site], site), default="")


def make_report(
    files: Sequence[SavedFile], found: Iterable[Diagnostic], tracks: Sequence[Track] | None
) -> Report:
    """Merge the files, at least one, by person.

    Args:
        files: of one site.
        found: what was said of other files.
        tracks: of the project; None without one, so that the units are those of the files.
    """
    columns = _columns(tracks or (), files)
    digests = {unit.id: unit.digest for track in columns for unit in track.units}
    groups: dict[str, list[SavedFile]] = {}
    for each in files:
        groups.setdefault(_name_key(each), []).append(each)
    people = [_person(group, digests) for group in groups.values()]
    newest_file = max(files, key=lambda each: (each.saved_at, each.path))
    return Report(
        site=newest_file.site,
        site_name=newest_file.site_name,
        made_at=newest_file.saved_at + newest_file.offset,
        tracks=columns,
        from_project=tracks is not None,
        people=tuple(sorted(people, key=lambda person: (person.name, person.files[0].path))),
        files=tuple(files),
        diagnostics=(*found, *_oddities(people)),
    )


def _name_key(file: SavedFile) -> str:
    """Return what makes files one person's; a file without a name is a person of its own."""
    if not file.profile:
        return f"\0{file.path}"
    return unicodedata.normalize("NFKC", file.profile).casefold()


def _shown_name(file: SavedFile) -> str:
    return file.profile or f"（未填姓名：{Path(file.path).name}）"


def _person(files: Sequence[SavedFile], digests: Mapping[str, str]) -> Person:
    ordered = sorted(files, key=lambda each: (each.saved_at, each.path))
    merged: dict[str, Mapping[str, Any]] = {}
    offsets: dict[str, dt.timedelta] = {}
    for file in ordered:
        for name, record in file.records.items():
            chosen = newest(merged.get(name), record)
            if chosen is record:
                offsets[name] = file.offset
            merged[name] = chosen
    marks = {
        name: _mark(record, offsets[name], digests.get(name, ""))
        for name, record in merged.items()
        if not name.startswith("@") and record.get("done") is True and not record.get("gone")
    }
    days = [mark.day for mark in marks.values() if mark.day]
    return Person(
        name=_shown_name(ordered[-1]),
        files=tuple(ordered),
        marks=marks,
        minutes=sum(_minutes(record) for name, record in merged.items() if _is_day(name, record)),
        last_day=max(days, default=None),
    )


def _is_day(name: str, record: Mapping[str, Any]) -> bool:
    return name.startswith(DAY_PREFIX) and not record.get("gone")


def _minutes(record: Mapping[str, Any]) -> int:
    minutes = record.get("minutes")
    return minutes if isinstance(minutes, int) and minutes > 0 else 0


def _mark(record: Mapping[str, Any], offset: dt.timedelta, digest: str) -> Mark:
    amended = bool(digest) and record.get("hash") != digest
    return Mark(State.AMENDED if amended else State.DONE, _day(record, offset))


def _day(record: Mapping[str, Any], offset: dt.timedelta) -> dt.date | None:
    """Return the reader's own day of a record; None if its time is no time."""
    try:
        if isinstance(on := record.get("on"), str):
            day = dt.date.fromisoformat(on)
        else:
            day = (dt.datetime.fromisoformat(record["at"]) + offset).date()
    except (ValueError, OverflowError):
        return None
    return day if day.year >= FIRST_YEAR else None


def _columns(tracks: Sequence[Track], files: Sequence[SavedFile]) -> tuple[TrackColumns, ...]:
    """Return the tracks, and at the end the units that files name and no track has."""
    columns = [
        TrackColumns(
            track.title, tuple(UnitColumn(unit.id, unit.title, unit.digest) for unit in track.units)
        )
        for track in tracks
    ]
    known = {unit.id for track in columns for unit in track.units}
    titles: dict[str, str] = {}
    for file in sorted(files, key=lambda each: (each.saved_at, each.path)):
        for name, record in file.records.items():
            if not name.startswith("@") and name not in known and record.get("done") is True:
                titles[name] = file.titles.get(name) or titles.get(name) or name
    if titles:
        further = tuple(UnitColumn(name, titles[name]) for name in sorted(titles))
        columns.append(TrackColumns(FURTHER if tracks else "全部单元", further))
    return tuple(columns)


def _oddities(people: Iterable[Person]) -> Iterable[Diagnostic]:
    for person in people:
        last = person.files[-1]
        if not last.profile:
            message = "没有填姓名，按一个人单独列出"
            hint = "请本人在“我的学习”页面填上姓名，重新保存"
            yield Diagnostic(last.path, 1, "RP007", message, hint, Severity.WARNING)
        for other in person.files[:-1]:
            message = (
                f"与 {last.path} 同名（{person.name}），已按同一个人合并，每个单元以较新的为准"
            )
            hint = "如果是同名的两个人，请其中一人改名后重新保存"
            yield Diagnostic(other.path, 1, "RP006", message, hint, Severity.WARNING)
