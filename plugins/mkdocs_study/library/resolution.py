"""Turns a reference into the place that it means in the library, or into why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs_study.library.citation import Citation
from mkdocs_study.library.document import Document
from mkdocs_study.library.section import Section

if TYPE_CHECKING:
    from mkdocs_study.library.library import Library


@dataclass(frozen=True)
class Target:
    """A place that a reference means."""

    document: Document
    section: Section
    anchor: str
    """Id of the article, or of the paragraph or item in it."""


def cited_document(
    citation: Citation, library: Library, within: Document | None = None
) -> Document | None:
    """Return the text that the reference means, if the library has it.

    Args:
        citation: the reference.
        library: where to look for its title.
        within: the document in which it stands, which 本规定第五条 means.
    """
    if citation.title is None:
        return within if within is not None and within.type == "text" else None
    return library.by_title.get("".join(citation.title.split()))


def resolve(citation: Citation, library: Library, within: Document | None = None) -> Target | None:
    """Return the place that the reference means; None if the library does not have it."""
    document = cited_document(citation, library, within)
    if document is None:
        return None
    section = document.article(citation.article)
    if section is None:
        return None
    anchor = _anchor(citation, section)
    return None if anchor is None else Target(document, section, anchor)


def _anchor(citation: Citation, section: Section) -> str | None:
    if citation.paragraph is None and citation.item is None:
        return section.id
    for paragraph in section.paragraphs:
        if citation.paragraph not in (None, paragraph.number):
            continue
        if citation.item is None:
            return None if paragraph.implied else f"{section.id}-p{paragraph.number}"
        if citation.item in paragraph.items:
            return f"{section.id}-p{paragraph.number}-i{citation.item}"
    return None


def why_unresolved(
    citation: Citation, library: Library, within: Document | None = None
) -> str | None:
    """Say what is missing in a text that the library has; None if there is no fault.

    A reference to a text outside the library is no fault: it stays plain words. Neither is a bare
    第五条 without such an article: it may mean another text.
    """
    document = cited_document(citation, library, within)
    section = document.article(citation.article) if document else None
    if document is None or (section is None and not citation.said):
        return None
    if section is None:
        return f"《{document.title}》没有{citation.article.label}"
    if _anchor(citation, section) is None:
        return f"《{document.title}》没有{citation.label}"
    return None
