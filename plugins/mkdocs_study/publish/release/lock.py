"""Lets one publisher at a time into a target, and tells the second who is there since when."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import json
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.layout import LOCK, REMOTE_LOCK

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FAR = 1 << 30
"""Byte that Windows locks: the others of the file stay readable."""


@contextlib.contextmanager
def locked(root: Path, now: dt.datetime) -> Iterator[str]:
    """Hold the lock of a target; the system releases it when this process dies.

    Yields:
        One line about a publisher who died holding it; else nothing.

    Raises:
        ReleaseError: somebody else holds it.
        OSError: the folder cannot be written.
    """
    handle = os.open(root / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        before = _read(handle)
        if not _take(handle):
            raise ReleaseError(f"{_told(before)}正在发布到 {root}，等它结束后再运行")
        before = _read(handle)
        remote = root / REMOTE_LOCK
        if remote.is_dir():
            with contextlib.suppress(OSError):
                before = (remote / "holder").read_bytes()
            raise ReleaseError(
                f"{_told(before)}正从另一台机器发布到 {root}，等它结束后再运行；"
                f"确知它已经中断的，删去 {remote}"
            )
        # Dead or not, the one before us has let go: what it wrote there was not taken back.
        note = f"上一次发布（{_told(before)}）没有正常结束，它的锁已经接过来" if before else ""
        _write(handle, holder(now))
        try:
            yield note
        finally:
            with contextlib.suppress(OSError):
                os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def holder(now: dt.datetime) -> bytes:
    """Describe this process for whoever finds its lock."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = ""
    about = {"pid": os.getpid(), "host": socket.gethostname(), "user": user}
    return json.dumps({**about, "since": now.isoformat(timespec="seconds")}).encode()


def _told(data: bytes) -> str:
    """Describe a holder in Chinese; somebody unknown if the file says nothing."""
    try:
        about = json.loads(data)
        since = dt.datetime.fromisoformat(about["since"]).astimezone()
        user = f"{about['user']}@" if about["user"] else ""
        who = f"{user}{about['host']} 的进程 {about['pid']}"
        return f"{who}（{since:%Y-%m-%d %H:%M:%S} 开始）"
    except (ValueError, KeyError, TypeError):
        return "另一个进程"


def _take(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(handle, FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _read(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    return os.read(handle, 4096)


def _write(handle: int, data: bytes) -> None:
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, data)
    os.fsync(handle)
