"""Turns the tracks of a page into the data that its scripts read."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from mkdocs_study.library.furniture import Href
from mkdocs_study.tracks.assets import client_url
from mkdocs_study.tracks.pages import unit_href
from mkdocs_study.tracks.track import Track


@dataclass(frozen=True)
class Address:
    """Where a page stands in the built site."""

    root: str
    """Way from the page to the site's root: `../..`; `.` for a page at the root."""

    url: str
    """Address of the page from the site's root: `texts/rules/`."""


@dataclass(frozen=True)
class PageData:
    """What the scripts of one page are told."""

    site_id: str
    address: Address
    tracks: Iterable[Track]
    """Those whose progress the page shows."""

    linked: Container[str] = ()
    """Ids of the tracks that the page may lead on to by script: they carry titles and links too. A
    page of a large track needs no more than what its units' states are told by."""

    page: tuple[str, str] | None = None
    """Id and title of a page that is a unit itself."""

    catalogue: tuple[str, bool] | None = None
    """Address, from the root, of the script that holds the tracks where they are many, and whether
    the page wants all of them or only the one that the reader follows."""

    further: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Id → what a crowded page tells of each of its tracks (`further.py`)."""


def page_data_html(data: PageData, href: Href) -> str:
    """Return the data block that `client/tracks.js` reads."""
    shown: dict[str, object] = {"site": data.site_id, "root": data.address.root}
    if data.page:
        shown["page"] = {
            "id": data.page[0],
            "title": data.page[1],
            "href": data.address.url,
            "notes": client_url("notes.js"),
        }
    if data.catalogue:
        shown["catalogue"] = {"src": data.catalogue[0], "all": data.catalogue[1]}
    if data.further:
        shown["further"] = data.further
    shown["tracks"] = [
        _track_data(track, href) if track.id in data.linked else _state_data(track)
        for track in data.tracks
    ]
    text = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    # A template, because Material runs every script of a page that it loads in place, data too.
    return f'<template id="study-data" data-search-exclude>{escape(text, quote=False)}</template>\n'


def _state_data(track: Track) -> dict[str, object]:
    units = [{"id": unit.id, "hash": unit.digest} for unit in track.units]
    return {"id": track.id, "units": units}


def _track_data(track: Track, href: Href) -> dict[str, object]:
    return {
        "id": track.id,
        "title": track.title,
        "href": href(track.page.path),
        "units": [
            {
                "id": unit.id,
                "hash": unit.digest,
                "title": unit.title,
                "href": unit_href(track, unit, href),
            }
            for unit in track.units
        ],
    }
