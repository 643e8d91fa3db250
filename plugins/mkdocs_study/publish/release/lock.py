"""Lets one publisher at a time into a target, and tells the second who is there since when."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import json
import os
import shutil
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
            raise ReleaseError(f"{told(before)}正在发布到 {root}，等它结束后再运行")
        before = _read(handle)
        # Written before we look for one over SSH, who first makes a folder and then looks here.
        _write(handle, holder(now))
        try:
            note = _take_from_remote(root)
            # Dead or not, the one before us has let go: what it wrote there was not taken back.
            yield _left(before) if before else note
        finally:
            with contextlib.suppress(OSError):
                os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _take_from_remote(root: Path) -> str:
    """Refuse to go on beside a publisher over SSH; clear up after one that is gone.

    Returns:
        One line about the one that is gone; else nothing.
    """
    remote = root / REMOTE_LOCK
    if not remote.is_dir():
        return ""
    pid = about = b""
    with contextlib.suppress(OSError):
        pid, about = (remote / "pid").read_bytes().strip(), (remote / "holder").read_bytes()
    if not pid.isdigit() or _is_alive(int(pid)):
        raise ReleaseError(
            f"{told(about)}正从另一台机器发布到 {root}，等它结束后再运行；"
            f"确知它已经中断的，删去 {remote}"
        )
    shutil.rmtree(remote)
    return _left(about)


def _is_alive(pid: int) -> bool:
    """Tell whether a process of this machine lives; only asked where publishers over SSH come."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _left(about: bytes) -> str:
    return f"上一次发布（{told(about)}）没有正常结束，它的锁已经接过来"


def holder(now: dt.datetime) -> bytes:
    """Describe this process for whoever finds its lock."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = ""
    about = {"pid": os.getpid(), "host": socket.gethostname(), "user": user}
    return json.dumps({**about, "since": now.isoformat(timespec="seconds")}).encode()


def told(data: bytes) -> str:
    """Describe a holder in Chinese; somebody unknown if the file says nothing."""
    try:
        about = json.loads(data)
        since = dt.datetime.fromisoformat(about["since"]).astimezone()
        user = f"{about['user']}@" if about["user"] else ""
        who = f"{user}{about['host']} 的进程 {about['pid']}"
    except (ValueError, KeyError, TypeError):
        return "另一个进程"
    return f"{who}（{since:%Y-%m-%d %H:%M:%S} 开始）"


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
