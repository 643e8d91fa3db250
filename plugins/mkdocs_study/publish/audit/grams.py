"""Finds many needles at once in much text: n-grams are hashed for whole texts by numpy.

A text is folded character by character (width, case, traditional to simplified); white space,
quotation marks, brackets and Markdown's marks are dropped, so that a sentence is found however it
is set. Each needle is filed under its first 2, 4 or 8 characters; a text is looked at once per
length in use, at some 20 ns a character, whatever the number of needles.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mkdocs_study.text.normalize import IGNORABLE, fold_chars

Codes = NDArray[np.uint32]

LENGTHS = (8, 4, 2)
"""Lengths of the n-grams under which needles are filed."""

_PRIME = np.uint64(0x9E3779B97F4A7C15)
_BITS = 22
_BMP = 0x10000
_DROPPED = "*_~`[]{}()（）【】〔〕〈〉《》「」『』“”‘’\"'#\\\u00b7"
_SEPARATOR, _EDGE = 1, 2
_FIRST_NOT_ASCII = 0x80
CHUNK = 4_000_000
"""Characters looked at in one go; chunks overlap by the longest needle."""


@cache
def _table() -> Codes:
    """Return for every character of the BMP its folded code, 0 if dropped, 1 if it separates.

    The bar stands between blocks in views: it is unlike any punctuation.
    """
    characters = [chr(code) for code in range(_BMP)]
    plain = "".join(" " if "\ud800" <= each <= "\udfff" else each for each in characters)
    folded = fold_chars(plain)
    table = np.ones(_BMP, dtype=np.uint32)
    for code, character in enumerate(folded):
        if character.isspace() or plain[code] in IGNORABLE or plain[code] in _DROPPED:
            table[code] = 0
        elif character.isalnum() or character in "-./":
            table[code] = ord(character)
    table[ord("|")] = _EDGE
    return table


def fold_codes(text: str) -> Codes:
    """Return the codes of the characters of a text that count, folded.

    What is dropped between two Latin letters or digits separates them: words stay words.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype="<u4")
    low = codes < _BMP
    folded = np.where(low, _table()[np.where(low, codes, 0)], codes).astype(np.uint32)
    kept = np.flatnonzero(folded)
    found = folded[kept]
    latin = (found < _FIRST_NOT_ASCII) & (found > _EDGE)
    parted = (np.diff(kept) > 1) & latin[:-1] & latin[1:]
    if parted.any():
        found = np.insert(found, np.flatnonzero(parted) + 1, _SEPARATOR)
    return np.ascontiguousarray(found, dtype=np.uint32)


def fold_needle(text: str) -> str:
    """Return a needle in the form in which texts are searched."""
    return _as_text(fold_codes(text)).strip(chr(_SEPARATOR) + chr(_EDGE))


def _as_text(codes: Codes) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "replace")


def _hashes(codes: Codes, length: int) -> NDArray[np.uint64]:
    """Return a hash of every run of `length` characters."""
    count = len(codes) - length + 1
    total = np.zeros(max(count, 0), dtype=np.uint64)
    if count > 0:
        for place in range(length):
            total = total * _PRIME + codes[place : place + count]
    return total


@dataclass(frozen=True, slots=True)
class _Filed:
    """A needle, and where in it the n-gram begins under which it is filed."""

    needle: str
    offset: int


class Finder:
    """Looks for a fixed set of needles in any number of texts."""

    def __init__(self, needles: Iterable[str]) -> None:
        """Prepare the needles, folded, of two characters or more."""
        self.longest = 0
        self._by_gram: dict[int, defaultdict[int, list[_Filed]]] = {}
        for length, same in _by_length(needles).items():
            self.longest = max(self.longest, *map(len, same))
            self._by_gram[length] = _file(same, length)
        self._filters = {length: _filter(grams) for length, grams in self._by_gram.items()}

    def find(self, text: str) -> set[str]:
        """Return the needles that stand in a text."""
        if not self._by_gram:
            return set()
        codes = fold_codes(text)
        found: set[str] = set()
        for start in range(0, max(len(codes), 1), CHUNK):
            found.update(self._find(codes[start : start + CHUNK + self.longest]))
        return found

    def _find(self, codes: Codes) -> Iterator[str]:
        text = ""
        for length, grams in self._by_gram.items():
            hashes = _hashes(codes, length)
            if not len(hashes):
                continue
            slots = (hashes >> np.uint64(64 - _BITS)).astype(np.int64)
            places = np.flatnonzero(self._filters[length][slots])
            if not len(places):
                continue
            text = text or _as_text(codes)
            for place, key in zip(places.tolist(), hashes[places].tolist(), strict=True):
                for filed in grams.get(key, ()):
                    start = place - filed.offset
                    if _stands(text, filed.needle, start):
                        yield filed.needle


def _by_length(needles: Iterable[str]) -> dict[int, list[str]]:
    """Sort needles by the length of the n-gram that they are long enough for."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for needle in sorted(set(needles)):
        if length := next((each for each in LENGTHS if each <= len(needle)), 0):
            found[length].append(needle)
    return found


def _file(needles: list[str], length: int) -> defaultdict[int, list[_Filed]]:
    """File each needle under that of its n-grams which the fewest others have.

    Thousands of sentences begin with the same words; few of them share all.
    """
    hashes = [_hashes(_codes_of(needle), length).tolist() for needle in needles]
    counts = Counter(key for keys in hashes for key in set(keys))
    grams: defaultdict[int, list[_Filed]] = defaultdict(list)
    for needle, keys in zip(needles, hashes, strict=True):
        offset = min(range(len(keys)), key=lambda place: counts[keys[place]])
        grams[keys[offset]].append(_Filed(needle, offset))
    return grams


def _codes_of(needle: str) -> Codes:
    """Return the codes of a needle that is folded already."""
    return np.frombuffer(needle.encode("utf-32-le"), dtype="<u4").astype(np.uint32)


def _filter(keys: Iterable[int]) -> NDArray[np.bool_]:
    bits = np.zeros(1 << _BITS, dtype=np.bool_)
    for key in keys:
        bits[key >> (64 - _BITS)] = True
    return bits


def _stands(text: str, needle: str, place: int) -> bool:
    """Tell whether a needle stands there, and not in a longer Latin word: `note` is not `notes`."""
    if place < 0 or not text.startswith(needle, place):
        return False
    end = place + len(needle)
    before = place and _sticks(text[place - 1]) and _sticks(needle[0])
    after = end < len(text) and _sticks(text[end]) and _sticks(needle[-1])
    return not before and not after


def _sticks(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "-")
