"""Write an index as small content-hashed `.js` files that http and file:// can both load.

Format 1. Every file is one call, `__zh([name, data])`, whose argument is JSON; numbers are those
of `numbers.py`. See docs/dev/search.md for the table of all fields.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np

from mkdocs_study.search.documents import write_documents
from mkdocs_study.search.entries import collect_entries
from mkdocs_study.search.files import FileNamer, IndexFile
from mkdocs_study.search.headings import HeadingRanges
from mkdocs_study.search.index import Index, PostingClass
from mkdocs_study.search.lexicon import write_lexicon
from mkdocs_study.search.numbers import (
    BASE,
    encode_number_list,
    encode_numbers,
    front_code,
    utf16_key,
)
from mkdocs_study.search.synonyms import Group, write_synonyms
from mkdocs_study.text.normalize import folding_pairs

FORMAT_VERSION = 1
HAN_CLASSES = ("b", "t", "w")
"""Classes of terms that are written as one, under the first letter."""
TITLE_SUFFIX = "!"
"""Tells a title from a word; no term has it."""
TERM_SHARD_BYTES = 10_500
"""A term shard is closed at this size before compression; a longer list has a file to itself."""
CHARACTER_SHARD_BYTES = 40_000
"""The same for single characters, which few queries ask for."""
IDF_STEPS = 2
"""Steps for each unit of a character's idf."""


class _List(NamedTuple):
    """One term with its posting list, ready to be written."""

    term: str
    documents: int
    entry: int
    """Number of postings; for Han terms times 3, plus how the list says which are words."""
    digits: str


@dataclass(frozen=True)
class _TermShard:
    first: str
    """Class letter and first term; of a shard of several terms only so much of it as tells it
    from the last term of the shard before."""
    documents: int
    """Sections of the first term."""
    is_long: bool
    """It holds one list that is longer than a shard."""
    data: list[str]


def _lists(postings: PostingClass, suffix: str = "") -> Iterator[_List]:
    """Yield the lists of one class; `suffix` tells its terms from those of others."""
    encoded, offsets = encode_numbers(postings.values)
    digits = encoded.tobytes().decode("ascii")
    bounds = offsets[postings.starts].tolist()
    counts = np.diff(postings.starts)
    entries = counts
    if postings.name in HAN_CLASSES:
        entries = counts * 3 + (0 if postings.modes is None else postings.modes)
    for i, (term, documents, entry) in enumerate(
        zip(postings.terms, counts.tolist(), entries.tolist(), strict=True)
    ):
        yield _List(term + suffix, documents, entry, digits[bounds[i] : bounds[i + 1]])


def _heading_data(headings: HeadingRanges, terms: Sequence[str]) -> list[str]:
    """Return which of the terms stand in headings (gap, ranges), and the ranges' numbers."""
    which: list[int] = []
    numbers: list[int] = []
    last = -1
    for i, term in enumerate(terms):
        ranges = headings.get(term)
        if ranges is None:
            continue
        which += (i - last - 1, len(ranges))
        last = i
        before = 0
        for first, length in ranges:
            # Two headings of one section, a title and its alias, give two ranges: gap 0.
            numbers += (first - before, length - 1)
            before = first
    return [encode_number_list(which), encode_number_list(numbers)]


def _distinct_start(before: str, term: str) -> str:
    """Return the shortest start of `term` that comes after `before` in UTF-16 order."""
    for end in range(1, len(term)):
        if utf16_key(term[:end]) > utf16_key(before):
            return term[:end]
    return term


def _shards(
    letter: str, lists: Iterable[_List], headings: HeadingRanges | None
) -> Iterator[_TermShard]:
    """Cut sorted lists into runs of terms: [terms, entries, lists], for Han terms also headings."""
    limit = CHARACTER_SHARD_BYTES if letter == "c" else TERM_SHARD_BYTES

    def shard(run: list[_List], before: str) -> _TermShard:
        terms = [each.term for each in run]
        data = [
            front_code(terms),
            encode_number_list([each.entry for each in run]),
            "".join(each.digits for each in run),
        ]
        if headings is not None:
            data += _heading_data(headings, terms)
        is_long = len(data[2]) > limit
        first = terms[0] if is_long else _distinct_start(before, terms[0])
        return _TermShard(letter + first, run[0].documents, is_long, data)

    run: list[_List] = []
    size = 0
    before = ""
    for each in lists:
        own = len(each.digits) + 3 * len(each.term)
        if run and size + own > limit:
            yield shard(run, before)
            before, run, size = run[-1].term, [], 0
        run.append(each)
        size += own
    if run:
        yield shard(run, before)


