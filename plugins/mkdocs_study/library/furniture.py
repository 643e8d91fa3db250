"""Turns documents into the HTML around their words: header boxes, back links, lists.

What repeats other pages, or stands on every page of its type, carries `data-search-exclude`; what
a document says of itself is searched. `href` turns the path of a Markdown file below docs/ into a
link relative to the page being made. There are no inline styles and no scripts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import groupby

from mkdocs_study.library.backlinks import BackLinks
from mkdocs_study.library.citation import parse_reference
from mkdocs_study.library.document import (
    TYPE_LABELS,
    CaseMeta,
    Document,
    GuideMeta,
    LessonMeta,
    TextMeta,
)
from mkdocs_study.library.library import Library
from mkdocs_study.library.resolution import resolve

Href = Callable[[str], str]

_HEADING = re.compile(r"<h[1-6]\b[^>]*>")
_HEADING_ID = re.compile(r"\bid=\"([^\"]*)\"")
_TITLE_END = "</h1>"


def header_html(document: Document, library: Library, href: Href) -> str:
    """Box below the title that says what the reader has in front of him; empty for most types."""
    meta = document.meta
    if isinstance(meta, CaseMeta):
        return _case_header(meta, library, href)
    if isinstance(meta, GuideMeta):
        return _guide_header(meta, library, href)
    if isinstance(meta, TextMeta):
        return _text_header(meta)
    if isinstance(meta, LessonMeta):
        return _lesson_header(meta)
    return ""


def _box(kind: str, label: str, rows: Iterable[tuple[str, str]], note: str = "") -> str:
    """Rows are (name, HTML); empty values are left out."""
    shown = "".join(
        f"<div><dt data-search-exclude>{escape(name)}</dt><dd>{value}</dd></div>"
        for name, value in rows
        if value
    )
    label_html = (
        f'<p class="zh-header__label" data-search-exclude>{escape(label)}</p>' if label else ""
    )
    note_html = f'<p class="zh-header__note" data-search-exclude>{escape(note)}</p>' if note else ""
    listed = f"<dl>{shown}</dl>" if shown else ""
    if not shown and not label and not note:
        return ""
    return (
        f'<aside class="zh-header zh-header--{kind}" aria-label="资料说明">'
        f"{label_html}{listed}{note_html}</aside>\n"
    )


def _case_header(meta: CaseMeta, library: Library, href: Href) -> str:
    breaches = "、".join(_breach(breach, library, href) for breach in meta.breaches)
    period = " 至 ".join(_month(month) for month in meta.conduct_period or ())
    rows = [
        ("违反的纪律", escape(meta.discipline)),
        ("岗位", escape(meta.post)),
        ("违反的条文", breaches),
        ("行为时间", period),
    ]
    return _box("case", "教学案例（编写）", rows)


def _breach(breach: str, library: Library, href: Href) -> str:
    citation = parse_reference(breach)
    found = citation and resolve(citation, library)
    if not found:
        return escape(breach)
    link = escape(f"{href(found.document.path)}#{found.anchor}")
    return f'<a class="zh-citation" href="{link}">{escape(breach)}</a>'


def _guide_header(meta: GuideMeta, library: Library, href: Href) -> str:
    texts = [library.by_id[name] for name in meta.about if name in library.by_id]
    links = "、".join(
        f'<a href="{escape(href(each.path))}" data-search-exclude>{escape(each.title)}</a>'
        for each in texts
    )
    rows = [
        ("文件名称", escape(meta.official_title)),
        ("发布机关", escape(meta.issuer)),
        ("所述版本", date_text(meta.version_date)),
        ("原文", links),
    ]
    return _box("guide", "导读", rows, "本页是导读，以正式文本为准。")


def _text_header(meta: TextMeta) -> str:
    rows = [
        ("发布机关", escape(meta.issuer or "")),
        ("文号", escape(meta.doc_number or "")),
        ("公布日期", date_text(meta.promulgated_on)),
        ("施行日期", date_text(meta.effective_from)),
        ("失效日期", date_text(meta.effective_to)),
        ("核对日期", date_text(meta.verified_on)),
        ("来源", escape(meta.source or "")),
    ]
    return _box("text", "", rows)


def _lesson_header(meta: LessonMeta) -> str:
    minutes = meta.minutes or sum(part.minutes for part in meta.parts)
    parts = "".join(f"<li>{escape(part.title)}（{part.minutes} 分钟）</li>" for part in meta.parts)
    rows = [
        ("形式", escape(meta.form or "")),
        ("听课对象", escape(meta.audience_of_lesson or "")),
        ("总时长", f"{minutes} 分钟" if minutes else ""),
        ("环节", f"<ol>{parts}</ol>" if parts else ""),
    ]
    return _box("lesson", "", rows)


def date_text(date: dt.date | None) -> str:
    """2026-01-05 → 2026年1月5日; empty without a date."""
    return f"{date.year}年{date.month}月{date.day}日" if date else ""


def _month(month: str) -> str:
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def insert_header(content: str, header: str) -> str:
    """Put the box below the title, or on top where the page has no title of its own."""
    if not header:
        return content
    end = content.find(_TITLE_END)
    if end < 0:
        return header + content
    end += len(_TITLE_END)
    return f"{content[:end]}\n{header}{content[end:]}"


def insert_back_links(content: str, links: BackLinks, href: Href) -> str:
    """Put 被引用 after each cited section, and after the page who refers to it as a whole.

    Args:
        content: HTML of the page's own words.
        links: who cites it.
        href: makes links.
    """
    headings = [
        (match.start(), identifier[1] if (identifier := _HEADING_ID.search(match[0])) else "")
        for match in _HEADING.finditer(content)
    ]
    ends = [start for start, _ in headings[1:]] + [len(content)]
    pieces: list[str] = []
    done = 0
    for (_, name), end in zip(headings, ends, strict=True):
        if citing := links.sections.get(name):
            pieces.append(content[done:end])
            pieces.append(_cited_by(citing, href))
            done = end
    pieces.append(content[done:])
    if links.whole:
        pieces.append(_cited_whole(links.whole, href))
    return "".join(pieces)


def _cited_by(documents: Sequence[Document], href: Href) -> str:
    return (
        '<details class="zh-backlinks" data-search-exclude>'
        f"<summary>被引用 {len(documents)} 处</summary>{_links(documents, href)}</details>\n"
    )


def _cited_whole(documents: Sequence[Document], href: Href) -> str:
    return (
        '<aside class="zh-backlinks zh-backlinks--page" data-search-exclude aria-label="被引用">'
        f'<p class="zh-backlinks__title">引用本文的资料</p>{_links(documents, href)}</aside>\n'
    )


def _links(documents: Sequence[Document], href: Href) -> str:
    items = "".join(
        f'<li><span class="zh-backlinks__type">{TYPE_LABELS[each.type]}</span> '
        f'<a href="{escape(href(each.path))}">{escape(each.title)}</a></li>'
        for each in documents
    )
    return f"<ul>{items}</ul>"


def list_html(documents: Sequence[Document], href: Href) -> str:
    """List of all documents of a type; cases are grouped by discipline.

    The first case of a discipline decides the place of its group, so sort before if order matters.
    """
    if not documents:
        return '<p class="zh-list__none" data-search-exclude>还没有这类资料。</p>\n'
    groups = groupby(documents, key=_discipline)
    return "".join(_group(name, list(group), href) for name, group in groups)


def _discipline(document: Document) -> str:
    return document.meta.discipline if isinstance(document.meta, CaseMeta) else ""


def _group(name: str, documents: Sequence[Document], href: Href) -> str:
    title = f'<p class="zh-list__group" data-search-exclude>{escape(name)}</p>\n' if name else ""
    items = "".join(
        f'<li><a href="{escape(href(each.path))}">{escape(each.title)}</a>'
        + (f"<p>{escape(each.meta.description)}</p>" if each.meta.description else "")
        + "</li>\n"
        for each in documents
    )
    return f'{title}<ul class="zh-list" data-search-exclude>\n{items}</ul>\n'
