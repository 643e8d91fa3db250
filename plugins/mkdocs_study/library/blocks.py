"""Turns masked Markdown into its blocks: headings, paragraphs, lists, tables and the rest.

Cuts as Python-Markdown does, as far as sections, citations and checks need it: a heading may
interrupt a paragraph, a list or table may not. What belongs to a list item, note or footnote by its
indent is marked as nested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from mkdocs_study.library.exercise import find_exercises
from mkdocs_study.library.masking import CODE, Masked

TAB = 4
"""Columns of a tab stop, and the indent that makes code or belongs to a list item."""


class Kind(Enum):
    """What Python-Markdown makes of a block."""

    HEADING = auto()
    PARAGRAPH = auto()
    LIST = auto()
    TABLE = auto()
    QUOTE = auto()
    NOTE = auto()
    """Admonition, details or content tab: `!!! note`, `??? note`, `=== "tab"`."""

    FOOTNOTE = auto()
    REFERENCE = auto()
    """`[label]: target`."""

    RULE = auto()
    EXERCISE = auto()
    """A quiz or checklist, from mark to mark; its lines have a syntax of their own."""

    CODE = auto()
    INDENTED = auto()
    """Code by indent, which nobody means who writes Chinese text."""


@dataclass(frozen=True)
class Block:
    """One block of a body."""

    kind: Kind
    line: int
    """1-based in the body."""

    text: str
    """Its lines without comments."""

    prose: str
    """The same with code blanked out."""

    nested: bool = False
    """Inside a list item, note or footnote by indent."""

    level: int = 0
    """1–6 for a heading."""

    @property
    def end_line(self) -> int:
        """Last line, 1-based in the body."""
        return self.line + self.text.count("\n")


HEADING = re.compile(r"(#{1,6})(.*?)#*[ \t]*$")
LIST_ITEM = re.compile(r" {0,3}(?:[*+-]|\d+\.)[ \t]+")
NOTE = re.compile(r" {0,3}(?:!!!|\?\?\?\+?|===[!+]?)[ \t]")
FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\n]{1,100}\]:")
REFERENCE = re.compile(r" {0,3}\[[^\]\n^][^\]\n]{0,200}\]:[ \t]*\S")
QUOTE = re.compile(r" {0,3}>")
RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
TABLE_RULE = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*$")
_BLOCK_SYNTAX = re.compile(r" {0,3}///")

_OPENS_CONTAINER = (Kind.LIST, Kind.NOTE, Kind.FOOTNOTE)


def indent_of(line: str) -> int:
    """Columns of ASCII white space at the start of the line; a tab reaches the next stop."""
    columns = 0
    for character in line:
        if character == " ":
            columns += 1
        elif character == "\t":
            columns += TAB - columns % TAB
        else:
            break
    return columns


def is_table_rule(line: str) -> bool:
    """Tell whether the line is the one of dashes below a table's head."""
    return "|" in line and "-" in line and TABLE_RULE.match(line) is not None


def parse_blocks(masked: Masked) -> list[Block]:
    """Cut the body into blocks, in order."""
    visible = masked.visible.split("\n")
    outline = masked.outline.split("\n")
    prose = masked.prose.split("\n")
    blocks: list[Block] = []
    container = False
    exercises = {each.line - 1: each.end_line for each in find_exercises(outline)}
    for first, last in _chunks(outline, exercises):
        if first in exercises:
            text, words = ("\n".join(lines[first:last]) for lines in (visible, prose))
            blocks.append(Block(Kind.EXERCISE, first + 1, text, words))
            container = False
            continue
        for kind, start, stop, nested in _split_chunk(outline, first, last, container=container):
            level = _level(outline[start]) if kind is Kind.HEADING else 0
            text = "\n".join(visible[start:stop])
            if kind is Kind.CODE and container and indent_of(text) >= TAB:
                nested = True  # noqa: PLW2901 (the outline has no indent where code is)
            block = Block(kind, start + 1, text, "\n".join(prose[start:stop]), nested, level)
            blocks.append(block)
            container = block.nested or block.kind in _OPENS_CONTAINER
    return blocks


def _chunks(outline: list[str], whole: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of lines between blank lines, with each fenced code block on its own.

    `whole` has first line → end of ranges that are not cut.
    """
    first: int | None = None
    done = 0
    for index, line in enumerate(outline):
        if index < done:
            continue
        if index in whole:
            if first is not None:
                yield first, index
            first, done = None, whole[index]
            yield index, done
            continue
        if first is not None and (
            not line.strip() or _is_code(line) != _is_code(outline[index - 1])
        ):
            yield first, index
            first = None
        if first is None and line.strip():
            first = index
    if first is not None:
        yield first, len(outline)


def _is_code(line: str) -> bool:
    stripped = line.strip()
    return bool(stripped) and not stripped.strip(CODE)


def _level(line: str) -> int:
    match = HEADING.match(line)
    return len(match[1]) if match else 0


def _split_chunk(
    outline: list[str], first: int, last: int, *, container: bool
) -> Iterator[tuple[Kind, int, int, bool]]:
    """Yield kind, half-open range of lines and whether the block is nested."""
    if indent_of(outline[first]) >= TAB:
        dedented = [line[TAB:] if line[:TAB].isspace() else line for line in outline[first:last]]
        yield (_kind(dedented) if container else Kind.INDENTED), first, last, container
        return
    if _is_code(outline[first]):
        yield Kind.CODE, first, last, False
        return
    start = first
    for index in range(first, last):
        if _level(outline[index]):
            if start < index:
                yield _kind(outline[start:index]), start, index, False
            yield Kind.HEADING, index, index + 1, False
            start = index + 1
    if start < last:
        yield _kind(outline[start:last]), start, last, False


_BY_FIRST_LINE = (
    (RULE, Kind.RULE),
    (LIST_ITEM, Kind.LIST),
    (NOTE, Kind.NOTE),
    (FOOTNOTE, Kind.FOOTNOTE),
    (REFERENCE, Kind.REFERENCE),
    (QUOTE, Kind.QUOTE),
    (_BLOCK_SYNTAX, Kind.NOTE),
)


def _kind(lines: list[str]) -> Kind:
    for pattern, kind in _BY_FIRST_LINE:
        if pattern.match(lines[0]):
            return kind
    if len(lines) > 1 and "|" in lines[0] and is_table_rule(lines[1]):
        return Kind.TABLE
    return Kind.CODE if _is_code(lines[0]) else Kind.PARAGRAPH
