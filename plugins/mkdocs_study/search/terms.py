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

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mkdocs_study.search.characters import CODE_SPACE, Characters
from mkdocs_study.search.numbers import Ints, utf16_key
from mkdocs_study.search.postings import (
    Flags,
    Numbers,
    Postings,
    group,
    postings_from,
)
from mkdocs_study.search.words import Words, find_latin, segment_characters


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
    fold_pairs: str
    """Han characters of the texts that fold to another one, each with its fold."""


def _final_postings(
    han: list[str], ranks: Numbers, is_followed: Flags, sections: Numbers, pairs: Postings
) -> tuple[Postings, list[tuple[str, int]]]:
    """Return where characters stand only at the end of runs, and in how many sections at all.

    All other sections of a character are those of the pairs that begin with it.
    """
    count = int(sections.max(initial=0)) + 1
    groups = group(ranks[~is_followed].astype(np.int64), sections[~is_followed], count)
    borders = np.searchsorted(groups.keys, np.arange(len(han) + 1) * count).tolist()
    ends = (groups.keys % count).astype(np.int32)
    begun = _first_pairs(han, pairs)
    is_begun = np.zeros(count, dtype=bool)
    is_kept = np.ones(len(ends), dtype=bool)
    terms: list[str] = []
    starts = [0]
    characters: list[tuple[str, int]] = []
    for i, char in enumerate(han):
        own = pairs.sections[begun[i] : begun[i + 1]]
        is_begun[own] = True
        span = slice(borders[i], borders[i + 1])
        is_kept[span] = ~is_begun[ends[span]]
        rest = int(np.count_nonzero(is_kept[span]))
        if rest:
            terms.append(char)
            starts.append(starts[-1] + rest)
        characters.append((char, int(np.count_nonzero(is_begun)) + rest))
        is_begun[own] = False
    final = Postings(terms, np.array(starts), ends[is_kept], groups.counts[is_kept], groups.flags)
    return final, characters


def _first_pairs(han: list[str], pairs: Postings) -> list[int]:
    """Return for each character where the postings of the pairs that begin with it start."""
    begun: dict[str, int] = {}
    for term, start in zip(pairs.terms, pairs.starts.tolist(), strict=False):
        begun.setdefault(term[0], start)
    found: list[int] = [len(pairs.sections)]
    for char in reversed(han):
        found.append(begun.get(char, found[-1]))
    return found[::-1]


def _han_ranks(site: Characters) -> tuple[list[str], Numbers]:
    """Return the site's Han characters in UTF-16 order, and the place of each Han character."""
    present = np.zeros(CODE_SPACE, dtype=bool)
    codes = site.codes[site.is_han]
    present[codes] = True
    han = sorted((chr(code) for code in np.flatnonzero(present)), key=utf16_key)
    table = np.zeros(CODE_SPACE, dtype=np.int32)
    table[[ord(c) for c in han]] = np.arange(len(han), dtype=np.int32)
    return han, table[codes]


def _pair_postings(
    han: list[str],
    ranks: Numbers,
    is_followed: Flags,
    sections: Numbers,
    is_word: Flags,
    count: int,
) -> Postings:
    """Count the pairs of each Han character and the one that follows it."""
    codes = ranks[is_followed].astype(np.int64)
    codes *= max(len(han), 1)
    codes += ranks[1:][is_followed[:-1]]
    groups = group(codes, sections[is_followed], count, is_word[is_followed])
    del codes
    numbers = groups.keys // count
    is_first = np.ones(len(numbers), dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=is_first[1:])
    firsts = np.flatnonzero(is_first)
    terms = [han[n // len(han)] + han[n % len(han)] for n in numbers[firsts].tolist()]
    return postings_from(terms, groups, np.append(firsts, len(numbers)), count)


def collect_body_terms(
    texts: Sequence[str],
    sections_per_page: Sequence[int] | None = None,
    cache_folder: Path | None = None,
) -> BodyTerms:
    """Count the terms of each section's own text (blocks separated by newlines), folded here.

    `sections_per_page` says how `texts` fall into pages, which are what the cache keeps; without
    it all are one page.
    """
    site = Characters.of(texts)
    del texts
    per_page = [site.section_count] if sections_per_page is None else sections_per_page
    starts = np.cumsum(per_page, dtype=np.int64) - np.array(per_page, dtype=np.int64)
    sizes = np.add.reduceat(np.bincount(site.sections, minlength=site.section_count), starts)
    is_word, words = segment_characters(site, sizes.tolist(), cache_folder)
    latin = find_latin(site)
    word_postings = words.postings(site.sections[words.places], site.section_count)
    latin_sections = site.sections[latin.places]
    han, ranks = _han_ranks(site)
    is_followed = site.is_han.copy()
    is_followed[:-1] &= site.is_han[1:]
    is_followed = is_followed[site.is_han]
    sections = site.sections[site.is_han]
    is_word = is_word[site.is_han]
    count, fold_pairs = site.section_count, site.fold_pairs
    # Sorting takes the most memory of the whole build: the text itself is not needed any more.
    del site, words
    lengths = np.bincount(sections, minlength=count) + np.bincount(latin_sections, minlength=count)
    pairs = _pair_postings(han, ranks, is_followed, sections, is_word, count)
    chars, characters = _final_postings(han, ranks, is_followed, sections, pairs)
    return BodyTerms(
        chars=chars,
        characters=characters,
        pairs=pairs,
        words=word_postings,
        latin=latin.postings(latin_sections, count),
        lengths=lengths.astype(np.int64),
        fold_pairs=fold_pairs,
    )


def collect_labels(labels: Sequence[tuple[str, int]], count: int) -> Postings:
    """Group ready-made terms (facets, titles, article numbers), given as (term, number < count)."""
    words = Words.of([term for term, _ in labels], [number for _, number in labels])
    return words.postings(words.places.astype(np.int32), max(count, 1))
