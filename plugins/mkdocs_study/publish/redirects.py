"""Turns `redirects:` of the front matter into pages and anchors that keep old addresses alive."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.document import Document
from mkdocs_study.library.library import Library

ARROW = " -> "
"""Between an old anchor and the one that took its place."""


@dataclass(frozen=True)
class Redirects:
    """The old addresses of one document."""

    pages: tuple[str, ...]
    """Below the site root, ending in a slash: texts/old-name/."""

    anchors: Mapping[str, str]
    """Old anchor → anchor of today, on the document's own page."""


def read_redirects(document: Document) -> Redirects:
    """Sort the entries of `redirects:`; the schema has checked how they are written."""
    entries = document.meta.redirects
    return Redirects(
        tuple(entry for entry in entries if ARROW not in entry),
        dict(entry.split(ARROW, 1) for entry in entries if ARROW in entry),
    )


def check_redirects(library: Library) -> Iterator[Diagnostic]:
    """Report old addresses that are in use or claimed twice, and anchors that lead nowhere."""
    pages = {document.url: document for document in library.documents}
    claimed: dict[str, Document] = {}
    for document in library.documents:
        line_of = {
            entry: document.line_of(("redirects", number))
            for number, entry in enumerate(document.meta.redirects)
        }
        redirects = read_redirects(document)
        for address in redirects.pages:
            line = line_of[address]
            other = pages.get(address) or claimed.setdefault(address, document)
            if other is not document or address in pages:
                message = f"旧地址 {address} 已经属于 {other.source}"
                hint = "一个地址只能指向一页；删去这一条"
                yield Diagnostic(document.source, line, "RD001", message, hint)
        for old, new in redirects.anchors.items():
            line = line_of[f"{old}{ARROW}{new}"]
            if new not in document.anchors:
                message = f"本页没有编号 {new}"
                hint = "箭头右边写本页现有的编号，例如 art-12"
                yield Diagnostic(document.source, line, "RD002", message, hint)
            if old in document.anchors:
                message = f"编号 {old} 还在本页上，不会转走"
                yield Diagnostic(document.source, line, "RD003", message, "删去这一条")


def redirect_path(address: str, *, directory_urls: bool) -> str:
    """Return the file that answers at an old address."""
    return f"{address}index.html" if directory_urls else f"{address.rstrip('/')}.html"


def redirect_page(title: str, href: str, script: str) -> str:
    """Return a page that leads on: with query and anchor where scripts run, else without.

    Args:
        title: of the page that the reader wants.
        href: its address relative to the old one.
        script: address of client/moved.js relative to the old one.
    """
    link = escape(href)
    return (
        '<!doctype html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f'<noscript><meta http-equiv="refresh" content="0; url={link}"></noscript>\n'
        f"<title>已移到：{escape(title)}</title>\n</head>\n<body>\n"
        f'<p>本页已移到：<a data-study-moved href="{link}">{escape(title)}</a></p>\n'
        f'<script src="{escape(script)}"></script>\n</body>\n</html>\n'
    )


def insert_old_anchors(content: str, anchors: Mapping[str, str]) -> str:
    """Put every old anchor, as an empty element, before the element that has the new one."""
    for old, new in anchors.items():
        target = re.search(rf'<[a-z][a-z0-9]*\b[^<>]*\bid="{re.escape(escape(new))}"', content)
        if target:
            anchor = f'<span id="{escape(old)}"></span>'
            content = content[: target.start()] + anchor + content[target.start() :]
    return content
