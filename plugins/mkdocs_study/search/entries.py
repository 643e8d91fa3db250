"""Turn titles, aliases, headings and frequent words into what readers may mean, with weights."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from mkdocs_study.search.extract import Page
from mkdocs_study.search.headings import OFFICIAL_PREFIXES, aliases_of, title_key
from mkdocs_study.text.normalize import HAN_RUN, fold_block
from mkdocs_study.text.segment import cut

ENTRY_LIMIT = 20_000
LONGEST_HEADING, LONGEST_TITLE = 30, 80
BAND = 14
"""Weights of terms start at 0, of headings at 14, of titles at 28."""
TERM, HEADING, TITLE = 0, BAND, 2 * BAND
ALIAS_STEPS = BAND // 2
"""Aliases have the lower half of the titles' band."""
LONGEST_PHRASE, LONGEST_PHRASE_CHARACTERS = 4, 10
"""Words, and characters, of a phrase that several headings share."""
HEADING_WORTH = 4
"""A phrase in one heading counts as a word in so many sections."""
PARTICLES = frozenset(("关于", *"的和与及或等之在对为以是了其并由从按于"))
_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_NUMERAL = "[〇零一二两三四五六七八九十百千万0-9０-９]"
_NUMBER = re.compile(
    rf"\s*(?:第\s*{_NUMERAL}+\s*(?:分编|[编章节条款项讲课])(?:\s*之\s*{_NUMERAL}+)?(?=\W|$)"
    rf"|[（(]\s*{_NUMERAL}+\s*[）)]|{_NUMERAL}+\s*[、．.](?:\d+[．.]?)*|附件{_NUMERAL}*)[\s、．.：:]*"
)
_ONLY_NUMERALS = re.compile(rf"第?{_NUMERAL}+[条款项章节编]?")
_SENTENCE = re.compile("[。；！？]")


@dataclass(frozen=True)
class Entry:
    """Something that a reader may mean."""

    text: str
    """As it stands in the site."""
    key: str
    """Folded, letters and digits only; no two entries share one."""
    weight: int
    """0–41; what it is and in how many sections it stands."""


@cache
def bare_heading(heading: str) -> str:
    """Return a heading without its number, or nothing if there is no more than the number.

    A heading that is a whole sentence is an article's text, and nothing that a reader types.
    """
    bare = heading
    while match := _NUMBER.match(bare):
        bare = bare[match.end() :]
    bare = _GAP.sub("", bare).strip()
    return "" if len(bare) > LONGEST_HEADING or _SENTENCE.search(bare) else bare


def _steps(sections: int, most: int) -> int:
    return min(sections.bit_length(), most)


def _phrases(titles: Iterable[str]) -> dict[str, int]:
    """Count in how many titles and headings each run of two to four words stands.

    Segmenters cut 常态化 in two, and readers type 个体工商户 or 劳动争议 as one word.
    """
    counts: dict[str, int] = {}
    for title in titles:
        found: set[str] = set()
        for run in HAN_RUN.findall(fold_block(title)):
            words = cut(run)
            for start, first in enumerate(words):
                for end in range(start + 2, min(len(words), start + LONGEST_PHRASE) + 1):
                    if first not in PARTICLES and words[end - 1] not in PARTICLES:
                        found.add("".join(words[start:end]))
        for phrase in found:
            counts[phrase] = counts.get(phrase, 0) + 1
    return {
        phrase: count
        for phrase, count in counts.items()
        if count > 1 and len(phrase) <= LONGEST_PHRASE_CHARACTERS
    }


class _Collector:
    def __init__(self, frequent: dict[str, int]) -> None:
        self.frequent = frequent
        self.entries: dict[str, Entry] = {}
        self.counts: dict[str, int] = {}

    def titles(self) -> list[str]:
        """Return the titles, aliases and headings that were added."""
        return [entry.text for entry in self.entries.values() if entry.weight >= HEADING]

    def heaviest(self, limit: int) -> list[Entry]:
        """Return the heaviest entries; among equals those of more sections."""

        def order(entry: Entry) -> tuple[int, int, str]:
            return -entry.weight, -self.counts[entry.key], entry.key

        return sorted(self.entries.values(), key=order)[:limit]

    def add(self, text: str, base: int, sections: int, steps: int = BAND) -> None:
        key = title_key(text)
        if len(key) < 2:  # noqa: PLR2004  # one character is no word to suggest
            return
        count = max(sections, self.frequent.get(key, 0))
        weight = base + _steps(count, steps - 1)
        known = self.entries.get(key)
        if known is None or known.weight < weight:
            self.entries[key] = Entry(text, key, weight)
        self.counts[key] = max(count, self.counts.get(key, 0))


def _names(page: Page) -> Iterator[tuple[str, int]]:
    """Yield the names of a page, and the lowest weight of each."""
    yield page.title, TITLE + ALIAS_STEPS
    aliases = aliases_of(page)
    yield from ((alias, TITLE) for alias in aliases)
    for prefix in OFFICIAL_PREFIXES:
        yield page.title.removeprefix(prefix), TITLE + ALIAS_STEPS
        yield from ((alias.removeprefix(prefix), TITLE) for alias in aliases)


def collect_entries(pages: Sequence[Page], frequent: Iterable[tuple[str, int]]) -> list[Entry]:
    """List what readers may mean, heaviest first, at most `ENTRY_LIMIT`.

    Args:
        pages: titles, aliases and headings.
        frequent: words of two and more characters with the number of their sections.
    """
    words = {
        title_key(word): count for word, count in frequent if not _ONLY_NUMERALS.fullmatch(word)
    }
    collector = _Collector(words)
    headings: dict[str, int] = {}
    for page in pages:
        for name, base in _names(page):
            if len(name) <= LONGEST_TITLE:
                collector.add(_GAP.sub("", name).strip(), base, 1, ALIAS_STEPS)
        is_glossary = ("type", "术语") in page.facets
        for section in page.sections[1:]:
            bare = bare_heading(section.heading)
            # What a glossary explains is asked for, however seldom it stands in a heading.
            headings[bare] = headings.get(bare, 0) + (1 << BAND if is_glossary else 1)
    for heading, count in headings.items():
        collector.add(heading, HEADING, count)
    for word, count in words.items():
        collector.add(word, TERM, count)
    for phrase, count in _phrases(collector.titles()).items():
        collector.add(phrase, TERM, HEADING_WORTH * count)
    return collector.heaviest(ENTRY_LIMIT)
