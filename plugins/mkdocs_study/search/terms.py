"""Turn the text of all sections into terms: who occurs where, and how often.

Everything that touches each character is done by numpy on one array of code points for the whole
site: 8 million characters take seconds. The classes of terms:

=====  =====================================================================================
class  terms
=====  =====================================================================================
``c``  single Han characters, with the sections where no pair begins with them
``b``  overlapping pairs of Han characters; the flag says that jieba takes the pair for a word
``w``  jieba's words of three and more Han characters
``l``  Latin words and digit runs, whole; where both are mixed (gb18030) the parts as well
=====  =====================================================================================

Characters, pairs and words never cross the border of a block or a character that is not Han.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mkdocs_study.search.numbers import Ints, utf16_key
from mkdocs_study.search.segmentation import segment_pages
from mkdocs_study.text.normalize import HAN_RANGES
from mkdocs_study.text.segment import inner_words

CODE_SPACE = 0x110000
PAIR = 2

_PARTS = re.compile(r"\d+|[^\W\d_]+")

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int32]


@dataclass(frozen=True)
class Postings:
    """Occurrences of the terms of one class, sorted by term (UTF-16 order), then by section."""

    terms: list[str]
    starts: Ints
    """Position of each term's first posting; one longer than `terms`."""
    sections: Numbers
    """Section numbers, ascending within a term."""
    counts: Numbers
    """How often the term occurs in that section (≥ 1)."""
    flags: Flags
    """Whether some occurrence in that section is a word of its own (class ``b`` only)."""

    @property
    def document_counts(self) -> Ints:
        """In how many sections each term occurs."""
        return np.diff(self.starts)


@dataclass(frozen=True)
class BodyTerms:
    """The terms of the sections' own words, with the length of each section in tokens."""

    chars: Postings
    """Only sections where no pair begins with the character: the pairs say the others."""
    characters: list[tuple[str, int]]
    """Every Han character in UTF-16 order, with the number of all sections that have it."""
    pairs: Postings
    words: Postings
    latin: Postings
    lengths: Ints


def _han_table() -> Flags:
    table = np.zeros(CODE_SPACE, dtype=bool)
    for first, last in HAN_RANGES:
        table[first : last + 1] = True
    return table


