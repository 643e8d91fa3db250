"""Finds what Python-Markdown would take for an HTML tag and swallow: `a<b 且 b>c`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mkdocs_study.library.blocks import Block, Kind

_OPENING = re.compile(r"(?<!\\)(?<!\]\()<(?=[A-Za-z/!?])")
_AUTOLINK = re.compile(r"<(?:(?:https?|ftp|mailto):[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
_TAG = re.compile(
    r"</?([A-Za-z][A-Za-z0-9-]*)(?:\s+[A-Za-z_:@][\w:.-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*"
    r"\s*/?>",
    re.ASCII,
)
_KNOWN = frozenset((
    "a", "abbr", "audio", "b", "big", "blockquote", "br", "caption", "cite", "code", "col",
    "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2",
    "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q",
    "s", "samp", "section", "small", "source", "span", "strong", "sub", "summary", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var", "video", "wbr",
))  # fmt: skip
"""Elements that an author may have meant; scripts, frames and forms are none of them."""

MAX_SHOWN = 20
"""Characters of the source that a message repeats."""

MAX_FAULTS = 20
"""Most faults reported of one block."""


def find_html(
    blocks: Sequence[Block],
) -> Iterator[tuple[tuple[int, str, str, str], bool]]:
    """Yield (line in the body, code, message, hint) and whether it looks like a tag on purpose."""
    for block in blocks:
        if "<" not in block.prose or block.kind in (Kind.CODE, Kind.INDENTED):
            continue
        for match in list(_OPENING.finditer(block.prose))[:MAX_FAULTS]:
            if _AUTOLINK.match(block.prose, match.start()):
                continue
            line = block.line + block.prose.count("\n", 0, match.start())
            tag = _TAG.match(block.prose, match.start())
            if tag and tag[1].lower() in _KNOWN:
                hint = "用 Markdown 写；小于号写成全角＜或者 \\<"
                yield (line, "MD013", f"正文里有 HTML 标签 {_short(tag[0])}", hint), True
            else:
                shown = _short(block.prose[match.start() :].split("\n")[0])
                message = f"“{shown}”会被当成 HTML 标签，文字可能丢失"
                yield (line, "MD013", message, "小于号写成全角＜或者 \\<"), False


def _short(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"
