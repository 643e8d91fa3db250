"""Turns the text of a Markdown file into its body and its front matter, with a line per value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mkdocs_study.library.composer import Composer, KeyPath, Value
from mkdocs_study.library.diagnostics import Diagnostic

_OPENING = re.compile(r"---[ \t]*")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*")
_FRONT_MATTER_LINE = re.compile(r"[ \t]|-[ \t]|[\"']|[A-Za-z_][\w-]*[ \t]*[:：]", re.ASCII)
_HEADING_LINE = re.compile(r"#{1,6}[ \t]")
_HIDDEN_BREAK = re.compile("[\x85\u2028\u2029]")


@dataclass(frozen=True)
class FrontMatter:
    """Keys and values as written, and where each stands."""

    data: Mapping[str, Value]
    lines: Mapping[KeyPath, int] = field(default_factory=dict)
    """Line of each key and list item, 1-based in the file; ("stages", 0, "title") is a path."""

    def line_of(self, path: KeyPath) -> int:
        """Line of the value at the path, or of the nearest value that holds it."""
        for length in range(len(path), 0, -1):
            if line := self.lines.get(path[:length]):
                return line
        return 1


@dataclass(frozen=True)
class Split:
    """A file cut into its two halves."""

    yaml: str | None
    """Text between the two lines of dashes; None if there is no complete front matter."""

    body: str
    body_line: int
    """1-based line of the file on which the body starts."""


def split_front_matter(text: str, path: str) -> tuple[Split, list[Diagnostic]]:
    """Cut the file; without front matter, all of it is body.

    Args:
        text: the file with line feeds as line ends, without a byte order mark.
        path: names the file in diagnostics.
    """
    lines = text.split("\n")
    if not _OPENING.fullmatch(lines[0]):
        fault = Diagnostic(path, 1, "FM001", *_why_missing(lines))
        first = _first_line(lines)
        if lines[first].strip() != "---":
            return Split(None, text, 1), [fault]
        # The dashes are there, only not on the first line: the body begins below them.
        rest, _ = split_front_matter("\n".join(["---", *lines[first + 1 :]]), path)
        return Split(None, rest.body, rest.body_line + first), [fault]
    closing = next(
        (index for index in range(1, len(lines)) if _CLOSING.fullmatch(lines[index])), len(lines)
    )
    body_starts = _body_before(lines[:closing])
    if closing < len(lines) and body_starts is None:
        body = "\n".join(lines[closing + 1 :])
        return Split("\n".join(lines[1:closing]), body, closing + 2), []
    message = "文件开头的元数据没有结束"
    hint = "在元数据最后一行之后单独写一行 ---"
    line = 1 if body_starts is None else body_starts + 1
    return Split(None, "", len(lines)), [Diagnostic(path, line, "FM002", message, hint)]


def _body_before(lines: list[str]) -> int | None:
    """Index of the first line that is no front matter: a heading, or the gap before other words.

    Where the closing dashes are missing, the next rule of the body would close the front matter,
    and YAML would take headings for comments. A comment has no gap beside it, or keys below it.
    """
    gap: int | None = None
    for index, line in enumerate(lines[1:], start=1):
        if not line.strip():
            gap = gap or index
            continue
        apart, probe = gap is not None, line
        if _HEADING_LINE.match(line):
            apart = apart or (index + 1 < len(lines) and not lines[index + 1].strip())
            probe = "" if line.startswith("##") else _next_words(lines[index + 1 :])
        if apart and not _FRONT_MATTER_LINE.match(probe):
            return gap or index
        gap = None
    return None


def _next_words(lines: list[str]) -> str:
    """First line that is neither blank nor a heading or comment; empty if there is none."""
    return next((each for each in lines if each.strip() and not _HEADING_LINE.match(each)), "")


def _first_line(lines: list[str]) -> int:
    """Index of the first line that is not blank; 0 if there is none."""
    return next((index for index, line in enumerate(lines) if line.strip()), 0)


def _why_missing(lines: list[str]) -> tuple[str, str]:
    first = _first_line(lines)
    if lines[first].strip() == "---":
        where = "前面有空行" if first else "前面有空格"
        return f"元数据的第一行 --- {where}", "--- 必须是文件的第一行，顶格书写"
    return (
        "文件开头没有元数据",
        "第一行写 ---，接着写 type: 和 title:（以及 id:），再单独写一行 ---",
    )


def _hidden_breaks(yaml: str, path: str, first_line: int = 2) -> list[Diagnostic]:
    """Report characters that end a line for YAML and stand inside one for every editor."""
    message = "元数据里有看不见的换行字符"
    hint = "删去这一行，重新用键盘输入"
    return [
        Diagnostic(path, number, "FM009", message, hint)
        for number, line in enumerate(yaml.split("\n"), start=first_line)
        if _HIDDEN_BREAK.search(line)
    ]


def read_plan_file(text: str, path: str) -> tuple[FrontMatter | None, list[Diagnostic]]:
    """Read a YAML file that holds the keys of a plan's page and nothing else.

    Its place says that it is a plan, so that it need not.

    Returns:
        None instead of the keys if any fault was found.
    """
    hidden = _hidden_breaks(text, path, first_line=1)
    composer = Composer(path)
    data = composer.compose(text) if not hidden else {}
    if found := [*hidden, *composer.found]:
        return None, [
            replace(
                each,
                message=each.message.replace("元数据", "计划"),
                hint=each.hint.replace("元数据", "计划"),
            )
            for each in found
        ]
    return FrontMatter({"type": "plan", **data}, composer.lines), []


def read_front_matter(text: str, path: str) -> tuple[FrontMatter | None, Split, list[Diagnostic]]:
    """Read the front matter of one file and report every fault that can be told apart.

    Returns:
        None instead of the front matter if any fault was found; the split in any case.
    """
    split, found = split_front_matter(text, path)
    if split.yaml is None:
        return None, split, found
    hidden = _hidden_breaks(split.yaml, path)
    if hidden:
        return None, split, hidden
    composer = Composer(path, first_line=2)
    data = composer.compose(split.yaml)
    if composer.found:
        return None, split, composer.found
    return FrontMatter(data, composer.lines), split, []
