"""What a document is: one Markdown file with typed front matter, sections and a place in the site.

One model per `type`. The models take the strings of `front_matter` and give them their types; they
are frozen, and unknown keys are errors.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import BeforeValidator, ValidationInfo, field_validator

from mkdocs_study.library.citation import parse_reference
from mkdocs_study.library.composer import KeyPath
from mkdocs_study.library.content import Content
from mkdocs_study.library.fields import (
    Date,
    Discipline,
    Flag,
    Identifier,
    Identifiers,
    IsList,
    IsSet,
    Material,
    Minutes,
    Month,
    PagePath,
    SessionKind,
    Sha256,
    Slug,
    Tags,
    Text,
    Texts,
    Time,
    UnitKind,
    Year,
    refuse,
)
from mkdocs_study.library.front_matter import FrontMatter
from mkdocs_study.library.meta import Frozen, Meta
from mkdocs_study.library.section import Section
from mkdocs_study.text.numerals import ArticleNumber

MONTHS_OF_A_PERIOD = 2
"""A period is written as its first and its last month."""


class TextMeta(Meta):
    """A study text (学习原文)."""

    type: Literal["text"]
    short_title: Text | None = None
    aliases: Tags = ()
    issuer: Text | None = None
    doc_number: Text | None = None
    source: Text | None = None
    source_sha256: Sha256 | None = None
    promulgated_on: Date | None = None
    effective_from: Date | None = None
    effective_to: Date | None = None
    verified_on: Date | None = None
    version_of: Identifier | None = None

    @field_validator("effective_to")
    @classmethod
    def _ends_after_it_begins(cls, end: dt.date | None, info: ValidationInfo) -> dt.date | None:
        begin = info.data.get("effective_from")
        if begin and end and end < begin:
            refuse(f"失效日期 {end} 早于生效日期 {begin}", "effective_to 不能早于 effective_from")
        return end


class GuideMeta(Meta):
    """A guide (导读) to an official text that it names and does not replace."""

    type: Literal["guide"]
    official_title: Text
    issuer: Text
    version_date: Date
    """Date of the version that the guide describes."""

    about: Identifiers = ()


class StandardMeta(Meta):
    """A standard of a qualified member (合格标准) or a virtue."""

    type: Literal["standard"]


class ExemplarMeta(Meta):
    """One of the exemplary behaviours (表率)."""

    type: Literal["exemplar"]


class CaseMeta(Meta):
    """A warning case (警示案例), written for teaching."""

    type: Literal["case"]
    discipline: Discipline
    post: Text
    breaches: Annotated[tuple[Text, ...], IsList, IsSet]
    """References such as 《示例单位纪律规定》第二十四条."""

    lessons_drawn: Texts
    fictional: Flag
    conduct_period: Annotated[tuple[Month, ...], IsList] | None = None

    @field_validator("breaches", mode="after")
    @classmethod
    def _are_references(cls, breaches: tuple[str, ...]) -> tuple[str, ...]:
        for breach in breaches:
            if parse_reference(breach) is None:
                refuse(f"不是条文引用：{breach}", "写成《示例单位纪律规定》第二十四条")
        return breaches

    @field_validator("fictional")
    @classmethod
    def _is_written_for_teaching(cls, fictional: bool) -> bool:  # noqa: FBT001 (pydantic's call)
        if not fictional:
            refuse("案例必须是编写的教学案例", "写 fictional: true；真实案件不能收入")
        return fictional

    @field_validator("conduct_period")
    @classmethod
    def _is_a_period(cls, period: tuple[str, ...] | None) -> tuple[str, ...] | None:
        if period is not None and (len(period) != MONTHS_OF_A_PERIOD or period[0] > period[1]):
            refuse("不是一段时间", "写起止两个年月，先后有序，例如 [2024-03, 2025-01]")
        return period


class PartMeta(Frozen):
    """A part of a lesson."""

    title: Text
    minutes: Minutes


class LessonMeta(Meta):
    """A Party lesson (党课教案)."""

    type: Literal["lesson"]
    form: Text | None = None
    audience_of_lesson: Text | None = None
    parts: Annotated[tuple[PartMeta, ...], IsList] = ()


class UnitMeta(Frozen):
    """A unit of a track: a page, or some of its sections."""

    page: PagePath
    sections: Annotated[tuple[Text, ...], IsList, IsSet] = ()
    kind: UnitKind
    minutes: Minutes | None = None
    requires: Identifiers = ()


class StageMeta(Frozen):
    """A stage of a track."""

    title: Text
    units: Annotated[tuple[UnitMeta, ...], IsList]


class TrackMeta(Meta):
    """A study track (专题学习路径)."""

    type: Literal["track"]
    objectives: Texts = ()
    stages: Annotated[tuple[StageMeta, ...], IsList]


class SessionMeta(Frozen):
    """A session of a yearly plan."""

    kind: SessionKind
    date: Date
    theme: Text
    materials: Annotated[tuple[Material, ...], IsList, IsSet] = ()
    """Ids of documents; `text-id#art-3` for a section, `track-id#page-id` for a unit."""

    lead: Text | None = None
    time: Time | None = None
    """When it begins, 14:30; without, the session takes the day."""

    minutes: Minutes | None = None
    place: Text | None = None
    until: Date | None = None
    """Last day of a session of several days."""

    @field_validator("until")
    @classmethod
    def _ends_on_a_later_day(cls, end: dt.date | None, info: ValidationInfo) -> dt.date | None:
        begin = info.data.get("date")
        if begin and end and end <= begin:
            refuse(f"结束日期 {end} 不晚于开始日期 {begin}", "只有一天的活动不写 until")
        if end and info.data.get("time"):
            refuse("几天的活动不能写一个时刻", "删去 time 和 minutes，或者每天各写一项")
        return end


class PlanMeta(Meta):
    """A yearly plan (三会一课年度计划)."""

    type: Literal["plan"]
    year: Year
    sessions: Annotated[tuple[SessionMeta, ...], IsList]


class BulletinDates(Frozen):
    """Dates of a bulletin, as Material's blog reads them."""

    created: Date
    updated: Date | None = None