class _Site(NamedTuple):
    """The whole site as one array of code points; every section ends with a newline."""

    text: str
    codes: NDArray[np.uint32]
    is_han: Flags
    sections: Numbers
    """Section of each character."""
    count: int
    """Number of sections."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Site:
        text = "\n".join(texts) + "\n"
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        lengths = np.fromiter((len(t) + 1 for t in texts), dtype=np.int64, count=len(texts))
        sections = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
        return cls(text, codes, _han_table()[codes], sections, len(texts))


class _Groups(NamedTuple):
    """Distinct (term, section) in order of `keys`, with how often each occurred."""

    keys: Ints
    """Term number times the number of sections, plus section."""
    counts: Numbers
    flags: Flags


def _group(keys: Ints, sections: Numbers, count: int, flags: Flags | None = None) -> _Groups:
    """Sort occurrences and count equal ones.

    `keys` holds the number of each occurrence's term and is overwritten: with one for each
    character of the site, every copy is 64 MB for 8 million characters.
    """
    keys *= count
    keys += sections
    if flags is not None:
        keys <<= 1
        keys |= flags
    keys.sort()
    last_flags = np.zeros(0, dtype=bool)
    is_last = np.ones(len(keys), dtype=bool)
    if flags is None:
        np.not_equal(keys[1:], keys[:-1], out=is_last[:-1])
    else:
        # The flag is the lowest bit: two keys of one term and section differ in nothing above.
        np.greater(keys[1:] ^ keys[:-1], 1, out=is_last[:-1])
    ends = np.flatnonzero(is_last)
    del is_last
    unique = keys[ends]
    if flags is not None:
        last_flags = (unique & 1).astype(bool)
        unique >>= 1
    return _Groups(unique, np.diff(ends, prepend=-1).astype(np.int32), last_flags)


def _postings(terms: list[str], groups: _Groups, starts: Ints, count: int) -> Postings:
    sections = (groups.keys % count).astype(np.int32)
    return Postings(terms, starts, sections, groups.counts, groups.flags)


def _final_postings(
    han: list[str], ranks: Numbers, places: Ints, sections: Numbers, count: int
) -> tuple[Postings, list[tuple[str, int]]]:
    """Return where characters stand only at the end of runs, and in how many sections at all."""
    is_followed = np.append(np.diff(places) == 1, [False] * min(len(places), 1))
    groups = _group(ranks.astype(np.int64), sections, count, is_followed)
    borders = np.arange(len(han) + 1) * count
    counts = np.diff(np.searchsorted(groups.keys, borders))
    keys = groups.keys[~groups.flags]
    final = _Groups(keys, groups.counts[~groups.flags], groups.flags[:0])
    starts = np.searchsorted(keys, borders)
    is_used = np.diff(starts) > 0
    terms = [char for char, used in zip(han, is_used.tolist(), strict=True) if used]
    kept = np.append(starts[:-1][is_used], len(keys))
    characters = list(zip(han, counts.tolist(), strict=True))
    return _postings(terms, final, kept, count), characters


def _postings_of(terms: list[str], keys: Ints, sections: Numbers, count: int) -> Postings:
    """Group occurrences whose terms are numbered as in `terms`."""
    groups = _group(keys, sections, count)
    starts = np.searchsorted(groups.keys, np.arange(len(terms) + 1) * count)
    return _postings(terms, groups, starts, count)


class _Words:
    """Strings found in the text, each kept once: numbers into `spellings`, and where they begin."""

    def __init__(self) -> None:
        self.spellings: dict[str, int] = {}
        self.numbers = array("i")
        self.at = array("q")

    def add(self, spelling: str, at: int) -> None:
        self.numbers.append(self.spellings.setdefault(spelling, len(self.spellings)))
        self.at.append(at)

    def postings(self, sections: Numbers, count: int) -> Postings:
        """Group the words by spelling; `sections` has the section of every place `at`."""
        terms = sorted(self.spellings, key=utf16_key)
        rank_of = np.zeros(len(terms), dtype=np.int64)
        rank_of[[self.spellings[term] for term in terms]] = np.arange(len(terms))
        keys = rank_of[np.frombuffer(self.numbers, dtype=np.int32)] if terms else rank_of
        return _postings_of(terms, keys, sections, count)


def _han_ranks(site: _Site) -> tuple[list[str], Numbers]:
    """Return the site's Han characters in UTF-16 order, and the place of each Han character."""
    present = np.zeros(CODE_SPACE, dtype=bool)
    codes = site.codes[site.is_han]
    present[codes] = True
    han = sorted((chr(code) for code in np.flatnonzero(present)), key=utf16_key)
    table = np.zeros(CODE_SPACE, dtype=np.int32)
    table[[ord(c) for c in han]] = np.arange(len(han), dtype=np.int32)
    return han, table[codes]


