"""Finds options of the study plugin in mkdocs.yml that it does not have or cannot use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mkdocs_study.library.composer import KeyPath, Value
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.fields import suggest
from mkdocs_study.publish.reading_options import check_reading

PLUGIN = "study"
OPTIONS = (
    "audiences", "audience", "standards", "exemplars", "disciplines", "reading_speed", "site_id",
    "reading",
)  # fmt: skip

SLOWEST, FASTEST = 300, 500
"""Characters a minute at which study texts are read."""
WORDS = ("audience", "site_id")
"""Options that are one word."""

LISTS = ("audiences", "standards", "exemplars", "disciplines")
"""Options that hold words."""


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
        *_reading_speed(options, lines, name),
        *check_reading(options.get("reading"), lines, name),
    ]


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


def _reading_speed(
    options: Mapping[str, Value], lines: Mapping[KeyPath, int], name: str
) -> Iterator[Diagnostic]:
    value = options.get("reading_speed", str(SLOWEST))
    plain = isinstance(value, str) and value.isascii() and value.isdecimal()
    if not plain or not SLOWEST <= int(str(value)) <= FASTEST:
        places = {path[-1]: line for path, line in lines.items() if PLUGIN in path[:-1]}
        message = f"reading_speed 不是 {SLOWEST} 到 {FASTEST} 之间的整数"
        hint = "每分钟读多少字，一般写 400"
        yield Diagnostic(name, places.get("reading_speed", 1), "CFG006", message, hint)
