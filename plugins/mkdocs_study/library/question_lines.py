"""Turns the lines of a quiz into drafts of questions: what stands where, before it is judged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mkdocs_study.library.exercise import ROW, Fault
from mkdocs_study.library.quiz import MAX_OPTIONS, QuestionKind, read_kind

Line = tuple[int, str]
"""1-based line in the body, text."""


@dataclass
class Words:
    """A paragraph that may run over several lines."""

    line: int
    text: str

    def add(self, text: str) -> None:
        """Append a line."""
        self.text = f"{self.text}\n{text}" if self.text else text


@dataclass
class DraftOption:
    """An option or step as it was written."""

    words: Words
    right: bool
    marked: bool = False
    """It has a box: `[ ]` or `[x]`."""

    letter: str = ""


@dataclass
class Draft:
    """A question as it was written."""

    number: int
    line: int
    kind: QuestionKind | None
    named: str
    """The kind as the author named it; empty if he did not."""

    stem: Words
    options: list[DraftOption] = field(default_factory=list)
    fields: dict[str, Words] = field(default_factory=dict)
    """答案, 解析, 出处."""


FIELDS = ("答案", "解析", "出处")
_KIND = re.compile(r"(?:[（(]([^（()）]{1,8})[)）]|[【\[［]([^\[\]【】［］]{1,8})[】\]］])[ \t　]*")
_BOX = re.compile(r"[ \t]*[-*+•·][ \t]*[\[［【]([^\]］】]{0,2})[\]］】][ \t　]*(.*)$")
_LETTER = re.compile(r"[ \t]*([A-Za-zＡ-Ｚ])[.．、:：)）][ \t　]*(.*)$")
_STEP = re.compile(r"[ \t]+(?:\d{1,2}[.．、)）]|[-*+•])[ \t　]*(.*)$|[-*+•][ \t]+(.*)$")
_FIELD = re.compile(rf"[ \t　]*(?:\*\*)?({'|'.join(FIELDS)})[ \t]*[:：](?:\*\*)?[ \t　]*(.*)$")
_TICKS = frozenset(("x", "X", "√", "✓", "✔", "对", "ｘ", "Ｘ"))
_NOT_WORDS = re.compile(r"[ \t]*(?:#{1,6}[ \t]|>|!!!|\?\?\?|\|)")
_FULL_WIDTH_A = ord("Ａ")


def draft_questions(lines: Iterable[Line]) -> tuple[list[Draft], list[Fault]]:
    """Sort every line of a quiz to its question; report those that belong to none."""
    drafts: list[Draft] = []
    faults: list[Fault] = []
    last: Words | None = None
    for number, line in lines:
        if not line.strip():
            continue
        if match := ROW.match(line):
            draft = _open(number, match)
            drafts.append(draft)
            last = draft.stem
        elif not drafts:
            hint = "题目顶格写，以“1. （单选）”这样的序号和题型开头；说明文字放到标记之外"
            faults.append(Fault(number, "QZ001", "这一行不属于任何一道题", hint))
        elif _NOT_WORDS.match(line):
            hint = "题目里只写文字；标题、表格、引用放到标记之外"
            faults.append(Fault(number, "QZ001", "测验里不能放标题、表格、引用和提示框", hint))
        else:
            last = _add(drafts[-1], number, line, last, faults)
    return drafts, faults


def _open(number: int, match: re.Match[str]) -> Draft:
    words = match[2].strip()
    kind = _KIND.match(words)
    named = (kind[1] or kind[2]).strip() if kind else ""
    found = read_kind(named) if named else None
    stem = words[kind.end() :] if kind else words
    return Draft(int(match[1]), number, found, named, Words(number, stem.strip()))


def _add(
    draft: Draft, number: int, line: str, last: Words | None, faults: list[Fault]
) -> Words | None:
    """Put a line where it belongs; return the words that the next line may go on."""
    if match := _FIELD.match(line):
        words = Words(number, match[2].strip())
        if match[1] in draft.fields:
            message = f"第 {draft.number} 题写了两次“{match[1]}”"
            faults.append(Fault(number, "QZ002", message, "合成一行，或者删去一行"))
            return words
        draft.fields[match[1]] = words
        return words
    option = _option(draft, number, line)
    if option is not None:
        draft.options.append(option)
        return option.words
    if last is not None:
        last.add(line.strip())
    return last


def _option(draft: Draft, number: int, line: str) -> DraftOption | None:
    if box := _BOX.match(line):
        right = box[1].strip() in _TICKS
        return DraftOption(Words(number, box[2].strip()), right, marked=True)
    if draft.kind is QuestionKind.ORDER:
        step = _STEP.match(line)
        words = (step[1] if step[1] is not None else step[2]) if step else None
        if words is not None:
            return DraftOption(Words(number, words.strip()), right=True)
    letter = _LETTER.match(line)
    if letter and (found := _letter(letter[1])) and not draft.fields:
        return DraftOption(Words(number, letter[2].strip()), right=False, letter=found)
    return None


def _letter(character: str) -> str:
    """Return A to H; empty for any other letter."""
    code = ord(character)
    plain = chr(code - _FULL_WIDTH_A + ord("A")) if code >= _FULL_WIDTH_A else character.upper()
    return plain if "A" <= plain < chr(ord("A") + MAX_OPTIONS) else ""


def all_words(draft: Draft) -> Iterator[Words]:
    """Yield every paragraph of a draft."""
    yield draft.stem
    yield from (each.words for each in draft.options)
    yield from draft.fields.values()
