"""Finds requirements of units that cannot be met: unknown or absent pages, and circles of pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mkdocs_study.library.composer import KeyPath
from mkdocs_study.library.cycles import find_cycles
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.document import Document, TrackMeta, UnitMeta
from mkdocs_study.library.library import Library
from mkdocs_study.tracks.meant import hint_for_document


def numbered_units(meta: TrackMeta) -> Iterator[tuple[KeyPath, UnitMeta]]:
    """Yield each unit with its place in the front matter."""
    for stage_index, stage in enumerate(meta.stages):
        for unit_index, unit in enumerate(stage.units):
            yield ("stages", stage_index, "units", unit_index), unit


def check_requirements(
    document: Document, meta: TrackMeta, library: Library
) -> Iterator[Diagnostic]:
    """Check that units require pages of their track, and none in a circle."""
    in_track = {
        page.id for _, unit in numbered_units(meta) if (page := library.by_path.get(unit.page))
    }
    places: dict[tuple[str, str], KeyPath] = {}
    """(document, required document) → where the track says so."""
    for key, unit in numbered_units(meta):
        page = library.by_path.get(unit.page)
        for index, required in enumerate(unit.requires):
            place = (*key, "requires", index)
            if required not in library.by_id:
                message = f"要求先学的资料不存在：{required}"
                hint = hint_for_document(required, library)
                yield _fault(document, place, "TR004", message, hint)
            elif required not in in_track:
                message = f"要求先学的资料不在本专题里：{required}"
                yield _fault(document, place, "TR005", message, "把它列为单元，或者删去这项要求")
            elif page is not None and page.id is not None:
                places.setdefault((page.id, required), place)
    for cycle in find_cycles(_graph(places, library)):
        steps = zip(cycle, (*cycle[1:], cycle[0]), strict=True)
        own = next((places[step] for step in steps if step in places), None)
        if own is not None:  # else the documents alone close it, which the library reports
            message = f"先学要求绕成了圈：{' → '.join((*cycle, cycle[0]))}"
            yield _fault(document, own, "TR006", message, "去掉其中一项 requires")


def _graph(places: Mapping[tuple[str, str], KeyPath], library: Library) -> dict[str, list[str]]:
    """Join the units' requirements with those of all documents that they lead to."""
    graph: dict[str, list[str]] = {}
    pending = [document_id for document_id, _ in places]
    for document_id, required in places:
        graph.setdefault(document_id, []).append(required)
    seen: set[str] = set()
    while pending:
        document_id = pending.pop()
        if document_id in seen or document_id not in library.by_id:
            continue
        seen.add(document_id)
        following = graph.setdefault(document_id, [])
        following.extend(library.by_id[document_id].meta.requires)
        pending.extend(following)
    return graph


def _fault(document: Document, key: KeyPath, code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(document.source, document.line_of(key), code, message, hint)
