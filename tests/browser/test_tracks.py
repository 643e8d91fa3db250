"""A reader follows a track: marks units, comes back, continues; with storage refused or damaged."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.builds import build_site, write_project
from tests.servers import serve_folder
from tests.track_site import TRACK_PAGES, track_config

NewContext = Callable[..., BrowserContext]
INSTANT = "navigation.instant"
PHONE = {"width": 390, "height": 800}


def build(folder: Path, features: str = "", **changed: str) -> Path:
    """Build below a sub-path, as an intranet serves it; return the folder to serve."""
    pages = {**TRACK_PAGES, **{path.replace("__", "/") + ".md": t for path, t in changed.items()}}
    built = build_site(write_project(folder, track_config(features), pages), folder / "www" / "sub")
    assert built.exit_code == 0, built.output
    return folder / "www"


@pytest.fixture(scope="module", params=["", INSTANT], ids=["plain", "instant"])
def track_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Give the address of the small site, with and without Material's instant navigation."""
    with serve_folder(build(tmp_path_factory.mktemp("tracks"), request.param)) as address:
        yield f"{address.rstrip('/')}/sub/"


def mark(page: Page) -> None:
    page.locator("[data-study-mark]:visible").click()
    expect(page.locator("[data-study-mark]:visible")).to_have_text("已学（点此撤销）")


def test_marks_are_kept_and_the_home_page_continues(
    track_url: str, new_context: NewContext
) -> None:
    page = new_context().new_page()
    page.goto(track_url)
    page.get_by_role("link", name="选一个学习专题").click()
    page.get_by_role("link", name="守规矩", exact=True).first.click()
    page.get_by_role("link", name="开始学习：第 1 单元").click()
    expect(page.locator(".study-bar:visible")).to_contain_text("第 1/4 单元")
    mark(page)
    page.locator(".study-step--next:visible").click()
    expect(page.locator(".study-bar:visible")).to_contain_text("第 2/4 单元")
    mark(page)

    page.reload()
    expect(page.locator("[data-study-mark]:visible")).to_have_text("已学（点此撤销）")

    page.goto(track_url)
    expect(page.locator("[data-study-continue]")).to_contain_text("从上次的地方继续：一张旧发票")
    expect(page.locator("[data-study-continue]")).to_contain_text("守规矩 · 第 3/4 单元")
    expect(page.locator("[data-study-continue]")).to_contain_text("已学 2/4")
    page.get_by_role("link", name="一张旧发票").click()
    expect(page.locator(".study-bar:visible")).to_contain_text("守规矩")

    page.goto(f"{track_url}tracks/discipline/")
    expect(page.locator(".study-state:visible")).to_have_text(["已学", "已学"])
    expect(page.get_by_role("link", name="继续学习：第 3 单元")).to_be_visible()


