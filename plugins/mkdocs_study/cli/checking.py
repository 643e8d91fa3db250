"""`study check`: the faults of the sources, and with --site those of the finished site."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from mkdocs_study.cli.chinese import ChineseCommand, config_option
from mkdocs_study.cli.reporting import (
    FAULTS,
    as_data,
    as_json_text,
    fail,
    open_project,
    wrong_use,
)
from mkdocs_study.library.diagnostics import Diagnostic, format_report, has_errors
from mkdocs_study.library.fields import suggest
from mkdocs_study.publish.audit.audit import Audit, AuditOptions, audit
from mkdocs_study.publish.audit.config import FILE_NAME, read_settings
from mkdocs_study.publish.audit.day import DayError, build_day
from mkdocs_study.publish.audit.report import html_report
from mkdocs_study.publish.audit.vanished import EarlierError, read_earlier
from mkdocs_study.publish.checks import Checked, check_project
from mkdocs_study.publish.project import Project, shown_path
from mkdocs_study.text.reasons import reason

CONFIGURED = "\0"
"""Stands for the site_dir of the configuration where --site has no folder."""


@click.command(
    cls=ChineseCommand,
    options_metavar="[选项]",
    help="检查全部资料，列出每一处错误；加 --site 连同生成的网站一起检查。",
    short_help="检查资料和生成的网站。",
)
@config_option
@click.option(
    "--site",
    metavar="[文件夹]",
    is_flag=False,
    flag_value=CONFIGURED,
    help="也检查生成的网站；不写文件夹就是配置文件里的 site_dir。",
)
@click.option("--audience", metavar="读者范围", help="网站是为这一范围生成的；不写就是公开版。")
@click.option(
    "--against",
    metavar="网站或者清单",
    type=click.Path(path_type=Path),
    help="与以前公开的网站或者发布清单比较，列出消失的网页和编号。",
)
@click.option(
    "--allow",
    metavar="文件",
    type=click.Path(path_type=Path),
    help=f"放行的清单和限度；默认是配置文件旁边的 {FILE_NAME}。",
)
@click.option("--as-of", metavar="日期", help="按这一天算是否过期，例如 2026-11-20。")
@click.option(
    "--html",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="把结果写成一个网页。",
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
@click.pass_context
def check(  # noqa: PLR0913 (an argument for each option)
    context: click.Context,
    config: Path,
    *,
    site: str | None,
    audience: str | None,
    against: Path | None,
    allow: Path | None,
    as_of: str | None,
    html: Path | None,
    as_json: bool,
) -> None:
    """Report every fault of every file."""
    if site is None:
        for name, value in (("--audience", audience), ("--against", against), ("--allow", allow),
                            ("--as-of", as_of)):  # fmt: skip
            if value is not None:
                wrong_use(f"{name} 要与 --site 一起用")
    project, found = open_project(config)
    documents = 0
    seen: Audit | None = None
    if project is not None:
        checked = check_project(project)
        found, documents = list(checked.diagnostics), len(checked.library.documents)
        if site is not None:
            folder = project.site_dir if site == CONFIGURED else Path(site)
            options, faults = audit_options(project, checked, audience, allow, as_of)
            found += faults
            seen = _audit(folder, project, options, against, quiet=as_json)
            found += seen.diagnostics
    found = sorted(set(found))
    if html is not None:
        _write(html, html_report(found, documents, seen))
    _print(found, documents, seen, as_json=as_json)
    context.exit(FAULTS if has_errors(found) else 0)


def audit_options(
    project: Project, checked: Checked, audience: str | None, allow: Path | None, as_of: str | None
) -> tuple[AuditOptions, list[Diagnostic]]:
    """Read what an audit of a project's site needs; faults are those of the allow-list."""
    declared = project.vocabulary.audiences
    if audience is not None and audience not in declared:
        hint = suggest(audience, declared) or "在 mkdocs.yml 的 study 插件里用 audiences: 声明"
        wrong_use(f"没有声明这个读者范围：{audience}（{hint}）")
    if allow is not None and not allow.is_file():
        wrong_use(f"找不到文件 {allow}")
    try:
        day = build_day(project.root, as_of)
    except DayError as error:
        wrong_use(str(error))
    file = allow or project.root / FILE_NAME
    name = shown_path(file.absolute(), project.root)
    settings, faults = read_settings(file, name)
    options = AuditOptions(
        project=project,
        checked=checked,
        audience=audience or project.audience,
        as_of=day,
        settings=settings,
        settings_name=name,
        site_url=project.site_url,
    )
    return options, faults


def _audit(
    folder: Path, project: Project, options: AuditOptions, against: Path | None, *, quiet: bool
) -> Audit:
    if not folder.is_dir():
        wrong_use(f"找不到网站的文件夹 {folder}；先运行 study build，或者写明文件夹")
    if options.as_of is None and not quiet:
        click.echo("不知道按哪一天算，没有检查是否过期；用 --as-of 写明日期。", err=True)
    try:
        earlier = read_earlier(against) if against is not None else None
    except EarlierError as error:
        wrong_use(str(error))
    report = None if quiet else _show_progress()
    prefix = shown_path(folder.absolute(), project.root)
    return audit(folder, replace(options, against=earlier, prefix=prefix, report=report))


def _show_progress() -> Callable[[str, int, int], None] | None:
    """Say on one line of a terminal what is being read; elsewhere say nothing."""
    if not sys.stderr.isatty():
        return None

    def show(what: str, number: int, count: int) -> None:
        if number == count or number % 20 == 0:
            click.echo(f"\r\x1b[2K正在{what} {number}/{count}……", err=True, nl=False)
            if number == count:
                click.echo("\r\x1b[2K", err=True, nl=False)

    return show


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        fail(f"不能写入 {file}：{reason(error)}。")


def _print(found: list[Diagnostic], documents: int, seen: Audit | None, *, as_json: bool) -> None:
    if as_json and seen is None:
        click.echo(as_json_text(found, documents))
        return
    if as_json and seen is not None:
        counts = {"pages": seen.pages, "files": seen.files, "allowed": seen.allowed}
        data = {"documents": documents, **counts, **as_data(found)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    if found:
        click.echo(format_report(found))
    elif seen is None:
        click.echo(f"没有发现问题，共 {documents} 份资料。")
    if seen is not None:
        passed = f"，放行 {seen.allowed} 处" if seen.allowed else ""
        head = "" if found else "没有发现问题。"
        click.echo(
            f"{head}检查了 {documents} 份资料，网站的 {seen.pages} 个网页、"
            f"{seen.files} 个文件{passed}。"
        )
