"""Turns the tracks that a page has no bars for into scripts.

A page in many tracks would carry more bars than text. It carries the first, which is what a
reader without JavaScript has, and names all of its tracks; `client/bars.js` makes the bar of any
other track that the reader follows, of that track's script.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from mkdocs_study.text.fingerprint import hashed_name
from mkdocs_study.tracks.assets import FOLDER
from mkdocs_study.tracks.catalogue import Catalogue, catalogue_data, js_literal
from mkdocs_study.tracks.kinds import kind_class
from mkdocs_study.tracks.reading import ReadingRule
from mkdocs_study.tracks.track import PageRef, Track, Unit

MOST_TRACKS = 4
"""A page of more tracks is crowded: it carries the bar of its first unit only."""

Places = Sequence[tuple[Track, Unit]]


def room_for(places: Places) -> int:
    """Return how many of a page's units have their bars in its HTML."""
    tracks = {track.id for track, _ in places}
    return len(places) if len(tracks) <= MOST_TRACKS else 1


def crowded_tracks(units: Mapping[str, Places]) -> frozenset[str]:
    """Return the ids of the tracks that have a crowded page among their units."""
    crowded = (places for places in units.values() if room_for(places) < len(places))
    return frozenset(track.id for places in crowded for track, _ in places)


def build_track_file(
    site_id: str, track: Track, url_of: Callable[[str], str], reading: ReadingRule
) -> Catalogue:
    """Return the script of one track, which has all that the bars of its units need.

    Args:
        site_id: of the readers' records.
        track: one of `crowded_tracks`.
        url_of: path of a page below docs/ → its address from the site's root.
        reading: when reading marks a unit.
    """

    def more(track: Track, unit: Unit, number: Callable[[PageRef], int]) -> list[object]:
        return [
            [[section.id, section.label] for section in unit.sections],
            " ".join(unit.covered),
            kind_class(unit.kind),
            reading.seconds(unit),
            [
                [number(page), " ".join(each.id for each in track.units_before(unit, page.path))]
                for page in unit.requires
            ],
        ]

    data = catalogue_data(site_id, [track], url_of, more)
    key = f"(window.studyTrackFiles=window.studyTrackFiles||{{}})[{js_literal(track.id)}]"
    content = f"{key}={js_literal(data)};\n"
    return Catalogue(f"{FOLDER}/{hashed_name('track.js', content)}", content)


def further_tracks(places: Places, files: Mapping[str, Catalogue]) -> dict[str, str]:
    """Return the address of the script of each track of a crowded page, by its id.

    The first track is among them: the page has a bar of it and nothing else.
    """
    if room_for(places) == len(places):
        return {}
    return {track.id: files[track.id].url for track, _ in places if track.id in files}
