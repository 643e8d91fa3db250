"""Turns a library into what one build may show, by audience, by approval and by withdrawals."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_study.library.approval import LABELS, passes
from mkdocs_study.library.diagnostics import Diagnostic, Severity
from mkdocs_study.library.document import Document
from mkdocs_study.library.library import Library
from mkdocs_study.publish.audience import published, references

MINIMUM = "STUDY_MINIMUM_STATUS"
"""Environment variable: absent, a build shows every page; empty, all but drafts; else a step."""

WITHDRAWN = "STUDY_WITHDRAWN"
"""Environment variable: ids that no build for a target may hold, joined by commas."""


@dataclass(frozen=True)
class Selection:
    """What a build leaves out beside the pages of other audiences."""

    minimum: str | None = None
    """Step of approval asked for; empty for anything but a draft, None if none is asked for."""

    withdrawn: frozenset[str] = frozenset()
    """Ids; the path below docs/ of a page without one."""

    def shows(self, document: Document) -> bool:
        """Tell whether the build may have the page."""
        return not self.has_withdrawn(document) and self.is_approved(document)

    def has_withdrawn(self, document: Document) -> bool:
        """Tell whether the page was taken back, by its id or, if it has none, by its path."""
        return (document.id or document.path) in self.withdrawn

    def is_approved(self, document: Document) -> bool:
        """Tell whether the page has come as far as the build asks."""
        return self.minimum is None or passes(document.meta.approval, self.minimum)

    def paths_withdrawn(self, library: Library) -> frozenset[str]:
        """Return the paths below docs/ of the withdrawn pages."""
        return frozenset(each.path for each in library.documents if self.has_withdrawn(each))

    def as_environment(self) -> dict[str, str]:
        """Return the variables by which a build in another process selects the same."""
        found = {WITHDRAWN: ",".join(sorted(self.withdrawn))}
        return found if self.minimum is None else {**found, MINIMUM: self.minimum}


def chosen_selection() -> Selection:
    """Read the selection from the environment."""
    ids = os.environ.get(WITHDRAWN, "").split(",")
    return Selection(os.environ.get(MINIMUM), frozenset(filter(None, ids)))


def select(library: Library, audience: str | None, selection: Selection) -> Library:
    """Return the documents of a build."""
    within = published(library, audience).documents
    return Library(tuple(each for each in within if selection.shows(each)))


def check_selection(
    library: Library, audience: str | None, selection: Selection
) -> Iterator[Diagnostic]:
    """Report links from the pages of a build to those that it leaves out.

    A link to a page that is not approved yet is an error, as to another audience's page. A link to
    one that was withdrawn is a warning: it is taken away, so that withdrawing is never held up.
    """
    if selection == Selection():
        return
    for page in published(library, audience).documents:
        if not selection.shows(page):
            if not page.url:
                yield _no_home(page, selection)
            continue
        for target, line in references(page, library):
            if selection.has_withdrawn(target):
                message = f"这一页引用了已撤下的 {target.source}，发布时链接已经去掉"
                hint = "改写这一处，不再提它"
                yield Diagnostic(page.source, line, "WDR001", message, hint, Severity.WARNING)
            elif not selection.is_approved(target):
                message = f"这一页引用的 {target.source} 还不能发布（{_step(target)}）"
                hint = f"去掉这处引用，或者先{_needed(selection)}那一页"
                yield Diagnostic(page.source, line, "APR001", message, hint)


def _no_home(page: Document, selection: Selection) -> Diagnostic:
    line = page.line_of(("status",))
    if selection.has_withdrawn(page):
        return Diagnostic(page.source, line, "WDR002", "首页不能撤下", "改写它的内容，再发布")
    message = f"首页还不能发布（{_step(page)}）"
    return Diagnostic(page.source, line, "APR002", message, f"先{_needed(selection)}首页")


def _step(page: Document) -> str:
    return LABELS.get(page.meta.approval, "没有写审批状态")


def _needed(selection: Selection) -> str:
    return "批准" if selection.minimum == "approved" else "审核"
