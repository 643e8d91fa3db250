"""The `study` command; each module beside this one holds some of its commands."""

from __future__ import annotations

import sys
from typing import Any

import click

from mkdocs_study.cli.bundling import COMMANDS as BUNDLE_COMMANDS
from mkdocs_study.cli.checking import check
from mkdocs_study.cli.chinese import ChineseGroup, explain
from mkdocs_study.cli.history import COMMANDS as HISTORY_COMMANDS
from mkdocs_study.cli.hosting import COMMANDS as HOSTING_COMMANDS
from mkdocs_study.cli.indexing import index
from mkdocs_study.cli.project import build, new
from mkdocs_study.cli.quiz import import_quiz
from mkdocs_study.cli.release import COMMANDS as RELEASE_COMMANDS
from mkdocs_study.cli.report import report
from mkdocs_study.cli.reporting import FAULTS, WRONG_USE
from mkdocs_study.cli.tracks import tracks


@click.group(
    cls=ChineseGroup,
    subcommand_metavar="命令 [选项]",
    options_metavar="",
    add_help_option=True,
    invoke_without_command=True,
    help="检查、生成、发布学习资料网站，新建资料，给网站建立检索，汇总学习记录。",
)
@click.pass_context
def study(context: click.Context) -> None:
    """Show the help when no command is named."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
        context.exit(WRONG_USE)


_SINGLE = (check, build, new, tracks, index, import_quiz, report)
_GROUPS = (RELEASE_COMMANDS, HISTORY_COMMANDS, HOSTING_COMMANDS, BUNDLE_COMMANDS)
for _command in (*_SINGLE, *(each for group in _GROUPS for each in group)):
    study.add_command(_command)


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
        click.echo(
            f"{explain(error, study)}{'。用 study --help 看用法。' if wrong else ''}", err=True
        )
        return WRONG_USE if wrong else FAULTS
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。", err=True)
        return FAULTS
    return code if isinstance(code, int) else 0
