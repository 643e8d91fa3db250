"""Turns what an author wrote in the place of a key or a value into what was probably meant.

Tracks are the longest front matter there is, and are often written from memory: each usual slip
gets the line that would be right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from mkdocs_study.text.numerals import parse_numeral

OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("name", "heading", "标题", "名称", "题目"),
    "description": ("desc", "summary", "intro", "说明", "简介"),
    "objectives": ("goals", "goal", "aims", "targets", "目标", "学习目标"),
    "stages": ("phases", "steps", "modules", "chapters", "阶段"),
    "units": ("lessons", "items", "pages", "content", "单元"),
    "page": ("path", "file", "url", "link", "href", "src", "doc", "document", "页面", "路径"),
    "sections": ("anchor", "anchors", "articles", "article", "range", "章节", "条文", "节"),
    "kind": ("type", "mode", "way", "method", "category", "方式", "学习方式", "类型"),
    "minutes": ("time", "duration", "length", "mins", "min", "hours", "分钟", "时长", "用时"),
    "requires": ("require", "required", "needs", "depends", "prerequisite", "prerequisites",
                 "depends_on", "before", "先学", "要求"),
}  # fmt: skip
"""Key → what else is written for it."""

PAGE_HINT = "写 docs/ 下的路径，例如 texts/x.md"
DEFAULT_MINUTES = 20
MOST_MINUTES = 6000
MINUTES_OF_AN_HOUR = 60

_AMOUNT = re.compile(r"约?\s*([0-9０-９零〇一二两三四五六七八九十百半]+)\s*(?:个)?\s*(\D*)")
_MINUTES = ("", "分", "分钟", "m", "min", "mins", "minute", "minutes", "'")
_HOURS = ("小时", "钟头", "h", "hour", "hours")
_QUARTER = "刻钟"
_SEPARATORS = re.compile(r"[,，、;；]\s*")


def meant_key(key: str, fields: Sequence[str]) -> str | None:
    """Return the key that another name stands for, if it may stand here."""
    lower = key.strip().lower()
    known = (name for name, others in OTHER_NAMES.items() if lower in others)
    return next((name for name in known if name in fields), None)


def hint_for_list(value: object) -> str:
    """Say how a list is written, with the words that stand there now."""
    if isinstance(value, dict):
        return "每一项以 - 开头"
    parts = [part for part in _SEPARATORS.split(value) if part] if isinstance(value, str) else []
    if not parts or any(character in str(value) for character in "[]{}:#/\"'"):
        return "例如 [甲, 乙]，或者每项一行、以 - 开头"
    return f"写成列表：[{', '.join(parts)}]"


def hint_for_minutes(text: str) -> str:
    """Name the number of minutes that a time in words stands for: 20分钟, 半小时, 1.5 小时."""
    minutes = _minutes(text) or 0
    shown = minutes if 0 < minutes <= MOST_MINUTES else DEFAULT_MINUTES
    return f"只写数字，单位是分钟，例如 {shown}"


def _minutes(text: str) -> int | None:
    if decimal := re.fullmatch(r"([0-9]{1,3}\.[0-9]{1,2})\s*(\D*)", text):
        hours = decimal[2].strip().lower() in _HOURS
        return round(float(decimal[1]) * (MINUTES_OF_AN_HOUR if hours else 1)) or None
    found = _AMOUNT.fullmatch(text)
    if not found:
        return None
    unit = found[2].strip().lower()
    half = found[1] == "半"
    number = 1 if half else parse_numeral(found[1])
    if number is None or unit not in (*_MINUTES, *_HOURS, _QUARTER):
        return None
    if unit in _HOURS:
        return number * MINUTES_OF_AN_HOUR // (2 if half else 1)
    return number * 15 if unit == _QUARTER else number


def hint_for_identifier(text: str) -> str:
    """Say what an id is made of, and that it is no path."""
    if "/" in text or text.endswith(".md"):
        return "写那份资料的 id（它开头的 id: 后面），不写路径"
    return "用 3 到 40 个小写字母、数字或 -"


def hint_for_page(text: str) -> str:
    """Say which path a wrong one stands for: an address, a path with an anchor, one without .md."""
    address = urlsplit(text.replace("\\", "/"))
    if address.scheme and len(address.scheme) > 1:
        return f"单元只能是本库的页面，不能是网址；{PAGE_HINT}"
    path = address.path.strip("/")
    if not path or not re.search(r"[A-Za-z0-9]", path):
        return PAGE_HINT
    path = re.sub(r"^(?:\.{1,2}/|docs/|site/)+", "", path)
    path = re.sub(r"(?:/index)?\.html?$", "", path)
    path = path if path.endswith(".md") else f"{path}.md"
    if address.fragment:
        return f"写成 page: {path}，另写 sections: [{address.fragment}]"
    return f"写成 {path}；{PAGE_HINT}" if "/" in path else PAGE_HINT
