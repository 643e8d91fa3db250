"""The build benchmark measures every way of searching and fails loudly when one breaks."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench_build import measure_pagefind
from bench_cost import Use
from tests.builds import ROOT

SCRIPT = ROOT / "scripts" / "bench_build.py"


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    # Pagefind is fetched on demand, and tests reach no network
    command = [sys.executable, SCRIPT, "--no-pagefind", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_table_has_a_row_per_way_of_searching(tmp_path: Path) -> None:
    """The corpus has no front matter and no home page, as a heap of statutes has."""
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(3):
        page = f"# 规定{number}\n\n## 第一条\n\n党员应当认真学习，做到学用结合。\n"
        (docs / f"{number}.md").write_text(page, encoding="utf-8")
    out = tmp_path / "table.md"
    answer = _run("--corpus", tmp_path, "--out", out)
    assert answer.returncode == 0, answer.stderr
    table = out.read_text(encoding="utf-8")
    assert answer.stdout.strip() == table.strip()
    rows = [line.split(" | ") for line in table.splitlines() if line.startswith("| ")][1:]
    assert [row[0].lstrip("| ") for row in rows] == ["search off", "Material search", "zh-search"]
    seconds = [float(row[1]) for row in rows]
    peaks = [float(row[4]) for row in rows]
    assert all(0.1 < second < 60 for second in seconds)
    assert all(20 < peak < 2000 for peak in peaks)
    assert [int(row[5]) > 0 for row in rows] == [False, True, True]
    assert set(tmp_path.iterdir()) == {docs, out}, "the corpus is not touched"


def test_the_whole_navigation_is_a_table_of_its_own_and_sites_stay(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# 规定\n\n党员应当认真学习。\n", encoding="utf-8")
    sites = tmp_path / "sites"
    answer = _run("--corpus", tmp_path, "--no-prune", "--sites", sites)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.count("| search off |") == 2
    assert answer.stdout.index("pruned:") < answer.stdout.index("on every page:")
    assert {site.name for site in sites.iterdir()} == {"search-off", "Material-search", "zh-search"}
    assert (sites / "zh-search" / "search" / "search_index.json").is_file()


def test_pagefind_adds_to_the_build_without_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program stands in for Pagefind's indexer: it leaves one file and takes some time."""
    site = tmp_path / "site"
    site.mkdir()
    indexer = (
        "import sys, time, pathlib; spent = time.process_time()\n"
        "while time.process_time() - spent < 0.2: pass\n"
        "folder = pathlib.Path(sys.argv[1]) / 'pagefind'; folder.mkdir()\n"
        "(folder / 'a.pf_index').write_bytes(bytes(1000))\n"
    )
    monkeypatch.setattr("bench_build.pagefind_program", lambda: Path(sys.executable))
    monkeypatch.setattr(
        "bench_build.index_command", lambda program, site: [program, "-c", indexer, site]
    )
    cost = measure_pagefind(site, Use(cpu_seconds=10, wall_seconds=20, peak_megabytes=10_000))
    assert 10.2 <= cost.use.cpu_seconds < 15
    assert cost.use.wall_seconds > 20.2
    assert cost.use.peak_megabytes < 10_000, "of the indexer alone"
    assert (cost.index_files, cost.index_bytes) == (1, 1000)
    assert cost.index_gzip_bytes < 100


def test_an_empty_folder_is_wrong_use(tmp_path: Path) -> None:
    answer = _run("--corpus", tmp_path)
    assert answer.returncode == 2
    assert "no Markdown files" in answer.stderr


def test_a_corpus_that_does_not_build_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_bytes(b"\xff\xfe# \x00")
    answer = _run("--corpus", tmp_path)
    assert answer.returncode == 1
    assert "does not build" in answer.stderr
