"""Turns the rendered HTML of a page into HTML with its bars, its track or its plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from mkdocs_study.library.document import Document
from mkdocs_study.library.furniture import Href
from mkdocs_study.library.library import Library
from mkdocs_study.library.markers import parse_marker
from mkdocs_study.library.masking import mask
from mkdocs_study.tracks.assemble import build_tracks
from mkdocs_study.tracks.assets import page_script_html, page_style_html
from mkdocs_study.tracks.catalogue import INLINE_UNITS, Catalogue, build_catalogue
from mkdocs_study.tracks.further import Places, TrackFiles, build_track_files
from mkdocs_study.tracks.mine import mine_html
from mkdocs_study.tracks.page_data import Address, PageData, page_data_html
from mkdocs_study.tracks.pages import (
    Fragment,
    bars,
    continue_html,
    overview_html,
    track_fragment,
)
from mkdocs_study.tracks.plan import Plan
from mkdocs_study.tracks.plan_month import months_html
from mkdocs_study.tracks.plan_year import plan_fragment, words_html
from mkdocs_study.tracks.reading import ReadingRule
from mkdocs_study.tracks.sessions import build_plan
from mkdocs_study.tracks.track import Track, Unit, units_by_page

OVERVIEW = "tracks"
"""Name of the marker `<!-- study:tracks -->`: cards of all tracks."""

CONTINUE = "continue"
"""Name of the marker `<!-- study:continue -->`: the way back to where the reader was."""

MONTH = "month"
"""Name of the marker `<!-- study:month -->`: what the plans have for the reader's month."""

MINE = "mine"
"""Name of the marker `<!-- study:mine -->`: the reader's own page."""

PLAN_SCRIPT, PLAN_STYLE, PLAN_PRINT = "plan.js", "plan.css", "plan-print.css"

_FIRST_HEADING = re.compile(r"<h2\b")


@dataclass(frozen=True)
class TrackSite:
    """The tracks and plans of one build."""

    site_id: str
    library: Library
    """What the build publishes."""

    tracks: tuple[Track, ...]
    overview: str
    """Path of the page with the overview's marker, else of the first track; empty for none."""

    name: str = ""
    """Name of the site, for saved files and printed records."""

    reading: ReadingRule = field(default_factory=ReadingRule)
    catalogue: Catalogue = field(default_factory=lambda: Catalogue("", ""))
    """All tracks as a script; empty until the build knows the addresses of its pages."""

    files: TrackFiles | None = None
    """What crowded pages need; None until then, too."""

    @property
    def scripts(self) -> tuple[Catalogue, ...]:
        """The scripts that hold tracks."""
        return (self.catalogue, *self.files.scripts.values()) if self.files else ()

    @cached_property
    def by_path(self) -> Mapping[str, Track]:
        """Path of a track's own page → the track."""
        return {track.page.path: track for track in self.tracks}

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        """Path of a plan's page → the plan."""
        published = self.library.by_path
        found = (build_plan(each, self.library, published) for each in self.library.documents)
        return {plan.page.path: plan for plan in found if plan}

    @cached_property
    def units(self) -> Mapping[str, list[tuple[Track, Unit]]]:
        """Path of a page → the units that it is."""
        return units_by_page(self.tracks)

    def titles_at(self, path: str) -> tuple[str, ...]:
        """Return the titles of the tracks that the page belongs to, each once."""
        return tuple(dict.fromkeys(track.title for track, _ in self.units.get(path, ())))


def build_track_site(
    library: Library,
    *,
    order: Sequence[str],
    site_id: str,
    speed: int,
    name: str = "",
    reading: ReadingRule | None = None,
) -> TrackSite:
    """Prepare what the pages of a build need.

    Args:
        library: what the build publishes.
        order: paths of pages in the order of the navigation; tracks that are not in it come last.
        site_id: keeps the readers' records of several sites on one host apart.
        speed: reading speed in characters a minute.
        name: of the site.
        reading: when reading marks a unit.
    """
    places = {path: place for place, path in enumerate(order)}
    tracks = sorted(
        build_tracks(library, speed=speed),
        key=lambda track: places.get(track.page.path, len(places)),
    )
    marked = [each.path for each in library.documents if OVERVIEW in _markers(each)]
    overview = next(iter([*marked, *(track.page.path for track in tracks)]), "")
    return TrackSite(
        site_id, library, tuple(tracks), overview, name=name, reading=reading or ReadingRule()
    )


