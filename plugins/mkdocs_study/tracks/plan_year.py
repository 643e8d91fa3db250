"""Turns a plan into its page: the year at a glance, then the table of all sessions."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape

from mkdocs_study.library.furniture import Href
from mkdocs_study.library.heading import slug
from mkdocs_study.tracks.pages import Fragment
from mkdocs_study.tracks.plan import (
    WEEKDAYS,
    Plan,
    Session,
    day_anchor,
    month_anchor,
    table_fragment,
)

YEAR_ANCHOR = "year"
"""Id of the year at a glance."""

Days = Mapping[dt.date, Sequence[Session]]


def words_html(title: str, description: str) -> str:
    """Return the words of a plan's page that has none of its own."""
    words = f"<p>{escape(description)}</p>\n" if description else ""
    return f'<h1 id="{escape(slug(title))}">{escape(title)}</h1>\n{words}'


def plan_fragment(plan: Plan, href: Href) -> Fragment:
    """Return everything that a plan's page shows of its sessions."""
    table = table_fragment(plan.sessions, href)
    if not plan.sessions:
        return table
    html = f"{_tools(plan)}{_year(plan)}{table.html}"
    return Fragment(html, ((YEAR_ANCHOR, "全年日历"), *table.headings))


def _tools(plan: Plan) -> str:
    """Link to the calendar file; the button needs JavaScript and is hidden without."""
    return (
        '<p class="study-plan__tools" data-search-exclude>'
        f'<a class="md-button" href="{escape(plan.calendar_file)}" download>加入日历</a> '
        '<button class="md-button" type="button" data-study-print hidden>打印计划</button></p>\n'
    )


def _year(plan: Plan) -> str:
    days: defaultdict[dt.date, list[Session]] = defaultdict(list)
    for session in plan.sessions:
        for day in session.days:
            days[day].append(session)
    months = "".join(_month(plan, month, days) for month in range(1, 13))
    return (
        '<p class="study-facts study-plan__key" data-search-exclude>'
        "有底色的日子有活动，点开看当天的安排。</p>\n"
        f'<div class="study-year" id="{YEAR_ANCHOR}" role="group" '
        f'aria-label="{plan.year}年全年日历" data-search-exclude>\n{months}</div>\n'
    )


def _month(plan: Plan, month: int, days: Days) -> str:
    sessions = plan.of_month(month)
    name = f"{month}月"
    caption = f'<a href="#{month_anchor(month)}">{name}</a>' if sessions else name
    head = "".join(f'<th scope="col" abbr="星期{each}">{each}</th>' for each in WEEKDAYS)
    weeks = calendar.Calendar().monthdatescalendar(plan.year, month)
    rows = "".join(
        "<tr>" + "".join(_day(day, month, days) for day in week) + "</tr>\n" for week in weeks
    )
    return (
        f'<table class="study-year__month"><caption>{caption}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table>\n"
    )


def _day(day: dt.date, month: int, days: Days) -> str:
    """Make a cell: empty outside the month, a link to the row where there is a session."""
    if day.month != month:
        return "<td></td>"
    sessions = days.get(day, ())
    if not sessions:
        return f'<td data-study-day="{day.isoformat()}">{day.day}</td>'
    names = "、".join(dict.fromkeys(session.kind for session in sessions))
    several = " study-year__several" if len(sessions) > 1 else ""
    target = day_anchor(min(session.date for session in sessions))
    return (
        f'<td class="study-year__session{several}" data-study-day="{day.isoformat()}">'
        f'<a href="#{target}" title="{escape(names)}" '
        f'aria-label="{day.month}月{day.day}日：{escape(names)}">{day.day}</a></td>'
    )
