"""A target that is a folder of this machine."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from mkdocs_study.publish.release.durable import (
    FOLDER_MODE,
    settle,
    sync_folder,
    walk,
    write_whole,
)
from mkdocs_study.publish.release.errors import NotLinkableError, ReleaseError
from mkdocs_study.publish.release.layout import (
    CURRENT,
    HASHED,
    RELEASES,
    STATE,
    TRASH,
    folder_of,
    is_hashed,
    is_release,
    staging_of,
)
from mkdocs_study.publish.release.lock import locked
from mkdocs_study.publish.release.manifest import (
    FileEntry,
    Manifest,
    differences,
    file_entry,
    list_files,
)

_NO_LINKS = (errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)


class LocalTarget:
    """ROOT on this machine."""

    def __init__(self, root: Path) -> None:
        """Name the folder; nothing is touched yet."""
        self.root = root.absolute()

    def __enter__(self) -> Self:
        """Nothing has to be opened."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing has to be closed."""

    @property
    def label(self) -> str:
        """Path of the folder."""
        return str(self.root)

    def create(self) -> None:
        """Make the folder if it is not there."""
        if self.root.exists() and not self.root.is_dir():
            raise ReleaseError(f"{self.root} 是一个文件，不是文件夹；没有改动")
        for above in self.root.resolve().parents:
            if (above / STATE).is_file() and (above / RELEASES).is_dir():
                raise ReleaseError(f"{self.root} 在另一个发布位置（{above}）里面，没有改动")
        self.root.mkdir(parents=True, exist_ok=True)

    def locked(self, now: dt.datetime) -> AbstractContextManager[str]:
        """Hold the lock file."""
        return locked(self.root, now)

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder."""
        try:
            return sorted(entry.name for entry in (self.root / folder).iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []

    def read(self, name: str) -> bytes | None:
        """Return a file."""
        try:
            return (self.root / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file by way of another name."""
        path = self.root / name
        self._make_folder(path.parent)
        write_whole(path, data)

    def live(self) -> str:
        """Follow `current`."""
        current = self.root / CURRENT
        if not current.is_symlink():
            if current.exists():
                raise ReleaseError(f"{current} 不是发布用的链接，没有改动；先把它移走")
            return ""
        goal = current.readlink()
        if goal.parent.name != RELEASES or not is_release(goal.name):
            raise ReleaseError(f"{current} 指向别的地方（{goal}），没有改动；先把它移走")
        return goal.name

    def probe(self) -> None:
        """Make a link, rename it over another, and remove it."""
        probe = self.root / f".current-probe-{os.getpid()}"
        other = self.root / f".current-probe-{os.getpid()}-2"
        try:
            for path in (probe, other):
                path.unlink(missing_ok=True)
                path.symlink_to(RELEASES, target_is_directory=True)
            probe.replace(other)
        except (OSError, NotImplementedError) as error:
            if os.access(self.root, os.W_OK) and _refuses_links(error):
                raise NotLinkableError(
                    f"{self.root} 这里不能建立符号链接，没有发布；请通过 SSH 发布到 Linux 服务器"
                    "（--to 用户@主机:/路径），或者用 study bundle 生成离线包"
                ) from error
            raise
        finally:
            for path in (probe, other):
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def free(self) -> int:
        """Ask the file system."""
        return shutil.disk_usage(self.root).free

    @contextlib.contextmanager
    def workplace(self, release: str) -> Iterator[Path]:
        """Give the staging folder itself, so that nothing has to be copied."""
        folder = self.root / staging_of(release)
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def receive(self, folder: Path, release: str, manifest: Manifest) -> None:  # noqa: ARG002 (a place elsewhere compares what arrived)
        """Write through to the disk what is in its place already."""
        settle(folder)
        sync_folder(self.root)

    def rename(self, old: str, new: str) -> None:
        """Rename and write the names through."""
        source, goal = self.root / old, self.root / new
        self._make_folder(goal.parent)
        if goal.exists():
            raise ReleaseError(f"{goal} 已经存在，没有改动")
        source.rename(goal)
        sync_folder(goal.parent)
        sync_folder(source.parent)

    def remove(self, name: str) -> None:
        """Delete; a release first gets the name of one that is being deleted."""
        path = self.root / name
        if path.is_symlink() or path.is_file():
            path.unlink()
            sync_folder(path.parent)
        elif path.is_dir():
            if path.parent.name == RELEASES:
                trash = self.root / f"{TRASH}{path.name}"
                shutil.rmtree(trash, ignore_errors=True)
                path = path.rename(trash)
            shutil.rmtree(path)
            sync_folder(self.root)

    def differences(self, release: str, manifest: Manifest) -> list[str]:
        """Read every file."""
        return differences(manifest, self.root / folder_of(release))

    def link_hashed(self, release: str, files: Mapping[str, FileEntry]) -> None:
        """Link what is missing, and what has other content than its name says."""
        touched = {self.root / HASHED}
        for path, entry in files.items():
            source, goal = self.root / folder_of(release) / path, self.root / HASHED / path
            if _has(goal, source, entry):
                continue
            touched |= self._make_folder(goal.parent) | {goal.parent}
            new = goal.with_name(f".new-{goal.name}")
            new.unlink(missing_ok=True)
            try:
                new.hardlink_to(source)
            except (OSError, NotImplementedError):
                write_whole(goal, source.read_bytes())
            else:
                new.replace(goal)
        for folder in touched:
            if folder.is_dir():
                sync_folder(folder)

    def hashed(self) -> Mapping[str, str]:
        """Read every file of `hashed/`."""
        folder = self.root / HASHED
        files = list_files(folder) if folder.is_dir() else {}
        return {path: entry.sha256 for path, entry in files.items()}

    def drop_hashed(self, wanted: Iterable[str]) -> int:
        """Delete unwanted files, and the folders that are empty without them."""
        folder, keep, dropped = self.root / HASHED, frozenset(wanted), 0
        if not folder.is_dir():
            return 0
        for path in reversed(list(walk(folder))):
            name = path.relative_to(folder).as_posix()
            if path.is_dir() and not path.is_symlink():
                with contextlib.suppress(OSError):
                    path.rmdir()  # only if it is empty
            elif (is_hashed(name) or path.name.startswith(".new-")) and name not in keep:
                path.unlink()
                dropped += 1
        return dropped

    def switch(self, release: str) -> None:
        """Rename a new link over the old one."""
        new = self.root / f".{CURRENT}-{os.getpid()}"
        new.unlink(missing_ok=True)
        new.symlink_to(f"{RELEASES}/{release}", target_is_directory=True)
        new.replace(self.root / CURRENT)
        sync_folder(self.root)

    def _make_folder(self, folder: Path) -> set[Path]:
        """Make a folder and those above it, with modes that a web server can read."""
        made: set[Path] = set()
        while not folder.exists():
            made.add(folder)
            folder = folder.parent
        for each in sorted(made):
            each.mkdir(exist_ok=True)
            each.chmod(FOLDER_MODE)
        return {each.parent for each in made}


def _has(goal: Path, source: Path, entry: FileEntry) -> bool:
    """Tell whether a file of `hashed/` is the release's, or has its content."""
    try:
        if goal.samefile(source):
            return True
        return goal.stat().st_size == entry.size and file_entry(goal) == entry
    except OSError:
        return False


def _refuses_links(error: OSError | NotImplementedError) -> bool:
    if not isinstance(error, OSError):
        return True
    return error.errno in _NO_LINKS or getattr(error, "winerror", None) is not None
