"""Turns the changes of a release into a Word file to sign before it is published."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from mkdocs_study.publish.release.changes import Change, approval, readers, summary

TITLE = "网站发布审批单"
SIGNERS = ("编制", "审核", "批准")
HEAD_FONT, TEXT_FONT, LATIN_FONT = "黑体", "宋体", "Times New Roman"
"""Names only: every Chinese office computer has these."""

COLUMNS = (("序号", 12), ("变动", 20), ("标题", 56), ("编号", 38), ("读者范围", 24), ("审批", 30))
"""Heading and width in millimetres; A4 across leaves 180."""

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""Of every member of the file, so that the same changes give the same bytes."""


@dataclass(frozen=True)
class Facts:
    """What is about to be published."""

    site: str
    """Name of the site."""

    target: str
    audience: str
    before: str
    """Release that is live; empty if none is."""

    day: dt.date
    pages: int
    """Pages after the release."""


def make_sheet(facts: Facts, changes: Sequence[Change]) -> bytes:
    """Return the bytes of a .docx: the facts, one row for each page, and lines to sign on."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(title, TITLE, HEAD_FONT, 20)
    for line in _fact_lines(facts, changes):
        _write(_close(document.add_paragraph()), line, TEXT_FONT, 11)
    if changes:
        _add_changes(document.add_table(1, len(COLUMNS)), changes)
    document.add_paragraph()
    _add_signers(document.add_table(len(SIGNERS), 3))
    _close(document.add_paragraph())
    note = "签字前请核对每一页的内容和读者范围；涉密和内部资料不得发布。"
    _write(document.add_paragraph(), note, TEXT_FONT, 9)
    properties = document.core_properties
    stamp = dt.datetime(facts.day.year, facts.day.month, facts.day.day, tzinfo=dt.UTC)
    properties.title, properties.author, properties.language = TITLE, "mkdocs-study", "zh-CN"
    properties.created = properties.modified = stamp
    properties.comments, properties.revision = "", 1
    packed = io.BytesIO()
    document.save(packed)
    return with_fixed_times(packed.getvalue())


def with_fixed_times(data: bytes) -> bytes:
    """Return a zip file with the same members in order of name, at one time and of one system."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        # The list of types comes first in every Word file.
        for name in sorted(old.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            member = zipfile.ZipInfo(name, FIXED_TIME)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 3
            member.external_attr = 0o644 << 16
            new.writestr(member, old.read(name))
    return packed.getvalue()


def _fact_lines(facts: Facts, changes: Sequence[Change]) -> Iterable[str]:
    yield f"网站：{facts.site}"
    yield f"发布到：{facts.target}（{facts.audience or '公开版'}）"
    yield f"与之比较的版本：{facts.before or '没有，这是第一次发布'}"
    yield f"日期：{facts.day.year}年{facts.day.month}月{facts.day.day}日"
    yield f"发布后共 {facts.pages} 页；{summary(changes)}"


def _add_changes(table: Table, changes: Sequence[Change]) -> None:
    _prepare(table, [width for _, width in COLUMNS])
    for cell, (heading, _) in zip(table.rows[0].cells, COLUMNS, strict=True):
        _fill(cell, heading, HEAD_FONT)
    _repeat_on_every_page(table)
    for number, change in enumerate(changes, start=1):
        page = change.page
        title = f"{page.title}（{change.details}）" if change.details else page.title
        values = (str(number), change.kind, title, page.key, readers(page), approval(page))
        row = table.add_row()  # type: ignore[no-untyped-call]
        for cell, value, (_, width) in zip(row.cells, values, COLUMNS, strict=True):
            cell.width = Mm(width)
            _fill(cell, value, TEXT_FONT)


def _add_signers(table: Table) -> None:
    _prepare(table, [36, 84, 60])
    for row, name in zip(table.rows, SIGNERS, strict=True):
        row.height = Mm(14)
        for cell, text in zip(
            row.cells, (f"{name}（签字）", "", "    年    月    日"), strict=True
        ):
            _fill(cell, text, TEXT_FONT)


def _prepare(table: Table, widths: Sequence[int]) -> None:
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _repeat_on_every_page(table: Table) -> None:
    """Let the heading stand on every page that the table runs over."""
    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 (python-docx has no name for it)
    properties.append(OxmlElement("w:tblHeader"))


def _fill(cell: _Cell, text: str, font: str) -> None:
    _write(_close(cell.paragraphs[0]), text, font, 10)


def _close(paragraph: Paragraph) -> Paragraph:
    paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def _write(paragraph: Paragraph, text: str, font: str, size: int) -> None:
    """Add words; Word takes the font of Chinese characters from w:eastAsia alone."""
    run = paragraph.add_run(_printable(text))
    run.font.name, run.font.size = LATIN_FONT, Pt(size)
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001 (as above)
    fonts.set(qn("w:eastAsia"), font)


def _printable(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(each if each.isprintable() else " " for each in text)
