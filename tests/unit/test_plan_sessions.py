"""What a plan says of its sessions, and the months and quarters for which it says nothing."""

import datetime as dt
from pathlib import Path

import pytest

from mkdocs_study.library.diagnostics import Severity
from mkdocs_study.library.document import PlanMeta, SessionMeta
from mkdocs_study.library.library import Library, load_library
from mkdocs_study.library.vocabulary import Vocabulary
from mkdocs_study.tracks.plan import Material, Session
from mkdocs_study.tracks.plan_rules import USUAL_RULES, Rule, check_plans, period_names
from mkdocs_study.tracks.sessions import build_plan, plan_sessions

PAGES = {
    "index.md": "---\ntype: page\ntitle: 首页\n---\n\n# 首页\n",
    "texts/rules.md": (
        "---\ntype: text\ntitle: 单位规定\nid: rules\n---\n\n# 单位规定\n\n"
        "## 第一条\n\n甲。\n\n## 第二条\n\n乙。\n"
    ),
    "inner.md": (
        "---\ntype: standard\ntitle: 内部\nid: inner\naudience: [支部书记]\n---\n\n"
        "# 内部\n\n## 要点\n\n一点。\n"
    ),
    "tracks/a.md": (
        "---\ntype: track\ntitle: 专题\nid: track-a\nstages:\n  - title: 读\n    units:\n"
        "      - {page: texts/rules.md, sections: [art-2, art-1], kind: 读原文}\n"
        "      - {page: inner.md, kind: 讨论}\n---\n\n# 专题\n"
    ),
}
PLAN = """\
title: 2026年计划
id: plan-2026
year: 2026
sessions:
{sessions}
"""
PUBLIC = frozenset(("texts/rules.md", "tracks/a.md", "plan/2026.md"))


def load(folder: Path, *sessions: str) -> Library:
    lines = "\n".join(f"  - {{{each}}}" for each in sessions)
    for path, text in {**PAGES, "plan/2026.yml": PLAN.format(sessions=lines)}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    library, found = load_library(folder, Vocabulary(audiences=("支部书记",)))
    assert found == []
    return library


def sessions(library: Library, published: frozenset[str] = PUBLIC) -> tuple[Session, ...]:
    plan = build_plan(library.by_path["plan/2026.md"], library, published)
    assert plan is not None
    return plan.sessions


def one(folder: Path, materials: str) -> tuple[Material, ...]:
    library = load(folder, f"kind: 党课, date: 2026-03-18, theme: 主题, materials: [{materials}]")
    return next((each.materials for each in sessions(library)), ())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rules", Material("texts/rules.md", "单位规定")),
        ("rules#art-2", Material("texts/rules.md", "单位规定（第二条）", "#art-2")),
        ("track-a", Material("tracks/a.md", "专题")),
        ("track-a#rules", Material("texts/rules.md", "单位规定", "?track=track-a#art-2")),
        (
            "track-a#rules#art-1+art-2",
            Material("texts/rules.md", "单位规定", "?track=track-a#art-2"),
        ),
    ],
)
def test_a_material_is_a_page_a_section_or_a_unit(
    name: str, expected: Material, tmp_path: Path
) -> None:
    assert one(tmp_path, name) == (expected,)


@pytest.mark.parametrize("name", ["inner", "inner#要点", "track-a#inner"])
def test_a_session_about_what_the_build_lacks_vanishes(name: str, tmp_path: Path) -> None:
    assert one(tmp_path / "alone", name) == ()
    assert one(tmp_path / "beside", f"{name}, rules") == (Material("texts/rules.md", "单位规定"),)
    library = load(tmp_path / "alone", "kind: 党课, date: 2026-03-18, theme: 主题")
    assert len(sessions(library)) == 1


def test_sessions_have_the_same_keys_in_every_build(tmp_path: Path) -> None:
    library = load(
        tmp_path,
        "kind: 支委会, date: 2026-03-20, theme: 后",
        "kind: 支委会, date: 2026-03-04, theme: 前, materials: [inner]",
        'kind: 支委会, date: 2026-03-04, time: "09:00", theme: 上午, materials: [rules]',
        "kind: 党课, date: 2026-03-04, theme: 课",
        "kind: 支委会, date: 2026-04-01, theme: 四月",
    )
    everything = {each.theme: each.key for each in sessions(library, PUBLIC | {"inner.md"})}
    assert everything == {
        "前": "2026-03/支委会/1",
        "课": "2026-03/党课/1",
        "上午": "2026-03/支委会/2",
        "后": "2026-03/支委会/3",
        "四月": "2026-04/支委会/1",
    }
    assert {each.theme: each.key for each in sessions(library)} == {
        theme: key for theme, key in everything.items() if theme != "前"
    }


