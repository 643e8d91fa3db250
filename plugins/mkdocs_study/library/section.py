"""Turns the headings and blocks of a document into sections with ids that never move.

Parts, chapters, 节, articles and attachments take their ids from their numbers (art-120-1 for
第一百二十条之一), other headings from their words. The library applies `assign_section_ids` to the
source, markdown_zh to the rendered tree: both see the heading as it was written, so both get the
same ids.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from mkdocs_study.library.blocks import Block, Kind
from mkdocs_study.text.numerals import (
    NUMERAL,
    ArticleNumber,
    parse_article,
    parse_division,
    parse_numeral,
)


@dataclass(frozen=True)
class Heading:
    """A heading as it was written."""

    level: int
    text: str
    """Raw Markdown after the #, attributes included."""

    line: int = 0
    """1-based in the file; 0 if unknown."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph (款) of an article, with the items (项) that follow it."""

    number: int
    line: int
    items: tuple[int, ...] = ()
    implied: bool = False
    """The article begins with items: no paragraph of this number stands there."""


@dataclass(frozen=True)
class Section:
    """A heading and what follows it up to the next heading."""

    id: str
    level: int
    heading: str
    """Plain words of the heading."""

    line: int
    """1-based line of the heading in the file."""

    end_line: int
    """Last line before the next heading, or of the file."""

    parent: int | None
    """Index of the section around it in the document's list."""

    text_length: int
    """Han characters and Latin letters or digits of the heading and its own blocks."""

    article: ArticleNumber | None = None
    paragraphs: tuple[Paragraph, ...] = field(default=())
    """Only of an article."""


_ATTRIBUTES = re.compile(r"[ ]+\{:?[ ]*([^}\n ][^}\n]*)[ ]*\}[ ]*$")
_EXPLICIT_ID = re.compile(r"(?:^|\s)(?:#([^\s}#.]+)|id=[\"']?([^\s\"'}]+))")
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*\)")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()\n]*\)|\[[^\[\]]*\])")
_MARKUP = re.compile(r"[\\`*_~^\[{]")
_TARGET = re.compile(r"\]\([^()\n]*\)")
_FOOTNOTE_MARK = re.compile(r"\[\^[^\[\]]+\]")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+.!|~^=<-])")
_ASIDE = 0xE000
_SET_ASIDE = re.compile(r"[\ue021-\ue07e]")
_EMPHASIS = re.compile(r"\*+|~~|\^\^|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])")
_INVALID_IN_SLUG = re.compile(r"[^\w\- ]")
_NUMBERED = re.compile(
    rf"第\s*{NUMERAL}\s*(?:分编|[编章节条])(?:\s*之\s*{NUMERAL})?(?=$|[\s　【（(：:、])"
)
_ATTACHMENT = re.compile(rf"附(?:件|录|表)\s*({NUMERAL})?(?=$|[\s　：:、（(])")
_WORD = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffffA-Za-z0-9]")
ITEM = re.compile(rf"[（(]\s*({NUMERAL})\s*[）)]")
"""How a paragraph begins that is an item (项) of the paragraph before it."""


def explicit_id(raw: str) -> str | None:
    """Return the id that the author gave the heading: `## 总则 {#general}`."""
    if not (attributes := _ATTRIBUTES.search(raw)):
        return None
    match = _EXPLICIT_ID.search(attributes[1])
    return (match[1] or match[2]) if match else None


def without_attributes(raw: str) -> str:
    """Cut `{#general}` off the heading."""
    return _ATTRIBUTES.sub("", raw).strip()


def plain_heading(raw: str) -> str:
    """Strip Markdown from the heading: its words as a reader sees them."""
    if not _MARKUP.search(raw):
        return " ".join(raw.split())
    # Escaped marks are set aside in the private use area while markup is stripped.
    text = _ESCAPE.sub(lambda mark: chr(_ASIDE + ord(mark[1])), without_attributes(raw))
    text = _FOOTNOTE_MARK.sub("", _LINK.sub(r"\1", _IMAGE.sub(r"\1", text)))
    text = _EMPHASIS.sub("", text.replace("`", ""))
    text = _SET_ASIDE.sub(lambda mark: chr(ord(mark[0]) - _ASIDE), text)
    return " ".join(text.split())


