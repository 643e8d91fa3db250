"""Turns a quiz into elements: questions and options to read, and answers behind 看答案."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from mkdocs_study.library.heading import plain_heading
from mkdocs_study.library.quiz import BLANK, Option, Question, QuestionKind, Quiz
from mkdocs_study.text.answers import answer_keys, other_spellings

LETTERS = "ABCDEFGH"
BLANK_SHOWN = "＿＿＿＿"
NAMES = {
    QuestionKind.SINGLE: "single",
    QuestionKind.MULTIPLE: "multiple",
    QuestionKind.JUDGE: "judge",
    QuestionKind.FILL: "fill",
    QuestionKind.ORDER: "order",
}
"""What the script calls the kinds."""


def build_quiz(section: Element, quiz: Quiz) -> None:
    """Fill the section with the quiz; words become HTML later, with all others of the page."""
    section.attrib.update(
        {
            "class": "study-quiz",
            "id": f"quiz-{quiz.id}",
            "data-study-quiz": quiz.id,
            "data-study-title": plain_heading(quiz.title),
            "data-study-hash": quiz.digest,
            "data-search-exclude": "",
            "aria-labelledby": f"quiz-{quiz.id}-title",
        }
    )
    if quiz.shuffled:
        section.set("data-study-shuffle", "")
    title = SubElement(section, "p", {"class": "study-quiz__title"})
    title.set("id", f"quiz-{quiz.id}-title")
    title.text = quiz.title
    for number, question in enumerate(quiz.questions, start=1):
        _build_question(section, quiz, number, question)


def _build_question(section: Element, quiz: Quiz, number: int, question: Question) -> None:
    box = SubElement(
        section,
        "div",
        {"class": "study-question", "data-study-question": NAMES[question.kind]},
    )
    stem = SubElement(box, "p", {"class": "study-question__stem"})
    label = SubElement(stem, "span", {"class": "study-question__label"})
    label.text = f"{number}. "
    kind = SubElement(stem, "span", {"class": "study-kind"})
    kind.text = str(question.kind)
    _write_stem(stem, kind, question)
    if question.kind is QuestionKind.ORDER:
        order = _mixed(question.options, f"{quiz.id}:{number}")
        _write_options(box, [(question.options[place], place) for place in order], question.kind)
    elif question.options:
        _write_options(box, [(option, 0) for option in question.options], question.kind)
    _write_answer(box, question)


def _write_stem(stem: Element, before: Element, question: Question) -> None:
    first, *rest = question.stem.split(BLANK)
    before.tail = f" {first}"
    for forms, words in zip(question.blanks, rest, strict=True):
        keys = answer_keys(forms)
        told = json.dumps(keys, ensure_ascii=False)
        blank = SubElement(stem, "span", {"class": "study-blank", "data-study-answers": told})
        if spellings := other_spellings(keys):
            blank.set("data-study-spellings", spellings)
        blank.text = BLANK_SHOWN
        blank.tail = words


def _write_options(box: Element, options: Sequence[tuple[Option, int]], kind: QuestionKind) -> None:
    attributes = {"class": "study-options"}
    if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
        attributes["type"] = "A"
    tag = "ul" if kind in (QuestionKind.JUDGE, QuestionKind.ORDER) else "ol"
    rows = SubElement(box, tag, attributes)
    for option, place in options:
        item = SubElement(rows, "li")
        if kind is QuestionKind.ORDER:
            item.set("data-study-place", str(place))
        elif option.right:
            item.set("data-study-right", "")
        words = SubElement(item, "span", {"class": "study-option"})
        words.text = option.text


def _mixed(options: Sequence[Option], seed: str) -> list[int]:
    """Return the places of the steps in an order that is not the right one, always the same."""
    places = sorted(
        range(len(options)),
        key=lambda place: hashlib.sha256(f"{seed}:{options[place].text}".encode()).digest(),
    )
    return places if places != sorted(places) else [*places[1:], places[0]]


def _write_answer(box: Element, question: Question) -> None:
    details = SubElement(box, "details", {"class": "study-answer"})
    SubElement(details, "summary").text = "看答案"
    answer = SubElement(details, "p", {"class": "study-answer__right"})
    answer.text = f"答案：{_answer(question)}"
    if question.explanation:
        words = SubElement(details, "p", {"class": "study-answer__why"})
        words.text = f"解析：{question.explanation}"
    if question.source:
        source = SubElement(details, "p", {"class": "study-answer__source"})
        source.text = f"出处：{question.source}"


def _answer(question: Question) -> str:
    rights = [index for index, option in enumerate(question.options) if option.right]
    match question.kind:
        case QuestionKind.FILL:
            return "；".join(" 或 ".join(forms) for forms in question.blanks)
        case QuestionKind.ORDER:
            return " → ".join(option.text for option in question.options)
        case QuestionKind.JUDGE:
            return question.options[rights[0]].text
        case _:
            return "、".join(LETTERS[index] for index in rights)
