"""Turns a plan into the bytes of an iCalendar file (RFC 5545) that Outlook and phones read.

The same plan gives the same bytes: nothing is taken from the clock.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from mkdocs_study.tracks.plan import Plan, Session

ZONE = "Asia/Shanghai"
"""All of China keeps one time, eight hours ahead of UTC, without summer time since 1991."""

AHEAD = dt.timedelta(hours=8)
SUPPOSED_MINUTES = 60
"""Length of a session with a time and without minutes: calendars draw nothing shorter well."""

Link = Callable[[str], str]
"""Turns the path of a Markdown file below docs/ into its full address."""


def calendar_bytes(plan: Plan, site_id: str, stamp: dt.datetime | None, link: Link | None) -> bytes:
    """Return the calendar file of a plan.

    Args:
        plan: its published sessions.
        site_id: keeps the events of two sites apart.
        stamp: when the site was made, in UTC; None for the first moment of the plan's year.
        link: makes full addresses; None if the site's own is not known.
    """
    stamp = stamp or dt.datetime(plan.year, 1, 1, tzinfo=dt.UTC)
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//mkdocs-study//plan//ZH")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", plan.page.title)
    calendar.add("X-WR-TIMEZONE", ZONE)
    if any(session.time for session in plan.sessions):
        calendar.add_component(_zone())
    for session in plan.sessions:
        calendar.add_component(_event(session, plan, site_id, stamp, link))
    return bytes(calendar.to_ical(sorted=False))


def _zone() -> Timezone:
    standard = TimezoneStandard()
    standard.add("DTSTART", dt.datetime(1991, 9, 15, 0, 0))  # noqa: DTZ001 (local by definition)
    standard.add("TZOFFSETFROM", AHEAD)
    standard.add("TZOFFSETTO", AHEAD)
    standard.add("TZNAME", "CST")
    zone = Timezone()
    zone.add("TZID", ZONE)
    zone.add_component(standard)
    return zone


def _event(
    session: Session, plan: Plan, site_id: str, stamp: dt.datetime, link: Link | None
) -> Event:
    event = Event()
    name = f"mkdocs-study/{site_id}/{plan.id}/{session.key}"
    event.add("UID", str(uuid.uuid5(uuid.NAMESPACE_URL, name)))
    event.add("DTSTAMP", stamp)
    if session.time:
        start = dt.datetime.combine(session.date, dt.time.fromisoformat(session.time))
        length = dt.timedelta(minutes=session.minutes or SUPPOSED_MINUTES)
        event.add("DTSTART", start, parameters={"TZID": ZONE})
        event.add("DTEND", start + length, parameters={"TZID": ZONE})
    else:
        event.add("DTSTART", session.date)
        event.add("DTEND", session.last + dt.timedelta(days=1))
        event.add("TRANSP", "TRANSPARENT")  # a day with a meeting in it is not a day taken
    event.add("SUMMARY", f"{session.kind}：{session.theme}")
    event.add("CATEGORIES", [session.kind])
    if session.place:
        event.add("LOCATION", session.place)
    if description := _description(session, link):
        event.add("DESCRIPTION", description)
    if link is not None:
        event.add("URL", link(plan.page.path))
    return event


def _description(session: Session, link: Link | None) -> str:
    lines = [f"主持或主讲：{session.lead}"] if session.lead else []
    if session.materials:
        lines.append("学习材料：")
    for material in session.materials:
        address = f" {material.link(link)}" if link is not None else ""
        lines.append(f"· {material.title}{address}")
    return "\n".join(lines)
