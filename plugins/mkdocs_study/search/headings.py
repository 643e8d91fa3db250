"""Turn headings into what they say of the sections below them, and titles into keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from mkdocs_study.search.extract import Page
from mkdocs_study.text.normalize import HAN_RUN, fold_block
from mkdocs_study.text.numerals import parse_numeral

_ARTICLE = re.compile(
    r"第\s*([〇零一二两三四五六七八九十百千万\d]+)\s*条"
    r"(?:\s*之\s*([一二三四五六七八九十百\d]+))?(?![\w《])"
)
OFFICIAL_PREFIXES = ("中华人民共和国", "中国共产党")
"""Titles are cited without them: 民法典."""

_NOT_IN_KEY = re.compile(r"[\W_]+")


def title_key(title: str) -> str:
    """Reduce a title to what two spellings of it share: folded, without marks and spaces."""
    return _NOT_IN_KEY.sub("", fold_block(title))


def aliases_of(page: Page) -> list[str]:
    """Return the other names of a page, as its `study:alias` meta elements give them."""
    return [value for name, value in page.facets if name == "alias"]


def title_keys(page: Page) -> set[str]:
    """Return the keys under which a page is known: its title and its aliases.

    Each also without the official prefix: 中华人民共和国民法典 is cited as 民法典.
    """
    keys = {title_key(name) for name in (page.title, *aliases_of(page))}
    for key in tuple(keys):
        for prefix in OFFICIAL_PREFIXES:
            rest = key.removeprefix(prefix)
            if rest != key and len(rest) > 1:
                keys.add(rest)
    return keys - {""}


@cache
def article_key(heading: str) -> str | None:
    """Return "12" or "120-1" for a heading that starts with an article number."""
    match = _ARTICLE.match(heading)
    if match is None:
        return None
    order = parse_numeral(match[1])
    suffix = parse_numeral(match[2]) if match[2] else 0
    if order is None or suffix is None:
        return None
    return f"{order}-{suffix}" if suffix else str(order)


HeadingRanges = dict[str, list[tuple[int, int]]]
"""For each pair of characters in headings: the first section of each range that a heading covers,
which is the heading's own, and the number of its sections (≥ 1); ascending."""


def _ranges(page: Page, first: int) -> Iterator[tuple[str, int, int]]:
    """Yield (words, first section, sections) of each heading of a page.

    A title covers only its own section, or it would weigh the same on all sections of the page.
    Article numbers are left out, for they say nothing of the matter.
    """
    sections = page.sections
    for i, section in enumerate(sections):
        if section.level == 1:
            # Keys have no marks: what a reader types of a title has pairs across them.
            names = (*aliases_of(page), *sorted(title_keys(page))) if i == 0 else ()
            words = "\n".join((section.heading, *names))
            yield words, first + i, 1
        elif section.heading and not article_key(section.heading):
            end = i + 1
            while end < len(sections) and sections[end].level > section.level:
                end += 1
            yield section.heading, first + i, end - i


def collect_heading_ranges(pages: Sequence[Page]) -> HeadingRanges:
    """Collect the pairs of Han characters of all headings with the ranges that they cover."""
    found: HeadingRanges = {}
    number = 0
    for page in pages:
        for words, first, length in _ranges(page, number):
            for pair in _pairs_of(words):
                found.setdefault(pair, []).append((first, length))
        number += len(page.sections)
    for ranges in found.values():
        ranges.sort()
    return found


@cache
def _pairs_of(words: str) -> frozenset[str]:
    """Return the pairs in some lines; 总则 and the like stand in many pages."""
    runs = HAN_RUN.findall("\n".join(map(fold_block, words.split("\n"))))
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))
