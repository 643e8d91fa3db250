"""Turns one build into the files that it adds to those of docs/."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from urllib.parse import urljoin

from mkdocs_study.library.document import Document
from mkdocs_study.publish.redirects import read_redirects, redirect_page, redirect_path
from mkdocs_study.publish.site import relative
from mkdocs_study.text.fingerprint import hashed_name
from mkdocs_study.text.scripts import tighten_style
from mkdocs_study.tracks.assets import client_files
from mkdocs_study.tracks.compose import TrackSite
from mkdocs_study.tracks.plan_calendar import calendar_bytes

STYLE, MOVED = "study.css", "moved.js"


@dataclass(frozen=True)
class GeneratedFile:
    """A file that no author wrote."""

    url: str
    """From the site's root."""

    content: str | bytes


@dataclass(frozen=True)
class Addresses:
    """Where a build puts its pages; both functions take the path of a page below docs/."""

    url_of: Callable[[str], str]
    """Returns the address from the site's root; it ends in a slash for a folder."""

    file_of: Callable[[str], str]
    """Returns the file below the site folder."""

    site_url: str
    """Full address of the site; empty if it is not known."""

    directory_urls: bool
    """Whether pages are folders."""

    def full(self, path: str) -> str:
        """Return the full address of a page of a site whose address is known."""
        return urljoin(f"{self.site_url.rstrip('/')}/", self.url_of(path))


@cache
def client_file(name: str) -> GeneratedFile:
    """Return a file of `client/`; its address changes with its content."""
    content = resources.files("mkdocs_study").joinpath("client", name).read_text("utf-8")
    content = tighten_style(content) if name.endswith(".css") else content
    return GeneratedFile(f"assets/study/{hashed_name(name, content)}", content)


def generated_files(
    documents: Iterable[Document], tracks: TrackSite, addresses: Addresses
) -> Iterator[GeneratedFile]:
    """Return styles, scripts and their data, calendars, and pages at old addresses.

    Args:
        documents: what the build shows.
        tracks: with its scripts.
        addresses: of its pages, also of plans that have no Markdown file.
    """
    yield client_file(STYLE)
    for client in client_files():
        yield GeneratedFile(client.url, client.content)
    for script in tracks.scripts:
        yield GeneratedFile(script.url, script.content)
    yield from _calendars(tracks, addresses)
    yield from _redirects(documents, addresses)


def _calendars(tracks: TrackSite, addresses: Addresses) -> Iterator[GeneratedFile]:
    link = addresses.full if addresses.site_url else None
    for path, plan in tracks.plans.items():
        url = posixpath.join(posixpath.dirname(addresses.file_of(path)), plan.calendar_file)
        content = calendar_bytes(plan, tracks.site_id, _source_date(), link)
        yield GeneratedFile(url, content)


def _source_date() -> dt.datetime | None:
    """Return the moment that reproducible builds are dated by, if one is set."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return dt.datetime.fromtimestamp(int(seconds), dt.UTC) if seconds.isdecimal() else None


def _redirects(documents: Iterable[Document], addresses: Addresses) -> Iterator[GeneratedFile]:
    script = client_file(MOVED)
    moved = False
    for document in documents:
        for old in read_redirects(document).pages:
            path = redirect_path(old, directory_urls=addresses.directory_urls)
            href = _way(path, addresses.url_of(document.path))
            page = redirect_page(document.title, href, _way(path, script.url))
            yield GeneratedFile(path, page)
            moved = True
    if moved:
        yield script


def _way(page: str, target: str) -> str:
    """Return the way from the file of a page to an address, both from the site's root."""
    slash = "/" if target.endswith("/") or not target else ""
    return relative(target or ".", page) + slash
