"""Turn a folder of built HTML, whatever made it, into the pages that search knows."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from mkdocs_study.library.diagnostics import Diagnostic, Severity
from mkdocs_study.search.assets import FOLDER
from mkdocs_study.search.charset import decode_page
from mkdocs_study.search.content import MATERIAL_ARTICLE
from mkdocs_study.search.extract import Page, extract_content
from mkdocs_study.search.head import read_head
from mkdocs_study.text.reasons import reason

SUFFIXES = frozenset((".html", ".htm", ".xhtml"))
HOME = "index.html"
_SPHINX_SIGN = "documentation_options.js"
_SPHINX_PAGES = re.compile(r"(?:.*/)?(?:genindex(?:-\w+)?|\w+-modindex|search)(?:/index)?\.html")


class LeftOut(StrEnum):
    """Why a page that could be read is not in the index; the values are for the user."""

    NOT_FOUND = "404 页"
    REDIRECT = "跳转页"
    UNLISTED = "要求不收录的页（noindex）"
    EMPTY = "没有文字的页"
    GENERATED = "Sphinx 的检索页和索引页"


@dataclass(frozen=True)
class SiteContent:
    """What was read of a site."""

    pages: tuple[Page, ...]
    """In order of their paths."""
    diagnostics: tuple[Diagnostic, ...]
    """Paths are relative to the site."""
    left_out: Mapping[LeftOut, int]
    """Number of pages left out on purpose."""
    is_material: bool
    """Every page is of Material or Zensical, which mark the words of `?h=`."""

    @property
    def title(self) -> str:
        """Title of the home page, or nothing."""
        return next((page.title for page in self.pages if not page.url), "")


@dataclass(frozen=True)
class _Walk:
    """The pages of a folder, and what was in the way."""

    files: list[str]
    """Posix paths relative to the folder, sorted by their parts."""
    diagnostics: list[Diagnostic]


def page_url(path: str) -> str:
    """Return `a/` for a/index.html, else the path: what stands in a link, not percent-encoded."""
    folder, _, name = path.rpartition("/")
    if name != HOME:
        return path
    return f"{folder}/" if folder else ""


def read_site(site: Path, report: Callable[[int, int], None] | None = None) -> SiteContent:
    """Read every page of a site; a page that cannot be read becomes a diagnostic.

    Args:
        site: folder of built HTML.
        report: told which page of how many is being read, both counted from 1.
    """
    walk = _walk(site)
    diagnostics = walk.diagnostics
    pages: list[Page] = []
    left_out: Counter[LeftOut] = Counter()
    material = 0
    for number, path in enumerate(walk.files, start=1):
        if report:
            report(number, len(walk.files))
        html = _read(site, path, diagnostics)
        if html is None:
            continue
        found = _page(html, path)
        if isinstance(found, LeftOut):
            left_out[found] += 1
        else:
            pages.append(found)
            material += MATERIAL_ARTICLE in html
    return SiteContent(
        tuple(pages), tuple(sorted(diagnostics)), left_out, material == len(pages) > 0
    )


def _page(html: str, path: str) -> Page | LeftOut:
    if path.rpartition("/")[2] == "404.html":
        return LeftOut.NOT_FOUND
    if _SPHINX_PAGES.fullmatch(path) and _SPHINX_SIGN in html:
        return LeftOut.GENERATED
    head = read_head(html)
    if head.is_redirect:
        return LeftOut.REDIRECT
    if head.is_unlisted:
        return LeftOut.UNLISTED
    page = extract_content(html, page_url(path), head)
    return page if page and page.sections else LeftOut.EMPTY


def _read(site: Path, path: str, diagnostics: list[Diagnostic]) -> str | None:
    try:
        decoded = decode_page((site / path).read_bytes())
    except OSError as error:
        diagnostics.append(
            Diagnostic(path, 1, "SITE001", f"读不出来：{reason(error)}", "检查文件的权限")
        )
        return None
    if decoded.text is None:
        diagnostics.append(
            Diagnostic(
                path,
                decoded.bad_line,
                "SITE002",
                "这个网页的编码认不出来，没有编入",
                "另存为 UTF-8",
            )
        )
    elif decoded.bad_line:
        diagnostics.append(
            Diagnostic(
                path,
                decoded.bad_line,
                "SITE003",
                "从这一行起有读不出来的字节，当作“�”编入",
                "另存为 UTF-8",
                Severity.WARNING,
            )
        )
    return decoded.text


def _walk(site: Path) -> _Walk:
    walk = _Walk([], [])

    def unreadable(error: OSError) -> None:
        folder = Path(error.filename).relative_to(site).as_posix()
        walk.diagnostics.append(
            Diagnostic(folder, 1, "SITE001", f"文件夹读不出来：{reason(error)}", "检查文件夹的权限")
        )

    root = site.resolve()
    for folder, folders, names in os.walk(site, onerror=unreadable):
        folders[:] = sorted(name for name in folders if name[0] != ".")
        for name in tuple(folders):
            if (Path(folder) / name).is_symlink():
                folders.remove(name)
                path = (Path(folder) / name).relative_to(site).as_posix()
                walk.diagnostics.append(_link_diagnostic(path, "文件夹"))
        pages = (name for name in names if name[0] != "." and _is_page(name))
        for name in sorted(pages):
            file = Path(folder) / name
            path = file.relative_to(site).as_posix()
            if path == f"{FOLDER}/{HOME}":  # the search page itself: ours, or what ours replaces
                continue
            if file.is_symlink() and not file.resolve().is_relative_to(root):
                walk.diagnostics.append(_link_diagnostic(path, "文件"))
                continue
            fault = next(_name_faults(path), None)
            if fault:
                walk.diagnostics.append(fault)
            if fault is None or fault.severity is Severity.WARNING:
                walk.files.append(path)
    return walk


def _is_page(name: str) -> bool:
    return Path(name).suffix.lower() in SUFFIXES


def _link_diagnostic(path: str, kind: str) -> Diagnostic:
    hint = "要编入就换成真正的" + kind
    return Diagnostic(path, 1, "SITE004", f"符号链接没有跟进去：{kind}", hint, Severity.WARNING)


def _name_faults(path: str) -> Iterator[Diagnostic]:
    try:
        path.encode()
    except UnicodeEncodeError:
        yield Diagnostic(path, 1, "SITE001", "文件名不是 UTF-8，没有编入", "改文件名")
        return
    if "#" in path or "?" in path:
        yield Diagnostic(
            path,
            1,
            "SITE005",
            "文件名里有 # 或者 ?，从检索结果可能打不开",
            "改文件名",
            Severity.WARNING,
        )
