"""Turns a page with quizzes, checklists or reviews into one that loads their scripts and style."""

from __future__ import annotations

from html import escape

from mkdocs_study.library.document import Document
from mkdocs_study.tracks.assets import page_href, page_script_html, page_style_html

REVIEWS = "data-study-reviews"
"""Attribute of the place for today's reviews on the reader's own page."""


def add_exercise_files(document: Document, html: str, site_id: str, root: str) -> str:
    """Return the page's HTML with what its quizzes and checklists need; others come back as given.

    Args:
        document: the page.
        html: its content, with all furniture.
        site_id: keeps the readers' records of several sites on one host apart.
        root: way from the page to the site's root, `../..`; `.` for a page at the root.
    """
    exercises = document.content.exercises
    later = {
        "quiz": page_href("quiz.js", root) if exercises.quizzes else "",
        "list": page_href("checklist.js", root) if exercises.checklists else "",
        "form": page_href("form.css", root) if exercises.any else "",
    }
    now = [
        name
        for name, needed in (("exercise.js", exercises.any), ("review.js", REVIEWS in html))
        if needed
    ]
    if not now:
        return html
    values = {
        "site": site_id,
        "page": document.id or document.path,
        "title": document.title,
        **{name: href for name, href in later.items() if href},
    }
    attributes = " ".join(f'data-{name}="{escape(value)}"' for name, value in values.items())
    data = f'<template id="study-exercise-data" {attributes} data-search-exclude></template>\n'
    style = page_style_html("exercise.css", root)
    return style + html + data + "".join(page_script_html(name, root) for name in now)
