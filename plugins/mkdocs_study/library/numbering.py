"""Finds parts, chapters and articles of a text whose numbers do not run on.

Whoever quotes 第二十四条 must find it: a number that is missing, repeated or unreadable is a slip
of the import far more often than the text's own way of counting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from mkdocs_study.library.diagnostics import Diagnostic, Severity
from mkdocs_study.library.section import Section
from mkdocs_study.library.structure import NUMBER_END, is_attachment
from mkdocs_study.text.numerals import DivisionNumber, parse_numeral

_DIGITS = "[零〇○一二两三四五六七八九十百千万0-9０-９壹贰叁肆伍陆柒捌玖拾佰仟廿卅lIoO]{1,12}"
_WRITTEN = re.compile(rf"第\s*({_DIGITS})\s*(分编|[编章节条])(?:\s*之\s*({_DIGITS}))?{NUMBER_END}")
"""A heading that was meant to bear a number, whether it can be read or not."""

_UNITS = ("编", "分编", "章", "节", "条")

_RESTART: Mapping[str, tuple[str, ...]] = {
    "附": _UNITS,
    "编": ("分编", "章", "节", "条"),
    "分编": ("章", "节"),
    "章": ("节",),
}
"""What may count from one again below a new division."""

_ANEW: Mapping[str, tuple[str, ...]] = {"附": _UNITS, "编": ("节",), "分编": ("节",), "章": ("节",)}
"""What never counts on from the division before."""


def check_numbering(sections: Sequence[Section], source: str) -> list[Diagnostic]:
    """Check the numbers of a text's headings, each against the one before it.

    Articles count through the whole text or from one again in each 编 and attachment, chapters
    likewise, 节 in each chapter; 第二十三条之一 follows 第二十三条. A text that begins above one
    may be an excerpt, which is a warning.
    """
    return list(_check(sections, source))


def _check(sections: Sequence[Section], source: str) -> Iterator[Diagnostic]:
    last: dict[str, DivisionNumber] = {}
    fresh: set[str] = set()
    for section in sections:
        if is_attachment(section.heading):
            _open("附", last, fresh)
            continue
        if not (match := _WRITTEN.match(section.heading)):
            continue
        unit = match[2]
        before = last.get(unit)
        number = _read(unit, match[1], match[3])
        if number is None:
            number = _next(before, unit)
            message, hint = f"“{match[0]}”里的数字读不出来", f"应为{number.label}"
            yield Diagnostic(source, section.line, "SEC007", message, hint)
        elif before is None:
            yield from _check_first(number, source, section.line)
        elif not _follows(number, before, fresh):
            expected = _expected(number, before, fresh)
            message = f"{before.label}之后是{number.label}，编号不连续"
            if number == before:
                message = f"{number.label}重复"
            hint = f"应为{expected}；补上漏掉的，或者改正编号"
            yield Diagnostic(source, section.line, "SEC006", message, hint)
            number = max(number, before)
        last[unit] = number
        fresh.discard(unit)
        _open(unit, last, fresh)


def _open(rank: str, last: dict[str, DivisionNumber], fresh: set[str]) -> None:
    fresh.update(_RESTART.get(rank, ()))
    for unit in _ANEW.get(rank, ()):
        last.pop(unit, None)


def _read(unit: str, order: str, suffix: str | None) -> DivisionNumber | None:
    number = parse_numeral(order)
    second = parse_numeral(suffix) if suffix else 0
    if not number or second is None or (suffix and not second):
        return None
    return DivisionNumber(unit, number, second)


def _next(before: DivisionNumber | None, unit: str) -> DivisionNumber:
    return DivisionNumber(unit, before.order + 1 if before else 1)


def _follows(number: DivisionNumber, before: DivisionNumber, fresh: set[str]) -> bool:
    unit = number.unit
    allowed = [_next(before, unit), DivisionNumber(unit, before.order, before.suffix + 1)]
    if unit in fresh:
        allowed.append(DivisionNumber(unit, 1))
    return number in allowed


def _expected(number: DivisionNumber, before: DivisionNumber, fresh: set[str]) -> str:
    unit = number.unit
    expected = _next(before, unit).label
    if number.suffix and number.order == before.order:
        expected = DivisionNumber(unit, before.order, before.suffix + 1).label
    return f"{expected}或{DivisionNumber(unit, 1).label}" if unit in fresh else expected


def _check_first(number: DivisionNumber, source: str, line: int) -> Iterator[Diagnostic]:
    first = DivisionNumber(number.unit, 1).label
    if number.order > 1:
        message = f"从{number.label}开始，前面没有{first}"
        hint = "节选可以这样；不是节选就补上前面的"
        yield Diagnostic(source, line, "SEC008", message, hint, Severity.WARNING)
    elif number.suffix:
        message = f"从{number.label}开始，前面没有{first}"
        yield Diagnostic(source, line, "SEC006", message, f"应为{first}")
