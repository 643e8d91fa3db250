"""`study tracks`: what the tracks of a project are made of, what comes first, what nothing uses."""

from __future__ import annotations

import json
from pathlib import Path

import click

from mkdocs_study.cli.chinese import ChineseCommand, config_option
from mkdocs_study.cli.reporting import FAULTS, fail, require_project, wrong_use
from mkdocs_study.library.diagnostics import has_errors
from mkdocs_study.publish.checks import check_project
from mkdocs_study.text.reasons import reason
from mkdocs_study.tracks.graph import read_graph
from mkdocs_study.tracks.graph_page import graph_page
from mkdocs_study.tracks.graph_report import graph_data, graph_text


@click.command(
    cls=ChineseCommand,
    options_metavar="[选项]",
    help="列出全部专题、先学要求，以及没有专题用到的资料。资料有错误的，先列出来的只是能读懂的部分。",
    short_help="列出专题、先学要求和没有专题用到的资料。",
)
@config_option
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
@click.option(
    "--html",
    metavar="网页",
    type=click.Path(path_type=Path),
    help="另写成一个带图的网页，用浏览器打开。",
)
@click.option("--force", is_flag=True, help="换掉已有的网页。")
@click.pass_context
def tracks(
    context: click.Context, config: Path, *, as_json: bool, html: Path | None, force: bool
) -> None:
    """Show the graph of the tracks as text, data or a page."""
    if as_json and html is not None:
        wrong_use("--json 和 --html 只能选一个")
    project = require_project(config)
    checked = check_project(project)
    graph = read_graph(checked.library, project.measure.speed)
    if as_json:
        click.echo(json.dumps(graph_data(graph), ensure_ascii=False, indent=2))
    elif html is not None:
        _write(html, graph_page(graph, project.site_name), force=force)
        click.echo(f"已写入 {html}：{len(graph.tracks)} 个专题。")
    else:
        click.echo(graph_text(graph))
    if checked.failed:
        errors = sum(has_errors([each]) for each in checked.diagnostics)
        click.echo(f"资料有 {errors} 个错误，上面可能不全；用 study check 看。", err=True)
        context.exit(FAULTS)


def _write(target: Path, text: str, *, force: bool) -> None:
    try:
        with target.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        fail(f"{target} 已经存在，没有改动；换一个名称，或者加 --force。")
    except OSError as error:
        fail(f"不能写入 {target}：{reason(error)}。")
