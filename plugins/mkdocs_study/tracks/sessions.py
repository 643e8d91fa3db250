"""Turns the sessions of a plan as written into those that a build publishes, or into faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from difflib import get_close_matches
from urllib.parse import quote

from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.document import Document, PlanMeta, SessionMeta, TrackMeta, UnitMeta
from mkdocs_study.library.library import Library
from mkdocs_study.tracks.assemble import unit_key
from mkdocs_study.tracks.plan import Material, Plan, Session
from mkdocs_study.tracks.requirements import numbered_units
from mkdocs_study.tracks.track import PageRef

SUGGESTED = 5
"""Sections or units that the hint of a wrong one names."""


def build_plan(document: Document, library: Library, published: Container[str]) -> Plan | None:
    """Return the plan that a document is; None for a document of another type."""
    meta = document.meta
    if not isinstance(meta, PlanMeta) or meta.id is None:
        return None
    page = PageRef(document.path, document.title)
    return Plan(meta.id, page, meta.year, plan_sessions(meta, library, published))


def plan_sessions(
    meta: PlanMeta, library: Library, published: Container[str] | None = None
) -> tuple[Session, ...]:
    """Return the sessions of a plan in order of date, with those materials that are published.

    A session all of whose materials are outside the build vanishes: its theme would tell of them.
    Keys are counted over all sessions, so that they are the same in every build.
    """
    available = library.by_path if published is None else published
    ordered = sorted(meta.sessions, key=lambda session: (session.date, session.time or ""))
    counts: Counter[tuple[int, str]] = Counter()
    found: list[Session] = []
    for session in ordered:
        counts[session.date.month, session.kind] += 1
        materials = tuple(_materials(session, library, available))
        if materials or not session.materials:
            number = counts[session.date.month, session.kind]
            key = f"{session.date:%Y-%m}/{session.kind}/{number}"
            found.append(_session(session, materials, key))
    return tuple(found)


def _session(session: SessionMeta, materials: tuple[Material, ...], key: str) -> Session:
    return Session(
        date=session.date,
        kind=session.kind,
        theme=session.theme,
        materials=materials,
        lead=session.lead or "",
        time=session.time or "",
        minutes=session.minutes,
        place=session.place or "",
        until=session.until,
        key=key,
    )


def _materials(
    session: SessionMeta, library: Library, published: Container[str]
) -> Iterator[Material]:
    for name in session.materials:
        document_id, _, part = name.partition("#")
        document = library.by_id.get(document_id)
        if document is None or document.path not in published:
            continue
        material = _part(document, part, library) if part else _whole(document)
        if material is not None and material.path in published:
            yield material


def _whole(document: Document) -> Material:
    return Material(document.path, document.title)


def _part(document: Document, part: str, library: Library) -> Material | None:
    """Return the section of a page, or the unit of a track, that is named."""
    if isinstance(document.meta, TrackMeta):
        units = _units(document.meta, part, library)
        return _unit_material(document, *units[0]) if units else None
    section = document.section(part)
    if section is None:
        return None
    return Material(document.path, f"{document.title}（{section.heading}）", f"#{quote(part)}")


def _units(meta: TrackMeta, part: str, library: Library) -> list[tuple[Document, UnitMeta]]:
    """Return the units of this id, or else those over the page of this id."""
    units = [
        (page, unit)
        for _, unit in numbered_units(meta)
        if (page := library.by_path.get(unit.page)) is not None
    ]
    exact = [(page, unit) for page, unit in units if unit_key(page, unit.sections) == part]
    return exact or [(page, unit) for page, unit in units if page.id == part]


def _unit_material(track: Document, page: Document, unit: UnitMeta) -> Material:
    anchor = f"#{quote(unit.sections[0])}" if unit.sections else ""
    return Material(page.path, page.title, f"?track={quote(unit_key(track, ()))}{anchor}")


def check_sessions(document: Document, meta: PlanMeta, library: Library) -> Iterator[Diagnostic]:
    """Report dates of another year, and materials that are not there."""
    for index, session in enumerate(meta.sessions):
        for key, date in (("date", session.date), ("until", session.until)):
            if date and date.year != meta.year:
                line = document.line_of(("sessions", index, key))
                message = f"日期 {date.isoformat()} 不在 {meta.year} 年"
                hint = "改日期，或者写进那一年的计划"
                yield Diagnostic(document.source, line, "PL001", message, hint)
        for position, name in enumerate(session.materials):
            if fault := _wrong_material(name, library):
                line = document.line_of(("sessions", index, "materials", position))
                yield Diagnostic(document.source, line, *fault)


def _wrong_material(name: str, library: Library) -> tuple[str, str, str] | None:
    """Return code, message and hint of a material that is not there."""
    document_id, _, part = name.partition("#")
    document = library.by_id.get(document_id)
    if document is None:
        close = get_close_matches(document_id, library.by_id, n=1, cutoff=0.6)
        hint = f"是否想写 {close[0]}" if close else "写资料的 id，不写路径"
        return "PL002", f"学习材料不存在：{document_id}", hint
    if part and isinstance(document.meta, TrackMeta):
        return _wrong_unit(document_id, document.meta, part, library)
    known = [section.id for section in document.sections if section.level > 1]
    if not part or part in known:
        return None
    return "PL005", f"{document_id} 里没有这一节：{part}", _choices(part, known)


def _wrong_unit(
    track: str, meta: TrackMeta, part: str, library: Library
) -> tuple[str, str, str] | None:
    """Return code, message and hint of a unit that the track lacks, or has more than once."""
    units = _units(meta, part, library)
    if len(units) > 1:
        names = "、".join(f"{track}#{unit_key(page, unit.sections)}" for page, unit in units)
        message = f"专题里有 {len(units)} 个这一页的单元：{track}#{part}"
        return "PL005", message, f"写其中一个：{names}"
    if units:
        return None
    known = [page.id or page.path for page, _ in _all_units(meta, library)]
    return "PL005", f"专题 {track} 里没有这个单元：{part}", _choices(part, known)


def _all_units(meta: TrackMeta, library: Library) -> list[tuple[Document, UnitMeta]]:
    found = ((library.by_path.get(unit.page), unit) for _, unit in numbered_units(meta))
    return [(page, unit) for page, unit in found if page is not None]


def _choices(part: str, known: list[str]) -> str:
    if close := get_close_matches(part, known, n=1, cutoff=0.6):
        return f"是否想写 {close[0]}"
    if not known:
        return "删去 # 和后面的字"
    more = "等" if len(known) > SUGGESTED else ""
    return f"可以写：{'、'.join(known[:SUGGESTED])}{more}"
