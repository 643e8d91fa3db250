"""A plan without a page becomes one; plans give a calendar file and this month's part."""

import re
from pathlib import Path

import icalendar
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.builds import build_site, write_project
from tests.library_sites import mkdocs_build
from tests.track_site import TRACK_PAGES, track_config

RULES_OFF = """\
      plan:
        rules:
          党员大会: {severity: off}
          支委会: {severity: off}
          党小组会: {severity: off}
          党课: {severity: off}
"""
PLAN = """\
# 由支委会起草
title: 2027年计划
id: plan-2027
description: 一年里的十二次活动。
year: 2027
sessions:
  - kind: 党课
    date: 2027-03-18
    theme: 把纪律记住
    time: 14:30
    minutes: 90
    place: 三楼会议室
    materials: [rules#art-2, track-discipline#rules#art-7, secret-list]
    lead: 支部书记
  - {kind: 专题讨论, date: 2027-06-24, theme: 书记们的话题, materials: [secret-list]}
  - {kind: 周一例会, date: 2027-06-28, until: 2027-07-01, theme: 连开四天}
"""
HOME = (
    "---\ntype: page\ntitle: 首页\n---\n\n# 首页\n\n<!-- study:month -->\n\n[明年](plan/2027.md)\n"
)
PAGES = {**TRACK_PAGES, "plan/2027.yml": PLAN, "index.md": HOME}
NAV = "nav:\n  - index.md\n  - 计划:\n      - plan/2026.md\n      - plan/2027.md\n"
CONFIG = track_config() + RULES_OFF + NAV


def build(folder: Path, config: str = CONFIG, **environment: str) -> Path:
    made = build_site(write_project(folder, config, PAGES), folder / "site", **environment)
    assert made.exit_code == 0, made.output
    return made.site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("plan"))


def page(site: Path, path: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / path / "index.html").read_text(encoding="utf-8"))


