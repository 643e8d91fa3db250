"""Turns running Chinese text into the references to articles that stand in it: 《…》第X条第Y款.

A reference names its document in 《》, or means the document it stands in (本规定第五条, 第五条).
Where the text enumerates (《甲规定》第十条、第十二条至第十四条), the later ones belong to the same
document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from mkdocs_study.text.numerals import (
    NUMERAL,
    ArticleNumber,
    article_of,
    format_numeral,
    parse_numeral,
)

MAX_TITLE = 80
"""Longest title in 《》 that is taken for one."""


class Owner(NamedTuple):
    """The document that a reference means."""

    title: str | None
    """Words in 《》; None if the reference names no document."""

    own: bool
    """The reference means the document in which it stands."""

    said: bool = True
    """It says so, by a title or by 本规定; a bare 第五条 may mean another text."""


@dataclass(frozen=True)
class Citation:
    """A reference to an article, or to a paragraph or item of it."""

    start: int
    """Offset of its first character, the 《 if there is one."""

    end: int
    title: str | None
    """None if it means the document in which it stands."""

    article: ArticleNumber
    paragraph: int | None = None
    item: int | None = None
    said: bool = True
    """The reference says which document it means; a bare 第五条 only seems to mean its own."""

    @property
    def label(self) -> str:
        """第十二条第二款第三项, without the title."""
        paragraph = f"第{format_numeral(self.paragraph)}款" if self.paragraph else ""
        item = f"第{format_numeral(self.item)}项" if self.item else ""
        return f"{self.article.label}{paragraph}{item}"


_SELF = "规定|条例|办法|准则|章程|规则|细则|守则|制度|通则|决定|意见|方案|法"
_LOCATOR = (
    rf"第\s*(?P<order>{NUMERAL})\s*条(?:\s*之\s*(?P<suffix>{NUMERAL}))?"
    rf"(?:\s*第\s*(?P<paragraph>{NUMERAL})\s*款)?"
    rf"(?:\s*第\s*[（(]?\s*(?P<item>{NUMERAL})\s*[）)]?\s*项)?"
)
_CITATION = re.compile(
    rf"(?:《(?P<title>[^《》]{{1,{MAX_TITLE}}})》(?:（[^（）《》]{{1,30}}）)?\s*"
    rf"|(?P<own>本(?:{_SELF}))\s*)?{_LOCATOR}"
)
_FURTHER_PARAGRAPH = re.compile(rf"第\s*(?P<paragraph>{NUMERAL})\s*款")
_CONNECTOR = re.compile(r"\s*(?:、|和|与|及|以及|或者|或|至|到)\s*")
_BEFORE_BARE = re.compile(r"(?:^|[，。；：、！？（“\s照据反用按由和至或及与到在对除从依合见])$")
"""What may stand before 第X条 that means the text itself; after 刑法 it would mean another."""


def parse_citations(text: str, *, own: bool = False) -> list[Citation]:
    """Find the references in the text, in order.

    Args:
        text: running text without markup; it may contain line breaks.
        own: the text belongs to a document with articles of its own, so that 本规定第五条 and
            第五条 mean that document.
    """
    found: list[Citation] = []
    owner, end = Owner(None, own=False), -1
    for match in _CITATION.finditer(text):
        if match.start() < end:
            continue
        owner = _owner(match, text, owner, end)
        citation = _citation(match, owner)
        end = match.end()
        if citation is None:
            owner = Owner(None, own=False)
            continue
        if owner.title is None and not (owner.own and own):
            continue
        found.append(citation)
        further = _further_paragraphs(text, citation)
        found.extend(further)
        end = further[-1].end if further else end
    return found


def _owner(match: re.Match[str], text: str, previous: Owner, previous_end: int) -> Owner:
    if title := match["title"]:
        return Owner("".join(title.split()), own=False)
    if match["own"]:
        return Owner(None, own=True)
    if previous_end >= 0 and _CONNECTOR.fullmatch(text, previous_end, match.start()):
        return previous
    before = text[max(0, match.start() - 1) : match.start()]
    return Owner(None, own=bool(_BEFORE_BARE.search(before)), said=False)


def _citation(match: re.Match[str], owner: Owner) -> Citation | None:
    article = article_of(match["order"], match["suffix"])
    if article is None:
        return None
    paragraph = parse_numeral(match["paragraph"]) if match["paragraph"] else None
    item = parse_numeral(match["item"]) if match["item"] else None
    return Citation(match.start(), match.end(), owner.title, article, paragraph, item, owner.said)


def _further_paragraphs(text: str, citation: Citation) -> list[Citation]:
    """第三条第一款、第四款: the second one names its article only by standing here."""
    found: list[Citation] = []
    end = citation.end
    while citation.paragraph and (connector := _CONNECTOR.match(text, end)):
        match = _FURTHER_PARAGRAPH.match(text, connector.end())
        paragraph = parse_numeral(match["paragraph"]) if match else None
        if match is None or not paragraph:
            break
        end = match.end()
        found.append(
            Citation(
                match.start(), end, citation.title, citation.article, paragraph, said=citation.said
            )
        )
    return found


def parse_reference(text: str) -> Citation | None:
    """Read text that is wholly one reference with a title; None if it is not."""
    found = parse_citations(text)
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(text))
    return found[0] if whole and found[0].title else None
