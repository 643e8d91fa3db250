"""Turns a YAML list of groups of words of equal meaning into what a browser searches as well.

The file is a list of lists of words. Whatever is wrong with it is reported, all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

import yaml

from mkdocs_study.library.decoding import decode
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.text.normalize import fold_block

Group = tuple[str, ...]

MAX_CHARACTERS = 500_000
LONGEST_WORD = 40
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SHAPE = "每组写成一行，例如 - [党员大会, 支部党员大会]"

EVERYDAY: tuple[Group, ...] = (
    ("身份证", "居民身份证"),
    ("户口本", "户口簿"),
    ("驾照", "驾驶证"),
    ("个体户", "个体工商户"),
    ("个税", "个人所得税"),
    ("低保", "最低生活保障"),
    ("国企", "国有企业"),
    ("央企", "中央企业"),
    ("高校", "高等学校"),
    ("高考", "普通高等学校招生全国统一考试"),
    ("环评", "环境影响评价"),
    ("醉驾", "醉酒驾驶"),
    ("网购", "网络购物"),
    ("人大", "人民代表大会"),
    ("人大常委会", "人民代表大会常务委员会"),
    ("全国人大", "全国人民代表大会"),
    ("全国人大常委会", "全国人民代表大会常务委员会"),
    ("政协", "人民政治协商会议"),
    ("最高法", "最高人民法院"),
    ("最高检", "最高人民检察院"),
    ("纪委", "纪律检查委员会"),
    ("中央纪委", "中纪委", "中央纪律检查委员会"),
    ("党代会", "党的代表大会"),
    ("政治局", "中央政治局"),
    ("GDP", "国内生产总值"),
)
"""Short and full names of one and the same thing that readers of any Chinese site use.

