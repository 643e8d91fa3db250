"""Writes files so that they are whole after a crash, and folders so that a web server may read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FOLDER_MODE, FILE_MODE = 0o755, 0o644
THREADS = 8
"""Disks take many small waits at once much faster than one after another."""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is, after a crash, the old one or the new one.

    Raises:
        OSError: the folder cannot be written, or the disk is full; the old file stands.
    """
    new = path.with_name(f".new-{path.name.lstrip('.')}")
    try:
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(FILE_MODE)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Write the names in a folder through to the disk; Windows does so by itself."""
    if sys.platform != "win32":
        _sync(folder, os.O_RDONLY | os.O_DIRECTORY)


def settle(folder: Path) -> None:
    """Write a folder and all that is in it through to the disk, readable for everyone."""
    paths = [folder, *walk(folder)]

    def settle_one(path: Path) -> None:
        if path.is_dir():
            path.chmod(FOLDER_MODE)
            sync_folder(path)
        else:
            path.chmod(FILE_MODE)
            # Windows flushes only what was opened for writing.
            _sync(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)

    with ThreadPoolExecutor(THREADS) as pool:
        for _ in pool.map(settle_one, paths):
            pass


def walk(folder: Path) -> Iterator[Path]:
    """Yield everything below a folder, in order of name; links are not followed."""
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        path = Path(entry.path)
        yield path
        if entry.is_dir(follow_symlinks=False):
            yield from walk(path)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
