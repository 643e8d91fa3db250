"""Turns a corpus of Markdown into two figures: false alarms of the audit, and its time.

    python scripts/bench_audit.py --corpus DIR [--site DIR2] [--needles N] [--out FILE]

DIR holds docs/. Nothing in it is secret and no number in it belongs to a person, so that every hit
of personal data or of a classification mark is a false alarm. With --site the site built of it is
audited too: links, requests to other hosts, weights, and a search for N sentences of no page.
"""

import argparse
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdocs_study.publish.audit.audit import AuditOptions, audit
from mkdocs_study.publish.audit.authored import find_authored
from mkdocs_study.publish.audit.finding import Finding
from mkdocs_study.publish.audit.grams import fold_needle
from mkdocs_study.publish.audit.leaks import Secrets, check_leaks
from mkdocs_study.publish.audit.marks import find_marks
from mkdocs_study.publish.audit.needles import Needle, sentences
from mkdocs_study.publish.audit.privacy import find_personal
from mkdocs_study.publish.audit.publicity import ThemeFiles
from mkdocs_study.publish.audit.site_files import list_files
from progress import Progress

NOT_THERE = "另册"
"""Put before sentences of the corpus to make sentences that are in no page."""


@dataclass(frozen=True)
class Figures:
    """What one part of the audit found, over what, in which time."""

    name: str
    files: int
    megabytes: float
    seconds: float
    found: Sequence[Finding]


def main() -> int:
    """Run the command; return 0, or 2 if there is nothing to measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True, help="folder that holds docs/")
    parser.add_argument("--site", type=Path, help="the site built of it")
    parser.add_argument("--needles", type=int, default=20_000, help="sentences to search for")
    parser.add_argument("--out", type=Path, help="write the table to this file as well")
    options = parser.parse_args()
    pages = sorted((options.corpus / "docs").rglob("*.md"))
    if not pages:
        print(f"no Markdown files below {options.corpus / 'docs'}", file=sys.stderr)
        return 2
    progress = Progress(sys.stderr)
    figures = []
    with progress.step("Sources"):
        figures.append(measure_sources(pages))
    if options.site:
        with progress.step("Site"):
            figures.append(measure_site(options.site))
        with progress.step("Leaks"):
            figures.append(measure_leaks(pages, options.site, options.needles))
    report = format_report(figures)
    print(report)
    if options.out:
        options.out.write_text(report, encoding="utf-8")
    return 0


def measure_sources(pages: Sequence[Path]) -> Figures:
    """Look for personal data, marks and scripts in the sources."""
    started = time.perf_counter()
    found: list[Finding] = []
    size = 0
    for page in pages:
        text = page.read_text(encoding="utf-8")
        size += page.stat().st_size
        found += find_personal(text, page.name)
        found += find_marks(text, page.name)
        found += find_authored(text, page.name, 1)
    seconds = time.perf_counter() - started
    return Figures("sources", len(pages), size / 1e6, seconds, found)


def measure_site(site: Path) -> Figures:
    """Audit the finished site alone."""
    started = time.perf_counter()
    seen = audit(site, AuditOptions())
    seconds = time.perf_counter() - started
    found = [Finding(each) for each in seen.diagnostics]
    return Figures("site", seen.files, _megabytes(site), seconds, found)


def measure_leaks(pages: Sequence[Path], site: Path, number: int) -> Figures:
    """Search the site for sentences that are in no page of it."""
    needles = dict(_absent_sentences(pages, number))
    started = time.perf_counter()
    files = list_files(site, site.name)
    found = list(check_leaks(files, Secrets(needles), ThemeFiles(None)))
    seconds = time.perf_counter() - started
    name = f"leaks ({len(needles)} sentences)"
    return Figures(name, len(files.files), _megabytes(site), seconds, found)


def _absent_sentences(pages: Sequence[Path], number: int) -> Iterator[tuple[str, Needle]]:
    """Yield sentences that begin as those of the corpus do and end otherwise."""
    left = number
    for page in pages:
        for sentence in sentences(page.read_text(encoding="utf-8")):
            folded = fold_needle(f"{sentence[:12]}{NOT_THERE}{sentence[12:]}")
            yield folded, Needle(folded, "句子", page.name, sentence)
            left -= 1
            if left <= 0:
                return


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def format_report(figures: Sequence[Figures]) -> str:
    """Return a table of the figures, and a line for each kind of finding with an example."""
    lines = ["| Part | Files | MB | Seconds | Findings |", "|---|--:|--:|--:|--:|"]
    lines += [
        f"| {each.name} | {each.files} | {each.megabytes:.1f} | {each.seconds:.1f}"
        f" | {len(each.found)} |"
        for each in figures
    ]
    lines.append("")
    for each in figures:
        codes = Counter(one.diagnostic.code for one in each.found)
        for code, number in sorted(codes.items()):
            first = next(one.diagnostic for one in each.found if one.diagnostic.code == code)
            lines.append(
                f"- {each.name}: {code} × {number}, such as {first.path}:{first.line}"
                f" {first.message}"
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    lines.append(f"- peak memory {peak:.0f} MB")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
