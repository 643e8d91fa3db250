"""Lets a build write beside the site and take its place only when it is whole.

`.NAME.staging` beside the site receives the files; `commit` swaps it in by two renames, `discard`
leaves the old site as it was. A lock keeps a second build out. What a killed build left behind is
cleared away, or put back, by the next one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from mkdocs_study.search.folder import LIST_NAME
from mkdocs_study.text.reasons import reason

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class StagingError(Exception):
    """The site cannot be written; the message is Chinese and for the user."""


class LeftBehindError(StagingError):
    """The new site stands, but something of the old one was not carried over."""


NEW_SITE_STANDS = 3
"""Exit code of a build that ended in a LeftBehindError."""


def why_not_replaceable(site: Path) -> str:
    """Say why a build must not take the place of what stands there; empty if it may.

    Only nothing, an empty folder and a site of an earlier build are replaced: whatever else a
    mistyped path names belongs to somebody.
    """
    try:
        if not site.exists():
            return ""
        if not site.is_dir():
            return f"{site} 是一个文件，没有改动；换一个文件夹"
        names = {entry.name for entry in site.iterdir()}
        if (site / "search" / LIST_NAME).exists():
            # `study index` puts a search into sites of any origin.
            names.discard("search")
    except OSError as error:
        return f"不能读取 {site}：{reason(error)}"
    built = "sitemap.xml" in names or ("index.html" in names and names & {"assets", "search"})
    if built or all(name.startswith(".") for name in names):
        return ""
    return f"{site} 里有文件，又不像是以前生成的网站，没有改动；换一个文件夹，或者先移走里面的文件"


class Staging:
    """The right to write one site, from `__init__` to `commit` or `discard`."""

    def __init__(self, site: Path) -> None:
        """Lock the site, repair what a killed build left, and make an empty staging folder.

        Args:
            site: the folder to replace; if it is a link, the folder that it leads to.

        Raises:
            StagingError: another build is at work, the folder above cannot be written, or what
                stands there is no site.
        """
        self.site = site.resolve()
        self._swapped = False
        above = self.site.parent
        self.folder = above / f".{self.site.name}.staging"
        self._old = above / f".{self.site.name}.old"
        self._lock_path = above / f".{self.site.name}.lock"
        try:
            above.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(self._lock_path)
        except OSError as error:
            raise StagingError(f"不能写入 {above}：{reason(error)}") from error
        try:
            self._begin()
        except OSError as error:
            self._unlock()
            raise StagingError(f"不能写入 {above}：{reason(error)}") from error
        except StagingError:
            self._unlock()
            raise

    def _begin(self) -> None:
        if self._old.exists() and not self.site.exists():
            self._old.replace(self.site)
        if why := why_not_replaceable(self.site):
            raise StagingError(why)
        self._keep_hidden()
        self._clear()
        self.folder.mkdir()

    def commit(self) -> None:
        """Put the new site in the place of the old one.

        Hidden entries of the old site that the new one lacks (`.git`, `.nojekyll`) are kept, as
        MkDocs keeps them.

        Raises:
            StagingError: the site is in use or its folder cannot be renamed; the old one stands.
            LeftBehindError: the new site stands; a hidden entry waits in `.NAME.old`, from where
                the next build tries to fetch it.
        """
        try:
            self._swap()
            self._keep_hidden()
        except OSError as error:
            if not self._swapped:
                raise StagingError(f"不能替换 {self.site}：{reason(error)}") from error
            raise LeftBehindError(
                f"新网站已经换上，但是旧网站里以句点开头的文件没有全部移过来（{reason(error)}）；"
                f"它们在 {self._old} 里，再生成一次会重新移动"
            ) from error
        else:
            self._clear()
        finally:
            self.discard()

    def discard(self) -> None:
        """Remove the staging folder and let other builds in; safe to call twice."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._unlock()

    def _swap(self) -> None:
        if self.site.exists():
            shutil.copymode(self.site, self.folder)
            self.site.replace(self._old)
        try:
            self.folder.replace(self.site)
        except OSError:
            if self._old.exists():
                self._old.replace(self.site)
            raise
        self._swapped = True

    def _keep_hidden(self) -> None:
        if not self._old.exists():
            return
        for entry in self._old.iterdir():
            if entry.name.startswith(".") and not (self.site / entry.name).exists():
                entry.replace(self.site / entry.name)

    def _clear(self) -> None:
        for leftover in (self.folder, self._old):
            shutil.rmtree(leftover, ignore_errors=True)

    def _unlock(self) -> None:
        if self._lock is not None:
            _release(self._lock, self._lock_path)
        self._lock = None


@contextlib.contextmanager
def keep_builds_out(site: Path) -> Iterator[None]:
    """Hold the lock of a site that is changed in place.

    Where nobody may write beside the site no build can replace it, and no lock is needed.

    Raises:
        StagingError: a build, or another one who changes the site, is at work.
    """
    site = site.resolve()
    path = site.parent / f".{site.name}.lock"
    try:
        handle = _lock(path)
    except OSError:
        handle = None
    try:
        yield
    finally:
        if handle is not None:
            _release(handle, path)


def _release(handle: int, path: Path) -> None:
    # Removed while still held, so that nobody can hold a lock on a name that is gone.
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            path.unlink()
    os.close(handle)
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            path.unlink()


def _lock(path: Path) -> int | None:
    """Open and lock the file, and make sure that the name still means the locked file."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if sys.platform == "win32":
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
                return handle
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            raise StagingError("另一次构建正在写同一个网站，等它结束后再运行") from error
        try:
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        except FileNotFoundError:
            pass
        os.close(handle)
