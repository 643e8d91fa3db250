"""Turns a library into the graph of what is to be studied before what, and what no track uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from mkdocs_study.library.cycles import find_cycles
from mkdocs_study.library.document import Document
from mkdocs_study.library.library import Library
from mkdocs_study.tracks.assemble import build_tracks
from mkdocs_study.tracks.track import Track

STUDIED = ("text", "guide", "standard", "exemplar", "case", "lesson")
"""Types that are there to be studied; that no track uses a page of another type is no matter."""


@dataclass(frozen=True, order=True)
class Need:
    """A page that is to be studied after another one."""

    page: str
    required: str
    """Paths below docs/."""

    track: str = ""
    """Id of the track that says so; empty if the page itself does."""


@dataclass(frozen=True)
class StudyGraph:
    """All tracks of a library and how its pages hang together."""

    tracks: tuple[Track, ...]
    documents: Mapping[str, Document]
    """Path → document, of all documents."""

    needs: tuple[Need, ...]
    """In order of page, required page and track."""

    unused: tuple[Document, ...]
    """Pages to study that are a unit of no track, in order of type and path."""

    @cached_property
    def edges(self) -> Mapping[str, tuple[str, ...]]:
        """Path of a page → paths of the pages that it requires, each once."""
        found: dict[str, dict[str, None]] = {}
        for need in self.needs:
            found.setdefault(need.page, {})[need.required] = None
        return {page: tuple(required) for page, required in found.items()}

    @cached_property
    def circles(self) -> tuple[tuple[str, ...], ...]:
        """Pages that require each other in a circle: paths, each circle from one of them on."""
        return tuple(find_cycles(self.edges))


def read_graph(library: Library, speed: int) -> StudyGraph:
    """Join the requirements of pages and of units; never raises on bad input.

    Args:
        library: every document. Units whose page is missing are left out, as are requirements
            that no document meets: `validate_tracks` reports them.
        speed: reading speed in characters a minute.
    """
    tracks = build_tracks(library, speed=speed)
    used = {unit.page.path for track in tracks for unit in track.units}
    unused = [each for each in library.documents if each.type in STUDIED and each.path not in used]
    needs = {*_needs_of_pages(library), *_needs_of_units(tracks, library)}
    return StudyGraph(
        tracks=tracks,
        documents=library.by_path,
        needs=tuple(sorted(needs)),
        unused=tuple(sorted(unused, key=lambda each: (STUDIED.index(each.type), each.path))),
    )


def _needs_of_pages(library: Library) -> Iterable[Need]:
    for document in library.documents:
        for required in document.meta.requires:
            if required in library.by_id:
                yield Need(document.path, library.by_id[required].path)


def _needs_of_units(tracks: Iterable[Track], library: Library) -> Iterable[Need]:
    for track in tracks:
        for unit in track.units:
            page = library.by_path[unit.page.path]
            own = {library.by_id[each].path for each in page.meta.requires if each in library.by_id}
            for required in unit.requires:
                if required.path not in own:
                    yield Need(page.path, required.path, track.id)


def components(edges: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Return the nodes of each part of a graph that hangs together, the largest part first."""
    neighbours: dict[str, set[str]] = {}
    for node, successors in edges.items():
        for other in successors:
            neighbours.setdefault(node, set()).add(other)
            neighbours.setdefault(other, set()).add(node)
    parts: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for start in sorted(neighbours):
        if start in seen:
            continue
        part, pending = {start}, [start]
        while pending:
            for other in neighbours[pending.pop()] - part:
                part.add(other)
                pending.append(other)
        seen |= part
        parts.append(tuple(sorted(part)))
    return sorted(parts, key=lambda part: (-len(part), part))
