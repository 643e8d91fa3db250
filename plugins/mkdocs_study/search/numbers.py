"""Write whole numbers and sorted terms as printable text that gzip packs well.

Numbers are in base 46 over 92 printable ASCII characters, low digit first; all digits but the
last come from the upper half of the alphabet. Written like that, gzip's Huffman code works on the
numbers' own distribution; base64 of binary numbers would hide it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ALPHABET = "".join(chr(c) for c in range(0x20, 0x7F) if chr(c) not in '"\\<')
BASE = 46
"""`ALPHABET` has 92 characters: 46 for the last digit of a number, 46 for the others."""
LAST_BMP = 0xFFFF
"""Characters above it take two UTF-16 units in the browser."""

Ints = NDArray[np.int64]

_ALPHABET_BYTES = np.frombuffer(ALPHABET.encode("ascii"), dtype=np.uint8)


def utf16_key(term: str) -> bytes:
    """Order terms as JavaScript's `<` does: by UTF-16 code unit."""
    return term.encode("utf-16-be", "surrogatepass")


def encode_numbers(values: NDArray[np.int32]) -> tuple[NDArray[np.uint8], Ints]:
    """Write whole numbers ≥ 0 in base 46.

    Returns the ASCII bytes and, one longer than `values`, where each number starts in them.
    """
    digits = np.ones(len(values), dtype=np.int8)
    higher = values // BASE
    while higher.any():
        digits += higher > 0
        higher //= BASE
    offsets = np.zeros(len(values) + 1, dtype=np.int64)
    np.cumsum(digits, out=offsets[1:])
    out = np.empty(int(offsets[-1]), dtype=np.uint8)
    rest = values
    at = offsets[:-1]
    while len(rest):
        is_last = rest < BASE
        out[at] = _ALPHABET_BYTES[rest % BASE + np.where(is_last, 0, BASE)]
        rest = rest[~is_last] // BASE
        at = at[~is_last] + 1
    return out, offsets


def _encode(value: int) -> str:
    digits = ""
    while value >= BASE:
        digits += ALPHABET[BASE + value % BASE]
        value //= BASE
    return digits + ALPHABET[value]


_SMALL = [_encode(value) for value in range(BASE * BASE)]


def encode_number_list(values: Sequence[int]) -> str:
    """Write a list of whole numbers ≥ 0 in base 46, one by one: quick for short lists."""
    return "".join(_SMALL[value] if value < len(_SMALL) else _encode(value) for value in values)


def front_code(terms: Sequence[str]) -> str:
    """Join sorted terms with newlines, each without what it shares with the one before.

    The shared length stands before the rest as one character, `ALPHABET[n]`; it counts UTF-16
    units and never splits a surrogate pair.
    """
    lines: list[str] = []
    previous = ""
    for term in terms:
        shared = 0
        for a, b in zip(previous, term, strict=False):
            if a != b or ord(a) > LAST_BMP or shared == BASE - 1:
                break
            shared += 1
        lines.append(ALPHABET[shared] + term[shared:])
        previous = term
    return "\n".join(lines)