def slug(words: str) -> str:
    """Lower-case NFKC slug: what pymdownx.slugs.slugify(case="lower", normalize="NFKC") gives."""
    folded = unicodedata.normalize("NFKC", words).strip().lower()
    return _INVALID_IN_SLUG.sub("", folded).replace(" ", "-")


def count_words(text: str) -> int:
    """Count Han characters and Latin letters or digits; targets of links do not count."""
    if "](" in text:
        text = _TARGET.sub("]", text)
    return len(_WORD.findall(text))


@dataclass(frozen=True)
class _Mark:
    """What a heading is in the structure of a regulation."""

    rank: str
    """编 分编 章 节 条 附, or empty for any other heading."""

    anchor: str = ""


def _mark(words: str) -> _Mark:
    if match := _NUMBERED.match(words):
        if article := parse_article(match[0]):
            return _Mark("条", article.anchor)
        if division := parse_division(match[0]):
            return _Mark(division.unit, division.anchor)
    if match := _ATTACHMENT.match(words):
        number = parse_numeral(match[1]) if match[1] else None
        return _Mark("附", f"att-{number}" if number else "att-")
    return _Mark("")


def article_number(raw: str) -> ArticleNumber | None:
    """Return the number of the article that the heading begins; None for any other heading."""
    match = _NUMBERED.match(plain_heading(raw))
    return parse_article(match[0]) if match else None


_RANKS = ("附", "编", "分编", "章", "节")


class _Structure:
    """Where in a regulation the walk over its headings stands."""

    def __init__(self) -> None:
        self.open: dict[str, tuple[int, str]] = {}
        """Rank → level and anchor of the division that is open."""

        self.attachments = 0
        self.last_article = ArticleNumber(0)
        self.restarted: set[str] = set()

    def name(self, level: int, mark: _Mark) -> str:
        """Give the id that the number of the heading stands for; empty for other headings."""
        self._close(level, mark.rank)
        attachment = self.open.get("附", (0, ""))[1]
        part = self.open.get("编", (0, ""))[1]
        if mark.rank == "":
            return ""
        if mark.rank == "附":
            self.attachments += 1
            name = mark.anchor if mark.anchor != "att-" else f"att-{self.attachments}"
            self.open["附"] = (level, name)
            return name
        if mark.rank == "条":
            return _join(attachment, self._restart(part, attachment, mark.anchor), mark.anchor)
        around = [part] if mark.rank in ("分编", "章", "节") else []
        if mark.rank == "节":
            around.append(self.open.get("章", (0, ""))[1])
        self.open[mark.rank] = (level, mark.anchor)
        return _join(attachment, *around, mark.anchor)

    def _close(self, level: int, rank: str) -> None:
        if rank == "条":
            return
        if rank:
            inner = _RANKS[_RANKS.index(rank) :]
            outer = [name for name, (top, _) in self.open.items() if name == "附" and top >= level]
            closed = {*inner, *outer}
        else:
            closed = {name for name, (top, _) in self.open.items() if top >= level}
        for name in closed:
            self.open.pop(name, None)

    def _restart(self, part: str, attachment: str, anchor: str) -> str:
        """Return the part as a prefix if articles count from the beginning again in it."""
        if attachment or not part:
            return ""
        number = ArticleNumber(*(int(piece) for piece in anchor.split("-")[1:]))
        if part not in self.restarted and number <= self.last_article:
            self.restarted.add(part)
        if part in self.restarted:
            return part
        self.last_article = number
        return ""


def _join(*anchors: str) -> str:
    return "-".join(anchor for anchor in anchors if anchor)


def parents_of(levels: Sequence[int]) -> list[int | None]:
    """For each heading the index of the nearest one above it with a smaller level."""
    parents: list[int | None] = []
    stack: list[int] = []
    for index, level in enumerate(levels):
        while stack and levels[stack[-1]] >= level:
            stack.pop()
        parents.append(stack[-1] if stack else None)
        stack.append(index)
    return parents


def assign_section_ids(headings: Sequence[Heading]) -> list[str]:
    """Give each heading its id, in order; equal headings in one place get equal ids.

    An explicit id wins; numbers of the structure come next; else the slug. A slug that several
    headings share takes the id of the heading above as a prefix, wherever it stands: which heading
    comes first must not matter. What still clashes is for `clashing_ids` to report.
    """
    parents = parents_of([heading.level for heading in headings])
    structure = _Structure()
    explicit: list[str | None] = []
    names: list[str] = []
    for heading in headings:
        words = plain_heading(heading.text)
        given = explicit_id(heading.text)
        numbered = structure.name(heading.level, _mark(words))
        explicit.append(given)
        names.append(given or numbered or slug(words))
    counts = Counter(names)
    ids: list[str] = []
    for index, name in enumerate(names):
        parent = parents[index]
        repeated = counts[name] > 1 and not explicit[index] and name
        ids.append(_join(ids[parent], name) if repeated and parent is not None else name)
    return ids


