"""Turns the folder of a finished site into the list of its files, following no links."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mkdocs_study.publish.audit.finding import Finding, finding

MAX_TEXT_BYTES = 64_000_000
"""Largest page, style sheet or script that is read; larger ones are reported."""

PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
PACKED_SUFFIXES = (".gz", ".br")


@dataclass(frozen=True)
class SiteFile:
    """A file of the site."""

    path: str
    """Below the site's root, posix."""

    file: Path
    size: int

    @property
    def suffix(self) -> str:
        """Ending of the name, lower-case, with its dot."""
        return os.path.splitext(self.path)[1].lower()  # noqa: PTH122 (the path is of the site)


@dataclass(frozen=True)
class SiteFiles:
    """Every file of the site, in order of path."""

    root: Path
    prefix: str
    """Shown before paths in diagnostics."""

    files: tuple[SiteFile, ...]
    findings: tuple[Finding, ...]
    """Links, and what cannot be read."""

    @cached_property
    def by_path(self) -> dict[str, SiteFile]:
        """Path → file."""
        return {each.path: each for each in self.files}

    @cached_property
    def by_folded(self) -> dict[str, str]:
        """Path without regard to case → path."""
        return {each.path.casefold(): each.path for each in self.files}

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder, without a slash at its end; the root is empty."""
        found = {""}
        for each in self.files:
            steps = each.path.split("/")[:-1]
            found.update("/".join(steps[:length]) for length in range(1, len(steps) + 1))
        return frozenset(found)

    def shown(self, path: str) -> str:
        """Return the path as diagnostics name it."""
        return f"{self.prefix}/{path}" if self.prefix else path

    def pages(self) -> tuple[SiteFile, ...]:
        """Return the web pages."""
        return tuple(each for each in self.files if each.suffix in PAGE_SUFFIXES)

    def has_plain(self, each: SiteFile) -> bool:
        """Tell whether the file is the packed twin of another one."""
        return each.suffix in PACKED_SUFFIXES and each.path[:-3] in self.by_path


def list_files(site: Path, prefix: str) -> SiteFiles:
    """Walk the site; never raises on what it finds there."""
    root = site.resolve()
    found: list[Finding] = []
    files: list[SiteFile] = []
    for path, entry in _walk(root, ""):
        shown = f"{prefix}/{path}" if prefix else path
        if entry.is_symlink():
            hint = "换成真正的文件；链接可能指向网站之外"
            found.append(finding(shown, 1, "WEB008", "网站里有符号链接", hint))
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            found.append(finding(shown, 1, "WEB008", "文件读不出来", "检查文件权限"))
            continue
        if stat.S_ISDIR(status.st_mode):
            if not os.access(entry.path, os.R_OK | os.X_OK):
                found.append(finding(shown, 1, "WEB008", "文件夹读不出来", "检查文件夹权限"))
        elif stat.S_ISREG(status.st_mode):
            files.append(SiteFile(path, Path(entry.path), status.st_size))
        else:
            found.append(finding(shown, 1, "WEB008", "不是普通文件", "从网站里移走"))
    return SiteFiles(root, prefix, tuple(files), tuple(found))


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
