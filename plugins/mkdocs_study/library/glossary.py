"""Turns a glossary page into its terms: each `## 术语` and the paragraph below it."""

from __future__ import annotations

from dataclasses import dataclass

from mkdocs_study.library.blocks import Kind, parse_blocks
from mkdocs_study.library.document import Document
from mkdocs_study.library.heading import plain_heading
from mkdocs_study.library.masking import mask

TERM_LEVEL = 2
MIN_LENGTH = 2
"""A term of one character would match inside other words."""


@dataclass(frozen=True)
class Term:
    """A term, its definition in plain words and its place on the glossary page."""

    name: str
    definition: str
    anchor: str


def read_terms(document: Document) -> tuple[Term, ...]:
    """Return the terms of a glossary page in order; a heading without a paragraph is none."""
    blocks = parse_blocks(mask(document.body))
    sections = iter(document.sections)
    terms: list[Term] = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if block.kind is not Kind.HEADING:
            continue
        section = next(sections)
        if section.level != TERM_LEVEL or len(section.heading) < MIN_LENGTH:
            continue
        if following is not None and following.kind is Kind.PARAGRAPH:
            definition = plain_heading("".join(following.text.split("\n")))
            terms.append(Term(section.heading, definition, section.id))
    return tuple(terms)
