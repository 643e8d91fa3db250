"""Writes a file whole or not at all, and never over another one unless told to."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mkdocs_study.publish.hosting.server import HostingError
from mkdocs_study.publish.staging import StagingError, keep_builds_out
from mkdocs_study.text.reasons import reason


@contextlib.contextmanager
def new_file(target: Path, *, force: bool) -> Iterator[BinaryIO]:
    """Give a file to write to; it takes its name only when everything is written and on the disk.

    Raises:
        HostingError: something stands there and `force` is not set, or it cannot be written.
    """
    refuse_existing(target, force=force)
    part = target.with_name(f".{target.name}.part")
    try:
        # Under the lock the name is ours: what a killed run left is written over, then renamed.
        with keep_builds_out(target), _removed_at_the_end(part):
            with part.open("w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            refuse_existing(target, force=force)
            part.replace(target)
    except StagingError as error:
        raise HostingError(f"另一个命令正在写 {target}，等它结束后再运行") from error
    except OSError as error:
        raise HostingError(f"不能写入 {target}：{reason(error)}") from error


@contextlib.contextmanager
def _removed_at_the_end(part: Path) -> Iterator[None]:
    try:
        yield
    finally:
        part.unlink(missing_ok=True)


def refuse_existing(target: Path, *, force: bool) -> None:
    """Refuse a name that is taken, before the work begins.

    Raises:
        HostingError: something stands there and `force` is not set, or it is a folder.
    """
    if target.is_dir():
        raise HostingError(f"{target} 是文件夹；写明文件名")
    if not force and (target.exists() or target.is_symlink()):
        raise HostingError(f"{target} 已经存在，没有改动；要换掉它就加 --force")
