"""Turns one finished web page into what the checks ask of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mkdocs_study.search.charset import decode_page

_CARRIES = "[href],[src],[srcset],[poster],[data],[action],[formaction],[background],[style]"
_REFRESH = re.compile(
    r"<meta[^>]+http-equiv=[\"']?refresh[\"']?[^>]*?content=[\"'][^\"'>]*?url\s*=\s*([^\"'>]*)",
    re.IGNORECASE,
)
_HANDLER = re.compile(r"on[a-z]{3,}")
LOADING_RELATIONS = frozenset((
    "stylesheet", "icon", "apple-touch-icon", "mask-icon", "preload", "modulepreload", "prefetch",
    "prerender", "preconnect", "dns-prefetch", "manifest", "shortcut",
))  # fmt: skip
"""Relations of `<link>` that make a browser ask for something."""

_FOLLOWED = ("a", "area", "form", "button", "input")
"""Elements whose address is only asked for when a reader chooses it."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An address that a page names."""

    element: str
    attribute: str
    value: str
    """Entities decoded, otherwise as written."""

    loads: bool
    """Asked for as soon as the page is shown."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page names, holds and lacks."""

    path: str
    title: str
    ids: frozenset[str]
    """Every id, and every name of an `<a>`."""

    content_ids: frozenset[str]
    """Those of the words of the page, without what the theme adds."""

    references: tuple[Reference, ...]
    styles: tuple[str, ...]
    """Style sheets and style attributes that stand in the page."""

    scripts: tuple[str, ...]
    """Scripts that stand in the page."""

    unnamed_images: tuple[str, ...]
    """Addresses of images without an alt attribute."""

    handlers: tuple[str, ...]
    """Attributes such as onclick, with the start of their values."""

    repeated_ids: tuple[str, ...]
    refresh: str | None
    """Where the page leads on by itself."""

    typed: bool = False
    """Made from a document of the library."""

    mermaid: bool = False
    repository: str = ""
    """Address of a repository whose figures Material's script would fetch."""


def read_page(path: str, data: bytes) -> PageFacts | None:
    """Take a page apart; None if it is no text in any encoding."""
    text = decode_page(data).text
    if text is None:
        return None
    tree = LexborHTMLParser(text)
    ids, repeated = _ids(tree)
    repository = tree.css_first("[data-md-component=source][href]")
    title = tree.css_first("title")
    refresh = _REFRESH.search(text)
    return PageFacts(
        path=path,
        title=title.text().strip() if title else "",
        ids=ids,
        content_ids=_content_ids(tree),
        references=tuple(dict.fromkeys(_references(tree))),
        styles=tuple(
            [node.text() for node in tree.css("style")]
            + [node.attributes.get("style") or "" for node in tree.css("[style]")]
        ),
        scripts=tuple(node.text() for node in tree.css("script:not([src])") if _runs(node)),
        unnamed_images=tuple(
            node.attributes.get("src") or ""
            for node in tree.css("img:not([alt]),input[type=image]:not([alt]),area:not([alt])")
        ),
        handlers=tuple(_handlers(tree, text)),
        repeated_ids=repeated,
        refresh=unescape(refresh[1].strip()) if refresh else None,
        typed=tree.css_first('meta[name="study:type"]') is not None,
        mermaid=tree.css_first(".mermaid") is not None,
        repository=(repository.attributes.get("href") or "") if repository else "",
    )


def _runs(node: LexborNode) -> bool:
    kind = (node.attributes.get("type") or "").lower()
    return not kind or "javascript" in kind or kind == "module"


def _ids(tree: LexborHTMLParser) -> tuple[frozenset[str], tuple[str, ...]]:
    seen: set[str] = set()
    repeated: list[str] = []
    for node in tree.css("[id]"):
        name = node.attributes.get("id") or ""
        if name in seen:
            repeated.append(name)
        seen.add(name)
    seen.update(node.attributes.get("name") or "" for node in tree.css("a[name]"))
    seen.discard("")
    return frozenset(seen), tuple(dict.fromkeys(each for each in repeated if each))


def _content_ids(tree: LexborHTMLParser) -> frozenset[str]:
    root = tree.css_first("article") or tree.css_first("main") or tree.css_first("body")
    if root is None:
        return frozenset()
    found = {node.attributes.get("id") or "" for node in root.css("[id]")}
    return frozenset(each for each in found if each and not each.startswith(("__", "fn:", "fnref")))


def _references(tree: LexborHTMLParser) -> Iterator[Reference]:
    for node in tree.css(_CARRIES):
        attributes = node.attributes
        element = node.tag or ""
        relation = (attributes.get("rel") or "").lower().split()
        for name in ("href", "src", "poster", "data", "action", "formaction", "background"):
            value = attributes.get(name)
            if value is None:
                continue
            loads = element not in _FOLLOWED or name == "src"
            if element == "link":
                loads = bool(LOADING_RELATIONS.intersection(relation))
            if element == "base":
                loads = False
            yield Reference(element, name, value.strip(), loads)
        if srcset := attributes.get("srcset"):
            for each in srcset.split(","):
                if each.strip():
                    yield Reference(element, "srcset", each.split()[0], loads=True)
    for node in tree.css("use,image"):
        value = node.attributes.get("xlink:href")
        if value:
            yield Reference(node.tag or "", "href", value.strip(), loads=True)


def _handlers(tree: LexborHTMLParser, text: str) -> Iterator[str]:
    if not re.search(r"\son[a-z]{3,}\s*=", text, re.IGNORECASE):
        return
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            if _HANDLER.fullmatch(name):
                yield f"{name}={value or ''}"
