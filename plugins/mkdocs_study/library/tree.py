"""Turns the docs folder into the list of its pages and attachments, refusing what is unsafe."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.document import page_url

PAGE_SUFFIXES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""What MkDocs publishes as a page. Only .md is allowed; the others must not slip through."""

MAX_PAGE_BYTES = 4_000_000
"""Largest page read; the longest statute has some 400,000 bytes."""

MAX_PATH = 120
"""Longest path in a bundle: Windows allows 260 characters with the folder it is put into."""

PLAN_FILE = re.compile(r"plan/([0-9]{4})\.yml")
"""A yearly plan without words of its own; it becomes the page plan/YYYY.md."""

_MISNAMED_PLAN = re.compile(r"plan/[0-9]{4}\.ya?ml", re.IGNORECASE)
_PAGE_PATH = re.compile(r"(?:[a-z0-9_.-]+/)*(?:[a-z0-9_.-]+|README\.md)")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_NOT_ON_WINDOWS = re.compile(r"[<>:\"|?*\\\x00-\x1f]")

Excluded = Callable[[str], bool]
"""Tells whether a path below docs/ is left out of the site (exclude_docs)."""


@dataclass(frozen=True)
class Tree:
    """What stands in docs/ and is meant for the site; paths are posix, below docs/, sorted."""

    root: Path
    prefix: str
    """Path of docs/ relative to the project folder, for diagnostics; empty if they are one."""

    pages: tuple[str, ...]
    """Paths as links and navigation name them; `files` tells which are not Markdown files."""

    attachments: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    """Page → the file it is made from, where that is another: plan/2026.md → plan/2026.yml."""

    def file(self, path: str) -> str:
        """Return the file that a page is made from, below docs/."""
        return self.files.get(path, path)

    def source(self, path: str) -> str:
        """Name the file of a page or attachment relative to the project folder."""
        file = self.file(path)
        return f"{self.prefix}/{file}" if self.prefix else file


def scan_tree(root: Path, prefix: str, excluded: Excluded = lambda _: False) -> Tree:
    """Walk the folder without following links and check every name in it.

    Args:
        root: the docs folder.
        prefix: its path relative to the project folder.
        excluded: what `exclude_docs` leaves out; hidden files are left out in any case.
    """
    found: list[Diagnostic] = []
    paths: list[str] = []
    for path, entry in _walk(root, ""):
        if excluded(path) or any(part.startswith(".") for part in path.split("/")):
            if entry.is_symlink() and entry.is_dir():
                found.append(_fault(prefix, path, *_symlink(root, entry)))
            continue
        if problem := _unsafe(root, entry):
            found.append(_fault(prefix, path, *problem))
            continue
        found.extend(_fault(prefix, path, *problem) for problem in _bad_names(path))
        if not entry.is_dir(follow_symlinks=False):
            paths.append(path)
    files = {plan_page(path): path for path in paths if PLAN_FILE.fullmatch(path)}
    written = sorted(path for path in paths if is_page(path))
    attachments = sorted(
        path for path in paths if not is_page(path) and not PLAN_FILE.fullmatch(path)
    )
    found.extend(_fault(prefix, path, *problem) for path in paths if (problem := _misnamed(path)))
    found.extend(_collisions(paths, prefix))
    for path in paths:
        length = len(_target(path))
        if length > MAX_PATH:
            message = f"网页的路径有 {length} 个字符，超过 {MAX_PATH} 个，拷到 U 盘后可能打不开"
            found.append(_fault(prefix, path, "FILE008", message, "缩短文件名或者文件夹名"))
    # Where a plan has a page too, the collision is reported and the page is the one that is read.
    files = {page: file for page, file in files.items() if page not in written}
    pages = sorted((*written, *files))
    return Tree(root, prefix, tuple(pages), tuple(attachments), tuple(found), files)


def plan_page(path: str) -> str:
    """Return the page that a plan file becomes: plan/2026.yml → plan/2026.md."""
    return f"{path.removesuffix('.yml')}.md"


def is_page(path: str) -> bool:
    """Tell whether the file is meant as a page: also .MD, which MkDocs would publish as it is."""
    return path.lower().endswith(PAGE_SUFFIXES)


def _walk(folder: Path, above: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        path = f"{above}{entry.name}"
        yield path, entry
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder / entry.name, f"{path}/")


