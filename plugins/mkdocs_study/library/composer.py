"""Turns YAML text into strings, lists and mappings, with a line for each and a fault for the rest.

Every scalar stays the string that the author wrote (NO, 1.10 and 012 keep their spelling): only a
schema gives it a type. What YAML allows and front matter does not need is an error: anchors,
aliases, tags, duplicate keys, more than one document.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

import yaml

from mkdocs_study.library.diagnostics import Diagnostic

MAX_CHARACTERS = 100_000
"""Longest text read; a long track has some 10,000."""

MAX_DEPTH = 40
"""Deepest nesting read; a track needs 6, a navigation twice its levels."""

MEANT_AS_KEY = "如果是一个键：删去行首的空格，冒号用半角，后面加一个空格"
ONE_LINE = "一个值写在一行；长的值用半角双引号括起来"

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
KeyPath: TypeAlias = "tuple[str | int, ...]"

_INDENT_WITH_TAB = re.compile(r" *\t")
_FULL_WIDTH_COLON = re.compile(r"\s*(?:- )?[\w-]+\s*：")
_KEY_WITHOUT_SPACE = re.compile(r"\s*(?:- )?[A-Za-z_][\w-]*:[^\s/]")
_RESERVED_START = re.compile(r"\s*(?:- +)?(?:[\w-]+: +)?[@`%\]},]")


class Composer:
    """Builds strings, lists and mappings of YAML events and notes the line of each.

    Works on events, not on nodes: an alias is never followed, and depth and size are bounded, so
    that hostile input costs no more than its length.
    """

    def __init__(self, path: str, first_line: int = 1, *, lenient: bool = False) -> None:
        """Prepare to read.

        Args:
            path: names the file in diagnostics.
            first_line: line of the file on which the YAML text starts.
            lenient: let tags, anchors and aliases pass (configuration files use them).
        """
        self.path = path
        self.first_line = first_line
        self.lenient = lenient
        self.found: list[Diagnostic] = []
        self.lines: dict[KeyPath, int] = {}

    def compose(self, text: str) -> dict[str, Value]:
        """Return the mapping that the text holds; faults go to `found`."""
        if len(text) > MAX_CHARACTERS:
            message = f"元数据太长（{len(text)} 个字符，最多 {MAX_CHARACTERS} 个）"
            self.report(0, "FM008", message)
            return {}
        if self._tabs(text):
            return {}
        builder = _Builder(self, text)
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                if not builder.take(event):
                    return {}
        except yaml.YAMLError as error:
            self._report_syntax(error, text)
            return {}
        for line, hint in builder.continued:
            self.report(line, "FM010", "这一行接在上一行的值后面，成了它的一部分", hint)
        if not isinstance(builder.root, dict):
            hint = (
                _syntax_hint(text.strip().split("\n")[0])
                if text.strip()
                else "至少要有 type 和 title"
            )
            self.report(0, "FM007", "元数据是空的或者不是“键: 值”的形式", hint)
            return {}
        return builder.root

    def _tabs(self, text: str) -> bool:
        tabbed = [
            index for index, line in enumerate(text.split("\n")) if _INDENT_WITH_TAB.match(line)
        ]
        for index in tabbed:
            self.report(index, "FM003", "元数据的缩进里有制表符（Tab）", "改成空格")
        return bool(tabbed)

    def report(self, line: int, code: str, message: str, hint: str = "") -> None:
        """Note a fault; the line counts from 0 in the YAML text."""
        self.found.append(Diagnostic(self.path, self.first_line + line, code, message, hint))

    def _report_syntax(self, error: yaml.YAMLError, text: str) -> None:
        lines = text.split("\n")
        line = 0
        if isinstance(error, yaml.MarkedYAMLError):
            # A quotation, a list or a bare word that never ends is noticed further down:
            # the place to mend is where it began.
            scanning = (error.context or "").startswith(("while scanning", "while parsing a flow"))
            mark = error.context_mark if scanning and error.context_mark else error.problem_mark
            line = min(mark.line, len(lines) - 1) if mark else 0
            while line and not lines[line].strip():
                line -= 1
        elif isinstance(error, yaml.reader.ReaderError):
            line = text.count("\n", 0, error.position)
            self.report(line, "FM004", "元数据里有不能使用的控制字符", "删去这一行里看不见的字符")
            return
        self.report(line, "FM004", "这一行的元数据写法不对", _syntax_hint(lines[line]))


def _syntax_hint(line: str) -> str:
    for applies, hint in _HINTS:
        if applies(line):
            return hint
    return "每行写成“键: 值”，同一级的键左边对齐"


def _unbalanced(line: str) -> bool:
    return line.count("[") != line.count("]") or line.count("{") != line.count("}")


_HINTS: tuple[tuple[Callable[[str], object], str], ...] = (
    (_FULL_WIDTH_COLON.match, "冒号要用半角，后面加一个空格，例如 title: 政治合格"),
    (lambda line: line.count('"') % 2 or line.count("'") % 2, "引号要成对"),
    (_KEY_WITHOUT_SPACE.match, "半角冒号后面要有一个空格"),
    (_unbalanced, "括号要成对"),
    (_RESERVED_START.match, "值以特殊符号开头时，用半角双引号括起来"),
    (lambda line: line.count(": ") > 1, "值里有半角冒号时，用半角双引号把整个值括起来"),
)


def _loader() -> type:
    """Prefer the C parser, which reads the same language some ten times faster."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_LOADER = _loader()


