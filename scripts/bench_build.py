"""Turns a folder of Markdown into a table: what each way of searching costs the build.

    python scripts/bench_build.py --corpus DIR [--out FILE] [--repeat N]

DIR holds docs/. It is built without search, with Material's own search and with zh-search, each
in a process and a project folder of its own, so that no cache is warm. Linux and macOS only: the
numbers are those the system keeps for a finished process (wait4).
"""

import argparse
import gzip
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

VARIANTS = {
    "search off": [],
    "Material search": ["search"],
    "zh-search": ["search", "zh-search"],
}
"""Name of a variant to the plugins it builds with."""

MARKDOWN_EXTENSIONS = ["attr_list", "sane_lists", "tables"]
TAIL_LINES = 20


class BuildError(Exception):
    """A variant does not build; the message holds the end of its output."""


@dataclass(frozen=True)
class Cost:
    """What one build took and left."""

    cpu_seconds: float
    """User and system time of the process and the children it waited for."""
    wall_seconds: float
    peak_megabytes: float
    """Largest resident memory of any one of its processes, in MiB."""
    index_files: int
    index_bytes: int
    """All files below search/ of the site: index, and for zh-search also its scripts."""
    index_gzip_bytes: int
    """The same, each file compressed by itself as a web server does."""


def main() -> int:
    """Run the command; return 0, 1 if a build fails, or 2 if the corpus cannot be read."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True, help="folder that holds docs/")
    parser.add_argument("--out", type=Path, help="write the table to this file as well")
    parser.add_argument("--repeat", type=int, default=1, help="builds per variant; the best counts")
    options = parser.parse_args()
    docs = (options.corpus / "docs").resolve()
    pages = sum(1 for _ in docs.rglob("*.md"))
    if not pages:
        print(f"no Markdown files below {docs}", file=sys.stderr)
        return 2
    if not hasattr(os, "wait4"):
        print("this system does not tell what a process has used (no wait4)", file=sys.stderr)
        return 2
    costs = {}
    for name, plugins in VARIANTS.items():
        runs = []
        for number in range(1, max(1, options.repeat) + 1):
            print(f"{name}, run {number} …", file=sys.stderr, flush=True)
            try:
                runs.append(measure(docs, plugins))
            except BuildError as error:
                print(f"{name} does not build:\n{error}", file=sys.stderr)
                return 1
        costs[name] = min(runs, key=lambda cost: cost.cpu_seconds)
    report = f"{describe(pages)}\n\n{format_table(costs)}\n"
    print(report)
    if options.out:
        options.out.write_text(report, encoding="utf-8")
    return 0


def measure(docs: Path, plugins: list[str]) -> Cost:
    """Build the documents with the plugins in a fresh project and return what it cost.

    Raises:
        BuildError: the build ends with an exit code other than 0, or leaves no index.
    """
    with tempfile.TemporaryDirectory(prefix="bench-build-") as name:
        project = Path(name)
        site = project / "site"
        write_config(project, docs, site, plugins)
        cpu, wall, peak = run_build(project)
        index = sorted(path for path in (site / "search").rglob("*") if path.is_file())
        if plugins and not index:
            raise BuildError("the build left no index")
        contents = [path.read_bytes() for path in index]
        return Cost(
            cpu_seconds=cpu,
            wall_seconds=wall,
            peak_megabytes=peak,
            index_files=len(contents),
            index_bytes=sum(map(len, contents)),
            index_gzip_bytes=sum(len(gzip.compress(content, 6)) for content in contents),
        )


def write_config(project: Path, docs: Path, site: Path, plugins: list[str]) -> None:
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
            "features": ["navigation.prune"],
        },
        "plugins": plugins,
        "markdown_extensions": MARKDOWN_EXTENSIONS,
    }
    # JSON is YAML: no library is needed to write it
    text = json.dumps(config, ensure_ascii=False, indent=1)
    (project / "mkdocs.yml").write_text(text, encoding="utf-8")


def run_build(project: Path) -> tuple[float, float, float]:
    """Build the project; return CPU seconds, wall seconds and peak memory in MiB.

    Raises:
        BuildError: the exit code is not 0.
    """
    log = project / "build.log"
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "build"],
            cwd=project,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL_LINES:]
        raise BuildError("\n".join(tail))
    unit = 2**20 if sys.platform == "darwin" else 2**10  # ru_maxrss: bytes there, KiB here
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / unit


def describe(pages: int) -> str:
    """Return one sentence that says what was measured with what."""
    return (
        f"{pages} pages, Python {platform.python_version()}, mkdocs {version('mkdocs')}, "
        f"mkdocs-material {version('mkdocs-material')}, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}."
    )


def format_table(costs: dict[str, Cost]) -> str:
    """Return a Markdown table with a row per variant; ratios are to the build without search."""
    base = next(iter(costs.values()))
    rows = [
        "| Variant | CPU s | ratio | wall s | peak MiB | index files | index MB | gzip MB |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    rows += [
        f"| {name} | {cost.cpu_seconds:.1f} | {cost.cpu_seconds / base.cpu_seconds:.2f} "
        f"| {cost.wall_seconds:.1f} | {cost.peak_megabytes:.0f} | {cost.index_files} "
        f"| {cost.index_bytes / 1e6:.2f} | {cost.index_gzip_bytes / 1e6:.2f} |"
        for name, cost in costs.items()
    ]
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
