"""Turns tracks into the HTML of their pages: overview, track page, bars of unit pages, home page.

Every function returns plain HTML that reads and links without JavaScript; `client/tracks.js`
fills in the reader's progress through the `data-study-…` attributes. There are no inline styles
and no inline event handlers, so that a strict Content-Security-Policy can stand.
`href` turns the path of a Markdown file below docs/ into a link relative to the page being made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from mkdocs_study.library.furniture import Href
from mkdocs_study.text.numerals import format_numeral
from mkdocs_study.tracks.kinds import kind_html
from mkdocs_study.tracks.reading import ReadingRule
from mkdocs_study.tracks.rings import ring_html
from mkdocs_study.tracks.track import PageRef, SectionRef, Stage, Track, Unit

MINUTES_OF_AN_HOUR = 60

_PROFILE = '<span class="study-profile" data-study-profile hidden></span>'
"""Name of the reader, if one was chosen."""

_SAID = (
    '<p class="study-message" role="status" data-study-said hidden><span data-study-words></span> '
    '<button class="study-link" type="button" data-study-undo hidden>撤销</button></p>\n'
)
"""What just became of the unit, and the way back."""

_NOTE = (
    '<button class="study-link study-note" type="button" aria-expanded="false" data-study-note '
    "hidden>记笔记</button>\n"
)


@dataclass(frozen=True)
class Fragment:
    """HTML to put into a page and the headings it adds to the page's contents list."""

    html: str
    headings: tuple[tuple[str, str], ...]
    """(id, text) of each second-level heading, in order."""


def unit_href(track: Track, unit: Unit, href: Href) -> str:
    """Link to a unit that says which track the reader comes from and where to begin."""
    anchor = f"#{quote(unit.sections[0].id)}" if unit.sections else ""
    return f"{href(unit.page.path)}?track={quote(track.id)}{anchor}"


def overview_html(tracks: Sequence[Track], href: Href) -> str:
    """Return cards of all tracks, for the marker `<!-- study:tracks -->`."""
    if not tracks:
        return '<p class="study-none" data-search-exclude>还没有学习专题。</p>\n'
    cards = "".join(_card(track, href) for track in tracks)
    return f'<ul class="study-cards" data-search-exclude>\n{cards}</ul>\n{_message()}'


def _card(track: Track, href: Href) -> str:
    return (
        '<li class="study-card">\n'
        f'<a class="study-card__title" href="{escape(href(track.page.path))}">'
        f"{escape(track.title)}</a>\n"
        f'<p class="study-card__text">{escape(track.description)}</p>\n'
        f'<p class="study-facts">{_facts(track)}</p>\n{ring_html(track.id)}</li>\n'
    )


def track_fragment(track: Track, href: Href) -> Fragment:
    """Return objectives and stages of a track, for its own page.

    Titles of stages and objectives are the page's own words and are searched; what repeats other
    pages is not.
    """
    headings: list[tuple[str, str]] = []
    parts = [_track_head(track, href)]
    if track.objectives:
        headings.append(("objectives", "学习目标"))
        items = "".join(f"<li>{escape(text)}</li>\n" for text in track.objectives)
        parts.append(f"{_heading(*headings[-1])}<ul>\n{items}</ul>\n")
    for number, stage in enumerate(track.stages, start=1):
        headings.append((f"stage-{number}", f"第{format_numeral(number)}阶段 {stage.title}"))
        parts.append(f"{_heading(*headings[-1])}{_units(track, stage, href)}")
    body = "".join(parts)
    html = f'<div class="study-track" data-study-track="{escape(track.id)}">\n{body}</div>\n'
    return Fragment(html, tuple(headings))


def _heading(anchor: str, text: str) -> str:
    link = f'<a class="headerlink" href="#{anchor}" title="本节链接">&para;</a>'
    return f'<h2 id="{anchor}">{escape(text)}{link}</h2>\n'


def _track_head(track: Track, href: Href) -> str:
    first = escape(unit_href(track, track.units[0], href))
    return (
        '<div class="study-track__head" data-search-exclude>\n'
        f'<p class="study-facts">{_facts(track)}</p>\n{ring_html(track.id)}'
        f'<p><a class="md-button md-button--primary" data-study-resume href="{first}">'
        f"开始学习：第 1 单元</a></p>\n{_message()}</div>\n"
    )


def _facts(track: Track) -> str:
    return f"{len(track.stages)} 个阶段 · {len(track.units)} 个单元 · 约 {duration(track.minutes)}"