def clashing_ids(ids: Sequence[str]) -> list[int]:
    """Return the indexes of headings whose id is empty or taken by an earlier heading."""
    seen: set[str] = set()
    clashes = []
    for index, name in enumerate(ids):
        if not name or name in seen:
            clashes.append(index)
        seen.add(name)
    return clashes


def paragraph_ids(article: str, beginnings: Iterable[str]) -> list[str | None]:
    """Give each paragraph of an article its id: art-12-p2, or art-12-p2-i3 for an item.

    Args:
        article: id of the article's heading.
        beginnings: the text of each paragraph, or how it begins.

    Returns:
        None for an item whose number its paragraph already has.
    """
    paragraph, taken = 0, set[int]()
    ids: list[str | None] = []
    for beginning in beginnings:
        item = ITEM.match(beginning.lstrip())
        number = parse_numeral(item[1]) if item else None
        if number is None:
            paragraph, taken = paragraph + 1, set()
            ids.append(f"{article}-p{paragraph}")
            continue
        paragraph = max(paragraph, 1)
        ids.append(None if number in taken else f"{article}-p{paragraph}-i{number}")
        taken.add(number)
    return ids


def read_sections(blocks: Sequence[Block], body_line: int, end_line: int) -> tuple[Section, ...]:
    """Cut the blocks of a body into sections.

    Args:
        blocks: the body's blocks; their lines count from the body.
        body_line: line of the file on which the body starts, 1-based.
        end_line: last line of the file.
    """
    starts = [index for index, block in enumerate(blocks) if block.kind is Kind.HEADING]
    headings = [
        Heading(
            blocks[start].level, heading_text(blocks[start]), blocks[start].line + body_line - 1
        )
        for start in starts
    ]
    ids = assign_section_ids(headings)
    parents = parents_of([heading.level for heading in headings])
    sections: list[Section] = []
    for index, heading in enumerate(headings):
        following = starts[index + 1] if index + 1 < len(starts) else len(blocks)
        own = blocks[starts[index] + 1 : following]
        words = plain_heading(heading.text)
        section = Section(
            id=ids[index],
            level=heading.level,
            heading=words,
            line=heading.line,
            end_line=headings[index + 1].line - 1 if index + 1 < len(headings) else end_line,
            parent=parents[index],
            text_length=count_words(words) + sum(count_words(block.prose) for block in own),
            article=article_number(heading.text),
        )
        if section.article:
            section = replace(section, paragraphs=_paragraphs(section.id, own, body_line))
        sections.append(section)
    return tuple(sections)


def heading_text(block: Block) -> str:
    """Return what stands between the # marks of a heading, as written."""
    return block.text[block.level :].rstrip("#").strip()


def _paragraphs(article: str, blocks: Sequence[Block], body_line: int) -> tuple[Paragraph, ...]:
    own = [block for block in blocks if block.kind is Kind.PARAGRAPH and not block.nested]
    found: list[Paragraph] = []
    items: dict[int, list[int]] = {}
    for block, name in zip(own, paragraph_ids(article, (each.text for each in own)), strict=True):
        if name is None:
            continue
        number, _, item = name.removeprefix(f"{article}-p").partition("-i")
        if int(number) not in items:
            items[int(number)] = []
            line = block.line + body_line - 1
            found.append(Paragraph(int(number), line, implied=bool(item)))
        if item:
            items[int(number)].append(int(item))
    return tuple(replace(each, items=tuple(items[each.number])) for each in found)


def anchors_of(sections: Iterable[Section]) -> set[str]:
    """Return the ids of the sections and of the paragraphs and items in them."""
    anchors: set[str] = set()
    for section in sections:
        anchors.add(section.id)
        for paragraph in section.paragraphs:
            stem = f"{section.id}-p{paragraph.number}"
            if not paragraph.implied:
                anchors.add(stem)
            anchors.update(f"{stem}-i{item}" for item in paragraph.items)
    return anchors
