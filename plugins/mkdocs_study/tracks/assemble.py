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
class _Source:
    """What tracks are made of."""

    library: Library
    published: Container[str]
    speed: int
    digests: dict[str, str] = field(default_factory=dict)
    """Unit id → hash of its words; many tracks share their pages."""

    lines: dict[str, list[str]] = field(default_factory=dict)
    """Path → lines of the body, of pages in parts."""

    def digest(self, unit_id: str, page: Document, ids: Sequence[str]) -> str:
        """Return the hash of a unit's words, computed once."""
        if unit_id not in self.digests:
            if ids and page.path not in self.lines:
                self.lines[page.path] = page.body.splitlines()
            self.digests[unit_id] = words_digest(page, ids, self.lines.get(page.path, ()))
        return self.digests[unit_id]

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
    unit_id = unit_key(page, ids)
    return Unit(
        id=unit_id,
        number=number,
        page=PageRef(page.path, page.title),
        sections=tuple(
            SectionRef(section_id, section.heading if section else section_id)
            for section_id in ids
            for section in [page.section(section_id)]
        ),
        covered=tuple(page.sections[index].id for index in covered_sections(page, ids)),
        kind=unit.kind,
        minutes=minutes or reading_minutes(page, ids, source.speed),
        requires=source.refs((*unit.requires, *page.meta.requires)),
        digest=source.digest(unit_id, page, ids),
    )


def unit_key(page: Document, section_ids: Sequence[str]) -> str:
    """Key of the content: ids have no dot, so that a page without one is told by its path."""
    base = page.id or page.path
    return f"{base}#{'+'.join(sorted(section_ids))}" if section_ids else base
