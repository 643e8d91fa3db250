"""Turns the folder `client/` into the files that pages load, each named by its content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources

from mkdocs_study.text.fingerprint import hashed_name
from mkdocs_study.text.scripts import tighten_script, tighten_style

FOLDER = "assets/study"

BUNDLES = {
    "tracks.js": (
        "records.js",
        "store.js",
        "progress.js",
        "marking.js",
        "catalogue.js",
        "furniture.js",
        "marks.js",
        "tracks.js",
    ),
    "tracks.css": ("tracks.css",),
    "track.css": ("track.css",),
    "track.js": ("track_page.js",),
    "unit.js": ("reading.js", "note-button.js", "edges.js"),
    "crowded.js": ("reading.js", "note-button.js", "edges.js", "bars.js"),
    "notes.js": ("notes.js",),
    "mine.js": (
        "checksum.js",
        "transfer.js",
        "qr_matrix.js",
        "qr.js",
        "carry.js",
        "heatmap.js",
        "notebook.js",
        "overview.js",
        "profiles.js",
        "elements.js",
        "people.js",
        "exchange.js",
        "phone.js",
        "paper.js",
        "calendar.js",
        "mine_parts.js",
        "mine_view.js",
        "mine.js",
    ),
    "mine.css": ("mine.css",),
    "plan.js": ("plan.js",),
    "plan.css": ("plan.css",),
    "plan-print.css": ("plan-print.css",),
    "quiz.js": ("elements.js", "quiz-rules.js", "question.js", "quiz.js"),
    "review.js": ("elements.js", "quiz-rules.js", "review.js"),
    "checklist.js": ("elements.js", "docx.js", "checklist.js"),
    "exercise.js": ("exercise.js",),
    "exercise.css": ("exercise.css",),
    "form.css": ("form.css",),
}
"""Name of a file of the site → files of the folder that it joins, in the order of running.

None of them may hold a template literal (see `without_comments`)."""

EVERYWHERE = ("tracks.js", "tracks.css")
"""What every page loads; the others stand only on the pages that need them."""


@dataclass(frozen=True)
class ClientFile:
    """A script or style sheet of the site."""

    name: str
    """Its name in `BUNDLES`."""

    url: str
    """Address below the site root; it changes with the content, so that browsers may keep it."""

    content: str


@cache
def client_files() -> tuple[ClientFile, ...]:
    """Read the client folder."""
    return tuple(_join(name, parts) for name, parts in BUNDLES.items())


def _join(name: str, parts: tuple[str, ...]) -> ClientFile:
    folder = resources.files("mkdocs_study.tracks").joinpath("client")
    texts = (folder.joinpath(part).read_text(encoding="utf-8") for part in parts)
    content = "".join(map(tighten_style if name.endswith(".css") else tighten_script, texts))
    return ClientFile(name, f"{FOLDER}/{hashed_name(name, content)}", content)


def page_script_html(name: str, href_root: str) -> str:
    """Return the element that loads a script on the page that needs it.

    It stands in the page's content: what Material loads in place (navigation.instant) runs there.
    So a script runs once for each of its pages and must put up with that.

    Args:
        name: of the script in `BUNDLES`.
        href_root: way from the page to the site's root, `../..`; `.` for a page at the root.
    """
    return script_html(page_href(name, href_root))


def page_style_html(name: str, href_root: str) -> str:
    """Return the element that loads a style sheet on the page that needs it; as for scripts."""
    return f'<link rel="stylesheet" href="{escape(page_href(name, href_root))}">\n'


def page_href(name: str, href_root: str) -> str:
    """Return the address of a file that a script of the page loads when it is wanted."""
    return f"{href_root}/{client_url(name)}"


def script_html(href: str) -> str:
    """Return the element that loads the script at an address relative to the page."""
    return f'<script src="{escape(href)}" defer></script>\n'


def client_url(name: str) -> str:
    """Return the address, below the site root, of a file of `BUNDLES`."""
    return next(file.url for file in client_files() if file.name == name)
