"""Finds options of the study plugin in mkdocs.yml that it does not have or cannot use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mkdocs_study.library.approval import MINIMA
from mkdocs_study.library.composer import KeyPath, Value
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.fields import suggest
from mkdocs_study.publish.reading_options import check_reading

PLUGIN = "study"
OPTIONS = (
    "audiences", "audience", "standards", "exemplars", "disciplines", "unit_kinds",
    "reading_speed", "longest_unit_minutes", "longest_unit_characters", "site_id", "plan",
    "reading", "publish",
)  # fmt: skip

NUMBERS: Mapping[str, tuple[int, int, str]] = {
    "reading_speed": (300, 500, "每分钟读多少字，一般写 400"),
    "longest_unit_minutes": (5, 6_000, "单元超过多少分钟要提醒，一般写 90"),
    "longest_unit_characters": (1_000, 1_000_000, "单元超过多少字要提醒，一般写 30000"),
}
"""Options that are whole numbers: lowest, highest, what they mean."""

WORDS = ("audience", "site_id")
"""Options that are one word."""

PUBLISH = "publish"
"""Option that holds options of its own, for releases."""

PUBLISH_OPTIONS = ("minimum_status",)

LISTS = ("audiences", "standards", "exemplars", "disciplines", "unit_kinds")
"""Options that hold words."""

NEVER_EMPTY = ("unit_kinds",)
"""Lists from which every track has to choose."""


def check_options(
    options: Mapping[str, Value], lines: Mapping[KeyPath, int], name: str
) -> list[Diagnostic]:
    """Report every faulty option.

    Args:
        options: what stands below `study:`.
        lines: place in mkdocs.yml → line.
        name: of the file, for diagnostics.
    """
    return [
        *_faulty_options(options, lines, name),
        *_faulty_lists(options, lines, name),
        *_faulty_numbers(options, lines, name),
        *check_reading(options.get("reading"), lines, name),
        *_publishing(options, lines, name),
    ]


def minimum_status(options: Mapping[str, Value]) -> str:
    """Return the step of approval that publishing asks for; empty for anything but a draft."""
    inner = options.get(PUBLISH)
    value = inner.get("minimum_status") if isinstance(inner, dict) else None
    return value if isinstance(value, str) else ""


def _faulty_options(
    options: Mapping[str, Value], lines: Mapping[KeyPath, int], name: str
) -> list[Diagnostic]:
    places = {path[-1]: line for path, line in lines.items() if PLUGIN in path[:-1]}
    found: list[Diagnostic] = []
    for key, value in options.items():
        line = places.get(key, 1)
        if key in WORDS and not isinstance(value, str):
            message, hint = f"{key}：这里要写一个词", f"不用方括号，例如 {key}: 甲"
            found.append(Diagnostic(name, line, "CFG003", message, hint))
        if key not in OPTIONS:
            message = f"study 没有这个选项：{key}"
            found.append(Diagnostic(name, line, "CFG003", message, suggest(key, OPTIONS)))
        elif key in LISTS and not isinstance(value, list):
            message, hint = f"{key}：这里要写列表", f"例如 {key}: [甲, 乙]"
            found.append(Diagnostic(name, line, "CFG003", message, hint))
        elif key in LISTS:
            items = {path[-2:]: place for path, place in lines.items() if PLUGIN in path[:-2]}
            message, hint = f"{key}：列表里每一项都要写一个词", f"例如 {key}: [甲, 乙]"
            found.extend(
                Diagnostic(name, items.get((key, index), line), "CFG003", message, hint)
                for index, item in enumerate(value)
                if not isinstance(item, str) or not item.strip()
            )
    return found


def _faulty_lists(
    options: Mapping[str, Value], lines: Mapping[KeyPath, int], name: str
) -> Iterator[Diagnostic]:
    """Report a list that is empty and must not be, and words that stand in a list twice."""
    places = {path[-2:]: line for path, line in lines.items() if PLUGIN in path[:-1]}
    for key in LISTS:
        value = options.get(key)
        if not isinstance(value, list):
            continue
        if key in NEVER_EMPTY and not value:
            line = next((line for path, line in places.items() if path[-1] == key), 1)
            message, hint = f"{key}：列表是空的", "写上要用的词，或者删去这个选项"
            yield Diagnostic(name, line, "CFG003", message, hint)
        for index, word in enumerate(value):
            if isinstance(word, str) and word in value[:index]:
                line = places.get((key, index), 1)
                message, hint = f"{key}：列表里重复：{word}", "删去重复的一项"
                yield Diagnostic(name, line, "CFG003", message, hint)


def _faulty_numbers(
    options: Mapping[str, Value], lines: Mapping[KeyPath, int], name: str
) -> Iterator[Diagnostic]:
    places = {path[-1]: line for path, line in lines.items() if PLUGIN in path[:-1]}
    for key, (lowest, highest, hint) in NUMBERS.items():
        value = options.get(key, str(lowest))
        plain = isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value)
        if not plain or not lowest <= int(str(value)) <= highest:
            message = f"{key} 不是 {lowest} 到 {highest} 之间的整数"
            yield Diagnostic(name, places.get(key, 1), "CFG006", message, hint)


def _publishing(
    options: Mapping[str, Value], lines: Mapping[KeyPath, int], name: str
) -> Iterator[Diagnostic]:
    """Check what stands below `publish:`."""
    inner = options.get(PUBLISH)
    if inner is None:
        return
    places = {path[-2:]: line for path, line in lines.items() if PLUGIN in path[:-1]}
    above = {path[-1]: line for path, line in lines.items() if PLUGIN in path[:-1]}
    line = above.get(PUBLISH, 1)
    if not isinstance(inner, dict):
        message, hint = "publish：这里要写几个键", "例如另起一行、缩进写 minimum_status: approved"
        yield Diagnostic(name, line, "CFG003", message, hint)
        return
    for key, value in inner.items():
        place = places.get((PUBLISH, key), line)
        if key not in PUBLISH_OPTIONS:
            message = f"publish 没有这个选项：{key}"
            yield Diagnostic(name, place, "CFG003", message, suggest(key, PUBLISH_OPTIONS))
        elif key == "minimum_status" and value not in MINIMA:
            message = "minimum_status 写法不对"
            hint = f"可以写：{'、'.join(MINIMA)}；不写就是除草稿以外都发布"
            yield Diagnostic(name, place, "CFG003", message, hint)
