"""What `study publish` does where the place is an object store: it uploads an existing release."""

from __future__ import annotations

import time
from pathlib import Path

import click

from mkdocs_study.cli.reporting import fail, wrong_use
from mkdocs_study.publish.hosting.s3 import S3Target, upload_release
from mkdocs_study.publish.release.errors import ReleaseError, explained
from mkdocs_study.publish.release.verify import read_beside, verify_release

SCHEME = "s3://"


def upload(place: str, source: Path | None, keep: int, public_key: Path | None) -> None:
    """Verify a release and put it up, object by object, in the order that keeps every page whole.

    A store cannot be switched in one instant and keeps no older releases, so that numbering,
    withdrawals and rollback stay with the folder in which the release was published first.
    """
    if source is None:
        wrong_use(
            "对象存储只接收已有的版本：先 study publish --to 文件夹，"
            f"再加上 --from 文件夹/releases/版本 发布到 {place}"
        )
    started = time.monotonic()
    try:
        verdict = verify_release(source, public_key)
        if verdict.faults:
            fail(f"{source} 与它的清单不符，没有上传：{'；'.join(verdict.faults[:5])}。")
        with explained(str(source)):
            manifest, _, _ = read_beside(source)
        target = S3Target.named(place)
        done = upload_release(source, manifest, target, keep=keep)
    except ReleaseError as error:
        fail(f"{error}。")
    click.echo(
        f"完成：{target.label} 放上了 {manifest.id}，新传 {done.sent} 个文件、"
        f"{done.bytes / 1_000_000:.1f} MB，"
        f"没有变的 {done.unchanged} 个，删去旧的 {done.deleted} 个，"
        f"用时 {time.monotonic() - started:.1f} 秒。"
    )
