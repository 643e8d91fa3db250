"""The reader's own day chooses the month; the year, the paper and a screen reader are served."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.builds import ROOT

OpenPage = Callable[..., Page]
AXE = ROOT / "tests/js/node_modules/axe-core/axe.min.js"
SHANGHAI = {"timezone_id": "Asia/Shanghai"}
SIZES = [{"width": 390, "height": 800}, {"width": 1440, "height": 900}]

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALLEST = """() => {
  const links = [...document.querySelectorAll(".study-year a[href^='#day']")];
  const boxes = links.map(link => link.getBoundingClientRect());
  return Math.min(...boxes.map(box => Math.min(box.width, box.height)));
}"""
VIOLATIONS = """async () => {
  const parts = [".study-month", ".study-plan__tools", ".study-year", "table.study-plan"];
  const found = parts.filter(part => document.querySelector(part));
  const report = await axe.run({include: found}, {resultTypes: ["violations"]});
  return report.violations.map(each => [each.id, each.nodes.map(node => node.html)]);
}"""


@pytest.fixture
def open_at(open_page: OpenPage) -> Callable[..., Page]:
    """Give a function that opens an address at a moment of the reader's clock."""

    def open_address(address: str, moment: str, **options: object) -> Page:
        page = open_page("about:blank", **{**SHANGHAI, **options})
        page.clock.set_fixed_time(moment)
        page.goto(address)
        return page

    return open_address


def shown_months(page: Page) -> list[str | None]:
    return [
        node.get_attribute("data-study-month")
        for node in page.locator("[data-study-month]").all()
        if node.is_visible()
    ]


@pytest.mark.parametrize(
    ("moment", "zone", "month"),
    [
        ("2026-03-11T09:00:00+08:00", "Asia/Shanghai", "2026-03"),
        # Midnight is the reader's, not that of UTC.
        ("2026-03-31T16:30:00Z", "Asia/Shanghai", "2026-04"),
        ("2026-03-31T16:30:00Z", "America/New_York", "2026-03"),
        ("2026-12-31T23:59:00+08:00", "Asia/Shanghai", "2026-12"),
    ],
)
def test_the_home_page_shows_the_reader_s_month(
    open_at: Callable[..., Page], site_url: str, moment: str, zone: str, month: str
) -> None:
    page = open_at(site_url, moment, timezone_id=zone)
    year, number = month.split("-")
    expect(page.locator("[data-study-months-title]")).to_have_text(
        f"{year}年{int(number)}月（本月）"
    )
    assert shown_months(page) == [month]
    expect(page.locator("[data-study-months-all]")).to_be_hidden()


def test_sessions_are_past_today_or_still_to_come(
    open_at: Callable[..., Page], site_url: str
) -> None:
    page = open_at(site_url, "2026-03-11T09:00:00+08:00")
    month = page.locator("[data-study-month='2026-03']")
    states = [
        (item.locator("time").first.text_content(), item.locator("[data-study-state-text]"))
        for item in month.locator("li.study-month__item").all()
    ]
    shown = {day: state.text_content() if state.is_visible() else "" for day, state in states}
    assert shown == {
        "3月4日": "已过",
        "3月10日": "已过",
        "3月11日": "今天",
        "3月20日": "",
        "3月26日": "",
    }


def test_months_are_turned_by_keyboard_as_far_as_there_are_plans(
    open_at: Callable[..., Page], site_url: str
) -> None:
    page = open_at(site_url, "2026-02-11T09:00:00+08:00")
    before = page.get_by_role("button", name="上个月")
    before.focus()
    page.keyboard.press("Enter")
    assert shown_months(page) == ["2026-01"]
    expect(page.locator("[data-study-months-title]")).to_have_text("2026年1月")
    expect(before).to_be_disabled()
    page.get_by_role("button", name="下个月").focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-study-months-title]")).to_have_text("2026年2月（本月）")


