"""Turns the tables of a question bank into pages of quizzes, with every bad row reported."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from mkdocs_study.library.diagnostics import Diagnostic, Severity
from mkdocs_study.library.questions import read_questions
from mkdocs_study.tracks.question_row import LETTERS, Row, RowError, escape, write_question
from mkdocs_study.tracks.table_file import Sheet

HEADERS: dict[str, tuple[str, ...]] = {
    "题型": ("题型", "类型", "题目类型", "试题类型"),
    "题干": ("题干", "题目", "问题", "试题", "题目内容", "试题内容", "内容"),
    "答案": ("答案", "正确答案", "参考答案", "标准答案"),
    "解析": ("解析", "答案解析", "试题解析", "题目解析", "说明"),
    "出处": ("出处", "依据", "来源", "条款", "条文"),
    **{
        f"选项{letter}": (
            f"选项{letter}",
            letter,
            f"{letter}选项",
            f"选项{number}",
            f"答案{letter}",
        )
        for number, letter in enumerate(LETTERS, start=1)
    },
}
"""Column → the names that it may have, without spaces and marks."""

REQUIRED = ("题型", "题干", "答案")
PROGRESS_STEP = 100
SEARCHED_ROWS = 10
"""A title or a note may stand above the row of names."""

_IGNORED = re.compile(r"[\s*：:()（）【】\[\].．、\-_]+")
_BY_NAME = {name: column for column, names in HEADERS.items() for name in names}

Progress = Callable[[int, int], None]
"""Told how many of how many rows have been read."""


@dataclass(frozen=True)
class BankQuestion:
    """A good row."""

    sheet: str
    row: Row


@dataclass
class Bank:
    """What a file holds."""

    questions: list[BankQuestion] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    """Line is the row of the spreadsheet."""


def read_bank(path: str, sheets: Sequence[Sheet], progress: Progress | None = None) -> Bank:
    """Read every row of every sheet; good ones become questions, bad ones diagnostics.

    Args:
        path: the file's name for diagnostics.
        sheets: its tables.
        progress: called now and then.
    """
    bank = Bank()
    several = len([sheet for sheet in sheets if sheet.rows]) > 1
    total = sum(len(sheet.rows) for sheet in sheets)
    done = 0
    found_header = False
    for sheet in sheets:
        where = f"工作表“{sheet.name}”：" if several else ""
        report = _Report(path, where, bank.diagnostics)
        header = _find_header(sheet, report)
        if header is None:
            done += len(sheet.rows)
            continue
        found_header = True
        start, columns = header
        seen: dict[str, int] = {}
        for count, row in enumerate(sheet.rows, start=done + 1):
            if count > done + start + 1:
                _read_row(sheet, row, columns, bank, seen, report)
            if progress and (count % PROGRESS_STEP == 0 or count == total):
                progress(count, total)
        done += len(sheet.rows)
    if not found_header and not any(each.code == "QB002" for each in bank.diagnostics):
        message = "没有找到表头"
        hint = "第一行写列名：题型、题干、选项A、选项B……、答案、解析、出处"
        bank.diagnostics.append(Diagnostic(path, 1, "QB002", message, hint))
    elif not bank.questions and not bank.diagnostics:
        bank.diagnostics.append(Diagnostic(path, 1, "QB002", "表里没有题目", "在表头下面填题"))
    return bank


@dataclass(frozen=True)
class _Report:
    """Adds diagnostics of one sheet."""

    path: str
    where: str
    found: list[Diagnostic]

    def add(
        self, row: int, code: str, message: str, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        self.found.append(
            Diagnostic(self.path, row, code, f"{self.where}{message}", hint, severity)
        )


def header_key(text: str) -> str:
    """Bring the name of a column into the form in which names are compared."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).upper()


