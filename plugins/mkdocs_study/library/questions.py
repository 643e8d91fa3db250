"""Turns the lines of a quiz into questions that can be answered, or into what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from mkdocs_study.library.diagnostics import Severity
from mkdocs_study.library.exercise import Exercise, Fault, read_settings
from mkdocs_study.library.question_lines import Draft, Words, draft_questions
from mkdocs_study.library.quiz import (
    BLANK,
    DEFAULT_TITLE,
    JUDGEMENTS,
    MAX_OPTIONS,
    Option,
    Question,
    QuestionKind,
    Quiz,
    read_judgement,
)

_BRACES = re.compile(r"\{\{(.*?)\}\}")
_LINE = re.compile(r"[_＿]{2,}|[（(][ 　]{2,}[)）]")
_UNCLOSED = re.compile(r"\{\{|\}\}")
_LETTERS = re.compile(r"[A-HＡ-Ｈa-hａ-ｈ]")
_BETWEEN_LETTERS = re.compile(r"[\s,，、;；/和及.。]+")
_BETWEEN_BLANKS = re.compile(r"[;；]")
_BETWEEN_FORMS = re.compile(r"[|｜]")
YES = ("是", "yes", "true")
SETTINGS: Mapping[str, Collection[str]] = {"shuffle": (*YES, "否", "no", "false")}
"""Settings of a quiz besides its id: may options change places?"""

Wrong = tuple[int, str, str, str]
"""Line in the body, code, message without the question's number, hint."""

Judge = Callable[[Draft], Iterator[Wrong]]


def read_quiz(exercise: Exercise) -> tuple[Quiz | None, list[Fault]]:
    """Read a quiz; None beside its faults if it has one that no reader may meet."""
    settings, faults = read_settings(exercise, SETTINGS)
    questions, found = read_questions(exercise.lines, exercise.line)
    faults.extend(found)
    if any(each.severity is Severity.ERROR for each in faults):
        return None, faults
    title = exercise.title or DEFAULT_TITLE
    shuffled = settings.get("shuffle", "").lower() in YES
    return Quiz(settings["id"], title, shuffled, tuple(questions), exercise.line), faults


def read_questions(
    lines: Sequence[tuple[int, str]], line: int
) -> tuple[list[Question], list[Fault]]:
    """Read the questions of a quiz and report everything that is wrong with them.

    Args:
        lines: (line in the body, text) of what stands between the marks.
        line: line of the opening mark, for a quiz without questions.
    """
    drafts, faults = draft_questions(lines)
    if not drafts and not faults:
        hint = "题目顶格写，以“1. （单选）”这样的序号和题型开头"
        faults.append(Fault(line, "QZ001", "测验里没有题目", hint))
    expected = 1
    for draft in drafts:
        if draft.number != expected:
            message = f"题号应当是 {expected}，写的是 {draft.number}"
            faults.append(Fault(draft.line, "QZ003", message, "从 1 起依次编号；选项前面空三格"))
        expected = draft.number + 1
        faults.extend(
            Fault(number, code, f"第 {draft.number} 题{message}", hint)
            for number, code, message, hint in _check(draft)
        )
        if not draft.fields.get("解析") or not draft.fields["解析"].text:
            hint = "加一行“解析：……”，写明理由和出处"
            message = f"第 {draft.number} 题没有解析，答错的人不知道错在哪里"
            faults.append(Fault(draft.line, "QZ010", message, hint, Severity.WARNING))
    if any(each.severity is Severity.ERROR for each in faults):
        return [], sorted(faults)
    return [_question(draft) for draft in drafts], sorted(faults)


def _check(draft: Draft) -> Iterator[Wrong]:
    if draft.kind is None:
        named = f"的题型不认识：{draft.named}" if draft.named else "没有写题型"
        hint = f"在序号后面写（{'）、（'.join(QuestionKind)}）之一"
        yield draft.line, "QZ004", named, hint
        return
    if not draft.stem.text.strip():
        yield draft.line, "QZ005", "没有题干", "把题目写在题型后面"
    yield from _CHECKS[draft.kind](draft)


def _check_options(draft: Draft) -> Iterator[Wrong]:
    """Report what is wrong with the options of any kind that has them."""
    seen: set[str] = set()
    for number, option in enumerate(draft.options, start=1):
        line, text = option.words.line, option.words.text.strip()
        if not text:
            yield line, "QZ006", f"的第 {number} 个选项是空的", "写上文字，或者删去这一行"
        elif text in seen:
            yield line, "QZ006", f"有两个相同的选项：{text}", "改写或者删去一个"
        seen.add(text)
    if len(draft.options) > MAX_OPTIONS:
        line = draft.options[MAX_OPTIONS].words.line
        message = f"有 {len(draft.options)} 个选项，最多 {MAX_OPTIONS} 个"
        yield line, "QZ006", message, "拆成几道题"


