"""Turns a row of a question bank into a question in our Markdown, or into what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from mkdocs_study.library.quiz import MAX_OPTIONS, QuestionKind, read_judgement, read_kind

LETTERS = "ABCDEFGH"[:MAX_OPTIONS]
_SPECIAL = re.compile(r"[\\`*_{}\[\]<]")
_BREAK = re.compile(r"[ \t　]*[\r\n]+[ \t　]*")
_BLANK = re.compile(r"[_＿]{2,}|[（(][ 　_＿]*[)）]|\{\{.*?\}\}")
_SPACE_IN_BRACKETS = re.compile(r"[（(][ 　]*[)）]\s*[。.]?$")
_ANSWER_LETTER = re.compile(r"[A-Ha-hＡ-Ｈａ-ｈ]")
_BETWEEN = re.compile(r"[\s,，、;；/和及.。→>＞\-－—]+")
_ALTERNATIVES = re.compile(r"[|｜]")
_BLANKS = re.compile(r"[;；]")
FULL_WIDTH_SHIFT = 0xFEE0


class RowError(Exception):
    """The row makes no question; the message is Chinese and for its author."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        """Take code, what is wrong and what to do."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


@dataclass(frozen=True)
class Row:
    """The cells of a question by what they are."""

    kind: str
    stem: str
    options: tuple[str, ...]
    """A, B, C …; empty cells up to the last that is filled."""

    answer: str
    explanation: str
    source: str


def write_question(row: Row, number: int) -> list[str]:
    """Write the question as lines of a quiz.

    Raises:
        RowError: something is missing, or the answer does not fit the options.
    """
    kind = read_kind(row.kind)
    if kind is None:
        message = f"题型不认识：{row.kind}" if row.kind else "没有题型"
        raise RowError("QB003", message, f"写{'、'.join(QuestionKind)}之一")
    if not row.stem:
        raise RowError("QB003", "没有题干", "填上题干，或者删去这一行")
    if not row.answer and kind is not QuestionKind.ORDER:
        raise RowError("QB005", "没有答案", "填上答案")
    stem = _stem(row, kind)
    lines = [f"{number}. （{kind}）{stem}"]
    lines.extend(f"   {line}" for line in _WRITERS[kind](row))
    if row.explanation or row.source:
        lines.append("")
    for name, text in (("解析", row.explanation), ("出处", row.source)):
        if text:
            lines.append(f"   {name}：{escape(text)}")
    return lines


def escape(text: str) -> str:
    """Write the words of a cell on one line, so that Markdown shows them as they are."""
    return _SPECIAL.sub(r"\\\g<0>", one_line(text))


def one_line(text: str) -> str:
    """Join the lines of a cell."""
    return _BREAK.sub(_joint, text.strip())


def _joint(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return " " if before.isascii() and after.isascii() else ""


def _stem(row: Row, kind: QuestionKind) -> str:
    stem = one_line(row.stem)
    if kind is not QuestionKind.FILL:
        # papers leave brackets at the end for the letter of the answer
        return escape(_SPACE_IN_BRACKETS.sub("", stem) or stem)
    blanks = _BLANK.findall(stem)
    if not blanks:
        hint = "在题干要填的地方写 ____（至少两个下划线）"
        raise RowError("QB006", "题干里没有要填的空", hint)
    answers = _blank_answers(row.answer, len(blanks))
    pieces = _BLANK.split(stem)
    filled = [f"{{{{{'|'.join(forms)}}}}}" for forms in answers]
    return "".join(
        f"{escape(piece) if piece.strip() else piece}{blank}"
        for piece, blank in zip(pieces, [*filled, ""], strict=True)
    )


def _blank_answers(answer: str, blanks: int) -> list[list[str]]:
    """Return for each blank its right answers; of a single one, ；parts alternatives too."""
    if blanks == 1:
        groups = [_ALTERNATIVES.split(_BLANKS.sub("|", answer))]
    else:
        groups = [_ALTERNATIVES.split(each) for each in _BLANKS.split(answer)]
    forms = [[one_line(form) for form in group if form.strip()] for group in groups]
    if len(forms) != blanks or not all(forms):
        hint = "几个空的答案用；隔开，一个空的几种写法用 | 隔开"
        raise RowError("QB006", f"题干有 {blanks} 个空，答案有 {len(forms)} 个", hint)
    if any("{" in form or "}" in form for group in forms for form in group):
        raise RowError("QB006", "答案里不能有大括号", "删去大括号")
    return forms


def _options(row: Row) -> list[str]:
    options = [one_line(each) for each in row.options]
    if "" in options:
        letter = LETTERS[options.index("")]
        raise RowError("QB004", f"选项 {letter} 是空的", "选项从 A 起连着填，中间不空")
    return options


def _letters(row: Row, options: int) -> list[int]:
    """Read the answer as places of options, in the order written."""
    text = _BETWEEN.sub("", row.answer)
    if not text or any(not _ANSWER_LETTER.fullmatch(each) for each in text):
        raise RowError("QB005", f"答案读不懂：{row.answer}", "写选项的字母，例如 A 或者 ACD")
    places = [LETTERS.index(_plain(each)) for each in text]
    for place in places:
        if place >= options:
            message = f"答案 {LETTERS[place]} 没有对应的选项"
            raise RowError("QB005", message, "核对答案和选项")
    if len(set(places)) < len(places):
        raise RowError("QB005", f"答案里有重复的字母：{row.answer}", "每个字母只写一次")
    return places


def _plain(letter: str) -> str:
    code = ord(letter)
    return chr(code - FULL_WIDTH_SHIFT if code > FULL_WIDTH_SHIFT else code).upper()


def _write_choice(row: Row) -> Iterator[str]:
    options = _options(row)
    if not options:
        raise RowError("QB004", "没有选项", "填“选项A”“选项B”等列")
    places = _letters(row, len(options))
    for place, option in enumerate(options):
        yield f"- [{'x' if place in places else ' '}] {escape(option)}"


def _write_judgement(row: Row) -> Iterator[str]:
    options = _options(row)
    judged = read_judgement(row.answer)
    if options:
        meant = [read_judgement(option) for option in options]
        if None in meant:
            hint = "判断题不用填选项，答案写 对 或者 错"
            raise RowError("QB004", "判断题的选项不是对错", hint)
        if judged is None:
            places = _letters(row, len(options))
            judged = meant[places[0]] if len(places) == 1 else None
    if judged is None:
        raise RowError("QB005", f"答案读不懂：{row.answer}", "判断题的答案写 对 或者 错")
    yield f"答案：{'对' if judged else '错'}"


def _write_blanks(row: Row) -> Iterator[str]:
    if row.options:
        raise RowError("QB004", "填空题不用填选项", "删去选项，答案写在“答案”列")
    return iter(())


def _write_order(row: Row) -> Iterator[str]:
    options = _options(row)
    places = _letters(row, len(options)) if row.answer else list(range(len(options)))
    if len(places) != len(options):
        message = f"有 {len(options)} 步，答案里有 {len(places)} 步"
        hint = "按正确的先后写全部字母，例如 BACD；不写就按列的先后"
        raise RowError("QB005", message, hint)
    for number, place in enumerate(places, start=1):
        yield f"{number}. {escape(options[place])}"


_WRITERS: Mapping[QuestionKind, Callable[[Row], Iterator[str]]] = {
    QuestionKind.SINGLE: _write_choice,
    QuestionKind.MULTIPLE: _write_choice,
    QuestionKind.JUDGE: _write_judgement,
    QuestionKind.FILL: _write_blanks,
    QuestionKind.ORDER: _write_order,
}
