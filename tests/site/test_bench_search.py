"""The search benchmark measures a small site, cut and asked as the statutes are."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bench_growth import growth_report
from tests.builds import ROOT, build_site, write_project
from tests.sites import SEARCH_CONFIG, SEARCH_PAGES

SCRIPT = ROOT / "scripts" / "bench_search.py"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    build = build_site(write_project(folder / "project", SEARCH_CONFIG, SEARCH_PAGES), folder / "s")
    assert build.exit_code == 0, build.output
    return build.site


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "queries.jsonl"
    rows = [{"id": 1, "query": "谁可以成为个体工商户？", "relevant": ["rules/#a1"]}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, SCRIPT, *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_every_figure_has_its_table(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.md"
    answer = _run("--site", site, "--strings", "12", "--known", "5", "--words", "4", "--out", out)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert out.read_text(encoding="utf-8") == answer.stdout
    rows = [line for line in answer.stdout.splitlines() if line.startswith("| ")]
    complete = [row for row in rows if row.endswith("| 1.000 | 1.000 | 100.0 % | 0 |")]
    assert {"string", "character", "word", "latin"} <= {row.split(" | ")[0][2:] for row in complete}
    known = [row for row in rows if row.startswith(("| 《X》", "| X", "| title"))]
    assert len(known) == 4
    assert all(row.split(" | ")[2] == "100.0 %" for row in known)
    assert "words of 2–4 characters" in answer.stdout


def test_questions_and_sessions(site: Path, queries: Path) -> None:
    answer = _run("--site", site, "--queries", queries, "--cold")
    assert answer.returncode == 0, answer.stderr
    assert "| Recall@10 | 1.000 |" in answer.stdout
    answer = _run("--site", site, "--queries", queries, "--mixed", "1")
    assert answer.returncode == 0, answer.stderr
    assert "| gzip bytes | " in answer.stdout


def test_a_broken_promise_is_a_failure(site: Path, tmp_path: Path) -> None:
    """The site says more than its index knows."""
    broken = tmp_path / "site"
    for path in site.rglob("*"):
        if path.is_file():
            target = broken / path.relative_to(site)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    page = broken / "rules" / "index.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(
        text.replace("</article>", "<p>" + "鑫淼焱垚" * 400 + "</p></article>"), "utf-8"
    )
    answer = _run("--site", broken, "--strings", "40")
    assert answer.returncode == 1
    assert "missed: 鑫" in answer.stdout


def test_growth_at_each_size(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(3):
        page = f"# 规定{number}\n\n## 第一条 {{#a1}}\n\n党员应当认真学习，做到学用结合。\n"
        (docs / f"p{number}.md").write_text(page, encoding="utf-8")
    queries = tmp_path / "queries.jsonl"
    rows = [{"id": n, "query": "党员应当学习什么？", "relevant": [f"p{n}/#a1"]} for n in range(3)]
    queries.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    table, plot = growth_report(docs, queries, [1])
    lines = table.splitlines()
    assert lines[0] == "| pages | 1 | 3 | 6 |"
    assert lines[2] == "| sections | 3 | 7 | 13 |"
    assert lines[-1] == "| Recall@10 of 1 questions | 1.000 | 1.000 | 1.000 |"
    assert len(list(ET.fromstring(plot).iter("{http://www.w3.org/2000/svg}polyline"))) > 5  # noqa: S314
    with pytest.raises(ValueError, match="no Markdown files"):
        growth_report(tmp_path / "nothing", queries, [1])
