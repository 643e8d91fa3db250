"""Turns the references of a library round: which documents cite each text and each article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mkdocs_study.library.citation import parse_reference
from mkdocs_study.library.document import CaseMeta, Document, GuideMeta, PlanMeta, TrackMeta
from mkdocs_study.library.library import Library
from mkdocs_study.library.links import Place, read_target
from mkdocs_study.library.resolution import resolve
from mkdocs_study.library.section import Section

CITING_TYPES = ("case", "lesson", "track", "guide", "text", "standard", "exemplar", "plan")
"""Types whose references are worth showing, in the order in which they are shown."""


@dataclass(frozen=True)
class BackLinks:
    """Who cites one text."""

    whole: tuple[Document, ...]
    """Documents that refer to the text as such."""

    sections: Mapping[str, tuple[Document, ...]]
    """Id of a section → documents that cite it."""


def collect_back_links(library: Library) -> dict[str, BackLinks]:
    """Return for each cited text, by path, the other documents of the library that cite it."""
    cited: defaultdict[str, defaultdict[str | None, dict[str, Document]]]
    cited = defaultdict(lambda: defaultdict(dict))
    for document in library.documents:
        if document.type not in CITING_TYPES:
            continue
        for target, section in _references(document, library):
            if target is not document and target.type == "text":
                place = section.id if section else None
                cited[target.path][place][document.path] = document
    return {
        path: BackLinks(
            whole=_in_order(places.get(None, {})),
            sections={
                place: _in_order(documents)
                for place, documents in places.items()
                if place is not None
            },
        )
        for path, places in cited.items()
    }


def _in_order(documents: Mapping[str, Document]) -> tuple[Document, ...]:
    return tuple(
        sorted(documents.values(), key=lambda each: (CITING_TYPES.index(each.type), each.path))
    )


def _references(document: Document, library: Library) -> Iterator[tuple[Document, Section | None]]:
    """Yield every text that the document cites, with the section if it names one."""
    for mention in document.content.mentions:
        if found := resolve(mention.citation, library, document):
            yield found.document, found.section
    for link in document.content.links:
        goal = read_target(link.target, document.path)
        if goal.place is Place.INSIDE and goal.path in library.by_path:
            target = library.by_path[goal.path]
            yield target, section_of(target, goal.anchor)
    yield from _declared(document, library)


def _declared(document: Document, library: Library) -> Iterator[tuple[Document, Section | None]]:
    """Yield what the front matter refers to."""
    meta = document.meta
    ids: tuple[str, ...] = ()
    if isinstance(meta, CaseMeta):
        for breach in meta.breaches:
            citation = parse_reference(breach)
            if citation and (found := resolve(citation, library)):
                yield found.document, found.section
    elif isinstance(meta, GuideMeta):
        ids = meta.about
    elif isinstance(meta, PlanMeta):
        for material in (each for session in meta.sessions for each in session.materials):
            name, _, part = material.partition("#")
            if target := library.by_id.get(name):
                yield target, section_of(target, part)
    elif isinstance(meta, TrackMeta):
        for unit in (unit for stage in meta.stages for unit in stage.units):
            if target := library.by_path.get(unit.page):
                named = [target.section(name) for name in unit.sections]
                yield from ((target, section) for section in named or [None])
    yield from ((library.by_id[name], None) for name in ids if name in library.by_id)


def section_of(document: Document, anchor: str) -> Section | None:
    """Return the section that an anchor stands in: of art-12-p2, the article art-12."""
    if not anchor:
        return None
    article = anchor.partition("-p")[0]
    return document.section(anchor) or document.section(article)
