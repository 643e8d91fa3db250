"""Turns a unit's page and section ids into what is to be read: its words, minutes and hash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from mkdocs_study.library.document import Document

READING_SPEED = 400
LONGEST_MINUTES = 90
LONGEST_CHARACTERS = 30_000


@dataclass(frozen=True)
class Measure:
    """How units are measured."""

    speed: int = READING_SPEED
    """Characters a minute; 300-500 is usual for study texts."""

    longest_minutes: int = LONGEST_MINUTES
    longest_characters: int = LONGEST_CHARACTERS
    """A unit that is longer is too much to read at one go."""


_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK_TARGET = re.compile(r"\]\([^)\n]*\)")
_NOT_WORDS = re.compile(r"[\W_]+")


def covered_sections(document: Document, ids: Sequence[str]) -> list[int]:
    """Return the indexes of the named sections and all below them, in order of the document."""
    covered: dict[int, None] = {}
    for index, section in enumerate(document.sections):
        if section.id in ids or section.parent in covered:
            covered[index] = None
    return list(covered)


def reading_minutes(document: Document, ids: Sequence[str], speed: int) -> int:
    """Return the minutes that reading takes, at least 1.

    Args:
        document: the page.
        ids: its sections; empty for the whole page.
        speed: characters a minute; 300–500 is usual for study texts.
    """
    return max(1, ceil(text_length(document, ids) / speed))


def text_length(document: Document, ids: Sequence[str]) -> int:
    """Return the Han characters and Latin letters or digits that a unit has to read."""
    if not ids:
        return document.text_length
    return sum(document.sections[index].text_length for index in covered_sections(document, ids))


def words_digest(document: Document, ids: Sequence[str]) -> str:
    """Return 12 lower-case hex digits that change when the words to be read change.

    Markup, punctuation, white space and link targets do not count: laying a text out anew must
    not open every reader's units again.
    """
    lines = document.body.splitlines()
    if ids:
        chosen: list[str] = []
        for index in covered_sections(document, ids):
            section = document.sections[index]
            first = section.line - document.body_line
            last = section.end_line - document.body_line
            chosen.extend(lines[first : last + 1])
        lines = chosen
    text = _LINK_TARGET.sub("]", _COMMENT.sub("", "\n".join(lines)))
    words = _NOT_WORDS.sub("", text)
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:12]
