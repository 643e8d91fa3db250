"""Material's dialog with our engine behind it, in a real browser."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.dialog import INPUT, LINKS, MARKS, META, search
from tests.builds import build_site, write_project
from tests.servers import serve_folder, serve_with_nginx
from tests.sites import SEARCH_CONFIG, SEARCH_PAGES

OpenPage = Callable[..., Page]

LIVE = ".zh-search__live"
ANY_OF_OURS = re.compile(r"/search/(?!iframe-worker-shim-)")


def build_search_site(folder: Path, config: str = SEARCH_CONFIG) -> Path:
    build = build_site(write_project(folder / "project", config, SEARCH_PAGES), folder / "site")
    assert build.exit_code == 0, build.output
    return build.site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_search_site(tmp_path_factory.mktemp("search"))


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve_folder(site) as url:
        yield url


def test_a_string_across_words_is_found_jumped_to_and_marked(
    open_page: OpenPage, address: str
) -> None:
    page = open_page(address)
    search(page, "国人民的")
    expect(page.locator(META)).to_have_text("共 1 处写有这几个字")
    expect(page.locator(f"{LINKS} mark").filter(has_text="国人民的")).to_have_count(1)
    page.locator(LINKS).filter(has_text="第一条").click()
    page.wait_for_url("**/rules/**#a1")
    expect(page.locator(MARKS)).to_have_text("国人民的")
    expect(page.locator(MARKS)).to_be_in_viewport()


def test_marks_cross_bold_text_on_the_landing_page(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}rules/?h={quote('正当防卫')}#a54")
    expect(page.locator(MARKS)).to_have_text(["正当", "防卫"])


def test_several_words_are_marked_only_in_the_section_one_came_for(
    open_page: OpenPage, address: str
) -> None:
    page = open_page(f"{address}rules/?h={quote('国人')}+{quote('权利')}#a1")
    expect(page.locator(MARKS)).to_have_text(["国人", "权利"])
    page.goto(f"{address}rules/?h={quote('国人')}#a1")
    expect(page.locator(MARKS)).to_have_text(["国人", "国人"])


def test_a_shared_address_opens_the_dialog_with_its_results(
    open_page: OpenPage, address: str
) -> None:
    page = open_page(f"{address}?q={quote('个体工商户')}")
    expect(page.locator(META)).to_have_text("共 2 处写有这几个字")
    shared = page.locator("[data-md-component=search-share]").get_attribute("href")
    assert parse_qs(urlsplit(shared or "").query)["q"] == ["个体工商户"]


def test_no_hit_and_no_literal_hit_say_so(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    search(page, "鑫淼焱")
    expect(page.locator(META)).to_contain_text("没有找到“鑫淼焱”")
    expect(page.locator(LINKS)).to_have_count(0)
    page.locator(INPUT).fill("谁可以成为个体工商户呢")
    expect(page.locator(META)).to_contain_text("以下内容与它相近")
    expect(page.locator(LINKS).first).to_be_visible()


def test_words_picked_with_the_mouse_in_an_input_method_are_searched(
    open_page: OpenPage, address: str
) -> None:
    page = open_page(address)
    page.locator(INPUT).click()
    page.evaluate(
        """selector => {
          const input = document.querySelector(selector);
          input.value = "正当防卫";
          input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
        }""",
        INPUT,
    )
    expect(page.locator(META)).to_have_text("共 1 处写有这几个字")


@pytest.mark.parametrize(
    ("typed", "told", "link"),
    [
        ("示例法第五十四条", "已找到：《中华人民共和国示例法》第五十四条", "第五十四条"),
        ("《示例法》54条第一款", "已找到：《中华人民共和国示例法》第五十四条", "第五十四条"),
        ("示例法", "已找到：中华人民共和国示例法", "中华人民共和国示例法"),
    ],
)
def test_a_named_target_is_told_and_opened_without_marks(
    open_page: OpenPage, address: str, typed: str, told: str, link: str
) -> None:
    page = open_page(f"{address}?q={quote(typed)}")
    expect(page.locator(META)).to_have_text(told)
    page.locator(LINKS).filter(has_text=link).first.click()
    page.wait_for_url("**/rules/**")
    if link != "中华人民共和国示例法":
        assert "h=" not in page.url
        expect(page.locator(MARKS)).to_have_count(0)


def test_marks_do_not_nest_when_one_comes_again(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    for _ in range(3):
        page.goto(f"{address}?q={quote('国人民的')}")
        page.locator(LINKS).filter(has_text="第一条").click()
        page.wait_for_url("**/rules/**#a1")
        expect(page.locator(MARKS)).to_have_text("国人民的")
        expect(page.locator("mark mark")).to_have_count(0)


def test_keyboard_alone_reaches_the_hit(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    page.keyboard.press("/")
    page.keyboard.type("正当防卫")
    expect(page.locator(LINKS).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/rules/**")


def test_markup_in_texts_and_queries_stays_text(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    search(page, "<img src=x onerror=alert(1)>“重点”")
    expect(page.locator(META)).to_contain_text("<img")
    assert page.locator(".md-search-result img").count() == 0


def test_nothing_is_loaded_until_a_reader_searches(
    open_page: OpenPage, address: str, watch: Watch
) -> None:
    page = open_page(address)
    page.wait_for_load_state("networkidle")
    assert [url for url in watch.requests if ANY_OF_OURS.search(url)] == []
    search(page, "党章")
    expect(page.locator(META)).to_have_text("共 1 处写有这几个字")
    assert [url for url in watch.requests if ANY_OF_OURS.search(url)]


def test_below_a_sub_path(
    open_page: OpenPage, site: Path, nginx_program: str, tmp_path: Path
) -> None:
    with serve_with_nginx(nginx_program, site, tmp_path, "/study") as url:
        page = open_page(f"{url}rules/")
        search(page, "民法典")
        expect(page.locator(META)).to_have_text("共 1 处写有这几个字")
        page.locator(LINKS).filter(has_text="一、适用").click()
        page.wait_for_url("**/other/**#s1")


def test_from_a_folder(open_page: OpenPage, tmp_path: Path) -> None:
    folder = tmp_path / "学习 资料"
    config = SEARCH_CONFIG + "use_directory_urls: false\n"
    shutil.move(build_search_site(tmp_path / "b", config), folder)
    page = open_page((folder / "index.html").as_uri())
    search(page, "国人民的")
    expect(page.locator(META)).to_have_text("共 1 处写有这几个字")
    page.locator(LINKS).filter(has_text="第一条").click()
    page.wait_for_url("**/rules.html**#a1")
    expect(page.locator(MARKS)).to_have_text("国人民的")
