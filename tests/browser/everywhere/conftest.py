"""The same fixtures as above this folder, but with the oldest Chromium we support and with Firefox.

Playwright is made for the newest browsers. A program of ours stands between it and these two and
translates the little that they do not know (tests/js/relay); everything else of a test is the same.
"""

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from bench_engine import find_node
from browser_program import find_firefox
from tests.builds import ROOT

RELAY = ROOT / "tests" / "js" / "relay"
OLD_CHROMIUM = "chromium-78"
"""Name of the npm package that holds it, below tests/js/node_modules; a program for Linux."""

BROWSERS = [OLD_CHROMIUM, "firefox"]


@pytest.fixture(scope="session", params=BROWSERS)
def browser(
    request: pytest.FixtureRequest,
    playwright: Playwright,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Browser]:
    """Give each of the browsers in turn; the absence of one is a failure, not a skip."""
    folder = tmp_path_factory.mktemp("browser")
    if request.param == "firefox":
        started = start_firefox(playwright, folder)
    else:
        started = start_old_chromium(playwright, request.param, folder)
    yield started
    started.close()


def start_old_chromium(playwright: Playwright, package: str, folder: Path) -> Browser:
    program = write_starter(folder / "start", RELAY / "old-chromium.mjs", package)
    return playwright.chromium.launch(
        executable_path=program, args=["--no-sandbox", "--disable-gpu", "--lang=zh-CN"]
    )


def start_firefox(playwright: Playwright, folder: Path) -> Browser:
    firefox = find_firefox()
    if firefox is None:
        pytest.fail("no Firefox on PATH: apt-get install firefox-esr")
    program = write_starter(folder / "start", RELAY / "firefox.mjs", firefox)
    return playwright.firefox.launch(channel="moz-firefox", executable_path=program)


def write_starter(path: Path, *command: str | Path) -> Path:
    """Write a program that Playwright can start, since it wants a single file."""
    words = shlex.join(map(str, (find_node(), *command)))
    path.write_text(f'#!/bin/sh\nexec {words} "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return path
