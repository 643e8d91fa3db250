"""Gives headings, articles, their paragraphs and items the ids that the library gives them."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from mkdocs_study.library.heading import Heading, without_attributes
from mkdocs_study.library.structure import article_number, assign_section_ids, paragraph_ids

HEADING = re.compile(r"h([1-6])")


class AnchorTreeprocessor(Treeprocessor):
    """Runs before inline parsing, so that it sees headings as they were written."""

    def run(self, root: Element) -> None:
        """Set the ids on headings and paragraphs that stand directly below the root."""
        elements = list(root)
        positions = [index for index, each in enumerate(elements) if HEADING.fullmatch(each.tag)]
        headings = [
            Heading(int(elements[index].tag[1]), elements[index].text or "") for index in positions
        ]
        has_attributes = "attr_list" in self.md.treeprocessors
        ends = [*positions, len(elements)][1:]
        ids = assign_section_ids(headings)
        for position, end, heading, name in zip(positions, ends, headings, ids, strict=True):
            if name:
                elements[position].set("id", name)
            if not has_attributes:
                elements[position].text = without_attributes(heading.text)
            if article_number(heading.text):
                _mark_paragraphs(name, elements[position + 1 : end])


def _mark_paragraphs(article: str, elements: list[Element]) -> None:
    paragraphs = [each for each in elements if each.tag == "p" and not _is_placeholder(each)]
    names = paragraph_ids(article, (each.text or "" for each in paragraphs))
    for paragraph, name in zip(paragraphs, names, strict=True):
        if name:
            paragraph.set("id", name)


def _is_placeholder(paragraph: Element) -> bool:
    """Tell whether the paragraph only stands for a code block or a marker put aside."""
    return HTML_PLACEHOLDER_RE.fullmatch((paragraph.text or "").strip()) is not None
