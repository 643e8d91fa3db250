"""What a quiz is: questions of five kinds, with their answers and the reason for them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

BLANK = "\ufff9"
"""Stands in a stem for a blank to fill in."""

MAX_OPTIONS = 8
"""Most options of a question: A to H."""


class QuestionKind(StrEnum):
    """What the reader is to do; the value is what authors and readers see."""

    SINGLE = "单选"
    MULTIPLE = "多选"
    JUDGE = "判断"
    FILL = "填空"
    ORDER = "排序"


KINDS: Mapping[str, QuestionKind] = {
    "单选": QuestionKind.SINGLE,
    "单项选择": QuestionKind.SINGLE,
    "多选": QuestionKind.MULTIPLE,
    "多项选择": QuestionKind.MULTIPLE,
    "不定项选择": QuestionKind.MULTIPLE,
    "判断": QuestionKind.JUDGE,
    "是非": QuestionKind.JUDGE,
    "填空": QuestionKind.FILL,
    "排序": QuestionKind.ORDER,
}
"""Every spelling of a kind; each may end in 题."""

RIGHT_WORDS = frozenset(("对", "正确", "√", "✓", "✔", "是", "t", "true", "y", "yes"))
WRONG_WORDS = frozenset(("错", "错误", "不对", "×", "✗", "✘", "x", "否", "f", "false", "n", "no"))
JUDGEMENTS = ("正确", "错误")
"""The two options of a statement to judge."""


def read_kind(text: str) -> QuestionKind | None:
    """Read the name of a kind; None if it is none."""
    return KINDS.get("".join(text.split()).removesuffix("题"))


def read_judgement(text: str) -> bool | None:
    """Read whether a statement is right; None if the text does not say."""
    word = "".join(text.split()).rstrip("。.").lower()
    return True if word in RIGHT_WORDS else False if word in WRONG_WORDS else None


@dataclass(frozen=True)
class Option:
    """One of several answers, or a step to put in order."""

    text: str
    """Markdown of one paragraph."""

    right: bool


@dataclass(frozen=True)
class Question:
    """A question, complete and free of faults."""

    kind: QuestionKind
    stem: str
    """Markdown of one paragraph, with a BLANK for each blank."""

    options: tuple[Option, ...]
    """As the author wrote them; of an order question the steps in their right order; of a
    statement to judge its two judgements; none of a question to fill in."""

    blanks: tuple[tuple[str, ...], ...]
    """For each blank the answers that are right."""

    explanation: str
    source: str
    """The rule that the answer follows from, if the author names it apart."""


@dataclass(frozen=True)
class Quiz:
    """A block of questions."""

    id: str
    """Unique on its page."""

    title: str
    shuffled: bool
    """Options may change places from one attempt to the next."""

    questions: tuple[Question, ...]
    line: int
    """Of its mark, 1-based in the body."""

    @property
    def digest(self) -> str:
        """12 hexadecimal digits that change when a question or an answer does."""
        parts = [
            "\x1f".join(
                (
                    each.kind,
                    each.stem,
                    *(f"{option.right}{option.text}" for option in each.options),
                    *("|".join(blank) for blank in each.blanks),
                )
            )
            for each in self.questions
        ]
        return hashlib.sha256("\x1e".join(parts).encode("utf-8")).hexdigest()[:12]


DEFAULT_TITLE = "学完自测"
