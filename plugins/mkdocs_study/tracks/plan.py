"""Turns the sessions of a yearly plan (三会一课年度计划) into a table by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from mkdocs_study.library.furniture import Href
from mkdocs_study.tracks.pages import Fragment
from mkdocs_study.tracks.track import PageRef

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Session:
    """One planned meeting or lesson."""

    date: dt.date
    kind: str
    """党员大会, 支委会, 党课 …"""

    theme: str
    materials: tuple[PageRef, ...]
    lead: str
    """Who leads it, a role rather than a name; may be empty."""


def plan_fragment(sessions: Sequence[Session], href: Href) -> Fragment:
    """One table with a row group per month, in order of date; the months are its headings.

    On a narrow screen the style sheet turns each row into a card; what would not speak for itself
    there takes its column's name from `data-label`.
    """
    if not sessions:
        return Fragment('<p class="study-none" data-search-exclude>这份计划还没有安排。</p>\n', ())
    ordered = sorted(sessions, key=lambda session: session.date)
    months = [
        (month, list(group)) for month, group in groupby(ordered, lambda each: each.date.month)
    ]
    groups = "".join(_month(month, group, href) for month, group in months)
    table = (
        '<table class="study-plan">\n<thead><tr><th scope="col">日期</th>'
        '<th scope="col">形式</th><th scope="col">主题</th><th scope="col">学习材料</th>'
        f'<th scope="col">主持或主讲</th></tr></thead>\n{groups}</table>\n'
    )
    return Fragment(table, tuple((f"month-{month}", f"{month}月") for month, _ in months))


def _month(month: int, sessions: Sequence[Session], href: Href) -> str:
    rows = "".join(_row(session, href) for session in sessions)
    count = f'<span class="study-plan__count" data-search-exclude>{len(sessions)} 次</span>'
    return (
        f'<tbody>\n<tr class="study-plan__month" id="month-{month}">'
        f'<th colspan="5" scope="rowgroup">{month}月 {count}</th></tr>\n{rows}</tbody>\n'
    )


def _row(session: Session, href: Href) -> str:
    date = session.date
    materials = "".join(
        f'<li><a href="{escape(href(page.path))}">{escape(page.title)}</a></li>'
        for page in session.materials
    )
    listed = f"<ul>{materials}</ul>" if materials else ""
    return (
        f'<tr><td><time datetime="{date.isoformat()}">{date.month}月{date.day}日'
        f"</time> 星期{WEEKDAYS[date.weekday()]}</td>"
        f"<td>{escape(session.kind)}</td>"
        f"<td>{escape(session.theme)}</td>"
        f'<td data-label="学习材料" data-search-exclude>{listed}</td>'
        f'<td data-label="主持或主讲">{escape(session.lead)}</td></tr>\n'
    )
