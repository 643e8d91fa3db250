"""Turn the texts of all sections into one array of folded characters, for numpy to work on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mkdocs_study.search.postings import Flags, Numbers
from mkdocs_study.text.normalize import FOLD, HAN_RANGES, IGNORABLE

CODE_SPACE = 0x110000

Codes = NDArray[np.uint32]

_IGNORABLE_CODES = np.array(sorted(map(ord, IGNORABLE)), dtype=np.uint32)


def _han_table() -> Flags:
    table = np.zeros(CODE_SPACE, dtype=bool)
    for first, last in HAN_RANGES:
        table[first : last + 1] = True
    return table


class Characters(NamedTuple):
    """The whole site, folded, as one array of code points; every section ends with a newline."""

    text: str
    codes: Codes
    is_han: Flags
    sections: Numbers
    """Section of each character."""
    section_count: int
    fold_pairs: str
    """Han characters of the texts that fold to another one, each with its fold."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> Characters:
        """Join the sections' texts (blocks one a line) and fold each block as `fold_block` does."""
        text = "\n".join(texts) + "\n"
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        lengths = np.fromiter((len(t) + 1 for t in texts), dtype=np.int64, count=len(texts))
        sections = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
        del text
        is_han = _han_table()
        codes, pairs = _fold(codes, is_han)
        codes, sections = _drop(codes, sections, np.isin(codes, _IGNORABLE_CODES))
        codes, sections = _drop(codes, sections, _gaps(codes, is_han))
        folded = codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
        return cls(folded, codes, is_han[codes], sections, len(texts), pairs)


def _fold(codes: Codes, is_han: Flags) -> tuple[Codes, str]:
    """Fold each character, and list the Han characters that change."""
    present = np.zeros(CODE_SPACE, dtype=bool)
    present[codes] = True
    table = np.arange(CODE_SPACE, dtype=np.uint32)
    pairs: list[str] = []
    for code in np.flatnonzero(present).tolist():
        folded = FOLD[code]
        table[code] = ord(folded)
        if is_han[code] and folded != chr(code):
            pairs.append(chr(code) + folded)
    return table[codes], "".join(pairs)


def _drop(codes: Codes, sections: Numbers, dropped: Flags) -> tuple[Codes, Numbers]:
    return (codes[~dropped], sections[~dropped]) if dropped.any() else (codes, sections)


def _gaps(codes: Codes, is_han: Flags) -> Flags:
    """Mark the spaces between two Han characters of one line."""
    is_space = codes == ord(" ")
    edges = np.diff(is_space.astype(np.int8), prepend=0, append=0)
    firsts = np.flatnonzero(edges == 1)
    ends = np.flatnonzero(edges == -1)
    # The last character is a newline: every run of spaces has one after it.
    is_gap = (firsts > 0) & is_han[codes[firsts - 1]] & is_han[codes[ends]]
    marks = np.zeros(len(codes) + 1, dtype=np.int8)
    marks[firsts[is_gap]] += 1
    marks[ends[is_gap]] -= 1
    return np.cumsum(marks[:-1], dtype=np.int8).astype(bool)