def duration(minutes: int) -> str:
    """Write a time to plan with: 45 分钟, 1 小时 30 分钟, 2 小时."""
    hours, rest = divmod(minutes, MINUTES_OF_AN_HOUR)
    return " ".join(
        [*([f"{hours} 小时"] if hours else []), *([f"{rest} 分钟"] if rest or not hours else [])]
    )


def _meter(track_id: str) -> str:
    """Show progress; only JavaScript knows it, so that it stays hidden without."""
    return (
        f'<div class="study-meter" data-study-meter="{escape(track_id)}" hidden>'
        '<progress aria-label="学习进度" value="0" max="1"></progress>'
        "<span data-study-count></span></div>\n"
    )


def _message() -> str:
    return '<p class="study-message" role="status" data-study-message hidden></p>\n'


def _units(track: Track, stage: Stage, href: Href) -> str:
    items = "".join(_unit(track, unit, href) for unit in stage.units)
    first, count = stage.units[0].number, len(stage.units)
    minutes = duration(sum(unit.minutes for unit in stage.units))
    return (
        f'<p class="study-facts" data-search-exclude>{count} 个单元 · 约 {minutes}'
        f'<span data-study-stage="{first} {count}" hidden></span></p>\n'
        f'<ol class="study-units" start="{first}" data-search-exclude>\n'
        f"{items}</ol>\n"
    )


def _unit(track: Track, unit: Unit, href: Href) -> str:
    link = escape(unit_href(track, unit, href))
    parts = [
        '<li class="study-unit">',
        f'<span class="study-unit__number" aria-hidden="true">{unit.number}</span>',
        '<div class="study-unit__text">',
        f'<a class="study-unit__title" href="{link}">{escape(unit.page.title)}</a>',
    ]
    if unit.sections:
        labels = "、".join(escape(section.label) for section in unit.sections)
        parts.append(f'<p class="study-unit__sections">{labels}</p>')
    parts.append(f'<p class="study-facts">{_unit_facts(unit)}{_requires(track, unit, href)}</p>')
    parts.append("</div>")
    parts.append(f'<span class="study-state" data-study-state="{escape(unit.id)}" hidden></span>')
    parts.append("</li>\n")
    return "".join(parts)


def _unit_facts(unit: Unit) -> str:
    minutes = f'<span class="study-minutes">约 {duration(unit.minutes)}</span>'
    return f"{kind_html(unit.kind)} {minutes}"


def _requires(track: Track, unit: Unit, href: Href) -> str:
    if not unit.requires:
        return ""
    links = "、".join(_requirement(track, unit, page, href) for page in unit.requires)
    return f' <span class="study-requires">先学：{links}</span>'


def _requirement(track: Track, unit: Unit, page: PageRef, href: Href) -> str:
    """Link a page to study before; `data-study-needs` names the units by which that is done."""
    units = " ".join(each.id for each in track.units_before(unit, page.path))
    needs = f' data-study-needs="{escape(units)}"' if units else ""
    link = f"{escape(href(page.path))}?track={quote(track.id)}"
    return (
        f'<span class="study-need"{needs}><a href="{link}">{escape(page.title)}</a>'
        '<span class="study-met" data-study-met hidden></span></span>'
    )


def _page_link(page: PageRef, href: Href) -> str:
    return f'<a href="{escape(href(page.path))}">{escape(page.title)}</a>'


@dataclass(frozen=True)
class Bars:
    """What a unit page gets above its text and below it."""

    above: str
    below: str


def bars(
    places: Sequence[tuple[Track, Unit]],
    href: Href,
    reading: ReadingRule | None = None,
    known: Sequence[tuple[Track, Unit]] = (),
) -> Bars:
    """Return a bar for each of the units that a page is; both empty when there is none.

    `known` are all units of the page, where it has no room for the bars of all.

    JavaScript leaves one unit's bar visible, that of the track the reader came from, or one line
    on the tracks for who came from none.
    """
    known = known or places
    line = _used_line(known, href, hidden=len(known) <= len(places)) if len(known) > 1 else ""
    return Bars(
        above=line + "".join(_bar_above(track, unit, href) for track, unit in places),
        below="".join(
            _bar_below(track, unit, href, (reading or ReadingRule()).seconds(unit))
            for track, unit in places
        ),
    )


