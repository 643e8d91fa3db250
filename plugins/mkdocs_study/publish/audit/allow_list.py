"""Takes out of the findings what somebody has let pass, with a reason and for a time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from mkdocs_study.library.diagnostics import Severity
from mkdocs_study.publish.audit.finding import Finding, finding


@dataclass(frozen=True)
class Allowed:
    """An entry: findings of the code that match everything it says pass."""

    line: int
    code: str
    path: str
    """As diagnostics show it, with * and ?; empty = any."""

    text: str
    """Stands in the words of the finding or in its message; empty = any."""

    pattern: re.Pattern[str] | None
    until: dt.date | None
    """Last day on which it counts; None = for good."""

    def matches(self, each: Finding) -> bool:
        """Tell whether the entry means the finding, expired or not."""
        found = each.diagnostic
        searched = f"{each.words}\n{found.message}"
        return (
            found.code == self.code
            and (not self.path or fnmatchcase(found.path, self.path))
            and self.text in searched
            and (self.pattern is None or self.pattern.search(searched) is not None)
        )


def apply_allowed(
    findings: Iterable[Finding], allowed: Sequence[Allowed], as_of: dt.date | None, name: str
) -> tuple[list[Finding], int]:
    """Return what is left, with faults of the list itself, and how many findings passed.

    Args:
        findings: of all checks.
        allowed: the entries.
        as_of: day of the check; None if it is not known: then no entry has expired.
        name: of the list in diagnostics.
    """
    left: list[Finding] = []
    used: set[Allowed] = set()
    passed = 0
    for each in findings:
        matching = [entry for entry in allowed if entry.matches(each)]
        used.update(matching)
        if any(not _expired(entry, as_of) for entry in matching):
            passed += 1
        else:
            left.append(each)
    for entry in allowed:
        if _expired(entry, as_of):
            message = f"放行 {entry.code} 的期限 {entry.until} 已过"
            hint = "问题还在的，改正它，或者重新核对后延长期限；不在的，删去这一项"
            left.append(finding(name, entry.line, "ALW002", message, hint, Severity.WARNING))
        elif entry not in used:
            message = f"放行 {entry.code} 的这一项没有用到"
            left.append(finding(name, entry.line, "ALW003", message, "删去它", Severity.WARNING))
    return left, passed


def _expired(entry: Allowed, as_of: dt.date | None) -> bool:
    return entry.until is not None and as_of is not None and entry.until < as_of
