"""Turns a page with quizzes, checklists or reviews into one that loads their scripts and style."""

from __future__ import annotations

from html import escape

from mkdocs_study.library.document import Document
from mkdocs_study.tracks.assets import page_script_html, page_style_html

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
    scripts = [
        name
        for name, needed in (
            ("quiz.js", exercises.quizzes),
            ("checklist.js", exercises.checklists),
            ("review.js", REVIEWS in html),
        )
        if needed
    ]
    if not scripts:
        return html
    page = document.id or document.path
    data = (
        f'<template id="study-exercise-data" data-site="{escape(site_id)}" '
        f'data-page="{escape(page)}" data-title="{escape(document.title)}" '
        "data-search-exclude></template>\n"
    )
    style = page_style_html("exercise.css", root)
    return style + html + data + "".join(page_script_html(name, root) for name in scripts)