def _fault(prefix: str, path: str, code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(f"{prefix}/{path}" if prefix else path, 1, code, message, hint)


def _unsafe(root: Path, entry: os.DirEntry[str]) -> tuple[str, str, str] | None:
    if entry.is_symlink():
        return _symlink(root, entry)
    try:
        mode = entry.stat(follow_symlinks=False).st_mode
    except OSError:
        return "FILE003", "文件读不出来", "检查文件权限"
    if stat.S_ISDIR(mode):
        readable = os.access(entry.path, os.R_OK | os.X_OK)
        return None if readable else ("FILE003", "文件夹读不出来", "检查文件夹权限")
    if not stat.S_ISREG(mode):
        return "FILE003", "不是普通文件", "从 docs/ 里移走"
    return None


def _symlink(root: Path, entry: os.DirEntry[str]) -> tuple[str, str, str]:
    hint = "把文件本身放进 docs/，不要用链接"
    try:
        target = Path(entry.path).resolve(strict=True)
    except (OSError, RuntimeError):
        return "FILE001", "符号链接指向不存在的文件", hint
    if not target.is_relative_to(root.resolve()):
        return "FILE001", "符号链接指向 docs/ 之外", hint
    return "FILE001", "docs/ 里不能有符号链接", hint


def works_on_windows(name: str) -> bool:
    """Tell whether Windows can open a file or folder of this name."""
    return not (
        _DEVICE.fullmatch(name) or _NOT_ON_WINDOWS.search(name) or name.endswith((".", " "))
    )


def _misnamed(path: str) -> tuple[str, str, str] | None:
    """Tell of a page or a plan whose path is not as we want it."""
    if _MISNAMED_PLAN.fullmatch(path) and not PLAN_FILE.fullmatch(path):
        message = "年度计划的文件名要以小写的 .yml 结尾"
        return "FILE007", message, f"改名为 {PurePosixPath(path).stem}.yml"
    if not is_page(path):
        return None
    if not path.endswith(".md"):
        return "FILE007", f"页面的扩展名是 {PurePosixPath(path).suffix}", "改成 .md"
    if not _PAGE_PATH.fullmatch(path):
        hint = "改名，例如 texts/sample-rules.md；标题写在 title 里"
        return "FILE005", "页面的路径只能用小写英文字母、数字和 - _ .", hint
    return None


def _bad_names(path: str) -> Iterator[tuple[str, str, str]]:
    name = path.rsplit("/", 1)[-1]
    if any("\ud800" <= character <= "\udfff" for character in name):
        yield "FILE004", "文件名不是 UTF-8 编码", "改名"
    elif _NOT_ON_WINDOWS.search(name):
        yield "FILE004", "文件名里有 Windows 不允许的字符", '不要用 < > : " | ? * \\'
    if name.endswith((".", " ")):
        yield "FILE004", "文件名以句点或空格结尾，Windows 上打不开", "改名"
    elif PurePosixPath(name).stem.endswith((".", " ")) and is_page(name):
        yield "FILE004", "网址会以句点或空格结尾，Windows 上打不开", "改名"
    if _DEVICE.fullmatch(name):
        yield "FILE004", f"{name} 是 Windows 的设备名，Windows 上打不开", "改名"


def _collisions(paths: list[str], prefix: str) -> Iterator[Diagnostic]:
    """Report paths equal but for case, and files that would become the same file of the site."""
    by_fold: defaultdict[str, list[str]] = defaultdict(list)
    by_target: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(paths):
        by_fold[_fold(path)].append(path)
        by_target[_fold(_target(path))].append(path)
    reported: set[str] = set()
    for same in by_fold.values():
        for other in same[1:]:
            reported.add(other)
            message = f"路径与 {same[0]} 只有大小写不同"
            yield _fault(prefix, other, "FILE006", message, "改名，Windows 上二者是同一个文件")
    for same in by_target.values():
        for other in same[1:]:
            if other not in reported:
                message = f"与 {same[0]} 会生成同一个网页，其中一个会丢失"
                yield _fault(prefix, other, "FILE002", message, "删去一个，或者改名")


def _target(path: str) -> str:
    """Path below the site's root that the file will have."""
    path = plan_page(path) if PLAN_FILE.fullmatch(path) else path
    return f"{page_url(path)}index.html" if is_page(path) else path


def _fold(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
