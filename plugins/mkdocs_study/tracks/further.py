"""Turns the tracks that a page has no bars for into data of the page and a script of each track.

A page in many tracks would carry more bars than text. It carries the first, which is what a
reader without JavaScript has, names all of its tracks, and says in a few words what the further
bars hold; `client/bars.js` makes those of the track that the reader follows. What makes the state
of that track, all its units, is the same for all of its pages and stands in a script of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_study.text.fingerprint import hashed_name
from mkdocs_study.tracks.assets import FOLDER
from mkdocs_study.tracks.catalogue import Catalogue, js_literal
from mkdocs_study.tracks.kinds import kind_class
from mkdocs_study.tracks.pages import unit_href
from mkdocs_study.tracks.reading import ReadingRule
from mkdocs_study.tracks.track import Track, Unit

MOST_TRACKS = 4
"""A page of more tracks is crowded: it carries the bar of its first unit only."""

Places = Sequence[tuple[Track, Unit]]
UrlOf = Callable[[str], str]
"""Turns the path of a page below docs/ into its address from the site's root."""


@dataclass(frozen=True)
class TrackFiles:
    """What crowded pages need of the build."""

    scripts: Mapping[str, Catalogue]
    """Id → script of each track that has a crowded page."""

    url_of: UrlOf
    reading: ReadingRule
    """When reading marks a unit."""

    def further(self, places: Places) -> dict[str, dict[str, object]]:
        """Return what a crowded page tells of its tracks, by their ids; empty for other pages.

        The first track is among them: the page has the bar of its first unit and nothing else.
        """
        if not is_crowded(places):
            return {}
        told: dict[str, dict[str, object]] = {}
        for number, (track, unit) in enumerate(places):
            if track.id not in told:
                told[track.id] = self._track(track)
            if number > 0:
                rows: list[object] = told[track.id]["places"]  # type: ignore[assignment]
                rows.append(self._place(track, unit))
        return told

    def _track(self, track: Track) -> dict[str, object]:
        return {
            "src": self.scripts[track.id].url,
            "title": track.title,
            "href": self.url_of(track.page.path),
            "places": [],
        }

    def _place(self, track: Track, unit: Unit) -> list[object]:
        """Return a row as `client/bars.js` reads it."""
        return [
            unit.number - 1,
            [[section.id, section.label] for section in unit.sections],
            " ".join(unit.covered),
            kind_class(unit.kind),
            unit.kind,
            unit.minutes,
            self.reading.seconds(unit),
            [
                [page.title, self.url_of(page.path), _ids(track.units_before(unit, page.path))]
                for page in unit.requires
            ],
            self._step(track, unit.number - 2),
            self._step(track, unit.number),
        ]

    def _step(self, track: Track, index: int) -> tuple[str, str] | int:
        """Return title and address of a neighbouring unit; 0 beyond the ends of the track."""
        if not 0 <= index < len(track.units):
            return 0
        unit = track.units[index]
        return unit.title, unit_href(track, unit, self.url_of)


def is_crowded(places: Places) -> bool:
    """Tell whether a page is in too many tracks to carry the bars of all its units."""
    return len({track.id for track, _ in places}) > MOST_TRACKS


def build_track_files(
    units: Mapping[str, Places], url_of: UrlOf, reading: ReadingRule
) -> TrackFiles:
    """Return the scripts of all tracks that have a crowded page among their units.

    Args:
        units: path of a page → the units that it is.
        url_of: makes addresses.
        reading: when reading marks a unit.
    """
    crowded = filter(is_crowded, units.values())
    tracks = {track.id: track for places in crowded for track, _ in places}
    return TrackFiles({key: _script(track) for key, track in tracks.items()}, url_of, reading)


def _script(track: Track) -> Catalogue:
    """Return the script that tells ids and hashes of a track's units, in their order."""
    states = " ".join(f"{unit.id} {unit.digest}" for unit in track.units)
    key = f"(window.studyTrackFiles=window.studyTrackFiles||{{}})[{js_literal(track.id)}]"
    content = f"{key}={js_literal(states)};\n"
    return Catalogue(f"{FOLDER}/{hashed_name('track.js', content)}", content)


def _ids(units: Sequence[Unit]) -> str:
    return " ".join(each.id for each in units)
