"""What the sheets of a workbook have in common: formats, heads, and cells that stay words.

A cell that holds words is written as a string, whatever it begins with: a name such as
`=HYPERLINK(…)` must stay a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MAX_CELL = 32_000
"""Excel holds 32,767 characters in a cell."""

HEAD_HEIGHT = 32
"""Points: two lines."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Book:
    """A workbook that is being written, and its formats."""

    file: Any
    head: Any
    track: Any
    unit: Any
    text: Any
    wrap: Any
    day: Any
    amended: Any
    number: Any
    share: Any
    title: Any
    warning: Any


def make_book(file: Any) -> Book:  # noqa: ANN401 (xlsxwriter has no type of its own for us)
    """Make the formats of a workbook; no colour carries a meaning that words do not."""

    def make(**properties: object) -> Any:  # noqa: ANN401
        return file.add_format(
            {"valign": "top", "font_name": "微软雅黑", "font_size": 10, **properties}
        )

    head = {"bold": True, "bg_color": "#8C1C1F", "font_color": "#FFFFFF", "border": 1}
    return Book(
        file=file,
        head=make(**head, text_wrap=True, align="center"),
        track=make(**head, align="left"),
        unit=make(bold=True, text_wrap=True, border=1, bg_color="#F3E9E6", align="center"),
        text=make(),
        wrap=make(text_wrap=True),
        day=make(num_format="yyyy-mm-dd", align="center", bg_color="#E4EFE1"),
        amended=make(align="center", bg_color="#FBE6C8"),
        number=make(num_format="0", align="center"),
        share=make(num_format="0%", align="center"),
        title=make(bold=True, font_size=16),
        warning=make(bold=True, text_wrap=True, font_color="#8C1C1F", font_size=11),
    )


def clean(text: str) -> str:
    """Replace what XML cannot hold, and cut what a cell cannot."""
    shown = _NOT_XML.sub("�", text)
    return shown if len(shown) <= MAX_CELL else f"{shown[:MAX_CELL]}……"


def write(sheet: Any, row: int, column: int, text: str, style: Any) -> None:  # noqa: ANN401
    """Write words into a cell, as words."""
    sheet.write_string(row, column, clean(text), style)


def header(book: Book, sheet: Any, row: int, names: Sequence[tuple[str, float]]) -> None:  # noqa: ANN401
    """Write a row of names, each with the width of its column in characters."""
    sheet.set_row(row, HEAD_HEIGHT)
    for column, (name, width) in enumerate(names):
        write(sheet, row, column, name, book.head)
        sheet.set_column(column, column, width)


def lay_out(sheet: Any, first_row: int) -> None:  # noqa: ANN401
    """Lay the sheet out for A4 on its side, with its head on every page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, first_row)
    sheet.set_footer("&C第 &P 页，共 &N 页")
