"""Finds what is wrong with the tracks and plans of a library, each fault with its file and line.

The library has checked the schema before (words, types, empty lists) and what documents themselves
require.
"""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_study.library.composer import KeyPath
from mkdocs_study.library.cycles import find_cycles
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.document import Document, PlanMeta, TrackMeta, UnitMeta
from mkdocs_study.library.library import Library
from mkdocs_study.tracks.meant import hint_for_page, hint_for_section
from mkdocs_study.tracks.requirements import check_requirements, numbered_units
from mkdocs_study.tracks.sessions import check_sessions


def validate_tracks(library: Library) -> list[Diagnostic]:
    """Check every track and plan against the whole library, whatever a build will publish."""
    found: list[Diagnostic] = []
    for document in library.documents:
        if isinstance(document.meta, TrackMeta):
            found.extend(_check_units(document, document.meta, library))
            found.extend(check_requirements(document, document.meta, library))
        elif isinstance(document.meta, PlanMeta):
            found.extend(check_sessions(document, document.meta, library))
    found.extend(_circular_tracks(library))
    return sorted(found)


def _circular_tracks(library: Library) -> Iterator[Diagnostic]:
    """Report tracks that have themselves as a unit, over others or straight away."""
    tracks = {
        each.path: each.meta for each in library.documents if isinstance(each.meta, TrackMeta)
    }
    units = {
        path: [unit.page for _, unit in numbered_units(meta) if unit.page in tracks]
        for path, meta in tracks.items()
    }
    for cycle in find_cycles(units):
        first, following = library.by_path[cycle[0]], cycle[1 % len(cycle)]
        line = next(
            first.line_of((*key, "page"))
            for key, unit in numbered_units(tracks[first.path])
            if unit.page == following
        )
        titles = " → ".join(library.by_path[path].title for path in (*cycle, cycle[0]))
        message = f"专题绕成了圈：{titles}"
        yield Diagnostic(first.source, line, "TR007", message, "去掉其中一个单元")


def _check_units(document: Document, meta: TrackMeta, library: Library) -> Iterator[Diagnostic]:
    seen: dict[tuple[str, frozenset[str]], int] = {}
    for key, unit in numbered_units(meta):
        line = document.line_of((*key, "page"))
        page = library.by_path.get(unit.page)
        if page is None:
            yield Diagnostic(
                document.source,
                line,
                "TR001",
                f"单元的页面不存在：{unit.page}",
                hint_for_page(unit.page, library),
            )
        else:
            yield from _check_sections(document, key, unit, page)
        extent = (unit.page, frozenset(unit.sections))
        if extent in seen:
            sections = f"（{'、'.join(unit.sections)}）" if unit.sections else ""
            yield Diagnostic(
                document.source,
                line,
                "TR003",
                f"单元重复：{unit.page}{sections}，第 {seen[extent]} 行已有",
                "同一专题里，一页或者同样几节只列一次",
            )
        seen.setdefault(extent, line)


def _check_sections(
    document: Document, key: KeyPath, unit: UnitMeta, page: Document
) -> Iterator[Diagnostic]:
    for index, section_id in enumerate(unit.sections):
        section = page.section(section_id)
        if section is None or section.level == 1:
            line = document.line_of((*key, "sections", index))
            message = f"{unit.page} 里没有这一节：{section_id}"
            hint = hint_for_section(page, section_id)
            yield Diagnostic(document.source, line, "TR002", message, hint)
