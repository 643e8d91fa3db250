"""A reader with an old or another browser follows a track and keeps a record of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.builds import build_site, write_project
from tests.servers import serve_folder
from tests.track_site import TRACK_PAGES, track_config

OpenPage = Callable[..., Page]

BARS = ".study-bar:visible"
MARK = "[data-study-mark]:visible"
HOLD = """
() => {
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => { window.held = blob; return make.call(URL, blob); };
}
"""
"""What is saved; Playwright is not told of downloads in these browsers."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small site of tracks in a folder as people name them."""
    work = tmp_path_factory.mktemp("tracks")
    config = track_config() + "use_directory_urls: false\n"
    built = build_site(write_project(work, config, TRACK_PAGES), work / "学习 专题 (一)")
    assert built.exit_code == 0, built.output
    return built.site


def study(page: Page, home: str) -> None:
    """Mark the first unit, go on to the second, and find both places on the home page."""
    page.get_by_role("link", name="开始学习：第 1 单元").click()
    page.wait_for_url("**/rules.html?track=track-discipline#art-2")
    page.wait_for_load_state()
    expect(page.locator(BARS)).to_contain_text("第 1/4 单元")
    page.locator(MARK).click()
    expect(page.locator(MARK)).to_have_text("已学（点此撤销）")
    page.locator(".study-step--next:visible").click()
    expect(page.locator(BARS)).to_contain_text("第 2/4 单元")
    page.goto(f"{home}index.html")
    expect(page.locator("[data-study-continue]")).to_contain_text("守规矩 · 第 2/4 单元")
    page.goto(f"{home}tracks/discipline.html")
    expect(page.locator("[data-study-count]")).to_have_text("已学 1/4")


def test_over_http(open_page: OpenPage, folder: Path) -> None:
    with serve_folder(folder) as home:
        study(open_page(f"{home}tracks/discipline.html"), home)


def test_from_a_folder(open_page: OpenPage, folder: Path) -> None:
    home = f"{folder.as_uri()}/"
    study(open_page(f"{home}tracks/discipline.html"), home)


def look_at_mine(page: Page, home: str) -> None:
    """Write a note, take a name, and move records from one name to another by a file."""
    page.goto(f"{home}cases/one.html?track=track-discipline")
    page.locator(MARK).click()
    page.locator("[data-study-note]:visible").click()
    page.locator(".study-pad textarea").fill("别处写的话")
    page.locator(".study-pad button").click()
    page.goto(f"{home}my.html")
    expect(page.locator("[data-mine=figures] dd").first).to_have_text("1/4")
    expect(page.locator(".study-noted")).to_contain_text("别处写的话")
    expect(page.locator("td.study-day--1")).to_have_count(1)
    page.evaluate(HOLD)
    page.locator("[data-mine=save] [type=submit]").click()
    expect(page.locator("[data-mine=message]")).to_contain_text("已存成文件：学习记录-本机读者-")
    saved: str = page.evaluate("new Response(window.held).text()")
    page.locator("[data-mine=switch]").click()
    page.locator("[data-mine=people] input").first.fill("王敏")
    page.locator("[data-mine=people] [type=submit]").first.click()
    expect(page.locator("[data-mine=name]")).to_have_text("王敏")
    expect(page.locator("[data-mine=figures] dd").first).to_have_text("0/4")
    payload: FilePayload = {
        "name": "记录.json",
        "mimeType": "application/json",
        "buffer": saved.encode(),
    }
    page.locator("[data-mine=file]").set_input_files(payload)
    page.locator("[data-mine=preview] .md-button--primary").click()
    expect(page.locator("[data-mine=figures] dd").first).to_have_text("1/4")


def test_mine_over_http(open_page: OpenPage, folder: Path) -> None:
    with serve_folder(folder) as home:
        page = open_page(f"{home}my.html")
        look_at_mine(page, home)
        page.locator("[data-mine=phone]").click()
        expect(page.locator(".study-qr")).to_be_visible()


def test_mine_from_a_folder(open_page: OpenPage, folder: Path) -> None:
    home = f"{folder.as_uri()}/"
    page = open_page(f"{home}my.html")
    look_at_mine(page, home)
    expect(page.locator("[data-mine=folder]")).to_be_visible()
