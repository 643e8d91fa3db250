"""Turns the name of a file into one that changes with its content, so that browsers may keep it."""

from __future__ import annotations

import hashlib

DIGITS = 8
"""Hexadecimal digits of SHA-256; lower case, for file systems that ignore case."""


def hashed_name(name: str, content: str) -> str:
    """Return `study-1a2b3c4d.css` for `study.css`."""
    stem, suffix = name.rsplit(".", 1)
    digest = hashlib.sha256(content.encode("utf-8")).hexdigest()[:DIGITS]
    return f"{stem}-{digest}.{suffix}"
