"""Tells files whose name changes with their content, which caches may keep for ever."""

from __future__ import annotations

import re

PATTERN = (
    r"(?:assets/(?:javascripts|stylesheets|study)/(?:[^/]+/)*[^/]*[.-][0-9a-f]{8}(?:\.min)?\.(?:js|css)"
    r"|search/(?:[a-z-]+-[0-9a-f]{8}|[a-z][0-9a-f]{8,9})\.(?:js|css))"
)
"""Paths below the site's root, for Python and for PCRE: Material's files, ours, and the index.

Files that authors name stand elsewhere: `files/plan-20260318.docx` only looks like one.
"""

_HASHED = re.compile(PATTERN)


def is_hashed(path: str) -> bool:
    """Tell whether a path below the site's root has the hash of its content in its name."""
    return _HASHED.fullmatch(path) is not None
