"""Turn the texts of all sections into one array of characters, for numpy to work on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mkdocs_study.search.postings import Flags, Numbers
from mkdocs_study.text.normalize import HAN_RANGES

CODE_SPACE = 0x110000


def _han_table() -> Flags:
    table = np.zeros(CODE_SPACE, dtype=bool)
    for first, last in HAN_RANGES:
        table[first : last + 1] = True
    return table


class Characters(NamedTuple):
    """The whole site as one array of code points; every section ends with a newline."""

    text: str
    codes: NDArray[np.uint32]
    is_han: Flags
    sections: Numbers
    """Section of each character."""
    section_count: int

    @classmethod
    def of(cls, texts: Sequence[str]) -> Characters:
        """Join the sections' texts."""
        text = "\n".join(texts) + "\n"
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        lengths = np.fromiter((len(t) + 1 for t in texts), dtype=np.int64, count=len(texts))
        sections = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
        return cls(text, codes, _han_table()[codes], sections, len(texts))
