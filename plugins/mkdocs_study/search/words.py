"""Find words in the characters of a site: jieba's Chinese words, Latin words and digit runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mkdocs_study.search.characters import CODE_SPACE, Characters
from mkdocs_study.search.numbers import Ints, utf16_key
from mkdocs_study.search.postings import Flags, Numbers, Postings, postings_of
from mkdocs_study.search.segmentation import segment_pages
from mkdocs_study.text.segment import inner_words

PAIR = 2

_PARTS = re.compile(r"\d+|[^\W\d_]+")


class Words(NamedTuple):
    """Strings found in the text, each spelling kept once."""

    spellings: dict[str, int]
    """Spelling → its number."""
    numbers: Numbers
    """Number of the spelling of each word found."""
    places: Ints
    """Where in the text each begins; for ready-made terms, what has them."""

    @classmethod
    def of(cls, spelled: Sequence[str], places: Sequence[int] | Ints) -> Words:
        """Give the spellings of the words found their numbers."""
        spellings: dict[str, int] = {}
        number = spellings.setdefault
        numbers = np.array([number(word, len(spellings)) for word in spelled], dtype=np.int32)
        return cls(spellings, numbers, np.array(places, dtype=np.int64))

    def postings(self, sections: Numbers, count: int) -> Postings:
        """Group the words by spelling; `sections` has the section of every place."""
        terms = sorted(self.spellings, key=utf16_key)
        rank_of = np.zeros(len(terms), dtype=np.int64)
        rank_of[[self.spellings[term] for term in terms]] = np.arange(len(terms))
        keys = rank_of[self.numbers] if terms else rank_of
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
    is_long = lengths > PAIR
    starts, lengths = starts[is_long], lengths[is_long]
    spelled = [
        text[start:end]
        for start, end in zip(starts.tolist(), (starts + lengths).tolist(), strict=True)
    ]
    return is_word, _with_parts(Words.of(spelled, starts), is_word)


def _ragged(words: Words, parts: Iterable[Sequence[tuple[int, int]]]) -> tuple[Ints, Numbers]:
    """Return where the parts of all words found begin, and the numbers of the parts.

    `parts` has for each spelling (offset in it, number of the part).
    """
    listed = list(parts)
    sizes = np.array([len(each) for each in listed], dtype=np.int64)
    flat = np.array([part for each in listed for part in each], dtype=np.int64).reshape(-1, 2)
    first_of = np.cumsum(sizes) - sizes
    repeats = sizes[words.numbers]
    starts = np.repeat(first_of[words.numbers], repeats)
    within = np.arange(len(starts)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    chosen = flat[starts + within]
    places = np.repeat(words.places, repeats) + chosen[:, 0]
    return places, chosen[:, 1].astype(np.int32)


def _with_parts(words: Words, is_word: Flags) -> Words:
    """Mark the pairs inside the long words, and add the words of three characters inside them."""
    if not words.spellings:
        return words
    inner = [_parts(word) for word in words.spellings]
    places, _ = _ragged(words, ([(start, 0) for start in pairs] for pairs, _ in inner))
    is_word[places] = True
    spellings = dict(words.spellings)
    number = spellings.setdefault
    places, numbers = _ragged(
        words,
        [[(start, number(word, len(spellings))) for start, word in longer] for _, longer in inner],
    )
    return Words(
        spellings,
        np.concatenate((words.numbers, numbers)),
        np.concatenate((words.places, places)),
    )


def find_latin(site: Characters) -> Words:
    """Return runs of letters and digits, and the parts of those that mix both."""
    present = np.zeros(CODE_SPACE, dtype=bool)
    present[site.codes] = True
    table = np.zeros(CODE_SPACE, dtype=bool)
    table[[c for c in np.flatnonzero(present).tolist() if chr(c).isalnum()]] = True
    is_latin = table[site.codes] & ~site.is_han
    edges = np.diff(is_latin.astype(np.int8), prepend=0, append=0)
    spelled: list[str] = []
    places: list[int] = []
    for first, end in zip(
        np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True
    ):
        run = site.text[first:end]
        parts = () if run.isalpha() or run.isdecimal() else _PARTS.findall(run)
        found = (run, *(parts if len(parts) > 1 else ()))
        spelled += found
        places += [first] * len(found)
    return Words.of(spelled, places)
