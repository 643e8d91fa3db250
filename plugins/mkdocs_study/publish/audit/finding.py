"""One thing that a check of the finished site found: the diagnostic and the words it is about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from mkdocs_study.library.diagnostics import Diagnostic, Severity

_LINE_END = re.compile("\n")

Report = Callable[[str, int, int], None]
"""Told what is being done, how many of them are done, and how many there are."""


@dataclass(frozen=True)
class Finding:
    """A diagnostic, and the exact words that an entry of the allow-list may name."""

    diagnostic: Diagnostic
    words: str = ""
    """As they stand in the file; a message shows personal data only in part."""


def finding(
    path: str,
    line: int,
    code: str,
    message: str,
    hint: str = "",
    severity: Severity = Severity.ERROR,
    words: str = "",
) -> Finding:
    """Make a finding in one call."""
    return Finding(Diagnostic(path, line, code, message, hint, severity), words)


class Lines:
    """Tells the line of a position in a text; counts the lines when first asked."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []

    def at(self, position: int) -> int:
        """Return the 1-based line of a position."""
        if not self._starts:
            self._starts = [0, *(match.end() for match in _LINE_END.finditer(self._text))]
        return bisect_right(self._starts, position)


def shorten(text: str, length: int = 24) -> str:
    """Return the beginning of a text on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else f"{flat[: length - 1]}…"
