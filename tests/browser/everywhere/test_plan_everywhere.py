"""A reader with an old or another browser sees this month, today, and the table of the year."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.builds import build_site, write_project
from tests.servers import serve_folder
from tests.track_site import TRACK_PAGES, track_config

OpenPage = Callable[..., Page]
HOME = "---\ntype: page\ntitle: 首页\n---\n\n# 首页\n\n<!-- study:month -->\n"


def plan(year: int) -> str:
    """Return a plan with a session on every day of the year: whatever today is, it has one."""
    first = dt.date(year, 1, 1)
    days = [first + dt.timedelta(n) for n in range((dt.date(year + 1, 1, 1) - first).days)]
    sessions = "\n".join(
        f"  - {{kind: 党课, date: {day}, theme: {day.month}月的课}}" for day in days
    )
    return f"title: {year}年计划\nid: plan-{year}\nyear: {year}\nsessions:\n{sessions}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small site with plans of this year and the next, the tests may run at its turn."""
    work = tmp_path_factory.mktemp("plan")
    year = dt.datetime.now().astimezone().year
    plans = {f"plan/{each}.yml": plan(each) for each in (year, year + 1)}
    pages = {**TRACK_PAGES, "index.md": HOME, **plans}
    del pages["plan/2026.md"]
    config = track_config() + "use_directory_urls: false\n"
    built = build_site(write_project(work, config, pages), work / "年度 计划")
    assert built.exit_code == 0, built.output
    return built.site


def look(page: Page, home: str) -> None:
    now = page.evaluate("[new Date().getFullYear(), new Date().getMonth() + 1]")
    title = f"{now[0]}年{now[1]}月（本月）"
    expect(page.locator("[data-study-months-title]")).to_have_text(title)
    months = page.locator("[data-study-month]:visible")
    expect(months).to_have_count(1)
    expect(months).to_contain_text(f"{now[1]}月的课")
    expect(page.locator(".study-month__item--today:visible")).to_have_count(1)
    page.get_by_role("button", name="下个月").click()
    expect(page.locator("[data-study-months-title]")).not_to_have_text(title)
    page.goto(f"{home}plan/{now[0]}.html")
    expect(page.locator("[aria-current='date'] a")).to_have_count(1)
    columns = page.evaluate(
        "getComputedStyle(document.querySelector('.study-year')).gridTemplateColumns"
    )
    assert len(columns.split(" ")) > 1
    expect(page.locator("[data-study-print]")).to_be_visible()


def test_over_http(open_page: OpenPage, folder: Path) -> None:
    with serve_folder(folder) as home:
        look(open_page(f"{home}index.html"), home)


def test_from_a_folder(open_page: OpenPage, folder: Path) -> None:
    home = f"{folder.as_uri()}/"
    look(open_page(f"{home}index.html"), home)
