"""`study releases`, `rollback` and `verify`: what readers saw, and whether it is still the same."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any, NoReturn

import click

from mkdocs_study.cli.chinese import ChineseCommand
from mkdocs_study.cli.place import json_option, now, open_target, public_option, to_option
from mkdocs_study.cli.reporting import FAULTS, as_data, wrong_use
from mkdocs_study.library.diagnostics import format_report
from mkdocs_study.publish.audience import edition_name
from mkdocs_study.publish.hosting.bundle_check import bundle_manifest, verify_bundle
from mkdocs_study.publish.release.history import Entry, read_history, roll_back
from mkdocs_study.publish.release.layout import STATE
from mkdocs_study.publish.release.verify import verify_release, verify_target


@click.command("releases", cls=ChineseCommand, options_metavar="[选项]", help="列出留着的版本。")
@to_option
@json_option
def releases_command(place: str, *, as_json: bool) -> None:
    """List what a target holds."""
    with open_target(place) as target:
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
    with open_target(place) as target:
        before, after, notes = roll_back(target, release, now=now(), public_key=public_key)
        for note in notes:
            click.echo(f"提醒：{note}。", err=True)
        click.echo(f"完成：{target.label} 换回了 {after}（原来是 {before}）。")


@click.command(
    "verify",
    cls=ChineseCommand,
    options_metavar="[选项]",
    help="逐个字节核对一个发布位置的全部版本、一个拷来的版本，或者一个离线包。",
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
    if path.is_file():
        if public_key is not None:
            wrong_use("离线包没有签名：核对它的 SHA-256，或者核对发布的版本")
        _verify_bundle(context, path, as_json=as_json)
    with open_target(place) as target:
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


def _verify_bundle(context: click.Context, path: Path, *, as_json: bool) -> NoReturn:
    """Report every fault of a bundle and end the command."""
    found = verify_bundle(path)
    if as_json:
        click.echo(json.dumps(as_data(found), ensure_ascii=False, indent=2))
    elif found:
        click.echo(format_report(found))
    else:
        manifest = bundle_manifest(path)
        edition = edition_name(manifest.audience)
        click.echo(
            f"没有发现问题：{edition}，{manifest.built_at[:10]}，{len(manifest.files)} 个文件。"
        )
    context.exit(FAULTS if found else 0)


def _is_release(folder: Path) -> bool:
    """Tell whether a manifest lies beside the folder."""
    return folder.absolute().with_name(f"{folder.absolute().name}.manifest.json").exists()


COMMANDS: tuple[click.Command, ...] = (releases_command, rollback_command, verify_command)
