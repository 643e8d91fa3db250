"""The types that a value of front matter can have, each with its Chinese sentence for a bad one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Annotated, Any, NoReturn

from pydantic import AfterValidator, BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from mkdocs_study.library.slips import (
    MOST_MINUTES,
    hint_for_identifier,
    hint_for_list,
    hint_for_minutes,
    hint_for_page,
)
from mkdocs_study.library.vocabulary import Vocabulary

FAULT = "study_fault"
"""Type of every pydantic error that already speaks Chinese; its context holds the hint."""

MAX_TEXT = 1_000
"""Longest single value in characters."""


_IDENTIFIER = re.compile(r"[a-z0-9-]{3,40}")
_PAGE_PATH = re.compile(r"(?!/|\.{1,2}/)[^\\:#?]+\.md")
"""From docs/ on: neither from the root nor from the page that names it."""


def refuse(message: str, hint: str = "") -> NoReturn:
    """Raise the error that a validator reports for a bad value."""
    raise PydanticCustomError(FAULT, "{message}", {"message": message, "hint": hint})


def suggest(word: str, choices: Sequence[str]) -> str:
    """Return `是否想写 X` if one of the choices is close to the word, else list the choices."""
    if close := get_close_matches(word, choices, n=1, cutoff=0.5):
        return f"是否想写 {close[0]}"
    return f"可以写：{'、'.join(choices)}" if choices else ""


def _scalar(value: object) -> str:
    if isinstance(value, list):
        refuse("这里要写一个值，不是列表", "去掉方括号或者开头的 -")
    if not isinstance(value, str):
        refuse("这里要写一个值，不是一组键")
    if not value.strip():
        refuse("缺少值")
    return value.strip()


def _text(value: object) -> str:
    text = " ".join(_scalar(value).split())
    if len(text) > MAX_TEXT:
        refuse(f"值太长（{len(text)} 个字符，最多 {MAX_TEXT} 个）")
    return text


def matching(pattern: str, message: str, hint: str) -> BeforeValidator:
    """Make a validator for text that must match the whole pattern."""
    compiled = re.compile(pattern)

    def check(value: object) -> str:
        text = _text(value)
        if not compiled.fullmatch(text):
            refuse(f"{message}：{text}", hint)
        return text

    return BeforeValidator(check)


def _date(value: object) -> dt.date:
    text = _scalar(value)
    hint = "写成 2026-03-18 这样的日期"
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        refuse(f"不是日期：{text}", hint)
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        refuse(f"没有这一天：{text}", hint)


def _month(value: object) -> str:
    text = _scalar(value)
    if not re.fullmatch(r"[0-9]{4}-(?:0[1-9]|1[0-2])", text):
        refuse(f"不是年月：{text}", "写成 2024-03 这样的年月")
    return text


def whole_number(lowest: int, highest: int, hint: Callable[[str], str]) -> BeforeValidator:
    """Make a validator for a whole number in a range, written in plain digits.

    `hint` turns what is written instead into what to write.
    """

    def check(value: object) -> int:
        text = _scalar(value)
        if not re.fullmatch(r"[0-9]{1,9}", text) or not lowest <= int(text) <= highest:
            refuse(f"不是 {lowest} 到 {highest} 之间的整数：{text}", hint(text))
        return int(text)

    return BeforeValidator(check)


def _identifier(value: object) -> str:
    text = _text(value)
    if not _IDENTIFIER.fullmatch(text):
        refuse(f"写法不对：{text}", hint_for_identifier(text))
    return text


def _page_path(value: object) -> str:
    text = _text(value)
    if not _PAGE_PATH.fullmatch(text):
        refuse(f"不是页面的路径：{text}", hint_for_page(text))
    return text


def _flag(value: object) -> bool:
    text = _scalar(value)
    if text not in ("true", "false"):
        refuse(f"只能写 true 或 false：{text}")
    return text == "true"


def _decimal(value: object) -> float:
    text = _scalar(value)
    if not re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]{1,6})?", text):
        refuse(f"不是数：{text}", "例如 1.5")
    return float(text)


def _items(value: object) -> list[Any]:
    if not isinstance(value, list):
        refuse("这里要写列表", hint_for_list(value))
    if not value:
        refuse("列表是空的", "写上内容，或者删去这个键")
    return value


def _distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    for index, value in enumerate(values):
        if value in values[:index]:
            refuse(f"列表里重复：{value}", "删去重复的一项")
    return values


def word_of(name: str, choose: Callable[[Vocabulary], tuple[str, ...]]) -> BeforeValidator:
    """Make a validator for a word of the vocabulary, which validation gets as its context."""

    def check(value: object, info: ValidationInfo) -> str:
        text = _text(value)
        vocabulary = info.context if isinstance(info.context, Vocabulary) else Vocabulary()
        choices = choose(vocabulary)
        if text not in choices:
            refuse(
                f"没有这个{name}：{text}", suggest(text, choices) or f"mkdocs.yml 没有声明{name}"
            )
        return text

    return BeforeValidator(check)


Text = Annotated[str, BeforeValidator(_text)]
Identifier = Annotated[str, BeforeValidator(_identifier)]
Date = Annotated[dt.date, BeforeValidator(_date)]
Month = Annotated[str, BeforeValidator(_month)]
Time = Annotated[
    str,
    matching(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", "不是时刻", "写成 14:30 这样的 24 小时制时刻"),
]
Minutes = Annotated[int, whole_number(1, MOST_MINUTES, hint_for_minutes)]
Year = Annotated[int, whole_number(1900, 2200, lambda _: "只写数字，单位是年")]
Flag = Annotated[bool, BeforeValidator(_flag)]
Decimal = Annotated[float, BeforeValidator(_decimal)]
Sha256 = Annotated[str, matching(r"[0-9a-f]{64}", "不是 SHA-256 值", "64 个小写十六进制数字")]
Slug = Annotated[str, matching(r"[a-z0-9][a-z0-9_-]*", "只能用小写字母、数字和 -", "")]
Icon = Annotated[
    str, matching(r"[a-z0-9-]+(?:/[a-z0-9-]+)+", "图标写法不对", "例如 material/book-open")
]
Template = Annotated[str, matching(r"[\w./-]+\.html", "模板写法不对", "例如 home.html")]
Material = Annotated[
    str,
    matching(
        r"[a-z0-9-]{3,40}(?:#[^\s#]+(?:#[^\s#]+)?)?",
        "写法不对",
        "写资料的 id；只学其中一节写 id#节，只学专题的一个单元写 专题id#页面id",
    ),
]
PagePath = Annotated[str, BeforeValidator(_page_path)]
Redirect = Annotated[
    str,
    matching(
        r"(?:[a-z0-9][a-z0-9._-]*/)+|[^\s>]+ -> [^\s>]+",
        "重定向写法不对",
        "写旧地址（texts/old-name/），或者 旧锚点 -> 新锚点",
    ),
]
Standard = Annotated[str, word_of("合格标准", lambda words: words.standards)]
Exemplar = Annotated[str, word_of("表率", lambda words: words.exemplars)]
Discipline = Annotated[str, word_of("纪律类别", lambda words: words.disciplines)]
Audience = Annotated[str, word_of("读者范围", lambda words: words.audiences)]
UnitKind = Annotated[str, word_of("学习方式", lambda words: words.unit_kinds)]
SessionKind = Annotated[str, word_of("活动形式", lambda words: words.session_kinds)]
HiddenPart = Annotated[
    str,
    matching(
        r"navigation|toc|footer|path|tags|feedback",
        "不能隐藏这一部分",
        "可以写：navigation、toc、footer、path、tags、feedback",
    ),
]

IsList = BeforeValidator(_items)
IsSet = AfterValidator(_distinct)
Texts = Annotated[tuple[Text, ...], IsList]
Tags = Annotated[tuple[Text, ...], IsList, IsSet]
Identifiers = Annotated[tuple[Identifier, ...], IsList, IsSet]