def _split_shards(index: Index) -> tuple[list[_TermShard], list[_TermShard]]:
    """Return the shards of several terms, and those of one long list.

    Han terms of all classes stand in one order, so that a word, or a title, lies beside the pair
    that begins it: who searches for it has loaded that shard already.
    """
    several: list[_TermShard] = []
    long_lists: list[_TermShard] = []
    classes = {postings.name: postings for postings in index.classes}
    han = [
        _lists(classes[name], TITLE_SUFFIX if name == "t" else "")
        for name in HAN_CLASSES
        if name in classes
    ]
    # Pairs that stand only across the marks of a title are terms without a section.
    known = set(classes["b"].terms) if "b" in classes else set()
    across = [_List(term, 0, 0, "") for term in index.headings if term not in known]
    merged = sorted((*chain(*han), *across), key=lambda each: utf16_key(each.term))
    cut = list(_shards(HAN_CLASSES[0], merged, index.headings))
    for name in sorted(classes.keys() - set(HAN_CLASSES)):
        cut += _shards(name, _lists(classes[name]), None)
    for each in cut:
        (long_lists if each.is_long else several).append(each)
    for shards in (several, long_lists):
        firsts = [each.first for each in shards]
        if firsts != sorted(firsts, key=utf16_key):
            message = "term shards are out of order"
            raise AssertionError(message)
    return several, long_lists


def _characters_file(index: Index, namer: FileNamer) -> IndexFile:
    """Write every character of the site and its idf, which ranking on the text needs."""
    codes = [ord(char) for char, _ in index.characters]
    order = sorted(range(len(codes)), key=codes.__getitem__)
    gaps = np.diff([codes[i] for i in order], prepend=0).tolist()
    steps: list[int] = []
    for i in order:
        documents = index.characters[i][1]
        rarity = (index.section_count - documents + 0.5) / (documents + 0.5)
        steps.append(min(round(math.log1p(rarity) * IDF_STEPS), BASE - 1))
    return namer.file("r", [encode_number_list(gaps), encode_number_list(steps)])


def _fold_file(index: Index, namer: FileNamer) -> IndexFile:
    """Write the traditional characters and radicals whose plain ones stand in the site."""
    present = {char for char, _ in index.characters}
    pairs = "".join(a + b for a, b in folding_pairs() if b in present)
    return namer.file("f", pairs)


def _word_files(
    index: Index, synonyms: Sequence[Group], namer: FileNamer
) -> tuple[dict[str, str], list[IndexFile]]:
    """Write what finds other words than those typed; return their keys of the manifest."""
    entries = collect_entries(index.pages, index.frequent_words)
    lexicon, lexicon_files = write_lexicon(entries, namer)
    equal, synonym_files = write_synonyms(synonyms, namer)
    keys = {"y": lexicon, "e": equal}
    return {key: name for key, name in keys.items() if name}, [*lexicon_files, *synonym_files]


def write_index(index: Index, synonyms: Sequence[Group] = ()) -> tuple[str, list[IndexFile]]:
    """Return the manifest's name and all files of an index, the manifest last.

    The same index always gives the same bytes. `synonyms` are groups of folded words.
    """
    namer = FileNamer()
    several, long_lists = _split_shards(index)
    term_names, term_files = namer.series("t", [shard.data for shard in several])
    long_names, long_files = namer.series("l", [shard.data for shard in long_lists])
    documents = write_documents(index.pages, namer)
    characters = _characters_file(index, namer)
    folds = _fold_file(index, namer)
    word_keys, word_files = _word_files(index, synonyms, namer)
    manifest = namer.file(
        "m",
        {
            "v": FORMAT_VERSION,
            "n": index.section_count,
            "a": round(index.average_length, 2),
            "p": encode_number_list([len(page.sections) for page in index.pages]),
            "q": encode_number_list(index.authority),
            "k": front_code([shard.first for shard in several]),
            "t": term_names,
            "K": front_code([shard.first for shard in long_lists]),
            "z": encode_number_list([shard.documents for shard in long_lists]),
            "l": long_names,
            "s": encode_number_list(documents.steps),
            "d": documents.names,
            "x": index.fold_pairs,
            "r": characters.stem,
            "f": folds.stem,
            **word_keys,
        },
    )
    files = [*term_files, *long_files, *documents.files, *word_files, characters, folds, manifest]
    return manifest.name, files
