"""Turns a document type and a short name into a new page that passes every check."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

import yaml

from mkdocs_study.library.document import TYPE_LABELS
from mkdocs_study.library.library import Library
from mkdocs_study.library.vocabulary import Vocabulary
from mkdocs_study.publish.track_skeleton import TrackSkeletonError, Wish, track_keys
from mkdocs_study.tracks.extent import Measure

FOLDERS = {
    "text": "texts/",
    "guide": "guide/",
    "standard": "standards/",
    "exemplar": "exemplars/",
    "case": "cases/",
    "track": "tracks/",
    "lesson": "lessons/",
    "plan": "plan/",
    "bulletin": "bulletin/posts/",
    "glossary": "",
    "page": "",
}
"""Where a new document of each type goes, below docs/."""

MIN_ID = 3
MAX_ID = 40

BODIES = {
    "text": "## 第一章 总则\n\n### 第一条\n\n在这里写条文。\n",
    "guide": "本页是导读，以正式文本为准。\n\n## 讲了什么\n\n在这里写。\n",
    "case": (
        "教学案例（编写）：人物和经过为教学虚构。\n\n## 基本情况\n\n在这里写。\n\n"
        "## 违纪事实\n\n在这里写。\n\n## 讨论\n\n在这里写。\n"
    ),
    "lesson": "## 教学目的\n\n在这里写。\n",
    "glossary": "## 示例术语\n\n在这里写一段解释。\n",
}
DEFAULT_BODY = "在这里写。\n"


@dataclass(frozen=True)
class TrackPart:
    """What a new track is made of, and how its units are measured."""

    wish: Wish = field(default_factory=Wish)
    measure: Measure = field(default_factory=Measure)


class SkeletonError(Exception):
    """No valid page can be made; the message is Chinese and for the user."""


@dataclass(frozen=True)
class Skeleton:
    """A new page."""

    path: str
    """Below docs/."""

    text: str


def make_skeleton(
    document_type: str,
    slug: str,
    library: Library,
    vocabulary: Vocabulary,
    today: dt.date,
    *,
    title: str = "",
    track: TrackPart | None = None,
) -> Skeleton:
    """Write a page with the keys that its type requires and an id of its own.

    Args:
        document_type: one of META_TYPES.
        slug: lower-case letters, digits and hyphens; names file and id.
        library: what is there already; a track needs a page for its first unit.
        vocabulary: the words that front matter may use.
        today: date for keys that need one.
        title: title of the page; empty for one that names type and slug.
        track: what a track is made of; None for a sample of the library.

    Raises:
        SkeletonError: the id is taken, or a track has no page to begin with.
    """
    name = _identifier(document_type, slug)
    if name in library.by_id:
        raise SkeletonError(f"id {name} 已被 {library.by_id[name].source} 使用，换一个名称")
    title = title or f"新{TYPE_LABELS[document_type]} {slug}"
    keys: dict[str, object] = {"type": document_type, "title": title}
    if document_type != "page":
        keys["id"] = name
    keys["description"] = "用一句话说明这一页。"
    keys |= _keys(document_type, slug, vocabulary, today)
    if document_type == "track":
        keys |= _track_keys(track or TrackPart(), library, vocabulary)
    front = yaml.safe_dump(keys, allow_unicode=True, sort_keys=False)
    body = BODIES.get(document_type, DEFAULT_BODY)
    return Skeleton(f"{FOLDERS[document_type]}{slug}.md", f"---\n{front}---\n\n# {title}\n\n{body}")


def _identifier(document_type: str, slug: str) -> str:
    """Name texts and glossaries by the slug alone, the rest by type and slug."""
    plain = document_type in ("text", "glossary", "page") and len(slug) >= MIN_ID
    name = slug if plain else f"{document_type}-{slug}"
    return name[:MAX_ID].rstrip("-")


def _keys(
    document_type: str, slug: str, vocabulary: Vocabulary, today: dt.date
) -> dict[str, object]:
    """Return the keys that only this type has, filled in as far as it requires them."""
    keys: dict[str, object] = {}
    match document_type:
        case "guide":
            keys = {"official_title": "文件全称", "issuer": "发布机关", "version_date": today}
        case "case":
            keys = {
                "discipline": vocabulary.disciplines[0],
                "post": "某部门某岗位",
                "breaches": ["《文件全称》第一条"],
                "lessons_drawn": ["用一句话写出教训。"],
                "fictional": True,
            }
        case "lesson":
            part = {"title": "第一部分", "minutes": 20}
            keys = {
                "form": "讲授与讨论",
                "audience_of_lesson": "党支部全体党员",
                "parts": [part],
            }
        case "plan":
            year = int(slug) if re.fullmatch(r"20[0-9]{2}", slug) else today.year
            session = {
                "kind": vocabulary.session_kinds[0],
                "date": dt.date(year, 3, 18),
                "theme": "写上主题",
            }
            keys = {"year": year, "sessions": [session]}
        case "bulletin":
            keys = {"date": today}
    return keys


def _track_keys(track: TrackPart, library: Library, vocabulary: Vocabulary) -> dict[str, object]:
    try:
        return track_keys(track.wish, library, vocabulary, track.measure)
    except TrackSkeletonError as error:
        raise SkeletonError(str(error)) from error
