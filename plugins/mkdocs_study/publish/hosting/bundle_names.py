"""Finds names in a bundle that some computer of its readers could not unpack or open."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.tree import MAX_PATH, works_on_windows

SITE = "site/"
"""Where the pages stand in a bundle."""


def check_names(names: Iterable[str]) -> Iterator[Diagnostic]:
    """Report every name that leads out, does not work on Windows, is too long, or comes twice."""
    seen: dict[str, str] = {}
    for name in names:
        steps = name.split("/")
        if "" in steps or {".", ".."} & set(steps) or not all(map(works_on_windows, steps)):
            message = f"名称在 Windows 上打不开，或者指向离线包之外：{name}"
            yield _fault(name, message, "改掉 docs/ 里这个文件的名称")
        if (length := len(name.removeprefix(SITE))) > MAX_PATH:
            message = f"路径有 {length} 个字符，超过 {MAX_PATH} 个，解压后可能打不开"
            yield _fault(name, message, "缩短文件名或者文件夹名")
        folded = unicodedata.normalize("NFC", name).casefold()
        if other := seen.get(folded):
            message = f"与 {other} 只有大小写不同，Windows 上会互相覆盖"
            yield _fault(name, message, "改掉其中一个的名称")
        seen.setdefault(folded, name)


def _fault(name: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(name, 1, "BND006", message, hint)
