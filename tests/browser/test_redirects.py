"""Saved links to a page's old address and to old anchors reach the words they meant."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.builds import build_site, write_project
from tests.servers import serve_folder

OpenPage = Callable[..., Page]

CONFIG = """\
site_name: 转址
theme: {name: material, language: zh, font: false}
extra: {generator: false}
plugins: [search, zh-search, study]
"""
FILLER = "\n\n".join(["占位的一段文字。"] * 40)
PAGES = {
    "index.md": "---\ntype: page\ntitle: 首页\n---\n# 首页\n\n文字。\n",
    "texts/rules.md": f"""\
---
type: text
id: rules
title: 示例规定
redirects: [old/rules/, "旧条 -> art-2"]
---
# 示例规定

## 第一条

甲。

{FILLER}

## 第二条

乙。
""",
}


def build(folder: Path, *options: str) -> Path:
    built = build_site(write_project(folder / "project", CONFIG, PAGES), folder / "site", *options)
    assert built.exit_code == 0, built.output
    return built.site


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_folder(build(tmp_path_factory.mktemp("moved"))) as address:
        yield address


def test_an_old_address_leads_on_with_query_and_anchor(open_page: OpenPage, url: str) -> None:
    page = open_page(f"{url}old/rules/?h=%E4%B9%99#art-2")
    page.wait_for_url("**/texts/rules/?h=%E4%B9%99#art-2")
    expect(page.locator("h1")).to_contain_text("示例规定")


def test_without_scripts_an_old_address_leads_on(open_page: OpenPage, url: str) -> None:
    page = open_page(f"{url}old/rules/", java_script_enabled=False)
    page.wait_for_url("**/texts/rules/")


def test_an_old_anchor_shows_the_words_it_meant(open_page: OpenPage, url: str) -> None:
    page = open_page(f"{url}texts/rules/#旧条", viewport={"width": 800, "height": 400})
    expect(page.get_by_role("heading", name="第二条")).to_be_in_viewport()
    assert page.evaluate("window.scrollY") > 0


def test_from_a_folder(open_page: OpenPage, tmp_path: Path) -> None:
    site = build(tmp_path, "--no-directory-urls")
    page = open_page((site / "old" / "rules.html").as_uri() + "#旧条")
    page.wait_for_url("**/texts/rules.html#%E6%97%A7%E6%9D%A1")
