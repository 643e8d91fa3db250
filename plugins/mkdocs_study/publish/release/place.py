"""Turns what is written after --to into the target that it means."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.local import LocalTarget
from mkdocs_study.publish.release.remote import SshTarget
from mkdocs_study.publish.release.target import Target

_REMOTE = re.compile(
    r"((?:[\w.-]+@)?(?:(?<=@)[\w.-]+|[\w.-]{2,}|\[[0-9A-Fa-f:.]+\])):(.*)", re.DOTALL
)
"""A host of one letter is a drive of Windows."""


def target_named(written: str) -> Target:
    """Return a folder of this machine, or one behind SSH: user@host:/path.

    Raises:
        ReleaseError: the path behind the host is not absolute.
    """
    match = _REMOTE.fullmatch(written)
    if match is None or Path(written).exists():
        return LocalTarget(Path(written))
    host, path = match[1], match[2]
    if not path.startswith("/") or path.rstrip("/") == "" or "\n" in path:
        raise ReleaseError(
            f"{written}：主机后面要写从 / 开始的文件夹，例如 {host}:/srv/study/public"
        )
    return SshTarget(host, path.rstrip("/"))
