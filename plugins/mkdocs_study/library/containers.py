"""Turns quotes, list items, notes and footnotes into the blocks inside of them.

Inside a container the rules of a page hold again: a list straight after a line is no list there
either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mkdocs_study.library.blocks import (
    FOOTNOTE,
    LIST_ITEM,
    NOTE,
    QUOTE,
    TAB,
    Block,
    Kind,
    indent_of,
    parse_blocks,
)
from mkdocs_study.library.masking import Masked

MAX_DEPTH = 11
"""Deeper containers are a fault of their own."""

_OPENS = (Kind.LIST, Kind.NOTE, Kind.FOOTNOTE)
_ANY_ITEM = re.compile(r"[ \t]*(?:[*+-]|\d+\.)[ \t]+\S")


@dataclass
class _Inside:
    """Lines of a container without its marks; both views of a line are cut alike."""

    first: int
    """Line of the body, 1-based."""

    visible: list[str] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)

    def add(self, line: tuple[str, str], cut: int) -> None:
        self.visible.append(line[0][cut:])
        self.prose.append(line[1][cut:])

    def blocks(self) -> list[Block]:
        visible, prose = "\n".join(self.visible), "\n".join(self.prose)
        found = parse_blocks(Masked(visible, prose, prose, (), None, None))
        return [replace(block, line=block.line + self.first - 1) for block in found]


def blocks_inside(blocks: Sequence[Block], depth: int = 0) -> Iterator[list[Block]]:
    """Yield the blocks of each container, of those in them, and so on."""
    if depth > MAX_DEPTH:
        return
    index = 0
    while index < len(blocks):
        block = blocks[index]
        group = [block]
        index += 1
        if block.kind in _OPENS and not block.nested:
            while index < len(blocks) and blocks[index].nested:
                group.append(blocks[index])
                index += 1
        for inside in _open(group):
            inner = inside.blocks()
            if inner:
                yield inner
                yield from blocks_inside(inner, depth + 1)


def _open(group: Sequence[Block]) -> Iterator[_Inside]:
    kind = group[0].kind
    if kind is Kind.QUOTE:
        yield _quoted(group[0])
    elif kind is Kind.LIST:
        yield from _items(group)
    elif kind is Kind.FOOTNOTE:
        yield from _after_mark(group, FOOTNOTE)
    elif kind is Kind.NOTE and NOTE.match(group[0].prose):
        yield from _after_mark(group, None)


def _lines(group: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Yield the lines of the blocks and the blank ones between them, visible and as prose."""
    line = group[0].line
    for block in group:
        while line < block.line:
            yield "", ""
            line += 1
        for pair in zip(block.text.split("\n"), block.prose.split("\n"), strict=True):
            yield pair
            line += 1


def _quoted(block: Block) -> _Inside:
    inside = _Inside(block.line)
    for line in _lines([block]):
        mark = QUOTE.match(line[1])
        cut = mark.end() if mark else 0
        inside.add(line, cut + line[1].startswith(" ", cut) if mark else 0)
    return inside


def _dedent(line: str) -> int:
    """Return how many characters belong to the indent of the container."""
    if line.startswith("\t"):
        return 1
    return min(TAB, len(line) - len(line.lstrip(" ")))


def _after_mark(group: Sequence[Block], mark: re.Pattern[str] | None) -> Iterator[_Inside]:
    """Cut the first line's mark, or its whole line; a note ends where the indent does."""
    inside = _Inside(group[0].line)
    for index, line in enumerate(_lines(group)):
        if index == 0:
            match = mark.match(line[1]) if mark else None
            start = match.end() if match else len(line[1])
            inside.add(line, start + len(line[1][start:]) - len(line[1][start:].lstrip()))
        elif mark is None and line[1].strip() and indent_of(line[1]) < TAB:
            break
        else:
            inside.add(line, _dedent(line[1]))
    yield inside


def _items(group: Sequence[Block]) -> Iterator[_Inside]:
    """Yield each item, and apart from it the list that follows its first lines by indent alone."""
    inside: _Inside | None = None
    tight = False
    for number, line in enumerate(_lines(group), start=group[0].line):
        if item := LIST_ITEM.match(line[1]):
            if inside:
                yield inside
            inside, tight = _Inside(number), True
            inside.add(line, item.end())
            continue
        if inside is None:
            return
        if not line[1].strip():
            tight = False
        elif tight and indent_of(line[1]) >= TAB and _ANY_ITEM.match(line[1]):
            yield inside
            inside, tight = _Inside(number), False
        inside.add(line, _dedent(line[1]))
    if inside:
        yield inside
