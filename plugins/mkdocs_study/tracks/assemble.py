"""Turns the track pages of a library into the tracks that a build publishes."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from mkdocs_study.library.document import Document, StageMeta, TrackMeta, UnitMeta
from mkdocs_study.library.library import Library
from mkdocs_study.tracks.extent import (
    READING_SPEED,
    covered_sections,
    reading_minutes,
    words_digest,
)
from mkdocs_study.tracks.track import PageRef, SectionRef, Stage, Track, Unit


@dataclass(frozen=True)
class _Extent:
    """What a unit has to read."""

    sections: tuple[SectionRef, ...]
    covered: tuple[str, ...]
    minutes: int
    """Measured."""

    digest: str


@dataclass(frozen=True)
class _Source:
    """What tracks are made of."""

    library: Library
    published: Container[str]
    speed: int
    extents: dict[tuple[str, tuple[str, ...]], _Extent] = field(default_factory=dict)
    """(path, section ids) → extent; many tracks share their pages."""

    lines: dict[str, list[str]] = field(default_factory=dict)
    """Path → lines of the body, of pages in parts."""

    def extent(self, page: Document, ids: tuple[str, ...]) -> _Extent:
        """Return the extent of a unit, computed once."""
        key = (page.path, ids)
        if key not in self.extents:
            self.extents[key] = self._measure(page, ids)
        return self.extents[key]

    def _measure(self, page: Document, ids: tuple[str, ...]) -> _Extent:
        if ids and page.path not in self.lines:
            self.lines[page.path] = page.body.splitlines()
        sections = ((each, page.section(each)) for each in ids)
        return _Extent(
            sections=tuple(
                SectionRef(name, section.heading if section else name) for name, section in sections
            ),
            covered=tuple(page.sections[index].id for index in covered_sections(page, ids)),
            minutes=reading_minutes(page, ids, self.speed),
            digest=words_digest(page, ids, self.lines.get(page.path, ())),
        )

    def page(self, path: str) -> Document | None:
        """Return the page if this build has it."""
        return self.library.by_path.get(path) if path in self.published else None

    def refs(self, ids: Sequence[str]) -> tuple[PageRef, ...]:
        """Return the named documents that this build has, each once."""
        found = (self.library.by_id.get(document_id) for document_id in dict.fromkeys(ids))
        return tuple(
            PageRef(document.path, document.title)
            for document in found
            if document is not None and document.path in self.published
        )


def build_tracks(
    library: Library, published: Container[str] | None = None, speed: int = READING_SPEED
) -> tuple[Track, ...]:
    """Return the tracks that this build publishes, in order of path.

    Args:
        library: every document, checked by `validate_tracks`, or the published ones.
        published: paths of the pages in this build; None for all. Units over other pages vanish,
            empty stages and tracks with them, and the rest is numbered anew.
        speed: reading speed in characters a minute, for units without declared minutes.
    """
    source = _Source(library, library.by_path if published is None else published, speed)
    documents = sorted(library.documents, key=lambda document: document.path)
    tracks = [
        _build_track(document, document.meta, source)
        for document in documents
        if isinstance(document.meta, TrackMeta) and document.path in source.published
    ]
    return tuple(track for track in tracks if track.stages)


def _build_track(document: Document, meta: TrackMeta, source: _Source) -> Track:
    stages: list[Stage] = []
    number = 1
    for stage in meta.stages:
        units = _build_units(stage, number, source)
        number += len(units)
        if units:
            stages.append(Stage(stage.title, units))
    return Track(
        id=unit_key(document, ()),
        page=PageRef(document.path, document.title),
        description=meta.description or "",
        objectives=meta.objectives,
        stages=tuple(stages),
    )


def _build_units(stage: StageMeta, first: int, source: _Source) -> tuple[Unit, ...]:
    found = [(unit, page) for unit in stage.units if (page := source.page(unit.page))]
    return tuple(
        _build_unit(unit, page, number, source)
        for number, (unit, page) in enumerate(found, start=first)
    )


def _build_unit(unit: UnitMeta, page: Document, number: int, source: _Source) -> Unit:
    ids = unit.sections
    minutes = unit.minutes or (None if ids else page.meta.minutes)
    extent = source.extent(page, ids)
    return Unit(
        id=unit_key(page, ids),
        number=number,
        page=PageRef(page.path, page.title),
        sections=extent.sections,
        covered=extent.covered,
        kind=unit.kind,
        minutes=minutes or extent.minutes,
        requires=source.refs((*unit.requires, *page.meta.requires)),
        digest=extent.digest,
    )


def unit_key(page: Document, section_ids: Sequence[str]) -> str:
    """Key of the content: ids have no dot, so that a page without one is told by its path."""
    base = page.id or page.path
    return f"{base}#{'+'.join(sorted(section_ids))}" if section_ids else base
