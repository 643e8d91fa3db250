"""Walks the running words of a rendered page and replaces spans of them by elements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

SKIPPED = frozenset(
    ("a", "abbr", "button", "code", "kbd", "math", "pre", "samp", "script", "style", "svg")
)
"""Elements whose words are left alone, besides headings."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True)
class Slot:
    """A run of words: the text of `parent`, or what follows its `child`."""

    parent: Element
    child: Element | None = None

    @property
    def text(self) -> str:
        """The words; empty for text that Python-Markdown has declared finished."""
        words = self.parent.text if self.child is None else self.child.tail
        return "" if words is None or isinstance(words, AtomicString) else words


@dataclass(frozen=True)
class Replacement:
    """A span of a text and the element that takes its place."""

    start: int
    end: int
    element: Element


Find = Callable[[str], Sequence[Replacement]]
"""Returns replacements in order, without overlap."""


def word_slots(root: Element) -> Iterator[Slot | None]:
    """Yield runs of words in document order, and None where a heading begins a section."""
    yield Slot(root)
    stack = [(root, iter(root))]
    while stack:
        parent, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if stack:
                yield Slot(stack[-1][0], parent)
        elif child.tag in HEADINGS or child.tag in SKIPPED or not isinstance(child.tag, str):
            if child.tag in HEADINGS:
                yield None
            yield Slot(parent, child)
        else:
            yield Slot(child)
            stack.append((child, iter(child)))


def replace_words(root: Element, find: Find, on_heading: Callable[[], None] = lambda: None) -> None:
    """Apply `find` to every run of words below the root, in document order.

    Args:
        root: the tree to change.
        find: chooses the spans to replace.
        on_heading: called where a heading begins a section.
    """
    for slot in list(word_slots(root)):
        if slot is None:
            on_heading()
        elif slot.text and (replacements := find(slot.text)):
            _replace(slot, replacements)


def _replace(slot: Slot, replacements: Sequence[Replacement]) -> None:
    text = slot.text
    head = text[: replacements[0].start]
    if slot.child is None:
        slot.parent.text, position = head, 0
    else:
        slot.child.tail = head
        position = list(slot.parent).index(slot.child) + 1
    ends = [*(each.start for each in replacements[1:]), len(text)]
    for offset, (each, end) in enumerate(zip(replacements, ends, strict=True)):
        each.element.text = text[each.start : each.end]
        each.element.tail = text[each.end : end]
        slot.parent.insert(position + offset, each.element)
