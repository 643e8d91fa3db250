"""Turns `redirects:` of the front matter into pages and anchors that keep old addresses alive."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.document import Document
from mkdocs_study.library.library import Library
from mkdocs_study.library.tree import works_on_windows

ARROW = " -> "
"""Between an old anchor and the one that took its place."""

GENERATED_FOLDERS = ("assets", "search")
GENERATED_FILES = ("404.html", "index.html", "sitemap.xml", "sitemap.xml.gz")
"""What a build writes by itself."""


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


def check_redirects(library: Library, attachments: Iterable[str] = ()) -> Iterator[Diagnostic]:
    """Report old addresses that are in use or claimed twice, and anchors that lead nowhere.

    Args:
        library: every document.
        attachments: paths below docs/ of the files that are not pages.
    """
    files = {*GENERATED_FILES, *(path.lower() for path in attachments)}
    files.update(f"{document.url}index.html" for document in library.documents)
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
            elif _covers(address, files):
                message = f"旧地址 {address} 会覆盖网站自己的文件"
                yield Diagnostic(document.source, line, "RD004", message, "删去这一条")
            elif not all(works_on_windows(step) for step in address.rstrip("/").split("/")):
                message = f"旧地址 {address} 在 Windows 上打不开"
                yield Diagnostic(document.source, line, "RD005", message, "删去这一条")
        for old, new in redirects.anchors.items():
            line = line_of[f"{old}{ARROW}{new}"]
            if new not in document.anchors:
                message = f"本页没有编号 {new}"
                hint = "箭头右边写本页现有的编号，例如 art-12"
                yield Diagnostic(document.source, line, "RD002", message, hint)
            if old in document.anchors:
                message = f"编号 {old} 还在本页上，不会转走"
                yield Diagnostic(document.source, line, "RD003", message, "删去这一条")


def _covers(address: str, files: Container[str]) -> bool:
    """Tell whether the page of an old address, or a folder above it, is a file of the site."""
    steps = address.split("/")
    above = ["/".join(steps[:length]) for length in range(1, len(steps))]
    pages = [redirect_path(address, directory_urls=each) for each in (True, False)]
    return steps[0] in GENERATED_FOLDERS or any(path in files for path in (*above, *pages))


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
