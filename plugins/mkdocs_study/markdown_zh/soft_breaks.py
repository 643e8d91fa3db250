"""Joins lines of Chinese text, where a browser would show the line break as a space."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_HAN = re.compile(r"[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff65\U00020000-\U0003ffff]")
"""Han characters, CJK punctuation and full-width forms."""

_SHARED = frozenset("“”‘’—…·")
"""Punctuation that Chinese shares with Latin text: joins only beside what is surely Chinese."""

_INLINE = frozenset((
    "a", "abbr", "b", "bdo", "big", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var",
))  # fmt: skip
_OPAQUE = frozenset(("code", "kbd", "pre", "samp", "script", "style", "textarea"))


@dataclass(frozen=True)
class _Piece:
    """A string of a paragraph: the text of an element, or its tail."""

    element: Element
    tail: bool
    fixed: bool
    """Code: its characters count as neighbours but are not changed."""

    @property
    def words(self) -> str:
        return (self.element.tail if self.tail else self.element.text) or ""

    def write(self, words: str) -> None:
        """Put the words back."""
        if self.tail:
            self.element.tail = words
        else:
            self.element.text = words


class SoftBreakTreeprocessor(Treeprocessor):
    """Runs after inline parsing: the neighbours of a break are the characters that are shown."""

    def run(self, root: Element) -> None:
        """Join the lines of every run of inline content."""
        for pieces in _runs(root):
            if any("\n" in piece.words for piece in pieces):
                _join(pieces)


def _runs(root: Element) -> Iterator[list[_Piece]]:
    """Yield the inline content between two borders of blocks, in document order."""
    run = [_Piece(root, tail=False, fixed=False)]
    stack = [(root, iter(root), False)]
    while stack:
        element, children, fixed = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if stack:
                if element.tag not in _INLINE:
                    yield run
                    run = []
                run.append(_Piece(element, tail=True, fixed=stack[-1][2]))
            continue
        if child.tag not in _INLINE:
            yield run
            run = []
        fixed = fixed or child.tag in _OPAQUE or isinstance(child.text, AtomicString)
        run.append(_Piece(child, tail=False, fixed=fixed))
        stack.append((child, iter(child), fixed))
    yield run


def _join(pieces: Sequence[_Piece]) -> None:
    shown = "".join(piece.words for piece in pieces)
    offset = 0
    for piece in pieces:
        words = piece.words
        end = offset + len(words)
        if not piece.fixed and "\n" in words:
            piece.write(_joined(words, shown, offset))
        offset = end


def _joined(words: str, shown: str, offset: int) -> str:
    """Drop the breaks of one piece whose neighbours in the whole run are Chinese."""
    pieces: list[str] = []
    done = 0
    for match in _BREAK.finditer(words):
        start, end = offset + match.start(), offset + match.end()
        before = shown[start - 1 : start]
        after = shown[end : end + 1]
        pieces.append(words[done : match.start()])
        pieces.append("" if _chinese(before, after) else match[0])
        done = match.end()
    pieces.append(words[done:])
    return "".join(pieces)


def _chinese(before: str, after: str) -> bool:
    sure = (bool(_HAN.match(before)), bool(_HAN.match(after)))
    maybe = (sure[0] or before in _SHARED, sure[1] or after in _SHARED)
    return bool(before and after) and all(maybe) and any(sure)