def _check_choice(draft: Draft) -> Iterator[Wrong]:
    """Report options and answers of a single or multiple choice."""
    if len(draft.options) < 2:  # noqa: PLR2004 (a choice is one of two at least)
        hint = "至少写两行“   - [ ] 选项”，正确的写 [x]"
        yield draft.line, "QZ006", f"只有 {len(draft.options)} 个选项", hint
        return
    yield from _check_options(draft)
    answer = draft.fields.get("答案")
    marked = [each.marked for each in draft.options]
    if any(marked) and not all(marked):
        line = draft.options[marked.index(not marked[0])].words.line
        hint = "都写成“- [ ]”，或者都写成“A.”加“答案：”"
        yield line, "QZ006", "的选项有两种写法", hint
        return
    if all(marked):
        if answer is not None:
            yield answer.line, "QZ007", "既用 [x] 标了答案，又写了“答案：”", "只用一种"
    elif faults := list(_check_letters(draft, answer)):
        yield from faults
        return
    yield from _check_number_of_answers(draft, sum(_rights(draft)))


def _check_letters(draft: Draft, answer: Words | None) -> Iterator[Wrong]:
    """Report letters that do not count from A, and answers that are none of them."""
    letters = "".join(each.letter for each in draft.options)
    expected = "ABCDEFGH"[: len(letters)]
    if letters != expected:
        message = f"的选项字母是 {letters}，应当是 {expected}"
        yield draft.options[0].words.line, "QZ006", message, "从 A 起依次编"
    elif answer is None or not answer.text:
        line = draft.line if answer is None else answer.line
        yield line, "QZ007", "没有答案", "在选项后面加一行“答案：A”"
    elif why := _why_not_letters(answer.text, len(letters)):
        yield answer.line, "QZ007", why, "写选项的字母，例如“答案：AC”"


def _check_number_of_answers(draft: Draft, rights: int) -> Iterator[Wrong]:
    if rights == 0:
        yield draft.line, "QZ007", "没有正确选项", "把正确选项的 [ ] 改成 [x]"
    elif draft.kind is QuestionKind.SINGLE and rights > 1:
        message = f"是单选，却有 {rights} 个正确选项"
        yield draft.line, "QZ008", message, "只留一个，或者改成（多选）"
    elif draft.kind is QuestionKind.MULTIPLE and rights == 1:
        message = "是多选，却只有 1 个正确选项"
        yield draft.line, "QZ008", message, "再标一个，或者改成（单选）"


def _why_not_letters(text: str, options: int) -> str:
    letters = _BETWEEN_LETTERS.sub("", text)
    if not letters or any(not _LETTERS.fullmatch(each) for each in letters):
        return f"的答案读不懂：{text}"
    beyond = [each for each in _answer_letters(text) if ord(each) - ord("A") >= options]
    return f"的答案 {beyond[0]} 没有对应的选项" if beyond else ""


def _answer_letters(text: str) -> frozenset[str]:
    letters = _LETTERS.findall(text)
    return frozenset(
        chr((ord(each) - 0xFEE0) if ord(each) > 0xFF00 else ord(each)).upper()  # noqa: PLR2004
        for each in letters
    )


def _rights(draft: Draft) -> list[bool]:
    if any(each.marked for each in draft.options):
        return [each.right for each in draft.options]
    answer = draft.fields.get("答案")
    chosen = _answer_letters(answer.text) if answer else frozenset()
    return [each.letter in chosen for each in draft.options]


def _check_judgement(draft: Draft) -> Iterator[Wrong]:
    hint = "写“答案：对”或者“答案：错”"
    if draft.options:
        line = draft.options[0].words.line
        yield line, "QZ006", "是判断，不用写选项", f"删去选项，{hint}"
        return
    answer = draft.fields.get("答案")
    if answer is None or not answer.text:
        yield draft.line, "QZ007", "没有答案", hint
    elif read_judgement(answer.text) is None:
        yield answer.line, "QZ007", f"的答案读不懂：{answer.text}", hint