Link = str | dict[str, str]


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _dates(value: object) -> object:
    return {"created": value} if isinstance(value, str) else value


def _link(value: object) -> object:
    if isinstance(value, dict) and len(value) == 1 and all(map(_is_word, value.values())):
        return value
    if _is_word(value):
        return value
    return refuse("不是链接", "写路径，或者 名称: 路径")


class BulletinMeta(Meta):
    """An issue of the bulletin (学习教育专刊): a post of Material's blog."""

    type: Literal["bulletin"]
    date: Annotated[BulletinDates, BeforeValidator(_dates)]  # type: ignore[assignment]
    categories: Tags = ()
    authors: Tags = ()
    slug: Slug | None = None
    draft: Flag = False
    pin: Flag = False
    links: Annotated[tuple[Annotated[Link, BeforeValidator(_link)], ...], IsList] = ()
    """Related pages: a path, or {name: path}."""


class GlossaryMeta(Meta):
    """The list of terms (术语)."""

    type: Literal["glossary"]


class PageMeta(Meta):
    """Any other page; the only type that needs no id."""

    type: Literal["page"]
    id: Identifier | None = None


META_TYPES: Mapping[str, type[Meta]] = {
    "text": TextMeta,
    "guide": GuideMeta,
    "standard": StandardMeta,
    "exemplar": ExemplarMeta,
    "case": CaseMeta,
    "track": TrackMeta,
    "lesson": LessonMeta,
    "plan": PlanMeta,
    "bulletin": BulletinMeta,
    "glossary": GlossaryMeta,
    "page": PageMeta,
}

TYPE_LABELS: Mapping[str, str] = {
    "text": "原文",
    "guide": "导读",
    "standard": "标准",
    "exemplar": "表率",
    "case": "案例",
    "track": "专题",
    "lesson": "党课",
    "plan": "计划",
    "bulletin": "专刊",
    "glossary": "术语",
    "page": "页面",
}
"""What a reader sees instead of the type."""


@dataclass(frozen=True)
class Document:
    """One Markdown file, read and found valid."""

    path: str
    """Below docs/, posix: tracks/political.md."""

    source: str
    """Relative to the project folder, for diagnostics: docs/tracks/political.md."""

    meta: Meta
    front_matter: FrontMatter
    """The keys as written, x-… among them, and the line of each."""

    body: str
    """Markdown after the front matter, with its comments."""

    body_line: int
    """1-based line of the file on which the body starts."""

    content: Content

    @property
    def sections(self) -> tuple[Section, ...]:
        """Every heading with what follows it, in order."""
        return self.content.sections

    @property
    def text_length(self) -> int:
        """Han characters and Latin letters or digits of the whole body."""
        return self.content.text_length

    @property
    def anchors(self) -> frozenset[str]:
        """Every id of the finished page that a link may name."""
        return self.content.anchors

    @property
    def title(self) -> str:
        """Title, as readers see it."""
        return self.meta.title

    @property
    def id(self) -> str | None:
        """Permanent name; only a page of type `page` may be without."""
        return self.meta.id

    @property
    def type(self) -> str:
        """One of META_TYPES."""
        return self.meta.type

    @property
    def audience(self) -> tuple[str, ...]:
        """Groups that may read it; empty = everyone."""
        return self.meta.audience

    @property
    def url(self) -> str:
        """Address below the site root, in MkDocs' directory style; empty for the home page."""
        return page_url(self.path)

    def line_of(self, path: KeyPath) -> int:
        """Line of a value of the front matter, or of the nearest value that holds it."""
        return self.front_matter.line_of(path)

    def section(self, section_id: str) -> Section | None:
        """Return the section with this id."""
        index = self.section_index.get(section_id)
        return None if index is None else self.sections[index]

    @cached_property
    def section_index(self) -> Mapping[str, int]:
        """Id → place in `sections`."""
        return {section.id: index for index, section in reversed([*enumerate(self.sections)])}

    @cached_property
    def _articles(self) -> Mapping[ArticleNumber, Section]:
        articles: dict[ArticleNumber, Section] = {}
        for section in self.sections:
            if section.article and not section.id.startswith("att-"):
                articles.setdefault(section.article, section)
        return articles

    def article(self, number: ArticleNumber) -> Section | None:
        """Return the section of an article; attachments count their own and are left out."""
        return self._articles.get(number)


def page_url(path: str) -> str:
    """Turn the path of a Markdown file below docs/ into its address: a/b.md → a/b/."""
    pure = PurePosixPath(path)
    folder = pure.parent if pure.stem in ("index", "README") else pure.with_suffix("")
    return "" if folder == PurePosixPath() else f"{folder}/"
