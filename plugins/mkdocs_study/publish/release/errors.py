"""What stops a release, in one line for the administrator."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from mkdocs_study.text.reasons import reason

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


class ReleaseError(Exception):
    """The release cannot be made, or not be trusted; the message is Chinese and one line."""


class NotLinkableError(ReleaseError):
    """The target cannot hold the symbolic link that a release is switched by."""


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn what the operating system refuses into a ReleaseError that names the place."""
    try:
        yield
    except OSError as error:
        raise ReleaseError(explain(error, place)) from error


def explain(error: OSError, place: str) -> str:
    """Say in Chinese why the operating system refused."""
    if error.errno in FULL:
        return f"{place} 所在的磁盘写满了（{reason(error)}）；腾出空间再发布"
    if error.errno in REFUSED:
        return f"不能写入 {place}（{reason(error)}）；检查文件夹的权限，或者它是不是只读的"
    return f"读写 {place} 出错：{reason(error)}"
