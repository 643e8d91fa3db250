"""Turns the units that a page has no bars for into data, and their tracks into scripts.

A page in many tracks would carry more bars than text. It carries the first few, which is what a
reader without JavaScript has, and names all of its tracks; `client/bars.js` makes the bar of any
other track that the reader follows, of this data and of that track's script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mkdocs_study.library.furniture import Href
from mkdocs_study.tracks.catalogue import Catalogue
from mkdocs_study.tracks.kinds import kind_class
from mkdocs_study.tracks.reading import ReadingRule
from mkdocs_study.tracks.track import Track, Unit

BARS = 1
"""Units of a page that have bars in its HTML."""

Places = Sequence[tuple[Track, Unit]]


def crowded_tracks(units: Mapping[str, Places]) -> frozenset[str]:
    """Return the ids of the tracks for which some page has no bar."""
    return frozenset(track.id for places in units.values() for track, _ in places[BARS:])


def further_data(
    places: Iterable[tuple[Track, Unit]],
    files: Mapping[str, Catalogue],
    reading: ReadingRule,
    href: Href,
) -> list[dict[str, object]]:
    """Return what `client/bars.js` needs of each unit without a bar; links are the page's own.

    Args:
        places: the units.
        files: id of a track → its script.
        reading: when reading marks a unit.
        href: turns the path of a page into a link.
    """
    return [
        {
            "track": track.id,
            "src": files[track.id].url,
            "unit": unit.id,
            "index": unit.number - 1,
            "sections": [[section.id, section.label] for section in unit.sections],
            "covered": " ".join(unit.covered),
            "kind": kind_class(unit.kind),
            "read": reading.seconds(unit),
            "needs": [
                [
                    page.title,
                    href(page.path),
                    " ".join(each.id for each in track.units_before(unit, page.path)),
                ]
                for page in unit.requires
            ],
        }
        for track, unit in places
        if track.id in files
    ]
