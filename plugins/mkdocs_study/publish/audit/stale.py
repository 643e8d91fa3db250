"""Finds texts that are out of force, or that nobody has compared with the original for long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mkdocs_study.library.diagnostics import Severity
from mkdocs_study.library.document import Document, TextMeta
from mkdocs_study.library.library import Library
from mkdocs_study.publish.audit.finding import Finding, finding


def check_stale(library: Library, as_of: dt.date, verified_days: int) -> Iterator[Finding]:
    """Report stale texts.

    Args:
        library: what the site shows.
        as_of: the day on which the site is to be right.
        verified_days: how long a comparison with the original counts.
    """
    for document in library.documents:
        if isinstance(document.meta, TextMeta):
            yield from _text(document, document.meta, as_of, verified_days)


def _text(document: Document, meta: TextMeta, as_of: dt.date, days: int) -> Iterator[Finding]:
    ended = meta.effective_to is not None and meta.effective_to < as_of
    if ended and meta.version_of is None:
        message = f"这份文件 {meta.effective_to} 已经失效（按 {as_of} 算）"
        hint = "换成新版本；旧版本写 version_of"
        yield _at(document, "effective_to", "OLD001", message, hint)
    verified = meta.verified_on
    if verified is None or (ended and meta.version_of is not None):
        return
    if verified > as_of:
        message = f"核对日期 {verified} 晚于 {as_of}"
        yield _at(document, "verified_on", "OLD003", message, "核对这个日期")
    elif (as_of - verified).days > days:
        message = f"上次与正式文本核对是 {verified}，到 {as_of} 已经超过 {days} 天"
        hint = "重新核对，改 verified_on"
        yield _at(document, "verified_on", "OLD002", message, hint)


def _at(document: Document, key: str, code: str, message: str, hint: str) -> Finding:
    line = document.line_of((key,))
    return finding(document.source, line, code, message, hint, Severity.WARNING)
