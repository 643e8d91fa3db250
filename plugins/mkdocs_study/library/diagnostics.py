"""Turns what is wrong with the source files into lines that an editor can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops a build, a warning is only shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One fault, where it stands and what would be right."""

    path: str
    """Posix path relative to the project folder."""

    line: int
    """1-based; a fault without a line of its own stands at line 1."""

    code: str
    """Letters and digits that never change their meaning, such as FM003."""

    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR


def format_diagnostic(diagnostic: Diagnostic) -> str:
    """Return `docs/a.md:3 FM001 消息 — 提示` on one line, whatever the names contain."""
    mark = "提醒：" if diagnostic.severity is Severity.WARNING else ""
    hint = f" — {diagnostic.hint}" if diagnostic.hint else ""
    text = f"{diagnostic.path}:{diagnostic.line} {diagnostic.code} {mark}{diagnostic.message}{hint}"
    return "".join(character if character.isprintable() else "�" for character in text)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether a build must stop."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def format_report(diagnostics: Iterable[Diagnostic]) -> str:
    """All diagnostics in order of path and line, then one line with their number."""
    ordered = sorted(set(diagnostics))
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in ordered)
    lines = [format_diagnostic(diagnostic) for diagnostic in ordered]
    counts = f"共 {errors} 个错误，{len(ordered) - errors} 个提醒。"
    return "\n".join([*lines, counts])
