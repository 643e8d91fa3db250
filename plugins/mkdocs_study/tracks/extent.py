"""Turns a unit's page and section ids into what is to be read: its words, minutes and hash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from mkdocs_study.library.document import Document
from mkdocs_study.library.section import Section

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
    """Return the indexes of the named sections and all below them, in order of the document.

    What is below a section follows it, up to the first one whose parent stands before it.
    """
    covered: set[int] = set()
    sections = document.sections
    for section_id in ids:
        first = document.section_index.get(section_id)
        if first is None or first in covered:
            continue
        end = first + 1
        while end < len(sections) and _is_below(sections[end], first):
            end += 1
        covered.update(range(first, end))
    return sorted(covered)


def _is_below(section: Section, first: int) -> bool:
    return section.parent is not None and section.parent >= first


def reading_minutes(document: Document, ids: Sequence[str], speed: int) -> int:
    """Return the minutes that reading takes, at least 1.

    Args:
        document: the page.
        ids: its sections; empty for the whole page.
        speed: characters a minute; 300–500 is usual for study texts.
    """
    return minutes_of(text_length(document, ids), speed)


def minutes_of(length: int, speed: int) -> int:
    """Return the minutes that so many characters take, at least 1."""
    return max(1, ceil(length / speed))


def text_length(document: Document, ids: Sequence[str]) -> int:
    """Return the Han characters and Latin letters or digits that a unit has to read."""
    if not ids:
        return document.text_length
    return sum(document.sections[index].text_length for index in covered_sections(document, ids))


def words_digest(document: Document, ids: Sequence[str], lines: Sequence[str] = ()) -> str:
    """Return 12 lower-case hex digits that change when the words to be read change.

    Markup, punctuation, white space and link targets do not count: laying a text out anew must
    not open every reader's units again. `lines` are those of the body, for who has them at hand.
    """
    text = document.body
    if ids:
        lines = lines or text.splitlines()
        chosen: list[str] = []
        for index in covered_sections(document, ids):
            section = document.sections[index]
            first = section.line - document.body_line
            last = section.end_line - document.body_line
            chosen.extend(lines[first : last + 1])
        text = "\n".join(chosen)
    if "<!--" in text:
        text = _COMMENT.sub("", text)
    if "](" in text:
        text = _LINK_TARGET.sub("]", text)
    words = _NOT_WORDS.sub("", text)
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:12]