What only resembles (老板, 用人单位) or may mean another thing as well (公积金, 社保) is left out: a
reader must get what was asked for.
"""


class _NamedFile(Protocol):
    @property
    def name(self) -> str: ...


_File = TypeVar("_File", bound=_NamedFile, covariant=True)  # noqa: PLC0105  # kept private


class _FileNamer(Protocol[_File]):
    def file(self, prefix: str, data: object) -> _File: ...


@dataclass
class _Reader:
    """Takes the events of one YAML file, so that aliases and depth cost nothing."""

    path: str
    groups: list[list[tuple[str, int]]] = field(default_factory=list)
    """Words with their lines."""
    found: list[Diagnostic] = field(default_factory=list)
    depth: int = 0
    skipped: int = 0
    """Depth from which everything is left out, or 0."""
    documents: int = 0

    def report(self, line: int, code: str, message: str, hint: str = "") -> None:
        self.found.append(Diagnostic(self.path, line, code, message, hint))

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.report(line, "SYN003", "文件里只能有一份 YAML 文档", "删去单独一行的 ---")
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self.depth += 1
            self._open(event, line)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            if self.skipped == self.depth:
                self.skipped = 0
            self.depth -= 1
        elif not self.skipped and isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            self._word(event, line)

    def _open(self, event: yaml.SequenceStartEvent | yaml.MappingStartEvent, line: int) -> None:
        if self.skipped:
            return
        is_list = isinstance(event, yaml.SequenceStartEvent)
        if is_list and self.depth == 1:
            return
        if is_list and self.depth == 2:  # noqa: PLR2004  # a group in the list of groups
            self.groups.append([])
            return
        self.skipped = self.depth
        if self.depth > 2:  # noqa: PLR2004  # inside a group
            self.report(line, "SYN003", "组里只能写词，不能再分组或者写“键: 值”", _SHAPE)
        else:
            self.report(line, "SYN003", "同义词要写成一组一组的词，不是“键: 值”", _SHAPE)

    def _word(self, event: yaml.ScalarEvent | yaml.AliasEvent, line: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            self.report(line, "SYN003", f"不能使用别名 *{event.anchor}", "直接写出词")
        elif self.depth == 2:  # noqa: PLR2004  # in a group
            self.groups[-1].append((event.value, line))
        elif self.depth == 1:
            self.report(line, "SYN003", f"“{event.value}”没有写在组里", _SHAPE)
        elif event.value:
            self.report(line, "SYN003", "同义词要写成一组一组的词", _SHAPE)


def read_synonyms(text: str, path: str) -> tuple[list[Group], list[Diagnostic]]:
    """Read the groups, as written, and all faults.

    Args:
        text: YAML, a list of lists of words.
        path: names the file in diagnostics.
    """
    if len(text) > MAX_CHARACTERS:
        message = f"文件太长（{len(text)} 个字符，最多 {MAX_CHARACTERS} 个）"
        return [], [Diagnostic(path, 1, "SYN002", message)]
    reader = _Reader(path)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            reader.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reader.report(mark.line + 1 if mark else 1, "SYN002", "这一行的写法不对", _SHAPE)
        return [], reader.found
    _check_words(reader)
    groups = [tuple(word for word, _ in group) for group in reader.groups]
    return groups, sorted(reader.found)


def _check_words(reader: _Reader) -> None:
    seen: dict[str, tuple[int, int]] = {}
    for number, group in enumerate(reader.groups):
        for word, line in group:
            folded = fold_block(word).strip()
            if not any(char.isalnum() for char in folded):
                reader.report(line, "SYN004", f"“{word}”里没有文字", "删去它，或者写出词来")
                continue
            if len(folded) > LONGEST_WORD:
                message = f"“{folded[:10]}…”太长（{len(folded)} 个字，最多 {LONGEST_WORD} 个）"
                reader.report(line, "SYN004", message, "同义词是词，不是句子")
            if folded not in seen:
                seen[folded] = (number, line)
                continue
            other, first = seen[folded]
            if other == number:
                reader.report(line, "SYN006", f"“{word}”在组里重复", "删去一个")
            else:
                message = f"“{word}”已经在第 {first} 行的另一组里"
                hint = "意思相同就把两组合成一组；意思不同就从一组里删去"
                reader.report(line, "SYN007", message, hint)
        if len(group) == 1:
            word, line = group[0]
            message = f"“{word}”这一组只有一个词"
            reader.report(line, "SYN005", message, "一组至少写两个意思相同的词")


def load_synonyms(file: Path, name: str) -> tuple[list[Group], list[Diagnostic]]:
    """Read the file as `read_synonyms` does; a file that cannot be read is a fault, too.

    Args:
        file: where it lies.
        name: how diagnostics name it.
    """
    try:
        data = file.read_bytes()
    except OSError:
        hint = "核对 mkdocs.yml 里 zh-search 的 synonyms：路径从 mkdocs.yml 所在的文件夹算起"
        return [], [Diagnostic(name, 1, "SYN001", "找不到或者读不出同义词文件", hint)]
    text, found = decode(data, name)
    if text is None or found:
        return [], found
    return read_synonyms(text, name)


def fold_groups(groups: Iterable[Sequence[str]]) -> list[Group]:
    """Fold the words of groups that have no faults."""
    return [tuple(fold_block(word).strip() for word in group) for group in groups]


def with_everyday(groups: Iterable[Sequence[str]]) -> list[Group]:
    """Fold a site's groups and add those of `EVERYDAY` that have no word in common with them."""
    own = fold_groups(groups)
    taken = {word for group in own for word in group}
    return [*own, *(group for group in fold_groups(EVERYDAY) if not taken & set(group))]


def write_synonyms(groups: Sequence[Group], namer: _FileNamer[_File]) -> tuple[str, list[_File]]:
    """Return the file's name without `.js`, and the file; nothing if there are no groups."""
    if not groups:
        return "", []
    file = namer.file("e", "\n".join("\t".join(group) for group in groups))
    return file.name.removesuffix(".js"), [file]
