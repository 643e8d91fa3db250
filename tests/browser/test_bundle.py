"""The shipped site, bundled and unpacked as a reader does it, read without a server."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mkdocs_study.cli import main
from tests.browser.conftest import Watch
from tests.builds import ROOT

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    file = folder / "资料.zip"
    assert main(["bundle", "-f", str(ROOT / "mkdocs.yml"), "-o", str(file)]) == 0
    goal = folder / "下载 的 资料"
    with zipfile.ZipFile(file) as bundle:
        bundle.extractall(goal)
    return goal


def test_the_start_page_leads_to_the_site(open_page: OpenPage, unpacked: Path) -> None:
    page = open_page((unpacked / "打开学习资料.html").as_uri())
    page.wait_for_url("**/site/index.html")
    expect(page.locator("h1")).to_be_visible()


def test_no_page_asks_for_anything_outside_the_folder(
    open_page: OpenPage, unpacked: Path, watch: Watch
) -> None:
    page = open_page((unpacked / "site" / "index.html").as_uri())
    pages = sorted((unpacked / "site").rglob("*.html"))
    assert len(pages) > 50
    for each in pages:
        page.goto(each.as_uri())
        page.wait_for_timeout(60)
    inside = (unpacked.as_uri(), "data:", "blob:")
    assert [each for each in watch.requests if not each.startswith(inside)] == []


def test_search_tracks_and_links_work(open_page: OpenPage, unpacked: Path) -> None:
    page = open_page((unpacked / "site" / "index.html").as_uri())
    page.locator("[data-md-component=search-query]").fill("纪律处分")
    hit = page.locator(".md-search-result__link").first
    expect(hit).to_be_visible()
    hit.click()
    page.wait_for_url("**/site/**.html**")
    expect(page.locator("mark").first).to_be_attached()
    page.goto((unpacked / "site" / "tracks" / "discipline.html").as_uri())
    page.get_by_role("link", name="开始学习").first.click()
    page.wait_for_url("**.html?track=**")
    page.locator("[data-study-mark]:visible").first.click()
    page.goto((unpacked / "site" / "index.html").as_uri())
    expect(page.locator("[data-study-continue]")).to_contain_text("第 2/")


def test_every_link_of_a_page_leads_to_a_file(open_page: OpenPage, unpacked: Path) -> None:
    page = open_page((unpacked / "site" / "index.html").as_uri())
    links = page.evaluate("[...document.links].map((each) => each.href.split(/[?#]/)[0])")
    inside = [each for each in links if each.startswith("file:")]
    assert len(inside) > 20
    assert [each for each in inside if not each.endswith((".html", ".xml", ".ics"))] == []
