"""Decides which files that are not pages go into a build: those that something in it uses."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from mkdocs_study.library.content import Content
from mkdocs_study.library.diagnostics import Diagnostic, Severity
from mkdocs_study.library.links import Place, read_target
from mkdocs_study.library.references import read_html_target
from mkdocs_study.library.tree import Tree

_CSS_URL = re.compile(r"(?:url\(\s*|@import\s+)[\"']?([^\"')\s;]+)")
MAX_STYLE_BYTES = 2_000_000


def used_attachments(
    tree: Tree,
    contents: Mapping[str, Content],
    pages: Iterable[str],
    strings: Iterable[str],
) -> frozenset[str]:
    """Return the attachments that the pages link, that the configuration names, and what those use.

    Args:
        tree: the files that there are.
        contents: path → content of the pages.
        pages: the pages of the build.
        strings: every string of the configuration.
    """
    attachments = frozenset(tree.attachments)
    used = attachments.intersection(strings)
    for path in pages:
        content = contents.get(path)
        if content is not None:
            used |= attachments & _linked_by(path, content)
    waiting = [path for path in used if path.endswith(".css")]
    while waiting:
        style = waiting.pop()
        further = (_named_in(tree.root / style, style) & attachments) - used
        used |= further
        waiting.extend(path for path in further if path.endswith(".css"))
    return used


def _linked_by(path: str, content: Content) -> frozenset[str]:
    """Return every path below docs/ that a page may mean.

    An address in HTML may have been counted from the page's address or from the file.
    """
    goals = [read_target(link.target, path) for link in content.links]
    for link in content.html_links:
        goals += read_html_target(link.target, path)
    return frozenset(goal.path for goal in goals if goal.place is Place.INSIDE)


def _named_in(style: Path, path: str) -> frozenset[str]:
    """Return the paths that a style sheet refers to."""
    try:
        if style.stat().st_size > MAX_STYLE_BYTES:
            return frozenset()
        text = style.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return frozenset()
    folder = posixpath.dirname(path)
    targets = (unquote(re.split("[?#]", each)[0]) for each in _CSS_URL.findall(text))
    return frozenset(posixpath.normpath(posixpath.join(folder, each)) for each in targets)


def report_orphans(
    tree: Tree, contents: Mapping[str, Content], strings: Iterable[str]
) -> list[Diagnostic]:
    """Name the attachments that no page uses, published or not."""
    used = used_attachments(tree, contents, contents, strings)
    message = "没有页面链接这个文件，不会发布"
    hint = "在页面里链接它，或者从 docs/ 里移走"
    return [
        Diagnostic(tree.source(path), 1, "ATT001", message, hint, Severity.WARNING)
        for path in tree.attachments
        if path not in used
    ]
