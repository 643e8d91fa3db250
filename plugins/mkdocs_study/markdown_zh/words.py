"""Walks the running words of a rendered page and replaces spans of them by elements."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

SKIPPED = frozenset(
    ("a", "abbr", "button", "code", "kbd", "math", "pre", "samp", "script", "style", "svg")
)
"""Elements whose words are left alone, besides headings."""

BLOCKS = frozenset(("dd", "dt", "li", "p", "td"))
"""Elements whose first words begin a line."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True)
class Slot:
    """A run of words: the text of `parent`, or what follows its `child`."""

    parent: Element
    child: Element | None = None
    begins: bool = False
    """Nothing but white space stands before it in its paragraph or list item."""

    @property
    def following(self) -> str:
        """Words that follow the element which the run fills: bold, for one."""
        return self.parent.tail or "" if self.begins and self.parent.tag not in BLOCKS else ""

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


Find = Callable[[Slot], Sequence[Replacement]]
"""Takes a run of words and returns replacements in order, without overlap."""


def word_slots(root: Element, skipped: Container[str] = SKIPPED) -> Iterator[Slot | None]:
    """Yield runs of words in document order, and None where a heading begins a section."""
    yield Slot(root)
    stack = [(root, iter(root), False)]
    while stack:
        parent, children, opening = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if stack:
                yield Slot(stack[-1][0], parent)
        elif child.tag in HEADINGS or child.tag in skipped or not isinstance(child.tag, str):
            if child.tag in HEADINGS:
                yield None
            yield Slot(parent, child)
        else:
            first = opening and parent[0] is child and not (parent.text or "").strip()
            begins = child.tag in BLOCKS or first
            yield Slot(child, begins=begins)
            stack.append((child, iter(child), begins))


def replace_words(
    root: Element,
    find: Find,
    on_heading: Callable[[], None] = lambda: None,
    skipped: Container[str] = SKIPPED,
) -> None:
    """Apply `find` to every run of words below the root, in document order.

    Args:
        root: the tree to change.
        find: chooses the spans to replace.
        on_heading: called where a heading begins a section.
        skipped: elements whose words are left alone.
    """
    for slot in list(word_slots(root, skipped)):
        if slot is None:
            on_heading()
        elif slot.text and (replacements := find(slot)):
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
