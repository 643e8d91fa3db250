"""The benchmark of tracks builds the same site twice, weighs its pages and opens them."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench_corpus import list_pages
from bench_long_tasks import find_long_tasks
from bench_track_corpus import write_config, write_pages, write_tracks
from bench_track_weight import LIMIT_BYTES, files_of, weigh_pages
from tests.builds import ROOT, build_site

SCRIPT = ROOT / "scripts" / "bench_tracks.py"
PAGES, TRACKS, UNITS = 6, 5, 5


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Write statutes as the corpus has them: no front matter, no home page, an empty heading."""
    docs = tmp_path / "corpus" / "docs" / "d01"
    docs.mkdir(parents=True)
    for number in range(PAGES):
        articles = "".join(
            f"#### 第{n}条 {{#a{i}}}\n\n应当学习。\n\n" for i, n in enumerate("一二三")
        )
        text = f"# 规定：第{number}号\n\n## 总则 {{#c1}}\n\n{articles}##\n\n末尾。\n"
        (docs / f"p{number}.md").write_text(text, encoding="utf-8")
    return tmp_path / "corpus"


def test_the_report_has_builds_and_weights(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.md"
    options = ["--tracks", str(TRACKS), "--units", str(UNITS), "--repeat", "1", "--no-browser"]
    command = [sys.executable, str(SCRIPT), "--corpus", str(corpus), "--out", str(out), *options]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert answer.returncode == 0, answer.stderr
    report = out.read_text(encoding="utf-8")
    assert answer.stdout.strip() == report.strip()
    assert report.startswith(f"{TRACKS} tracks of {UNITS} units over {PAGES} pages, ")
    rows = [line.split(" | ") for line in report.splitlines() if line.startswith("| with")]
    assert [row[0] for row in rows] == ["| without tracks", "| with tracks"]
    added = int(rows[1][1]) - int(rows[0][1])
    assert added == TRACKS + 1, "each track's page, and the one that lists them"
    assert rows[1][3].endswith(" %")
    assert "crowded.js" in report


def test_a_corpus_without_pages_is_wrong_use(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), "--corpus", str(tmp_path)]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (answer.returncode, "no Markdown files" in answer.stderr) == (2, True)


def test_drawn_tracks_are_sound_and_their_pages_light(corpus: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    pages = write_pages(corpus / "docs", project / "docs")
    assert [page.articles for page in pages] == [("a0", "a1", "a2")] * PAGES
    write_tracks(pages, project / "docs", TRACKS, UNITS)
    write_config(project, project / "site")
    built = build_site(project, project / "site")
    assert built.exit_code == 0, built.output
    weights = weigh_pages(built.site)
    assert sum(weight.pages for weight in weights) == PAGES
    for weight in weights:
        assert 5_000 < weight.gzip_bytes <= LIMIT_BYTES, weight
        assert weight.largest_block < 4_000, weight
    names = [each.name for each in find_long_tasks(built.site)]
    assert names == ["home", "all tracks", "我的学习", "a track", "a unit in many tracks"]


def test_a_corpus_is_cut_by_lot_but_always_the_same(corpus: Path, tmp_path: Path) -> None:
    first = write_pages(corpus / "docs", tmp_path / "one", 3)
    second = write_pages(corpus / "docs", tmp_path / "two", 3)
    assert first == second
    assert len(first) == 3
    assert {page.path for page in first} < set(list_pages(corpus / "docs"))


def test_files_are_those_of_our_folder() -> None:
    html = (
        "<link rel=stylesheet href=../assets/study/tracks-01234567.css>"
        '<script src="../assets/study/unit-89abcdef.js" defer></script>'
        '<script src="../search/engine.js"></script><a href="../assets/study/x.js">'
    )
    assert files_of(html) == ("tracks-01234567.css", "unit-89abcdef.js")
