"""Finds the blocks of a page that a reader fills in: `/// quiz`, `/// checklist`, up to `///`.

The syntax of the marks is that of pymdownx.blocks, which renders them; see docs/dev/quiz.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mkdocs_study.library.diagnostics import Severity
from mkdocs_study.library.masking import CODE


class ExerciseKind(StrEnum):
    """What a block is; the value is the name of its mark."""

    QUIZ = "quiz"
    CHECKLIST = "checklist"


NAMES: Mapping[str, ExerciseKind] = {
    "quiz": ExerciseKind.QUIZ,
    "测验": ExerciseKind.QUIZ,
    "checklist": ExerciseKind.CHECKLIST,
    "问题清单": ExerciseKind.CHECKLIST,
}
"""Every name that a mark may have."""

LABELS: Mapping[ExerciseKind, str] = {
    ExerciseKind.QUIZ: "测验",
    ExerciseKind.CHECKLIST: "问题清单",
}

ID = re.compile(r"[a-z][a-z0-9-]{1,39}")
YAML_WORDS = frozenset(("yes", "no", "on", "off", "true", "false", "null"))
"""Ids that YAML would not read as words."""

ROW = re.compile(r" ?(\d{1,3})(?:[.．、](?!\d)|[)）])[ \t　]*(.*)$")
"""How a question or statement begins: its number, flush left."""

THINKING = 200
"""Characters of reading that answering a question takes as long as: half a minute."""

_NAME = "|".join(NAMES)
_OPENING = re.compile(rf" {{0,3}}(/{{3,}}) *({_NAME}) *(?:\| *(.*?) *)?$", re.IGNORECASE)
_CLOSING = re.compile(r" {0,3}(/{3,}) *$")
_MEANT = re.compile(rf"\s*[/／]{{2,}}\s*(?:{_NAME})(?![\w-])", re.IGNORECASE)
_SETTING = re.compile(r" {4,}\S")
_WRITTEN_SETTING = re.compile(r" {4,}([^\s:：]+): +(\S.*?) *$")


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong in a block, or on the page for want of one."""

    line: int
    """1-based in the body."""

    code: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR
    related: int = 0
    """Another line of the body, which stands in the message as `{line}`."""


@dataclass(frozen=True)
class Exercise:
    """One block, cut out of the page."""

    kind: ExerciseKind
    title: str
    line: int
    """Of the opening mark, 1-based in the body."""

    settings: tuple[tuple[int, str], ...]
    """(line in the body, text) of the indented lines below the mark."""

    lines: tuple[tuple[int, str], ...]
    """(line in the body, text) of all that follows, without the closing mark."""

    end_line: int
    """Of the closing mark; of the last line if there is none."""

    closed: bool


def find_exercises(lines: Sequence[str]) -> list[Exercise]:
    """Find the blocks in the lines of a body, comments and code left out.

    A block that is never closed runs to the end.
    """
    found: list[Exercise] = []
    index = 0
    while index < len(lines):
        match = _OPENING.match(lines[index])
        if match is None:
            index += 1
            continue
        end = _closing(lines, index + 1, len(match[1]))
        last = len(lines) if end is None else end
        first = _settings_end(lines, index + 1, last)
        found.append(
            Exercise(
                kind=NAMES[match[2].lower()],
                title=match[3] or "",
                line=index + 1,
                settings=tuple(_numbered(lines, index + 1, first)),
                lines=tuple(_numbered(lines, first, last)),
                end_line=last if end is None else end + 1,
                closed=end is not None,
            )
        )
        index = last + 1
    return found


def _closing(lines: Sequence[str], start: int, length: int) -> int | None:
    for index in range(start, len(lines)):
        match = _CLOSING.match(lines[index])
        if match and len(match[1]) == length:
            return index
    return None


def _settings_end(lines: Sequence[str], start: int, stop: int) -> int:
    while start < stop and _SETTING.match(lines[start]):
        start += 1
    return start


def _numbered(lines: Sequence[str], start: int, stop: int) -> Iterator[tuple[int, str]]:
    for index in range(start, stop):
        yield index + 1, lines[index]


def without_marks(text: str) -> str:
    """Return the lines of a block without its marks and settings."""
    return "\n".join(line for each in find_exercises(text.split("\n")) for _, line in each.lines)


def count_rows(text: str) -> int:
    """Count the questions or statements among the lines of a block."""
    return sum(ROW.match(line) is not None for line in text.split("\n"))


def check_marks(lines: Sequence[str], exercises: Sequence[Exercise]) -> Iterator[Fault]:
    """Report marks that nothing would take for one, and blocks without an end."""
    inside = {
        number for each in exercises for number in range(each.line, each.end_line + each.closed)
    }
    for number, line in enumerate(lines, start=1):
        if number not in inside and _MEANT.match(line):
            hint = "标记顶格写成“/// quiz | 标题”，斜线和竖线用半角；不放在列表、引用和提示框里"
            yield Fault(number, "EX001", "测验或问题清单的标记写法不对，会原样显示", hint)
    for each in exercises:
        label = LABELS[each.kind]
        if not each.closed:
            hint = "在最后一行之后单独写一行 ///"
            yield Fault(each.line, "EX002", f"{label}没有结束", hint)
        code = [number for number, line in each.lines if CODE in line]
        if code:
            yield Fault(code[0], "EX006", f"{label}里不能放代码", "改成普通文字")
        for number, line in each.lines:
            if _MEANT.match(line):
                yield Fault(number, "EX002", f"{label}里又开始了一个", "先用一行 /// 结束上一个")


def read_settings(
    exercise: Exercise, known: Mapping[str, Collection[str]]
) -> tuple[dict[str, str], list[Fault]]:
    """Return the settings of a block and what is wrong with them.

    Args:
        exercise: the block.
        known: keys that it may have besides `id`, each with its values.
    """
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for number, line in exercise.settings:
        match = _WRITTEN_SETTING.match(line)
        if match is None:
            hint = "写成“    id: discipline-1”：前面空四格，冒号用半角，后面空一格；题目要顶格"
            faults.append(Fault(number, "EX003", "标记下面的设置写法不对", hint))
        elif match[1] != "id" and match[1] not in known:
            hint = f"可以写：{'、'.join(['id', *known])}"
            faults.append(Fault(number, "EX003", f"没有这项设置：{match[1]}", hint))
        elif match[1] in found:
            faults.append(Fault(number, "EX003", f"设置写了两次：{match[1]}", "删去一行"))
        else:
            found[match[1]] = match[2]
            if match[1] == "id" and not is_id(match[2]):
                hint = "用 2 到 40 个小写字母、数字或 -，字母开头，例如 discipline-1"
                faults.append(Fault(number, "EX004", f"id 写法不对：{match[2]}", hint))
            elif match[1] != "id" and match[2].lower() not in known[match[1]]:
                hint = f"可以写：{'、'.join(known[match[1]])}"
                faults.append(Fault(number, "EX003", f"{match[1]} 的值不对：{match[2]}", hint))
    if "id" not in found and not any(each.code == "EX003" for each in faults):
        hint = "在标记下一行写“    id: discipline-1”，前面空四格"
        faults.append(Fault(exercise.line, "EX004", f"{LABELS[exercise.kind]}没有 id", hint))
    return found, faults


def is_id(text: str) -> bool:
    """Tell whether the text can be the id of a block."""
    return ID.fullmatch(text) is not None and text not in YAML_WORDS
