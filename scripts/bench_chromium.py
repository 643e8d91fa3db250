"""Turns a built site into sessions of a real browser that ask its search, and what they cost.

Every session is a Chromium of its own with an empty profile, on nginx with gzip on this host.
"""

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from playwright.sync_api import Page, Playwright

from bench_memory import RendererMemory, renderer_memory
from browser_program import find_chromium, find_nginx
from nginx_server import EMPTY_PAGE, serve_with_nginx

PROBE = Path(__file__).with_name("bench_probe.js")
SEARCH_PATHS = ("search/", "pagefind/", "assets/javascripts/workers/", "assets/javascripts/lunr/")
GZIP_LEVEL = 6
WAIT_MS = 180_000
LOG_SECONDS = 0.2
"""nginx writes a request into its log when the answer has left."""


class BrowserMissingError(Exception):
    """No Chromium or nginx; the message says what to install."""


@dataclass(frozen=True)
class Subject:
    """A search that is measured: where it is built, and how it is asked."""

    name: str
    site: Path
    way: str
    """As in bench_probe.js."""
    in_page: bool = True
    """Within the site's home page; else within an empty page."""


@dataclass(frozen=True)
class Traffic:
    """What a server sent, headers included."""

    search_bytes: int
    """Of index and search program alone."""
    total_bytes: int
    search_requests: int


@dataclass(frozen=True)
class Served:
    """A subject on its server."""

    subject: Subject
    address: str
    log: Path

    def sent(self, skip: int = 0) -> tuple[Traffic, int]:
        """Return what was sent after the first `skip` lines of the log, and its length."""
        time.sleep(LOG_SECONDS)
        lines = self.log.read_text("utf-8").splitlines()
        return count_traffic(lines[skip:]), len(lines)


@dataclass
class Session:
    """A browser with one page open that can ask the search behind it."""

    page: Page
    first_ms: float
    """From the page's opening to the first result of the first query."""
    marker: str

    def ask(self, typed: str, limit: int = 0) -> tuple[float, list[str]]:
        """Return milliseconds to the complete answer, and the addresses found, best first."""
        answer: dict[str, Any] = self.page.evaluate(
            "([typed, limit]) => window.bench.ask(typed, limit)", [typed, limit]
        )
        return answer["ms"], answer["found"]

    def memory(self) -> RendererMemory:
        """Return what the renderers of this browser hold now."""
        return renderer_memory(self.marker)


def count_traffic(lines: list[str]) -> Traffic:
    """Add up lines "status bytes path" of a server's log."""
    search = total = requests = 0
    for line in lines:
        _, sent, path = line.split(" ", 2)
        total += int(sent)
        if path.removeprefix("/").startswith(SEARCH_PATHS):
            search += int(sent)
            requests += 1
    return Traffic(search, total, requests)


@contextmanager
def serve(subject: Subject) -> Iterator[Served]:
    """Serve the subject's site at the root of a free port.

    Raises:
        BrowserMissingError: there is no nginx.
    """
    nginx = find_nginx()
    if nginx is None:
        raise BrowserMissingError("no nginx on PATH: apt-get install nginx-light")
    with TemporaryDirectory(prefix="bench-nginx-") as name:
        work = Path(name)
        site = subject.site.resolve()
        with serve_with_nginx(nginx, site, work, "", gzip_level=GZIP_LEVEL) as address:
            yield Served(subject, address, work / "access.log")


@contextmanager
def open_session(playwright: Playwright, served: Served, first: str) -> Iterator[Session]:
    """Open the subject's page in a new browser and wait for the answer to the first query."""
    subject = served.subject
    with open_browser(playwright, served, first) as (page, marker):
        target = served.address + ("" if subject.in_page else EMPTY_PAGE)
        page.goto(target + (f"?q={quote(first)}" if subject.way == "dialog" else ""))
        first_ms = page.evaluate("() => window.bench.first")
        yield Session(page, first_ms, marker)


def turn_to_search(playwright: Playwright, served: Served, first: str) -> float:
    """Open a page; return milliseconds from turning to its search to the first hit."""
    with open_browser(playwright, served, first, idle=True) as (page, _):
        page.goto(served.address, wait_until="networkidle")
        waited: float = page.evaluate("() => window.bench.turn()")
        return waited


@contextmanager
def open_browser(
    playwright: Playwright, served: Served, first: str = "", *, idle: bool = False
) -> Iterator[tuple[Page, str]]:
    """Start a browser with an empty profile; yield a blank page, and what marks its processes.

    Raises:
        BrowserMissingError: there is no Chromium.
    """
    program = find_chromium()
    if program is None:
        raise BrowserMissingError("no Chromium on PATH: apt-get install chromium fonts-noto-cjk")
    marker = f"--bench-mark={uuid.uuid4().hex}"
    browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", marker])
    try:
        page = browser.new_page(locale="zh-CN")
        page.set_default_timeout(WAIT_MS)
        page.add_init_script(
            f"window.benchSetup = {json.dumps(setup_of(served, first, idle=idle))};"
        )
        page.add_init_script(path=PROBE)
        yield page, marker
    finally:
        browser.close()


def setup_of(served: Served, first: str, *, idle: bool) -> dict[str, str | bool]:
    """Return what bench_probe.js needs to know."""
    return {
        "way": served.subject.way,
        "base": served.address,
        "root": unquote(urlsplit(served.address).path),
        "first": first,
        "idle": idle,
    }


def view(playwright: Playwright, served: Served, path: str) -> Traffic:
    """Open a page with an empty cache, search for nothing, and return what was sent."""
    _, before = served.sent()
    with open_browser(playwright, served) as (page, _):
        page.goto(served.address + path, wait_until="networkidle")
        traffic, _ = served.sent(before)
    return traffic
