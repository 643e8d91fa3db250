"""The graph of tracks: requirements, circles, unused pages; as text, as data and as a drawing."""

import json
import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from mkdocs_study.cli import main
from mkdocs_study.tracks.layers import Layout, lay_out
from tests.builds import write_project

CONFIG = "site_name: 甲<站>\nplugins:\n  - study\n"


def page(kind: str, title: str, name: str, requires: str = "") -> str:
    more = f"requires: [{requires}]\n" if requires else ""
    return f"---\ntype: {kind}\ntitle: {title}\nid: {name}\n{more}---\n\n# {title}\n\n正文。\n"


TRACK = """\
---
type: track
title: 守规矩
id: track-rules
description: 一句话。
objectives: [一项]
stages:
  - title: 读原文
    units:
      - {page: texts/rules.md, kind: 读原文, minutes: 70}
  - title: 看案例
    units:
      - {page: standards/two.md, kind: 讨论, requires: [text-rules]}
---

# 守规矩
"""
PAGES = {
    "index.md": "---\ntype: page\ntitle: 首页\n---\n\n# 首页\n",
    "texts/rules.md": page("text", "规定“甲&乙”", "text-rules"),
    "texts/spare.md": page("text", "没有用到的规定", "text-spare"),
    "standards/one.md": page("standard", "标准一", "standard-one"),
    "standards/two.md": page("standard", "标准二", "standard-two", "standard-one"),
    "tracks/a.md": TRACK,
}
TEXT = """\
专题：1 个

守规矩（tracks/a.md）
  2 个阶段 · 2 个单元 · 约 1 小时 11 分钟
  第一阶段 读原文
      1  读原文    70 分钟  规定“甲&乙”
  第二阶段 看案例
      2  讨论       1 分钟  标准二（先学：规定“甲&乙”、标准一）

先学要求：2 条
  标准二（standards/two.md）
    先学 标准一（standards/one.md）
    先学 规定“甲&乙”（texts/rules.md），专题 track-rules 要求

没有专题用到的资料：2 份
  原文
    没有用到的规定（texts/spare.md）
  标准
    标准一（standards/one.md）
"""

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path, CONFIG, PAGES)


def test_the_overview_is_text_for_a_terminal(project: Path, capsys: Capture) -> None:
    assert main(["tracks", "-f", str(project / "mkdocs.yml")]) == 0
    assert capsys.readouterr().out == TEXT


def test_the_same_as_data(project: Path, capsys: Capture) -> None:
    assert main(["tracks", "-f", str(project / "mkdocs.yml"), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [track["id"] for track in data["tracks"]] == ["track-rules"]
    assert data["tracks"][0]["stages"][1]["units"] == [
        {
            "number": 2,
            "page": "standards/two.md",
            "title": "标准二",
            "sections": [],
            "kind": "讨论",
            "minutes": 1,
            "requires": ["texts/rules.md", "standards/one.md"],
        }
    ]
    assert data["requirements"] == [
        {"page": "standards/two.md", "requires": "standards/one.md", "track": None},
        {"page": "standards/two.md", "requires": "texts/rules.md", "track": "track-rules"},
    ]
    assert data["circles"] == []
    assert [each["path"] for each in data["unused"]] == ["texts/spare.md", "standards/one.md"]


def test_the_page_is_sound_and_asks_nothing_of_any_host(project: Path, capsys: Capture) -> None:
    target = project / "graph.html"
    arguments = ["tracks", "-f", str(project / "mkdocs.yml"), "--html", str(target)]
    assert main(arguments) == 0
    html = target.read_text(encoding="utf-8")
    assert "<script" not in html
    assert not re.findall(r"(?:src|href|url\()=?[\"']?(?:https?:)?//", html)
    assert "甲&lt;站&gt;：专题总览" in html
    (drawing,) = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    parsed = ET.fromstring(drawing)  # noqa: S314 (our own output)
    assert [each.text for each in parsed.iter("text") if not each.get("class")] == [
        "标准一",
        "标准二",
        "规定“甲&乙”",
    ]
    assert len(parsed.findall("path")) == 2
    assert main(arguments) == 1, "an existing file stays"
    assert "已经存在，没有改动" in capsys.readouterr().err
    assert main([*arguments, "--force"]) == 0


def test_circles_are_shown_with_their_path(project: Path, capsys: Capture) -> None:
    write_project(
        project,
        CONFIG,
        {"standards/one.md": page("standard", "标准一", "standard-one", "standard-two")},
    )
    config = str(project / "mkdocs.yml")
    assert main(["tracks", "-f", config]) == 1
    captured = capsys.readouterr()
    assert "绕成了圈：标准一 → 标准二 → 标准一" in captured.out
    assert "资料有 1 个错误" in captured.err
    assert main(["tracks", "-f", config, "--html", str(project / "graph.html")]) == 1
    assert 'class="bad"' in (project / "graph.html").read_text(encoding="utf-8")


def test_data_and_page_at_once_are_wrong_use(project: Path) -> None:
    config = str(project / "mkdocs.yml")
    assert main(["tracks", "-f", config, "--json", "--html", "x.html"]) == 2


GRAPHS: dict[str, dict[str, list[str]]] = {
    "nothing": {},
    "chain": {"a": ["b"], "b": ["c"]},
    "long edge": {"a": ["b", "c"], "b": ["c"], "c": []},
    "crossed": {"a": ["y"], "b": ["x"]},
    "circle": {"a": ["b"], "b": ["c"], "c": ["a"]},
    "two circles": {"a": ["b"], "b": ["a", "c"], "c": ["b", "d"], "d": []},
    "to itself": {"a": ["a", "b"]},
    "grid": {f"{n}": [f"{n + 1}", f"{n + 4}"] for n in range(16)},
}


@pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)
def test_every_layout_leads_from_left_to_right(graph: dict[str, list[str]]) -> None:
    layout = lay_out(graph)
    nodes = {*graph, *(other for others in graph.values() for other in others)}
    assert set(layout.places) == nodes
    points = [point for route in layout.routes.values() for point in route[1:-1]]
    taken = [*layout.places.values(), *points]
    assert len(taken) == len(set(taken)), "two things stand in one place"
    assert sum(layout.sizes) == len(taken)
    wanted = {(node, other) for node in graph for other in graph[node] if other != node}
    assert set(layout.routes) == wanted
    for (start, end), route in layout.routes.items():
        turned = (start, end) in layout.turned
        assert route[0] == layout.places[end if turned else start]
        assert route[-1] == layout.places[start if turned else end]
        assert all(right[0] == left[0] + 1 for left, right in pairwise(route))


def test_edges_that_need_not_cross_do_not() -> None:
    layout: Layout = lay_out(GRAPHS["crossed"])
    assert (layout.places["a"] < layout.places["b"]) == (layout.places["y"] < layout.places["x"])
