"""Finds requirements that cannot be met: unknown or missing pages, and circles of pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.document import Document, TrackMeta, UnitMeta
from mkdocs_study.library.front_matter import KeyPath
from mkdocs_study.library.library import Library


def numbered_units(meta: TrackMeta) -> Iterator[tuple[KeyPath, UnitMeta]]:
    """Yield each unit with its place in the front matter."""
    for stage_index, stage in enumerate(meta.stages):
        for unit_index, unit in enumerate(stage.units):
            yield ("stages", stage_index, "units", unit_index), unit


def check_document_requirements(library: Library) -> Iterator[Diagnostic]:
    """Check the `requires` of documents themselves, whatever track they are in."""
    for document in library.documents:
        for index, required in enumerate(document.meta.requires):
            if required not in library.by_id:
                yield _unknown(document, ("requires", index), required)

    def required_by(document_id: str) -> Sequence[str]:
        document = library.by_id.get(document_id)
        return document.meta.requires if document is not None else ()

    for cycle in find_cycles([d.id for d in library.documents if d.id], required_by):
        document = library.by_id[cycle[0]]
        yield _circle(document, ("requires",), cycle)


def check_track_requirements(
    document: Document, meta: TrackMeta, library: Library
) -> Iterator[Diagnostic]:
    """Check that units require pages of their track, and none in a circle.

    The documents' own requirements count too: a circle may be closed by one of them.
    """
    places: dict[str, KeyPath] = {}
    edges: dict[str, list[str]] = defaultdict(list)
    in_track = {
        page.id for _, unit in numbered_units(meta) if (page := library.by_path.get(unit.page))
    }
    for key, unit in numbered_units(meta):
        page = library.by_path.get(unit.page)
        for index, required in enumerate(unit.requires):
            place = (*key, "requires", index)
            if required not in library.by_id:
                yield _unknown(document, place, required)
            elif required not in in_track:
                yield Diagnostic(
                    document.source,
                    document.line_of(place),
                    "TR005",
                    f"要求先学的资料不在本专题里：{required}",
                    "把它列为单元，或者删去这项要求",
                )
            elif page is not None and page.id is not None:
                edges[page.id].append(required)
                places.setdefault(page.id, (*key, "requires"))

    def required_by(document_id: str) -> Sequence[str]:
        own = library.by_id[document_id].meta.requires if document_id in library.by_id else ()
        return (*edges.get(document_id, ()), *own)

    for cycle in find_cycles(list(places), required_by):
        start = next((node for node in cycle if node in places), None)
        following = cycle[1:] + cycle[:1]
        if start is not None and any(
            required in edges.get(node, ()) for node, required in zip(cycle, following, strict=True)
        ):
            yield _circle(document, places[start], cycle)


def find_cycles(
    roots: Iterable[str], successors: Callable[[str], Iterable[str]]
) -> list[tuple[str, ...]]:
    """Return cycles that can be reached from the roots, each from the node reached first.

    Every strongly connected part yields at least one, so that a graph without any returned has
    none. Depth first, without recursion: a chain of requirements may be long.
    """
    cycles: list[tuple[str, ...]] = []
    finished: set[str] = set()
    for root in roots:
        if root in finished:
            continue
        path = {root: iter(successors(root))}
        while path:
            node = next(reversed(path))
            following = next(path[node], None)
            if following is None:
                del path[node]
                finished.add(node)
            elif following in path:
                nodes = list(path)
                cycles.append(tuple(nodes[nodes.index(following) :]))
            elif following not in finished:
                path[following] = iter(successors(following))
    return cycles


def _unknown(document: Document, key: KeyPath, required: str) -> Diagnostic:
    message = f"要求先学的资料不存在：{required}"
    line = document.line_of(key)
    return Diagnostic(document.source, line, "TR004", message, "写资料的 id，不写路径")


def _circle(document: Document, key: KeyPath, cycle: Sequence[str]) -> Diagnostic:
    message = f"先学要求绕成一圈：{' → '.join((*cycle, cycle[0]))}"
    line = document.line_of(key)
    return Diagnostic(document.source, line, "TR006", message, "去掉其中一项 requires")
