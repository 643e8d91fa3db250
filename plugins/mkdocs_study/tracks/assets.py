"""Turns the folder `client/` into the files that pages load, each named by its content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources

from mkdocs_study.text.fingerprint import hashed_name

FOLDER = "assets/study"
NAMES = ("progress.js", "tracks.js", "tracks.css")
"""Loaded by every page."""

PAGE_SCRIPTS = ("plan.js",)
PAGE_STYLES = ("plan.css", "plan-print.css")
"""Loaded by the pages that need them."""


@dataclass(frozen=True)
class ClientFile:
    """A script or style sheet of the site."""

    url: str
    """Address below the site root; it changes with the content, so that browsers may keep it."""

    content: str


@cache
def client_files() -> tuple[ClientFile, ...]:
    """Read the client folder; scripts come in the order in which they must run."""
    return tuple(map(_read, NAMES))


@cache
def page_files() -> tuple[ClientFile, ...]:
    """Read the scripts and style sheets that only some pages load."""
    return tuple(map(_read, (*PAGE_SCRIPTS, *PAGE_STYLES)))


@cache
def page_script_html(name: str, href_root: str) -> str:
    """Return the element that loads a script which only this page needs.

    Args:
        name: of the file in `client/`.
        href_root: link from the page to the site root: empty, or ending with a slash.
    """
    return f'<script src="{escape(href_root)}{_read(name).url}" defer></script>\n'


@cache
def page_style_html(name: str, href_root: str, media: str = "all") -> str:
    """Return the element that loads a style sheet which only this page needs.

    It may stand in the body, before what it styles; arguments as for `page_script_html`.
    """
    url = escape(href_root) + _read(name).url
    return f'<link rel="stylesheet" href="{url}" media="{media}">\n'


def site_root(href: Callable[[str], str]) -> str:
    """Return the link from a page to the site root, of what makes the page's links."""
    url = client_files()[0].url
    return href(url).removesuffix(url)


def _read(name: str) -> ClientFile:
    path = resources.files("mkdocs_study.tracks").joinpath("client", name)
    content = path.read_text(encoding="utf-8")
    return ClientFile(f"{FOLDER}/{hashed_name(name, content)}", content)
