"""Turns a track into the ring that shows how much of it has been read.

The ring is drawn by presentation attributes alone, so that a strict Content-Security-Policy can
stand; the words beside it say the same, so that screen readers leave it out.
"""

from __future__ import annotations

from html import escape

CIRCLE = "M18 3a15 15 0 0 1 0 30a15 15 0 0 1 0-30"
"""A circle as a path, begun at the top: old browsers measure paths in parts, circles not."""


def ring_html(track_id: str) -> str:
    """Return the ring of a track, hidden until a script knows what has been read."""
    return (
        f'<div class="study-ring" data-study-meter="{escape(track_id)}" hidden>'
        '<svg viewBox="0 0 36 36" aria-hidden="true" focusable="false">'
        f'<path class="study-ring__all" d="{CIRCLE}"/>'
        f'<path class="study-ring__done" data-study-ring d="{CIRCLE}" pathLength="100" '
        'stroke-dasharray="0 100"/></svg>'
        "<span data-study-count></span></div>\n"
    )
