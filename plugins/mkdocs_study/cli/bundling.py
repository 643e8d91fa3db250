"""`study bundle`: the site as one file for readers without a server."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import click

from mkdocs_study.cli.chinese import ChineseCommand, config_option
from mkdocs_study.cli.edition import auditor, open_edition, show_output
from mkdocs_study.cli.reporting import FAULTS, fail, wrong_use
from mkdocs_study.library.diagnostics import format_report
from mkdocs_study.publish.audience import edition_name
from mkdocs_study.publish.hosting.bundle import (
    FOR_FOLDERS,
    START,
    manifest_of,
    name_faults,
    write_bundle,
)
from mkdocs_study.publish.hosting.server import HostingError
from mkdocs_study.publish.hosting.writing import refuse_existing
from mkdocs_study.publish.release.building import site_maker
from mkdocs_study.publish.release.errors import ReleaseError, explained
from mkdocs_study.publish.release.opening import peek
from mkdocs_study.publish.release.place import target_named
from mkdocs_study.publish.release.state import State
from mkdocs_study.text.reasons import reason


@click.command(
    cls=ChineseCommand,
    options_metavar="[选项]",
    help="生成离线包：一个 zip 文件，解压后双击就能读，检索、专题、下载都能用，不需要服务器。",
    short_help="生成离线包（zip）。",
)
@config_option
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="文件.zip",
    type=click.Path(path_type=Path),
    help="写到哪里。",
)
@click.option("--audience", metavar="读者范围", help="生成这一范围的版本；不写就是公开版。")
@click.option("--root", metavar="位置", help="发布的位置：在那里撤下的资料，离线包里也不会有。")
@click.option("--force", is_flag=True, help="换掉已有的文件。")
@click.pass_context
def bundle(
    context: click.Context,
    config: Path,
    output: Path,
    audience: str | None,
    root: str | None,
    *,
    force: bool,
) -> None:
    """Build for folders, pack, and say how large it came out."""
    started = time.monotonic()
    project = open_edition(config, audience)
    try:
        refuse_existing(output, force=force)
        if output.suffix.lower() != ".zip":
            wrong_use(f"-o 后面写 .zip 文件，例如 {output.with_suffix('.zip').name}")
        state = _state(root, audience or "")
        click.echo(f"检查资料并生成{edition_name(audience)}离线包……")
        make = site_maker(
            project,
            audience or "",
            show_output,
            auditor(project, audience),
            environment={FOR_FOLDERS: "1"},
            kept="没有写离线包",
        )
        with tempfile.TemporaryDirectory(prefix="study-bundle-") as folder:
            site = Path(folder) / "site"
            made = make(site, state)
            manifest = manifest_of(site, made, audience or "")
            if faults := name_faults(manifest):
                click.echo(format_report(faults), err=True)
                context.exit(FAULTS)
            done = write_bundle(site, manifest, project.site_name, output, force=force)
    except (HostingError, ReleaseError) as error:
        fail(f"{error}。")
    except OSError as error:
        fail(f"没有写成离线包：{reason(error)}（{error.filename}）。")
    size, unpacked = done.size / 1_000_000, done.unpacked / 1_000_000
    click.echo(
        f"完成：{output}，{size:.1f} MB，解压后 {unpacked:.1f} MB、"
        f"{done.files} 个文件，用时 {time.monotonic() - started:.1f} 秒。"
    )
    click.echo(f"SHA-256：{done.sha256}")
    click.echo(f"请读者解压后双击“{START}”。")


def _state(place: str | None, audience: str) -> State:
    """Return what the target remembers of withdrawals.

    Raises:
        ReleaseError: it cannot be read, or is for other readers.
    """
    if place is None:
        return State(audience=audience)
    with target_named(place) as target, explained(place):
        state = peek(target)
    if state is None:
        raise ReleaseError(f"{place} 里没有发布过")
    if state.audience != audience:
        raise ReleaseError(f"{place} 发布的是另一个读者范围，没有生成离线包")
    return state


COMMANDS: tuple[click.Command, ...] = (bundle,)
