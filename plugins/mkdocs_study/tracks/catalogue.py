"""Turns all tracks of a site into one script for those pages that need them all."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from mkdocs_study.text.fingerprint import hashed_name
from mkdocs_study.tracks.assets import FOLDER
from mkdocs_study.tracks.track import PageRef, Track, Unit

INLINE_UNITS = 400
"""Up to so many units the home page and the overview carry their tracks themselves."""


@dataclass(frozen=True)
class Catalogue:
    """The script and where it stands."""

    url: str
    """Address from the site's root; it changes with the content."""

    content: str


def build_catalogue(
    site_id: str, site_name: str, tracks: Sequence[Track], url_of: Callable[[str], str]
) -> Catalogue:
    """Return the script that `client/catalogue.js` reads.

    Args:
        site_id: of the readers' records.
        site_name: for saved files and the printed record.
        tracks: in the order in which the site shows them.
        url_of: path of a page below docs/ → its address from the site's root.
    """
    pages: dict[str, int] = {}
    titles: list[tuple[str, str]] = []

    def number(page: PageRef) -> int:
        if page.path not in pages:
            pages[page.path] = len(pages)
            titles.append((page.title, url_of(page.path)))
        return pages[page.path]

    def row(unit: Unit) -> list[object]:
        anchor = f"#{quote(unit.sections[0].id)}" if unit.sections else ""
        title = unit.title if unit.sections else 0
        return [unit.id, unit.digest, number(unit.page), title, anchor, unit.minutes, unit.kind]

    pieces = [
        js_literal([track.title, number(track.page), [row(unit) for unit in track.units]])
        for track in tracks
    ]
    data = {
        "site": site_id,
        "name": site_name,
        "ids": [track.id for track in tracks],
        "pages": js_literal(titles),
        "tracks": pieces,
    }
    content = f"window.studyCatalogue={js_literal(data)};\n"
    return Catalogue(f"{FOLDER}/{hashed_name('catalogue.js', content)}", content)


def js_literal(value: object) -> str:
    """Write JSON that is JavaScript too: of its line ends, old browsers know more than JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
