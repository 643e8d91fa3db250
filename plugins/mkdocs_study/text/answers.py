"""Turns what someone typed as an answer into the form in which answers are compared.

`client/quiz-rules.js` of the tracks has the same rule; tests/unit/test_answers.py holds the table
that both must give.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from mkdocs_study.text.normalize import fold_chars, folding_pairs
from mkdocs_study.text.numerals import NUMERAL, format_numeral, parse_numeral

_KEPT = "%"
"""Punctuation that is part of an answer: 20% is not 20."""

_BETWEEN_DIGITS = frozenset(".-/:")
_NUMERAL = re.compile(NUMERAL)
MAX_NUMBER = 10_000
"""Larger numbers are not written in two ways."""


def answer_key(text: str) -> str:
    """Drop width, case, white space and punctuation: “《学习》 规定 ” and 学习规定 are one answer.

    A point, hyphen, slash or colon between two digits stays: 3.5 is not 35.
    """
    folded = fold_chars(text)
    kept = [each for each in folded if _is_kept(each) or each in _BETWEEN_DIGITS]
    return "".join(
        each
        for index, each in enumerate(kept)
        if each not in _BETWEEN_DIGITS
        or (_is_digit(kept, index - 1) and _is_digit(kept, index + 1))
    )


def _is_kept(character: str) -> bool:
    category = unicodedata.category(character)
    return character in _KEPT or category[0] not in "PZC"


def _is_digit(characters: list[str], index: int) -> bool:
    return 0 <= index < len(characters) and characters[index] in "0123456789"


def answer_keys(forms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys of all answers that count as right, numerals in both spellings: 五 and 5."""
    keys: dict[str, None] = {}
    for form in forms:
        key = answer_key(form)
        keys.setdefault(key)
        keys.setdefault(_NUMERAL.sub(_arabic, key))
        keys.setdefault(re.sub(r"(?<![0-9.\-/:])[0-9]{1,5}(?![0-9.\-/:])", _chinese, key))
    return tuple(key for key in keys if key)


def other_spellings(keys: Iterable[str]) -> str:
    """Return every character that folds to one of the keys', each followed by what it folds to.

    With them the browser reads 紀律 as 纪律 and needs no table of all traditional characters.
    """
    wanted = set("".join(keys))
    return "".join(other + plain for other, plain in folding_pairs() if plain in wanted)


def _arabic(match: re.Match[str]) -> str:
    number = parse_numeral(match[0])
    return match[0] if number is None else str(number)


def _chinese(match: re.Match[str]) -> str:
    number = int(match[0])
    return match[0] if number > MAX_NUMBER or match[0] != str(number) else format_numeral(number)
