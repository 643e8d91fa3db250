"""Every fault of a track or plan is one line with file, line and code."""

from pathlib import Path
from textwrap import dedent

import pytest

from mkdocs_study.library.diagnostics import format_diagnostic
from mkdocs_study.library.library import load_library
from mkdocs_study.library.vocabulary import Vocabulary
from mkdocs_study.tracks.validate import validate_tracks

PAGES = {
    "texts/rules.md": """\
---
type: text
title: 单位规定
id: rules
---

# 单位规定

## 第一章 总则

### 第一条

本规定供练习。

### 第二条

另一条。
""",
    "cases/one.md": "---\ntype: standard\ntitle: 案例一\nid: one\n---\n\n# 案例一\n\n事实。\n",
    "cases/two.md": "---\ntype: standard\ntitle: 案例二\nid: two\n---\n\n# 案例二\n\n事实。\n",
}


def faults(folder: Path, pages: dict[str, str]) -> list[str]:
    docs = folder / "docs"
    for path, text in {**PAGES, **pages}.items():
        target = docs / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    library, unreadable = load_library(docs, Vocabulary())
    found = validate_tracks(library)
    return [format_diagnostic(each).split(" — ")[0] for each in sorted([*unreadable, *found])]


def track(units: str, name: str = "a") -> dict[str, str]:
    """Write a track whose first unit stands in line 8."""
    head = f"---\ntype: track\ntitle: 专题\nid: track-{name}\nstages:\n  - title: 读\n    units:\n"
    body = dedent(units)
    lines = "".join(f"      {line}\n" for line in body.splitlines())
    return {f"tracks/{name}.md": f"{head}{lines}---\n\n# 专题\n"}


TABLE: list[tuple[str, str, list[str]]] = [
    ("nothing wrong", "- {page: texts/rules.md, kind: 读原文}", []),
    (
        "parts of a page beside the whole page",
        """\
        - {page: texts/rules.md, kind: 读原文}
        - {page: texts/rules.md, sections: [art-1], kind: 讨论}
        - {page: texts/rules.md, sections: [art-1, art-2], kind: 讨论}""",
        [],
    ),
    (
        "missing page",
        """\
        - {page: cases/one.md, kind: 看案例}
        - page: cases/gone.md
          kind: 看案例""",
        ["docs/tracks/a.md:9 TR001 单元的页面不存在：cases/gone.md"],
    ),
    (
        "missing sections",
        """\
        - page: texts/rules.md
          kind: 读原文
          sections:
            - art-1
            - art-9
            - ch-7""",
        [
            "docs/tracks/a.md:12 TR002 texts/rules.md 里没有这一节：art-9",
            "docs/tracks/a.md:13 TR002 texts/rules.md 里没有这一节：ch-7",
        ],
    ),
    (
        "duplicate unit, also on one line and in another order",
        """\
        - {page: texts/rules.md, kind: 读原文, sections: [art-1, art-2]}
        - {page: cases/one.md, kind: 看案例}
        - {page: cases/one.md, kind: 讨论}
        - {page: texts/rules.md, kind: 读原文, sections: [art-2, art-1]}""",
        [
            "docs/tracks/a.md:10 TR003 单元重复：cases/one.md，第 9 行已有",
            "docs/tracks/a.md:11 TR003 单元重复：texts/rules.md（art-2、art-1），第 8 行已有",
        ],
    ),
    (
        "required page that does not exist",
        "- {page: cases/one.md, kind: 看案例, requires: [nobody]}",
        ["docs/tracks/a.md:8 TR004 要求先学的资料不存在：nobody"],
    ),
    (
        "required page that is not in the track",
        "- {page: cases/one.md, kind: 看案例, requires: [two]}",
        ["docs/tracks/a.md:8 TR005 要求先学的资料不在本专题里：two"],
    ),
    (
        "requirements in a circle",
        """\
        - {page: cases/one.md, kind: 看案例, requires: [rules]}
        - {page: cases/two.md, kind: 看案例, requires: [one]}
        - {page: texts/rules.md, kind: 读原文, requires: [two]}""",
        ["docs/tracks/a.md:8 TR006 先学要求绕成了圈：one → rules → two → one"],
    ),
    (
        "a unit that requires itself",
        "- {page: cases/one.md, kind: 看案例, requires: [one]}",
        ["docs/tracks/a.md:8 TR006 先学要求绕成了圈：one → one"],
    ),
]


