"""Turns all plans into 本月安排: every month is there, and the reader's browser shows its own.

A build does not know on which day it will be read. Without JavaScript the part links to the months
of the plans.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from mkdocs_study.library.furniture import Href
from mkdocs_study.tracks.plan import (
    Plan,
    Session,
    materials_html,
    month_anchor,
    when_html,
)


def months_html(plans: Sequence[Plan], href: Href) -> str:
    """Return the part for the marker `<!-- study:month -->`."""
    shown = [plan for plan in plans if plan.sessions]
    if not shown:
        return '<p class="study-none" data-search-exclude>还没有年度计划。</p>\n'
    ordered = sorted(shown, key=lambda plan: (plan.year, plan.page.path))
    every_year = sorted({plan.year for plan in ordered})
    months = "".join(
        _month([plan for plan in ordered if plan.year == year], year, month, href)
        for year in every_year
        for month in range(1, 13)
    )
    links = "".join(_fallback(plan, href) for plan in ordered)
    return (
        '<div class="study-month" data-study-months data-search-exclude>\n'
        f"<div data-study-months-all>{links}</div>\n"
        '<div class="study-month__head" data-study-months-head hidden>'
        '<p class="study-month__title" role="status" data-study-months-title></p>'
        '<button type="button" class="study-month__step" data-study-months-step="-1">'
        "上个月</button>"
        '<button type="button" class="study-month__step" data-study-months-step="1">'
        f"下个月</button></div>\n{months}</div>\n"
    )


def _fallback(plan: Plan, href: Href) -> str:
    page = href(plan.page.path)
    months = sorted({session.date.month for session in plan.sessions})
    links = " ".join(
        f'<a href="{escape(page)}#{month_anchor(month)}">{month}月</a>' for month in months
    )
    return f'<p><a href="{escape(page)}">{escape(plan.page.title)}</a>：{links}</p>'


def _month(plans: Sequence[Plan], year: int, month: int, href: Href) -> str:
    parts: list[str] = []
    for plan in plans:
        if sessions := plan.during(month):
            items = "".join(_session(session, href) for session in sessions)
            link = f"{href(plan.page.path)}#{month_anchor(sessions[-1].date.month)}"
            parts.append(
                f'<ul class="study-month__list">\n{items}</ul>\n<p class="study-facts">'
                f'<a href="{escape(link)}">{escape(plan.page.title)}</a></p>\n'
            )
    if not parts:
        return ""
    return f'<div data-study-month="{year}-{month:02}" hidden>\n{"".join(parts)}</div>\n'


def _session(session: Session, href: Href) -> str:
    facts = "，".join(filter(None, (session.place, session.lead)))
    return (
        f'<li class="study-month__item" data-study-until="{session.last.isoformat()}" '
        f'data-study-from="{session.date.isoformat()}">'
        f'<span class="study-month__when">{when_html(session)}</span>'
        f'<div class="study-month__what"><p><span class="study-month__kind">'
        f"{escape(session.kind)}</span> {escape(session.theme)}"
        f'<span class="study-month__state" data-study-state-text hidden></span></p>'
        f"{materials_html(session, href)}"
        + (f'<p class="study-facts">{escape(facts)}</p>' if facts else "")
        + "</div></li>\n"
    )