def _used_line(places: Sequence[tuple[Track, Unit]], href: Href, *, hidden: bool) -> str:
    """Name the tracks of the page; hidden where without JavaScript the bars say it."""
    tracks = {track.id: track for track, _ in places}.values()
    links = "；".join(_page_link(track.page, href) for track in tracks)
    return (
        '<p class="study-facts study-used" data-study-used data-search-exclude'
        f"{' hidden' if hidden else ''}>本页用于 {len(tracks)} 个学习专题：{links}</p>\n"
    )


def _bar_attributes(track: Track, unit: Unit) -> str:
    sections = " ".join(unit.covered)
    return (
        f'data-search-exclude data-study-bar="{escape(track.id)}" '
        f'data-study-unit="{escape(unit.id)}" data-study-sections="{escape(sections)}" '
        f'data-study-kind="{escape(unit.kind)}" data-study-minutes="{unit.minutes}"'
    )


def _bar_above(track: Track, unit: Unit, href: Href) -> str:
    label = escape(f"学习专题：{track.title}")
    parts = [
        f'<nav class="study-bar" aria-label="{label}" {_bar_attributes(track, unit)}>\n',
        f'<p class="study-facts study-bar__where">{_page_link(track.page, href)} ',
        f'<span class="study-bar__position">第 {unit.number}/{len(track.units)} 单元</span> ',
        f"{_unit_facts(unit)}{_requires(track, unit, href)}{_PROFILE}</p>\n",
    ]
    if unit.sections:
        links = "、".join(_section_link(section) for section in unit.sections)
        parts.append(f'<p class="study-facts study-bar__reads">本单元读：{links}</p>\n')
    parts.append('<p class="study-message" role="status" data-study-amended hidden></p>\n')
    parts.append("</nav>\n")
    return "".join(parts)


def _section_link(section: SectionRef) -> str:
    return f'<a href="#{escape(quote(section.id))}">{escape(section.label)}</a>'


def _bar_below(track: Track, unit: Unit, href: Href, seconds: int) -> str:
    """Return steps, mark and notes; reading to the end takes `seconds`, 0 for never."""
    units = track.units
    before = units[unit.number - 2] if unit.number > 1 else None
    after = units[unit.number] if unit.number < len(units) else None
    label = escape(f"{track.title}：前后单元")
    return (
        f'<nav class="study-steps" aria-label="{label}" {_bar_attributes(track, unit)}'
        f' data-study-read="{seconds}">\n{_meter(track.id)}{_message()}{_SAID}'
        f'<p class="study-steps__where">第 {unit.number}/{len(units)} 单元{_labels(unit)}'
        f" · {escape(track.title)}</p>\n{_NOTE}"
        f"{_step(track, before, 'previous', '上一单元', href)}"
        '<button class="study-mark" type="button" data-study-mark hidden></button>\n'
        f"{_step(track, after, 'next', '下一单元', href)}</nav>\n"
    )


def _labels(unit: Unit) -> str:
    labels = "、".join(section.label for section in unit.sections)
    return f"：{escape(labels)}" if labels else ""


def _step(track: Track, unit: Unit | None, direction: str, label: str, href: Href) -> str:
    """Link to the neighbouring unit; before the first and after the last, to the track."""
    if unit is None:
        link, title, label = href(track.page.path), track.title, "返回专题"
    else:
        link, title = unit_href(track, unit, href), unit.title
    return (
        f'<a class="study-step study-step--{direction}" href="{escape(link)}">'
        f'<span class="study-step__label">{label}</span>'
        f'<span class="study-step__title">{escape(title)}</span></a>\n'
    )


def continue_html(tracks: Sequence[Track], overview: str, href: Href) -> str:
    """Return the home page's way back to the last unit, for the marker `<!-- study:continue -->`.

    `overview` is the path of the page that lists the tracks.
    """
    if not tracks:
        return '<p class="study-none" data-search-exclude>还没有学习专题。</p>\n'
    start = escape(href(overview))
    return (
        '<div class="study-continue" data-study-continue data-search-exclude>\n'
        f'<p data-study-start><a href="{start}">选一个学习专题，从第 1 单元学起</a></p>\n'
        "<div data-study-again hidden>\n"
        '<p class="study-continue__line"><span data-study-lead></span>'
        f'<a data-study-link href="{start}"></a></p>\n'
        f'<p class="study-facts" data-study-where></p>\n{_meter("")}</div>\n'
        f"{_message()}</div>\n"
    )
