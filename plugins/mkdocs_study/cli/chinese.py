"""click's commands and groups with a help that is Chinese throughout, and its own messages."""

from __future__ import annotations

import re
from pathlib import Path

import click

from mkdocs_study.library.fields import suggest


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
            formatter.write_dl([(name, _in_chinese(text)) for name, text in filter(None, records)])


def _in_chinese(text: str) -> str:
    """Translate what click adds to the help of an option."""
    return re.sub(r"\s*\[x>=\d+\]", "", text).replace("  [required]", "必须写。")


class ChineseGroup(ChineseCommand, click.Group):
    """A group of commands whose help is Chinese throughout."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write options and commands."""
        super().format_options(ctx, formatter)
        with formatter.section("命令"):
            formatter.write_dl(
                [(name, each.get_short_help_str(80)) for name, each in self.commands.items()]
            )


config_option = click.option(
    "-f",
    "--config",
    default="mkdocs.yml",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="配置文件的路径；默认是当前文件夹里的 mkdocs.yml。",
)


def _bad_value(error: click.BadParameter) -> str:
    """Name option, value and, where click knows it, the least that is allowed."""
    param = error.param
    name = param.opts[0] if isinstance(param, click.Option) else "参数"
    given = re.match(r"'?([^\s']+)'? is not", error.message)
    value = f"：{given[1]}" if given else ""
    least = getattr(param.type, "min", None) if param else None
    allowed = f"（写整数，不小于 {least:g}）" if least is not None else ""
    if param and isinstance(param.type, click.Choice):
        allowed = f"（可以写 {'、'.join(map(str, param.type.choices))}）"
    return f"{name} 的值不对{value}{allowed}"


def explain(error: click.ClickException, group: click.Group) -> str:
    """Say in Chinese what click found wrong with the command line."""
    message = error.message
    match error:
        case click.NoSuchOption():
            message = f"没有这个选项：{error.option_name}"
        case click.MissingParameter() if isinstance(error.param, click.Option):
            metavar = error.param.make_metavar(click.Context(group))
            message = f"缺少 {error.param.opts[0]} {metavar}"
        case click.MissingParameter() if error.param:
            message = f"缺少{error.param.make_metavar(click.Context(group))}"
        case click.BadOptionUsage():
            message = f"选项 {error.option_name} 后面要写值"
        case click.BadParameter():
            message = _bad_value(error)
        case click.UsageError() if message.startswith("No such command"):
            name = message.split("'")[1]
            message = f"没有这个命令：{name}（{suggest(name, tuple(group.commands))}）"
        case click.UsageError() if message.startswith("Got unexpected extra argument"):
            message = "参数太多"
    return message
