"""Find words in the characters of a site: jieba's Chinese words, Latin words and digit runs."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from mkdocs_study.search.characters import CODE_SPACE, Characters
from mkdocs_study.search.numbers import Ints, utf16_key
from mkdocs_study.search.postings import Flags, Numbers, Postings, postings_of
from mkdocs_study.search.segmentation import segment_pages
from mkdocs_study.text.segment import inner_words

PAIR = 2

_PARTS = re.compile(r"\d+|[^\W\d_]+")


class Words:
    """Strings found in the text, each kept once: numbers into `spellings`, and where they begin."""

    def __init__(self) -> None:
        self.spellings: dict[str, int] = {}
        self.numbers = array("i")
        self.at = array("q")

    def add(self, spelling: str, at: int) -> None:
        """Note a word at a place of the text."""
        self.numbers.append(self.spellings.setdefault(spelling, len(self.spellings)))
        self.at.append(at)

    @property
    def places(self) -> Ints:
        """Where each word begins."""
        return np.frombuffer(self.at, dtype=np.int64)

    def postings(self, sections: Numbers, count: int) -> Postings:
        """Group the words by spelling; `sections` has the section of every place `at`."""
        terms = sorted(self.spellings, key=utf16_key)
        rank_of = np.zeros(len(terms), dtype=np.int64)
        rank_of[[self.spellings[term] for term in terms]] = np.arange(len(terms))
        keys = rank_of[np.frombuffer(self.numbers, dtype=np.int32)] if terms else rank_of
        return postings_of(terms, keys, sections, count)


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


def segment_characters(
    site: Characters, page_sizes: Sequence[int], cache_folder: Path | None
) -> tuple[Flags, Words]:
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
    words = Words()
    is_long = lengths > PAIR
    for start, length in zip(starts[is_long].tolist(), lengths[is_long].tolist(), strict=True):
        words.add(text[start : start + length], start)
    _add_parts(words, is_word)
    return is_word, words


def _add_parts(words: Words, is_word: Flags) -> None:
    """Mark the pairs inside the long words, and add the words of three characters inside them."""
    at = np.frombuffer(words.at, dtype=np.int64).copy()
    numbers = np.frombuffer(words.numbers, dtype=np.int32).copy()
    inner = [_parts(word) for word in words.spellings]
    for offset in range(max((max(pairs, default=0) for pairs, _ in inner), default=0) + 1):
        has_pair = np.array([offset in pairs for pairs, _ in inner], dtype=bool)
        if has_pair.any():
            is_word[at[has_pair[numbers]] + offset] = True
    has_longer = np.array([bool(longer) for _, longer in inner], dtype=bool)
    chosen = has_longer[numbers] if inner else np.zeros(0, dtype=bool)
    for start, number in zip(at[chosen].tolist(), numbers[chosen].tolist(), strict=True):
        for offset, word in inner[number][1]:
            words.add(word, start + offset)


def find_latin(site: Characters) -> Words:
    """Return runs of letters and digits, and the parts of those that mix both."""
    present = np.zeros(CODE_SPACE, dtype=bool)
    present[site.codes] = True
    table = np.zeros(CODE_SPACE, dtype=bool)
    table[[c for c in np.flatnonzero(present).tolist() if chr(c).isalnum()]] = True
    is_latin = table[site.codes] & ~site.is_han
    edges = np.diff(is_latin.astype(np.int8), prepend=0, append=0)
    words = Words()
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
