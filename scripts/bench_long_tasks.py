"""Turns a built site with tracks into the longest task of each kind of page while it opens.

Every page is opened twice by a reader who has records: with our scripts, and with them blocked, to
tell what is the theme's.
"""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, sync_playwright

from bench_cost import RunError
from browser_program import find_chromium

LONG_MS = 50
RECORDS = 500
SETTLE_MS = 1_500
RUNS = 5
"""Each page is opened so often; the run that was disturbed least by other programs counts."""

WATCH = """() => {
  window.__tasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.__tasks.push(entry.duration);
  }).observe({ type: "longtask", buffered: true });
}"""
SEED = """([site, records, place]) => {
  const at = new Date().toISOString();
  for (const [id, hash] of records) {
    const record = { v: 1, done: true, hash, at, by: "mark" };
    localStorage.setItem(`study:${site}:default:${id}`, JSON.stringify(record));
  }
  localStorage.setItem(`study:${site}:default:@place`, JSON.stringify({ v: 1, at, ...place }));
}"""

_DATA = re.compile(r'<template id="?study-data"?[^>]*>(.*?)</template>', re.DOTALL)
_OWN = re.compile(r'data-study-track="?([\w-]+)')


@dataclass(frozen=True)
class LongTasks:
    """The longest task of a page in ms; 0 for none that counts as long."""

    name: str
    ours: float
    blocked: float


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of them."""

    def log_message(self, *_: object) -> None:
        """Keep the terminal for the report."""


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve a folder on a free port of this host and yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def find_long_tasks(site: Path) -> list[LongTasks]:
    """Open home page, overview, the reader's own page, a track's page and a crowded unit page.

    Raises:
        RunError: there is no Chromium, or the site has no tracks.
    """
    program = find_chromium()
    if program is None:
        raise RunError("no Chromium: apt-get install chromium fonts-noto-cjk")
    pages = _pages(site)
    with serve(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        found = [
            LongTasks(
                name,
                _longest(browser, address, path, site, blocked=False),
                _longest(browser, address, path, site, blocked=True),
            )
            for name, path in pages.items()
        ]
        browser.close()
    return found


def _pages(site: Path) -> dict[str, str]:
    own = sorted((site / "tracks").rglob("t*/index.html"))
    if not own:
        raise RunError(f"{site} has no tracks")
    crowded = max(
        (path for path in site.rglob("*/index.html") if "study-bar" in path.read_text("utf-8")),
        key=lambda path: len(_data(path).get("further", [])),
    )
    query = "".join(f"?track={track}" for track in [*_data(crowded).get("further", [])][-1:])
    return {
        "home": "",
        "all tracks": "tracks/",
        "我的学习": "my/",
        "a track": own[0].parent.relative_to(site).as_posix() + "/",
        "a unit in many tracks": crowded.parent.relative_to(site).as_posix() + "/" + query,
    }


def _data(path: Path) -> dict[str, list[dict[str, str]]]:
    found = _DATA.search(path.read_text("utf-8"))
    data: dict[str, list[dict[str, str]]] = json.loads(
        found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if found else "{}"
    )
    return data


def _longest(browser: Browser, address: str, path: str, site: Path, *, blocked: bool) -> float:
    return min(_open(browser, address, path, site, blocked=blocked) for _ in range(RUNS))


def _open(browser: Browser, address: str, path: str, site: Path, *, blocked: bool) -> float:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}404.html")
    _seed(page, site)
    page.add_init_script(f"({WATCH})()")
    if blocked:
        page.route("**/assets/study/*.js", _refuse)
    page.goto(address + path)
    page.wait_for_timeout(SETTLE_MS)
    tasks: list[float] = page.evaluate("() => window.__tasks")
    context.close()
    return max(tasks, default=0)


def _refuse(route: Route) -> None:
    route.abort()


def _seed(page: Page, site: Path) -> None:
    """Give the reader records of the first tracks, and a place in one of them."""
    records: list[tuple[str, str]] = []
    place: dict[str, str] = {}
    name = ""
    for path in sorted((site / "tracks").rglob("t*/index.html")):
        data = _data(path)
        name = str(data["site"])
        for track in data["tracks"]:
            units: list[dict[str, str]] = track["units"]  # type: ignore[assignment]
            place = place or {"track": track["id"], "unit": units[0]["id"]}
            records += [(unit["id"], unit["hash"]) for unit in units]
        if len(records) >= RECORDS:
            break
    page.evaluate(SEED, [name, records[:RECORDS], place])
