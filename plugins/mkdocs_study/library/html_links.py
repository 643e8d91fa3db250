"""Turns the HTML tags in the prose of a page into the addresses that they link or load."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from mkdocs_study.library.links import Link

_TAG = re.compile(
    r"<([A-Za-z][A-Za-z0-9-]*+)((?:\"[^\"]{0,2000}\"|'[^']{0,2000}'|[^<>\"']){0,100}+)>"
)
_ATTRIBUTE = re.compile(
    r"(?<![\w:-])(href|src|srcset|poster|data|action|background)\s*=\s*"
    r"(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))",
    re.IGNORECASE,
)
_STYLE_URL = re.compile(r"url\(\s*[\"']?([^\"')\s]+)", re.IGNORECASE)
_FOLLOWED = ("a", "area", "form")
"""Elements whose address is only fetched when a reader chooses it."""


def find_html_links(prose: str, body_line: int) -> Iterator[Link]:
    """Yield what the tags refer to; an image in the sense of Link is whatever loads with the page.

    Args:
        prose: the body without comments and code.
        body_line: line of the file on which the body starts, 1-based.
    """
    if "<" not in prose:
        return
    line, done = body_line, 0
    for tag in _TAG.finditer(prose):
        line, done = line + prose.count("\n", done, tag.start()), tag.start()
        loads = tag[1].lower() not in _FOLLOWED
        for attribute in _ATTRIBUTE.finditer(tag[2]):
            value = next(each for each in attribute.groups()[1:] if each is not None)
            at = line + tag[2].count("\n", 0, attribute.start())
            for target in _addresses(attribute[1].lower(), unescape(value)):
                yield Link(target, at, loads)
        for url in _STYLE_URL.finditer(tag[2]):
            yield Link(unescape(url[1]), line + tag[2].count("\n", 0, url.start()), image=True)


def _addresses(attribute: str, value: str) -> list[str]:
    """Return the addresses of a value: only srcset holds several, each followed by a size."""
    if attribute != "srcset":
        return [value.strip()]
    return [each.split()[0] for each in value.split(",") if each.strip()]
