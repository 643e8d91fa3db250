"""The names within a target and what they mean; docs/dev/releases.md is the contract."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

RELEASES: Final = "releases"
HASHED: Final = "hashed"
CURRENT: Final = "current"
STATE: Final = "state.json"
LOCK: Final = ".lock"
REMOTE_LOCK: Final = ".lock-remote"
STAGING: Final = ".staging-"
TRASH: Final = ".trash-"
MANIFEST: Final = ".manifest.json"
SIGNATURES: Final = (".sig", ".minisig")

_RELEASE = re.compile(r"r(\d{6,})-(\d{8})", re.ASCII)
_HASHED_ASSET = re.compile(r"assets/(?:.*/)?[^/]*[-.][0-9a-f]{8,}\.[^/]+", re.ASCII)
_PLAIN_SEARCH = re.compile(r"search/(?:.*/)?(?:search_index\.|study-index\.txt|[^/]*\.html)")
_LEFTOVER = re.compile(r"\.(?:staging|trash)-r\d{6,}-\d{8}|\.(?:current|new)-[\w.-]+", re.ASCII)
_TOLERATED = (LOCK, REMOTE_LOCK, "lost+found")
"""What may stand in a folder that becomes a target: our locks, and what mkfs puts into a disk."""


def release_id(serial: int, day: dt.date) -> str:
    """Name a release: r000012-20261124."""
    return f"r{serial:06}-{day:%Y%m%d}"


def serial_of(name: str) -> int:
    """Return the serial number in the name of a release, of its manifest or staging; else 0."""
    bare = name.removeprefix(STAGING).removeprefix(TRASH).removesuffix(MANIFEST)
    match = _RELEASE.fullmatch(bare)
    return int(match[1]) if match else 0


def is_release(name: str) -> bool:
    """Tell whether this is the name of a release."""
    return _RELEASE.fullmatch(name) is not None


def is_leftover(name: str) -> bool:
    """Tell whether this name in a target belongs to a run, which has ended if we hold the lock."""
    return _LEFTOVER.fullmatch(name) is not None


def is_foreign(name: str) -> bool:
    """Tell whether a name keeps a folder from becoming a target."""
    return name not in _TOLERATED


def is_hashed(path: str) -> bool:
    """Tell whether a file of a release changes its name with its content."""
    if path.startswith("search/"):
        return _PLAIN_SEARCH.match(path) is None
    return _HASHED_ASSET.fullmatch(path) is not None


def folder_of(release: str) -> str:
    """Return the path of a release's folder in a target."""
    return f"{RELEASES}/{release}"


def manifest_of(release: str) -> str:
    """Return the path of a release's manifest in a target."""
    return f"{RELEASES}/{release}{MANIFEST}"


def staging_of(release: str) -> str:
    """Return the path of the folder in which a release is made."""
    return f"{STAGING}{release}"
