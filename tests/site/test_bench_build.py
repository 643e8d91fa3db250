"""The build benchmark measures all three ways of searching and fails loudly when one breaks."""

import subprocess
import sys
from pathlib import Path

from tests.builds import ROOT

SCRIPT = ROOT / "scripts" / "bench_build.py"


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, SCRIPT, *arguments]
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
