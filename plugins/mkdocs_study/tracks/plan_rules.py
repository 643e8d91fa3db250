"""Finds the months and quarters for which a yearly plan lacks a kind of session that is due.

How often each kind is due differs from one organisation to the next: the rules are configuration
(`study: plan: rules:` in mkdocs.yml), with the usual intervals of 三会一课 as defaults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_study.library.diagnostics import Diagnostic, Severity
from mkdocs_study.library.document import Document, PlanMeta
from mkdocs_study.library.library import Library

MONTHS_EACH: Mapping[str, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
"""Name of a period in the configuration → its months."""

EACH_WORDS: Mapping[int, str] = {1: "每月", 3: "每季度", 6: "每半年", 12: "每年"}
QUARTERS = "一二三四"
MONTHS = 12


@dataclass(frozen=True)
class Rule:
    """A kind of session is due at least once in every period of the plan's year."""

    kind: str
    months: int
    """Length of the period: 1, 3, 6 or 12."""

    severity: Severity = Severity.WARNING


USUAL_RULES = (
    Rule("党员大会", 3),
    Rule("支委会", 1),
    Rule("党小组会", 1),
    Rule("党课", 3),
)


def check_plans(library: Library, rules: Sequence[Rule]) -> list[Diagnostic]:
    """Check every plan against every rule, whatever a build will publish of it."""
    return [
        fault
        for document in library.documents
        if isinstance(document.meta, PlanMeta)
        for rule in rules
        for fault in _uncovered(document, document.meta, rule)
    ]


def _uncovered(document: Document, meta: PlanMeta, rule: Rule) -> Iterator[Diagnostic]:
    """Report the periods without the kind, in one line at the place where the first is missing."""
    held = {session.date.month for session in meta.sessions if session.kind == rule.kind}
    missing = [
        number
        for number in range(MONTHS // rule.months)
        if not held & set(range(number * rule.months + 1, (number + 1) * rule.months + 1))
    ]
    if not missing:
        return
    end = (missing[0] + 1) * rule.months
    before = [
        (session.date, index)
        for index, session in enumerate(meta.sessions)
        if session.date.month <= end
    ]
    place = ("sessions", max(before)[1]) if before else ("sessions",)
    message = f"{meta.year}年{period_names(missing, rule.months)}没有安排{rule.kind}"
    hint = (
        f"应当{EACH_WORDS[rule.months]}至少一次：补上，"
        "或者在 mkdocs.yml 的 study: plan: rules: 里改这条要求"
    )
    line = document.line_of(place)
    yield Diagnostic(document.source, line, "PL004", message, hint, rule.severity)


def period_names(numbers: Sequence[int], months: int) -> str:
    """Name periods of the year, counted from 0: 1月、3月至5月; 第二季度、第四季度; 上半年."""
    if len(numbers) == MONTHS // months:
        return "全年"
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(name for run in runs for name in _run(run, months))


def _run(run: Sequence[int], months: int) -> list[str]:
    names = [_period(number, months) for number in run]
    return names if len(names) <= 2 else [f"{names[0]}至{names[-1]}"]  # noqa: PLR2004 (two are named)


def _period(number: int, months: int) -> str:
    match months:
        case 1:
            return f"{number + 1}月"
        case 3:
            return f"第{QUARTERS[number]}季度"
        case _:
            return "上半年" if number == 0 else "下半年"
