"""Turns footnote marks and definitions into faults: undefined, defined twice, full-width colon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mkdocs_study.library.blocks import Block, Kind

_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\n]{1,100})\]:", re.MULTILINE)
_FULL_WIDTH = re.compile(r"^ {0,3}\[\^([^\]\n]{1,100})\]：", re.MULTILINE)
_MARK = re.compile(r"(?<!\\)\[\^([^\]\n]{1,100})\]")


def find_footnote_faults(
    prose: str, blocks: Sequence[Block], body_line: int
) -> Iterator[tuple[int, str, str, str]]:
    """Yield line in the body, code, message and hint of each fault.

    Args:
        prose: the body without comments and code.
        blocks: its blocks.
        body_line: line of the file on which the body starts, for hints that name another line.
    """
    if "[^" not in prose:
        return
    defined: dict[str, int] = {}
    misspelt: set[str] = set()
    visible = [block for block in blocks if block.kind not in (Kind.CODE, Kind.INDENTED)]
    for block in visible:
        for match in _DEFINITION.finditer(block.prose):
            line = _line(block, match)
            if match[1] in defined:
                hint = f"第一次在第 {defined[match[1]] + body_line - 1} 行；换一个编号"
                yield line, "MD010", f"脚注 [^{match[1]}] 重复定义", hint
            defined.setdefault(match[1], line)
        for match in _FULL_WIDTH.finditer(block.prose):
            misspelt.add(match[1])
            message = f"脚注 [^{match[1]}] 后面的冒号是全角，不会成为脚注"
            yield _line(block, match), "MD010", message, f"写成 [^{match[1]}]: 脚注内容"
    known = defined.keys() | misspelt
    for block in visible:
        for match in _MARK.finditer(block.prose):
            if match[1] not in known:
                hint = f"在页尾另起一段写 [^{match[1]}]: 脚注内容"
                yield _line(block, match), "MD010", f"脚注 [^{match[1]}] 没有定义", hint


def _line(block: Block, match: re.Match[str]) -> int:
    """Line of the mark itself: the pattern may begin with the line's white space."""
    return block.line + block.prose.count("\n", 0, match.start())
