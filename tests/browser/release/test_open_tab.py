"""A tab that was opened before a release goes on working after it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mkdocs_study.publish.release.transaction import publish_site
from tests.browser.conftest import Watch
from tests.browser.dialog import INPUT, META, search
from tests.builds import ROOT, build_site
from tests.release_site import NOW
from tests.servers import serve_with_nginx

OpenPage = Callable[..., Page]

NEW_WORDS = "青石巷值班簿"
NEW_PAGE = f"""\
---
type: page
title: 值班簿
id: duty-book
---

# 值班簿

{NEW_WORDS}放在门口。
"""


@pytest.fixture(scope="module")
def newer_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the shipped site with one more page: its index has other names."""
    project = tmp_path_factory.mktemp("newer")
    shutil.copytree(ROOT / "docs", project / "docs")
    shutil.copy(ROOT / "mkdocs.yml", project)
    (project / "docs/cases/duty-book.md").write_text(NEW_PAGE, encoding="utf-8")
    built = build_site(project, project / "site")
    assert built.exit_code == 0, built.output
    return built.site


@pytest.mark.parametrize("keep", [5, 1], ids=["kept", "pruned"])
def test_its_search_answers_after_two_releases(
    open_page: OpenPage,
    shipped_site: Path,
    newer_site: Path,
    nginx_program: str,
    tmp_path: Path,
    watch: Watch,
    keep: int,
) -> None:
    root, work = tmp_path / "root", tmp_path / "nginx"
    work.mkdir()
    publish_site(shipped_site, root, now=NOW)
    with serve_with_nginx(nginx_program, root / "current", work, "", published=root) as address:
        page = open_page(address)
        page.locator(INPUT).click()
        expect(page.locator(META)).to_contain_text("输入字词")
        page.wait_for_load_state("networkidle")
        # The index is open, its shards are not loaded.
        opened = [each for each in watch.requests if "/search/" in each]
        for _ in range(2):
            publish_site(newer_site, root, now=NOW, keep=keep)
        del watch.requests[:]
        page.locator(INPUT).press_sequentially("礼品")
        expect(page.locator(META)).to_contain_text("写有这几个字")
        asked = [each for each in watch.requests if "/search/" in each]
        assert opened
        assert asked, "the shards were loaded after the release"
        asked_again = any("search_index.json" in each for each in asked)
        assert asked_again is (keep == 1), "the manifest is asked for anew if the index is gone"
        page.locator(INPUT).fill("")
        page.locator(INPUT).press_sequentially(NEW_WORDS)
        if keep == 1:
            expect(page.locator(META)).to_contain_text("1 处写有这几个字")
        else:
            expect(page.locator(META)).not_to_contain_text("读不到")
        # A page opened by a click comes from the release of today, with all that it needs.
        page.goto(f"{address}cases/")
        search(page, NEW_WORDS)
        expect(page.locator(META)).to_contain_text("1 处写有这几个字")


def test_a_page_that_stays_open_finds_its_scripts_and_styles(
    shipped_site: Path, newer_site: Path, nginx_program: str, tmp_path: Path, open_page: OpenPage
) -> None:
    root, work = tmp_path / "root", tmp_path / "nginx"
    work.mkdir()
    publish_site(shipped_site, root, now=NOW)
    name = next(path.name for path in (shipped_site / "assets/study").glob("tracks-*.js"))
    changed = shutil.copytree(newer_site, tmp_path / "changed")
    (changed / "assets/study" / name).rename(changed / "assets/study/tracks-00000000.js")
    with serve_with_nginx(nginx_program, root / "current", work, "", published=root) as address:
        publish_site(changed, root, now=NOW)
        page = open_page(address)
        for path, status in (
            (f"assets/study/{name}", 200),
            ("assets/study/tracks-00000000.js", 200),
            ("assets/study/tracks-11111111.js", 404),
            ("assets/../../state.json", 404),
            ("hashed/state.json", 404),
            ("search/search_index.json", 200),
        ):
            answer = page.request.get(f"{address}{path}")
            assert (path, answer.status) == (path, status)
