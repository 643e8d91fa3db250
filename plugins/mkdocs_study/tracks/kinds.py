"""Turns the kind of a unit into its word and its mark.

The marks are drawn by `client/tracks.css`; a kind that an organisation adds gets a plain one.
"""

from __future__ import annotations

from html import escape

from mkdocs_study.library.vocabulary import UNIT_KINDS

MARKS = dict(zip(UNIT_KINDS, ("read", "case", "talk", "check", "quiz", "act"), strict=True))
"""Kind → end of its class in the style sheet."""


def kind_class(kind: str) -> str:
    """Return the classes of the element that names a kind."""
    return f"study-kind study-kind--{MARKS.get(kind, 'other')}"


def kind_html(kind: str) -> str:
    """Return the element that names a kind."""
    return f'<span class="{kind_class(kind)}">{escape(kind)}</span>'
