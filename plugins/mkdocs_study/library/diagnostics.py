"""Turns what is wrong with the source files into lines that an editor can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops a build, a warning is only shown; information asks for nothing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


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


_MARKS = {Severity.ERROR: "", Severity.WARNING: "提醒：", Severity.INFO: "说明："}


def format_diagnostic(diagnostic: Diagnostic) -> str:
    """Return `docs/a.md:3 FM001 消息 — 提示` on one line, whatever the names contain."""
    mark = _MARKS[diagnostic.severity]
    hint = f" — {diagnostic.hint}" if diagnostic.hint else ""
    text = f"{diagnostic.path}:{diagnostic.line} {diagnostic.code} {mark}{diagnostic.message}{hint}"
    return "".join(character if character.isprintable() else "�" for character in text)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether a build must stop."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def format_report(diagnostics: Iterable[Diagnostic]) -> str:
    """All diagnostics in order of path and line, then one line with their number."""
    ordered = sorted(set(diagnostics))
    errors, warnings, notes = (
        sum(each.severity is severity for each in ordered) for severity in Severity
    )
    lines = [format_diagnostic(diagnostic) for diagnostic in ordered]
    counts = f"共 {errors} 个错误，{warnings} 个提醒{f'，{notes} 条说明' if notes else ''}。"
    return "\n".join([*lines, counts])
