"""Turns a release into objects of an S3-compatible store, in an order that keeps every page whole.

A store has no switch for a whole site. So names that change with their content come first, then
what pages show, then the pages, and last the index and the home page; what is old is deleted after
that. A reader at any moment sees old or new pages, each with all that it needs.

boto3 is an extra (`pip install mkdocs-study[s3]`) and is loaded only when asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs_study.publish.hosting.hashed import is_hashed
from mkdocs_study.publish.hosting.s3_store import Deployed, S3Target, Store, connect
from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.manifest import Manifest
from mkdocs_study.text.reasons import reason

KEEP = 5
"""Releases for which hashed files stay, so that open tabs go on working."""

LAST = ("search/search_index.js", "search/search_index.json", "index.html")
"""What leads to all else; in this order, after everything."""

_PACKED = (".gz", ".br")


@dataclass(frozen=True)
class Uploaded:
    """What a run has done."""

    sent: int
    unchanged: int
    deleted: int
    bytes: int


def upload_release(
    site: Path,
    manifest: Manifest,
    target: S3Target,
    *,
    keep: int = KEEP,
    older: bool = False,
    client: Any = None,  # noqa: ANN401 - boto3 has no types
) -> Uploaded:
    """Put a release up; safe to repeat after a run that was cut short.

    Args:
        site: folder of the release, exactly as its manifest says.
        manifest: of the release.
        target: where to.
        keep: releases for which hashed files stay.
        older: whether a release with a lower number than the live one may be put up (a rollback).
        client: boto3's client for S3; made here if none is given.

    Raises:
        ReleaseError: boto3 is missing, the store refuses, someone else is at work, or the release
            is older or for another audience than what is there.
    """
    with _explained(target):
        store = Store(client or connect(target), target)
        with store.locked():
            before = store.deployed()
            _check(before, manifest, target, older=older)
            present = store.sizes()
            sent, volume = 0, 0
            wanted = [path for path in manifest.files if not _is_packed(path, manifest)]
            for path in sorted(wanted, key=_turn):
                entry = manifest.files[path]
                same = before.files.get(path) == entry.sha256 and present.get(path) == entry.size
                if not same:
                    store.put(
                        path, _read(site, path, entry.sha256), private=bool(manifest.audience)
                    )
                    sent, volume = sent + 1, volume + entry.size
            _check_complete(store, manifest, wanted)
            after, surplus = _succeed(before, manifest, wanted, keep)
            store.remember(after)
            store.delete(surplus)
            return Uploaded(sent, len(wanted) - sent, len(surplus), volume)


def _check(before: Deployed, manifest: Manifest, target: S3Target, *, older: bool) -> None:
    if before.release and before.audience != manifest.audience:
        raise ReleaseError(f"{target.label} 放的是另一个读者范围的版本，没有上传")
    if manifest.serial < before.serial and not older:
        raise ReleaseError(
            f"{target.label} 已经是 {before.release}，比要上传的 {manifest.id} 新，没有上传"
        )


def _check_complete(store: Store, manifest: Manifest, wanted: list[str]) -> None:
    present = store.sizes()
    lost = [path for path in wanted if present.get(path) != manifest.files[path].size]
    if lost:
        raise ReleaseError(
            f"{store.target.label} 里缺少刚上传的 {lost[0]} 等 {len(lost)} 个文件，再发布一次"
        )


def _succeed(
    before: Deployed, manifest: Manifest, wanted: list[str], keep: int
) -> tuple[Deployed, list[str]]:
    """Return what is there from now on, and what is to be deleted."""
    files = {path: manifest.files[path].sha256 for path in wanted}
    gone = {path: before.serial for path in before.files if path not in files}
    kept = {
        path: serial
        for path, serial in {**before.kept, **gone}.items()
        if path not in files and is_hashed(path) and serial > manifest.serial - keep
    }
    surplus = sorted(({*before.kept} | {*gone}) - {*kept} - {*files})
    return Deployed(manifest.id, manifest.serial, manifest.audience, files, kept), surplus


def _turn(path: str) -> tuple[int, str]:
    """Sort: hashed names, other files, pages, and last what leads to all else."""
    if path in LAST:
        return 3 + LAST.index(path), path
    if path.endswith(".html"):
        return 2, path
    return (0 if is_hashed(path) else 1), path


def _is_packed(path: str, manifest: Manifest) -> bool:
    """Tell whether a file is a packed neighbour, which a store cannot choose by what is asked."""
    return path.endswith(_PACKED) and path.rpartition(".")[0] in manifest.files


def _read(site: Path, path: str, digest: str) -> bytes:
    data = (site / path).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise ReleaseError(f"{path} 与清单不一样，没有上传；先运行 study verify")
    return data


@contextmanager
def _explained(target: S3Target) -> Iterator[None]:
    """Turn what the store refuses into one line."""
    try:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

        refused: tuple[type[Exception], ...] = (BotoCoreError, ClientError)
    except ImportError:
        refused = ()
    try:
        yield
    except refused as error:
        why = " ".join(str(error).split())
        raise ReleaseError(f"{target.label} 没有写成：{why}") from error
    except OSError as error:
        raise ReleaseError(f"读不出要上传的文件：{reason(error)}") from error
