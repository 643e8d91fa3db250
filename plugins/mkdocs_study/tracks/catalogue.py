"""Turns all tracks of a site into one script for those pages that need them all."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from mkdocs_study.text.fingerprint import hashed_name
from mkdocs_study.tracks.assets import FOLDER
from mkdocs_study.tracks.track import Track, Unit

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
    data = {"name": site_name, **_catalogue_data(site_id, tracks, url_of)}
    content = f"window.studyCatalogue={_json(data)};\n"
    return Catalogue(f"{FOLDER}/{hashed_name('catalogue.js', content)}", content)


def build_track_file(site_id: str, track: Track, url_of: Callable[[str], str]) -> Catalogue:
    """Return the script of one track, for pages that have no room for all their tracks."""
    data = _catalogue_data(site_id, [track], url_of)
    key = f"(window.studyTrackFiles=window.studyTrackFiles||{{}})[{_json(track.id)}]"
    content = f"{key}={_json(data)};\n"
    return Catalogue(f"{FOLDER}/{hashed_name('track.js', content)}", content)


def _catalogue_data(
    site_id: str, tracks: Sequence[Track], url_of: Callable[[str], str]
) -> dict[str, object]:
    pages: dict[str, int] = {}
    titles: list[tuple[str, str]] = []

    def number(path: str, title: str) -> int:
        if path not in pages:
            pages[path] = len(pages)
            titles.append((title, url_of(path)))
        return pages[path]

    def row(unit: Unit) -> list[object]:
        anchor = f"#{quote(unit.sections[0].id)}" if unit.sections else ""
        title = unit.title if unit.sections else 0
        page = number(unit.page.path, unit.page.title)
        return [unit.id, unit.digest, page, title, anchor, unit.minutes, unit.kind]

    pieces = [
        _json([track.title, number(track.page.path, track.title), [row(u) for u in track.units]])
        for track in tracks
    ]
    return {
        "site": site_id,
        "ids": [track.id for track in tracks],
        "pages": _json(titles),
        "tracks": pieces,
    }


def _json(value: object) -> str:
    """Write JSON that is JavaScript too: of its line ends, old browsers know more than JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
