"""Finds what is wrong below `study: reading:` in mkdocs.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mkdocs_study.library.composer import KeyPath, Value
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.fields import suggest

OPTION = "reading"
KEYS = ("auto", "share", "least_seconds", "kinds")
SWITCH = ("true", "false")
NUMBERS: Mapping[str, tuple[int, int, str]] = {
    "share": (1, 100, "停留到单元分钟数的百分之几才算读完，一般写 40"),
    "least_seconds": (5, 3600, "再短的单元也要停留多少秒，一般写 20"),
}
"""Whole numbers: lowest, highest, what they mean."""


def check_reading(
    value: Value | None, lines: Mapping[KeyPath, int], name: str
) -> Iterator[Diagnostic]:
    """Report every faulty key.

    Args:
        value: what stands below `reading:`; None when nothing does.
        lines: place in mkdocs.yml → line.
        name: of the file, for diagnostics.
    """
    if value is None:
        return
    places = {path[-1]: line for path, line in lines.items() if OPTION in path}
    if not isinstance(value, Mapping):
        hint = "往下缩进写 auto、share、least_seconds、kinds"
        line = places.get(OPTION, 1)
        yield Diagnostic(name, line, "CFG003", f"{OPTION}：这里要写选项", hint)
        return
    for key, option in value.items():
        for message, hint in _faults(key, option):
            yield Diagnostic(name, places.get(key, 1), "CFG003", message, hint)


def _faults(key: str, option: Value) -> Iterator[tuple[str, str]]:
    if key not in KEYS:
        yield f"reading 没有这个选项：{key}", suggest(key, KEYS)
    elif key == "auto" and option not in SWITCH:
        yield "reading.auto 只能写 true 或 false", "不要自动标记，写 auto: false"
    elif key == "kinds" and not (
        isinstance(option, list) and all(isinstance(each, str) and each.strip() for each in option)
    ):
        yield "reading.kinds：这里要写单元形式的列表", "例如 kinds: [读原文, 看案例]"
    elif key in NUMBERS:
        lowest, highest, hint = NUMBERS[key]
        plain = isinstance(option, str) and re.fullmatch(r"[0-9]{1,9}", option)
        if not plain or not lowest <= int(str(option)) <= highest:
            yield f"reading.{key} 不是 {lowest} 到 {highest} 之间的整数", hint
