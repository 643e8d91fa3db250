"""Finds what is not wrong with a track and yet makes it hard to study: each a warning with a line.

Pages and sections that do not exist are left to `validate`; what is said here holds for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_study.library.composer import KeyPath
from mkdocs_study.library.diagnostics import Diagnostic, Severity
from mkdocs_study.library.document import Document, TrackMeta, UnitMeta
from mkdocs_study.library.library import Library
from mkdocs_study.tracks.extent import Measure, minutes_of, reading_minutes, text_length
from mkdocs_study.tracks.requirements import numbered_units

NOT_READING = frozenset({"讨论", "自查", "测验", "实践"})
"""Kinds whose minutes have little to do with the number of characters."""

FAR_FROM_MEASURED = 4
"""Factor between declared and measured minutes that is more than a matter of opinion."""

TOO_FEW, TOO_MANY = 10, 30
"""Differences in minutes below which nothing is said, whatever their factor: who reads a few
articles closely takes a quarter of an hour for two minutes of words, but nobody reads faster."""


def advise_tracks(library: Library, measure: Measure) -> list[Diagnostic]:
    """Return the warnings for every track of a library, in order of path and line."""
    found: list[Diagnostic] = []
    for document in library.documents:
        if isinstance(document.meta, TrackMeta):
            found.extend(_on_the_whole(document, document.meta))
            for place in _places(document.meta, library):
                found.extend(_too_long(document, place, measure))
                found.extend(_odd_minutes(document, place, measure))
            found.extend(_out_of_order(document, document.meta, library))
    return sorted(found)


@dataclass(frozen=True)
class _Place:
    """A unit whose page and sections are there."""

    key: KeyPath
    unit: UnitMeta
    page: Document

    @property
    def name(self) -> str:
        """What a message calls it."""
        sections = f"（{'、'.join(self.unit.sections)}）" if self.unit.sections else ""
        return f"{self.unit.page}{sections}"

    @property
    def declared(self) -> int | None:
        """Minutes that an author wrote, here or on the page."""
        return self.unit.minutes or (None if self.unit.sections else self.page.meta.minutes)


def _places(meta: TrackMeta, library: Library) -> Iterator[_Place]:
    for key, unit in numbered_units(meta):
        page = library.by_path.get(unit.page)
        if page is not None and all(map(page.section, unit.sections)):
            yield _Place(key, unit, page)


def _on_the_whole(document: Document, meta: TrackMeta) -> Iterator[Diagnostic]:
    if not meta.objectives:
        hint = "写上 objectives: [学完能做到什么]，每项一句话"
        yield _warning(document, (), "TR008", "专题没有写学习目标", hint)
    if not meta.description:
        hint = "写上 description: 一句话，它出现在专题卡片上"
        yield _warning(document, (), "TR009", "专题没有写说明", hint)
    units = list(numbered_units(meta))
    if len(units) == 1:
        hint = "再加几个单元；只读一页的，直接链接那一页"
        yield _warning(document, units[0][0], "TR010", "专题只有一个单元", hint)
    titles: dict[str, int] = {}
    for index, stage in enumerate(meta.stages):
        if stage.title in titles:
            message = f"阶段标题重复：{stage.title}，第 {titles[stage.title]} 行已有"
            hint = "换一个标题，或者合成一个阶段"
            yield _warning(document, ("stages", index, "title"), "TR011", message, hint)
        titles.setdefault(stage.title, document.line_of(("stages", index, "title")))


def _too_long(document: Document, place: _Place, measure: Measure) -> Iterator[Diagnostic]:
    length = text_length(place.page, place.unit.sections)
    minutes = place.declared or minutes_of(length, measure.speed)
    if length <= measure.longest_characters and minutes <= measure.longest_minutes:
        return
    sections = [section for section in place.page.sections if section.level > 1]
    shorter = "写 sections: 只读其中几节" if sections else "把这一页分成几页"
    hint = f"{shorter}，或者分成几个单元"
    if length > measure.longest_characters:
        message = f"单元太长：{place.name} 约 {length} 字，超过 {measure.longest_characters} 字"
        yield _warning(document, (*place.key, "page"), "TR012", message, hint)
    else:
        at = "minutes" if place.unit.minutes else "page"
        hint = "核对 minutes，或者分成几个单元" if place.declared else hint
        message = f"单元太长：{place.name} 约 {minutes} 分钟，超过 {measure.longest_minutes} 分钟"
        yield _warning(document, (*place.key, at), "TR012", message, hint)


def _odd_minutes(document: Document, place: _Place, measure: Measure) -> Iterator[Diagnostic]:
    declared = place.unit.minutes
    if declared is None or place.unit.kind in NOT_READING:
        return
    measured = reading_minutes(place.page, place.unit.sections, measure.speed)
    too_few = measured >= FAR_FROM_MEASURED * declared and measured - declared >= TOO_FEW
    # A guide sends its reader to an official text, whose length nobody knows here.
    too_many = (
        place.page.type != "guide"
        and declared >= FAR_FROM_MEASURED * measured
        and declared - measured >= TOO_MANY
    )
    if too_few or too_many:
        message = f"minutes 写了 {declared}，按字数约 {measured} 分钟：{place.name}"
        hint = "核对页面和 sections，或者删去 minutes，由字数估算"
        yield _warning(document, (*place.key, "minutes"), "TR013", message, hint)


def _out_of_order(document: Document, meta: TrackMeta, library: Library) -> Iterator[Diagnostic]:
    """Report requirements that the track meets too late, and those of pages that it never meets.

    That units name only pages of their track is an error, and left to `requirements`.
    """
    pages = [
        (key, unit, page)
        for key, unit in numbered_units(meta)
        if (page := library.by_path.get(unit.page)) is not None
    ]
    first = {page.id: number for number, (_, _, page) in reversed(list(enumerate(pages, start=1)))}
    for number, (key, unit, page) in enumerate(pages, start=1):
        wanted = [(each, (*key, "requires", at)) for at, each in enumerate(unit.requires)]
        wanted += [(each, (*key, "page")) for each in page.meta.requires]
        for required, place in dict(wanted).items():
            if required not in library.by_id or required == page.id:
                continue
            title = library.by_id[required].title
            if required not in first:
                if required in page.meta.requires:
                    message = f"{unit.page} 要求先学“{title}”，本专题里没有这一页"
                    hint = f"在前面加一个单元：{{page: {library.by_id[required].path}, …}}"
                    yield _warning(document, place, "TR014", message, hint)
            elif first[required] >= number:
                message = f"要求先学“{title}”，它却排在后面（第 {first[required]} 个单元）"
                hint = "把那个单元移到前面，或者删去这项要求"
                yield _warning(document, place, "TR014", message, hint)


def _warning(document: Document, key: KeyPath, code: str, message: str, hint: str) -> Diagnostic:
    line = document.line_of(key)
    return Diagnostic(document.source, line, code, message, hint, Severity.WARNING)
