"""The `study` command: checks and builds a study site, begins its pages, indexes any site."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import click

from mkdocs_study.library.diagnostics import Diagnostic, format_report, has_errors
from mkdocs_study.library.document import META_TYPES
from mkdocs_study.library.fields import suggest
from mkdocs_study.library.tree import works_on_windows
from mkdocs_study.publish.checks import check_project
from mkdocs_study.publish.child import run_child
from mkdocs_study.publish.project import Project, read_project, why_not_there
from mkdocs_study.publish.skeleton import SkeletonError, make_skeleton
from mkdocs_study.publish.staging import (
    NEW_SITE_STANDS,
    StagingError,
    keep_builds_out,
    why_not_replaceable,
)
from mkdocs_study.search.folder import FolderError
from mkdocs_study.search.site import read_site

FAULTS, WRONG_USE = 1, 2
"""Exit codes; 0 is good, warnings allowed."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class ChineseCommand(click.Command):
    """A command whose help is Chinese throughout."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Describe --help in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明。"
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the first line of the help."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of options."""
        records = [each.get_help_record(ctx) for each in self.get_params(ctx)]
        with formatter.section("选项"):
            formatter.write_dl([each for each in records if each])


class ChineseGroup(ChineseCommand, click.Group):
    """A group of commands whose help is Chinese throughout."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write options and commands."""
        super().format_options(ctx, formatter)
        with formatter.section("命令"):
            formatter.write_dl(
                [(name, each.get_short_help_str(80)) for name, each in self.commands.items()]
            )


_config = click.option(
    "-f",
    "--config",
    default="mkdocs.yml",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="配置文件的路径；默认是当前文件夹里的 mkdocs.yml。",
)


