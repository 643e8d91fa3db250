"""Sort occurrences of terms into posting lists: which sections have a term, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mkdocs_study.search.numbers import Ints

CHUNK = 1 << 20
"""Keys compared at a time; bounds the memory that the comparison takes."""

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


class Groups(NamedTuple):
    """Distinct (term, section) in order of `keys`, with how often each occurred."""

    keys: Ints
    """Term number times the number of sections, plus section."""
    counts: Numbers
    flags: Flags


def group(keys: Ints, sections: Numbers, count: int, flags: Flags | None = None) -> Groups:
    """Sort occurrences and count equal ones.

    `keys` holds the number of each occurrence's term and is overwritten: with one for each
    character of the site, every copy is 64 MB for 8 million characters.
    """
    keys *= count
    keys += sections
    if flags is not None:
        # The flag becomes the lowest bit, so that the last of equal ones has it if any has.
        keys <<= 1
        keys |= flags
    keys.sort()
    is_last = np.ones(len(keys), dtype=bool)
    step = 0 if flags is None else 1
    for first in range(0, len(keys) - 1, CHUNK):
        chunk = keys[first : first + CHUNK + 1]
        np.greater(chunk[1:] ^ chunk[:-1], step, out=is_last[first : first + len(chunk) - 1])
    ends = np.flatnonzero(is_last).astype(np.int32)
    unique = keys[is_last]
    del is_last
    last_flags = np.zeros(0, dtype=bool)
    if flags is not None:
        last_flags = (unique & 1).astype(bool)
        unique >>= 1
    return Groups(unique, np.diff(ends, prepend=np.int32(-1)), last_flags)


def postings_from(terms: list[str], groups: Groups, starts: Ints, count: int) -> Postings:
    """Name the terms of grouped occurrences; `starts` has each term's first group."""
    sections = (groups.keys % count).astype(np.int32)
    return Postings(terms, starts, sections, groups.counts, groups.flags)


def postings_of(terms: list[str], keys: Ints, sections: Numbers, count: int) -> Postings:
    """Group occurrences whose terms are numbered as in `terms`."""
    groups = group(keys, sections, count)
    starts = np.searchsorted(groups.keys, np.arange(len(terms) + 1) * count)
    return postings_from(terms, groups, starts, count)
