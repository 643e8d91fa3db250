"""`study import-quiz`: a question bank in a spreadsheet becomes a page of quizzes."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import click

from mkdocs_study.cli.chinese import ChineseCommand
from mkdocs_study.cli.reporting import FAULTS, fail, wrong_use
from mkdocs_study.library.diagnostics import Diagnostic, format_report, has_errors
from mkdocs_study.text.pinyin import spell
from mkdocs_study.text.reasons import reason
from mkdocs_study.tracks.question_bank import Bank, read_bank, write_page
from mkdocs_study.tracks.table_file import TableError, read_table_file

PER_QUIZ = 20
MAX_SLUG = 40
MIN_SLUG = 3


@click.command(
    cls=ChineseCommand,
    options_metavar="[选项]",
    help=(
        "把表格里的题库变成一页测验。列名：题型、题干、选项A 到 选项F、答案、解析、出处，先后不限；"
        "题型是单选、多选、判断、填空、排序。有一行不对，就什么也不写，并列出每一处。"
    ),
    short_help="把题库表格（.xlsx）变成测验。",
)
@click.argument("table", metavar="表格文件", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", metavar="文件.md", type=click.Path(path_type=Path), help="写到哪里。"
)
@click.option(
    "--into",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="写到这个文件夹，文件名由表格的名称定，例如 docs/quizzes。",
)
@click.option("--title", metavar="标题", help="网页的标题；不写就用表格的名称。")
@click.option(
    "--per-quiz",
    metavar="题数",
    type=click.IntRange(1, 200),
    default=PER_QUIZ,
    help=f"一份测验最多几道题，多的分组；默认 {PER_QUIZ}。",
)
@click.option("--skip-bad", is_flag=True, help="跳过不对的行，写出其余的题。")
@click.option("--dry-run", is_flag=True, help="只检查，不写文件。")
@click.option("--force", is_flag=True, help="换掉已有的文件。")
@click.pass_context
def import_quiz(  # noqa: PLR0913 (one parameter for each option)
    context: click.Context,
    table: Path,
    *,
    output: Path | None,
    into: Path | None,
    title: str | None,
    per_quiz: int,
    skip_bad: bool,
    dry_run: bool,
    force: bool,
) -> None:
    """Check every row; write the page only if all are good, or if bad ones may be left out."""
    if output and into:
        wrong_use("-o 和 --into 只能写一个")
    if output and output.suffix != ".md":
        wrong_use(f"{output} 的扩展名不是 .md")
    bank = _read(table)
    bad = sum(1 for each in bank.diagnostics if has_errors([each]))
    if bank.diagnostics:
        click.echo(format_report(bank.diagnostics), err=True)
    if (bad and not skip_bad) or not bank.questions:
        click.echo("没有写出文件。", err=True)
        context.exit(FAULTS)
    slug = output.stem if output and _SLUG.fullmatch(output.stem) else make_slug(table.stem)
    text = write_page(title or table.stem, slug, bank.questions, per_quiz)
    count = f"{len(bank.questions)} 道题"
    target = output or (into / f"{slug}.md" if into else None)
    if dry_run:
        where = f"会写到 {target}" if target else "没有写文件"
        click.echo(f"检查完毕：{count}，{where}。", err=target is None)
    elif target is None:
        click.echo(text, nl=False)
    else:
        _write(target, text, force=force)
        click.echo(f"已写出 {target}，{count}。")
    context.exit(FAULTS if bad else 0)


_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{2,39}")


def make_slug(name: str) -> str:
    """Make a file name and id of the table's name: pinyin for Han characters."""
    ascii_only = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    spelled = "-".join(spell(name))
    slug = ascii_only if not spelled else "-".join(part for part in (spelled, ascii_only) if part)
    while len(slug) > MAX_SLUG and "-" in slug:
        slug = slug.rpartition("-")[0]
    slug = slug[:MAX_SLUG]
    return slug if len(slug) >= MIN_SLUG else f"quiz-{slug}".rstrip("-")


def _read(table: Path) -> Bank:
    shown = table.as_posix()
    try:
        sheets = read_table_file(table)
    except TableError as error:
        return Bank([], [Diagnostic(shown, 1, "QB001", error.message, error.hint)])
    return read_bank(shown, sheets, _progress())


def _progress() -> Callable[[int, int], None] | None:
    """Count the rows on one line of a terminal; elsewhere say nothing."""
    if not sys.stderr.isatty():
        return None

    def show(number: int, count: int) -> None:
        click.echo(f"\r正在读取 {number}/{count} 行……", err=True, nl=number == count)

    return show


def _write(target: Path, text: str, *, force: bool) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        fail(f"{target} 已经存在，没有改动；换一个文件名，或者加 --force 换掉它。")
    except OSError as error:
        fail(f"不能写入 {target}：{reason(error)}。")