@click.group(
    cls=ChineseGroup,
    subcommand_metavar="命令 [选项]",
    options_metavar="",
    add_help_option=True,
    invoke_without_command=True,
    help="检查、生成学习资料网站，新建资料，给网站建立检索。",
)
@click.pass_context
def study(context: click.Context) -> None:
    """Show the help when no command is named."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
        context.exit(WRONG_USE)


@study.command(cls=ChineseCommand, options_metavar="[选项]", help="检查全部资料，列出每一处错误。")
@_config
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
@click.pass_context
def check(context: click.Context, config: Path, *, as_json: bool) -> None:
    """Report every fault of every file."""
    project, found = _project(config)
    documents = 0
    if project is not None:
        checked = check_project(project)
        found, documents = list(checked.diagnostics), len(checked.library.documents)
    if as_json:
        click.echo(_json(found, documents))
    elif found:
        click.echo(format_report(found))
    else:
        click.echo(f"没有发现问题，共 {documents} 份资料。")
    context.exit(FAULTS if has_errors(found) else 0)


@study.command(cls=ChineseCommand, options_metavar="[选项]", help="检查资料并生成网站。")
@_config
@click.option("--audience", metavar="读者范围", help="生成这一范围的版本；不写就是公开版。")
@click.option(
    "--out",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="网站放在哪里；默认按配置文件的 site_dir。",
)
@click.pass_context
def build(context: click.Context, config: Path, audience: str | None, out: Path | None) -> None:
    """Build the site in a process of its own and say in few words how it went."""
    started = time.monotonic()
    project, found = _project(config)
    if project is None:
        click.echo(format_report(found), err=True)
        context.exit(FAULTS)
    declared = project.vocabulary.audiences
    if audience is not None and audience not in declared:
        hint = suggest(audience, declared) or "在 mkdocs.yml 的 study 插件里用 audiences: 声明"
        _wrong_use(f"没有声明这个读者范围：{audience}（{hint}）")
    site = (out or project.site_dir).absolute()
    if out and (why := why_not_there(site, project.root, project.docs_dir)):
        _wrong_use(f"网站不能放在 {out}：{why}")
    if why := why_not_replaceable(site):
        _fail(f"{why}。")
    click.echo(f"检查资料并生成{f'“{audience}”版' if audience else '公开版'}网站……")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(project.config)]
    finished = run_child(
        [*command, "-d", str(site)],
        project.root,
        {
            **os.environ,
            "STUDY_AUDIENCE": audience or "",
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONIOENCODING": "utf-8",
        },
    )
    for line in _worth_showing(finished.output):
        click.echo(line, err=True)
    if finished.exit_code:
        if finished.exit_code != NEW_SITE_STANDS:
            click.echo("没有生成网站，原来的网站没有改动。", err=True)
        context.exit(FAULTS)
    pages = sum(1 for _ in site.rglob("*.html"))
    click.echo(f"完成：{site}，{pages} 个网页，用时 {time.monotonic() - started:.1f} 秒。")


@study.command(
    cls=ChineseCommand,
    options_metavar="[选项]",
    help=f"新建一份资料，写好必需的元数据。类型：{'、'.join(META_TYPES)}。",
    short_help="新建一份资料。",
)
@click.argument("document_type", metavar="类型")
@click.argument("slug", metavar="名称")
@_config
def new(document_type: str, slug: str, config: Path) -> None:
    """Write a page that passes every check, and never over another one."""
    if document_type not in META_TYPES:
        _wrong_use(f"没有这个类型：{document_type}（{suggest(document_type, tuple(META_TYPES))}）")
    if not _SLUG.fullmatch(slug):
        _wrong_use(f"名称写法不对：{slug}（用 1 到 40 个小写字母、数字或 -，例如 gift-cards）")
    if not works_on_windows(f"{slug}.md"):
        _wrong_use(f"名称 {slug} 是 Windows 的设备名，Windows 上打不开")
    project, found = _project(config)
    if project is None:
        _fail(format_report(found))
    library = check_project(project).library
    today = dt.datetime.now().astimezone().date()
    try:
        page = make_skeleton(document_type, slug, library, project.vocabulary, today)
    except SkeletonError as error:
        _fail(f"{error}。")
    target = project.docs_dir / page.path
    shown = f"{project.prefix}/{page.path}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(page.text)
    except FileExistsError:
        _fail(f"{shown} 已经存在，没有改动；换一个名称。")
    except OSError as error:
        _fail(f"不能写入 {shown}：{error.strerror}。")
    click.echo(f"已新建 {shown}。")


@study.command(
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
        _wrong_use(f"找不到文件夹 {site}")
    try:
        with keep_builds_out(site):
            content = read_site(site, None if as_json else _show_progress())
            found = [
                replace(each, path=(site / each.path).as_posix()) for each in content.diagnostics
            ]
            if not content.pages:
                if found:
                    click.echo(format_report(found), err=True)
                _fail(f"{site} 里没有可以编入的网页，没有改动。")
            written = index_site(site, content, force=force)
    except (StagingError, FolderError) as error:
        _fail(f"{error}。")
    errors = sum(has_errors([each]) for each in found)
    if as_json:
        report = {
            "pages": len(content.pages),
            "sections": written.sections,
            "files": written.files,
            "bytes": written.size,
            "left_out": {reason.name.lower(): n for reason, n in content.left_out.items()},
            **_as_data(found),
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


def _show_progress() -> Callable[[int, int], None] | None:
    """Count the pages on one line of a terminal; elsewhere say nothing."""
    if not sys.stderr.isatty():
        return None

    def show(number: int, count: int) -> None:
        if number == count or number % 20 == 1:
            click.echo(f"\r正在读取 {number}/{count} 页……", err=True, nl=number == count)

    return show


def _worth_showing(output: str) -> Iterator[str]:
    """Leave out what MkDocs says only to tell that all goes well, with its indented lists."""
    quiet = False
    for line in output.splitlines():
        quiet = line.startswith("INFO ") or (quiet and line.startswith(" "))
        if line.strip() and not quiet:
            yield line


def _project(config: Path) -> tuple[Project | None, list[Diagnostic]]:
    if not config.is_file():
        _wrong_use(f"找不到配置文件 {config}；在有 mkdocs.yml 的文件夹里运行，或者用 -f 指明路径")
    return read_project(config)


def _json(found: list[Diagnostic], documents: int) -> str:
    return json.dumps({"documents": documents, **_as_data(found)}, ensure_ascii=False, indent=2)


def _as_data(found: list[Diagnostic]) -> dict[str, Any]:
    errors = sum(has_errors([each]) for each in found)
    return {
        "errors": errors,
        "warnings": len(found) - errors,
        "diagnostics": [
            {
                "path": each.path,
                "line": each.line,
                "code": each.code,
                "severity": each.severity,
                "message": each.message,
                "hint": each.hint,
            }
            for each in sorted(found)
        ],
    }


def _wrong_use(message: str) -> NoReturn:
    raise click.UsageError(message)


def _fail(message: str) -> NoReturn:
    raise click.ClickException(message)


def _explain(error: click.ClickException) -> str:
    """Say in Chinese what click found wrong with the command line."""
    message = error.message
    match error:
        case click.NoSuchOption():
            message = f"没有这个选项：{error.option_name}"
        case click.MissingParameter() if error.param:
            message = f"缺少{error.param.make_metavar(click.Context(study))}"
        case click.BadOptionUsage():
            message = f"选项 {error.option_name} 后面要写值"
        case click.BadParameter():
            message = "选项的值不对"
        case click.UsageError() if message.startswith("No such command"):
            name = message.split("'")[1]
            message = f"没有这个命令：{name}（{suggest(name, tuple(study.commands))}）"
        case click.UsageError() if message.startswith("Got unexpected extra argument"):
            message = "参数太多"
    return message


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code: 0 good, 1 faults found, 2 wrong use."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A console that lacks a character shows a question mark instead of a traceback.
            reconfigure(errors="replace")
    try:
        code = study.main(arguments, prog_name="study", standalone_mode=False)
    except click.ClickException as error:
        wrong = isinstance(error, click.UsageError)
        click.echo(f"{_explain(error)}{'。用 study --help 看用法。' if wrong else ''}", err=True)
        return WRONG_USE if wrong else FAULTS
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。", err=True)
        return FAULTS
    return code if isinstance(code, int) else 0
