"""Writes a file whole or not at all, and never over another one unless told to."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mkdocs_study.publish.hosting.server import HostingError


@contextlib.contextmanager
def new_file(target: Path, *, force: bool) -> Iterator[BinaryIO]:
    """Give a file to write to; it takes its name only when everything is written and on the disk.

    Raises:
        HostingError: something stands there and `force` is not set, or it cannot be written.
    """
    if target.is_dir():
        raise HostingError(f"{target} 是文件夹；写明文件名")
    _refuse_existing(target, force=force)
    try:
        handle, name = tempfile.mkstemp(
            prefix=f".{target.name}.", suffix=".part", dir=target.parent
        )
    except OSError as error:
        raise HostingError(f"不能写入 {target.parent}：{error.strerror}") from error
    part = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _refuse_existing(target, force=force)
        part.chmod(0o666 & ~_mask())
        part.replace(target)
    except OSError as error:
        raise HostingError(f"不能写入 {target}：{error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _refuse_existing(target: Path, *, force: bool) -> None:
    if not force and (target.exists() or target.is_symlink()):
        raise HostingError(f"{target} 已经存在，没有改动；要换掉它就加 --force")


def _mask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
