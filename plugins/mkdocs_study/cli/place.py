"""What every command on a release target has in common: its options, and how it opens the place."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import click

from mkdocs_study.cli.reporting import fail
from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.place import target_named
from mkdocs_study.publish.release.target import Target
from mkdocs_study.publish.release.transaction import KEEP

to_option = click.option(
    "--to",
    "place",
    required=True,
    metavar="位置",
    help="发布用的文件夹；别的机器写成 用户@主机:/文件夹，对象存储写成 s3://桶/前缀。",
)
keep_option = click.option(
    "--keep",
    metavar="个数",
    type=click.IntRange(min=1),
    default=KEEP,
    help=f"留着几个版本，线上的也算在内；默认 {KEEP}。",
)
sign_option = click.option(
    "--sign-key",
    metavar="私钥",
    type=click.Path(path_type=Path),
    help="用这把私钥（OpenSSL 或者 minisign）给清单签名。",
)
public_option = click.option(
    "--public-key",
    metavar="公钥",
    type=click.Path(path_type=Path),
    help="用这把公钥验签；没有签名或者签名不对就不换。",
)
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")


@contextlib.contextmanager
def open_target(place: str) -> Iterator[Target]:
    """Open the place; what goes wrong with it is one line and exit code 1."""
    try:
        with target_named(place) as target:
            yield target
    except ReleaseError as error:
        fail(f"{error}。")


def now() -> dt.datetime:
    """Return the time of this machine's clock."""
    return dt.datetime.now(dt.UTC)
