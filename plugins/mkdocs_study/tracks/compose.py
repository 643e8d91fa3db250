"""Turns the rendered HTML of a page into HTML with its bars, track, plan and filled markers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.document import PlanMeta
from mkdocs_study.library.library import Library
from mkdocs_study.library.masking import mask
from mkdocs_study.tracks.assemble import build_tracks, plan_sessions
from mkdocs_study.tracks.pages import (
    Fragment,
    Href,
    bars,
    continue_html,
    overview_html,
    page_data_html,
    track_fragment,
)
from mkdocs_study.tracks.plan import plan_html
from mkdocs_study.tracks.track import Track, Unit, units_by_page

OVERVIEW = "study:tracks"
"""Marker `<!-- study:tracks -->`: cards of all tracks."""

CONTINUE = "study:continue"
"""Marker `<!-- study:continue -->`: the way back to where the reader was."""

_FIRST_HEADING = re.compile(r"<h2\b")


@dataclass(frozen=True)
class TrackSite:
    """The tracks and plans of one build."""

    site_id: str
    library: Library
    published: Collection[str]
    """Paths of the pages in this build."""

    tracks: tuple[Track, ...]
    overview: str
    """Path of the page with the overview's marker, else of the first track; empty for none."""

    @cached_property
    def by_path(self) -> Mapping[str, Track]:
        """Path of a track's own page → the track."""
        return {track.page.path: track for track in self.tracks}

    @cached_property
    def units(self) -> Mapping[str, list[tuple[Track, Unit]]]:
        """Path of a page → the units that it is."""
        return units_by_page(self.tracks)


def build_track_site(
    library: Library, published: Collection[str], *, site_id: str, speed: int
) -> tuple[TrackSite, list[Diagnostic]]:
    """Prepare what the pages of a build need and return all faults of tracks and plans.

    Args:
        library: every document, whatever its audience.
        published: paths of the pages in this build.
        site_id: keeps the readers' records of several sites on one host apart.
        speed: reading speed in characters a minute.
    """
    tracks, faults = build_tracks(library, published, speed)
    marked = [
        each.path
        for each in library.documents
        if each.path in published and _has_marker(each.body, OVERVIEW)
    ]
    overview = next(iter([*marked, *(track.page.path for track in tracks)]), "")
    return TrackSite(site_id, library, published, tracks, overview), faults


def compose_page(path: str, html: str, site: TrackSite, href: Href) -> Fragment:
    """Return the page's HTML with all furniture, and the headings that it gained.

    Objectives, stages and sessions stand before the page's own second-level headings: they are
    what the page is for. `html` comes back unchanged when there is nothing to add.
    """
    shown: dict[str, Track] = {}
    linked: set[str] = set()
    headings: tuple[tuple[str, str], ...] = ()
    if (track := site.by_path.get(path)) is not None:
        fragment = track_fragment(track, href)
        html, headings = _before_first_heading(html, fragment.html), fragment.headings
        shown[track.id] = track
        linked.add(track.id)
    document = site.library.by_path.get(path)
    if document is not None and isinstance(document.meta, PlanMeta):
        sessions = plan_sessions(document.meta, site.library, site.published)
        html = _before_first_heading(html, plan_html(sessions, href))
    if _comment(OVERVIEW) in html:
        html = html.replace(_comment(OVERVIEW), overview_html(site.tracks, href))
        shown.update((each.id, each) for each in site.tracks)
    if _comment(CONTINUE) in html:
        filling = continue_html(site.tracks, site.overview, href)
        html = html.replace(_comment(CONTINUE), filling)
        shown.update((each.id, each) for each in site.tracks)
        linked.update(shown)
    if places := site.units.get(path, []):
        found = bars(places, href)
        html = found.above + html + found.below
        shown.update((track.id, track) for track, _ in places)
    if shown:
        html += page_data_html(site.site_id, shown.values(), linked, href)
    return Fragment(html, headings)


def _comment(marker: str) -> str:
    return f"<!-- {marker} -->"


def _has_marker(body: str, marker: str) -> bool:
    """Look for the marker in Markdown, but not in code that shows how to write it."""
    return marker in body and any(comment.text == marker for comment in mask(body).comments)


def _before_first_heading(html: str, fragment: str) -> str:
    heading = _FIRST_HEADING.search(html)
    place = heading.start() if heading else len(html)
    return f"{html[:place]}{fragment}{html[place:]}"
