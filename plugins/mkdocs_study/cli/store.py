"""What `study publish` does where the place is an object store: the store follows a target."""

from __future__ import annotations

import time
from pathlib import Path

import click

from mkdocs_study.cli.reporting import fail, wrong_use
from mkdocs_study.publish.hosting.mirror import upload_live
from mkdocs_study.publish.hosting.s3_store import S3Target
from mkdocs_study.publish.release.errors import ReleaseError

SCHEME = "s3://"


def upload(place: str, root: Path | None) -> None:
    """Put up what a target on this machine shows, in the order that keeps every page whole.

    A store cannot be switched in one instant and keeps no older releases, so that numbering,
    withdrawals and rollback stay with the target; the store follows a rollback too.
    """
    if root is None:
        wrong_use(
            "对象存储跟着一个发布位置走：先 study publish --to 文件夹，"
            f"再 study publish --from 文件夹 --to {place}"
        )
    started = time.monotonic()
    try:
        target = S3Target.named(place)
        manifest, done = upload_live(root, target, older=True)
    except ReleaseError as error:
        fail(f"{error}。")
    click.echo(
        f"完成：{target.label} 放上了 {manifest.id}，新传 {done.sent} 个文件、"
        f"{done.bytes / 1_000_000:.1f} MB，"
        f"没有变的 {done.unchanged} 个，删去旧的 {done.deleted} 个，"
        f"用时 {time.monotonic() - started:.1f} 秒。"
    )
