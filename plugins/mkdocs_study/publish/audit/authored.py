"""Finds scripts, frames and handlers that an author wrote into Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_study.library.masking import mask
from mkdocs_study.publish.audit.finding import Finding, Lines, finding, shorten

_ELEMENT = re.compile(
    r"</?(script|style|iframe|frame|frameset|object|embed|applet|form|input|button|link|meta|base"
    r"|svg|math|noscript|template)\b[^<>]{0,400}>?",
    re.IGNORECASE,
)
_HANDLER = re.compile(
    r"<[A-Za-z][^<>]{0,400}?\s(on[a-z]{3,})\s*=|\{:?[^{}\n]{0,200}?\b(on[a-z]{3,})\s*=",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:\]\(\s*<?|\b(?:href|src|action|data)\s*=\s*[\"']?\s*)"
    r"((?:javascript|vbscript|data)\s*:[^\s\"'<>)]{0,60})",
    re.IGNORECASE,
)
_STYLE = re.compile(
    r"<[A-Za-z][^<>]{0,400}?\sstyle\s*=|\{:?[^{}\n]{0,200}?\bstyle\s*=", re.IGNORECASE
)


def find_authored(body: str, path: str, first_line: int) -> Iterator[Finding]:
    """Yield what a strict content security policy would block, or what could run.

    Args:
        body: Markdown without its front matter; code and comments are not looked into.
        path: shown in the diagnostics.
        first_line: 1-based line of the file on which the body starts.
    """
    if not re.search(r"[<{]|script\s*:|data\s*:", body):
        return
    prose = mask(body).prose
    lines = Lines(prose)

    def at(match: re.Match[str], code: str, message: str, hint: str) -> Finding:
        return finding(path, first_line + lines.at(match.start()) - 1, code, message, hint)

    for match in _ELEMENT.finditer(prose):
        message = f"正文里有 <{match[1].lower()}>，网页不许带自己的程序、样式、表单和框架"
        yield at(match, "RAW001", message, "删去它；要说明写法的放进代码块")
    for match in _HANDLER.finditer(prose):
        yield at(match, "RAW001", f"正文里有会运行的属性 {match[1] or match[2]}", "删去它")
    for match in _ADDRESS.finditer(prose):
        yield at(match, "RAW001", f"链接会运行程序：{shorten(match[1])}", "删去它")
    for match in _STYLE.finditer(prose):
        yield at(match, "RAW002", "正文里有 style 属性，网站的安全策略会让它失效", "删去它")
