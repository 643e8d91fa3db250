"""What a track shows of itself: kinds, ring, stages, requirements, edges of units, further bars."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.axe import find_faults
from tests.builds import build_site, write_project
from tests.servers import serve_folder
from tests.track_site import TRACK_PAGES, track_config

NewContext = Callable[..., BrowserContext]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
CROWD = 5


def extra_track(number: int) -> str:
    """Write a track over the same page: two articles apart, and a case that requires the page."""
    return f"""\
---
type: track
title: 又一专题{number}
id: track-extra-{number}
description: 一句话。
objectives: [一项]
stages:
  - title: 读
    units:
      - page: texts/rules.md
        sections: [art-{number}, art-{number + 3}]
        kind: 读原文
        minutes: 75
      - {{page: cases/one.md, kind: 看案例, requires: [rules]}}
---

# 又一专题{number}
"""


def crowded_pages() -> dict[str, str]:
    extra = {f"tracks/extra-{n}.md": extra_track(n) for n in range(1, CROWD + 1)}
    return {**TRACK_PAGES, **extra}


def build(folder: Path, features: str, pages: dict[str, str], more: str = "") -> Path:
    config = track_config(features) + more
    built = build_site(write_project(folder, config, pages), folder / "site")
    assert built.exit_code == 0, built.output
    return built.site


@pytest.fixture(scope="module", params=["", "navigation.instant"], ids=["plain", "instant"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the small site, all of whose bars are in its pages."""
    site = build(tmp_path_factory.mktemp("small"), request.param, TRACK_PAGES)
    with serve_folder(site) as address:
        yield address


