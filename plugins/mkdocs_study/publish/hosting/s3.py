"""Turns a release into objects of an S3-compatible store, in an order that keeps every page whole.

A store has no switch for a whole site. So names that change with their content come first, then
what pages show, then the pages, and last the index and the home page; what is old is deleted after
that. A reader at any moment sees old or new pages, each with all that it needs.

boto3 is an extra (`pip install mkdocs-study[s3]`) and is loaded only when asked for.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Self

from mkdocs_study.publish.hosting.hashed import is_hashed
from mkdocs_study.publish.hosting.headers import ASK_AGAIN, FOREVER
from mkdocs_study.publish.hosting.nginx import TYPES, WORDY
from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.manifest import Manifest

STATE = ".study-release.json"
LOCK = ".study-lock"
FORMAT = "mkdocs-study-s3"
KEEP = 5
"""Releases for which hashed files stay, so that open tabs go on working."""

BATCH = 1000
"""Objects that one request may delete."""

ENDPOINT = "STUDY_S3_ENDPOINT"
"""Environment variable: address of a store that is not Amazon's, such as http://minio:9000."""

LAST = ("search/search_index.js", "search/search_index.json", "index.html")
"""What leads to all else; in this order, after everything."""

_PLACE = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([^?#\s]*))?")
_PACKED = (".gz", ".br")
_TYPES = {
    f".{suffix}": kind
    for kind, *suffixes in (line.split() for line in TYPES.splitlines())
    for suffix in suffixes
}


@dataclass(frozen=True)
class S3Target:
    """Where objects go."""

    bucket: str
    prefix: str = ""
    """Empty, or ending in a slash."""

    endpoint: str | None = None

    @classmethod
    def named(cls, written: str, endpoint: str | None = None) -> Self:
        """Read s3://bucket/prefix; without an endpoint that of the environment.

        Raises:
            ReleaseError: it is written otherwise.
        """
        match = _PLACE.fullmatch(written)
        if match is None or ".." in written:
            raise ReleaseError(f"对象存储的位置写法不对：{written}（例如 s3://study/public）")
        prefix = "/".join(filter(None, (match[2] or "").split("/")))
        found = endpoint or os.environ.get(ENDPOINT) or None
        return cls(match[1], f"{prefix}/" if prefix else "", found)

    @property
    def label(self) -> str:
        """Name of the place for messages."""
        return f"s3://{self.bucket}/{self.prefix}"


@dataclass(frozen=True)
class Deployed:
    """What an earlier run has put up."""

    release: str = ""
    serial: int = 0
    audience: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    """Path → SHA-256."""

    kept: Mapping[str, int] = field(default_factory=dict)
    """Hashed file that no page names any more → serial number of the last release that had it."""


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
        store = _Store(client or _connect(target), target)
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


def _check_complete(store: _Store, manifest: Manifest, wanted: list[str]) -> None:
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


class _Store:
    """The objects below a prefix."""

    def __init__(self, client: Any, target: S3Target) -> None:  # noqa: ANN401
        self.client = client
        self.target = target

    def key(self, path: str) -> dict[str, str]:
        return {"Bucket": self.target.bucket, "Key": f"{self.target.prefix}{path}"}

    def put(self, path: str, data: bytes, *, private: bool) -> None:
        kind = _TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")
        words = kind == "text/html" or kind in WORDY.split()
        who = "private" if private else "public"
        self.client.put_object(
            **self.key(path),
            Body=data,
            ContentMD5=base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode(),
            ContentType=f"{kind}; charset=utf-8" if words else kind,
            CacheControl=f"{who}, {FOREVER}" if is_hashed(path) else ASK_AGAIN,
        )

    def sizes(self) -> dict[str, int]:
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.target.bucket, Prefix=self.target.prefix
        )
        start = len(self.target.prefix)
        return {
            each["Key"][start:]: each["Size"] for page in pages for each in page.get("Contents", ())
        }

    def delete(self, paths: list[str]) -> None:
        for first in range(0, len(paths), BATCH):
            keys = [{"Key": self.key(path)["Key"]} for path in paths[first : first + BATCH]]
            wanted = {"Objects": keys, "Quiet": True}
            self.client.delete_objects(Bucket=self.target.bucket, Delete=wanted)

    def deployed(self) -> Deployed:
        try:
            data = self.client.get_object(**self.key(STATE))["Body"].read()
        except self.client.exceptions.NoSuchKey:
            return Deployed()
        try:
            found = json.loads(data)
            ours = found.pop("format") == FORMAT
            before = Deployed(**found)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ReleaseError(f"{self.target.label}{STATE} 读不懂，没有上传") from error
        if not ours:
            raise ReleaseError(f"{self.target.label}{STATE} 不是本工具写的，没有上传")
        return before

    def remember(self, after: Deployed) -> None:
        data = {"format": FORMAT, **after.__dict__}
        text = json.dumps(data, ensure_ascii=False, sort_keys=True)
        self.client.put_object(
            **self.key(STATE),
            Body=text.encode(),
            ContentType="application/json",
            CacheControl=ASK_AGAIN,
        )

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold an object that only one run can create."""
        since = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        try:
            self.client.put_object(**self.key(LOCK), Body=since.encode(), IfNoneMatch="*")
        except self.client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] not in {"PreconditionFailed", "412"}:
                raise
            raise ReleaseError(
                f"{self.target.label} 正有人在发布；确定没有的（上次中途停下），"
                f"删去对象 {self.key(LOCK)['Key']} 再发布"
            ) from error
        try:
            yield
        finally:
            self.client.delete_object(**self.key(LOCK))


def _connect(target: S3Target) -> Any:  # noqa: ANN401
    try:
        import boto3  # noqa: PLC0415 - an extra
        from botocore.config import Config  # noqa: PLC0415
    except ImportError as error:
        raise ReleaseError(
            '上传到对象存储要用 boto3：先运行 pip install "mkdocs-study[s3]"'
        ) from error
    # Stores other than Amazon's know neither its newer checksums nor buckets as host names.
    settings = Config(
        s3={"addressing_style": "path"} if target.endpoint else {},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        retries={"max_attempts": 5, "mode": "standard"},
    )
    return boto3.client("s3", endpoint_url=target.endpoint, config=settings)


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
        raise ReleaseError(f"读不出要上传的文件：{error.strerror}") from error
