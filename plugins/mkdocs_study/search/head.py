"""Turn the start of an HTML page into what it says about itself: title, facets, its wishes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from mkdocs_study.text.normalize import IGNORABLE

NO_HEAD_CHARS = 65_536
"""How far to look in a page that has neither `</head>` nor `<body>`."""
LONGEST_REDIRECT_SECONDS = 10
"""A page that waits longer before it moves on is meant to be read."""

_END = re.compile(r"</head\s*>|<body\b", re.IGNORECASE)
_INERT = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|template|svg)\b.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
# Bounded, for a page may hold thousands of tags that never end.
_TAG = re.compile(r"<(html|meta)\b((?:[^>\"']|\"[^\"]*\"|'[^']*'){0,600}+)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?",
)
_TITLE = re.compile(r"<title\b[^>]*>(.*?)(?:</title|\Z)", re.DOTALL | re.IGNORECASE)
_FACET = re.compile(r"study:([\w-]+)")
_REFRESH = re.compile(r"\s*(\d+)[\d.]*\s*[;,\s]\s*(?:url\s*=\s*)?['\"]?\s*\S", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile(f"[{''.join(sorted(IGNORABLE))}]")


@dataclass(frozen=True)
class Head:
    """What a page says about itself."""

    title: str
    """Text of `<title>`, white space collapsed; empty if there is none."""
    language: str
    """`lang` of the root element, such as zh-CN; empty if there is none."""
    facets: tuple[tuple[str, str], ...]
    """(name, value) of each `study:` meta element, in document order."""
    is_unlisted: bool
    """It asks search engines to leave it out (`<meta name="robots" content="noindex">`)."""
    is_redirect: bool
    """It sends its reader to another address at once."""


def collapse(text: str) -> str:
    """Return the text without invisible characters, white space as single spaces."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def read_head(html: str) -> Head:
    """Read the head of a page; attributes may stand in any order and quoting."""
    end = _END.search(html)
    start = _INERT.sub("", html[: end.start() if end else NO_HEAD_CHARS])
    title = _TITLE.search(start)
    language = ""
    facets: list[tuple[str, str]] = []
    is_unlisted = is_redirect = False
    for tag in _TAG.finditer(start):
        attributes = dict(_attributes(tag[2]))
        if tag[1].lower() == "html":
            language = attributes.get("lang") or attributes.get("xml:lang", "")
            continue
        content = attributes.get("content", "")
        name = attributes.get("name") or attributes.get("property", "")
        if facet := _FACET.fullmatch(name):
            facets.append((facet[1], content))
        elif name.lower() == "robots":
            is_unlisted |= bool({"noindex", "none"} & set(re.split(r"[\s,]+", content.lower())))
        elif attributes.get("http-equiv", "").lower() == "refresh":
            moves = _REFRESH.match(content)
            is_redirect |= moves is not None and int(moves[1]) <= LONGEST_REDIRECT_SECONDS
    return Head(
        title=collapse(unescape(title[1])) if title else "",
        language=language,
        facets=tuple(facets),
        is_unlisted=is_unlisted,
        is_redirect=is_redirect,
    )


def _attributes(source: str) -> Iterator[tuple[str, str]]:
    """Yield names in lower case and values, the last first, for the first of a name counts."""
    for match in reversed(list(_ATTRIBUTE.finditer(source))):
        yield match[1].lower(), unescape(match[2] or match[3] or match[4] or "")