@pytest.fixture(scope="module", params=["", "navigation.instant"], ids=["plain", "instant"])
def crowded_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Give the address of a site with a page in more tracks than it has room for."""
    site = build(tmp_path_factory.mktemp("crowd"), request.param, crowded_pages())
    html = (site / "texts" / "rules" / "index.html").read_text(encoding="utf-8")
    assert html.count('class="study-bar"') == 1
    with serve_folder(site) as address:
        yield address


def mark(page: Page) -> None:
    button = page.locator("[data-study-mark]:visible")
    button.click()
    expect(button).to_have_text("已学（点此撤销）")


def filled(page: Page) -> Locator:
    return page.locator(".study-ring:visible [data-study-ring]")


def test_ring_stages_and_requirements_follow_the_reader(url: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(f"{url}tracks/discipline/")
    expect(filled(page)).to_have_attribute("stroke-dasharray", "0 100")
    expect(page.locator("[data-study-stage]")).to_have_text([" · 已学 0/2", " · 已学 0/2"])
    expect(page.locator(".study-need")).to_have_text("单位规定还没学")

    page.get_by_role("link", name="开始学习：第 1 单元").click()
    mark(page)
    page.goto(f"{url}tracks/discipline/")
    expect(filled(page)).to_have_attribute("stroke-dasharray", "25 100")
    expect(page.locator(".study-ring")).to_contain_text("已学 1/4")
    expect(page.locator("[data-study-stage]")).to_have_text([" · 已学 1/2", " · 已学 0/2"])
    expect(page.locator(".study-need")).to_have_text("单位规定学了 1/2 个单元")

    page.get_by_role("link", name="继续学习：第 2 单元").click()
    mark(page)
    page.locator(".study-step--next:visible").click()
    bar = page.locator(".study-bar:visible")
    expect(bar).to_contain_text("第 3/4 单元")
    expect(bar.locator(".study-need--met")).to_have_text("单位规定已学")
    page.goto(f"{url}tracks/")
    expect(filled(page)).to_have_count(2)
    expect(filled(page).first).to_have_attribute("stroke-dasharray", "50 100")


def test_a_unit_of_sections_is_marked_where_it_begins_and_ends(
    url: str, new_context: NewContext
) -> None:
    page = new_context().new_page()
    page.goto(f"{url}texts/rules/?track=track-discipline#art-2")
    edges = page.locator("[data-study-edge]")
    expect(edges).to_have_text(["本单元从这里读起", "本单元读到这里"])
    following = "edges => edges.map((edge) => edge.nextElementSibling.id)"
    assert edges.evaluate_all(following) == ["art-2", "art-4"]
    expect(edges.first).to_be_in_viewport()
    page.locator(".study-step--next:visible").click()
    expect(page.locator(".study-bar:visible")).to_contain_text("第 2/4 单元")
    expect(edges).to_have_count(2)
    assert edges.evaluate_all(following) == ["art-7", "art-8"]
    page.locator(".study-step--next:visible").click()
    expect(page.locator(".study-bar:visible")).to_contain_text("第 3/4 单元")
    expect(edges).to_have_count(0)


def test_a_track_without_room_on_its_page_gets_its_bars_from_its_script(
    crowded_url: str, new_context: NewContext
) -> None:
    page = new_context().new_page()
    page.goto(f"{crowded_url}tracks/extra-4/")
    page.get_by_role("link", name="开始学习：第 1 单元").click()
    bar = page.locator(".study-bar:visible")
    expect(bar).to_have_count(1)
    expect(bar).to_contain_text("又一专题4")
    expect(bar).to_contain_text("第 1/2 单元")
    expect(bar.locator(".study-minutes")).to_have_text("约 1 小时 15 分钟")
    expect(bar.locator(".study-bar__reads")).to_have_text("本单元读：第四条、第七条")
    expect(bar.locator(".study-requires")).to_have_count(0)
    expect(page.locator(".study-used:visible")).to_have_count(0)
    edges = page.locator("[data-study-edge]")
    expect(edges).to_have_text(
        [
            "本单元从这里读起",
            "这一段到此为止，本单元后面还有",
            "本单元接着读这里",
            "本单元读到这里",
        ]
    )
    steps = page.locator(".study-steps:visible")
    expect(steps).to_have_count(1)
    expect(steps).to_contain_text("返回专题")
    mark(page)
    meter = steps.locator("progress")
    assert meter.evaluate("meter => [meter.value, meter.max]") == [1, 2]
    page.locator(".study-step--next:visible").click()
    expect(bar).to_contain_text("第 2/2 单元")
    expect(bar.locator(".study-need--met")).to_have_text("单位规定已学")
    page.goto(f"{crowded_url}tracks/extra-4/")
    expect(page.locator(".study-ring")).to_contain_text("已学 1/2")


def test_a_crowded_page_names_its_tracks_to_who_follows_none(
    crowded_url: str, new_context: NewContext
) -> None:
    page = new_context().new_page()
    page.goto(f"{crowded_url}texts/rules/")
    expect(page.locator(".study-used:visible")).to_contain_text("本页用于 6 个学习专题：")
    expect(page.locator(".study-bar:visible")).to_have_count(0)
    page.goto(f"{crowded_url}cases/one/?track=track-extra-2")
    expect(page.locator(".study-bar:visible")).to_contain_text("又一专题2")
    page.goto(f"{crowded_url}cases/one/?track=track-extra-5")
    expect(page.locator(".study-bar:visible")).to_contain_text("又一专题5")


def test_a_crowded_page_in_a_folder_gets_its_bars_too(
    tmp_path: Path, new_context: NewContext
) -> None:
    site = build(tmp_path, "", crowded_pages(), "use_directory_urls: false\n")
    page = new_context().new_page()
    page.goto((site / "tracks" / "extra-3.html").as_uri())
    page.get_by_role("link", name="开始学习：第 1 单元").click()
    expect(page.locator(".study-bar:visible")).to_contain_text("又一专题3")
    page.locator(".study-step--next:visible").click()
    expect(page.locator(".study-bar:visible")).to_contain_text("第 2/2 单元")


def test_without_javascript_a_crowded_page_links_to_all_its_tracks(
    crowded_url: str, new_context: NewContext
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{crowded_url}texts/rules/")
    expect(page.locator(".study-used a:visible")).to_have_count(CROWD + 1)
    expect(page.locator(".study-bar:visible")).to_have_count(1)
    page.locator(".study-used a", has_text="又一专题5").click()
    expect(page.locator(".study-unit")).to_have_count(2)
    expect(page.locator(".study-kind:visible")).to_have_text(["读原文", "看案例"])
    for hidden in (".study-ring", "[data-study-stage]", "[data-study-met]", ".study-state"):
        expect(page.locator(f"{hidden}:visible")).to_have_count(0)
    page.locator(".study-unit__title").first.click()
    expect(page.get_by_role("heading", name="单位规定")).to_be_visible()
    page.goto(f"{crowded_url}plan/2026/")
    expect(page.get_by_text("把纪律记住").first).to_be_visible()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["1440", "390"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_track_page_overview_and_unit_are_accessible_and_fit(
    url: str, new_context: NewContext, viewport: dict[str, int], scheme: str
) -> None:
    page = new_context(viewport=viewport, color_scheme=scheme).new_page()
    page.goto(f"{url}texts/rules/?track=track-discipline#art-2")
    mark(page)
    for path in (
        "tracks/discipline/",
        "tracks/",
        "texts/rules/?track=track-discipline#art-2",
        "cases/one/?track=track-discipline",
    ):
        page.goto(f"{url}{path}")
        page.wait_for_function("document.querySelector('[data-study-count]:not(:empty)')")
        assert find_faults(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path


def test_kinds_have_marks_on_screen_and_on_paper(url: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(f"{url}tracks/discipline/")
    look = """kind => {
      const mark = getComputedStyle(kind, "::before");
      const color = getComputedStyle(kind).color;
      const image = mark.webkitMaskImage.slice(0, 9);
      return [image, mark.backgroundColor === color, mark.webkitPrintColorAdjust];
    }"""
    kinds = page.locator(".study-kind")
    media: Literal["screen", "print"]
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        for kind in kinds.all():
            assert kind.evaluate(look) == ['url("data', True, "exact"]
    marks = kinds.evaluate_all(
        "all => new Set(all.map((kind) => getComputedStyle(kind, '::before').webkitMaskImage)).size"
    )
    assert marks == 3, "读原文, 看案例 and 自查 differ"
