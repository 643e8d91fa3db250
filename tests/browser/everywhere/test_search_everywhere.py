"""A reader with an old or another browser searches: over http below a path, and from a folder."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.dialog import LINKS, MARKS, META, search
from tests.builds import build_site, write_project
from tests.servers import serve_with_nginx
from tests.sites import SEARCH_CONFIG, SEARCH_PAGES

OpenPage = Callable[..., Page]


CONFIG = SEARCH_CONFIG.replace("search.share]", "search.share, content.tabs.link]").replace(
    "tables]", "tables, pymdownx.superfences, pymdownx.tabbed: {alternate_style: true}]"
)
PAGES = {
    **SEARCH_PAGES,
    "tabs.md": """\
# 两种写法

=== "甲"

    党章的学习。

=== "乙"

    条例的学习。
""",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site in a folder as people name them, with pages as files."""
    work = tmp_path_factory.mktemp("everywhere")
    config = CONFIG + "use_directory_urls: false\n"
    build = build_site(write_project(work / "project", config, PAGES), work / "site")
    assert build.exit_code == 0, build.output
    return Path(shutil.move(build.site, work / "学习 资料 (一)"))


@pytest.fixture(scope="module")
def web(
    folder: Path, nginx_program: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Give the address of the same site below a path of a web server."""
    work = tmp_path_factory.mktemp("nginx")
    link = work / "site"
    link.symlink_to(folder)
    with serve_with_nginx(nginx_program, link, work, "/a/study") as address:
        yield address


@pytest.fixture(params=["http", "file"])
def home(request: pytest.FixtureRequest, folder: Path, web: str) -> str:
    """Give the address of the site's folder, with its slash."""
    return web if request.param == "http" else f"{folder.as_uri()}/"


def test_a_string_is_found_jumped_to_and_marked(open_page: OpenPage, home: str) -> None:
    page = open_page(f"{home}index.html")
    search(page, "国人民的")
    expect(page.locator(META)).to_contain_text("1 处")
    expect(page.locator(f"{LINKS} mark").filter(has_text="国人民的")).to_have_count(1)
    page.locator(LINKS).filter(has_text="第一条").click()
    page.wait_for_url("**/rules.html**#a1")
    expect(page.locator(MARKS)).to_have_text("国人民的")
    expect(page.locator(MARKS)).to_be_in_viewport()


def test_a_page_with_content_tabs_searches_too(open_page: OpenPage, home: str) -> None:
    page = open_page(f"{home}tabs.html")
    page.locator(".tabbed-labels label").filter(has_text="乙").click()
    expect(page.get_by_text("条例的学习")).to_be_visible()
    search(page, "个体工商户")
    expect(page.locator(META)).to_contain_text("2 处")
    page.locator(LINKS).filter(has_text="适用").click()
    page.wait_for_url("**/other/index.html**#s1")


def test_a_shared_address_and_the_keyboard_lead_to_the_hit(open_page: OpenPage, home: str) -> None:
    page = open_page(f"{home}index.html?q=%E6%AD%A3%E5%BD%93%E9%98%B2%E5%8D%AB")
    expect(page.locator(LINKS).first).to_be_visible()
    page.goto(f"{home}tabs.html")
    page.keyboard.press("/")
    page.keyboard.type("正当防卫")
    expect(page.locator(LINKS).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/rules.html**")


def test_traditional_characters_are_found(open_page: OpenPage, home: str) -> None:
    page = open_page(f"{home}rules.html")
    search(page, "個體工商戶")
    expect(page.locator(META)).to_contain_text("2 处")


def test_what_still_older_browsers_lack_is_lent_to_them(
    new_context: Callable[..., BrowserContext], web: str
) -> None:
    """Chromium 71 has no Blob.text, with which Material reads what it has fetched."""
    context = new_context()
    context.add_init_script("delete Blob.prototype.text; delete Element.prototype.replaceChildren")
    page = context.new_page()
    page.goto(f"{web}tabs.html")
    search(page, "党章")
    expect(page.locator(LINKS).first).to_be_visible()
