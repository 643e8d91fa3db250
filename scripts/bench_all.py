"""Turns a corpus and judged questions into the figures of docs/dev/benchmarks.md, all in one run.

    python scripts/bench_all.py --corpus DIR --queries FILE [--out docs/dev/benchmarks.md]
        [--only build quality …]

Every table stands between `<!-- bench:NAME -->` and `<!-- /bench -->`; the words around them are
written by people. Takes about 45 minutes on two cores and wants them for itself.
"""

import argparse
import datetime as dt
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import bench_search
from bench_build import MATERIAL, OURS, SEARCH_OFF, build_report
from bench_growth import CUTS, growth_report
from bench_hosting import hosting_report
from bench_tracks import Sizes, tracks_report

PAGE = Path(__file__).resolve().parent.parent / "docs" / "dev" / "benchmarks.md"
PLOT = Path("images", "search-growth.svg")
"""Beside the page."""

_REGION = re.compile(r"(<!-- bench:([\w-]+) -->\n).*?(<!-- /bench -->)", re.DOTALL)


@dataclass(frozen=True)
class Inputs:
    """Where everything is."""

    docs: Path
    queries: Path
    sites: Path
    page: Path

    @cached_property
    def build(self) -> str:
        """The build table; making it leaves the sites that the other parts ask."""
        return build_report(self.docs, whole=True, pagefind=True, sites=self.sites)

    def site(self, variant: str) -> Path:
        """Return the site of a variant, building all of them if they are not there."""
        site = self.sites / variant.replace(" ", "-")
        if not site.is_dir():
            _ = self.build
        return site

    def search(self, *options: str | Path) -> str:
        """Return what bench_search.py prints for our site."""
        arguments = [str(option) for option in ("--site", self.site(OURS), *options)]
        reports, _ = bench_search.run(bench_search.parse(arguments))
        return "\n\n".join(reports)

    def ask(self, *options: str | Path) -> str:
        """Return the same with the judged questions."""
        return self.search("--queries", self.queries, *options)

    def peers(self) -> tuple[str | Path, ...]:
        """Return the options that name the peers' sites."""
        return ("--pagefind", self.site(SEARCH_OFF), "--material", self.site(MATERIAL))


def measure_growth(inputs: Inputs) -> str:
    """Return the growth table; the plot goes beside the page."""
    table, plot = growth_report(inputs.docs, inputs.queries, CUTS)
    target = inputs.page.parent / PLOT
    target.parent.mkdir(exist_ok=True)
    target.write_text(plot, encoding="utf-8")
    return table


def today(_inputs: Inputs) -> str:
    """Return the day of the run."""
    return f"Measured on {dt.datetime.now(tz=dt.UTC).date().isoformat()}."


PARTS: dict[str, Callable[[Inputs], str]] = {
    "date": today,
    "build": lambda inputs: inputs.build,
    "quality": lambda inputs: inputs.ask("--cold"),
    "strings": lambda inputs: inputs.search("--strings", "200"),
    "known": lambda inputs: inputs.search("--known", "300"),
    "words": lambda inputs: inputs.search("--words", "80"),
    "questions": lambda inputs: inputs.ask("--cold", "--limit", "10"),
    "mixed": lambda inputs: inputs.ask("--mixed", "8"),
    "browser": lambda inputs: inputs.ask("--browser", *inputs.peers()),
    "peers": lambda inputs: inputs.ask(
        "--peer-strings", "80", "--peer-questions", "50", *inputs.peers()
    ),
    "growth": measure_growth,
    "hosting": lambda inputs: hosting_report(inputs.site(OURS)),
    "tracks": lambda inputs: tracks_report(inputs.docs, Sizes()),
}
"""Name of a marked region to what fills it, in the order in which they run."""


def fill(page: str, name: str, content: str) -> str:
    """Return the page with the content between the marks of the region.

    Raises:
        ValueError: the page has no such region.
    """
    filled, count = _REGION.subn(
        lambda match: (
            f"{match[1]}\n{content.strip()}\n\n{match[3]}" if match[2] == name else match[0]
        ),
        page,
    )
    if not count or f"<!-- bench:{name} -->" not in page:
        raise ValueError(f"no region bench:{name} in the page")
    return filled


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; each region is written as soon as it is measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True, help="folder that holds docs/")
    parser.add_argument("--queries", type=Path, required=True, help="judged questions")
    parser.add_argument("--out", type=Path, default=PAGE, help="page with marked regions")
    parser.add_argument("--sites", type=Path, help="keep the built sites here, or use what is here")
    parser.add_argument("--only", nargs="*", choices=list(PARTS), default=list(PARTS))
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-all-") as name:
        sites = (options.sites or Path(name)).resolve()
        docs = (options.corpus / "docs").resolve()
        inputs = Inputs(docs, options.queries.resolve(), sites, options.out.resolve())
        for part, measure in PARTS.items():
            if part not in options.only:
                continue
            print(f"== {part}", file=sys.stderr, flush=True)
            content = measure(inputs)
            page = fill(inputs.page.read_text("utf-8"), part, content)
            inputs.page.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