@pytest.mark.parametrize(
    ("units", "expected"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE]
)
def test_faults_of_units(tmp_path: Path, units: str, expected: list[str]) -> None:
    assert faults(tmp_path, track(units)) == expected


def test_words_and_empty_lists_are_refused_with_their_lines(tmp_path: Path) -> None:
    head = "---\ntype: track\ntitle: 专题\nid: track-a\n"
    found = faults(
        tmp_path,
        {
            "tracks/a.md": f"{head}stages: []\n---\n\n# 专题\n",
            "tracks/b.md": f"{head}stages:\n  - title: 空\n    units: []\n---\n\n# 专题\n",
            **track("- {page: texts/rules.md, kind: 看书}", "c"),
            **track("- {page: texts/rules.md, kind: 读原文, minute: 3}", "d"),
        },
    )
    places = [line.split(" ")[0] for line in found]
    assert places == [
        "docs/tracks/a.md:5",
        "docs/tracks/b.md:7",
        "docs/tracks/c.md:8",
        "docs/tracks/d.md:8",
    ]
    assert "看书" in found[2]
    assert "minute" in found[3]


def test_a_requirement_of_a_document_can_close_the_circle(tmp_path: Path) -> None:
    units = """\
        - {page: cases/one.md, kind: 看案例, requires: [two]}
        - {page: cases/two.md, kind: 看案例}"""
    two = PAGES["cases/two.md"].replace("id: two", "id: two\nrequires: [rules]")
    rules = PAGES["texts/rules.md"].replace("id: rules", "id: rules\nrequires: [one]")
    found = faults(tmp_path, {**track(units), "cases/two.md": two, "texts/rules.md": rules})
    assert found == ["docs/tracks/a.md:8 TR006 先学要求绕成了圈：one → two → rules → one"]


def test_a_circle_of_documents_alone_is_reported_once(tmp_path: Path) -> None:
    one = PAGES["cases/one.md"].replace("id: one", "id: one\nrequires: [two]")
    two = PAGES["cases/two.md"].replace("id: two", "id: two\nrequires: [one]")
    units = "- {page: cases/one.md, kind: 看案例}\n- {page: cases/two.md, kind: 看案例}"
    found = faults(tmp_path, {**track(units), "cases/one.md": one, "cases/two.md": two})
    assert [line.split(" ")[1] for line in found] == ["REF002"]


def test_a_track_cannot_be_a_unit_of_itself(tmp_path: Path) -> None:
    found = faults(tmp_path, track("- {page: tracks/a.md, kind: 读原文}"))
    assert found == ["docs/tracks/a.md:8 TR007 专题绕成了圈：专题 → 专题"]


def test_tracks_cannot_be_units_of_each_other(tmp_path: Path) -> None:
    first = "- {page: cases/one.md, kind: 看案例}\n- {page: tracks/b.md, kind: 读原文}"
    second = "- {page: tracks/a.md, kind: 读原文}\n- {page: tracks/c.md, kind: 读原文}"
    found = faults(
        tmp_path,
        {
            **track(first),
            **track(second, "b"),
            **track("- {page: cases/one.md, kind: 看案例}", "c"),
        },
    )
    assert found == ["docs/tracks/a.md:9 TR007 专题绕成了圈：专题 → 专题 → 专题"]


def test_faults_of_plans(tmp_path: Path) -> None:
    plan = """\
---
type: plan
title: 计划
id: plan-2026
year: 2026
sessions:
  - kind: 党课
    date: 2026-03-18
    theme: 守纪律
    materials: [rules, nobody]
  - kind: 党课
    date: 2025-12-31
    theme: 守纪律
---

# 计划
"""
    assert faults(tmp_path, {"plan/2026.md": plan}) == [
        "docs/plan/2026.md:10 PL002 学习材料不存在：nobody",
        "docs/plan/2026.md:12 PL001 日期 2025-12-31 不在 2026 年",
    ]
