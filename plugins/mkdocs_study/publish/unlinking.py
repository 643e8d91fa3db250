"""Takes links to withdrawn pages out of finished HTML, and tells which addresses lead to them."""

from __future__ import annotations

import re
from html import unescape

from mkdocs_study.library.links import read_target
from mkdocs_study.library.references import page_of, read_html_target

_LINK = re.compile(
    r"<a\b[^<>]*?\bhref=(?:\"([^\"]*)\"|'([^']*)')[^<>]*>(.*?)</a>", re.DOTALL | re.IGNORECASE
)


def leads_to(target: str, path: str, pages: frozenset[str]) -> bool:
    """Tell whether an address in Markdown on the page with this path leads to one of the pages."""
    return page_of(read_target(unescape(target), path), pages) is not None


def unlink(content: str, path: str, pages: frozenset[str]) -> str:
    """Leave the words of links in authored HTML that lead to one of the pages.

    Links of Markdown are gone by now: markdown_zh takes them before MkDocs looks for their files.
    """

    def replace(match: re.Match[str]) -> str:
        target = unescape(match[1] if match[1] is not None else match[2])
        goals = read_html_target(target, path)
        return match[3] if any(page_of(goal, pages) for goal in goals) else match[0]

    return _LINK.sub(replace, content)