def test_a_month_without_a_plan_leaves_the_list_of_months(
    open_at: Callable[..., Page], site_url: str
) -> None:
    page = open_at(site_url, "2031-05-11T09:00:00+08:00")
    expect(page.locator("[data-study-months-title]")).to_have_text("2031年5月（本月）：没有安排")
    assert shown_months(page) == []
    link = page.locator("[data-study-months-all] a", has_text="3月").first
    link.click()
    expect(page.locator("#month-3")).to_be_in_viewport()


def test_without_scripts_the_months_are_links_and_the_plan_is_whole(
    open_page: OpenPage, site_url: str
) -> None:
    page = open_page(site_url, java_script_enabled=False)
    expect(page.locator("[data-study-months-all]")).to_be_visible()
    assert shown_months(page) == []
    expect(page.get_by_role("button", name="下个月")).to_be_hidden()
    page.goto(f"{site_url}plan/2026/")
    expect(page.locator(".study-plan tbody tr").first).to_be_visible()
    expect(page.locator("[data-study-print]")).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("link", name="加入日历").click()
    assert Path(download.value.path()).read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert download.value.suggested_filename == "plan-2026.ics"


def test_it_works_from_a_folder(open_at: Callable[..., Page], shipped_site: Path) -> None:
    page = open_at((shipped_site / "index.html").as_uri(), "2026-06-11T09:00:00+08:00")
    assert shown_months(page) == ["2026-06"]
    page.goto((shipped_site / "plan/2026/index.html").as_uri())
    expect(page.locator("[aria-current='date']")).to_have_text("11")
    expect(page.locator("[aria-current='date']")).to_have_attribute("data-study-day", "2026-06-11")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size["width"])
@pytest.mark.parametrize("path", ["", "plan/2026/", "bulletin/", "bulletin/posts/2026-03/"])
def test_nothing_is_wider_than_the_window_or_bars_a_reader(
    open_at: Callable[..., Page], site_url: str, size: dict[str, int], path: str
) -> None:
    page = open_at(site_url + path, "2026-03-11T09:00:00+08:00", viewport=size)
    page.wait_for_load_state("load")
    assert page.evaluate(OVERFLOW) == 0
    if not path.startswith("bulletin"):
        page.add_script_tag(path=AXE)
        assert page.evaluate(VIOLATIONS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_days_with_sessions_are_large_enough_and_seen_in_both_schemes(
    open_at: Callable[..., Page], site_url: str, scheme: str
) -> None:
    page = open_at(
        f"{site_url}plan/2026/",
        "2026-03-11T09:00:00+08:00",
        viewport=SIZES[0],
        color_scheme=scheme,
    )
    assert page.evaluate(SMALLEST) >= 24
    page.add_script_tag(path=AXE)
    assert page.evaluate(VIOLATIONS) == []
    day = page.get_by_role("link", name="3月11日：党课")
    day.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#day-03-11")).to_be_in_viewport()


def test_the_plan_prints_on_its_side_with_its_head_on_every_sheet(
    open_at: Callable[..., Page], site_url: str
) -> None:
    page = open_at(f"{site_url}plan/2026/", "2026-03-11T09:00:00+08:00")
    page.emulate_media(media="print")
    sheet = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 841.91998 594.95996]" in sheet or b"/MediaBox [0 0 842 595]" in sheet
    for selector in (".md-header", ".md-sidebar", ".study-plan__tools", ".study-year"):
        expect(page.locator(selector).first).to_be_hidden()
    display = "getComputedStyle(document.querySelector('.study-plan thead')).display"
    assert page.evaluate(display) == "table-header-group"
    page.goto(f"{site_url}texts/sample-discipline/")
    assert b"594.95996 841.91998]" in page.pdf(prefer_css_page_size=True, format="A4")


def test_the_print_button_prints(open_at: Callable[..., Page], site_url: str) -> None:
    page = open_at(f"{site_url}plan/2026/", "2026-03-11T09:00:00+08:00")
    page.evaluate("() => { window.print = () => { window.printed = (window.printed || 0) + 1; }; }")
    page.get_by_role("button", name="打印计划").click()
    assert page.evaluate("window.printed") == 1
