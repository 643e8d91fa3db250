"""What a yearly plan (三会一课年度计划) is, ready to be shown, and its table by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from mkdocs_study.library.furniture import Href
from mkdocs_study.tracks.pages import Fragment, duration
from mkdocs_study.tracks.track import PageRef

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Material:
    """A page, a section of one or a unit of a track that a session is about."""

    path: str
    title: str
    suffix: str = ""
    """What the link says beside the page: `#art-3`, `?track=track-political#art-3`."""

    def link(self, href: Href) -> str:
        """Return the link relative to the page being made."""
        return href(self.path) + self.suffix


@dataclass(frozen=True)
class Session:
    """One planned meeting or lesson."""

    date: dt.date
    kind: str
    """党员大会, 支委会, 党课 …"""

    theme: str
    materials: tuple[Material, ...] = ()
    lead: str = ""
    """Who leads it, a role rather than a name; may be empty."""

    time: str = ""
    """14:30; empty for a session that takes the day."""

    minutes: int | None = None
    place: str = ""
    until: dt.date | None = None
    """Last day, if there are several."""

    key: str = ""
    """Names it among the sessions of its plan, whatever its theme or day in the month: the month,
    the kind and which of that kind it is in the month."""

    @property
    def last(self) -> dt.date:
        """Last day; its only one for most."""
        return self.until or self.date

    @property
    def days(self) -> Iterator[dt.date]:
        """Every day that it takes."""
        for number in range((self.last - self.date).days + 1):
            yield self.date + dt.timedelta(number)


@dataclass(frozen=True)
class Plan:
    """The sessions of a year, as one build publishes them."""

    id: str
    page: PageRef
    year: int
    sessions: tuple[Session, ...]
    """In order of date and time."""

    @property
    def calendar_file(self) -> str:
        """Name of the file for calendar programs, which stands beside the page's own."""
        return f"{self.id}.ics"

    def of_month(self, month: int) -> tuple[Session, ...]:
        """Return the sessions that begin in the month, 1 to 12."""
        return tuple(each for each in self.sessions if each.date.month == month)

    def during(self, month: int) -> tuple[Session, ...]:
        """Return the sessions that take at least one day of the month, 1 to 12."""
        return tuple(each for each in self.sessions if each.date.month <= month <= each.last.month)


def table_fragment(sessions: Sequence[Session], href: Href) -> Fragment:
    """One table with a row group per month, in order of date; the months are its headings.

    On a narrow screen the style sheet turns each row into a card; what would not speak for itself
    there takes its column's name from `data-label`.
    """
    if not sessions:
        return Fragment('<p class="study-none" data-search-exclude>这份计划还没有安排。</p>\n', ())
    ordered = sorted(sessions, key=lambda session: (session.date, session.time))
    months = [
        (month, list(group)) for month, group in groupby(ordered, lambda each: each.date.month)
    ]
    groups = "".join(_month(month, group, href) for month, group in months)
    table = (
        '<table class="study-plan">\n<thead><tr><th scope="col">日期</th>'
        '<th scope="col">形式</th><th scope="col">主题</th><th scope="col">学习材料</th>'
        f'<th scope="col">主持或主讲</th></tr></thead>\n{groups}</table>\n'
    )
    return Fragment(table, tuple((month_anchor(month), f"{month}月") for month, _ in months))


def month_anchor(month: int) -> str:
    """Return the id of a month's heading in the table."""
    return f"month-{month}"


def day_anchor(date: dt.date) -> str:
    """Return the id of the row of a day's first session."""
    return f"day-{date:%m-%d}"


def _month(month: int, sessions: Sequence[Session], href: Href) -> str:
    rows: list[str] = []
    seen: set[dt.date] = set()
    for session in sessions:
        rows.append(_row(session, href, first=session.date not in seen))
        seen.add(session.date)
    count = f'<span class="study-plan__count" data-search-exclude>{len(sessions)} 次</span>'
    return (
        f'<tbody>\n<tr class="study-plan__month" id="{month_anchor(month)}">'
        f'<th colspan="5" scope="rowgroup">{month}月 {count}</th></tr>\n{"".join(rows)}</tbody>\n'
    )


def _row(session: Session, href: Href, *, first: bool) -> str:
    anchor = f' id="{day_anchor(session.date)}"' if first else ""
    place = f'<p class="study-plan__place">{escape(session.place)}</p>' if session.place else ""
    return (
        f"<tr{anchor}><td>{when_html(session)}</td>"
        f"<td>{escape(session.kind)}</td>"
        f"<td>{escape(session.theme)}{place}</td>"
        f'<td data-label="学习材料" data-search-exclude>{materials_html(session, href)}</td>'
        f'<td data-label="主持或主讲">{escape(session.lead)}</td></tr>\n'
    )


def when_html(session: Session) -> str:
    """Return 3月18日 星期三 14:30（90 分钟）, or 3月18日至20日 for several days."""
    date, end = session.date, session.until
    shown = f'<time datetime="{date.isoformat()}">{date.month}月{date.day}日</time>'
    if end:
        month = f"{end.month}月" if end.month != date.month else ""
        last = f'<time datetime="{end.isoformat()}">{month}{end.day}日</time>'
        return f"{shown}至{last}"
    long = f"（{duration(session.minutes)}）" if session.minutes else ""
    hours = f' <span class="study-plan__time">{session.time}</span>' if session.time else ""
    return f"{shown} 星期{WEEKDAYS[date.weekday()]}{hours}{long}"


def materials_html(session: Session, href: Href) -> str:
    """List the materials as links; empty without any."""
    items = "".join(
        f'<li><a href="{escape(material.link(href))}">{escape(material.title)}</a></li>'
        for material in session.materials
    )
    return f"<ul>{items}</ul>" if items else ""
