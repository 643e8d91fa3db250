"""What a study track is: stages of units, ready to be shown, with nothing left to look up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a unit asks the reader to do; the value is what the author writes and the reader sees."""

    READ = "读原文"
    CASE = "看案例"
    DISCUSS = "讨论"
    SELF_CHECK = "自查"
    QUIZ = "测验"
    PRACTISE = "实践"


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

    kind: Kind
    minutes: int
    requires: tuple[PageRef, ...]
    """Pages of the same track to read before this one."""

    digest: str
    """Hash of the words to be read; it changes when the text is amended, not when it is laid out
    differently."""


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
        return self.page.title

    @property
    def units(self) -> tuple[Unit, ...]:
        return tuple(unit for stage in self.stages for unit in stage.units)

    @property
    def minutes(self) -> int:
        return sum(unit.minutes for unit in self.units)
