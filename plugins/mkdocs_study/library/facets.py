"""Turns a document into the meta elements by which search and scripts know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from mkdocs_study.library.document import (
    TYPE_LABELS,
    BulletinMeta,
    CaseMeta,
    Document,
    GuideMeta,
    PlanMeta,
    TextMeta,
)


def facets_of(document: Document) -> Iterator[tuple[str, str]]:
    """Yield (name, value), one for each value."""
    meta = document.meta
    yield "type", TYPE_LABELS[document.type]
    if document.id:
        yield "id", document.id
    yield from (("standard", each) for each in meta.standards)
    yield from (("exemplar", each) for each in meta.exemplars)
    match meta:
        case TextMeta():
            date = meta.promulgated_on or meta.effective_from
            if date:
                yield "year", str(date.year)
            if meta.issuer:
                yield "issuer", meta.issuer
            names = (*((meta.short_title,) if meta.short_title else ()), *meta.aliases)
            yield from (("alias", name) for name in names)
        case GuideMeta():
            yield "year", str(meta.version_date.year)
            yield "issuer", meta.issuer
            yield "alias", meta.official_title
        case CaseMeta():
            yield "discipline", meta.discipline
        case PlanMeta():
            yield "year", str(meta.year)
        case BulletinMeta():
            yield "year", str(meta.date.created.year)


def meta_elements(facets: Iterable[tuple[str, str]]) -> str:
    """Write facets as `<meta name="study:type" content="原文">`, one a line."""
    return "".join(
        f'<meta name="study:{escape(name)}" content="{escape(value)}">\n' for name, value in facets
    )


def insert_into_head(page: str, elements: str) -> str:
    """Put the elements at the end of the head of a finished page."""
    head, end, rest = page.partition("</head>")
    return f"{head}{elements}{end}{rest}" if end else page