def _pair_postings(
    han: list[str], ranks: Numbers, places: Ints, sections: Numbers, is_word: Flags, count: int
) -> Postings:
    """Count pairs; `ranks` and `sections` are those of the Han characters at `places`."""
    at = np.flatnonzero(np.diff(places) == 1)
    codes = ranks[at].astype(np.int64)
    codes *= max(len(han), 1)
    codes += ranks[at + 1]
    groups = _group(codes, sections[at], count, is_word[at])
    numbers = groups.keys // count
    is_first = np.ones(len(numbers), dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=is_first[1:])
    firsts = np.flatnonzero(is_first)
    terms = [han[n // len(han)] + han[n % len(han)] for n in numbers[firsts].tolist()]
    return _postings(terms, groups, np.append(firsts, len(numbers)), count)


@cache
def _parts(word: str) -> tuple[tuple[int, ...], tuple[tuple[int, str], ...]]:
    """Return where a word's inner pairs begin, and the words of three characters inside it.

    jieba's search mode also gives pairs that straddle a word's parts (国人 in 中国人民银行): from
    the left, only pairs side by side are words.
    """
    pairs: list[int] = []
    longer: list[tuple[int, str]] = []
    for start, end in inner_words(word):
        if end - start > PAIR:
            longer.append((start, word[start:end]))
        elif not pairs or start >= pairs[-1] + PAIR:
            pairs.append(start)
    return tuple(pairs), tuple(longer)


def _segment(
    site: _Site, page_sizes: Sequence[int], cache_folder: Path | None
) -> tuple[Flags, _Words]:
    """Return a mark on the first character of each two-character word, and the longer words."""
    codes = np.where(site.is_han, site.codes, np.uint32(ord("\n")))
    text = codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    del codes
    ends = np.cumsum(page_sizes).tolist()
    pages = [text[end - size : end] for end, size in zip(ends, page_sizes, strict=True)]
    lengths = np.concatenate(segment_pages(pages, cache_folder)).astype(np.int64)
    del pages
    starts = np.cumsum(lengths) - lengths
    is_word = np.zeros(len(text), dtype=bool)
    is_word[starts[lengths == PAIR]] = True
    words = _Words()
    is_long = lengths > PAIR
    for start, length in zip(starts[is_long].tolist(), lengths[is_long].tolist(), strict=True):
        words.add(text[start : start + length], start)
    _add_parts(words, is_word)
    return is_word, words


def _add_parts(words: _Words, is_word: Flags) -> None:
    """Mark the pairs inside the long words, and add the words of three characters inside them."""
    at = np.frombuffer(words.at, dtype=np.int64).copy()
    numbers = np.frombuffer(words.numbers, dtype=np.int32).copy()
    inner = [_parts(word) for word in words.spellings]
    for offset in range(max((max(pairs, default=0) for pairs, _ in inner), default=0) + 1):
        has_pair = np.array([offset in pairs for pairs, _ in inner], dtype=bool)
        if has_pair.any():
            is_word[at[has_pair[numbers]] + offset] = True
    has_longer = np.array([bool(longer) for _, longer in inner], dtype=bool)
    chosen = has_longer[numbers] if len(inner) else np.zeros(0, dtype=bool)
    for start, number in zip(at[chosen].tolist(), numbers[chosen].tolist(), strict=True):
        for offset, word in inner[number][1]:
            words.add(word, start + offset)


def _latin(site: _Site) -> _Words:
    present = np.zeros(CODE_SPACE, dtype=bool)
    present[site.codes] = True
    table = np.zeros(CODE_SPACE, dtype=bool)
    table[[c for c in np.flatnonzero(present).tolist() if chr(c).isalnum()]] = True
    is_latin = table[site.codes] & ~site.is_han
    edges = np.diff(is_latin.astype(np.int8), prepend=0, append=0)
    words = _Words()
    for first, end in zip(
        np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True
    ):
        run = site.text[first:end]
        words.add(run, first)
        if not (run.isalpha() or run.isdecimal()):
            parts = _PARTS.findall(run)
            for part in parts if len(parts) > 1 else ():
                words.add(part, first)
    return words


def collect_body_terms(
    texts: Sequence[str],
    sections_per_page: Sequence[int] | None = None,
    cache_folder: Path | None = None,
) -> BodyTerms:
    """Count the terms of each section's own folded text (blocks separated by newlines).

    `sections_per_page` says how `texts` fall into pages, which are what the cache keeps; without
    it all are one page.
    """
    site = _Site.of(texts)
    per_page = [len(texts)] if sections_per_page is None else sections_per_page
    ends = np.cumsum(per_page)
    sizes = np.bincount(
        np.repeat(np.arange(len(per_page)), per_page),
        weights=[len(text) + 1 for text in texts],
        minlength=len(ends),
    ).astype(np.int64)
    is_word, words = _segment(site, sizes.tolist(), cache_folder)
    latin = _latin(site)
    word_postings = words.postings(site.sections[np.frombuffer(words.at, dtype=np.int64)], site.count)
    latin_sections = site.sections[np.frombuffer(latin.at, dtype=np.int64)]
    han, ranks = _han_ranks(site)
    places = np.flatnonzero(site.is_han)
    sections = site.sections[places]
    is_word = is_word[places]
    count = site.count
    # Sorting takes the most memory of the whole build: the text itself is not needed any more.
    del site, words
    lengths = np.bincount(sections, minlength=count) + np.bincount(latin_sections, minlength=count)
    pairs = _pair_postings(han, ranks, places, sections, is_word, count)
    chars, characters = _final_postings(han, ranks, places, sections, count)
    return BodyTerms(
        chars=chars,
        characters=characters,
        pairs=pairs,
        words=word_postings,
        latin=latin.postings(latin_sections, count),
        lengths=lengths.astype(np.int64),
    )


def collect_labels(labels: Sequence[tuple[str, int]], count: int) -> Postings:
    """Group ready-made terms (facets, titles, article numbers), given as (term, number < count)."""
    words = _Words()
    for term, number in labels:
        words.add(term, number)
    numbers = np.frombuffer(words.at, dtype=np.int64).astype(np.int32)
    return words.postings(numbers, max(count, 1))
