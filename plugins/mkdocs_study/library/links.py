"""Turns the prose of a page into its links and says where each leads in the library."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import unquote, urlsplit

from mkdocs_study.library.blocks import Block, Kind

MAX_LINE = 4_000
"""Longest line in characters: real paragraphs reach 2,800, and Python-Markdown takes seconds for a
longer one full of brackets."""


MAX_LINKS = 200
"""Most links read on one line; with the next limit it keeps hostile lines cheap."""

MAX_TARGET = 500
"""Longest target of a link in characters."""


@dataclass(frozen=True)
class Link:
    """A link or image as it was written."""

    target: str
    line: int
    """1-based in the file."""

    image: bool = False


@dataclass(frozen=True)
class UndefinedLabel:
    """`[words][label]` without `[label]: target` anywhere on the page."""

    label: str
    line: int


class Place(Enum):
    """Where a link leads."""

    OUTSIDE = auto()
    """Another host, mail."""

    SCRIPT = auto()
    """javascript: or data:, which no page of ours may contain."""

    ABSOLUTE = auto()
    """From the root of the host, which breaks in a folder and below a prefix."""

    ABOVE = auto()
    """Out of docs/."""

    INSIDE = auto()


@dataclass(frozen=True)
class Destination:
    """A link taken apart."""

    place: Place
    path: str = ""
    """Below docs/, posix, when INSIDE; the page's own path for a bare anchor."""

    anchor: str = ""
    folder: bool = False
    """The author wrote the address of a folder, such as ../texts/."""


_DEFINITION = re.compile(r" {0,3}\[([^\[\]\n^][^\[\]\n]{0,200})\]:[ \t]*<?([^\s>]+)>?")
_USE = re.compile(r"(?<!\\)\[([^\[\]\n]{1,200})\]\[([^\[\]\n]{0,200})\]")
_SCRIPTS = ("javascript", "data", "vbscript")


def find_links(blocks: Sequence[Block], body_line: int) -> tuple[list[Link], list[UndefinedLabel]]:
    """Collect inline links, images and the targets of reference links, in order."""
    links: list[Link] = []
    labels: set[str] = set()
    uses: list[UndefinedLabel] = []
    for block in blocks:
        if block.kind in (Kind.CODE, Kind.INDENTED):
            continue
        for offset, text in enumerate(block.prose.split("\n")):
            line = block.line + body_line - 1 + offset
            if len(text) > MAX_LINE or "[" not in text:
                continue
            if definition := _DEFINITION.match(text):
                labels.add(_label(definition[1]))
                links.append(Link(definition[2], line))
                continue
            links.extend(_inline(text, line))
            uses.extend(
                UndefinedLabel(use[2] or use[1], line)
                for use in _USE.finditer(text)
                if not use[1].startswith("^")
            )
    return links, [use for use in uses if _label(use.label) not in labels]


def _label(text: str) -> str:
    return " ".join(text.lower().split())


def _inline(text: str, line: int) -> Iterator[Link]:
    at = text.find("](")
    for _ in range(MAX_LINKS):
        if at < 0:
            return
        opening = text.rfind("[", 0, at)
        if opening >= 0 and not text.startswith("\\", at - 1):
            target = _target(text, at + 2)
            if target is not None:
                yield Link(target, line, image=text[opening - 1 : opening] == "!")
        at = text.find("](", at + 2)


def _target(text: str, start: int) -> str | None:
    """Read up to the closing parenthesis; parentheses inside must be balanced."""
    while start < len(text) and text[start] == " ":
        start += 1
    if text.startswith("<", start):
        end = text.find(">", start)
        return text[start + 1 : end] if end > 0 else None
    depth = 0
    for index in range(start, min(len(text), start + MAX_TARGET)):
        character = text[index]
        if character == "(":
            depth += 1
        elif character == ")":
            if depth == 0:
                return text[start:index]
            depth -= 1
        elif character in " \t":
            return text[start:index] if text.find(")", index) >= 0 else None
    return None


def read_target(target: str, path: str) -> Destination:
    """Take a link apart that stands on the page with this path."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return Destination(Place.OUTSIDE)
    if parts.scheme.lower() in _SCRIPTS:
        return Destination(Place.SCRIPT)
    if parts.scheme or parts.netloc:
        return Destination(Place.OUTSIDE)
    anchor = unquote(parts.fragment)
    if parts.path.startswith("/"):
        return Destination(Place.ABSOLUTE)
    anchor = unquote(parts.fragment)
    written = unquote(parts.path)
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
    if joined == ".." or joined.startswith("../"):
        return Destination(Place.ABOVE)
    goal = joined if written else path
    return Destination(Place.INSIDE, goal, anchor, folder=written.endswith("/"))
