"""Turns a spreadsheet (.xlsx, .csv) into rows of text, or into the reason why it cannot be read."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineWorkbook, PasswordError

from mkdocs_study.text.reasons import reason

MAX_BYTES = 20_000_000
MAX_UNPACKED = 200_000_000
MAX_MEMBERS = 2_000
MAX_ROWS = 20_000
MAX_COLUMNS = 100
CHUNK = 1_000_000

_CELL = re.compile(
    rb"<(?:\w+:)?c\b[^<>]{0,200}?\br=\"([A-Z]{1,3})([0-9]{1,7})\"[^<>]{0,200}?(?:(/>|></)|>)"
)
_CUT, _OVERLAP = 500, 1_000
"""A cell's tag has at most 500 bytes; what is read twice does no harm."""

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"
TEXT_SUFFIXES = (".csv", ".txt", ".tsv")


class TableError(Exception):
    """The file cannot be read; the message is Chinese and for the user."""

    def __init__(self, message: str, hint: str) -> None:
        """Take what is wrong and what to do."""
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True)
class Sheet:
    """One table of the file."""

    name: str
    """Empty for a file that has but one and does not name it."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """(row number as the spreadsheet shows it, cells) of every row that is not blank."""


def read_table_file(path: Path) -> list[Sheet]:
    """Read every visible table of the file.

    Raises:
        TableError: the file is none that can be read, or is larger than a question bank may be.
    """
    data = _read_bytes(path)
    if data.startswith(ZIP):
        return _read_workbook(data)
    if data.startswith(OLE):
        hint = "用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx"
        raise TableError("是旧格式的 .xls，或者加了密码", hint)
    if data.startswith(PDF):
        raise TableError("是 PDF，不是表格", "把题目整理到 .xlsx 表格里")
    if path.suffix.lower() not in TEXT_SUFFIXES:
        raise TableError("不是 .xlsx 表格", "用 Excel 或 WPS 另存为 .xlsx")
    return [Sheet("", tuple(_text_rows(_decode(data))))]


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise TableError("文件不存在", "核对文件名和所在的文件夹")
        if path.stat().st_size > MAX_BYTES:
            raise TableError(f"文件超过 {MAX_BYTES // 1_000_000} MB", "删去图片，或者拆成几个文件")
        data = path.read_bytes()
    except OSError as error:
        raise TableError(f"文件读不出来：{reason(error)}", "检查文件权限") from error
    if not data.strip():
        raise TableError("文件是空的", "核对是不是选错了文件")
    return data


def _decode(data: bytes) -> str:
    for encoding in ("utf-16", "utf-8-sig", "gb18030"):
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise TableError("不是文本表格，文字读不出来", "用 Excel 或 WPS 另存为 .xlsx")


def _text_rows(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    head = text[: text.find("\n")] if "\n" in text else text
    delimiter = max((",", "\t", ";"), key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    try:
        for cells in reader:
            if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
                raise _too_large(number, len(cells))
            trimmed = tuple(cell.strip() for cell in cells)
            if any(trimmed):
                yield number, trimmed
            number += 1
    except csv.Error as error:
        hint = "核对这一行的引号，或者用 Excel 另存为 .xlsx"
        raise TableError(f"第 {number} 行读不出来", hint) from error


def _too_large(rows: int, columns: int) -> TableError:
    return TableError(
        f"表格太大（到了第 {rows} 行、第 {columns} 列；最多 {MAX_ROWS} 行、{MAX_COLUMNS} 列）",
        "删去题目之外多余的行和列，或者拆成几个文件",
    )


def _read_workbook(data: bytes) -> list[Sheet]:
    _measure(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            Sheet(each.name, tuple(_rows(workbook, each.name)))
            for each in workbook.sheets_metadata
            if str(each.visible) == "SheetVisibleEnum.Visible"
            and str(each.typ) == "SheetTypeEnum.WorkSheet"
        ]
    except PasswordError as error:
        raise TableError("加了密码", "用 Excel 或 WPS 去掉密码再保存") from error
    except BaseException as error:  # calamine panics with an exception of its own base
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        hint = "用 Excel 或 WPS 打开，另存为新的 .xlsx"
        raise TableError("表格损坏，读不出来", hint) from error


def _measure(data: bytes) -> None:
    """Refuse what would fill the memory: calamine makes room for every cell up to the last one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if "xl/workbook.xml" not in names:
                kind = "Word 文件" if "word/document.xml" in names else "压缩包"
                raise TableError(f"是{kind}，不是 .xlsx 表格", "用 Excel 或 WPS 另存为 .xlsx")
            if len(members) > MAX_MEMBERS:
                raise TableError("表格里的部件太多", "把题目复制到新的表格里")
            room = MAX_UNPACKED
            for member in members:
                room -= _scan(archive, member, room)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise TableError("表格损坏，打不开", "用 Excel 或 WPS 另存为新的 .xlsx") from error


def _scan(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> int:
    """Read one part to its end, whatever size it claims; return its size."""
    is_sheet = _SHEET.fullmatch(member.filename) is not None
    size, rest = 0, b""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > room:
                raise TableError("表格解开以后太大", "删去图片和多余的行，或者拆成几个文件")
            if is_sheet:
                xml = rest + chunk
                _check_cells(xml, len(xml) - _CUT)
                rest = xml[-_OVERLAP:]
    _check_cells(rest, len(rest))
    return size


def _check_cells(xml: bytes, stop: int) -> None:
    """Look at the cells that begin before `stop`; a later one may be cut off."""
    for match in _CELL.finditer(xml):
        if match.start() >= stop:
            return
        if match[3]:
            continue  # a cell with a look but without a value
        column = 0
        for letter in match[1]:
            column = column * 26 + letter - ord("A") + 1
        if int(match[2]) > MAX_ROWS or column > MAX_COLUMNS:
            raise _too_large(int(match[2]), column)


def _rows(workbook: CalamineWorkbook, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    for number, cells in enumerate(rows, start=1):
        texts = tuple(_text(cell) for cell in cells)
        if any(texts):
            yield number, texts


def _text(cell: object) -> str:
    """Write a cell as its author sees it: 5, not 5.0; 对, where Excel made TRUE of it."""
    match cell:
        case bool():
            return "对" if cell else "错"
        case float() if cell.is_integer():
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case _:
            return str(cell).strip()
