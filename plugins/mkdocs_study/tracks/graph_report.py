"""Turns the graph of a library into lines for a terminal and into data for other programs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby

from mkdocs_study.library.document import TYPE_LABELS
from mkdocs_study.text.numerals import format_numeral
from mkdocs_study.tracks.graph import Need, StudyGraph
from mkdocs_study.tracks.pages import duration
from mkdocs_study.tracks.track import Track, Unit


def graph_text(graph: StudyGraph) -> str:
    """Return the whole overview, in Chinese, for a terminal of any width."""
    parts = [_tracks(graph), _needs(graph), _unused(graph)]
    return "\n\n".join("\n".join(part) for part in parts)


def _tracks(graph: StudyGraph) -> Iterator[str]:
    yield f"专题：{len(graph.tracks)} 个"
    for track in graph.tracks:
        facts = (
            f"{len(track.stages)} 个阶段 · {len(track.units)} 个单元 · 约 {duration(track.minutes)}"
        )
        yield ""
        yield f"{track.title}（{track.page.path}）"
        yield f"  {facts}"
        yield from _stages(track)


def _stages(track: Track) -> Iterator[str]:
    kinds = max(_width(unit.kind) for unit in track.units)
    for number, stage in enumerate(track.stages, start=1):
        yield f"  第{format_numeral(number)}阶段 {stage.title}"
        for unit in stage.units:
            kind = unit.kind + " " * (kinds - _width(unit.kind))
            before = f"    {unit.number:>3}  {kind}  {unit.minutes:>4} 分钟"
            yield f"{before}  {unit.title}{_after(unit)}"


def _after(unit: Unit) -> str:
    titles = "、".join(page.title for page in unit.requires)
    return f"（先学：{titles}）" if titles else ""


def _needs(graph: StudyGraph) -> Iterator[str]:
    yield f"先学要求：{len(graph.needs)} 条"
    for page, needs in groupby(graph.needs, key=lambda need: need.page):
        yield f"  {graph.documents[page].title}（{page}）"
        yield from (f"    先学 {_need(graph, need)}" for need in needs)
    for circle in graph.circles:
        titles = " → ".join(graph.documents[path].title for path in (*circle, circle[0]))
        yield f"  绕成了圈：{titles}"


def _need(graph: StudyGraph, need: Need) -> str:
    where = f"，专题 {need.track} 要求" if need.track else ""
    return f"{graph.documents[need.required].title}（{need.required}）{where}"


def _unused(graph: StudyGraph) -> Iterator[str]:
    yield f"没有专题用到的资料：{len(graph.unused)} 份"
    for kind, documents in groupby(graph.unused, key=lambda document: document.type):
        yield f"  {TYPE_LABELS[kind]}"
        yield from (f"    {document.title}（{document.path}）" for document in documents)


def _width(text: str) -> int:
    """Return the columns of a terminal that a text takes."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def graph_data(graph: StudyGraph) -> dict[str, object]:
    """Return the graph as JSON writes it: tracks, requirements, circles and unused pages."""
    return {
        "tracks": [
            {
                "id": track.id,
                "title": track.title,
                "path": track.page.path,
                "minutes": track.minutes,
                "stages": [
                    {"title": stage.title, "units": [_unit_data(unit) for unit in stage.units]}
                    for stage in track.stages
                ],
            }
            for track in graph.tracks
        ],
        "requirements": [
            {"page": need.page, "requires": need.required, "track": need.track or None}
            for need in graph.needs
        ],
        "circles": [list(circle) for circle in graph.circles],
        "unused": [
            {"path": each.path, "id": each.id, "type": each.type, "title": each.title}
            for each in graph.unused
        ],
    }


def _unit_data(unit: Unit) -> dict[str, object]:
    return {
        "number": unit.number,
        "page": unit.page.path,
        "title": unit.title,
        "sections": [section.id for section in unit.sections],
        "kind": unit.kind,
        "minutes": unit.minutes,
        "requires": [page.path for page in unit.requires],
    }
