"""Turns a folder of Markdown into what study tracks over it cost: to build, to load and to open.

    python scripts/bench_tracks.py --corpus DIR [--pages N] [--tracks 300] [--units 40]
        [--repeat N] [--out FILE] [--sites DIR2] [--no-browser]

DIR holds docs/. The same site is built with tracks and without, in turn, each time in a process of
its own; the best of each counts. Then every unit page of the site with tracks is weighed, and the
heaviest kinds of pages are opened in Chromium. Linux and macOS only.
"""

import argparse
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench_build import count_pages, describe
from bench_cost import RunError, Use, run_measured
from bench_long_tasks import LONG_MS, RECORDS, LongTasks, find_long_tasks
from bench_track_corpus import write_config, write_pages, write_tracks
from bench_track_weight import LIMIT_BYTES, Weight, weigh_pages

WITHOUT, WITH = "without tracks", "with tracks"
OVERHEAD_PERCENT = 10


@dataclass(frozen=True)
class Sizes:
    """How large the site is."""

    pages: int | None = None
    """Pages of the corpus; None for all."""
    tracks: int = 300
    units: int = 40


def main() -> int:
    """Run the command; return 0, 1 if a build fails, or 2 if it cannot be measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True, help="folder that holds docs/")
    parser.add_argument("--pages", type=int, help="use so many pages of the corpus")
    parser.add_argument("--tracks", type=int, default=Sizes.tracks)
    parser.add_argument("--units", type=int, default=Sizes.units, help="units of a track")
    parser.add_argument("--repeat", type=int, default=2, help="builds of each; the best counts")
    parser.add_argument("--out", type=Path, help="write the report to this file as well")
    parser.add_argument("--sites", type=Path, help="leave the built sites in this folder")
    parser.add_argument("--no-browser", action="store_true", help="open no page")
    options = parser.parse_args()
    docs = (options.corpus / "docs").resolve()
    if not count_pages(docs):
        print(f"no Markdown files below {docs}", file=sys.stderr)
        return 2
    if not hasattr(os, "wait4"):
        print("this system does not tell what a process has used (no wait4)", file=sys.stderr)
        return 2
    sizes = Sizes(options.pages, options.tracks, options.units)
    try:
        report = tracks_report(
            docs, sizes, options.repeat, sites=options.sites, browser=not options.no_browser
        )
    except RunError as error:
        print(error, file=sys.stderr)
        return 1
    print(report)
    if options.out:
        options.out.write_text(report, encoding="utf-8")
    return 0


def tracks_report(
    docs: Path,
    sizes: Sizes,
    repeat: int = 2,
    *,
    sites: Path | None = None,
    browser: bool = True,
) -> str:
    """Return the sentence that says what was measured, and a table for each of the three costs.

    Raises:
        RunError: a site does not build, or there is no browser.
    """
    with tempfile.TemporaryDirectory(prefix="bench-tracks-") as name:
        work = (sites or Path(name)).resolve()
        written = {
            variant: _write(work / folder_of(variant), docs, sizes, variant)
            for variant in (WITHOUT, WITH)
        }
        uses = _measure(work, repeat)
        site = work / folder_of(WITH) / "site"
        parts = [
            f"{sizes.tracks} tracks of {sizes.units} units over {describe(written[WITH])}",
            format_builds(uses, work),
            format_weight(weigh_pages(site)),
        ]
        if browser:
            parts.append(format_long_tasks(find_long_tasks(site)))
    return "\n\n".join(parts) + "\n"


def folder_of(variant: str) -> str:
    """Return the name of a variant's folder."""
    return variant.replace(" ", "-")


def _write(project: Path, docs: Path, sizes: Sizes, variant: str) -> int:
    shutil.rmtree(project, ignore_errors=True)
    pages = write_pages(docs, project / "docs", sizes.pages)
    if variant == WITH:
        write_tracks(pages, project / "docs", sizes.tracks, sizes.units)
    write_config(project, project / "site")
    return len(pages)


def _measure(work: Path, repeat: int) -> dict[str, Use]:
    """Build the variants in turn, so that what else the machine does meets both alike."""
    uses: dict[str, list[Use]] = {WITHOUT: [], WITH: []}
    for number in range(max(1, repeat)):
        for variant, found in uses.items():
            print(f"{variant}, build {number + 1} …", file=sys.stderr, flush=True)
            project = work / folder_of(variant)
            shutil.rmtree(project / "site", ignore_errors=True)
            found.append(run_measured([sys.executable, "-m", "mkdocs", "build"], project))
    return {name: min(found, key=lambda use: use.cpu_seconds) for name, found in uses.items()}


def format_builds(uses: dict[str, Use], work: Path) -> str:
    """Return a Markdown table with a row for each variant."""
    base = uses[WITHOUT].cpu_seconds
    rows = [
        "| Site | pages | CPU s | over | wall s | peak MiB | site MB |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name, use in uses.items():
        site = work / folder_of(name) / "site"
        size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
        over = f"{100 * (use.cpu_seconds / base - 1):+.1f} %" if name == WITH else ""
        rows.append(
            f"| {name} | {sum(1 for _ in site.rglob('*.html'))} | {use.cpu_seconds:.1f} | {over} "
            f"| {use.wall_seconds:.1f} | {use.peak_megabytes:.0f} | {size / 1e6:.0f} |"
        )
    return "\n".join(rows)


def format_weight(weights: list[Weight]) -> str:
    """Return a table of what unit pages load of ours, a row for each set of files."""
    rows = [
        f"Unit pages load of our script and style (gzip, allowed {LIMIT_BYTES:,} bytes):",
        "",
        "| Files | pages | gzip bytes | largest block in the page, bytes |",
        "|---|--:|--:|--:|",
    ]
    rows += [
        f"| {', '.join(weight.files)} | {weight.pages} | {weight.gzip_bytes:,} "
        f"| {weight.largest_block:,} |"
        for weight in weights
    ]
    return "\n".join(rows)


def format_long_tasks(found: list[LongTasks]) -> str:
    """Return a table of the longest tasks of each page, with our scripts and without."""
    lead = f"Longest task in ms while a page opens (— for none over {LONG_MS})"
    rows = [
        f"{lead}; the reader follows a track and has {RECORDS} records:",
        "",
        "| Page | with our scripts | with them blocked |",
        "|---|--:|--:|",
    ]
    rows += [f"| {each.name} | {_ms(each.ours)} | {_ms(each.blocked)} |" for each in found]
    return "\n".join(rows)


def _ms(value: float) -> str:
    return f"{value:.0f}" if value else "—"


if __name__ == "__main__":
    sys.exit(main())
