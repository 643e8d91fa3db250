"""Turns references to articles in running text into links: 《示例单位纪律规定》第十二条第二款."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from mkdocs_study.library.citation import Citation, parse_citations
from mkdocs_study.markdown_zh.words import Replacement, Slot, replace_words

Cite = Callable[[Citation], str | None]
"""Gives the link of a reference's target, or None if the reference stays plain words."""


def cite_nothing(_: Citation) -> str | None:
    """Leave every reference as plain words."""
    return None


class CitationTreeprocessor(Treeprocessor):
    """Links what the library has; all else stays as it is."""

    def __init__(self, md: Markdown, cite: Cite, *, own: bool) -> None:
        """Take the way to look up targets.

        Args:
            md: the converter.
            cite: looks up a reference.
            own: 第五条 without a title means the page itself.
        """
        super().__init__(md)
        self.cite = cite
        self.own = own

    def run(self, root: Element) -> None:
        """Replace references by links."""
        replace_words(root, self._find)

    def _find(self, slot: Slot) -> list[Replacement]:
        text = slot.text
        if "条" not in text:
            return []
        found: list[Replacement] = []
        for citation in parse_citations(text, own=self.own):
            if href := self.cite(citation):
                link = Element("a", {"class": "zh-citation", "href": href})
                found.append(Replacement(citation.start, citation.end, link))
        return found
