"""The shipped site on a phone, on paper and at a linked paragraph looks as readers need it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.axe import find_faults

OpenPage = Callable[..., Page]
PHONE = {"width": 390, "height": 800}
TRANSPARENT = "rgba(0, 0, 0, 0)"
OF_THE_THEME = "landmark-unique"
"""Material names both contents lists of a page alike; only one of them is ever shown."""
TEXT = "texts/sample-discipline/"

BACKGROUND = "getComputedStyle(document.querySelector(':target')).backgroundColor"

BROKEN_LABELS = """() => [...document.querySelectorAll(".md-typeset table tr > :first-child")]
  .filter(cell => {
    const text = cell.textContent.trim();
    if (!/^[\\u4e00-\\u9fff]{2,5}$/.test(text)) return false;
    const range = document.createRange();
    range.selectNodeContents(cell);
    const tops = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
    return tops.size > 1;
  })
  .map(cell => cell.textContent)"""

COLOURED = """() => {
  const grey = colour => {
    const [r, g, b, a] = colour.match(/[\\d.]+/g).map(Number);
    return a === 0 || (r === g && g === b);
  };
  const found = [];
  for (const node of document.querySelectorAll("article, article *")) {
    if (node.getClientRects().length === 0) continue;
    const style = getComputedStyle(node);
    for (const side of ["Top", "Right", "Bottom", "Left"]) {
      const width = parseFloat(style["border" + side + "Width"]);
      const colour = style["border" + side + "Color"];
      if (width > 0 && !grey(colour)) found.push([node.className, side, colour]);
    }
    for (const name of ["color", "backgroundColor"]) {
      if (!grey(style[name])) found.push([node.className, name, style[name]]);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("anchor", ["art-12", "art-12-p1", "art-2-p1"])
def test_what_a_link_points_to_is_marked(
    open_page: OpenPage, site_url: str, scheme: str, anchor: str
) -> None:
    page = open_page(f"{site_url}{TEXT}#{anchor}", color_scheme=scheme, reduced_motion="reduce")
    assert page.evaluate(BACKGROUND) != TRANSPARENT
    page.emulate_media(media="print")
    assert page.evaluate(BACKGROUND) == TRANSPARENT


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_can_be_used_by_all(
    open_page: OpenPage, site_url: str, shipped_site: Path, scheme: str
) -> None:
    page = open_page(site_url, color_scheme=scheme, reduced_motion="reduce")
    # one page of each folder, and all at the root
    kinds = {
        file.parent.parent if len(file.relative_to(shipped_site).parts) > 2 else file: file
        for file in sorted(shipped_site.rglob("*.html"))
        if "data-study-moved" not in file.read_text(encoding="utf-8")
    }
    faults = []
    for file in kinds.values():
        address = file.relative_to(shipped_site).as_posix()
        page.goto(site_url + address)
        faults += [(address, fault) for fault in find_faults(page, "html")]
    assert [each for each in faults if not each[1].startswith(OF_THE_THEME)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_button_can_be_read_while_the_pointer_is_on_it(
    open_page: OpenPage, site_url: str, scheme: str
) -> None:
    page = open_page(f"{site_url}my/", color_scheme=scheme, reduced_motion="reduce")
    page.get_by_role("button", name="存成文件").hover()
    assert find_faults(page) == []


def test_short_labels_of_tables_stay_on_one_line(
    open_page: OpenPage, site_url: str, shipped_site: Path
) -> None:
    page = open_page(site_url, viewport=PHONE)
    broken = []
    for file in sorted(shipped_site.rglob("index.html")):
        if "<table>" in file.read_text(encoding="utf-8"):
            page.goto(site_url + file.relative_to(shipped_site).as_posix())
            broken += [(file.parent.name, label) for label in page.evaluate(BROKEN_LABELS)]
    assert broken == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", [TEXT, "plan/2026/", "lessons/discipline-in-mind/", "tracks/discipline/", "cases/"]
)
def test_paper_is_black_and_white(
    open_page: OpenPage, site_url: str, path: str, scheme: str
) -> None:
    page = open_page(site_url + path, color_scheme=scheme, reduced_motion="reduce")
    page.emulate_media(media="print")
    assert page.evaluate(COLOURED) == []
    page.goto(f"{site_url}lessons/discipline-in-mind/")
    dotted = "getComputedStyle(document.querySelector('a.zh-term')).textDecorationLine"
    assert page.evaluate(dotted) == "none"


def test_a_plan_begins_on_its_first_sheet_and_months_stay_with_their_rows(
    open_page: OpenPage, site_url: str
) -> None:
    page = open_page(f"{site_url}plan/2026/")
    page.emulate_media(media="print")

    def style(selector: str, name: str) -> str:
        return str(page.evaluate(f"getComputedStyle(document.querySelector('{selector}')).{name}"))

    assert style(".study-plan", "breakInside") == "auto"
    assert style(".study-plan__month", "breakAfter") == "avoid"
    assert style(".study-plan tr", "breakInside") == "avoid"


def test_lists_and_items_stay_with_the_words_that_announce_them(
    open_page: OpenPage, site_url: str
) -> None:
    page = open_page(site_url + TEXT)
    page.emulate_media(media="print")
    before = "nodes => nodes.map(node => getComputedStyle(node).breakBefore)"
    items = page.eval_on_selector_all("article p[id$='-i1']", before)
    assert items
    assert set(items) == {"avoid"}
    page.goto(f"{site_url}help/member/")
    lists = page.eval_on_selector_all("article p + ul, article p + ol", before)
    assert lists
    assert set(lists) == {"avoid"}
