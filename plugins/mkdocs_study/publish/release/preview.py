"""Finds out what publishing would change, and touches nothing."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from mkdocs_study.publish.release.changes import Change, changes_between
from mkdocs_study.publish.release.errors import ReleaseError, explained
from mkdocs_study.publish.release.opening import manifest, peek
from mkdocs_study.publish.release.state import State
from mkdocs_study.publish.release.target import Target
from mkdocs_study.publish.release.transaction import SITE, Make, Terms


@dataclass(frozen=True)
class Preview:
    """What publishing would do."""

    before: str
    """Release that is live; empty if none is."""

    changes: tuple[Change, ...]
    pages: int
    """Pages after it."""


def preview(target: Target, make: Make, terms: Terms) -> Preview:
    """Make the site as publishing would, in a folder of its own, and compare its pages.

    Raises:
        ReleaseError: publishing would fail.
    """
    with explained(target.label):
        state = peek(target) or State(audience=terms.audience)
        before = target.live()
        if state.audience != terms.audience:
            raise ReleaseError(f"{target.label} 是给别的读者范围的；每个读者范围用一个文件夹")
        old = manifest(target, before).pages if before else ()
    with tempfile.TemporaryDirectory(prefix="study-preview-") as folder:
        made = make(Path(folder) / SITE, state)
    return Preview(before, changes_between(old, made.pages), len(made.pages))
