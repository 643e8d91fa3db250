"""How every command tells of faults, of wrong use and of how far it came."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from mkdocs_study.library.diagnostics import Diagnostic, Severity, format_report
from mkdocs_study.publish.project import Project, read_project

FAULTS, WRONG_USE = 1, 2
"""Exit codes; 0 is good, warnings allowed."""


def open_project(config: Path) -> tuple[Project | None, list[Diagnostic]]:
    """Read the configuration; None beside the faults that forbid to go on."""
    if not config.is_file():
        wrong_use(f"找不到配置文件 {config}；在有 mkdocs.yml 的文件夹里运行，或者用 -f 指明路径")
    return read_project(config)


def require_project(config: Path) -> Project:
    """Read the configuration, or end the command with its faults."""
    project, found = open_project(config)
    if project is None:
        fail(format_report(found))
    return project


def as_json_text(found: list[Diagnostic], documents: int) -> str:
    """Write the faults of a library of so many documents for other programs."""
    return json.dumps({"documents": documents, **as_data(found)}, ensure_ascii=False, indent=2)


def as_data(found: list[Diagnostic]) -> dict[str, Any]:
    """Return numbers of errors and warnings, and each fault, as JSON writes them."""
    return {
        "errors": sum(each.severity is Severity.ERROR for each in found),
        "warnings": sum(each.severity is Severity.WARNING for each in found),
        "diagnostics": [
            {
                "path": each.path,
                "line": each.line,
                "code": each.code,
                "severity": each.severity,
                "message": each.message,
                "hint": each.hint,
            }
            for each in sorted(found)
        ],
    }


def wrong_use(message: str) -> NoReturn:
    """End the command with exit code 2."""
    raise click.UsageError(message)


def fail(message: str) -> NoReturn:
    """End the command with exit code 1."""
    raise click.ClickException(message)


def show_progress(what: str = "页") -> Callable[[int, int], None] | None:
    """Count pages, or what else is read, on one line of a terminal; elsewhere say nothing."""
    if not sys.stderr.isatty():
        return None

    def show(number: int, count: int) -> None:
        if number == count or number % 20 == 1:
            click.echo(f"\r正在读取 {number}/{count} {what}……", err=True, nl=number == count)

    return show
