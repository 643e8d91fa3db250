"""Turns the lines of a `/// checklist` into statements that a reader examines himself by."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from mkdocs_study.library.diagnostics import Severity
from mkdocs_study.library.exercise import ROW, Exercise, Fault, read_settings

_HINT = re.compile(r"[ \t　]*提示[ \t]*[:：][ \t　]*(.*)$")
_NOT_WORDS = re.compile(r"[ \t]*(?:#{1,6}[ \t]|>|!!!|\?\?\?|\||[-*+][ \t])")
_NOT_KEPT = re.compile(r"[\W_]+")
DEFAULT_TITLE = "问题清单"


@dataclass(frozen=True)
class Item:
    """One statement."""

    text: str
    """Markdown of one paragraph."""

    hint: str
    """What helps to remember; may be empty."""

    @property
    def key(self) -> str:
        """8 hexadecimal digits of its words.

        An answer stays with its statement wherever it moves, and leaves it when it is rewritten.
        """
        words = _NOT_KEPT.sub("", self.text)
        return hashlib.sha256(words.encode("utf-8")).hexdigest()[:8]


@dataclass(frozen=True)
class Checklist:
    """A block of statements."""

    id: str
    """Unique on its page."""

    title: str
    items: tuple[Item, ...]
    line: int
    """Of its mark, 1-based in the body."""


def read_checklist(exercise: Exercise) -> tuple[Checklist | None, list[Fault]]:
    """Read a checklist; None beside its faults if it has one that no reader may meet."""
    settings, faults = read_settings(exercise, {})
    items, found = read_items(exercise.lines, exercise.line)
    faults.extend(found)
    if any(each.severity is Severity.ERROR for each in faults):
        return None, faults
    title = exercise.title or DEFAULT_TITLE
    return Checklist(settings["id"], title, tuple(items), exercise.line), faults


def read_items(lines: tuple[tuple[int, str], ...], line: int) -> tuple[list[Item], list[Fault]]:
    """Read the statements between the marks; `line` is that of the opening mark."""
    drafts: list[tuple[int, int, list[str], list[str]]] = []
    faults: list[Fault] = []
    current: list[str] | None = None
    for number, text in lines:
        if not text.strip():
            continue
        if match := ROW.match(text):
            current = [match[2].strip()]
            drafts.append((number, int(match[1]), current, []))
        elif current is None or _NOT_WORDS.match(text):
            hint = "每条顶格写，以“1. ”这样的序号开头；说明文字放到标记之外"
            faults.append(Fault(number, "CL001", "这一行不属于任何一条", hint))
        elif match := _HINT.match(text):
            current = drafts[-1][3]
            current.append(match[1].strip())
        else:
            current.append(text.strip())
    if not drafts and not faults:
        hint = "每条顶格写，以“1. ”这样的序号开头"
        faults.append(Fault(line, "CL001", "清单里没有条目", hint))
    items: list[Item] = []
    seen: dict[str, int] = {}
    expected = 1
    for number, given, words, hints in drafts:
        item = Item("\n".join(words), "\n".join(hints))
        items.append(item)
        if given != expected:
            message = f"序号应当是 {expected}，写的是 {given}"
            faults.append(Fault(number, "CL002", message, "从 1 起依次编号"))
        expected = given + 1
        if not item.text.strip():
            faults.append(Fault(number, "CL003", f"第 {given} 条是空的", "写上文字，或者删去"))
        elif item.key in seen:
            message = f"第 {given} 条与第 {seen[item.key]} 条相同"
            faults.append(Fault(number, "CL003", message, "改写或者删去一条"))
        seen.setdefault(item.key, given)
    return items, sorted(faults)
