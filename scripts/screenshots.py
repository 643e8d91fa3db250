"""Turns the built site into the pictures of the documentation.

    .venv/bin/python scripts/screenshots.py [--site SITE] [--out docs/dev/images]

Without --site the shipped site is built strictly first.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from browser_program import find_chromium
from environment import ROOT
from live_pages import LivePages, PageHandler

HEIGHTS = {1440: 900, 1024: 768, 390: 844}
"""Width of a window to its height, in CSS pixels."""

SETTLE_MS = 600
"""Long enough for Material's transitions and the first search results."""


@dataclass(frozen=True)
class Shot:
    """One picture: where to look, how wide, and in which scheme."""

    name: str
    path: str
    width: int
    dark: bool = False
    act: Callable[[Page], None] | None = None
    """Done before the picture is taken."""

    @property
    def file_name(self) -> str:
        """Name of the picture, which says what it shows."""
        return f"{self.name}-{self.width}-{'dark' if self.dark else 'light'}.png"


def search(page: Page, query: str) -> None:
    """Type the query into Material's dialog and wait for results."""
    page.keyboard.press("/")
    page.keyboard.type(query, delay=20)
    page.wait_for_selector(".md-search-result__item")


SHOTS = (
    Shot("home", "", 1440),
    Shot("home", "", 1440, dark=True),
    Shot("search", "", 1440, act=lambda page: search(page, "管理和服务对象")),
    Shot("track", "tracks/discipline/", 1024),
    Shot("track", "tracks/discipline/", 390, dark=True),
    Shot("text", "texts/sample-discipline/#art-12", 1024, dark=True),
)


def main() -> int:
    """Run the command; return 1 if the site does not build or there is no browser."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--site", type=Path, help="a site that is built already")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "dev" / "images")
    options = parser.parse_args()
    program = find_chromium()
    if program is None:
        print("no Chromium: apt-get install chromium fonts-noto-cjk", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="screenshots-") as work:
        site = options.site or Path(work) / "site"
        if options.site is None and not build(site):
            return 1
        options.out.mkdir(parents=True, exist_ok=True)
        with serve(site) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            for shot in SHOTS:
                take(browser, address, shot, options.out)
                print(options.out / shot.file_name)
            browser.close()
    return 0


def build(site: Path) -> bool:
    """Build the shipped site strictly; return whether it worked."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(site)]
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.call(command, cwd=ROOT, env=variables) == 0


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve the site on a free port and yield its address."""
    pages = LivePages()
    pages.show(site)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(PageHandler, pages=pages))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def take(browser: Browser, address: str, shot: Shot, out: Path) -> None:
    """Take the picture in a fresh profile and write it to the folder."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": HEIGHTS[shot.width]},
        color_scheme="dark" if shot.dark else "light",
        locale="zh-CN",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address + shot.path)
    page.wait_for_timeout(SETTLE_MS)
    if shot.act is not None:
        shot.act(page)
        page.wait_for_timeout(SETTLE_MS)
    page.screenshot(path=out / shot.file_name)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
