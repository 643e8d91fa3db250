"""Turn one finished HTML page into the sections that search knows.

The built page is the only interface: the `article` element holds the words, `<meta
name="study:…">` in the head holds the facets, `data-search-exclude` marks generated furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mkdocs_study.text.normalize import IGNORABLE


@dataclass(frozen=True)
class Section:
    """A heading and what follows it up to the next heading; the unit of search."""

    anchor: str
    """Id of the heading; empty for what stands between the h1 and the next heading."""
    level: int
    """1–6, the level of the heading."""
    heading: str
    blocks: tuple[str, ...]
    """Paragraphs, items, cells: white space collapsed, never empty. The heading is not in it."""

    @property
    def text(self) -> str:
        """All blocks, one a line."""
        return "\n".join(self.blocks)


@dataclass(frozen=True)
class Page:
    """A page as search sees it."""

    url: str
    """Relative to the site root, not percent-encoded; empty for the home page."""
    title: str
    sections: tuple[Section, ...]
    facets: tuple[tuple[str, str], ...] = field(default=())
    """(name, value) of each `study:` meta element, in document order."""


_BLOCK_TAGS = (
    "address article aside blockquote caption dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul "
)
BLOCK_TAGS = frozenset(_BLOCK_TAGS.split())
_SKIPPED_TAGS = (
    "audio button canvas form head iframe input math nav noscript object script select "
    "style svg template textarea video "
)
SKIPPED_TAGS = frozenset(_SKIPPED_TAGS.split())
HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_ARTICLE = re.compile(r"<article\b[^>]*>(.*)</article>", re.DOTALL)
_META = re.compile(r"<meta\s+name=\"study:([\w-]+)\"\s+content=\"([^\"]*)\"")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_SPACE = re.compile(r"\s+")
_IGNORABLE = re.compile(f"[{''.join(sorted(IGNORABLE))}]")


def _clean(parts: list[str]) -> str:
    text = "".join(parts)
    return _SPACE.sub(" ", _IGNORABLE.sub("", text)).strip()


def _is_skipped(node: LexborNode) -> bool:
    if node.tag in SKIPPED_TAGS:
        return True
    attributes = node.attributes
    if not attributes:
        return False
    if "data-search-exclude" in attributes:
        return True
    return node.tag == "a" and "headerlink" in (attributes.get("class") or "").split()


def _inline_text(node: LexborNode) -> str:
    parts: list[str] = []
    stack = [node.child]
    while stack:
        current = stack.pop()
        while current is not None:
            following = current.next
            if current.is_text_node:
                parts.append(current.text_content or "")
            elif current.is_element_node and not _is_skipped(current):
                if current.tag in BLOCK_TAGS or current.tag == "br":
                    parts.append(" ")
                stack.append(following)
                following = current.child
            current = following
    return _clean(parts)


class _SectionBuilder:
    """Collects blocks in document order and cuts them at headings."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self._anchor = ""
        self._level = 1
        self._heading = ""
        self._started = False
        self._blocks: list[str] = []
        self._parts: list[str] = []

    def add_text(self, text: str) -> None:
        self._parts.append(text)

    def end_block(self) -> None:
        if self._parts:
            block = _clean(self._parts)
            self._parts = []
            if block:
                self._blocks.append(block)

    def start_section(self, node: LexborNode) -> None:
        level = int(node.tag[1])  # type: ignore[index]  # a heading has a tag
        anchor = node.attributes.get("id") or ""
        heading = _inline_text(node)
        if level == 1 and not self._started and not self.sections:
            self._heading = heading
            self._started = True
            return
        if not anchor:
            if heading:
                self._blocks.append(heading)
            return
        self.close()
        self._anchor, self._level, self._heading = anchor, level, heading
        self._started = True

    def close(self) -> None:
        self.end_block()
        if self._heading or self._blocks:
            self.sections.append(
                Section(self._anchor, self._level, self._heading, tuple(self._blocks))
            )
        self._heading, self._blocks = "", []


def _walk(root: LexborNode, builder: _SectionBuilder) -> None:
    """Visit nodes in document order without recursion, so that no nesting is too deep."""
    stack: list[tuple[LexborNode | None, bool]] = [(root.child, False)]
    while stack:
        node, closes_block = stack.pop()
        if closes_block:
            builder.end_block()
        while node is not None:
            following = node.next
            if node.is_text_node:
                builder.add_text(node.text_content or "")
            elif node.is_element_node and not _is_skipped(node):
                if node.tag in HEADING_TAGS:
                    builder.end_block()
                    builder.start_section(node)
                elif node.tag == "br":
                    builder.add_text(" ")
                else:
                    is_block = node.tag in BLOCK_TAGS
                    if is_block:
                        builder.end_block()
                    if node.child is not None:
                        stack.append((following, is_block))
                        following = node.child
                    elif is_block:
                        builder.end_block()
            node = following


def _facets(head: str) -> Iterator[tuple[str, str]]:
    for match in _META.finditer(head):
        yield match[1], unescape(match[2])


def extract_page(html: str, url: str) -> Page | None:
    """Return the searchable content of a built page, or None if it has no `article`.

    `url` is relative to the site root. A page without an h1 takes its name from `<title>`.
    """
    match = _ARTICLE.search(html)
    if match is None:
        return None
    root = LexborHTMLParser(match[1]).body
    if root is None:
        return None
    builder = _SectionBuilder()
    _walk(root, builder)
    builder.close()
    head = html[: match.start()]
    title = next((s.heading for s in builder.sections if s.level == 1 and s.heading), "")
    if not title:
        found = _TITLE.search(head)
        title = _clean([unescape(found[1])]) if found else url
    sections = builder.sections
    if sections and not sections[0].anchor and not sections[0].heading:
        sections[0] = Section("", 1, title, sections[0].blocks)
    return Page(url, title, tuple(sections), tuple(_facets(head)))
