"""`study publish`, `releases`, `rollback`, `verify`, `withdraw`: what readers see and saw."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click

from mkdocs_study.cli.chinese import ChineseCommand, config_option
from mkdocs_study.cli.project import check_audience, worth_showing
from mkdocs_study.cli.reporting import FAULTS, fail, open_project, wrong_use
from mkdocs_study.library.diagnostics import format_report
from mkdocs_study.publish.project import Project
from mkdocs_study.publish.release.building import site_maker
from mkdocs_study.publish.release.changes import as_lines, changes_between, summary
from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.history import Entry, read_history, roll_back
from mkdocs_study.publish.release.incoming import bring_in
from mkdocs_study.publish.release.layout import STATE
from mkdocs_study.publish.release.manifest import Manifest
from mkdocs_study.publish.release.place import target_named
from mkdocs_study.publish.release.preview import Preview, preview
from mkdocs_study.publish.release.sheet import Facts, make_sheet
from mkdocs_study.publish.release.signature import sign
from mkdocs_study.publish.release.target import Target
from mkdocs_study.publish.release.transaction import KEEP, Published, Terms, publish
from mkdocs_study.publish.release.verify import verify_release, verify_target
from mkdocs_study.publish.release.withdrawal import undo, withdraw

to_option = click.option(
    "--to",
    "place",
    required=True,
    metavar="位置",
    help="发布用的文件夹；别的机器写成 用户@主机:/文件夹。",
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
def _target(place: str) -> Iterator[Target]:
    """Open the place; what goes wrong with it is one line and exit code 1."""
    try:
        with target_named(place) as target:
            yield target
    except ReleaseError as error:
        fail(f"{error}。")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@click.command(
    "publish",
    cls=ChineseCommand,
    options_metavar="[选项]",
    help="检查资料，生成网站，一下子换到线上；出了任何问题，线上的都不改动。",
)
@config_option
@to_option
@click.option("--audience", metavar="读者范围", help="发布这一范围的版本；不写就是公开版。")
@keep_option
@click.option("--dry-run", is_flag=True, help="只生成、检查，列出与线上相比的变动，不发布。")
@click.option(
    "--docx",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="与 --dry-run 一起：把变动写成供签字的 Word 文件。",
)
@click.option(
    "--from",
    "source",
    metavar="版本文件夹",
    type=click.Path(path_type=Path),
    help="不生成，换上从别处拷来的版本（旁边要有它的清单）。",
)
@sign_option
@public_option
@click.option("--yes", is_flag=True, help="不再询问。")
@click.option("--force", is_flag=True, help="盖掉已有的 Word 文件。")
def publish_command(  # noqa: PLR0913 (click hands over every option)
    config: Path,
    place: str,
    *,
    audience: str | None,
    keep: int,
    docx: Path | None,
    source: Path | None,
    sign_key: Path | None,
    public_key: Path | None,
    dry_run: bool,
    yes: bool,
    force: bool,
) -> None:
    """Publish, or show what publishing would change."""
    _check_together(dry_run=dry_run, docx=docx, source=source, sign_key=sign_key)
    if public_key and not source:
        wrong_use("--public-key 与 --from 一起写；给新版本签名用 --sign-key")
    started = time.monotonic()
    confirm = None if yes or not sys.stdin.isatty() else _confirm
    signer = partial(sign, key=sign_key) if sign_key else None
    terms = Terms(audience or "", keep, signer, confirm)
    if source is not None:
        if audience:
            wrong_use("--audience 不与 --from 一起写：版本是给谁的，清单里写着")
        with _target(place) as target:
            done = bring_in(target, source.absolute(), terms, _now(), public_key)
            _tell_published(done, target, started)
        return
    project = _project(config, audience)
    if docx and docx.exists() and not force:
        fail(f"{docx} 已经存在，没有改动；换一个名称，或者加 --force。")
    make = site_maker(project, audience or "", _show_output)
    edition = f"“{audience}”版" if audience else "公开版"
    with _target(place) as target:
        click.echo(f"检查资料并生成{edition}网站……")
        if dry_run:
            _tell_preview(preview(target, make, terms), target, project, terms, docx)
        else:
            _tell_published(publish(target, make, terms, _now()), target, started)


def _check_together(
    *, dry_run: bool, docx: Path | None, source: Path | None, sign_key: Path | None
) -> None:
    """Refuse options that say nothing beside each other."""
    if docx and not dry_run:
        wrong_use("--docx 与 --dry-run 一起写")
    if source and (dry_run or sign_key):
        wrong_use("--from 不与 --dry-run、--sign-key 一起写")


def _project(config: Path, audience: str | None) -> Project:
    project, found = open_project(config)
    if project is None:
        fail(format_report(found))
    check_audience(project, audience)
    return project


def _show_output(output: str) -> None:
    for line in worth_showing(output):
        click.echo(line, err=True)


def _confirm(new: Manifest, old: Manifest | None) -> bool:
    changes = changes_between(old.pages if old else (), new.pages)
    click.echo(f"{summary(changes)}：")
    for line in as_lines(changes):
        click.echo(line)
    answer: str = click.prompt("换到线上？写 是 或者 y", default="否", show_default=False)
    return answer.strip().lower() in ("是", "y", "yes")


def _tell_published(done: Published, target: Target, started: float) -> None:
    for note in done.notes:
        click.echo(f"提醒：{note}。", err=True)
    for release in done.pruned:
        click.echo(f"清理了旧版本 {release}。")
    files, pages = len(done.manifest.files), len(done.manifest.pages)
    before = f"原来是 {done.before}" if done.before else "这是第一个版本"
    click.echo(
        f"完成：{target.label} 换上了 {done.release}（{before}），{pages} 页，{files} 个文件，"
        f"{done.manifest.size / 1_000_000:.1f} MB，用时 {time.monotonic() - started:.1f} 秒。"
    )


def _tell_preview(
    found: Preview, target: Target, project: Project, terms: Terms, docx: Path | None
) -> None:
    for line in as_lines(found.changes):
        click.echo(line)
    before = f"与线上的 {found.before} 相比" if found.before else "这里还没有发布过"
    click.echo(f"{before}：{summary(found.changes)}；发布后共 {found.pages} 页。没有发布。")
    if docx is None:
        return
    facts = Facts(
        site=project.site_name,
        target=target.label,
        audience=terms.audience,
        before=found.before,
        day=_now().astimezone().date(),
        pages=found.pages,
    )
    _write(docx, make_sheet(facts, found.changes))


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        fail(f"不能写入 {file}：{error.strerror}。")
    click.echo(f"已写好 {file}。")


@click.command("releases", cls=ChineseCommand, options_metavar="[选项]", help="列出留着的版本。")
@to_option
@json_option
def releases_command(place: str, *, as_json: bool) -> None:
    """List what a target holds."""
    with _target(place) as target:
        history = read_history(target)
    if as_json:
        data = {
            "audience": history.state.audience,
            "withdrawn": [each.model_dump() for each in history.state.withdrawn],
            "releases": [_as_data(each) for each in history.entries],
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for entry in history.entries:
        click.echo(_as_line(entry))
    if not history.entries:
        click.echo("还没有版本。")
    for each in history.state.withdrawn:
        click.echo(f"已撤下：{each.id}（{_day(each.at)}，{each.reason}）")


def _as_line(entry: Entry) -> str:
    mark = "* " if entry.live else "  "
    if entry.manifest is None:
        return f"{mark}{entry.id}  清单读不出来，运行 study verify 查看"
    found = entry.manifest
    signed = "，已签名" if entry.signed else ""
    live = "，线上" if entry.live else ""
    return (
        f"{mark}{entry.id}  {_day(found.published_at)} 发布，{len(found.pages)} 页，"
        f"{found.size / 1_000_000:.1f} MB{signed}{live}"
    )


def _day(stamp: str) -> str:
    try:
        return f"{dt.datetime.fromisoformat(stamp).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return stamp


def _as_data(entry: Entry) -> dict[str, Any]:
    found = entry.manifest
    data: dict[str, Any] = {"id": entry.id, "live": entry.live, "signed": entry.signed}
    if found is not None:
        data |= {"published_at": found.published_at, "built_at": found.built_at}
        data |= {"pages": len(found.pages), "files": len(found.files), "bytes": found.size}
    return data


@click.command(
    "rollback",
    cls=ChineseCommand,
    options_metavar="[选项]",
    help="换回以前的版本；先逐个核对它的文件。不写编号就是上一个版本。",
    short_help="换回以前的版本。",
)
@click.argument("release", metavar="[版本]", required=False)
@to_option
@public_option
def rollback_command(release: str | None, place: str, public_key: Path | None) -> None:
    """Show an older release again."""
    with _target(place) as target:
        before, after, notes = roll_back(target, release, now=_now(), public_key=public_key)
        for note in notes:
            click.echo(f"提醒：{note}。", err=True)
        click.echo(f"完成：{target.label} 换回了 {after}（原来是 {before}）。")


@click.command(
    "verify",
    cls=ChineseCommand,
    options_metavar="[选项]",
    help="逐个字节核对一个发布位置的全部版本，或者一个拷来的版本。",
    short_help="核对发布的文件有没有被改动。",
)
@click.argument("place", metavar="位置")
@public_option
@json_option
@click.pass_context
def verify_command(
    context: click.Context, place: str, public_key: Path | None, *, as_json: bool
) -> None:
    """Report every difference between manifests and files."""
    path = Path(place)
    with _target(place) as target:
        if path.is_dir() and not (path / STATE).exists() and _is_release(path):
            verdict = verify_release(path.absolute(), public_key)
        else:
            verdict = verify_target(target, public_key)
    if as_json:
        data = {
            "faults": verdict.faults,
            "notes": verdict.notes,
            "releases": verdict.checked,
            "files": verdict.files,
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for note in verdict.notes:
            click.echo(f"提醒：{note}。")
        for fault in verdict.faults:
            click.echo(f"{fault}。")
        counts = f"{len(verdict.checked)} 个版本，{verdict.files} 个文件"
        found = f"发现 {len(verdict.faults)} 处问题" if verdict.faults else "没有发现问题"
        click.echo(f"{found}：{counts}。")
    context.exit(FAULTS if verdict.faults else 0)


def _is_release(folder: Path) -> bool:
    """Tell whether a manifest lies beside the folder."""
    return folder.absolute().with_name(f"{folder.absolute().name}.manifest.json").exists()


@click.command(
    "withdraw",
    cls=ChineseCommand,
    options_metavar="[选项]",
    help="立即撤下一份资料：发布没有它的版本，删去留着的版本里有它的，以后的发布也不会再有它。",
    short_help="立即撤下一份资料。",
)
@click.argument("page", metavar="资料的id")
@config_option
@to_option
@click.option("--reason", metavar="原因", help="为什么撤下，记在发布位置里。")
@click.option("--undo", "undone", is_flag=True, help="取消撤下：下次发布时它可以再出现。")
@keep_option
@sign_option
def withdraw_command(
    page: str,
    config: Path,
    place: str,
    reason: str | None,
    keep: int,
    sign_key: Path | None,
    *,
    undone: bool,
) -> None:
    """Take a page back, or let it come again."""
    started = time.monotonic()
    if undone:
        with _target(place) as target:
            undo(target, page, _now())
            click.echo(f"已取消撤下 {page}；运行 study publish 以后它会再出现。")
        return
    if not reason or not reason.strip():
        wrong_use("写上原因，例如 --reason 内容有误")
    project, found = open_project(config)
    if project is None:
        fail(format_report(found))
    key = re.sub(rf"^(?:\./)?{re.escape(project.prefix)}/", "", page)
    with _target(place) as target:
        audience = read_history(target).state.audience
        check_audience(project, audience or None)
        signer = partial(sign, key=sign_key) if sign_key else None
        terms = Terms(audience, keep, signer)
        click.echo(f"记下撤下 {key}，生成没有它的网站……")
        make = site_maker(project, audience, _show_output)
        done, deleted = withdraw(target, key, reason.strip(), make=make, terms=terms, now=_now())
        for release in deleted:
            click.echo(f"删去了版本 {release}，里面有 {key}。")
        _tell_published(done, target, started)
    click.echo("读者的浏览器里可能还存着看过的页面；别的读者范围的位置要各撤一次。")


COMMANDS: tuple[click.Command, ...] = (
    publish_command,
    releases_command,
    rollback_command,
    verify_command,
    withdraw_command,
)
