"""Turns a project into its library and everything that is wrong with it, in one run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_study.library.content import Body
from mkdocs_study.library.diagnostics import Diagnostic, Severity, has_errors
from mkdocs_study.library.document import Document
from mkdocs_study.library.library import Library, Loaded, load
from mkdocs_study.library.markers import check_comments
from mkdocs_study.markdown_zh.traps import find_traps
from mkdocs_study.publish.appearance import check_appearance
from mkdocs_study.publish.attachments import report_orphans
from mkdocs_study.publish.audience import check_audiences
from mkdocs_study.publish.bulletin import check_bulletin
from mkdocs_study.publish.project import Project
from mkdocs_study.publish.redirects import check_redirects
from mkdocs_study.publish.selection import check_selection
from mkdocs_study.publish.settings import check_settings
from mkdocs_study.tracks.advice import advise_tracks
from mkdocs_study.tracks.plan_rules import check_plans
from mkdocs_study.tracks.validate import validate_tracks


@dataclass(frozen=True)
class Checked:
    """A project, read and checked."""

    loaded: Loaded
    diagnostics: tuple[Diagnostic, ...]
    """In order of path and line."""

    @property
    def library(self) -> Library:
        """Return the valid documents."""
        return self.loaded.library

    @property
    def failed(self) -> bool:
        """Tell whether a build must stop."""
        return has_errors(self.diagnostics)


def check_project(project: Project) -> Checked:
    """Read every file of the project and collect every fault; never raises on bad input."""
    loaded = load(
        project.docs_dir,
        project.vocabulary,
        prefix=project.prefix,
        excluded=project.excluded,
        inspect=_inspect,
    )
    found = {
        *loaded.diagnostics,
        *validate_tracks(loaded.library),
        *check_plans(loaded.library, project.plan_rules),
        *advise_tracks(loaded.library, project.measure),
        *check_audiences(loaded.library),
        *check_selection(loaded.library, project.audience, project.selection),
        *check_settings(project, loaded.tree),
        *check_appearance(loaded.library, project),
        *check_bulletin(project, loaded.tree, loaded.library),
        *check_redirects(loaded.library, loaded.tree.attachments),
        *report_orphans(loaded.tree, loaded.contents, project.strings),
    }
    for document in loaded.library.documents:
        found.update(_check_title(document))
    return Checked(loaded, tuple(sorted(found)))


def _inspect(body: Body) -> list[Diagnostic]:
    return [*find_traps(body), *check_comments(body)]


def _check_title(document: Document) -> Iterator[Diagnostic]:
    """Report more than one first-level heading, and one that is not the title."""
    titles = [section for section in document.sections if section.level == 1]
    lines = document.body.split("\n") if titles[1:] else []
    for section in titles[1:]:
        if not lines[section.line - document.body_line].startswith(("# ", "#\t")):
            continue  # a # without a space: MD018 tells
        message = "一页只能有一个一级标题（#）"
        yield Diagnostic(document.source, section.line, "SEC003", message, "改成 ##")
    if titles and titles[0].heading != " ".join(document.title.split()):
        message = f"一级标题“{titles[0].heading}”与 title“{document.title}”不一致"
        hint = "改成相同的文字"
        yield Diagnostic(document.source, titles[0].line, "SEC004", message, hint, Severity.WARNING)
