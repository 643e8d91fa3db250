"""The HTML and the calendar file of plans, compared with files that a person has read.

To accept new ones: `UPDATE_GOLDEN=1 pytest tests/unit/test_plan_pages.py`, then read the diff.
"""

import datetime as dt
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import icalendar
import ics
import pytest
from selectolax.lexbor import LexborHTMLParser

from mkdocs_study.tracks.plan import Material, Plan, Session, table_fragment
from mkdocs_study.tracks.plan_calendar import calendar_bytes
from mkdocs_study.tracks.plan_month import months_html
from mkdocs_study.tracks.plan_year import plan_fragment, words_html
from mkdocs_study.tracks.track import PageRef

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "plans"
RULES = Material("texts/rules.md", "单位规定", "#art-3")
CASE = Material("cases/one.md", "案例 <一> & “二”", "?track=track-first")
PLAN = Plan(
    id="plan-2026",
    page=PageRef("plan/2026.md", "2026年计划 <试>"),
    year=2026,
    sessions=(
        Session(dt.date(2026, 1, 5), "周一例会", "部署 <全年>", key="2026-01/周一例会/1"),
        Session(
            dt.date(2026, 3, 18),
            "党课",
            "守纪律，" * 12 + "讲“三条”；\\ 还有 , ;",
            (RULES, CASE),
            "支部书记",
            time="14:30",
            minutes=90,
            place="三楼会议室, 东",
            key="2026-03/党课/1",
        ),
        Session(dt.date(2026, 3, 18), "支委会", "定题目", time="16:30", key="2026-03/支委会/1"),
        Session(
            dt.date(2026, 3, 30),
            "中心组学习",
            "连读三天",
            (RULES,),
            until=dt.date(2026, 4, 1),
            key="2026-03/中心组学习/1",
        ),
    ),
)
STAMP = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


def href(path: str) -> str:
    return f"../../{path.removesuffix('.md')}/"


def link(path: str) -> str:
    return f"http://study.example.cn/x/{path.removesuffix('.md')}/"


