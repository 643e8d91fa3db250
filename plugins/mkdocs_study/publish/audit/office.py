"""Reads Word, Excel, PowerPoint and OpenDocument files: words, and what is told of people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from mkdocs_study.publish.audit.unpack import Budget, Part, unpack
from mkdocs_study.publish.audit.views import without_tags

SUFFIXES = (".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".pptx", ".pptm", ".ppsx",
            ".odt", ".ods", ".odp")  # fmt: skip

_WORDS = re.compile(
    r"(?:word/(?!styles|settings|theme|fontTable|webSettings|numbering)[^/]*\.xml"
    r"|xl/(?:sharedStrings|comments[^/]*|worksheets/[^/]*|drawings/[^/]*|threadedComments/[^/]*)\.xml"
    r"|ppt/(?:slides|notesSlides|comments|diagrams|charts)/[^/]*\.xml|word/(?:diagrams|charts)/[^/]*\.xml"
    r"|content\.xml|styles\.xml)"
)
_PEOPLE: Mapping[str, str] = {
    "dc:creator": "作者",
    "cp:lastModifiedBy": "最后修改人",
    "Manager": "主管",
    "Company": "单位",
    "meta:initial-creator": "作者",
}
_TRACKED = re.compile(r"<w:(?:ins|del|moveFrom|moveTo)\s[^>]*w:author=\"([^\"]*)\"")
_COMMENT = re.compile(r"<(?:w:comment|p:cm|comment|threadedComment|office:annotation|p188:cm)[\s>]")
_COMMENT_PARTS = re.compile(
    r"word/comments\.xml|xl/(?:threadedC|c)omments|ppt/comments/|content\.xml"
)
_HIDDEN_TEXT = re.compile(r"<w:vanish(?:\s*/>|\s+w:val=\"(?:1|true|on)\")")
_HIDDEN_SHEET = re.compile(r"<sheet\s[^>]*state=\"(?:hidden|veryHidden)\"")
_HIDDEN_SLIDE = re.compile(r"<p:sld\s[^>]*show=\"0\"")


@dataclass(frozen=True, slots=True)
class Trait:
    """Something in a file that its readers are not meant to see."""

    kind: str
    """author, comment, tracked, hidden or place."""

    text: str
    """In Chinese, what it is and what it says."""

    words: str = ""


def is_office(name: str) -> bool:
    """Tell by its name whether a file is one that is read here."""
    return name.lower().endswith(SUFFIXES)


def office_parts(data: bytes, budget: Budget) -> list[Part]:
    """Return the files inside, without those packed in them; never raises."""
    return [part for part in unpack(data, "", budget) if part.name and "!" not in part.name]


def words_of(parts: list[Part]) -> str:
    """Return the words, a line for each paragraph or cell; deleted and hidden words too."""
    found = [
        without_tags(part.data.decode("utf-8", "replace")).replace("\n|\n", "\n")
        for part in parts
        if _WORDS.fullmatch(part.name)
    ]
    return re.sub(r"\n\s*\n+", "\n", "\n".join(found))


def traits_of(parts: list[Part]) -> Iterator[Trait]:
    """Yield what the file says of its authors, and what it hides."""
    remarks = notes = 0
    tracked: dict[str, int] = {}
    for part in parts:
        if not part.name.endswith(".xml"):
            continue
        text = part.data.decode("utf-8", "replace")
        if part.name in ("docProps/core.xml", "docProps/app.xml", "meta.xml"):
            yield from _people(text)
        if _COMMENT_PARTS.match(part.name):
            remarks += len(_COMMENT.findall(text))
        for author in _TRACKED.findall(text):
            tracked[author] = tracked.get(author, 0) + 1
        if part.name.startswith("ppt/notesSlides/"):
            notes += bool(without_tags(text).replace("|", "").strip())
        yield from _hidden(part.name, text)
    if remarks:
        yield Trait("comment", f"有 {remarks} 条批注")
    if notes:
        yield Trait("hidden", f"有 {notes} 页备注")
    if tracked:
        names = "、".join(unescape(each) for each in tracked if each) or "（没有署名）"
        yield Trait("tracked", f"有 {sum(tracked.values())} 处修订，修订人：{names}", names)


def _hidden(name: str, text: str) -> Iterator[Trait]:
    if name.startswith("word/") and "styles" not in name and _HIDDEN_TEXT.search(text):
        yield Trait("hidden", "有隐藏的文字")
    if name == "xl/workbook.xml" and _HIDDEN_SHEET.search(text):
        yield Trait("hidden", "有隐藏的工作表")
    if name.startswith("ppt/slides/") and _HIDDEN_SLIDE.search(text):
        yield Trait("hidden", "有隐藏的幻灯片")


def _people(text: str) -> Iterator[Trait]:
    for element, label in _PEOPLE.items():
        match = re.search(rf"<{element}(?:\s[^>]*)?>([^<]+)</{element}>", text)
        if match and match[1].strip():
            value = unescape(match[1].strip())
            yield Trait("author", f"{label}：{value}", value)
