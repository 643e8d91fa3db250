"""Turn one finished HTML page into the sections that search knows.

The built page is the only interface: `content.py` finds the elements that hold the words,
`furniture.py` what in them is none, `<meta name="study:…">` in the head holds the facets.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from mkdocs_study.search.content import Region, find_content
from mkdocs_study.search.furniture import (
    SCOPES,
    SKIPPED_TAGS,
    Attributes,
    is_furniture,
    is_note_mark,
    is_page_furniture,
)
from mkdocs_study.search.head import Head, collapse, read_head


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what follows it up to the next heading; the unit of search."""

    anchor: str
    """Where a link to it leads: the id of the heading, of the section that it begins, or of an
    empty element just before it; empty for what stands between the h1 and the next heading."""
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
    language: str = ""
    """`lang` of the root element; empty if it has none."""


_BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main "
    "menu nav ol optgroup option p pre search section summary table tbody td tfoot th thead tr "
    "ul "
)
BLOCK_TAGS = frozenset(_BLOCK_TAGS.split())
HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
CONTAINER_TAGS = frozenset(("article", "div", "header", "hgroup", "main", "section"))
"""Elements whose id may stand for the heading that they begin with."""

TARGET_TAGS = frozenset(("a", "span"))
"""Elements whose id may stand for the heading that they come just before."""


def _is_skipped(node: LexborNode, tag: str, attributes: Attributes) -> bool:
    if tag in SKIPPED_TAGS:
        # Some servers wrap the whole page in a form.
        return tag != "form" or node.css_first("h1, h2, h3, h4, h5, h6") is None
    if attributes and is_furniture(tag, attributes, node):
        return True
    return tag == "sup" and is_note_mark(node)


def _is_skipped_in_page(node: LexborNode, tag: str, attributes: Attributes) -> bool:
    if _is_skipped(node, tag, attributes):
        return True
    if not is_page_furniture(tag, attributes):
        return False
    above = node.parent
    while above is not None and above.tag not in SCOPES:
        above = above.parent
    return above is None


def _inline_text(node: LexborNode) -> str:
    parts: list[str] = []
    stack = [node.child]
    while stack:
        current = stack.pop()
        while current is not None:
            following = current.next
            if current.is_text_node:
                parts.append(current.text_content or "")
            elif current.is_element_node:
                tag = current.tag or ""
                if not _is_skipped(current, tag, current.attributes):
                    if tag in BLOCK_TAGS or tag == "br":
                        parts.append(" ")
                    stack.append(following)
                    following = current.child
            current = following
    return collapse("".join(parts))


def _inner_anchor(heading: LexborNode) -> str:
    inner = heading.css_first("a[id], a[name], span[id]")
    if inner is None:
        return ""
    return inner.attributes.get("id") or inner.attributes.get("name") or ""


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
        self._containers: list[str] = []
        self._target = ""

    def add_text(self, text: str) -> None:
        self._parts.append(text)
        if (self._target or self._containers) and not text.isspace():
            self._target = ""
            self._containers.clear()

    def enter(self, tag: str, anchor: str) -> tuple[bool, str]:
        """Begin an element; return whether it is a block, and what `leave` takes at its end."""
        if tag not in BLOCK_TAGS:
            return False, ""
        self.end_block()
        if not anchor or tag not in CONTAINER_TAGS:
            return True, ""
        self._containers.append(anchor)
        return True, anchor

    def leave(self, anchor: str) -> None:
        """End a block, and forget its id if no heading took it."""
        self.end_block()
        if anchor and self._containers and self._containers[-1] == anchor:
            self._containers.pop()

    def pass_target(self, anchor: str) -> None:
        """Note the id of an element that may be empty and stand just before a heading."""
        self._target = anchor or self._target

    def end_block(self) -> None:
        if self._parts:
            block = collapse("".join(self._parts))
            self._parts = []
            if block:
                self._blocks.append(block)

    def start_section(self, node: LexborNode, tag: str) -> None:
        self.end_block()
        level = int(tag[1])
        heading = _inline_text(node)
        anchor = node.attributes.get("id") or ""
        if not anchor:
            around = self._containers[-1] if self._containers else ""
            anchor = around or _inner_anchor(node) or self._target
        self._target = ""
        self._containers.clear()
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


def _walk(region: Region, builder: _SectionBuilder) -> None:
    """Visit nodes in document order without recursion, so that no nesting is too deep."""
    root = region.root
    is_left_out = (_is_skipped, _is_skipped_in_page)[region.is_whole_page]
    anchor = root.attributes.get("id") or ""
    builder.enter("div", anchor)
    # What follows an element, whether its end ends a block, and its id if it is a container.
    stack: list[tuple[LexborNode | None, bool, str]] = [(None, True, anchor)]
    node = root.child
    while stack:
        while node is not None:
            following = node.next
            if node.is_text_node:
                builder.add_text(node.text_content or "")
            elif node.is_element_node:
                tag = node.tag or ""
                attributes = node.attributes
                anchor = attributes.get("id") or ""
                if tag in TARGET_TAGS:
                    builder.pass_target(anchor or attributes.get("name") or "")
                if is_left_out(node, tag, attributes):
                    pass
                elif tag in HEADING_TAGS:
                    builder.start_section(node, tag)
                elif tag == "br":
                    builder.add_text(" ")
                elif node.child is not None:
                    stack.append((following, *builder.enter(tag, anchor)))
                    following = node.child
                elif tag in BLOCK_TAGS:
                    builder.end_block()
            node = following
        node, is_block, anchor = stack.pop()
        if is_block:
            builder.leave(anchor)


def extract_page(html: str, url: str) -> Page | None:
    """Return the searchable content of a built page, or None if it is not to be found.

    That is a page that asks search engines to leave it out, one that sends its reader elsewhere,
    and one without any element of content. `url` is relative to the site root.
    """
    head = read_head(html)
    return None if head.is_unlisted or head.is_redirect else extract_content(html, url, head)


def extract_content(html: str, url: str, head: Head) -> Page | None:
    """Return the searchable content of a page, whatever its head wishes.

    The page is called by its h1, else by `<title>`, else by its first heading, else by `url`.
    """
    regions = find_content(html)
    if not regions:
        return None
    builder = _SectionBuilder()
    for region in regions:
        _walk(region, builder)
    builder.close()
    sections = builder.sections
    titles = (s.heading for s in sections if s.level == 1 and s.heading)
    title = next(titles, "") or head.title or next((s.heading for s in sections if s.heading), url)
    if sections and not sections[0].anchor and not sections[0].heading:
        sections[0] = Section("", 1, title, sections[0].blocks)
    return Page(url, title, tuple(sections), head.facets, head.language)