def accepted(name: str, made: bytes) -> bytes:
    """Return the accepted file, after writing it if that is asked for."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(made)
    return path.read_bytes()


def fragments() -> dict[str, str]:
    empty = replace(PLAN, sessions=())
    return {
        "table": table_fragment(PLAN.sessions, href).html,
        "page": words_html("计划 <试>", "说明 <一句>。") + plan_fragment(PLAN, href).html,
        "months": months_html([PLAN], href),
        "empty": plan_fragment(empty, href).html + months_html([empty], href),
    }


@pytest.mark.parametrize("name", list(fragments()))
def test_html_is_as_accepted(name: str) -> None:
    made = fragments()[name].encode()
    assert made == accepted(f"{name}.html", made)


@pytest.mark.parametrize("name", list(fragments()))
def test_html_keeps_within_a_strict_policy(name: str) -> None:
    html = fragments()[name]
    assert not re.search(r"<[^>]*\s(?:style|on\w+)=|<script|<iframe|https?://", html)


def test_the_year_is_twelve_tables_whose_sessions_lead_to_their_rows() -> None:
    tree = LexborHTMLParser(plan_fragment(PLAN, href).html)
    months = tree.css(".study-year table")
    captions = [each.css_first("caption") for each in months]
    assert [each.text() for each in captions if each] == [f"{n}月" for n in range(1, 13)]
    shown = {
        cell.attributes["data-study-day"]: cell.css_first("a").attributes  # type: ignore[union-attr]
        for cell in tree.css(".study-year__session")
    }
    assert list(shown) == ["2026-01-05", "2026-03-18", "2026-03-30", "2026-03-31", "2026-04-01"]
    assert shown["2026-03-18"]["aria-label"] == "3月18日：党课、支委会"
    ids = {node.attributes["id"] for node in tree.css("tr[id]")}
    assert {str(each["href"]).removeprefix("#") for each in shown.values()} <= ids
    # The last day of three leads to the row of the first.
    assert shown["2026-04-01"]["href"] == "#day-03-30"
    days = tree.css("[data-study-day]")
    assert len(days) == 365


@pytest.mark.parametrize(
    ("name", "address"), [("plan.ics", link), ("plan-without-site-url.ics", None)]
)
def test_the_calendar_file_is_as_accepted(name: str, address: object) -> None:
    made = calendar_bytes(PLAN, "demo", STAMP, link if address else None)
    assert made == accepted(name, made)


def test_the_calendar_file_obeys_the_rules_of_its_format() -> None:
    made = calendar_bytes(PLAN, "demo", STAMP, link)
    lines = made.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    for each in lines:
        each.decode("utf-8")  # no character is cut by the folding
    assert any(each.startswith(b" ") for each in lines)


def test_a_calendar_program_reads_sessions_as_planned() -> None:
    read = icalendar.Calendar.from_ical(calendar_bytes(PLAN, "demo", STAMP, link))
    assert read["METHOD"] == "PUBLISH"
    assert read["X-WR-CALNAME"] == "2026年计划 <试>"
    events: list[Any] = list(read.walk("VEVENT"))
    assert not [each.errors for each in events if each.errors]
    weekly, lesson, committee, group = events
    assert weekly.decoded("DTSTART") == dt.date(2026, 1, 5)
    assert weekly.decoded("DTEND") == dt.date(2026, 1, 6)
    assert lesson["SUMMARY"] == "党课：" + PLAN.sessions[1].theme
    start = lesson.decoded("DTSTART")
    assert start.utcoffset() == dt.timedelta(hours=8)
    assert lesson.decoded("DTEND") - start == dt.timedelta(minutes=90)
    assert lesson["LOCATION"] == "三楼会议室, 东"
    assert lesson["DESCRIPTION"].split("\n") == [
        "主持或主讲：支部书记",
        "学习材料：",
        "· 单位规定 http://study.example.cn/x/texts/rules/#art-3",
        "· 案例 <一> & “二” http://study.example.cn/x/cases/one/?track=track-first",
    ]
    assert committee.decoded("DTEND") - committee.decoded("DTSTART") == dt.timedelta(hours=1)
    assert group.decoded("DTEND") == dt.date(2026, 4, 2)
    assert {each.decoded("DTSTAMP") for each in events} == {STAMP}
    assert [each["CATEGORIES"].cats[0] for each in events] == [s.kind for s in PLAN.sessions]


def test_a_second_program_imports_the_file() -> None:
    read = ics.Calendar(calendar_bytes(PLAN, "demo", STAMP, link).decode())
    events = sorted(read.events, key=lambda each: each.begin)
    assert [each.name.split("：")[0] for each in events] == [s.kind for s in PLAN.sessions]
    assert events[0].all_day
    assert events[1].begin.to("utc").format("YYYY-MM-DD HH:mm") == "2026-03-18 06:30"
    assert events[1].duration == dt.timedelta(minutes=90)
    assert events[3].all_day
    assert events[3].duration == dt.timedelta(days=3)


def uids(plan: Plan, site: str = "demo") -> list[str]:
    read = icalendar.Calendar.from_ical(calendar_bytes(plan, site, STAMP, None))
    return [str(each["UID"]) for each in read.walk("VEVENT")]


def test_an_event_keeps_its_name_whatever_is_reworded_or_moved_within_the_month() -> None:
    first, lesson, *rest = PLAN.sessions
    moved = replace(lesson, theme="另一个题目", date=dt.date(2026, 3, 25), time="")
    assert uids(replace(PLAN, sessions=(first, moved, *rest))) == uids(PLAN)
    assert uids(replace(PLAN, sessions=(lesson, *rest))) == uids(PLAN)[1:]
    assert len(set(uids(PLAN))) == len(PLAN.sessions)
    assert not set(uids(PLAN)) & set(uids(PLAN, "another-site"))
    assert not set(uids(PLAN)) & set(uids(replace(PLAN, id="plan-second")))


def test_without_a_date_of_the_source_the_plan_s_year_dates_the_events() -> None:
    made = calendar_bytes(PLAN, "demo", None, None)
    assert made.count(b"DTSTAMP:20260101T000000Z") == len(PLAN.sessions)
    assert made == calendar_bytes(PLAN, "demo", None, None)
    assert b"http" not in made
