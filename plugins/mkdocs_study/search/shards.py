"""Write an index as small content-hashed `.js` files that http and file:// can both load.

Format 1. Every file is one call, `__zh([name, data])`, whose argument is JSON; numbers are those
of `numbers.py`. See docs/dev/search.md for the table of all fields.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mkdocs_study.search.documents import write_documents
from mkdocs_study.search.entries import collect_entries
from mkdocs_study.search.files import FileNamer, IndexFile
from mkdocs_study.search.headings import HeadingTerms
from mkdocs_study.search.index import Index, PostingClass
from mkdocs_study.search.lexicon import write_lexicon
from mkdocs_study.search.numbers import (
    BASE,
    LAST_BMP,
    encode_number_list,
    encode_numbers,
    front_code,
    utf16_key,
)
from mkdocs_study.search.synonyms import Group, write_synonyms
from mkdocs_study.text.normalize import simplified_pairs

FORMAT_VERSION = 1
TERM_SHARD_BYTES = 9_000
"""A term shard is closed at this size before compression; a longer list has a file to itself."""
IDF_STEPS = 2
"""Steps for each unit of a character's idf."""


@dataclass(frozen=True)
class _TermShard:
    first: str
    """Class letter and first term."""
    documents: int
    """Sections of the first term."""
    is_long: bool
    """It holds one list that is longer than a shard."""
    data: list[str]


class _ShardWriter:
    """Cuts one class into runs of terms: [terms, counts, lists] and for pairs the headings."""

    def __init__(self, postings: PostingClass, headings: HeadingTerms) -> None:
        self._postings = postings
        self._counts = np.diff(postings.starts)
        encoded, offsets = encode_numbers(postings.values)
        self._lists = encoded.tobytes().decode("ascii")
        self._bounds = offsets[postings.starts].tolist()
        counts = self._counts
        if postings.modes is not None:
            counts = counts * 3 + postings.modes
        digits, count_offsets = encode_numbers(counts.astype(np.int32))
        self._count_digits = digits.tobytes().decode("ascii")
        self._count_offsets = count_offsets
        self._headings = headings if postings.name == "b" else None
        self._heading_at = {term: i for i, term in enumerate(headings.terms)}

    def cut(self) -> Iterator[_TermShard]:
        """Yield the shards in the order of their first terms."""
        terms, bounds = self._postings.terms, self._bounds
        begin = size = 0
        for i, term in enumerate(terms):
            own = bounds[i + 1] - bounds[i] + 3 * len(term)
            if i > begin and size + own > TERM_SHARD_BYTES:
                yield self._shard(begin, i)
                begin, size = i, 0
            size += own
            if size > TERM_SHARD_BYTES:
                yield self._shard(begin, i + 1)
                begin, size = i + 1, 0
        if begin < len(terms):
            yield self._shard(begin, len(terms))

    def _shard(self, begin: int, end: int) -> _TermShard:
        postings, bounds = self._postings, self._bounds
        data = [
            front_code(postings.terms[begin:end]),
            self._count_digits[self._count_offsets[begin] : self._count_offsets[end]],
            self._lists[bounds[begin] : bounds[end]],
        ]
        if self._headings is not None:
            data += self._heading_data(self._headings, postings.terms[begin:end])
        is_long = len(data[2]) > TERM_SHARD_BYTES
        return _TermShard(
            postings.name + postings.terms[begin], int(self._counts[begin]), is_long, data
        )

    def _heading_data(self, headings: HeadingTerms, terms: Sequence[str]) -> list[str]:
        """Return which of the terms stand in headings (gap, ranges), and the ranges' numbers."""
        which: list[int] = []
        ranges: list[int] = []
        last = -1
        for i, term in enumerate(terms):
            at = self._heading_at.get(term)
            if at is None:
                continue
            span = slice(int(headings.starts[at]), int(headings.starts[at + 1]))
            firsts = headings.firsts[span]
            which += (i - last - 1, len(firsts))
            last = i
            # Two headings of one section, a title and its alias, give two ranges: gap 0.
            gaps = np.diff(firsts, prepend=0)
            lengths = headings.lengths[span] - 1
            ranges += np.column_stack((gaps, lengths)).ravel().tolist()
        return [encode_number_list(which), encode_number_list(ranges)]


def _split_shards(index: Index) -> tuple[list[_TermShard], list[_TermShard]]:
    """Return the shards of several terms, and those of one long list."""
    several: list[_TermShard] = []
    long_lists: list[_TermShard] = []
    for postings in index.classes:
        for shard in _ShardWriter(postings, index.headings).cut():
            (long_lists if shard.is_long else several).append(shard)
    for shards in (several, long_lists):
        firsts = [shard.first for shard in shards]
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
    """Write the traditional characters whose simplified ones stand in the site."""
    present = {char for char, _ in index.characters}
    pairs = "".join(
        a + b for a, b in sorted(simplified_pairs().items()) if ord(a) <= LAST_BMP and b in present
    )
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