def _check_blanks(draft: Draft) -> Iterator[Wrong]:
    if draft.options:
        line = draft.options[0].words.line
        yield line, "QZ006", "是填空，不用写选项", "删去选项；答案写在题干的 {{…}} 里"
        return
    written = _BRACES.findall(draft.stem.text)
    around = _BRACES.sub("", draft.stem.text)
    answer = draft.fields.get("答案")
    if _UNCLOSED.search(around):
        hint = "写成 {{答案}} 或者 {{答案|另一种写法}}"
        yield draft.line, "QZ009", "的空没有写完", hint
    elif written and answer is not None:
        message = "既在题干里写了 {{答案}}，又写了“答案：”"
        yield answer.line, "QZ007", message, "只用一种"
    elif written and _LINE.search(around):
        message = "既写了 {{答案}}，又画了 ____"
        yield draft.line, "QZ009", message, "每个空都写成 {{答案}}"
    elif not written:
        yield from _check_lines(draft, answer)
    for number, forms in enumerate(_blanks(draft), start=1):
        if not forms:
            yield draft.line, "QZ009", f"的第 {number} 个空没有答案", "写上答案，例如 {{五|5}}"


def _check_lines(draft: Draft, answer: Words | None) -> Iterator[Wrong]:
    """Report what is wrong with a stem whose blanks are lines."""
    lines = len(_LINE.findall(draft.stem.text))
    given = _BETWEEN_BLANKS.split(answer.text) if answer and answer.text else []
    if not lines:
        hint = "在题干要填的地方写 {{答案}}，或者写 ____ 再加一行“答案：”"
        yield draft.line, "QZ009", "没有要填的空", hint
    elif answer is None or not given:
        hint = "加一行“答案：”，几个空的答案用；隔开"
        yield draft.line, "QZ007", "没有答案", hint
    elif len(given) != lines:
        hint = "几个空的答案用；隔开，一个空的几种写法用 | 隔开"
        yield answer.line, "QZ009", f"有 {lines} 个空，{len(given)} 个答案", hint


def _blanks(draft: Draft) -> list[tuple[str, ...]]:
    written = _BRACES.findall(draft.stem.text)
    answer = draft.fields.get("答案")
    if not written and answer is not None and answer.text:
        written = _BETWEEN_BLANKS.split(answer.text)
    return [
        tuple(form.strip() for form in _BETWEEN_FORMS.split(each) if form.strip())
        for each in written
    ]


def _check_order(draft: Draft) -> Iterator[Wrong]:
    if len(draft.options) < 2:  # noqa: PLR2004 (one step has no order)
        hint = "按正确的先后写，每步一行“   1. 第一步”，前面空三格；页面上会打乱"
        yield draft.line, "QZ006", f"是排序，只有 {len(draft.options)} 步", hint
        return
    if marked := [each for each in draft.options if each.marked]:
        line = marked[0].words.line
        yield line, "QZ006", "是排序，步骤前面不写 [ ]", "按正确的先后写“   1. 第一步”"
    if answer := draft.fields.get("答案"):
        hint = "按正确的先后写各步，删去这一行"
        yield answer.line, "QZ007", "是排序，不用写“答案：”", hint
    yield from _check_options(draft)


_CHECKS: Mapping[QuestionKind, Judge] = {
    QuestionKind.SINGLE: _check_choice,
    QuestionKind.MULTIPLE: _check_choice,
    QuestionKind.JUDGE: _check_judgement,
    QuestionKind.FILL: _check_blanks,
    QuestionKind.ORDER: _check_order,
}


def _question(draft: Draft) -> Question:
    """Make a question of a draft without faults."""
    kind = draft.kind
    if kind is None:
        raise ValueError("a draft without a kind has a fault")
    stem = draft.stem.text
    blanks: tuple[tuple[str, ...], ...] = ()
    options: tuple[Option, ...] = ()
    if kind is QuestionKind.FILL:
        blanks = tuple(_blanks(draft))
        pattern = _BRACES if _BRACES.search(stem) else _LINE
        stem = pattern.sub(BLANK, stem)
    elif kind is QuestionKind.JUDGE:
        right = read_judgement(draft.fields["答案"].text)
        options = tuple(Option(text, right is (text == JUDGEMENTS[0])) for text in JUDGEMENTS)
    else:
        rights = _rights(draft) if kind is not QuestionKind.ORDER else [True] * len(draft.options)
        options = tuple(
            Option(each.words.text, right)
            for each, right in zip(draft.options, rights, strict=True)
        )
    fields = {name: words.text for name, words in draft.fields.items()}
    return Question(kind, stem, options, blanks, fields.get("解析", ""), fields.get("出处", ""))
