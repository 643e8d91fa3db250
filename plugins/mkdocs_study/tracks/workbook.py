"""Turns a report into an .xlsx workbook; the same report gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import Any

import xlsxwriter

from mkdocs_study.library.diagnostics import Severity
from mkdocs_study.tracks.report import Person, Report, State, TrackColumns, UnitColumn
from mkdocs_study.tracks.sheet import Book, header, lay_out, make_book, write

BANDS = (
    (0, "没有学"),
    (25, "1%～25%"),
    (50, "26%～50%"),
    (75, "51%～75%"),
    (99, "76%～99%"),
    (100, "全部学完"),
)
"""Upper bound of the share of units done, in percent, and its name."""

STATEMENT = (
    "本台账由党员自行填报的学习记录文件汇总而成，姓名是各人自己填写的，记录未经核实，"
    "只供支部了解学习进度、提醒补学，不作为考核依据。"
)


def workbook_bytes(report: Report) -> bytes:
    """Return the workbook: 说明, 汇总, 图表, 单元, 明细, 缺项."""
    buffer = io.BytesIO()
    file = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    file.set_properties(
        {"title": "学习台账", "comments": STATEMENT, "created": report.made_at.replace(tzinfo=None)}
    )
    book = make_book(file)
    _notes(book, report)
    _people(book, report)
    _units(book, report)
    _matrix(book, report)
    _gaps(book, report)
    file.close()
    return buffer.getvalue()


def _notes(book: Book, report: Report) -> None:
    sheet = book.file.add_worksheet("说明")
    sheet.hide_gridlines(2)
    write(sheet, 0, 0, "学习台账", book.title)
    sheet.merge_range(1, 0, 1, 5, "", book.warning)
    write(sheet, 1, 0, STATEMENT, book.warning)
    sheet.set_row(0, 28)
    sheet.set_row(1, 36)
    source = "现有的专题和单元" if report.from_project else "记录文件（没有找到网站的 mkdocs.yml）"
    facts = (
        ("网站", f"{report.site_name}（{report.site}）"),
        ("截至", f"{report.made_at:%Y-%m-%d %H:%M}（最新一份记录的保存时间）"),
        ("人数", f"{len(report.people)}"),
        ("单元", f"{len(report.units)} 个，名称取自{source}"),
        ("采用的文件", f"{len(report.files)} 份"),
        ("未采用的文件", f"{sum(1 for _ in _refused(report))} 份"),
    )
    for row, (name, value) in enumerate(facts, start=3):
        write(sheet, row, 0, name, book.text)
        write(sheet, row, 1, value, book.text)
    first = len(facts) + 4
    names = (
        ("文件", 42),
        ("姓名（自行填写）", 22),
        ("保存时间", 18),
        ("已学单元", 10),
        ("结果", 12),
        ("说明", 70),
    )
    header(book, sheet, first, names)
    for row, cells in enumerate(_file_rows(report), start=first + 1):
        for column, cell in enumerate(cells):
            write(sheet, row, column, cell, book.wrap)
    lay_out(sheet, 0)


def _refused(report: Report) -> Iterator[tuple[str, str]]:
    for each in report.diagnostics:
        if each.severity is Severity.ERROR:
            yield each.path, f"{each.code} {each.message}。{each.hint}"


def _file_rows(report: Report) -> Iterator[tuple[str, ...]]:
    """Name every file: refused ones first."""
    for path, why in _refused(report):
        yield path, "", "", "", "未采用", why
    odd: dict[str, str] = {}
    for each in report.diagnostics:
        if each.severity is Severity.WARNING:
            odd[each.path] = f"{each.code} {each.message}。{each.hint}"
    for file in report.files:
        saved = f"{file.saved_at + file.offset:%Y-%m-%d %H:%M}"
        done = sum(
            not name.startswith("@") and record.get("done") is True
            for name, record in file.records.items()
        )
        yield file.path, file.profile, saved, str(done), "已采用", odd.get(file.path, "")


def _done(person: Person, units: Sequence[UnitColumn]) -> int:
    return sum(person.state(unit) is State.DONE for unit in units)


def _people(book: Book, report: Report) -> None:
    sheet = book.file.add_worksheet("汇总")
    names: list[tuple[str, float]] = [
        ("姓名（自行填写）", 22), ("已学单元", 10), ("应学单元", 10), ("完成率", 10),
        ("原文已改", 10), ("学习分钟", 10), ("最近学习", 12),
    ]  # fmt: skip
    names += [(track.title, 14) for track in report.tracks]
    header(book, sheet, 0, names)
    total = len(report.units)
    bands = dict.fromkeys((name for _, name in BANDS), 0)
    for row, person in enumerate(report.people, start=1):
        done = _done(person, report.units)
        amended = sum(person.state(unit) is State.AMENDED for unit in report.units)
        share = done / total if total else 0
        write(sheet, row, 0, person.name, book.text)
        for column, number in ((1, done), (2, total), (4, amended), (5, person.minutes)):
            sheet.write_number(row, column, number, book.number)
        sheet.write_number(row, 3, share, book.share)
        if person.last_day:
            sheet.write_datetime(row, 6, _midnight(person.last_day), book.day)
        for column, track in enumerate(report.tracks, start=7):
            write(
                sheet, row, column, f"{_done(person, track.units)}/{len(track.units)}", book.number
            )
        bands[_band(done, total)] += 1
    last = len(report.people)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(names) - 1)
    if report.people:
        bar = {
            "type": "data_bar",
            "bar_color": "#C98A86",
            "min_type": "num",
            "min_value": 0,
            "max_type": "num",
            "max_value": 1,
        }
        sheet.conditional_format(1, 3, last, 3, bar)
    lay_out(sheet, 0)
    _charts(book, report, bands)


def _band(done: int, total: int) -> str:
    percent = 0 if not done else 100 if done == total else max(1, done * 100 // total)
    return next(name for bound, name in BANDS if percent <= bound)


def _charts(book: Book, report: Report, bands: dict[str, int]) -> None:
    """Draw how far the tracks and how far the people are, beside the numbers drawn."""
    sheet = book.file.add_worksheet("图表")
    header(book, sheet, 0, (("专题", 36), ("平均完成率", 12)))
    for row, track in enumerate(report.tracks, start=1):
        asked = len(track.units) * len(report.people)
        done = sum(_done(person, track.units) for person in report.people)
        write(sheet, row, 0, track.title, book.text)
        sheet.write_number(row, 1, done / asked if asked else 0, book.share)
    first = len(report.tracks) + 3
    write(sheet, first - 1, 0, "完成率", book.head)
    write(sheet, first - 1, 1, "人数", book.head)
    for row, (name, number) in enumerate(bands.items(), start=first):
        write(sheet, row, 0, name, book.text)
        sheet.write_number(row, 1, number, book.number)
    shares = _chart(book, "bar", "各专题平均完成率", 1, len(report.tracks))
    shares.set_x_axis({"min": 0, "max": 1, "num_format": "0%"})
    shares.set_y_axis({"reverse": True})
    people = _chart(book, "column", "各完成率的人数", first, len(bands))
    people.set_y_axis({"min": 0, "num_format": "0", "major_gridlines": {"visible": True}})
    sheet.insert_chart(0, 3, shares)
    sheet.insert_chart(20, 3, people)
    lay_out(sheet, 0)


def _chart(book: Book, kind: str, title: str, first: int, count: int) -> Any:  # noqa: ANN401
    chart = book.file.add_chart({"type": kind})
    last = first + max(count, 1) - 1
    chart.add_series(
        {
            "name": title,
            "categories": ["图表", first, 0, last, 0],
            "values": ["图表", first, 1, last, 1],
            "fill": {"color": "#8C1C1F"},
            "data_labels": {"value": True},
            "gap": 60,
        }
    )
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 640, "height": 360})
    return chart


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def _units(book: Book, report: Report) -> None:
    sheet = book.file.add_worksheet("单元")
    names = (("专题", 30), ("单元", 40), ("已学人数", 10), ("完成率", 10), ("还没学的人", 90))
    header(book, sheet, 0, names)
    row = 0
    for row, (track, unit) in enumerate(_columns(report.tracks), start=1):
        missing = [each.name for each in report.people if each.state(unit) is not State.DONE]
        done = len(report.people) - len(missing)
        write(sheet, row, 0, track.title, book.wrap)
        write(sheet, row, 1, unit.title, book.wrap)
        sheet.write_number(row, 2, done, book.number)
        sheet.write_number(row, 3, done / len(report.people) if report.people else 0, book.share)
        write(sheet, row, 4, "、".join(missing), book.wrap)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, row, len(names) - 1)
    lay_out(sheet, 0)


def _columns(tracks: Sequence[TrackColumns]) -> Iterator[tuple[TrackColumns, UnitColumn]]:
    for track in tracks:
        for unit in track.units:
            yield track, unit


def _matrix(book: Book, report: Report) -> None:
    """People down, units across: the day on which each was done."""
    sheet = book.file.add_worksheet("明细")
    sheet.set_column(0, 0, 22)
    write(sheet, 0, 0, "专题", book.head)
    write(sheet, 1, 0, "姓名（自行填写）", book.head)
    sheet.set_row(1, 60)
    units = list(_columns(report.tracks))
    column = 1
    for track in report.tracks:
        last = column + len(track.units) - 1
        if last > column:
            sheet.merge_range(0, column, 0, last, "", book.track)
        write(sheet, 0, column, track.title, book.track)
        column = last + 1
    for column, (_, unit) in enumerate(units, start=1):
        write(sheet, 1, column, unit.title, book.unit)
    sheet.set_column(1, max(1, len(units)), 12)
    for row, person in enumerate(report.people, start=2):
        write(sheet, row, 0, person.name, book.text)
        for column, (_, unit) in enumerate(units, start=1):
            mark = person.marks.get(unit.id)
            if mark is None:
                continue
            if mark.state is State.AMENDED:
                write(sheet, row, column, State.AMENDED.value, book.amended)
            elif mark.day is None:
                write(sheet, row, column, State.DONE.value, book.day)
            else:
                sheet.write_datetime(row, column, _midnight(mark.day), book.day)
    sheet.freeze_panes(2, 1)
    sheet.autofilter(1, 0, 1 + len(report.people), max(1, len(units)))
    lay_out(sheet, 1)
    sheet.repeat_columns(0)


def _gaps(book: Book, report: Report) -> None:
    """List who lacks what, one line each, to be filtered."""
    sheet = book.file.add_worksheet("缺项")
    names = (("姓名（自行填写）", 22), ("专题", 36), ("单元", 44), ("情况", 12))
    header(book, sheet, 0, names)
    row = 0
    for person in report.people:
        for track, unit in _columns(report.tracks):
            state = person.state(unit)
            if state is State.DONE:
                continue
            row += 1
            for column, text in enumerate((person.name, track.title, unit.title, state.value)):
                write(sheet, row, column, text, book.text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(row, 1), len(names) - 1)
    lay_out(sheet, 0)
