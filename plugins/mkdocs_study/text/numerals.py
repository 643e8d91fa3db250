"""Turns Chinese numerals and the numbers of parts, chapters and articles into integers and back.

The spelling follows ordinary Chinese usage: 一百二十, 一千零五, 一万二千; positional spellings such
as 一二〇 and 二〇二六 are read but never written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4,
    "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
UNITS = {"十": 10, "百": 100, "千": 1000}
MYRIAD = 10_000

NUMERAL = "[零〇○一二两三四五六七八九十百千万0-9０-９]{1,12}"
"""Regular expression for what may be a numeral; `parse_numeral` decides whether it is one."""

_ASCII_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_ARTICLE = re.compile(rf"第\s*({NUMERAL})\s*条(?:\s*之\s*({NUMERAL}))?")
_DIVISION = re.compile(rf"第\s*({NUMERAL})\s*(分编|[编章节款项])(?:\s*之\s*({NUMERAL}))?")


def parse_numeral(text: str) -> int | None:
    """Read a whole non-negative number; None if the text is not one.

    Chinese with units (一百二十, 两千零一), positional Chinese (一二〇), ASCII and full-width
    digits.
    """
    text = text.strip()
    ascii_text = text.translate(_ASCII_DIGITS)
    if ascii_text.isascii():
        return int(ascii_text) if ascii_text.isdigit() else None
    if all(character in DIGITS for character in text):
        return int("".join(str(DIGITS[character]) for character in text))
    head, myriad, tail = text.partition("万")
    if not myriad:
        return _below_myriad(text)
    high = _below_myriad(head)
    low = _below_myriad(tail) if tail else 0
    return None if not high or low is None else high * MYRIAD + low


def _below_myriad(text: str) -> int | None:
    """Read digits with 十 百 千; each unit may stand once and only in falling order.

    A gap needs its 零: 一百零二 is 102, but 一百二 may mean 120 and is refused.
    """
    total, digit, gap, last_unit = 0, None, False, MYRIAD
    for character in text:
        if character in DIGITS:
            if digit is not None:
                return None
            gap, digit = (True, None) if DIGITS[character] == 0 else (gap, DIGITS[character])
        elif character in UNITS:
            unit = UNITS[character]
            if unit >= last_unit or (digit is None and unit != UNITS["十"]):
                return None
            total += (digit or 1) * unit
            digit, gap, last_unit = None, False, unit
        else:
            return None
    if digit is None:
        return None if gap or not total else total
    return None if last_unit in (100, 1000) and not gap else total + digit


def format_numeral(number: int) -> str:
    """Write 0 ≤ number < 100,000,000 the usual way: 12 → 十二, 105 → 一百零五.

    Raises:
        ValueError: the number is outside that range.
    """
    if not 0 <= number < MYRIAD * MYRIAD:
        raise ValueError(f"no numeral for {number}")
    if number == 0:
        return "零"
    high, low = divmod(number, MYRIAD)
    text = _write_below_myriad(high) + "万" if high else ""
    if low:
        gap = "零" if high and low < MYRIAD // 10 else ""
        text += gap + _write_below_myriad(low)
    return text.removeprefix("一") if text.startswith("一十") else text


def _write_below_myriad(number: int) -> str:
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = bool(text)
    return text


@dataclass(frozen=True, order=True)
class ArticleNumber:
    """第一百二十条之一 is order 120, suffix 1; suffix 0 is the article itself."""

    order: int
    suffix: int = 0

    @property
    def anchor(self) -> str:
        """Stable id: art-120-1."""
        return f"art-{self.order}" + (f"-{self.suffix}" if self.suffix else "")

    @property
    def label(self) -> str:
        """第一百二十条之一."""
        suffix = f"之{format_numeral(self.suffix)}" if self.suffix else ""
        return f"第{format_numeral(self.order)}条{suffix}"


@dataclass(frozen=True, order=True)
class DivisionNumber:
    """The number of a part (编), subpart (分编), chapter (章), 节, paragraph (款) or item (项)."""

    unit: str
    order: int
    suffix: int = 0

    @property
    def anchor(self) -> str:
        """Stable id within the division above: pt-1, sp-1, ch-2, s-3, p2, i3."""
        stem = {"编": "pt-", "分编": "sp-", "章": "ch-", "节": "s-", "款": "p", "项": "i"}[
            self.unit
        ]
        return f"{stem}{self.order}" + (f"-{self.suffix}" if self.suffix else "")

    @property
    def label(self) -> str:
        """第二章."""
        suffix = f"之{format_numeral(self.suffix)}" if self.suffix else ""
        return f"第{format_numeral(self.order)}{self.unit}{suffix}"


def parse_article(text: str) -> ArticleNumber | None:
    """Read text that is wholly the number of an article; None if it is not."""
    match = _ARTICLE.fullmatch(text.strip())
    return match and article_of(match[1], match[2])


def parse_division(text: str) -> DivisionNumber | None:
    """Read text that is wholly the number of a part, chapter, 节, paragraph or item."""
    match = _DIVISION.fullmatch(text.strip())
    if match is None:
        return None
    order = parse_numeral(match[1])
    suffix = parse_numeral(match[3]) if match[3] else 0
    return DivisionNumber(match[2], order, suffix) if order and suffix is not None else None


def article_of(order: str, suffix: str | None = None) -> ArticleNumber | None:
    """Make an article number of its numerals; None if one of them is none, or zero."""
    number = parse_numeral(order)
    if not number:
        return None
    if suffix is None:
        return ArticleNumber(number)
    second = parse_numeral(suffix)
    return ArticleNumber(number, second) if second else None
