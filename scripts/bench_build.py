"""Turns a folder of Markdown into a table: what each way of searching costs the build.

    python scripts/bench_build.py --corpus DIR [--out FILE] [--repeat N] [--no-prune] [--sites DIR2]

DIR holds docs/. It is built without search, with Material's own search and with zh-search, each
in a process and a project folder of its own, so that no cache is warm; Pagefind then indexes the
site without search. Linux and macOS only. With --no-prune every variant is also built with the
whole navigation on every page.
"""

import argparse
import gzip
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench_cost import RunError, Use, run_measured
from bench_pagefind import BUNDLE, VERSION, PagefindError, index_command, pagefind_program

SEARCH_OFF, MATERIAL, OURS, PAGEFIND = "search off", "Material search", "zh-search", "Pagefind"
VARIANTS = {SEARCH_OFF: [], MATERIAL: ["search"], OURS: ["search", "zh-search"]}
"""Name of a variant to the plugins it builds with."""

MARKDOWN_EXTENSIONS = ["attr_list", "sane_lists", "tables"]


@dataclass(frozen=True)
class Cost:
    """What one build took and left."""

    use: Use
    index_files: int = 0
    index_bytes: int = 0
    """All files of the index; for zh-search and Pagefind also their scripts."""
    index_gzip_bytes: int = 0
    """The same, each file compressed by itself as a web server does."""


def main() -> int:
    """Run the command; return 0, 1 if a build fails, or 2 if it cannot be measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True, help="folder that holds docs/")
    parser.add_argument("--out", type=Path, help="write the table to this file as well")
    parser.add_argument("--repeat", type=int, default=1, help="builds per variant; the best counts")
    parser.add_argument("--no-prune", action="store_true", help="also with the whole navigation")
    parser.add_argument("--no-pagefind", action="store_true", help="leave Pagefind out")
    parser.add_argument("--sites", type=Path, help="leave the built sites in this folder")
    options = parser.parse_args()
    docs = (options.corpus / "docs").resolve()
    if not count_pages(docs):
        print(f"no Markdown files below {docs}", file=sys.stderr)
        return 2
    if not hasattr(os, "wait4"):
        print("this system does not tell what a process has used (no wait4)", file=sys.stderr)
        return 2
    try:
        report = build_report(
            docs,
            options.repeat,
            whole=options.no_prune,
            pagefind=not options.no_pagefind,
            sites=options.sites,
        )
    except (RunError, PagefindError) as error:
        print(error, file=sys.stderr)
        return 1
    print(report)
    if options.out:
        options.out.write_text(report, encoding="utf-8")
    return 0


def build_report(
    docs: Path, repeat: int = 1, *, whole: bool, pagefind: bool, sites: Path | None = None
) -> str:
    """Return the sentence that says what was measured, and a table for each navigation.

    Raises:
        RunError: a variant does not build.
        PagefindError: Pagefind is wanted and cannot be had.
    """
    tables = [describe(count_pages(docs), pagefind=pagefind)]
    for prune in (True, False) if whole else (True,):
        costs: dict[str, list[Cost]] = {}
        for number in range(max(1, repeat)):
            kept = sites if prune and number == 0 else None
            for name, cost in measure_all(docs, prune=prune, pagefind=pagefind, sites=kept):
                costs.setdefault(name, []).append(cost)
        best = {
            name: min(runs, key=lambda cost: cost.use.cpu_seconds) for name, runs in costs.items()
        }
        title = "Navigation pruned" if prune else "Whole navigation on every page"
        tables.append(f"{title}:\n\n{format_table(best)}" if whole else format_table(best))
    return "\n\n".join(tables) + "\n"


def count_pages(docs: Path) -> int:
    """Return the number of Markdown files below a folder."""
    return sum(1 for _ in docs.rglob("*.md"))


def measure_all(
    docs: Path, *, prune: bool, pagefind: bool, sites: Path | None = None
) -> Iterator[tuple[str, Cost]]:
    """Build every variant once and yield its name and cost; sites stay in `sites` if given."""
    with tempfile.TemporaryDirectory(prefix="bench-sites-") as name:
        folder = (sites or Path(name)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        for variant, plugins in VARIANTS.items():
            site = folder / variant.replace(" ", "-")
            cost = measure(docs, variant, plugins, site, prune=prune)
            yield variant, cost
            if variant == SEARCH_OFF and pagefind:
                yield PAGEFIND, measure_pagefind(site, cost.use)


def measure(docs: Path, name: str, plugins: list[str], site: Path, *, prune: bool = True) -> Cost:
    """Build the documents with the plugins in a fresh project and return what it cost.

    Raises:
        RunError: the build ends with an exit code other than 0, or leaves no index.
    """
    print(f"{name} …", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-build-") as folder:
        project = Path(folder)
        write_config(project, docs, site, plugins, prune=prune)
        try:
            use = run_measured([sys.executable, "-m", "mkdocs", "build"], project)
        except RunError as error:
            raise RunError(f"{name} does not build:\n{error}") from error
    if plugins and not (site / "search").is_dir():
        raise RunError(f"{name} does not build: it left no index")
    return weigh(use, site / "search")


def measure_pagefind(site: Path, before: Use) -> Cost:
    """Index a built site with Pagefind; return the cost of both, the peak of Pagefind's alone."""
    print("Pagefind …", file=sys.stderr, flush=True)
    program = pagefind_program()
    with tempfile.TemporaryDirectory(prefix="bench-pagefind-") as folder:
        use = run_measured(index_command(program, site), Path(folder))
    both = Use(
        before.cpu_seconds + use.cpu_seconds,
        before.wall_seconds + use.wall_seconds,
        use.peak_megabytes,
    )
    return weigh(both, site / BUNDLE)


