"""Turns HTML comments such as `<!-- study:list case -->` into requests for generated parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_study.library.content import Body
from mkdocs_study.library.diagnostics import Diagnostic, Severity
from mkdocs_study.library.document import META_TYPES
from mkdocs_study.library.fields import suggest

PREFIX = "study:"
NAMES = ("continue", "tracks", "mine", "list", "month")


@dataclass(frozen=True)
class Marker:
    """A request for a generated part."""

    name: str
    """continue, tracks, mine, list or month."""

    argument: str = ""
    """The document type of a list."""


MORE = "more"
"""Comment that ends the part of a bulletin which lists of bulletins show."""


def is_published(comment: str, document_type: str) -> bool:
    """Tell whether a comment goes into the finished page: markers, and MORE in bulletins."""
    return is_marker(comment) or (comment == MORE and document_type == "bulletin")


def is_marker(comment: str) -> bool:
    """Tell whether the words of a comment are meant for us, rightly written or not."""
    return comment.startswith(PREFIX)


def parse_marker(comment: str) -> Marker | None:
    """Read the words of a comment; None if they are no valid marker."""
    words = comment.removeprefix(PREFIX).split()
    if not is_marker(comment) or not words:
        return None
    if words[0] == "list":
        valid = len(words) == 2 and words[1] in META_TYPES  # noqa: PLR2004 (list TYPE)
        return Marker("list", words[1]) if valid else None
    return Marker(words[0]) if words[0] in NAMES and len(words) == 1 else None


def check_comments(body: Body) -> Iterator[Diagnostic]:
    """Report markers that nobody understands, and comments, which are not published."""
    lines = body.text.split("\n")
    for comment in body.masked.comments:
        line = body.line + comment.line - 1
        if body.masked.unclosed_comment == comment.line:
            continue
        if is_published(comment.text, body.type) and not is_marker(comment.text):
            continue
        if not is_marker(comment.text):
            message = "注释不会发布"
            hint = "内部说明最好另存；确定不再需要就删去"
            yield Diagnostic(body.source, line, "MD016", message, hint, Severity.WARNING)
        elif parse_marker(comment.text) is None:
            yield Diagnostic(body.source, line, "MARK001", *_explain(comment.text))
        elif not lines[comment.line - 1].strip().endswith("-->") or not lines[
            comment.line - 1
        ].lstrip().startswith("<!--"):
            message = f"标记 <!-- {comment.text} --> 没有单独成行"
            yield Diagnostic(body.source, line, "MARK002", message, "单独写一行，前后各空一行")


def _explain(comment: str) -> tuple[str, str]:
    words = comment.removeprefix(PREFIX).split()
    if words and words[0] == "list":
        wanted = suggest(words[1] if len(words) > 1 else "", tuple(META_TYPES))
        return f"标记 {comment} 的资料类型不对", wanted
    name = words[0] if words else ""
    return f"没有这个标记：{comment}", suggest(name, NAMES)
