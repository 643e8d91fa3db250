"""A Chromium that may reach this host and nothing else, and the site as nginx and folders serve it.

A test takes `open_page` and an address: `page = open_page(site_url)`. At its end the test fails
if a page asked for anything outside the host or threw an uncaught error.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    Request,
    Route,
    expect,
    sync_playwright,
)

from browser_program import find_chromium, find_nginx
from tests.servers import HOST, serve_folder, serve_with_nginx

WAIT_MS = 10_000
expect.set_options(timeout=WAIT_MS)  # a busy machine is no fault; how fast it is, the benches tell


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Give what drives browsers; a process can have only one."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Give the Chromium of this machine; its absence is a failure, not a skip."""
    program = find_chromium()
    if program is None:
        pytest.fail("no Chromium on PATH: apt-get install chromium fonts-noto-cjk")
    started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
    yield started
    started.close()


class Watch:
    """What the pages of one test asked for and complained about."""

    def __init__(self) -> None:
        self.foreign_requests: list[str] = []
        """Addresses outside this host; every one was refused."""
        self.requests: list[str] = []
        """All addresses, in the order asked for."""
        self.errors: list[str] = []
        """Uncaught errors; a test that provokes one empties the list."""

    def route(self, route: Route, request: Request) -> None:
        """Let requests to this host and to files pass, refuse and note all others."""
        self.requests.append(request.url)
        address = urlsplit(request.url)
        if address.scheme in {"file", "data", "blob"} or address.hostname == HOST:
            route.continue_()
        else:
            self.foreign_requests.append(request.url)
            route.abort()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Give the record of the test's requests and errors; check it when the test is done."""
    record = Watch()
    yield record
    assert record.foreign_requests == [], "a page asks for something outside its host"
    assert record.errors == [], "a page threw an error"


@pytest.fixture
def new_context(browser: Browser, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """Give a function that opens a fresh browser profile; options are Playwright's."""
    contexts: list[BrowserContext] = []

    def open_context(**options: Any) -> BrowserContext:  # noqa: ANN401 - passed to Playwright
        options.setdefault("locale", "zh-CN")
        context = browser.new_context(**options)
        context.set_default_timeout(WAIT_MS)
        context.route("**/*", watch.route)
        context.on("weberror", lambda fault: watch.errors.append(str(fault.error)))
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Give a function that opens an address in a fresh profile: `open_page(url, **options)`."""

    def open_address(address: str, **options: Any) -> Page:  # noqa: ANN401 - as above
        page = new_context(**options).new_page()
        page.goto(address)
        return page

    return open_address


@pytest.fixture(scope="session")
def site_url(shipped_site: Path) -> Iterator[str]:
    """Give the address of the shipped site on a server of this host."""
    with serve_folder(shipped_site) as address:
        yield address


@pytest.fixture(scope="session")
def nginx_program() -> str:
    """Give the nginx to test with; its absence is a failure, not a skip."""
    program = find_nginx()
    if program is None:
        pytest.fail("no nginx on PATH: apt-get install nginx-light")
    return program


@pytest.fixture(scope="session")
def nginx_site_url(
    shipped_site: Path, nginx_program: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Give the address of the shipped site below /study/ of an nginx."""
    work = tmp_path_factory.mktemp("nginx")
    with serve_with_nginx(nginx_program, shipped_site, work, "/study") as address:
        yield address
