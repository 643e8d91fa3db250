"""Turn the text of all sections into terms: who occurs where, and how often.

Everything that touches each character is done by numpy on one array of code points for the whole
site: 8 million characters take seconds. The classes of terms:

=====  =====================================================================================
class  terms
=====  =====================================================================================
``c``  single Han characters
``b``  overlapping pairs of Han characters; the flag says that jieba takes the pair for a word
``w``  jieba's words of three and more Han characters
``l``  Latin words and digit runs, whole; where both are mixed (gb18030) the parts as well
``h``  pairs of Han characters in the headings above a section and in its own
=====  =====================================================================================

Characters, pairs and words never cross the border of a block or a character that is not Han.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mkdocs_study.text.normalize import HAN_RANGES
from mkdocs_study.text.segment import tokenize

CODE_SPACE = 0x110000
PAIR = 2
SEGMENT_CHARS = 100_000
"""Characters handed to the segmenter at a time; bounds the memory its answer takes."""

_PARTS = re.compile(r"\d+|[^\W\d_]+")

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Postings:
    """Occurrences of the terms of one class, sorted by term (UTF-16 order), then by section."""

    terms: list[str]
    starts: Ints
    """Position of each term's first posting; one longer than `terms`."""
    sections: NDArray[np.int32]
    """Section numbers, ascending within a term."""
    counts: NDArray[np.int32]
    """How often the term occurs in that section (≥ 1)."""
    flags: Flags
    """Whether some occurrence in that section is a word of its own (class ``b`` only)."""


@dataclass(frozen=True)
class BodyTerms:
    """The terms of the sections' own words, with the length of each section in tokens."""

    chars: Postings
    pairs: Postings
    words: Postings
    latin: Postings
    lengths: Ints


def utf16_key(term: str) -> bytes:
    """Order terms as JavaScript's `<` does: by UTF-16 code unit."""
    return term.encode("utf-16-be", "surrogatepass")


def _han_table() -> Flags:
    table = np.zeros(CODE_SPACE, dtype=bool)
    for first, last in HAN_RANGES:
        table[first : last + 1] = True
    return table


@dataclass(frozen=True)
class _Characters:
    """The whole site as one array of code points; sections end with a newline."""

    text: str
    codes: NDArray[np.uint32]
    sections: NDArray[np.int32]
    is_han: Flags
    count: int

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Characters:
        text = "\n".join(texts) + "\n"
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        lengths = np.fromiter((len(t) + 1 for t in texts), dtype=np.int64, count=len(texts))
        sections = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
        return cls(text, codes, sections, _han_table()[codes], len(texts))


class _Han(NamedTuple):
    """Where the Han characters of the site stand."""

    sections: NDArray[np.int32]
    """Section of each character of the site."""
    is_han: Flags
    section_count: int


class _Grouped(NamedTuple):
    """Distinct (term number, section) pairs in order, with how often each occurred."""

    terms: Ints
    sections: NDArray[np.int32]
    counts: NDArray[np.int32]
    flags: Flags


def _group(
    keys: Ints, sections: NDArray[np.int32], count: int, flags: Flags | None = None
) -> _Grouped:
    """Sort (term number, section) pairs and count equal ones.

    `keys`, the term numbers, is overwritten: with one pair for each character of the site, every
    copy of it is 64 MB for 8 million characters.
    """
    keys *= count
    keys += sections
    if flags is not None:
        keys *= 2
        keys += flags
    keys.sort()
    flagged = None
    if flags is not None:
        flagged = (keys & 1).astype(bool)
        keys >>= 1
    is_last = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=is_last[:-1])
    ends = np.flatnonzero(is_last)
    counts = np.diff(ends, prepend=-1).astype(np.int32)
    unique = keys[ends]
    last_flags = np.zeros(len(ends), dtype=bool) if flagged is None else flagged[ends]
    own_sections = (unique % count).astype(np.int32)
    unique //= count
    return _Grouped(unique, own_sections, counts, last_flags)


def _postings(terms: list[str], grouped: _Grouped) -> Postings:
    starts = np.searchsorted(grouped.terms, np.arange(len(terms) + 1)).astype(np.int64)
    return Postings(terms, starts, grouped.sections, grouped.counts, grouped.flags)


@dataclass(frozen=True)
class _Words:
    """Strings found in the text, each kept once: numbers into `spellings`, and where they begin."""

    spellings: dict[str, int]
    numbers: array[int]
    at: array[int]

    @classmethod
    def none(cls) -> _Words:
        return cls({}, array("i"), array("q"))

    def add(self, spelling: str, at: int) -> None:
        self.numbers.append(self.spellings.setdefault(spelling, len(self.spellings)))
        self.at.append(at)


def _word_postings(words: _Words, sections: NDArray[np.int32], count: int) -> Postings:
    terms = sorted(words.spellings, key=utf16_key)
    rank_of = np.zeros(len(terms), dtype=np.int64)
    rank_of[[words.spellings[term] for term in terms]] = np.arange(len(terms))
    keys = rank_of[np.frombuffer(words.numbers, dtype=np.int32)] if terms else rank_of
    return _postings(terms, _group(keys, sections, count))


