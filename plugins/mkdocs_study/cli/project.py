"""`study build` and `study new`: what is done with the project as a whole."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click

from mkdocs_study.cli.chinese import ChineseCommand, config_option
from mkdocs_study.cli.reporting import FAULTS, fail, open_project, require_project, wrong_use
from mkdocs_study.library.diagnostics import format_report
from mkdocs_study.library.document import META_TYPES
from mkdocs_study.library.fields import suggest
from mkdocs_study.library.tree import works_on_windows
from mkdocs_study.publish.checks import check_project
from mkdocs_study.publish.child import run_child
from mkdocs_study.publish.project import Project, why_not_there
from mkdocs_study.publish.selection import MINIMUM
from mkdocs_study.publish.skeleton import SkeletonError, TrackPart, make_skeleton
from mkdocs_study.publish.staging import NEW_SITE_STANDS, why_not_replaceable
from mkdocs_study.publish.track_skeleton import Wish
from mkdocs_study.text.reasons import reason

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@click.command(cls=ChineseCommand, options_metavar="[选项]", help="检查资料并生成网站。")
@config_option
@click.option("--audience", metavar="读者范围", help="生成这一范围的版本；不写就是公开版。")
@click.option(
    "--out",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="网站放在哪里；默认按配置文件的 site_dir。",
)
@click.option(
    "--as-published",
    is_flag=True,
    help="像发布那样，去掉草稿和没有达到最低审批状态的页面。",
)
@click.pass_context
def build(
    context: click.Context,
    config: Path,
    audience: str | None,
    out: Path | None,
    *,
    as_published: bool,
) -> None:
    """Build the site in a process of its own and say in few words how it went."""
    started = time.monotonic()
    project, found = open_project(config)
    if project is None:
        click.echo(format_report(found), err=True)
        context.exit(FAULTS)
    check_audience(project, audience)
    site = (out or project.site_dir).absolute()
    if out and (why := why_not_there(site, project.root, project.docs_dir)):
        wrong_use(f"网站不能放在 {out}：{why}")
    if why := why_not_replaceable(site):
        fail(f"{why}。")
    click.echo(f"检查资料并生成{f'“{audience}”版' if audience else '公开版'}网站……")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(project.config)]
    finished = run_child(
        [*command, "-d", str(site)],
        project.root,
        {
            **os.environ,
            **({MINIMUM: project.minimum_status} if as_published else {}),
            "STUDY_AUDIENCE": audience or "",
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONIOENCODING": "utf-8",
        },
    )
    for line in worth_showing(finished.output):
        click.echo(line, err=True)
    if finished.exit_code:
        if finished.exit_code != NEW_SITE_STANDS:
            click.echo("没有生成网站，原来的网站没有改动。", err=True)
        context.exit(FAULTS)
    pages = sum(1 for _ in site.rglob("*.html"))
    click.echo(f"完成：{site}，{pages} 个网页，用时 {time.monotonic() - started:.1f} 秒。")


@click.command(
    cls=ChineseCommand,
    options_metavar="[选项]",
    help=f"新建一份资料，写好必需的元数据。类型：{'、'.join(META_TYPES)}。",
    short_help="新建一份资料。",
)
@click.argument("document_type", metavar="类型")
@click.argument("slug", metavar="名称")
@click.argument("more", metavar="[更多页面]", nargs=-1)
@click.option("--title", metavar="标题", default="", help="页面的标题；不写就先用类型和名称。")
@click.option(
    "--page",
    "--pages",
    "pages",
    metavar="页面",
    multiple=True,
    help="只用于 track：列为单元的页面，写路径或者 id，可以写几个；太长的页面分成几个单元。",
)
@click.option(
    "--standard", metavar="合格标准", default="", help="只用于 track：列入写了这一标准的资料。"
)
@config_option
def new(
    document_type: str,
    slug: str,
    more: tuple[str, ...],
    title: str,
    pages: tuple[str, ...],
    standard: str,
    config: Path,
) -> None:
    """Write a page that passes every check, and never over another one."""
    if document_type not in META_TYPES:
        wrong_use(f"没有这个类型：{document_type}（{suggest(document_type, tuple(META_TYPES))}）")
    if not _SLUG.fullmatch(slug):
        wrong_use(f"名称写法不对：{slug}（用 1 到 40 个小写字母、数字或 -，例如 gift-cards）")
    if not works_on_windows(f"{slug}.md"):
        wrong_use(f"名称 {slug} 是 Windows 的设备名，Windows 上打不开")
    if more and not pages:
        wrong_use("参数太多")
    if (pages or standard) and document_type != "track":
        wrong_use("--page 和 --standard 只用于 study new track")
    project = require_project(config)
    checked = check_project(project)
    library = checked.library
    today = dt.datetime.now().astimezone().date()
    try:
        page = make_skeleton(
            document_type,
            slug,
            library,
            project.vocabulary,
            today,
            title=" ".join(title.split()),
            track=TrackPart(Wish((*pages, *more), standard), project.measure),
        )
    except SkeletonError as error:
        fail(f"{error}。")
    shown = checked.loaded.tree.source(page.path)  # a plan may stand in a .yml file
    target = project.docs_dir / page.path
    if page.path in checked.loaded.tree.files:
        fail(f"{shown} 已经存在，没有改动；换一个名称。")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(page.text)
    except FileExistsError:
        fail(f"{shown} 已经存在，没有改动；换一个名称。")
    except OSError as error:
        fail(f"不能写入 {shown}：{reason(error)}。")
    click.echo(f"已新建 {shown}。")


def check_audience(project: Project, audience: str | None) -> None:
    """Refuse a group that the project does not declare."""
    declared = project.vocabulary.audiences
    if audience is not None and audience not in declared:
        hint = suggest(audience, declared) or "在 mkdocs.yml 的 study 插件里用 audiences: 声明"
        wrong_use(f"没有声明这个读者范围：{audience}（{hint}）")


def worth_showing(output: str) -> Iterator[str]:
    """Leave out what MkDocs says only to tell that all goes well, with its indented lists."""
    quiet = False
    for line in output.splitlines():
        quiet = line.startswith("INFO ") or (quiet and line.startswith(" "))
        if line.strip() and not quiet:
            yield line
