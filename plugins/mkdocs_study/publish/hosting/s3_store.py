"""The objects of an S3-compatible store below a prefix, and what an earlier run has put there."""

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
from pathlib import PurePosixPath
from typing import Any, Self

from mkdocs_study.publish.hosting.hashed import is_hashed
from mkdocs_study.publish.hosting.headers import ASK_AGAIN, FOREVER
from mkdocs_study.publish.hosting.nginx import TYPES, WORDY
from mkdocs_study.publish.release.errors import ReleaseError

STATE = ".study-release.json"
LOCK = ".study-lock"
FORMAT = "mkdocs-study-s3"

BATCH = 1000
"""Objects that one request may delete."""

ENDPOINT = "STUDY_S3_ENDPOINT"
"""Environment variable: address of a store that is not Amazon's, such as http://minio:9000."""

_PLACE = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([^?#\s]*))?")
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


class Store:
    """The objects below a prefix."""

    def __init__(self, client: Any, target: S3Target) -> None:  # noqa: ANN401
        """Name client and place; nothing is asked yet."""
        self.client = client
        self.target = target

    def key(self, path: str) -> dict[str, str]:
        """Return the names of an object as boto3 takes them."""
        return {"Bucket": self.target.bucket, "Key": f"{self.target.prefix}{path}"}

    def put(self, path: str, data: bytes, *, private: bool) -> None:
        """Write an object with type and cache."""
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
        """Return path and size of every object."""
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.target.bucket, Prefix=self.target.prefix
        )
        start = len(self.target.prefix)
        return {
            each["Key"][start:]: each["Size"] for page in pages for each in page.get("Contents", ())
        }

    def delete(self, paths: list[str]) -> None:
        """Delete objects."""
        for first in range(0, len(paths), BATCH):
            keys = [{"Key": self.key(path)["Key"]} for path in paths[first : first + BATCH]]
            wanted = {"Objects": keys, "Quiet": True}
            self.client.delete_objects(Bucket=self.target.bucket, Delete=wanted)

    def deployed(self) -> Deployed:
        """Read what an earlier run has put up."""
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
        """Write what is there from now on."""
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


def connect(target: S3Target) -> Any:  # noqa: ANN401
    """Return boto3's client.

    Raises:
        ReleaseError: boto3 is not installed.
    """
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