def test_times_places_and_last_days_are_kept(tmp_path: Path) -> None:
    library = load(
        tmp_path,
        "kind: 党课, date: 2026-03-18, theme: 课, time: 09:05, minutes: 90, place: 三楼",
        "kind: 中心组学习, date: 2026-03-30, until: 2026-04-01, theme: 读",
    )
    lesson, group = sessions(library)
    assert (lesson.time, lesson.minutes, lesson.place) == ("09:05", 90, "三楼")
    assert [each.isoformat() for each in group.days] == ["2026-03-30", "2026-03-31", "2026-04-01"]


def test_a_plan_file_is_the_page_of_its_name_and_faults_name_the_file(tmp_path: Path) -> None:
    library = load(tmp_path, "kind: 党课, date: 2026-03-18, theme: 课, materials: [rules#art-1]")
    plan = library.by_path["plan/2026.md"]
    assert (plan.source, plan.url, plan.type) == (
        f"{tmp_path.name}/plan/2026.yml",
        "plan/2026/",
        "plan",
    )
    assert plan.line_of(("sessions", 0, "theme")) == 5
    assert isinstance(plan.meta, PlanMeta)
    assert plan_sessions(plan.meta, library)


# ---- Rules -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "months", "names"),
    [
        ([0], 1, "1月"),
        ([0, 1], 1, "1月、2月"),
        ([0, 1, 2, 5], 1, "1月至3月、6月"),
        ([10, 11], 1, "11月、12月"),
        (list(range(12)), 1, "全年"),
        ([3], 3, "第四季度"),
        ([0, 2], 3, "第一季度、第三季度"),
        ([1, 2, 3], 3, "第二季度至第四季度"),
        ([0, 1, 2, 3], 3, "全年"),
        ([0], 6, "上半年"),
        ([1], 6, "下半年"),
        ([0], 12, "全年"),
    ],
)
def test_periods_are_named_as_people_name_them(numbers: list[int], months: int, names: str) -> None:
    assert period_names(numbers, months) == names


def full_year(kind: str, *months: int) -> list[str]:
    return [f"kind: {kind}, date: 2026-{month:02}-28, theme: 主题" for month in months]


@pytest.mark.parametrize(
    ("months", "length", "missing"),
    [
        (range(1, 13), 1, ""),
        ([*range(1, 6), *range(7, 13)], 1, "6月"),
        ([3, 4, 9, 12], 3, ""),
        ([1, 2, 3, 12], 3, "第二季度、第三季度"),
        ([6, 7], 6, ""),
        ([7], 6, "上半年"),
        ([12], 12, ""),
    ],
)
def test_every_period_of_the_year_counts_from_its_first_to_its_last_month(
    months: list[int], length: int, missing: str, tmp_path: Path
) -> None:
    library = load(tmp_path, *full_year("党课", *months))
    found = check_plans(library, [Rule("党课", length)])
    assert [each.message for each in found] == ([f"2026年{missing}没有安排党课"] if missing else [])


def test_the_usual_rules_warn_and_a_rule_can_fail_the_build(tmp_path: Path) -> None:
    library = load(tmp_path, *full_year("周一例会", 1))
    found = check_plans(library, USUAL_RULES)
    assert [(each.message, each.severity) for each in found] == [
        ("2026年全年没有安排党员大会", Severity.WARNING),
        ("2026年全年没有安排支委会", Severity.WARNING),
        ("2026年全年没有安排党小组会", Severity.WARNING),
        ("2026年全年没有安排党课", Severity.WARNING),
    ]
    [fault] = check_plans(library, [Rule("党课", 12, Severity.ERROR)])
    assert (fault.severity, fault.line) == (Severity.ERROR, 5)


def test_a_session_for_some_readers_only_counts_too(tmp_path: Path) -> None:
    library = load(tmp_path, "kind: 党课, date: 2026-03-18, theme: 主题, materials: [inner]")
    assert check_plans(library, [Rule("党课", 12)]) == []


def test_a_session_of_the_model_is_written_as_mkdocs_can_read_it() -> None:
    """The plugin hands the model to MkDocs as YAML, which knows no times of the day."""
    meta = SessionMeta.model_validate(
        {"kind": "党课", "date": "2026-03-18", "theme": "课", "time": "14:30", "minutes": "90"},
        context=Vocabulary(),
    )
    assert meta.model_dump(exclude_defaults=True) == {
        "kind": "党课",
        "date": dt.date(2026, 3, 18),
        "theme": "课",
        "time": "14:30",
        "minutes": 90,
    }
