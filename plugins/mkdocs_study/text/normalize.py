"""Fold text so that spellings a reader takes for the same compare equal.

Folding works character by character: width (Ａ → A, U+3000 → space), case, compatibility
ideographs and radicals (⼀ → 一), traditional → simplified. A folded character is always exactly
one character, so the only thing that can shift an offset is dropped white space (`fold_block`).
Numerals and punctuation keep their characters: 第十二条 must go on containing 二条.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

HAN_RANGES: tuple[tuple[int, int], ...] = (
    (0x2E80, 0x2E99),
    (0x2E9B, 0x2EF3),
    (0x2F00, 0x2FD5),
    (0x3005, 0x3005),
    (0x3007, 0x3007),
    (0x3021, 0x3029),
    (0x3038, 0x303B),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFA6D),
    (0xFA70, 0xFAD9),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2EE5D),
    (0x2F800, 0x2FA1D),
    (0x30000, 0x323AF),
)
"""Code points of Unicode script Han (Scripts.txt), both ends included; the browser has the same
table in `text.js`, because `\\p{Script=Han}` changes with the browser's Unicode version."""

UNIFIED_FIRST, UNIFIED_LAST = 0x4E00, 0x9FFF
"""The block that nearly all characters are of."""
FULL_WIDTH_FIRST = 0xFF01
FULL_WIDTH_LAST = 0xFF5E
FULL_WIDTH_SHIFT = 0xFEE0
"""Full-width ！–～ are ASCII !–~ moved up by this much."""

_COMPATIBILITY_RANGES = (
    (0x2E80, 0x2EF3),
    (0x2F00, 0x2FD5),
    (0xF900, 0xFAD9),
    (0x2F800, 0x2FA1D),
)

_SUPPLEMENT_RADICALS = {
    0x2EA0: "民",
    0x2EC5: "见",
    0x2EC6: "角",
    0x2EC9: "贝",
    0x2ECB: "车",
    0x2ED0: "钅",
    0x2ED3: "长",
    0x2ED4: "门",
    0x2ED8: "青",
    0x2EDA: "页",
    0x2EDB: "风",
    0x2EDC: "飞",
    0x2EDD: "食",
    0x2EE0: "饣",
    0x2EE2: "马",
    0x2EE4: "鬼",
    0x2EE5: "鱼",
    0x2EE6: "鸟",
    0x2EE7: "卤",
    0x2EE8: "麦",
    0x2EE9: "黄",
    0x2EEC: "齐",
    0x2EEE: "齿",
    0x2EF0: "龙",
    0x2EF3: "龟",
}
"""CJK radicals supplement that PDF text layers hold in place of characters; NFKC maps none of
these (Unicode EquivalentUnifiedIdeograph.txt gives the pairs)."""

IGNORABLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Invisible characters that never take part in a comparison."""

_HAN_CLASS = "".join(
    f"{chr(first)}-{chr(last)}" if first != last else chr(first) for first, last in HAN_RANGES
)
HAN_RUN = re.compile(f"[{_HAN_CLASS}]+")
_GAP = re.compile(f"(?<=[{_HAN_CLASS}])[ \t\r\n\f\v]+(?=[{_HAN_CLASS}])")
_IGNORABLE = re.compile(f"[{''.join(sorted(IGNORABLE))}]+")


def is_han(char: str) -> bool:
    """Tell whether one character has the Unicode script Han."""
    code = ord(char)
    if UNIFIED_FIRST <= code <= UNIFIED_LAST:
        return True
    return any(first <= code <= last for first, last in HAN_RANGES)


@cache
def simplified_pairs() -> dict[str, str]:
    """Return traditional → simplified for single characters (OpenCC's t2s, first candidate)."""
    han = [chr(code) for first, last in HAN_RANGES for code in range(first, last + 1)]
    simple = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    return {a: b for a, b in zip(han, simple, strict=True) if a != b and len(b) == 1}


def _fold_uncached(char: str, to_simplified: dict[str, str]) -> str:
    code = ord(char)
    if FULL_WIDTH_FIRST <= code <= FULL_WIDTH_LAST:
        char = chr(code - FULL_WIDTH_SHIFT)
    elif char == "\u3000" or (char.isspace() and char != "\n"):
        return " "
    elif code in _SUPPLEMENT_RADICALS:
        char = _SUPPLEMENT_RADICALS[code]
    elif any(first <= code <= last for first, last in _COMPATIBILITY_RANGES):
        plain = unicodedata.normalize("NFKC", char)
        char = plain if len(plain) == 1 else char
    lower = char.lower()
    if len(lower) == 1:
        char = lower
    return to_simplified.get(char, char)


class FoldTable(dict[int, str]):
    """A `str.translate` table that fills itself with the characters it meets."""

    def __missing__(self, code: int) -> str:
        """Fold one code point that was not met before and keep the answer."""
        char = chr(code)
        folded = _fold_uncached(char, simplified_pairs())
        while (again := _fold_uncached(folded, simplified_pairs())) != folded:
            folded = again
        self[code] = folded
        return folded


FOLD = FoldTable()


@cache
def folding_pairs() -> tuple[tuple[str, str], ...]:
    """Return every Han character that folds to another one, with its fold, in order."""
    codes = {ord(char) for char in simplified_pairs()} | set(_SUPPLEMENT_RADICALS)
    for first, last in _COMPATIBILITY_RANGES:
        codes.update(range(first, last + 1))
    return tuple((chr(code), FOLD[code]) for code in sorted(codes) if FOLD[code] != chr(code))


def fold_chars(text: str) -> str:
    """Fold each character; the result has exactly as many characters as `text`."""
    return text.translate(FOLD)


def fold_block(text: str) -> str:
    """Fold one block of text and drop what no reader sees: white space inside a Han run.

    White space between a Han character and anything else stays (one space). Newlines count as
    white space here: a block is one paragraph, cell or heading.
    """
    folded = _IGNORABLE.sub("", text.translate(FOLD))
    if "\n" in folded:
        folded = folded.replace("\n", " ")
    return _GAP.sub("", folded) if " " in folded else folded
