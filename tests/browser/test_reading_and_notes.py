"""A reader reads a unit to its end, passes its quiz, changes a mark, and writes notes."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_tracks import PHONE, build
from tests.builds import build_site, write_project
from tests.servers import serve_folder
from tests.track_site import TRACK_PAGES, track_config

NewContext = Callable[..., BrowserContext]
MARK = "[data-study-mark]:visible"
SAID = "[data-study-said]:visible"
DONE = "已学（点此撤销）"
LOW = {"width": 1280, "height": 260}
"""So low that the end of an article is below it."""

PACKED_LIMIT = 15 * 1024


@pytest.fixture(scope="module", params=["", "navigation.instant"], ids=["plain", "instant"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the small site."""
    with serve_folder(build(tmp_path_factory.mktemp("reading"), request.param)) as address:
        yield f"{address.rstrip('/')}/sub/"


def open_with_clock(new_context: NewContext, address: str) -> Page:
    """Open the page with a clock of the test's own."""
    page = new_context(viewport=LOW).new_page()
    page.clock.install()
    page.goto(address)
    expect(page.locator(MARK)).to_have_text("标记为已学")
    return page


def pass_time(page: Page, seconds: int) -> None:
    for _ in range(seconds):
        page.clock.run_for(1000)


def test_reading_to_the_end_marks_the_unit_and_can_be_undone(
    url: str, new_context: NewContext
) -> None:
    page = open_with_clock(new_context, f"{url}texts/rules/?track=track-discipline#art-7")
    pass_time(page, 100)
    page.mouse.wheel(0, 10)
    pass_time(page, 30)
    expect(page.locator(MARK)).to_have_text("标记为已学")
    page.evaluate("document.getElementById('art-8').scrollIntoView()")
    pass_time(page, 2)
    expect(page.locator(SAID)).to_contain_text("已读到末尾")
    expect(page.locator(MARK)).to_have_text(DONE)
    kept = page.evaluate("JSON.parse(localStorage['study:demo:default:rules#art-7'])")
    assert kept["by"] == "read"
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(page.locator(MARK)).to_have_text("标记为已学")
    days = "Object.values(localStorage).filter(text => text.includes('minutes')).length"
    assert page.evaluate(days) == 0
    pass_time(page, 5)  # it does not insist
    expect(page.locator(MARK)).to_have_text("标记为已学")


def test_the_end_alone_or_the_time_alone_is_not_reading(url: str, new_context: NewContext) -> None:
    page = open_with_clock(new_context, f"{url}texts/rules/?track=track-discipline#art-7")
    page.evaluate("document.getElementById('art-8').scrollIntoView()")
    pass_time(page, 60)
    expect(page.locator(MARK)).to_have_text("标记为已学")
    page.evaluate("""
      Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    """)
    pass_time(page, 200)
    expect(page.locator(MARK)).to_have_text("标记为已学")


def test_a_discussion_is_not_done_by_reading(url: str, new_context: NewContext) -> None:
    page = open_with_clock(new_context, f"{url}cases/one/?track=track-other")
    pass_time(page, 120)
    expect(page.locator(MARK)).to_have_text("标记为已学")
    page.goto(f"{url}cases/one/?track=track-discipline")
    pass_time(page, 120)
    expect(page.locator(MARK)).to_have_text(DONE)


def test_reading_can_be_switched_off_or_asked_for_longer(
    tmp_path: Path, new_context: NewContext
) -> None:
    def page_of(option: str) -> str:
        config = track_config() + f"      reading: {option}\n"
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        built = build_site(write_project(folder, config, TRACK_PAGES), folder / "site")
        assert built.exit_code == 0, built.output
        return (built.site / "cases" / "one" / "index.html").read_text(encoding="utf-8")

    assert page_of("{auto: false}").count('data-study-read="0"') == 2
    assert 'data-study-read="45"' in page_of("{least_seconds: 45, share: 1}")
    assert page_of("{kinds: [讨论]}").count('data-study-read="24"') == 1


def test_a_passed_quiz_marks_a_quiz_unit_only(tmp_path: Path, new_context: NewContext) -> None:
    other = TRACK_PAGES["tracks/other.md"].replace(
        "cases/one.md, kind: 讨论", "cases/one.md, kind: 测验"
    )
    passed = """document.dispatchEvent(
      new CustomEvent("study:passed", { detail: { page: "case-one" } }))"""
    with serve_folder(build(tmp_path, tracks__other=other)) as address:
        page = new_context().new_page()
        page.goto(f"{address.rstrip('/')}/sub/cases/one/?track=track-discipline")
        page.evaluate(passed)
        expect(page.locator(MARK)).to_have_text("标记为已学")
        page.goto(f"{address.rstrip('/')}/sub/cases/one/?track=track-other")
        page.evaluate(passed)
        expect(page.locator(MARK)).to_have_text(DONE)
        expect(page.locator(SAID)).to_contain_text("测验全部答对")


def test_a_note_belongs_to_the_section_that_is_read(url: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(f"{url}texts/rules/?track=track-discipline#art-7")
    page.get_by_role("button", name="记笔记").click()
    field = page.get_by_label("笔记：第七条")
    field.fill("第七条的话")
    expect(page.locator(".study-pad [role=status]")).to_have_text("已存在本机。")
    page.get_by_role("button", name="收起").click()
    expect(page.get_by_role("button", name="笔记（1）")).to_be_focused()
    page.goto(f"{url}my/")
    note = page.locator(".study-noted")
    expect(note).to_contain_text("第七条的话")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出为 Markdown 文件").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert f"### [第七条]({url}texts/rules/#art-7)\n\n> 第七条的话" in text
    note.get_by_role("button", name="删除").click()
    note.get_by_role("button", name="再按一次删除").click()
    expect(page.locator(".study-noted")).to_have_count(0)
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".study-noted")).to_contain_text("第七条的话")
    note.get_by_role("link", name="第七条").click()
    expect(page.get_by_role("heading", name="第七条")).to_be_in_viewport()


def test_words_typed_last_are_kept_when_the_page_is_left(url: str, new_context: NewContext) -> None:
    page = new_context(viewport=PHONE).new_page()
    page.goto(f"{url}cases/one/?track=track-discipline")
    page.get_by_role("button", name="记笔记").click()
    page.get_by_label("笔记").fill("来不及存的话")
    page.goto(f"{url}my/")
    expect(page.locator(".study-noted")).to_contain_text("来不及存的话")
    expect(page.locator(".study-noted")).to_contain_text("一张旧发票")


def test_two_tabs_that_write_one_note_lose_nothing(url: str, new_context: NewContext) -> None:
    context = new_context()
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto(f"{url}cases/one/?track=track-discipline")
        page.get_by_role("button", name="记笔记").click()
    for page, words in ((first, "甲写的"), (second, "乙写的")):
        page.get_by_label("笔记").fill(words)
    second.get_by_role("button", name="收起").click()
    first.get_by_role("button", name="收起").click()
    kept = first.evaluate("JSON.parse(localStorage['study:demo:default:@note/case-one#']).text")
    assert "甲写的" in kept
    assert "乙写的" in kept


def test_a_unit_page_stays_light(site_url: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    responses: dict[str, int] = {}
    page.on(
        "response",
        lambda response: (
            responses.update({response.url: len(gzip.compress(response.body(), 9))})
            if "/assets/study/" in response.url
            else None
        ),
    )
    page.goto(f"{site_url}texts/sample-discipline/?track=track-discipline")
    page.wait_for_load_state("networkidle")
    assert len(responses) >= 4
    assert sum(responses.values()) <= PACKED_LIMIT, responses
