"""The benchmark asks our search and Material's in their dialogs, and measures both."""

import json
import subprocess
import sys
from pathlib import Path

from tests.builds import ROOT, build_site, write_project
from tests.sites import SEARCH_CONFIG, SEARCH_PAGES


def number(cell: str) -> float:
    return float(cell.replace(",", ""))


def test_searches_are_measured_side_by_side(tmp_path: Path) -> None:
    sites: list[Path] = []
    for plugins in ("[search, zh-search]", "[search]"):
        config = SEARCH_CONFIG.replace("[search, zh-search]", plugins)
        project = write_project(tmp_path / f"project{len(sites)}", config, SEARCH_PAGES)
        build = build_site(project, tmp_path / f"site{len(sites)}")
        assert build.exit_code == 0, build.output
        sites.append(build.site)
    queries = tmp_path / "queries.jsonl"
    row = {"id": 1, "query": "谁可以成为个体工商户？", "relevant": ["rules/#a1"]}
    queries.write_text(json.dumps(row) + "\n", encoding="utf-8")
    command: list[str | Path] = [
        sys.executable,
        ROOT / "scripts" / "bench_search.py",
        "--site",
        sites[0],
    ]
    command += ["--material", sites[1], "--queries", queries, "--browser", "--first", "防卫"]
    command += ["--runs", "1", "--sessions", "1", "--peer-strings", "4", "--peer-questions", "1"]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert answer.returncode == 0, answer.stderr
    rows: dict[str, list[str]] = {}
    for line in filter(lambda line: line.startswith("|"), answer.stdout.splitlines()):
        name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        rows.setdefault(name, cells)
    assert rows[""][:3] == ["zh-search, dialog", "zh-search, empty page", "Material, dialog"]
    times = [number(cell) for cell in rows["page opened to first result, ms"]]
    assert all(10 < time < 10_000 for time in times)
    sent = [number(cell) for cell in rows["first ten results: bytes of search"]]
    assert all(1000 < size < 200_000 for size in sent)
    assert all(number(cell) < 1000 for cell in rows["worst of both, ms"])
    assert all(20 < number(cell) < 2000 for cell in rows["renderers after 20 queries, PSS MiB"])
    assert number(rows["zh-search"][0]) > 10_000, "bytes of a page view"
    assert rows["Material"][:2] == ["word", "4"], "what the peer finds"
    assert "| 1 questions | Recall@10" in answer.stdout