def texts(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def test_a_plan_file_becomes_a_page_in_navigation_and_contents(site: Path) -> None:
    plan = page(site, "plan/2027")
    assert texts(plan, "article h1") == ["2027年计划"]
    assert texts(plan, "article > p")[0] == "一年里的十二次活动。"
    rows = [
        texts(LexborHTMLParser(f"<table>{row.html}</table>"), "td")
        for row in plan.css(".study-plan tbody tr")
    ]
    assert [row for row in rows if row] == [
        [
            "3月18日 星期四 14:30（1 小时 30 分钟）",
            "党课",
            "把纪律记住三楼会议室",
            "单位规定（第二条）单位规定",
            "支部书记",
        ],
        ["6月28日至7月1日", "周一例会", "连开四天", "", ""],
    ]
    contents = texts(plan, ".md-sidebar--secondary .md-nav__link")
    assert contents == ["全年日历", "3月", "6月"]
    assert "2027年计划" in texts(page(site, ""), ".md-nav__link .md-ellipsis")
    assert not list(site.rglob("*.yml"))


def test_materials_lead_to_the_section_and_to_the_unit_of_the_track(site: Path) -> None:
    links = [link.attributes["href"] for link in page(site, "plan/2027").css(".study-plan td a")]
    assert links == [
        "../../texts/rules/#art-2",
        "../../texts/rules/?track=track-discipline#art-7",
    ]


def test_what_is_for_some_readers_only_is_in_their_build_alone(site: Path, tmp_path: Path) -> None:
    def made(of: Path) -> str:
        files = [of / "plan/2027/index.html", of / "index.html", of / "plan/2027/plan-2027.ics"]
        unfolded = "".join(each.read_text("utf-8").replace("\n ", "") for each in files)
        return unfolded.replace("\r", "")

    for words in ("书记们的话题", "支部内部清单"):
        assert words not in made(site)
    theirs = made(build(tmp_path, STUDY_AUDIENCE="支部书记"))
    assert theirs.count("书记们的话题") == 3
    assert theirs.count("支部内部清单") >= 3


def test_the_calendar_file_stands_beside_the_page_and_is_linked(site: Path) -> None:
    link = page(site, "plan/2027").css_first("a[download]")
    assert link is not None
    assert link.text() == "加入日历"
    file = site / "plan/2027" / str(link.attributes["href"])
    events = list(icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT"))
    assert [str(each["SUMMARY"]) for each in events] == ["党课：把纪律记住", "周一例会：连开四天"]
    assert b"http" not in file.read_bytes()


def test_with_an_address_events_link_to_the_site(tmp_path: Path) -> None:
    site = build(tmp_path, CONFIG + "site_url: http://study.example.cn/x\n")
    file = site / "plan/2027/plan-2027.ics"
    event, *_ = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    base = "http://study.example.cn/x"
    assert str(event["URL"]) == f"{base}/plan/2027/"
    assert f"{base}/texts/rules/#art-2" in str(event["DESCRIPTION"])
    assert f"{base}/texts/rules/?track=track-discipline#art-7" in str(event["DESCRIPTION"])


def test_a_site_without_folder_addresses_has_its_calendars_too(tmp_path: Path) -> None:
    site = build(tmp_path, CONFIG + "use_directory_urls: false\n")
    html = (site / "plan/2027.html").read_text("utf-8")
    assert 'href="plan-2027.ics"' in html
    assert (site / "plan/plan-2027.ics").is_file()
    for url in re.findall(r'(?:src|href)="([^"]*assets/study/plan[^"]*)"', html):
        assert (site / "plan" / url).resolve().is_file()


def test_this_month_has_every_month_of_every_plan_and_links_without_scripts(site: Path) -> None:
    home = page(site, "")
    months = [node.attributes["data-study-month"] for node in home.css("[data-study-month]")]
    assert months == ["2026-01", "2026-03", "2027-03", "2027-06", "2027-07"]
    assert all("hidden" in node.attributes for node in home.css("[data-study-month]"))
    shown = home.css_first("[data-study-months-all]")
    assert shown is not None
    assert "hidden" not in shown.attributes
    links = [link.attributes["href"] for link in shown.css("a")]
    assert links == [
        "plan/2026/",
        "plan/2026/#month-1",
        "plan/2026/#month-3",
        "plan/2027/",
        "plan/2027/#month-3",
        "plan/2027/#month-6",
    ]
    for link in links:
        path, _, anchor = str(link).partition("#")
        ids = {node.attributes["id"] for node in page(site, path).css("[id]")}
        assert not anchor or anchor in ids


def test_only_pages_with_plans_load_their_script_and_style(site: Path) -> None:
    def loaded(path: str) -> set[str]:
        html = (site / path / "index.html").read_text("utf-8")
        return set(re.findall(r"assets/study/(plan[a-z-]*)-[0-9a-f]{8}\.(?:js|css)", html))

    assert loaded("") == {"plan"}
    assert loaded("plan/2027") == {"plan", "plan-print"}
    assert loaded("texts/rules") == set()


def test_the_text_names_the_plan_that_uses_its_article(site: Path) -> None:
    html = (site / "texts/rules/index.html").read_text("utf-8")
    article = html[html.index('id="art-2"') : html.index('id="art-3"')]
    assert "2027年计划" in article


def test_an_uncovered_quarter_fails_or_warns_as_configured(tmp_path: Path) -> None:
    strict = CONFIG.replace("党课: {severity: off}", "党课: {severity: error}")
    made = build_site(write_project(tmp_path / "a", strict, PAGES), tmp_path / "a/site")
    assert made.exit_code != 0
    assert "docs/plan/2027.yml:16 PL004 2027年第二季度至第四季度没有安排党课" in made.output
    assert "docs/plan/2026.md:7 PL004 2026年第二季度至第四季度没有安排党课" in made.output
    lenient = CONFIG.replace("党课: {severity: off}", "党课: {severity: warning}")
    made = build_site(write_project(tmp_path / "b", lenient, PAGES), tmp_path / "b/site")
    assert made.exit_code == 0, made.output
    assert "docs/plan/2027.yml:16 PL004 提醒：2027年第二季度" in made.output


def test_builds_of_a_plan_are_the_same_byte_for_byte(site: Path, tmp_path: Path) -> None:
    again = build(tmp_path)
    for path in ("index.html", "plan/2027/index.html", "plan/2027/plan-2027.ics"):
        assert (again / path).read_bytes() == (site / path).read_bytes()


def test_without_a_date_of_the_source_the_calendar_still_does_not_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    project = write_project(tmp_path, CONFIG, PAGES)
    made = []
    for _ in range(2):
        assert mkdocs_build(project).exit_code == 0
        made.append((project / "site/plan/2027/plan-2027.ics").read_bytes())
    assert made[0] == made[1]
    assert b"DTSTAMP:20270101T000000Z" in made[0]
