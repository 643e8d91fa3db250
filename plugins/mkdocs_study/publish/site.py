"""Turns a checked project into what each page of one build gets, and no page outside of it."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from mkdocs_study.library.backlinks import BackLinks, collect_back_links
from mkdocs_study.library.citation import Citation
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.document import CaseMeta, Document
from mkdocs_study.library.furniture import (
    Href,
    header_html,
    insert_back_links,
    insert_header,
    list_html,
)
from mkdocs_study.library.glossary import Term, read_terms
from mkdocs_study.library.library import Library
from mkdocs_study.library.markers import Marker, parse_marker
from mkdocs_study.library.resolution import resolve
from mkdocs_study.library.section import anchors_of
from mkdocs_study.markdown_zh.terms import LinkedTerm
from mkdocs_study.publish.attachments import used_attachments
from mkdocs_study.publish.audience import hides
from mkdocs_study.publish.checks import Checked
from mkdocs_study.publish.project import Project
from mkdocs_study.publish.redirects import insert_old_anchors, read_redirects
from mkdocs_study.publish.selection import select
from mkdocs_study.publish.unlinking import leads_to, unlink

_ID = re.compile(r"<(?:h[1-6]|p)\b[^<>]*?\bid=\"([^\"]*)\"")
_MARKER = re.compile(r"<!--\s*(study:[^<>]*?)\s*-->")

Render = Callable[[Marker], str]
"""Makes the generated part that a marker asks for; empty if there is none."""


@dataclass(frozen=True)
class Site:
    """One build: its documents, their references to each other, its attachments."""

    library: Library
    """Only what the build shows."""

    attachments: frozenset[str]
    back_links: Mapping[str, BackLinks]
    glossaries: Sequence[tuple[Document, tuple[Term, ...]]]
    disciplines: tuple[str, ...]
    """In the order in which cases are listed."""

    withdrawn: frozenset[str] = frozenset()
    """Pages that were taken back: links to them become plain words."""

    def markdown_options(self, page: Document) -> dict[str, object]:
        """Return the options of markdown_zh for a page; links go to .md files, for MkDocs."""

        def cite(citation: Citation) -> str | None:
            found = resolve(citation, self.library, page)
            if found is None:
                return None
            path = "" if found.document is page else relative(found.document.path, page.path)
            return f"{path}#{found.anchor}"

        options = {"cite": cite, "own": page.type == "text", "terms": self._terms(page)}
        if self.withdrawn:
            options["unlink"] = lambda target: leads_to(target, page.path, self.withdrawn)
        return options

    def _terms(self, page: Document) -> dict[str, LinkedTerm]:
        return {
            term.name: LinkedTerm(
                f"{relative(glossary.path, page.path)}#{term.anchor}", term.definition
            )
            for glossary, terms in self.glossaries
            if glossary is not page and not hides(glossary, page)
            for term in terms
        }

    def decorate(self, page: Document, content: str, href: Href) -> str:
        """Add header box, back links and old anchors to the rendered words of a page."""
        if self.withdrawn:
            content = unlink(content, page.path, self.withdrawn)
        content = insert_header(content, header_html(page, self.library, href))
        links = self.back_links.get(page.path)
        content = insert_back_links(content, links, href) if links else content
        return insert_old_anchors(content, read_redirects(page).anchors)

    def list_html(self, document_type: str, href: Href) -> str:
        """List the build's documents of a type for `<!-- study:list TYPE -->`."""
        documents = sorted(self.library.of_type(document_type), key=self._place)
        return list_html(documents, href)

    def _place(self, document: Document) -> tuple[int, str]:
        meta = document.meta
        group = self.disciplines.index(meta.discipline) if isinstance(meta, CaseMeta) else 0
        return group, document.path


def make_site(checked: Checked, project: Project) -> Site:
    """Choose what the build shows and collect the references within it."""
    library = select(checked.library, project.audience, project.selection)
    loaded = checked.loaded
    return Site(
        library=library,
        attachments=used_attachments(
            loaded.tree, loaded.contents, library.by_path, project.strings
        ),
        back_links=collect_back_links(library),
        glossaries=[(each, read_terms(each)) for each in library.of_type("glossary")],
        disciplines=project.vocabulary.disciplines,
        withdrawn=project.selection.paths_withdrawn(checked.library),
    )


def relative(target: str, page: str) -> str:
    """Return the path of one file of docs/ as seen from another."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def replace_markers(content: str, render: Render) -> str:
    """Put generated parts in the place of the markers of a rendered page."""

    def generate(match: re.Match[str]) -> str:
        marker = parse_marker(match[1])
        return render(marker) if marker else ""

    return _MARKER.sub(generate, content)


def missing_anchors(document: Document, content: str) -> list[Diagnostic]:
    """Report sections and paragraphs of the library that the rendered page does not have.

    Both sides compute their ids by the same rules; a difference means that Python-Markdown saw
    other headings than we did, and links to them would lead nowhere.
    """
    shown = {unescape(name) for name in _ID.findall(content)}
    hint = "检查这一节前后的写法；标题、列表、表格前后各空一行"
    return [
        Diagnostic(
            document.source,
            section.line,
            "SEC005",
            f"网页里没有“{section.heading}”的编号 {'、'.join(sorted(missing))}",
            hint,
        )
        for section in document.sections
        if (missing := anchors_of([section]) - shown)
    ]


def missing_exercises(document: Document, content: str) -> list[Diagnostic]:
    """Report quizzes and checklists of the library that the rendered page does not have whole."""
    shown = Counter(
        re.findall(r' (?:id="((?:quiz|list)-[^"]*)"|data-study-(?:question|item)=)', content)
    )
    exercises = document.content.exercises
    known = [(f"quiz-{each.id}", each.line) for each in exercises.quizzes]
    known += [(f"list-{each.id}", each.line) for each in exercises.checklists]
    rows = sum(len(each.questions) for each in exercises.quizzes)
    rows += sum(len(each.items) for each in exercises.checklists)
    lost = [(name, line) for name, line in known if name not in shown]
    if not lost and known and shown[""] != rows:
        lost = known[:1]
    hint = "检查标记前后的写法：标记顶格，前后各空一行"
    return [
        Diagnostic(document.source, line, "EX007", f"网页里没有完整的 {name}", hint)
        for name, line in lost
    ]


def prune_navigation(nav: object, hidden: frozenset[str]) -> object:
    """Take hidden pages out of MkDocs' `nav`, and sections that are empty without them.

    Returns:
        The pruned value, or None if nothing is left of it.
    """
    if isinstance(nav, list):
        kept = [each for item in nav if (each := prune_navigation(item, hidden)) is not None]
        return kept or None
    if isinstance(nav, dict):
        pruned = {name: prune_navigation(item, hidden) for name, item in nav.items()}
        return {name: item for name, item in pruned.items() if item is not None} or None
    return None if nav in hidden else nav