def _line(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 0


class _Frame:
    """A list or mapping that is being filled."""

    def __init__(self, container: list[Value] | dict[str, Value], path: KeyPath) -> None:
        self.container = container
        self.path = path
        self.key: str | None = None
        """Key that waits for its value; only in a mapping."""

        self.skip = False
        """The waiting key is a duplicate: its value is read and dropped."""


class _Builder:
    """Consumes events one by one; `take` returns False when reading on makes no sense."""

    def __init__(self, composer: Composer, text: str) -> None:
        self.composer = composer
        self.lines = text.split("\n")
        self.continued: list[tuple[int, str]] = []
        """Line and hint of bare values that go on; a bracket left open makes many, so that they
        count only where the syntax is right."""
        self.frames: list[_Frame] = []
        self.root: Value | None = None
        self.documents = 0

    def take(self, event: yaml.Event) -> bool:
        line = _line(event)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.composer.report(line, "FM006", "元数据里只能有一份 YAML 文档")
                return False
        elif isinstance(event, yaml.AliasEvent):
            if not self.composer.lenient:
                self._forbid(line, f"别名 *{event.anchor}")
            self._add(f"*{event.anchor}", line)
        elif isinstance(event, yaml.ScalarEvent):
            self._check_properties(event)
            self._check_continuation(event)
            self._add(event.value, line)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self._check_properties(event)
            return self._open([] if isinstance(event, yaml.SequenceStartEvent) else {}, line)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.frames.pop()
        return True

    def _check_properties(
        self, event: yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent
    ) -> None:
        if self.composer.lenient:
            return
        if event.anchor:
            self._forbid(_line(event), f"锚点 &{event.anchor}")
        if event.tag:
            self._forbid(_line(event), f"类型标记 {event.tag}")

    def _check_continuation(self, event: yaml.ScalarEvent) -> None:
        """Note a bare value that goes on in the next line: that line may be meant as a key."""
        end = event.end_mark.line if event.end_mark else 0
        if self.composer.lenient or event.style or not self.frames or end <= _line(event):
            return
        following = range(_line(event) + 1, end + 1)
        line = next(index for index in following if self.lines[index].strip())
        key = _FULL_WIDTH_COLON.match(self.lines[line])
        self.continued.append((line, MEANT_AS_KEY if key else ONE_LINE))

    def _forbid(self, line: int, what: str) -> None:
        hint = "直接写出值；值以 ! & * 开头时，用半角双引号括起来"
        self.composer.report(line, "FM006", f"元数据里不能使用{what}", hint)

    def _add(self, value: Value, line: int) -> KeyPath:
        """Put the value where the next one belongs and return its path."""
        if not self.frames:
            self.root = value
            return ()
        frame = self.frames[-1]
        if isinstance(frame.container, list):
            path = (*frame.path, len(frame.container))
            frame.container.append(value)
            self.composer.lines[path] = line + self.composer.first_line
            return path
        if frame.key is None:
            return self._add_key(frame, frame.container, value, line)
        path = (*frame.path, frame.key)
        if not frame.skip:
            frame.container[frame.key] = value
        frame.key = None
        return path

    def _add_key(self, frame: _Frame, mapping: dict[str, Value], key: Value, line: int) -> KeyPath:
        if not isinstance(key, str):
            self.composer.report(line, "FM004", "元数据的键必须是一个词")
            key = f"\0{len(mapping)}"
        path = (*frame.path, key)
        frame.key, frame.skip = key, key in mapping
        if frame.skip:
            first = self.composer.lines[path]
            hint = f"第一次在第 {first} 行；删去其中一个"
            self.composer.report(line, "FM005", f"键 {key} 重复", hint)
        else:
            self.composer.lines[path] = line + self.composer.first_line
            mapping[key] = ""
        return path

    def _open(self, container: list[Value] | dict[str, Value], line: int) -> bool:
        if len(self.frames) >= MAX_DEPTH:
            self.composer.report(line, "FM008", f"元数据嵌套太深（最多 {MAX_DEPTH} 层）")
            return False
        self.frames.append(_Frame(container, self._add(container, line)))
        return True