def with_scripts(site: TrackSite, url_of: Callable[[str], str]) -> TrackSite:
    """Return the same with the scripts that hold tracks; `url_of` gives addresses of pages."""
    return replace(
        site,
        catalogue=build_catalogue(site.site_id, site.name, site.tracks, url_of),
        files=build_track_files(site.units, url_of, site.reading),
    )


def _markers(document: Document) -> frozenset[str]:
    """Return the names of the page's markers; code that shows how to write one is none."""
    if "study:" not in document.body:
        return frozenset()
    found = (parse_marker(comment.text) for comment in mask(document.body).comments)
    return frozenset(marker.name for marker in found if marker)


def marker_html(name: str, site: TrackSite, href: Href, address: Address) -> str:
    """Return what stands in the place of a marker; empty if it is not one of ours."""
    if name == MINE:
        overview = href(site.overview) if site.overview else ""
        return mine_html(site.site_id, site.name, site.catalogue.url, overview, address)
    style = page_style_html("track.css", address.root) if site.tracks else ""
    if name == OVERVIEW:
        return style + overview_html(site.tracks, href)
    if name == CONTINUE:
        script = page_script_html("track.js", address.root) if site.tracks else ""
        return style + continue_html(site.tracks, site.overview, href) + script
    if name == MONTH:
        plans = tuple(site.plans.values())
        return _with_plan_files(months_html(plans, href), address.root)
    return ""


def compose_page(
    document: Document, html: str, site: TrackSite, href: Href, address: Address
) -> Fragment:
    """Return the page's HTML with all furniture, and the headings that it gained.

    Objectives, stages and sessions stand before the page's own second-level headings: they are
    what the page is for. `html` comes back unchanged when there is nothing to add; its markers
    have been replaced before.
    """
    headings: tuple[tuple[str, str], ...] = ()
    if (track := site.by_path.get(document.path)) is not None:
        fragment = track_fragment(track, href)
        style = page_style_html("track.css", address.root)
        html, headings = _before_first_heading(html, style + fragment.html), fragment.headings
        html += page_script_html("track.js", address.root)
    if (plan := site.plans.get(document.path)) is not None:
        if not document.body:
            html = words_html(document.title, document.meta.description or "") + html
        fragment, root = plan_fragment(plan, href), address.root
        sheets = page_style_html(PLAN_PRINT, root) + _with_plan_files(fragment.html, root)
        html, headings = _before_first_heading(html, sheets), fragment.headings
    page = None
    places = site.units.get(document.path, [])
    further = site.files.further(places) if site.files else {}
    if places:
        found = bars(places[:1] if further else places, href, site.reading, places)
        script = page_script_html("crowded.js" if further else "unit.js", address.root)
        html = found.above + html + found.below + script
        page = (document.id or document.path, document.title)
    shown, linked, catalogue = _tracks_on(document, site, () if further else places)
    if shown or catalogue or further:
        data = PageData(site.site_id, address, shown.values(), linked, page, catalogue, further)
        html += page_data_html(data, href)
    return Fragment(html, headings)


def _tracks_on(
    document: Document, site: TrackSite, places: Places
) -> tuple[dict[str, Track], frozenset[str], tuple[str, bool] | None]:
    """Return the tracks whose progress the page shows, and the ids of those it may lead on to.

    The catalogue comes third where there are too many for the page to carry. `places` are the
    units whose bars the page has.
    """
    markers = _markers(document)
    shown = {track.id: track for track, _ in places}
    linked: set[str] = set()
    if (own := site.by_path.get(document.path)) is not None:
        shown[own.id] = own
        linked.add(own.id)
    if not markers & {OVERVIEW, CONTINUE} or not site.tracks:
        return shown, frozenset(linked), None
    if sum(len(track.units) for track in site.tracks) > INLINE_UNITS:
        return shown, frozenset(linked), (site.catalogue.url, OVERVIEW in markers)
    shown.update((track.id, track) for track in site.tracks)
    if CONTINUE in markers:
        linked.update(shown)
    return shown, frozenset(linked), None


def _with_plan_files(html: str, root: str) -> str:
    """Load style and script of plans around what shows them; the table ends its part."""
    return page_style_html(PLAN_STYLE, root) + page_script_html(PLAN_SCRIPT, root) + html


def _before_first_heading(html: str, fragment: str) -> str:
    heading = _FIRST_HEADING.search(html)
    place = heading.start() if heading else len(html)
    return f"{html[:place]}{fragment}{html[place:]}"
