"""A site of more units than a page may carry: who has begun loads the catalogue, nobody else."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Watch
from tests.builds import build_site, write_project
from tests.servers import serve_folder
from tests.track_site import TRACK_PAGES, track_config

NewContext = Callable[..., BrowserContext]
TRACKS, UNITS = 12, 40


def many_pages() -> dict[str, str]:
    text = "---\ntype: text\ntitle: 长规定\nid: long-rules\n---\n\n# 长规定\n\n"
    text += "".join(f"## 要点{n} {{#s-{n}}}\n\n要点{n}的话。\n\n" for n in range(UNITS))
    units = "".join(
        f"      - {{page: texts/long.md, sections: [s-{n}], kind: 读原文}}\n" for n in range(UNITS)
    )
    tracks = {
        f"tracks/many-{number}.md": (
            f"---\ntype: track\ntitle: 专题{number}\nid: track-many-{number}\n"
            f"stages:\n  - title: 读\n    units:\n{units}---\n\n# 专题{number}\n"
        )
        for number in range(TRACKS)
    }
    return {**TRACK_PAGES, "texts/long.md": text, **tracks}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the large site."""
    folder = tmp_path_factory.mktemp("many")
    built = build_site(write_project(folder, track_config(), many_pages()), folder / "site")
    assert built.exit_code == 0, built.output
    home = (built.site / "index.html").read_text(encoding="utf-8")
    assert "long-rules" not in home, "the home page carries no units"
    with serve_folder(built.site) as address:
        yield address


def asked_for_catalogue(watch: Watch) -> int:
    return sum("/catalogue-" in address for address in watch.requests)


def test_a_reader_who_has_not_begun_loads_no_catalogue(
    url: str, new_context: NewContext, watch: Watch
) -> None:
    page = new_context().new_page()
    for path in ("", "tracks/"):
        page.goto(f"{url}{path}")
        page.wait_for_load_state("networkidle")
    expect(page.locator(".study-card")).to_have_count(TRACKS + 2)
    page.goto(url)
    expect(page.locator("[data-study-start]")).to_be_visible()
    assert asked_for_catalogue(watch) == 0


def test_home_overview_and_mine_show_progress_from_the_catalogue(
    url: str, new_context: NewContext, watch: Watch
) -> None:
    page = new_context().new_page()
    page.goto(f"{url}texts/long/?track=track-many-7#s-3")
    page.locator("[data-study-mark]:visible").click()
    expect(page.locator("[data-study-mark]:visible")).to_have_text("已学（点此撤销）")
    assert asked_for_catalogue(watch) == 0
    page.goto(url)
    again = page.locator("[data-study-continue]")
    expect(again).to_contain_text("从上次的地方继续：长规定（要点4）")
    expect(again).to_contain_text("专题7 · 第 5/40 单元")
    expect(again).to_contain_text("已学 1/40")
    again.get_by_role("link").last.click()
    expect(page.locator(".study-bar:visible")).to_contain_text("第 5/40 单元")
    page.goto(f"{url}tracks/")
    expect(page.get_by_text("已学 1/40")).to_have_count(TRACKS)
    expect(page.get_by_text("已学 0/4")).to_have_count(1)
    page.goto(f"{url}my/")
    expect(page.locator("[data-mine=figures] dd").first).to_have_text("1/44")
    expect(page.locator("[data-mine=under-way] li")).to_have_count(TRACKS)