def _find_header(sheet: Sheet, report: _Report) -> tuple[int, dict[str, int]] | None:
    """Return the index of the row of names, and the place of each column."""
    for index, (number, cells) in enumerate(sheet.rows[:SEARCHED_ROWS]):
        columns: dict[str, int] = {}
        doubled = []
        unknown = []
        for place, cell in enumerate(cells):
            column = _BY_NAME.get(header_key(cell)) if cell else None
            if column is None:
                unknown.extend([cell] if cell else [])
            elif column in columns:
                doubled.append(cell)
            else:
                columns[column] = place
        if "题干" not in columns or len(columns) < 2:  # noqa: PLR2004 (one name may be a title)
            continue
        missing = [name for name in REQUIRED if name not in columns]
        if doubled:
            message = f"表头里有两列是同一个意思：{'、'.join(doubled)}"
            report.add(number, "QB002", message, "删去或者改名一列")
        if missing:
            report.add(number, "QB002", f"表头缺少：{'、'.join(missing)}", "补上这几列")
        if unknown:
            message = f"没有用到的列：{'、'.join(unknown)}"
            hint = "不需要的可以不管；写错了列名的，改成题型、题干、选项A、答案、解析、出处"
            report.add(number, "QB001", message, hint, Severity.WARNING)
        return None if missing or doubled else (index, columns)
    if sheet.rows:
        message = "没有表头，这个工作表没有读"
        hint = "要导入的，第一行写列名：题型、题干、选项A……、答案、解析、出处"
        report.add(sheet.rows[0][0], "QB001", message, hint, Severity.WARNING)
    return None


def _read_row(
    sheet: Sheet,
    given: tuple[int, tuple[str, ...]],
    columns: dict[str, int],
    bank: Bank,
    seen: dict[str, int],
    report: _Report,
) -> None:
    number, cells = given
    row = _row(cells, columns)
    if not any((row.kind, row.stem, row.answer, *row.options)):
        return
    problems = list(_problems(row))
    for code, message, hint in problems:
        report.add(number, code, message, hint)
    if not row.explanation:
        hint = "在“解析”列写明理由"
        report.add(number, "QB007", "没有解析，答错的人不知道错在哪里", hint, Severity.WARNING)
    first = seen.setdefault(row.stem, number)
    if row.stem and first != number:
        message = f"题干与第 {first} 行相同"
        report.add(number, "QB007", message, "重复的删去一行", Severity.WARNING)
    if not problems:
        bank.questions.append(BankQuestion(sheet.name, row))


def _row(cells: Sequence[str], columns: dict[str, int]) -> Row:
    def cell(column: str) -> str:
        place = columns.get(column)
        return cells[place] if place is not None and place < len(cells) else ""

    options = [cell(f"选项{letter}") for letter in LETTERS]
    while options and not options[-1]:
        options.pop()
    return Row(cell("题型"), cell("题干"), tuple(options), cell("答案"), cell("解析"), cell("出处"))


def _problems(row: Row) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong; what is written must be read again as the check reads it."""
    try:
        lines = write_question(row, 1)
    except RowError as error:
        yield error.code, error.message, error.hint
        return
    _, faults = read_questions(list(enumerate(lines, start=1)), 1)
    for each in faults:
        if each.severity is Severity.ERROR:
            yield each.code, each.message.removeprefix("第 1 题"), each.hint


def write_page(title: str, slug: str, questions: Sequence[BankQuestion], per_quiz: int) -> str:
    """Write a page of quizzes that passes every check.

    Args:
        title: of the page.
        slug: id of the page; those of its quizzes begin with it.
        questions: in order; those of one sheet stand under its name.
        per_quiz: most questions of a quiz.
    """
    parts = [
        "---",
        "type: page",
        f"title: {_yaml(title)}",
        f"id: {slug}",
        "---",
        "",
        f"# {escape(title)}",
        "",
    ]
    sheets = list(dict.fromkeys(each.sheet for each in questions))
    number = 0
    for place, sheet in enumerate(sheets, start=1):
        rows = [each.row for each in questions if each.sheet == sheet]
        if len(sheets) > 1:
            parts += [f"## {escape(sheet)} {{#set-{place}}}", ""]
        groups = [rows[start : start + per_quiz] for start in range(0, len(rows), per_quiz)]
        for group, chosen in enumerate(groups, start=1):
            number += 1
            name = f"第 {group} 组（{len(chosen)} 题）" if len(groups) > 1 else f"{len(chosen)} 题"
            parts += [f"/// quiz | {name}", f"    id: {quiz_id(slug, number)}", ""]
            for count, row in enumerate(chosen, start=1):
                parts += [*write_question(row, count), ""]
            parts += ["///", ""]
    return "\n".join(parts)


def quiz_id(slug: str, number: int) -> str:
    """Return an id that begins with a letter and has at most 40 characters."""
    stem = slug if slug[0].isalpha() else f"q-{slug}"
    return f"{stem[:34].rstrip('-')}-{number}"


def _yaml(text: str) -> str:
    """Write a title so that YAML reads the same words."""
    return "'" + text.replace("'", "''") + "'"