def test_a_mark_can_be_taken_back(track_url: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(f"{track_url}cases/one/?track=track-discipline")
    mark(page)
    page.locator("[data-study-mark]:visible").click()
    expect(page.locator("[data-study-mark]:visible")).to_have_text("标记为已学")
    kept = page.evaluate("localStorage.getItem('study:demo:default:case-one')")
    assert json.loads(kept)["gone"] is True, "it was not there before"
    mark(page)
    page.reload()
    page.locator("[data-study-mark]:visible").click()
    expect(page.locator("[data-study-said]:visible")).to_contain_text("已改回未学")
    kept = page.evaluate("localStorage.getItem('study:demo:default:case-one')")
    assert json.loads(kept)["done"] is False
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(page.locator("[data-study-mark]:visible")).to_have_text("已学（点此撤销）")
    expect(page.locator("[data-study-mark]:visible")).to_be_focused()
    days = "Object.keys(localStorage).filter(key => key.includes('@day/')).length"
    assert page.evaluate(days) == 1


def test_a_page_of_two_tracks_shows_the_one_that_the_reader_came_from(
    track_url: str, new_context: NewContext
) -> None:
    page = new_context().new_page()
    page.goto(f"{track_url}tracks/other/")
    page.goto(f"{track_url}standards/check/")
    bar = page.locator(".study-bar:visible")
    expect(bar).to_have_count(1)
    expect(bar).to_contain_text("讲奉献")
    page.goto(f"{track_url}standards/check/?track=track-discipline")
    expect(bar).to_have_count(1)
    expect(bar).to_contain_text("守规矩")
    expect(page.locator(".study-steps:visible")).to_have_count(1)


def test_a_visit_that_follows_no_track_leads_nowhere_and_changes_no_place(
    track_url: str, new_context: NewContext
) -> None:
    page = new_context(viewport=PHONE).new_page()
    for path, line in (
        ("texts/rules/?h=x#art-7", "本页用于 1 个学习专题：守规矩"),
        ("cases/one/", "本页用于 2 个学习专题：守规矩；讲奉献"),
    ):
        page.goto(f"{track_url}{path}")
        expect(page.locator(".study-used:visible")).to_have_text(line)
        for furniture in (".study-bar", ".study-steps", "[data-study-mark]"):
            expect(page.locator(f"{furniture}:visible")).to_have_count(0)
    page.goto(track_url)
    expect(page.locator("[data-study-start]")).to_be_visible()
    expect(page.locator("[data-study-again]").first).to_be_hidden()
    page.goto(f"{track_url}cases/one/")
    page.locator(".study-used a", has_text="讲奉献").click()
    page.locator(".study-unit__title", has_text="一张旧发票").click()
    expect(page.locator(".study-bar:visible")).to_contain_text("讲奉献")
    expect(page.locator(".study-used:visible")).to_have_count(0)
    page.goto(f"{track_url}texts/rules/?track=track-discipline#art-7")
    position = "getComputedStyle(document.querySelector('.study-steps:not([hidden])')).position"
    assert page.evaluate(position) == "sticky"
    page.goto(track_url)
    expect(page.locator("[data-study-again]").first).to_be_visible()


def test_the_home_page_names_only_what_was_opened(track_url: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    home = page.locator("[data-study-continue]")
    page.goto(f"{track_url}tracks/discipline/")
    for address in ("texts/rules/?h=x#art-5", "texts/rules/"):
        page.goto(f"{track_url}{address}")
        expect(page.locator(".study-bar:visible")).to_contain_text("守规矩")
        page.goto(track_url)
        expect(page.locator("[data-study-start]")).to_be_visible()
    page.goto(f"{track_url}texts/rules/?h=x#art-7-p1")
    page.goto(track_url)
    expect(home).to_contain_text("守规矩 · 第 2/4 单元")


def test_a_page_of_one_unit_can_be_marked_by_anyone(
    tmp_path: Path, new_context: NewContext
) -> None:
    other = TRACK_PAGES["tracks/other.md"].replace("      - {page: cases/one.md, kind: 讨论}\n", "")
    with serve_folder(build(tmp_path, tracks__other=other)) as address:
        page = new_context().new_page()
        page.goto(f"{address.rstrip('/')}/sub/cases/one/")
        expect(page.locator(".study-bar:visible")).to_contain_text("第 3/4 单元")
        position = "getComputedStyle(document.querySelector('.study-steps')).position"
        assert page.evaluate(position) != "sticky"
        mark(page)


def test_the_section_in_the_address_chooses_among_the_units_of_a_page(
    track_url: str, new_context: NewContext
) -> None:
    page = new_context().new_page()
    page.goto(f"{track_url}texts/rules/?track=track-discipline#art-7")
    bar = page.locator(".study-bar:visible")
    expect(bar).to_contain_text("第 2/4 单元")
    page.locator(".study-step--previous:visible").click()
    expect(bar).to_contain_text("第 1/4 单元")


def test_two_tabs_agree(track_url: str, new_context: NewContext) -> None:
    context = new_context()
    first, second = context.new_page(), context.new_page()
    first.goto(f"{track_url}cases/one/?track=track-discipline")
    second.goto(f"{track_url}tracks/discipline/")
    expect(second.locator("[data-study-count]")).to_have_text("已学 0/4")
    mark(first)
    expect(second.locator("[data-study-count]")).to_have_text("已学 1/4")


def test_an_amended_unit_is_open_again_and_says_why(
    tmp_path: Path, new_context: NewContext
) -> None:
    www = build(tmp_path)
    page = new_context().new_page()
    with serve_folder(www) as address:
        url = f"{address.rstrip('/')}/sub/"
        page.goto(f"{url}cases/one/?track=track-discipline")
        mark(page)
        build(tmp_path, cases__one=TRACK_PAGES["cases/one.md"].replace("事实经过", "事实更正"))
        page.reload()
        expect(page.locator("[data-study-amended]:visible")).to_contain_text("有更新")
        expect(page.locator("[data-study-mark]:visible")).to_have_text("标记为已学")
        page.goto(f"{url}tracks/discipline/")
        expect(page.locator(".study-state:visible")).to_have_text(["有更新"])
        expect(page.locator("[data-study-count]")).to_have_text("已学 0/4")


def test_without_javascript_everything_can_be_read_and_followed(
    track_url: str, new_context: NewContext
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(track_url)
    page.get_by_role("link", name="选一个学习专题").click()
    page.locator(".study-card__title", has_text="守规矩").click()
    page.get_by_role("link", name="开始学习：第 1 单元").click()
    expect(page.locator(".study-bar:visible")).to_have_count(2)
    page.locator(".study-step--next").nth(1).click()
    expect(page.get_by_role("heading", name="一张旧发票")).to_be_visible()
    expect(page.locator(".study-bar:visible")).to_have_count(2)
    for hidden in ("[data-study-mark]", ".study-meter", "[data-study-message]"):
        expect(page.locator(f"{hidden}:visible")).to_have_count(0)


# Material itself does not survive a refusal, so that only our scripts meet it.
REFUSED = """
for (const name of ["localStorage", "sessionStorage"]) {
  const real = Object.getOwnPropertyDescriptor(window, name).get;
  Object.defineProperty(window, name, { get() {
    if (new Error().stack.includes("/assets/study/")) throw new DOMException("no", "SecurityError");
    return real.call(window);
  } });
}
"""
FULL = """
Storage.prototype.setItem = function () { throw new DOMException("no", "QuotaExceededError"); };
"""


def test_refused_storage_gives_one_line_and_a_readable_page(
    track_url: str, new_context: NewContext
) -> None:
    context = new_context()
    context.add_init_script(REFUSED)
    page = context.new_page()
    for path in ("cases/one/?track=track-other", "tracks/discipline/", "tracks/", ""):
        page.goto(f"{track_url}{path}")
        message = page.locator("[data-study-message]:visible")
        expect(message).to_have_count(1)
        expect(message).to_contain_text("不允许保存")
        expect(page.locator("[data-study-mark]:visible")).to_have_count(0)


def test_a_full_storage_says_that_the_mark_was_not_kept(
    track_url: str, new_context: NewContext
) -> None:
    context = new_context()
    context.add_init_script(FULL)
    page = context.new_page()
    page.goto(f"{track_url}cases/one/?track=track-discipline")
    page.locator("[data-study-mark]:visible").click()
    expect(page.locator("[data-study-message]:visible")).to_contain_text("没有记下")
    expect(page.locator("[data-study-mark]:visible")).to_have_text("标记为已学")


@pytest.mark.parametrize("damage", ["{", "[]", '{"v":1,"done":1}', "\u0000"])
def test_damaged_records_are_open_and_can_be_marked_anew(
    track_url: str, new_context: NewContext, damage: str
) -> None:
    context = new_context()
    page = context.new_page()
    page.goto(f"{track_url}tracks/")
    page.evaluate("text => localStorage.setItem('study:demo:default:case-one', text)", damage)
    page.evaluate("text => localStorage.setItem('study:demo:default:@place', text)", damage)
    page.goto(track_url)
    expect(page.locator("[data-study-message]:visible")).to_contain_text("已损坏")
    page.goto(f"{track_url}cases/one/?track=track-discipline")
    expect(page.locator("[data-study-message]:visible")).to_contain_text("1 条学习记录已损坏")
    mark(page)
    expect(page.locator("[data-study-message]:visible")).to_have_count(0)


def test_a_folder_opened_from_a_stick_keeps_progress(
    tmp_path: Path, new_context: NewContext
) -> None:
    config = track_config() + "use_directory_urls: false\n"
    built = build_site(write_project(tmp_path, config, TRACK_PAGES), tmp_path / "site")
    assert built.exit_code == 0, built.output
    page = new_context().new_page()
    page.goto((built.site / "tracks" / "discipline.html").as_uri())
    page.get_by_role("link", name="开始学习：第 1 单元").click()
    mark(page)
    page.locator(".study-step--next:visible").click()
    expect(page.locator(".study-bar:visible")).to_contain_text("第 2/4 单元")
    page.goto((built.site / "index.html").as_uri())
    expect(page.locator("[data-study-continue]")).to_contain_text("守规矩 · 第 2/4 单元")


def test_the_bar_stays_in_reach_on_a_phone(track_url: str, new_context: NewContext) -> None:
    page = new_context(viewport=PHONE).new_page()
    page.goto(f"{track_url}texts/rules/?track=track-discipline#art-2")
    button = page.locator("[data-study-mark]:visible")
    expect(button).to_be_in_viewport(ratio=1)
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 40
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_keyboard_reaches_the_mark_and_print_hides_the_bars(
    track_url: str, new_context: NewContext
) -> None:
    page = new_context().new_page()
    page.goto(f"{track_url}cases/one/?track=track-discipline")
    page.locator(".study-step--previous:visible").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-study-mark]:visible")).to_have_text("已学（点此撤销）")
    assert page.evaluate("window.scrollY") == 0, "the sticky bar moves the page"
    page.emulate_media(media="print")
    for furniture in (".study-bar", ".study-steps"):
        expect(page.locator(f"{furniture}:visible")).to_have_count(0)
