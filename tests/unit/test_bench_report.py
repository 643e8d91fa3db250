"""What the benchmarks write: a plot, a page with filled regions, and counts of bytes and memory."""

import os
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import bench_memory
from bench_all import PAGE, PARTS, fill
from bench_browser import PAIRS, Record, format_ratios, format_records, format_views, list_subjects
from bench_browser import Queries as BrowserQueries
from bench_chromium import Traffic, count_traffic
from bench_pagefind import PagefindError, index_command, pagefind_program
from bench_plot import draw_growth, spread
from bench_search import parse

SVG = "{http://www.w3.org/2000/svg}"


def test_the_plot_is_well_formed_and_names_every_line() -> None:
    series = {"a < b": [(1000.0, 1.0), (8000.0, 2.0)], "c & d": [(1000.0, 1.0), (8000.0, 0.5)]}
    root = ET.fromstring(draw_growth("Growth <1>", "sections", [1000, 8000], series))  # noqa: S314
    words = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert {"a < b: 2.00 ×", "c & d: 0.50 ×", "1,000", "8,000", "8 ×", "0.5 ×"} <= set(words)
    assert len(list(root.iter(f"{SVG}circle"))) == 4
    assert "prefers-color-scheme:dark" in "".join(root.itertext())
    places = [float(text.get("y", "-1")) for text in root.iter(f"{SVG}text")]
    assert all(0 < place <= 440 for place in places)


def test_twice_as_much_is_drawn_higher() -> None:
    series = {"up": [(1.0, 1.0), (4.0, 2.0)]}
    root = ET.fromstring(draw_growth("", "", [1, 4], series))  # noqa: S314
    first, last = root.iter(f"{SVG}circle")
    assert float(last.get("cy", "0")) < float(first.get("cy", "0"))
    assert float(last.get("cx", "0")) > float(first.get("cx", "0"))


def test_labels_keep_their_distance_and_order() -> None:
    assert spread([100, 101, 50], 17) == [100, 117, 50]
    assert spread([390, 391], 17) == [375, 392]


def test_a_region_is_filled_and_the_others_stay() -> None:
    page = "a\n<!-- bench:one -->\nold\n<!-- /bench -->\nb\n<!-- bench:two -->\n<!-- /bench -->\n"
    once = fill(page, "one", "| new \\1 |\n")
    assert "<!-- bench:one -->\n\n| new \\1 |\n\n<!-- /bench -->\nb\n" in once
    assert once.endswith("<!-- bench:two -->\n<!-- /bench -->\n")
    assert fill(once, "one", "| new \\1 |") == once
    with pytest.raises(ValueError, match="no region bench:three"):
        fill(page, "three", "")


def test_the_page_has_a_region_for_every_part() -> None:
    text = PAGE.read_text("utf-8")
    assert sorted(re.findall(r"<!-- bench:([\w-]+) -->", text)) == sorted(PARTS)
    assert text.count("<!-- /bench -->") == len(PARTS)


def test_bytes_of_search_are_told_from_those_of_the_page() -> None:
    lines = [
        "200 1000 /",
        "200 300 /search/search_index.json",
        "304 50 /pagefind/pagefind.js",
        "200 70 /assets/javascripts/workers/search.abc.min.js",
        "200 9 /d00/search/ a b",
    ]
    assert count_traffic(lines) == Traffic(420, 1429, 3)


def test_only_renderers_of_the_marked_browser_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {
        10: (1, "chromium\0--bench-mark=x\0"),
        11: (10, "chromium\0--type=zygote\0"),
        12: (11, "chromium\0--type=renderer\0"),
        13: (10, "chromium\0--type=renderer\0"),
        20: (1, "chromium\0--type=renderer\0"),
    }
    for pid, (parent, line) in rows.items():
        folder = tmp_path / str(pid)
        folder.mkdir()
        (folder / "stat").write_text(f"{pid} (a name) S {parent} 0 0")
        (folder / "cmdline").write_text(line)
        (folder / "status").write_text("Name:\tx\nVmHWM:\t  4096 kB\nVmRSS:\t  2048 kB\n")
        (folder / "smaps_rollup").write_text("0-1 ---p\nRss:  2048 kB\nPss:  1024 kB\n")
    (tmp_path / "version").write_text("")
    monkeypatch.setattr(bench_memory, "PROC", tmp_path)
    memory = bench_memory.renderer_memory("--bench-mark=x")
    assert (memory.resident, memory.proportional, memory.peak) == (4, 2, 8)


def test_ratios_are_of_pairs_and_gaps_are_dashes() -> None:
    subjects = list_subjects(Path("a"), Path("b"), None)
    records = {subject.name: Record() for subject in subjects}
    for name, times in zip(PAIRS[0], ([100, 300, 90], [200, 300, 300]), strict=True):
        records[name].first_ms = [float(time) for time in times]
    for name in PAIRS[1]:
        records[name].first_ms = [100.0]
    ratios = format_ratios(records).splitlines()
    assert [line.split(": ")[1] for line in ratios] == ["0.50 ×", "1.00 ×"]
    table = format_records(records, BrowserQueries("甲", ["乙"], ["丙"]), 3, 1)
    assert "| page opened to first result, ms | 100 | 100 | 300 | 100 |" in table
    assert "| warm word, ms | – | – | – | – |" in table


@pytest.mark.parametrize(
    "arguments", [[], ["--mixed", "3"], ["--browser"], ["--strings", "1", "--peer-questions", "2"]]
)
def test_wrong_use_says_what_is_missing(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        parse(["--site", "s", *arguments])
    assert stop.value.code == 2
    assert "need" in capsys.readouterr().err


def test_pagefind_is_installed_once_and_its_absence_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench_pagefind.FOLDER", tmp_path)
    failed = subprocess.CompletedProcess([], 1, "", "no network")
    monkeypatch.setattr("bench_pagefind.subprocess.run", lambda *_, **__: failed)
    with pytest.raises(PagefindError, match="no network"):
        pagefind_program()
    suffix = ".exe" if os.name == "nt" else ""
    program = tmp_path / "pagefind_bin_extended" / f"pagefind_extended{suffix}"
    program.parent.mkdir()
    program.write_bytes(b"")
    assert pagefind_program() == program
    assert index_command(program, Path("site"))[1:3] == ["--site", "site"]


def test_what_search_adds_to_a_page() -> None:
    table = format_views({"zh-search": [1500, 2100], "search off": [1000, 2000]})
    assert "| zh-search | 1,500 | 2,100 | 500 and 100 |" in table
    assert "| search off | 1,000 | 2,000 | – |" in table
    assert "| zh-search | 1,500 | 2,100 | – |" in format_views({"zh-search": [1500, 2100]})
