"""Turns the first mention of a glossary term in each section into a link to its definition.

Chinese has no spaces between words, so a term is looked for at every character; of the terms that
begin there, the longest wins.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from mkdocs_study.markdown_zh.words import SKIPPED, Replacement, Slot, replace_words
from mkdocs_study.text.numerals import NUMERAL

_TITLE = re.compile(r"《[^《》]*》")
_LABEL_START = re.compile(rf"\s*(?:[（(]{NUMERAL}[）)]|{NUMERAL}[、.．])?\s*")
_LABEL_END = re.compile(r"\s*[：:]")
_WORD = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True)
class LinkedTerm:
    """Where a term is defined, and in which words."""

    href: str
    definition: str


class TermMatcher:
    """Finds terms in text, the longest at each place."""

    def __init__(self, terms: Mapping[str, LinkedTerm]) -> None:
        """Sort the terms by their first character; one character alone is no term in a text."""
        self._by_start: defaultdict[str, list[str]] = defaultdict(list)
        for term in sorted(terms, key=len, reverse=True):
            if len(term) > 1:
                self._by_start[term[0]].append(term)
        starts = "".join(re.escape(start) for start in self._by_start)
        self._start = re.compile(f"[{starts}]" if starts else r"(?!)")

    def find(self, text: str) -> list[tuple[int, str]]:
        """Return offset and term of each match, without overlap; titles in 《》 are left alone."""
        found: list[tuple[int, str]] = []
        titles = [match.span() for match in _TITLE.finditer(text)]
        done = 0
        while match := self._start.search(text, done):
            position = match.start()
            around = next((span for span in titles if span[0] <= position < span[1]), None)
            term = None if around else self._longest(text, position)
            if term:
                found.append((position, term))
            done = around[1] if around else position + len(term or " ")
        return found

    def _longest(self, text: str, position: int) -> str | None:
        for term in self._by_start[text[position]]:
            if text.startswith(term, position) and _stands_alone(text, position, term):
                return term
        return None


def _stands_alone(text: str, position: int, term: str) -> bool:
    """Tell whether a term in Latin letters is a word here, not a piece of a longer one."""
    end = position + len(term)
    before = position > 0 and _WORD.match(term[0]) and _WORD.match(text[position - 1])
    after = end < len(text) and _WORD.match(term[-1]) and _WORD.match(text[end])
    return not before and not after


class TermTreeprocessor(Treeprocessor):
    """Links each term once a section, so that a page stays readable."""

    def __init__(self, md: Markdown, terms: Mapping[str, LinkedTerm]) -> None:
        """Take the terms to look for."""
        super().__init__(md)
        self.terms = terms
        self._matcher = TermMatcher(terms)
        self._seen: set[str] = set()

    def run(self, root: Element) -> None:
        """Replace first mentions by links; a quiz must not explain the words that it asks for."""
        self._seen.clear()
        replace_words(root, self._find, self._seen.clear, SKIPPED | {"th", "section"})

    def _find(self, slot: Slot) -> list[Replacement]:
        found: list[Replacement] = []
        for start, term in self._matcher.find(slot.text):
            if term in self._seen or _is_label(slot, start, start + len(term)):
                continue
            self._seen.add(term)
            linked = self.terms[term]
            attributes = {"class": "zh-term", "href": linked.href, "title": linked.definition}
            found.append(Replacement(start, start + len(term), Element("a", attributes)))
        return found


def _is_label(slot: Slot, start: int, end: int) -> bool:
    """Tell whether the words begin a paragraph or item and a colon follows."""
    if not slot.begins or not _LABEL_START.fullmatch(slot.text, 0, start):
        return False
    return _LABEL_END.match(slot.text[end:] + slot.following) is not None
