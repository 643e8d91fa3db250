"""Turns random strings of a site into proof that its search misses and invents nothing."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench_engine import ask
from bench_sections import KINDS, Sample, SiteSection, promises, sample

MANY = 1_000_000
SHOWN = 10
FEW_KINDS = {"character": 4, "word": 1, "crossing": 2}
"""A kind gets the wanted number divided by this: single characters stand in most sections."""
OTHER_SHARE = 4


@dataclass(frozen=True)
class Truth:
    """The sections that a scan finds to hold a string."""

    due: AbstractSet[str]
    """Addresses that search must return."""
    allowed: AbstractSet[str]
    """These, and those where the string only stands inside a longer Latin or digit run."""


@dataclass
class Tally:
    """What the answers for one kind of string came to."""

    strings: int = 0
    recalls: list[float] = field(default_factory=list)
    precisions: list[float] = field(default_factory=list)
    first_true: int = 0
    wrong_totals: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, typed: str, truth: Truth, exact: Sequence[str], first: str | None) -> None:
        """Count one answer: what is true, what was called exact, and what came first."""
        self.strings += 1
        found = set(exact)
        right = len(truth.allowed & found)
        self.recalls.append(len(truth.due & found) / len(truth.due) if truth.due else 1.0)
        self.precisions.append(right / len(found) if found else 1.0)
        self.first_true += first in truth.allowed
        self.faults.extend(f"missed: {typed} {url}" for url in sorted(truth.due - found))
        self.faults.extend(f"false: {typed} {url}" for url in sorted(found - truth.allowed))

    @property
    def row(self) -> str:
        """Recall, precision and first hits as cells of a table."""
        count = max(1, self.strings)
        return (
            f"{self.strings} | {sum(self.recalls) / count:.3f} "
            f"| {sum(self.precisions) / count:.3f} | {100 * self.first_true / count:.1f} %"
        )

    @property
    def good(self) -> bool:
        """Whether every promise was kept."""
        return not self.faults and not self.wrong_totals and self.first_true == self.strings


def scan(sections: Sequence[SiteSection], folded: str) -> Truth:
    """Look for a folded string in every section."""
    holding = [section for section in sections if folded in section.text]
    due = {section.url for section in holding if promises(section.text, folded)}
    return Truth(due, {section.url for section in holding})


def judge(
    sections: Sequence[SiteSection], samples: Sequence[Sample], answers: Sequence[dict[str, Any]]
) -> Tally:
    """Compare answers of scripts/search_site.mjs with a scan of all sections."""
    tally = Tally()
    for drawn, answer in zip(samples, answers, strict=True):
        truth = scan(sections, drawn.folded)
        exact = [hit["url"] for hit in answer["hits"] if hit["exact"]]
        first = answer["hits"][0]["url"] if answer["hits"] else None
        tally.add(drawn.typed, truth, exact, first)
        tally.wrong_totals += answer["total"] != len(exact) or not answer["total_exact"]
    return tally


def completeness_report(
    site: Path, sections: Sequence[SiteSection], count: int, seed: int
) -> tuple[str, bool]:
    """Return a table with a row per kind of string, and whether every promise was kept."""
    lines = [
        f"Strings out of {len(sections):,} sections (seed {seed}), compared with a plain scan",
        "",
        "| kind | strings | recall | precision of exact hits | first hit true | wrong totals |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    faults: list[str] = []
    good = True
    for kind in KINDS:
        share = 1 if kind == "string" else FEW_KINDS.get(kind, OTHER_SHARE)
        samples = sample(sections, kind, max(1, count // share), seed)
        if not samples:
            continue
        answers = ask(site, [drawn.typed for drawn in samples], MANY, cold=False)
        tally = judge(sections, samples, answers)
        lines.append(f"| {kind} | {tally.row} | {tally.wrong_totals} |")
        faults += [f"{kind}: {fault}" for fault in tally.faults[:SHOWN]]
        good = good and tally.good
    return "\n".join([*lines, *([""] if faults else []), *faults]), good
