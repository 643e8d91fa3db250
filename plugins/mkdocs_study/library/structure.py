"""Turns the headings of a document into ids that never move.

Parts, chapters, 节, articles and attachments take their ids from their numbers (art-120-1 for
第一百二十条之一), other headings from their words. The library applies `assign_section_ids` to the
source, markdown_zh to the rendered tree: both see the heading as it was written, so both get the
same ids.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mkdocs_study.library.heading import Heading, explicit_id, plain_heading, slug
from mkdocs_study.text.numerals import (
    NUMERAL,
    ArticleNumber,
    parse_article,
    parse_division,
    parse_numeral,
)

NUMBER_END = r"(?=$|[\s　【（(：:、])"
"""What follows the number in a heading, as a regular expression: words would make it a sentence."""

_NUMBERED = re.compile(rf"第\s*{NUMERAL}\s*(?:分编|[编章节条])(?:\s*之\s*{NUMERAL})?{NUMBER_END}")
_ATTACHMENT = re.compile(rf"附(?:件|录|表)\s*({NUMERAL})?(?=$|[\s　：:、（(])")
ITEM = re.compile(rf"[（(]\s*({NUMERAL})\s*[）)]")
"""How a paragraph begins that is an item (项) of the paragraph before it."""


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


def is_attachment(words: str) -> bool:
    """Tell whether the plain words of a heading begin an attachment."""
    return _ATTACHMENT.match(words) is not None


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
