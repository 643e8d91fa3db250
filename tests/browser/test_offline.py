"""The shipped site needs nothing but its own host, and works below a sub-path and from a folder."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import Watch

OpenPage = Callable[..., Page]
LATE_MS = 100


def _pages(site: Path) -> list[str]:
    found = (page.relative_to(site).as_posix() for page in site.rglob("index.html"))
    return sorted(path.removesuffix("index.html") for path in found)


def test_no_page_asks_another_host(
    open_page: OpenPage, site_url: str, shipped_site: Path, watch: Watch
) -> None:
    page = open_page(site_url)
    for path in _pages(shipped_site):
        page.goto(site_url + path)
        page.wait_for_timeout(LATE_MS)  # scripts may ask for more once the page has loaded
    assert len(watch.requests) > len(_pages(shipped_site))


def test_the_watch_notices_a_foreign_request(
    open_page: OpenPage, site_url: str, watch: Watch
) -> None:
    page = open_page(site_url)
    page.evaluate("fetch('http://203.0.113.1/x').catch(() => 0)")
    assert watch.foreign_requests == ["http://203.0.113.1/x"]
    watch.foreign_requests.clear()


def test_no_page_scrolls_sideways(open_page: OpenPage, site_url: str, shipped_site: Path) -> None:
    page = open_page(site_url, reduced_motion="reduce")
    too_wide = []
    for path in _pages(shipped_site):
        page.goto(site_url + path)
        for width in (390, 1024, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                too_wide.append((path, width))
    assert too_wide == []


def test_links_work_below_a_sub_path(open_page: OpenPage, nginx_site_url: str) -> None:
    page = open_page(nginx_site_url)
    page.click(".md-tabs__link >> text=警示案例")
    page.wait_for_url(f"{nginx_site_url}cases/")
    assert page.inner_text("h1").startswith("警示")
