"""`study report`: the saved progress files of a branch's members become a workbook."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from mkdocs_study.cli.chinese import ChineseCommand, config_option
from mkdocs_study.cli.reporting import FAULTS, fail, require_project, show_progress, wrong_use
from mkdocs_study.library.diagnostics import format_report, has_errors
from mkdocs_study.publish.audience import published
from mkdocs_study.publish.checks import check_project
from mkdocs_study.publish.project import Project
from mkdocs_study.text.reasons import reason
from mkdocs_study.tracks.assemble import build_tracks
from mkdocs_study.tracks.report import make_report, read_files
from mkdocs_study.tracks.track import Track


@click.command(
    cls=ChineseCommand,
    options_metavar="[选项]",
    help=(
        "把党员保存的学习记录文件汇总成一本台账（.xlsx）。"
        "损坏的和别的网站的文件逐个列出，不影响其余的。"
    ),
    short_help="把党员保存的学习记录汇总成台账。",
)
@click.argument(
    "files",
    metavar="记录文件...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
@click.option(
    "-o",
    "--output",
    metavar="文件.xlsx",
    required=True,
    type=click.Path(path_type=Path),
    help="台账写到哪里。",
)
@click.option("--force", is_flag=True, help="台账已经存在时换掉它。")
@config_option
@click.pass_context
def report(
    context: click.Context, files: tuple[Path, ...], output: Path, config: Path, *, force: bool
) -> None:
    """Merge what is sound, name what is not, and write the workbook whole or not at all."""
    if output.suffix.lower() != ".xlsx":
        wrong_use(f"台账的文件名要以 .xlsx 结尾：{output}")
    if output.exists() and not force:
        fail(f"{output} 已经存在，没有改动；换一个文件名，或者加上 --force 换掉它。")
    named = context.get_parameter_source("config") is not click.core.ParameterSource.DEFAULT
    project = require_project(config) if named or config.is_file() else None
    sound, found = read_files(
        _expanded(files), project.site_id if project else None, show_progress("份记录")
    )
    if not sound:
        click.echo(format_report(found), err=True)
        fail("没有一份可用的记录，没有写台账。")
    made = make_report(sound, found, _tracks(project) if project else None)
    from mkdocs_study.tracks.workbook import workbook_bytes  # noqa: PLC0415  # loads slowly

    _write(output, workbook_bytes(made))
    if made.diagnostics:
        click.echo(format_report(made.diagnostics), err=True)
    click.echo(
        f"完成：{output}，{len(made.people)} 人，{len(made.units)} 个单元，"
        f"采用 {len(made.files)} 份记录；记录由各人自行填报，未经核实。"
    )
    context.exit(FAULTS if has_errors(made.diagnostics) else 0)


def _tracks(project: Project) -> tuple[Track, ...]:
    """Return the tracks of the build in the order of the navigation, as far as they are sound."""
    checked = check_project(project)
    if checked.failed:
        click.echo("资料有错误（用 study check 看），有错误的专题没有列入台账。", err=True)
    places = {entry.path: place for place, entry in enumerate(project.nav)}
    tracks = build_tracks(published(checked.library, project.audience))
    return tuple(sorted(tracks, key=lambda track: places.get(track.page.path, len(places))))


def _expanded(files: tuple[Path, ...]) -> list[Path]:
    """Take a folder for the .json files in it; each file once."""
    every: list[Path] = []
    for each in files:
        every += sorted(each.glob("*.json")) if each.is_dir() else [each]
    return list(dict.fromkeys(every))


def _write(output: Path, content: bytes) -> None:
    """Put the file in its place in one step."""
    try:
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    except OSError as error:
        fail(f"不能写入 {output}：{reason(error)}。")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(output)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        fail(f"不能写入 {output}：{reason(error)}；台账可能正在别的程序里打开着。")
