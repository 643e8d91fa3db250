"""A build's tracks hold what its readers may see, numbered without gaps."""

from pathlib import Path

import pytest

from mkdocs_study.library.document import PlanMeta
from mkdocs_study.library.library import Library, load_library
from mkdocs_study.library.vocabulary import Vocabulary
from mkdocs_study.tracks.assemble import build_tracks
from mkdocs_study.tracks.extent import reading_minutes, words_digest
from mkdocs_study.tracks.plan import Material
from mkdocs_study.tracks.sessions import plan_sessions
from mkdocs_study.tracks.track import PageRef, Track, units_by_page

RULES = """\
---
type: text
title: 单位规定
id: rules
---

# 单位规定

前言。

## 第一章 总则

### 第一条

{first}

### 第二条

{second}

## 第二章 附则

### 第三条

本规定自公布之日起施行。
"""
TRACK = """\
---
type: track
title: 专题
id: track-a
description: 说明。
objectives: [学会一件事]
stages:
  - title: 读
    units:
      - {page: texts/rules.md, sections: [art-2, art-1], kind: 读原文}
      - {page: standards/secret.md, kind: 自查, minutes: 90}
      - {page: standards/open.md, kind: 自查, requires: [rules, secret]}
  - title: 内部
    units:
      - {page: standards/secret.md, sections: [要点], kind: 讨论}
  - title: 再读
    units:
      - {page: texts/rules.md, kind: 读原文}
      - {page: help.md, kind: 实践}
---

# 专题
"""
PAGES = {
    "texts/rules.md": RULES.format(first="甲" * 397, second="乙" * 398),
    "standards/open.md": (
        "---\ntype: standard\ntitle: 公开\nid: open\nminutes: 7\nrequires: [rules]\n---\n\n# 公开\n"
    ),
    "standards/secret.md": (
        "---\ntype: standard\ntitle: 内部\nid: secret\n---\n\n# 内部\n\n## 要点\n\n一点。\n"
    ),
    "help.md": "---\ntype: page\ntitle: 帮助\n---\n\n# 帮助\n\n怎样用。\n",
    "tracks/a.md": TRACK,
    "plan/2026.md": """\
---
type: plan
title: 计划
id: plan-2026
year: 2026
sessions:
  - {kind: 党课, date: 2026-03-18, theme: 后, materials: [secret, rules]}
  - {kind: 党课, date: 2026-01-18, theme: 前, lead: 支部书记}
  - {kind: 党课, date: 2026-02-18, theme: 只谈内部资料, materials: [secret]}
---

# 计划
""",
}
PUBLIC = {path for path in PAGES if "secret" not in path}


def load(folder: Path, **changed: str) -> Library:
    pages = {**PAGES, **{path.replace("__", "/") + ".md": text for path, text in changed.items()}}
    for path, text in pages.items():
        (folder / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / path).write_text(text, encoding="utf-8")
    library, faults = load_library(folder / "docs", Vocabulary())
    assert faults == []
    return library


def only_track(library: Library, published: set[str] | None = None) -> Track:
    tracks = build_tracks(library, published)
    assert len(tracks) == 1
    return tracks[0]


def rows(track: Track) -> list[tuple[int, str, str, int]]:
    return [(unit.number, unit.id, unit.title, unit.minutes) for unit in track.units]


def test_all_units_stand_in_order(tmp_path: Path) -> None:
    track = only_track(load(tmp_path))
    assert [stage.title for stage in track.stages] == ["读", "内部", "再读"]
    assert rows(track) == [
        (1, "rules#art-1+art-2", "单位规定（第二条、第一条）", 3),
        (2, "secret", "内部", 90),
        (3, "open", "公开", 7),
        (4, "secret#要点", "内部（要点）", 1),
        (5, "rules", "单位规定", 3),
        (6, "help.md", "帮助", 1),
    ]
    assert track.minutes == 105
    assert track.units[2].requires == (
        PageRef("texts/rules.md", "单位规定"),
        PageRef("standards/secret.md", "内部"),
    )


def test_what_the_audience_may_not_see_vanishes_and_the_rest_is_numbered_anew(
    tmp_path: Path,
) -> None:
    track = only_track(load(tmp_path), PUBLIC)
    assert [stage.title for stage in track.stages] == ["读", "再读"]
    assert [row[:2] for row in rows(track)] == [
        (1, "rules#art-1+art-2"),
        (2, "open"),
        (3, "rules"),
        (4, "help.md"),
    ]
    assert track.units[1].requires == (PageRef("texts/rules.md", "单位规定"),)


def test_a_track_without_units_or_outside_the_build_vanishes(tmp_path: Path) -> None:
    library = load(tmp_path)
    assert build_tracks(library, {"tracks/a.md"}) == ()
    assert build_tracks(library, PUBLIC - {"tracks/a.md"}) == ()


def test_units_are_found_by_their_page(tmp_path: Path) -> None:
    track = only_track(load(tmp_path))
    places = units_by_page([track])
    assert [unit.number for _, unit in places["texts/rules.md"]] == [1, 5]
    assert "plan/2026.md" not in places


def test_a_plan_shows_sessions_by_date_and_only_published_material(tmp_path: Path) -> None:
    library = load(tmp_path)
    meta = library.by_path["plan/2026.md"].meta
    assert isinstance(meta, PlanMeta)
    sessions = plan_sessions(meta, library, PUBLIC)
    assert [(s.theme, s.lead) for s in sessions] == [("前", "支部书记"), ("后", "")]
    assert sessions[1].materials == (Material("texts/rules.md", "单位规定"),)
    assert [s.theme for s in plan_sessions(meta, library)] == ["前", "只谈内部资料", "后"]


@pytest.mark.parametrize(
    ("ids", "speed", "minutes"),
    [
        (["art-1"], 400, 1),  # 397 characters and 第一条
        (["art-2"], 400, 2),  # 398 and 第二条
        (["ch-1"], 400, 3),  # both articles and 第一章 总则
        (["ch-1", "art-1"], 400, 3),  # nothing is counted twice
        ([], 1000, 1),
        ([], 300, 3),
        (["art-3"], 500, 1),
    ],
)
def test_minutes_follow_the_text(tmp_path: Path, ids: list[str], speed: int, minutes: int) -> None:
    page = load(tmp_path).by_path["texts/rules.md"]
    assert reading_minutes(page, ids, speed) == minutes


def test_the_digest_changes_with_the_words_and_with_nothing_else(tmp_path: Path) -> None:
    def digests(name: str, first: str, second: str) -> list[str]:
        text = RULES.format(first=first, second=second)
        library = load(tmp_path / name, texts__rules=text)
        page = library.by_path["texts/rules.md"]
        return [words_digest(page, ids) for ids in ([], ["ch-1"], ["art-1"], ["art-2"], ["art-3"])]

    before = digests("before", "应当**如实**报告，见[帮助](../help.md)。", "乙" * 400)
    same = digests(
        "same", "应当如实\n报告；见[帮助](../help.md#帮助)。", "乙" * 200 + "\n" + "乙" * 200
    )
    amended = digests("amended", "应当如实报告，见[帮助](../help.md)。", "乙" * 399)
    assert before == same
    changed = [old != new for old, new in zip(before, amended, strict=True)]
    assert changed == [True, True, False, True, False]
    assert len(set(before)) == 5
    assert all((len(digest) == 12 and digest.islower()) or digest.isdigit() for digest in before)
