"""A reader with an old or another browser follows a track and keeps a record of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.builds import build_site, write_project
from tests.servers import serve_folder
from tests.track_site import TRACK_PAGES, track_config

OpenPage = Callable[..., Page]

BARS = ".study-bar:visible"
MARK = "[data-study-mark]:visible"


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
