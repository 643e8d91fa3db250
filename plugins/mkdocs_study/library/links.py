"""Turns the prose of a page into its links and says where each leads in the library."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from urllib.parse import SplitResult, unquote, urlsplit

from mkdocs_study.library.blocks import Block, Kind

MAX_LINE = 4_000
"""Longest line in characters: real paragraphs reach 2,800, and Python-Markdown takes seconds for a
longer one full of brackets."""


MAX_LINKS = 501
"""Most links read in one paragraph: one more than the brackets that a check lets pass."""

MAX_TARGET = 500
"""Longest target of a link in characters."""

MAX_TITLE = 200
"""Longest title of a link in characters."""


@dataclass(frozen=True)
class Link:
    """A link or image as it was written."""

    target: str
    line: int
    """1-based in the file."""

    image: bool = False
    """Loaded with the page, not only when a reader follows it."""


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

    LOCAL = auto()
    """A file of one computer or of a shared drive: file:, C:, back slashes."""

    NOWHERE = auto()
    """No address at all."""

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


_DRIVE = re.compile(r"\s*(?:file:|[A-Za-z]:)", re.IGNORECASE)
_SCRIPTS = ("javascript", "data", "vbscript")
_TITLE = rf"(?:\"[^\"]{{0,{MAX_TITLE}}}\"|'[^']{{0,{MAX_TITLE}}}')"
_DEFINITION = re.compile(
    r"^[ \t]*+\[([^\[\]^][^\[\]]{0,200})\]:[ ]*+(?:\n[ \t]*+)?<?([^\s>]++)>?[ \t]*+"
    rf"(?:(?:\n[ \t]*+)?(?:{_TITLE}|\([^()\n]{{0,{MAX_TITLE}}}\))[ \t]*+)?$",
    re.MULTILINE,
)
_TARGET = re.compile(
    rf"\s*+(?:<([^<>]*+)>|([^\s()]*+(?:\([^\s()]*+\)[^\s()]*+)*+))\s*+(?:{_TITLE}\s*+)?\)"
)
_LOOSE_TARGET = re.compile(rf"\s*+([^()\[\]\"']*+)\s*+(?:{_TITLE}\s*+)?\)")
"""With spaces inside: Python-Markdown makes a link of it, and it leads nowhere."""

_LABEL = re.compile(r"\[((?!\^)[^\[\]]{0,200})\]")
_TOKEN = re.compile(r"\\.|!?\[|\]", re.DOTALL)
_ESCAPED = re.compile(r"\\([_*#()\[\]{}!`+.-])")
_QUOTE_MARKS = re.compile(r"[ \t]*(?:>[ \t]?)+")
_ITEM_MARKS = re.compile(r"[ \t]*(?:(?:[*+-]|\d+\.)[ \t]+)+")
_NO_LINKS = (Kind.CODE, Kind.INDENTED)


@dataclass
class _Found:
    """What the paragraphs of a page hold."""

    links: list[tuple[str | None, Link]] = field(default_factory=list)
    """Label of a definition, None for an inline link, and the link."""

    uses: list[UndefinedLabel] = field(default_factory=list)
    pictures: set[str] = field(default_factory=set)
    """Labels that an image uses."""


def find_links(blocks: Sequence[Block], body_line: int) -> tuple[list[Link], list[UndefinedLabel]]:
    """Collect inline links, images and the targets of reference links, in order.

    A link may run over line ends; its line is the one on which it begins.
    """
    found = _Found()
    for block in blocks:
        if block.kind not in _NO_LINKS and "]" in block.prose:
            for first, text in _paragraphs(block):
                if "]" in text:
                    _read_paragraph(text, first + body_line - 1, found)
    labels = {label for label, _ in found.links if label is not None}
    links = [
        replace(link, image=True) if label in found.pictures else link
        for label, link in found.links
    ]
    return links, [use for use in found.uses if _label(use.label) not in labels]


def _label(text: str) -> str:
    return " ".join(text.lower().split())


def _paragraphs(block: Block) -> Iterator[tuple[int, str]]:
    """Yield first line and text of what no link can run out of, without marks of quotes, items."""
    lines = block.prose.split("\n")
    if len(lines) == 1 and block.kind is Kind.PARAGRAPH:
        yield block.line, block.prose
        return
    items = block.kind is not Kind.PARAGRAPH or block.nested
    start, gathered = 0, list[str]()
    for index, line in enumerate(lines):
        if block.kind is Kind.QUOTE and (quote := _QUOTE_MARKS.match(line)):
            line = line[quote.end() :]  # noqa: PLW2901 (the line without its marks)
        item = _ITEM_MARKS.match(line) if items else None
        alone = block.kind is Kind.TABLE or (block.kind is Kind.NOTE and index == 1)
        if item or alone or not line.strip():
            if gathered:
                yield block.line + start, "\n".join(gathered)
            start, gathered = index, []
        gathered.append(line[item.end() :] if item else line)
    yield block.line + start, "\n".join(gathered)


def _read_paragraph(text: str, line: int, found: _Found) -> None:
    """Read the definitions first: Python-Markdown takes them out before it looks for links."""
    if "]:" in text:
        at, done = line, 0
        for match in _DEFINITION.finditer(text):
            at, done = at + text.count("\n", done, match.start(1)), match.start(1)
            found.links.append((_label(match[1]), Link(match[2], at)))
        text = _DEFINITION.sub(lambda match: "\n" * match[0].count("\n"), text)
    opened: list[re.Match[str]] = []
    end = tries = 0
    for token in _TOKEN.finditer(text):
        if token.start() < end or token[0].startswith("\\"):
            continue
        if token[0] != "]":
            opened.append(token)
        elif opened:
            tries += 1
            if tries > MAX_LINKS:
                return
            end = _close(text, opened.pop(), token.end(), line, found)


def _close(text: str, opening: re.Match[str], closing: int, line: int, found: _Found) -> int:
    """Read what follows the closing bracket; return where it ends."""
    image = opening[0] == "!["
    at = line + text.count("\n", 0, opening.start())
    words = text[opening.end() : closing - 1]
    if text.startswith("(", closing):
        target, end = _target(text, closing + 1)
        if target is not None:
            found.links.append((None, Link(target, at, image)))
        return end
    label, end = words, closing
    if named := _LABEL.match(text, closing):
        label = named[1] or words
        if not words.startswith("^"):
            found.uses.append(UndefinedLabel(" ".join(label.split()), at))
            end = named.end()
    if image:
        found.pictures.add(_label(label))
    return end


def _target(text: str, start: int) -> tuple[str | None, int]:
    """Read up to the closing parenthesis; parentheses inside must be balanced."""
    stop = start + MAX_TARGET + MAX_TITLE
    if match := _TARGET.match(text, start, stop):
        target = match[1] if match[1] is not None else match[2]
    elif match := _LOOSE_TARGET.match(text, start, stop):
        target = match[1]
    else:
        return None, start
    return _ESCAPED.sub(r"\1", " ".join(target.split())), match.end()


def read_target(target: str, path: str) -> Destination:
    """Take a link apart that stands on the page with this path."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return Destination(Place.OUTSIDE)
    if place := _place(target, parts):
        return Destination(place)
    written = unquote(parts.path)
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
    if joined == ".." or joined.startswith("../"):
        return Destination(Place.ABOVE)
    goal = joined if written else path
    return Destination(Place.INSIDE, goal, unquote(parts.fragment), folder=written.endswith("/"))


def _place(target: str, parts: SplitResult) -> Place | None:
    """Return where the link leads if that does not depend on the page; None for a relative one."""
    if not target.strip():
        return Place.NOWHERE
    if "\\" in target or _DRIVE.match(target):
        return Place.LOCAL
    if parts.scheme.lower() in _SCRIPTS:
        return Place.SCRIPT
    if parts.scheme or parts.netloc:
        return Place.OUTSIDE
    return Place.ABSOLUTE if parts.path.startswith("/") else None
