"""`study index`: Chinese search for a folder of built HTML, whatever made it."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import click

from mkdocs_study.cli.chinese import ChineseCommand
from mkdocs_study.cli.reporting import FAULTS, as_data, fail, show_progress, wrong_use
from mkdocs_study.library.diagnostics import format_report, has_errors
from mkdocs_study.publish.staging import StagingError, keep_builds_out
from mkdocs_study.search.folder import FolderError
from mkdocs_study.search.site import read_site


@click.command(
    cls=ChineseCommand,
    options_metavar="[选项]",
    help="给一个已经生成的网站建立检索，并在它的 search/ 里放一个检索页；是什么工具生成的都可以。",
    short_help="给任何已经生成的网站建立检索。",
)
@click.argument("site", metavar="网站文件夹", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="换掉 search/ 里别人写的检索页。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
@click.pass_context
def index(context: click.Context, site: Path, *, force: bool, as_json: bool) -> None:
    """Index a folder of built HTML; what cannot be read is listed, the rest is indexed."""
    from mkdocs_study.search.standalone import (  # noqa: PLC0415  # numpy takes a while to load
        index_site,
    )

    started = time.monotonic()
    if not site.is_dir():
        wrong_use(f"找不到文件夹 {site}")
    try:
        with keep_builds_out(site):
            content = read_site(site, None if as_json else show_progress())
            found = [
                replace(each, path=(site / each.path).as_posix()) for each in content.diagnostics
            ]
            if not content.pages:
                if found:
                    click.echo(format_report(found), err=True)
                fail(f"{site} 里没有可以编入的网页，没有改动。")
            written = index_site(site, content, force=force)
    except (StagingError, FolderError) as error:
        fail(f"{error}。")
    errors = sum(has_errors([each]) for each in found)
    if as_json:
        report = {
            "pages": len(content.pages),
            "sections": written.sections,
            "files": written.files,
            "bytes": written.size,
            "left_out": {reason.name.lower(): n for reason, n in content.left_out.items()},
            **as_data(found),
        }
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        if found:
            click.echo(format_report(found), err=True)
        for reason, number in sorted(content.left_out.items()):
            click.echo(f"没有编入：{reason} {number} 个。")
        click.echo(
            f"完成：{len(content.pages)} 个网页，{written.sections} 节；"
            f"索引 {written.files} 个文件，{written.size / 1_000_000:.1f} MB，"
            f"用时 {time.monotonic() - started:.1f} 秒。"
        )
        click.echo(f"检索页：{written.page}")
    context.exit(FAULTS if errors else 0)
