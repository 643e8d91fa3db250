"""Finds numbers that belong to a person in running text: identity cards, mobiles, bank cards.

Rules: GB 11643 (identity numbers: province, date of birth, check character of ISO 7064 MOD 11-2),
mobiles 1[3-9] with nine more digits, ISO/IEC 7812 (bank cards: issuer, length, Luhn). Digits may be
full-width and grouped by spaces or hyphens. There is no word boundary between a digit and a Chinese
character, so only neighbouring ASCII digits count as a boundary.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_GAP = (
    "(?:[ \\t\u00ad)）\u00a0\u2000-\u200d\u202f\u2060\u3000\ufeff\\-\u2010-\u2015\u2212_·]"
    "|(?<=[0-9]{3})[./])"
)
"""A point or slash groups as well, but not in 0.199 or 1/2."""
_RUN = re.compile(rf"[0-9]++(?:{_GAP}{{1,2}}[0-9]++)*+(?:{_GAP}?[Xx](?![A-Za-z0-9]))?")
_TOKEN = re.compile(r"[0-9]+[Xx]?|[Xx]")
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF0B, 0xFF5B)}
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ－＋]")
_PROVINCES = frozenset((
    *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55),
    *range(61, 66), 71, 81, 82, 83,
))  # fmt: skip
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_EARLIEST = 1900
_LATEST = 2100
IDENTITY_DIGITS = 18
MOBILE_DIGITS = 11
SHORTEST_CARD = 15
LONGEST_CARD = 19
_CARDS = re.compile(
    r"62[0-9]{14,17}"  # UnionPay
    r"|60[0-9]{14,17}|9(?:558|400|666)[0-9]{12,15}"  # older cards of Chinese banks
    r"|4[0-9]{15}"
    r"|(?:5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12}"
    r"|35(?:2[89]|[3-8][0-9])[0-9]{12}"
    r"|3[47][0-9]{13}"
)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_MOBILE_GROUPS = frozenset(((11,), (3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (5, 6), (3, 3, 5)))
_COUNTRY = ("86", "086", "0086")
_CARD_GROUPS = frozenset(((6, 10), (6, 11), (6, 12), (6, 13), (8, 8), (4, 6, 5)))
CARD_GROUP = 4


@dataclass(frozen=True)
class Number:
    """A number and where it stands."""

    start: int
    end: int
    kind: str
    """identity, card or mobile."""

    digits: str
    """Without what groups them."""


def fold_digits(text: str) -> str:
    """Make full-width digits and letters plain; no position changes."""
    return _WIDE.sub(lambda match: _FULL_WIDTH[ord(match[0])], text)


def is_identity_number(digits: str) -> bool:
    """Tell whether 18 characters are a valid number: region, date of birth, check character."""
    if len(digits) != IDENTITY_DIGITS or not digits[:17].isdecimal() or not digits.isascii():
        return False
    province = digits[1:3] if digits[0] == "9" else digits[:2]  # 9: residents from abroad
    if int(province) not in _PROVINCES or not _EARLIEST <= int(digits[6:10]) < _LATEST:
        return False
    try:
        dt.date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    return check_character(digits[:17]) == digits[17].upper()


def check_character(digits: str) -> str:
    """Return the last character that belongs to the first 17 (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11]


def is_card_number(digits: str) -> bool:
    """Tell whether digits have a known issuer, the length of its cards and a right last digit."""
    return bool(_CARDS.fullmatch(digits)) and len(set(digits)) > 1 and luhn_sum(digits) % 10 == 0


def luhn_sum(digits: str) -> int:
    """Return the sum that is a multiple of ten for valid cards (ISO/IEC 7812-1, annex B)."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 (its digits are added)
    return total


def find_numbers(text: str) -> Iterator[Number]:
    """Yield the numbers of persons in a text whose digits are folded, in order.

    Each character is looked at a bounded number of times.
    """
    for run in _RUN.finditer(text):
        if run.end() - run.start() < MOBILE_DIGITS:
            continue
        if run.start() > 1 and text[run.start() - 1] == "." and text[run.start() - 2].isdecimal():
            continue  # decimals
        yield from _in_run(text, run.start(), run.end())


def _in_run(text: str, start: int, end: int) -> Iterator[Number]:
    tokens = [(each.start(), each[0]) for each in _TOKEN.finditer(text, start, end)]
    first = 0
    while first < len(tokens):
        number, used = _at(tokens, first)
        if number is not None:
            yield number
        first += used


def _at(tokens: list[tuple[int, str]], first: int) -> tuple[Number | None, int]:
    """Return the number that begins with a token and how many tokens it took; else None and 1."""
    digits = ""
    lengths: tuple[int, ...] = ()
    best: tuple[Number | None, int] = (None, 1)
    start = tokens[first][0]
    for count, (place, token) in enumerate(tokens[first : first + LONGEST_CARD], start=1):
        digits += token
        lengths = (*lengths, len(token))
        if len(digits.rstrip("Xx")) > LONGEST_CARD:
            break
        end = place + len(token)
        if is_identity_number(digits):
            return Number(start, end, "identity", digits.upper()), count
        if token[-1] in "Xx":  # a letter after a number that has none
            digits, lengths, end = digits[:-1], (*lengths[:-1], len(token) - 1), end - 1
        if kind := _kind(digits, lengths):
            best = Number(start, end, kind, digits), count
    return best


def _kind(digits: str, lengths: tuple[int, ...]) -> str:
    if not digits.isdecimal():
        return ""
    if len(digits) >= SHORTEST_CARD and _grouped_as_card(lengths) and is_card_number(digits):
        return "card"
    single = set(lengths) == {1}
    if len(digits) == MOBILE_DIGITS and (single or lengths in _MOBILE_GROUPS):
        return "mobile" if _MOBILE.fullmatch(digits) else ""
    for prefix in (*_COUNTRY, "0"):
        rest = digits[len(prefix) :]
        if digits.startswith(prefix) and _MOBILE.fullmatch(rest):
            own = lengths[1:] if lengths[0] == len(prefix) else (lengths[0] - len(prefix),)
            grouped = own in _MOBILE_GROUPS and (len(lengths) == 1 or lengths[0] == len(prefix))
            return "mobile" if grouped else ""
    return ""


def _grouped_as_card(lengths: tuple[int, ...]) -> bool:
    fours = all(each == CARD_GROUP for each in lengths[:-1]) and lengths[-1] <= CARD_GROUP
    return len(lengths) == 1 or fours or lengths in _CARD_GROUPS or set(lengths) == {1}
