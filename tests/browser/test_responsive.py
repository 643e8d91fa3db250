"""While a worker searches, the page goes on answering its reader."""

import statistics
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from bench_responsive import measure
from tests.builds import build_site, write_project
from tests.servers import serve_folder
from tests.sites import SEARCH_CONFIG, SEARCH_PAGES

OpenPage = Callable[..., Page]

QUERIES = ["个体工商户", "正当防卫", "国人民的", "党章", "民法典"]
BUSY_MS = 400
NOT_FELT_MS = 100
# The index of a small site answers at once; a large one keeps its worker busy for a while.
BUSY = f"(() => {{ const end = Date.now() + {BUSY_MS}; while (Date.now() < end); }})"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small site whose worker is as busy with each query as that of a large one."""
    work = tmp_path_factory.mktemp("responsive")
    build = build_site(write_project(work / "project", SEARCH_CONFIG, SEARCH_PAGES), work / "site")
    assert build.exit_code == 0, build.output
    (worker,) = (build.site / "search").glob("worker-*.js")
    worker.write_text(
        worker.read_text("utf-8") + f'addEventListener("message", {BUSY})', encoding="utf-8"
    )
    return build.site


def test_the_page_stays_responsive_while_the_worker_searches(
    open_page: OpenPage, site: Path
) -> None:
    with serve_folder(site) as address:
        found = [still.ms for still in measure(open_page(address), QUERIES)]
    # the median, since the machine may be busy with something else for one of them
    assert statistics.median(found) < NOT_FELT_MS, found


def test_a_page_that_stands_still_is_noticed(open_page: OpenPage, site: Path) -> None:
    with serve_folder(site) as address:
        page = open_page(address)
        page.evaluate(f'addEventListener("input", {BUSY})')
        found = [still.ms for still in measure(page, QUERIES[:1])]
    assert min(found) >= BUSY_MS
