"""What a study track is: stages of units, ready to be shown, with nothing left to look up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

SHOWN_SECTIONS = 2
"""Sections that a unit's title names."""


@dataclass(frozen=True)
class PageRef:
    """A page that is named and linked."""

    path: str
    """Path of the Markdown file below docs/, posix."""

    title: str


@dataclass(frozen=True)
class SectionRef:
    """A section that is named and linked from its own page."""

    id: str
    label: str


@dataclass(frozen=True)
class Unit:
    """One thing to read or do: a whole page, or some sections of one."""

    id: str
    """Key of the unit's content, the same in every track: `sample-discipline`, or
    `sample-discipline#art-3+art-9` for two of its sections."""

    number: int
    """1-based position in the track, counted through all stages."""

    page: PageRef
    sections: tuple[SectionRef, ...]
    """In the author's order; empty for the whole page."""

    covered: tuple[str, ...]
    """Ids of its sections and of all below them; empty for the whole page."""

    kind: str
    """What the reader is to do: 读原文, 看案例, 讨论 …"""

    minutes: int
    requires: tuple[PageRef, ...]
    """Pages of the same track to read before this one."""

    digest: str
    """Hash of the words to be read; it changes when the text is amended, not when it is laid out
    differently."""

    @property
    def title(self) -> str:
        """Title of the page, with the first sections where the unit is not the whole of it."""
        if not self.sections:
            return self.page.title
        labels = "、".join(section.label for section in self.sections[:SHOWN_SECTIONS])
        more = "等" if len(self.sections) > SHOWN_SECTIONS else ""
        return f"{self.page.title}（{labels}{more}）"


@dataclass(frozen=True)
class Stage:
    """A titled run of units."""

    title: str
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Track:
    """A themed way through the library, as one build publishes it."""

    id: str
    page: PageRef
    description: str
    objectives: tuple[str, ...]
    stages: tuple[Stage, ...]

    @property
    def title(self) -> str:
        """Title of the track's page."""
        return self.page.title

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All units in order; the first has number 1."""
        return tuple(unit for stage in self.stages for unit in stage.units)

    @cached_property
    def units_by_path(self) -> Mapping[str, tuple[Unit, ...]]:
        """Path of a page → the units that it is in this track."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            found.setdefault(unit.page.path, []).append(unit)
        return {path: tuple(units) for path, units in found.items()}

    def units_before(self, unit: Unit, path: str) -> tuple[Unit, ...]:
        """Return the units of a page that come before a unit, else all of that page."""
        units = self.units_by_path.get(path, ())
        return tuple(each for each in units if each.number < unit.number) or units

    @property
    def minutes(self) -> int:
        """Reading time of the whole track."""
        return sum(unit.minutes for unit in self.units)


def units_by_page(tracks: Iterable[Track]) -> Mapping[str, list[tuple[Track, Unit]]]:
    """Return, for the path of each page that is studied, its units in the order of the tracks."""
    places: dict[str, list[tuple[Track, Unit]]] = {}
    for track in tracks:
        for unit in track.units:
            places.setdefault(unit.page.path, []).append((track, unit))
    return places
