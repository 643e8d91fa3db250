"""The search page that `study index` adds to a site of any origin, in a real browser."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from mkdocs_study.cli import main
from tests.browser.dialog import LINKS, META
from tests.foreign_site import index_foreign_site
from tests.servers import serve_folder, serve_with_nginx

OpenPage = Callable[..., Page]

INPUT = "input[name=q]"
LIVE = "[aria-live=polite]"
RULE = "学习 资料/第一 章.html#适用 范围"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "worker-src 'self'; img-src 'self'; form-action 'self'"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return index_foreign_site(tmp_path_factory.mktemp("foreign") / "老 站")


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve_folder(site) as url:
        yield url


@pytest.fixture(scope="module")
def below_a_path(
    site: Path, nginx_program: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    work = tmp_path_factory.mktemp("nginx")
    with serve_with_nginx(nginx_program, site, work, "/docs") as url:
        yield url


@pytest.fixture(params=["http", "sub-path", "folder"])
def root(request: pytest.FixtureRequest, site: Path) -> str:
    """Give the address of the site in each way in which it can be opened."""
    if request.param == "folder":
        return f"{site.as_uri()}/"
    name = "address" if request.param == "http" else "below_a_path"
    return str(request.getfixturevalue(name))


def test_a_hit_is_found_shown_and_opened(open_page: OpenPage, root: str) -> None:
    page = open_page(f"{root}search/index.html")
    page.locator(INPUT).press_sequentially("个体工商户可以")
    expect(page.locator(META)).to_have_text("共 1 处写有这几个字")
    links = page.locator(LINKS)
    expect(links.nth(0)).to_contain_text("第一章 总则")
    expect(links.nth(0).locator(".zh-search__type")).to_have_text("法规")
    expect(links.nth(0).locator(".zh-search__path")).to_have_text("学习 资料 › 第一 章.html")
    expect(links.nth(1).locator("mark")).to_have_text("个体工商户可以")
    assert page.url.endswith(f"search/index.html?q={quote('个体工商户可以')}")
    links.nth(1).click()
    page.wait_for_url(re.compile("#"))
    assert unquote(page.url).endswith(f"/{RULE}")
    expect(page.locator("h2").first).to_be_in_viewport()
    page.go_back()
    expect(page.locator(INPUT)).to_have_value("个体工商户可以")
    expect(page.locator(META)).to_have_text("共 1 处写有这几个字")


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("轮流值班", "学习 资料/通知/"),
        ("先看说明", "100%25/a&b.htm"),
        ("欢迎来到", ""),
    ],
)
def test_every_address_leads_where_it_should(
    open_page: OpenPage, root: str, query: str, path: str
) -> None:
    page = open_page(f"{root}search/index.html?q={quote(query)}")
    page.locator(LINKS).first.click()
    page.wait_for_url(lambda url: "/search/" not in url)
    expect(page.locator("h1").last).to_be_visible()
    expect(page.locator("body")).to_contain_text(query)
    assert unquote(page.url.removeprefix(root)).removesuffix("index.html") == path


def test_the_keyboard_is_enough(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}search/?q={quote('个体工商户')}")
    links = page.locator(LINKS)
    expect(links.first).to_be_visible()
    page.keyboard.press("Enter")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(links.nth(2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(INPUT)).to_be_focused()
    links.nth(1).focus()
    page.keyboard.press("Tab")
    expect(links.nth(2)).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator(INPUT)).to_be_focused()
    expect(page.locator(INPUT)).to_have_value("个体工商户")
    page.keyboard.press("ArrowDown")
    first = links.first.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(first)


def test_more_hits_come_on_demand(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}search/?q={quote('个体工商户')}")
    more = page.get_by_role("button", name="显示更多")
    expect(more).to_be_visible()
    folded = page.locator("details .md-search-result__link")
    before = folded.count()
    more.click()
    expect(page.locator(META)).to_have_text("共 32 处写有这几个字")
    expect(page.locator(LIVE)).to_have_text("已显示 32 条")
    # the page itself and three of its sections stand open
    expect(folded).to_have_count(31 - 3)
    assert before < 31 - 3
    expect(more).to_be_hidden()


def test_counts_are_announced_and_nothing_found_is_said(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}search/")
    page.locator(INPUT).fill("轮流值班")
    expect(page.locator(LIVE)).to_have_text("共 1 处写有这几个字")
    page.locator(INPUT).fill("鑫淼焱")
    expect(page.locator(META)).to_have_text("没有找到“鑫淼焱”，请换一个说法再试")
    expect(page.locator(LINKS)).to_have_count(0)
    expect(page.locator(".zh-search__help")).to_contain_text("已经试过")
    page.locator(INPUT).fill("")
    expect(page.locator(META)).to_have_text("")
    assert page.url == f"{address}search/"


def test_a_form_on_the_site_leads_here(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    page.evaluate("document.body.innerHTML = '<form action=\"/search/\"><input name=q></form>'")
    page.locator("input").fill("轮流 值班")
    page.locator("input").press("Enter")
    expect(page.locator(META)).to_have_text("共 1 处写有这几个字")
    expect(page.locator(INPUT)).to_have_value("轮流 值班")


def test_a_strict_policy_is_kept(new_context: Callable[..., BrowserContext], address: str) -> None:
    page = new_context().new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))

    def add_policy(route: Route) -> None:
        response = route.fetch()
        headers = {**response.headers, "content-security-policy": POLICY}
        route.fulfill(response=response, headers=headers)

    page.route("**/search/**", add_policy)
    page.goto(f"{address}search/?q={quote('个体工商户')}")
    expect(page.locator(META)).to_contain_text("32 处写有这几个字")
    assert [text for text in complaints if "Content Security Policy" in text] == []


def test_what_is_in_a_page_is_no_code(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}search/?q={quote('读熟')}")
    expect(page.locator(LINKS).nth(1)).to_contain_text("党章要读熟<b>。")


def test_an_index_that_was_replaced_asks_for_a_new_page(
    open_page: OpenPage, site: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(site, tmp_path / "站")
    with serve_folder(copy) as url:
        page = open_page(f"{url}search/")
        page.locator(INPUT).fill("轮流值班")
        expect(page.locator(META)).to_have_text("共 1 处写有这几个字")
        (copy / "学习 资料" / "第一 章.html").write_text("<h1>改了</h1>轮流值班", "utf-8")
        assert main(["index", str(copy)]) == 0
        page.locator(INPUT).fill("个体工商户的规定要读熟")
        reload = page.get_by_role("button", name="刷新页面")
        expect(reload).to_be_visible()
        page.locator(INPUT).fill("改了")
        expect(reload).to_be_visible()
        reload.click()
        expect(page.locator(LINKS).first).to_contain_text("改了")


def test_pages_of_material_mark_the_words(open_page: OpenPage, tmp_path: Path) -> None:
    article = '<article class="md-content__inner"><h1>题</h1><h2 id="二">二</h2>轮流值班</article>'
    (tmp_path / "a.html").write_text(f"<meta charset=utf-8>{article}", "utf-8")
    assert main(["index", str(tmp_path)]) == 0
    with serve_folder(tmp_path) as url:
        page = open_page(f"{url}search/?q={quote('轮流值班')}")
        page.locator(LINKS).nth(1).click()
        page.wait_for_url(f"{url}a.html?h={quote('轮流值班')}#{quote('二')}")