def _han_ranks(chars: _Characters) -> tuple[list[str], NDArray[np.int32]]:
    present = np.zeros(CODE_SPACE, dtype=bool)
    present[chars.codes[chars.is_han]] = True
    han = sorted((chr(code) for code in np.flatnonzero(present)), key=utf16_key)
    table = np.zeros(CODE_SPACE, dtype=np.int32)
    table[[ord(c) for c in han]] = np.arange(len(han), dtype=np.int32)
    return han, table[chars.codes]


def _pair_postings(
    at_han: _Han, han: list[str], ranks: NDArray[np.int32], is_word: Flags | None
) -> Postings:
    at = np.flatnonzero(at_han.is_han[:-1] & at_han.is_han[1:])
    pairs = ranks[at].astype(np.int64)
    pairs *= max(len(han), 1)
    pairs += ranks[at + 1]
    flags = None if is_word is None else is_word[at]
    sections = at_han.sections[at]
    del at
    grouped = _group(pairs, sections, at_han.section_count, flags)
    codes = grouped.terms
    is_first = np.ones(len(codes), dtype=bool)
    np.not_equal(codes[1:], codes[:-1], out=is_first[1:])
    distinct = codes[is_first]
    terms = [han[code // len(han)] + han[code % len(han)] for code in distinct.tolist()]
    return _postings(terms, grouped._replace(terms=np.cumsum(is_first) - 1))


def _segment(chars: _Characters) -> tuple[Flags, _Words]:
    """Return a mark on the first character of each two-character word, and the longer words."""
    codes = np.where(chars.is_han, chars.codes, np.uint32(ord("\n")))
    text = codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    is_word = np.zeros(len(text), dtype=bool)
    words = _Words.none()
    start = 0
    while start < len(text):
        end = text.rfind("\n", start, start + SEGMENT_CHARS) + 1
        if end <= start:
            found = text.find("\n", start)
            end = found + 1 if found >= 0 else len(text)
        tokens = tokenize(text[start:end])
        free_from = 0
        for word, first, last in tokens:
            if last - first > PAIR:
                words.add(word, start + first)
            elif last - first == PAIR and first >= free_from:
                # Inside a long word search mode also gives pairs that straddle its parts
                # (国人 in 中国人民银行); from the left, only pairs side by side are words.
                is_word[start + first] = True
                free_from = last
        start = end
    return is_word, words


def _latin(chars: _Characters) -> _Words:
    present = np.zeros(CODE_SPACE, dtype=bool)
    present[chars.codes] = True
    table = np.zeros(CODE_SPACE, dtype=bool)
    table[[c for c in np.flatnonzero(present).tolist() if chr(c).isalnum()]] = True
    is_latin = table[chars.codes] & ~chars.is_han
    edges = np.diff(is_latin.astype(np.int8), prepend=0, append=0)
    words = _Words.none()
    for first, end in zip(
        np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True
    ):
        run = chars.text[first:end]
        words.add(run, first)
        if not (run.isalpha() or run.isdecimal()):
            parts = _PARTS.findall(run)
            for part in parts if len(parts) > 1 else ():
                words.add(part, first)
    return words


def collect_body_terms(texts: Sequence[str]) -> BodyTerms:
    """Count the terms of each section's own folded text (blocks separated by newlines)."""
    chars = _Characters.of(texts)
    spellings, ranks = _han_ranks(chars)
    is_word, words = _segment(chars)
    latin = _latin(chars)
    word_sections = chars.sections[np.frombuffer(words.at, dtype=np.int64)]
    latin_sections = chars.sections[np.frombuffer(latin.at, dtype=np.int64)]
    han = _Han(chars.sections, chars.is_han, chars.count)
    # Sorting takes the most memory of the whole build: the text itself is not needed any more.
    del chars
    han_sections = han.sections[han.is_han]
    lengths = np.bincount(han_sections, minlength=han.section_count) + np.bincount(
        latin_sections, minlength=han.section_count
    )
    keys = ranks[han.is_han].astype(np.int64)
    return BodyTerms(
        chars=_postings(spellings, _group(keys, han_sections, han.section_count)),
        pairs=_pair_postings(han, spellings, ranks, is_word),
        words=_word_postings(words, word_sections, han.section_count),
        latin=_word_postings(latin, latin_sections, han.section_count),
        lengths=lengths.astype(np.int64),
    )


def collect_pairs(texts: Sequence[str]) -> Postings:
    """Count only pairs of Han characters, for the headings above each section."""
    chars = _Characters.of(texts)
    spellings, ranks = _han_ranks(chars)
    han = _Han(chars.sections, chars.is_han, chars.count)
    return _pair_postings(han, spellings, ranks, None)


def collect_labels(labels: Sequence[tuple[str, int]], count: int) -> Postings:
    """Group ready-made terms (facets, titles, article numbers) given as (term, section)."""
    words = _Words.none()
    for term, section in labels:
        words.add(term, section)
    sections = np.frombuffer(words.at, dtype=np.int64).astype(np.int32)
    return _word_postings(words, sections, count)