def weigh(use: Use, index: Path) -> Cost:
    """Return the cost of a build with the weight of its index folder, which need not exist."""
    contents = [path.read_bytes() for path in sorted(index.rglob("*")) if path.is_file()]
    compressed = sum(len(gzip.compress(content, 6)) for content in contents)
    return Cost(use, len(contents), sum(map(len, contents)), compressed)


def write_config(
    project: Path, docs: Path, site: Path, plugins: list[str], *, prune: bool = True
) -> None:
    """Write the mkdocs.yml of a variant; all variants differ in `plugins` only."""
    config = {
        "site_name": "bench",
        "docs_dir": str(docs),
        "site_dir": str(site),
        "theme": {
            "name": "material",
            "language": "zh",
            "font": False,
            # Otherwise every page repeats all others, and the square of their number hides search.
            "features": ["navigation.prune"] if prune else [],
        },
        "plugins": plugins,
        "markdown_extensions": MARKDOWN_EXTENSIONS,
    }
    # JSON is YAML: no library is needed to write it
    text = json.dumps(config, ensure_ascii=False, indent=1)
    (project / "mkdocs.yml").write_text(text, encoding="utf-8")


def describe(pages: int, *, pagefind: bool = False) -> str:
    """Return one sentence that says what was measured with what."""
    peer = f"Pagefind {VERSION} extended, " if pagefind else ""
    return (
        f"{pages} pages, Python {platform.python_version()}, mkdocs {version('mkdocs')}, "
        f"mkdocs-material {version('mkdocs-material')}, {peer}{os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}."
    )


def format_table(costs: dict[str, Cost]) -> str:
    """Return a Markdown table with a row per variant; ratios are to the build without search."""
    base = costs[SEARCH_OFF].use
    rows = [
        "| Variant | CPU s | ratio | wall s | peak MiB | index files | index MB | gzip MB |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    rows += [
        f"| {name} | {cost.use.cpu_seconds:.1f} | {cost.use.cpu_seconds / base.cpu_seconds:.2f} "
        f"| {cost.use.wall_seconds:.1f} | {cost.use.peak_megabytes:.0f} | {cost.index_files} "
        f"| {cost.index_bytes / 1e6:.2f} | {cost.index_gzip_bytes / 1e6:.2f} |"
        for name, cost in sorted(costs.items(), key=lambda item: _ORDER.index(item[0]))
    ]
    return "\n".join(rows)


_ORDER = [SEARCH_OFF, MATERIAL, PAGEFIND, OURS]


if __name__ == "__main__":
    sys.exit(main())
