"""`study publish` and `study withdraw`: what readers see."""

from __future__ import annotations

import re
import sys
import time
from functools import partial
from pathlib import Path

import click

from mkdocs_study.cli.chinese import ChineseCommand, config_option
from mkdocs_study.cli.edition import announced_maker, auditor, open_edition
from mkdocs_study.cli.place import (
    keep_option,
    now,
    open_target,
    public_option,
    sign_option,
    to_option,
)
from mkdocs_study.cli.project import check_audience
from mkdocs_study.cli.reporting import fail, require_project, wrong_use
from mkdocs_study.cli.store import SCHEME, upload
from mkdocs_study.publish.hosting.inline import new_inline
from mkdocs_study.publish.project import Project, why_not_there
from mkdocs_study.publish.release.changes import as_lines, changes_between, summary
from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.history import read_history
from mkdocs_study.publish.release.incoming import bring_in
from mkdocs_study.publish.release.layout import RELEASES
from mkdocs_study.publish.release.local import LocalTarget
from mkdocs_study.publish.release.manifest import Manifest
from mkdocs_study.publish.release.place import target_named
from mkdocs_study.publish.release.preview import Preview, preview
from mkdocs_study.publish.release.sheet import Facts, make_sheet
from mkdocs_study.publish.release.signature import sign
from mkdocs_study.publish.release.target import Target
from mkdocs_study.publish.release.transaction import (
    Published,
    Sign,
    Terms,
    publish,
)
from mkdocs_study.publish.release.withdrawal import undo, withdraw
from mkdocs_study.text.reasons import reason


def _signer(key: Path | None) -> Sign | None:
    """Return what signs, after trying it: a wrong key should be known before the site is built."""
    if key is None:
        return None
    signer = partial(sign, key=key)
    try:
        signer(b"try")  # OpenSSL signs no empty file with Ed25519
    except ReleaseError as error:
        fail(f"{error}。")
    return signer


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
    if place.startswith(SCHEME):
        upload(place, source.absolute() if source else None)
        return
    started = time.monotonic()
    confirm = None if yes or not sys.stdin.isatty() else _confirm
    terms = Terms(audience or "", keep, _signer(sign_key), confirm)
    if source is not None:
        if audience:
            wrong_use("--audience 不与 --from 一起写：版本是给谁的，清单里写着")
        with open_target(place) as target:
            done = bring_in(target, source.absolute(), terms, now(), public_key)
            _tell_published(done, target, started)
        return
    project = open_edition(config, audience)
    _check_place(place, project)
    if docx and docx.exists() and not force:
        fail(f"{docx} 已经存在，没有改动；换一个名称，或者加 --force。")
    make = announced_maker(project, audience or "", auditor(project, audience, Path(place)))
    with open_target(place) as target:
        if dry_run:
            _tell_preview(preview(target, make, terms), target, project, terms, docx)
        else:
            _tell_published(publish(target, make, terms, now()), target, started)


def _check_together(
    *, dry_run: bool, docx: Path | None, source: Path | None, sign_key: Path | None
) -> None:
    """Refuse options that say nothing beside each other."""
    if docx and not dry_run:
        wrong_use("--docx 与 --dry-run 一起写")
    if source and (dry_run or sign_key):
        wrong_use("--from 不与 --dry-run、--sign-key 一起写")


def _check_place(place: str, project: Project) -> None:
    """Refuse a folder that the next build would take for content, or that holds the sources."""
    try:
        target = target_named(place)
    except ReleaseError as error:
        fail(f"{error}。")
    if not isinstance(target, LocalTarget):
        return
    if target.root.resolve().is_relative_to(project.site_dir.resolve()):
        fail(f"不能放在 {place}：那是 study build 生成网站的文件夹（site_dir）；换一个文件夹。")
    if target.root.is_dir() and any(target.root.iterdir()):
        return  # not empty: either a target, or refused for that
    if why := why_not_there(target.root, project.root, project.docs_dir):
        fail(f"不能放在 {place}：{why}。")


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
    for release in done.purged:
        click.echo(f"删去了版本 {release}，里面有已撤下的资料。")
    for release in done.pruned:
        click.echo(f"清理了旧版本 {release}。")
    files, pages = len(done.manifest.files), len(done.manifest.pages)
    before = f"原来是 {done.before}" if done.before else "这是第一个版本"
    click.echo(
        f"完成：{target.label} 换上了 {done.release}（{before}），{pages} 页，{files} 个文件，"
        f"{done.manifest.size / 1_000_000:.1f} MB，用时 {time.monotonic() - started:.1f} 秒。"
    )
    is_kept = done.before and done.before not in done.purged
    if is_kept and isinstance(target, LocalTarget) and (new := _new_inline(target, done)):
        click.echo(
            f"提醒：网页里有 {new} 段脚本或样式是上一版没有的。网站若由 study nginx 的配置提供，"
            "重新生成配置再 nginx -s reload，不然浏览器会拒绝它们。",
            err=True,
        )


def _new_inline(target: LocalTarget, done: Published) -> int:
    """Count what the web server's policy does not know; 0 where a release cannot be read."""
    before, after = (target.root / RELEASES / each for each in (done.before, done.release))
    try:
        return new_inline(before, after)
    except OSError:
        return 0


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
        day=now().astimezone().date(),
        pages=found.pages,
    )
    _write(docx, make_sheet(facts, found.changes))


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        fail(f"不能写入 {file}：{reason(error)}。")
    click.echo(f"已写好 {file}。")


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
        with open_target(place) as target:
            undo(target, page, now())
            click.echo(f"已取消撤下 {page}；运行 study publish 以后它会再出现。")
        return
    if not reason or not reason.strip():
        wrong_use("写上原因，例如 --reason 内容有误")
    project = require_project(config)
    key = re.sub(rf"^(?:\./)?{re.escape(project.prefix)}/", "", page)
    with open_target(place) as target:
        audience = read_history(target).state.audience
        check_audience(project, audience or None)
        terms = Terms(audience, keep, _signer(sign_key))
        make = announced_maker(project, audience)
        done = withdraw(target, key, reason.strip(), make=make, terms=terms, now=now())
        _tell_published(done, target, started)
    click.echo("读者的浏览器里可能还存着看过的页面；别的读者范围的位置要各撤一次。")


COMMANDS: tuple[click.Command, ...] = (
    publish_command,
    withdraw_command,
)
