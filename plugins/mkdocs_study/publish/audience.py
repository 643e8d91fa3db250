"""Turns a library into the part that one build may show, and finds links out of that part.

A page without `audience` is for everyone. A page that names groups is in a build only if the build
is for one of them. A page may refer only to pages that all of its own readers may read.
"""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_study.library.citation import parse_reference
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.document import BulletinMeta, CaseMeta, Document, GuideMeta, TextMeta
from mkdocs_study.library.library import Library
from mkdocs_study.library.links import Place, read_target
from mkdocs_study.library.naming import Names, collect_names, find_named
from mkdocs_study.library.references import page_of, read_html_target
from mkdocs_study.library.resolution import cited_document


def published(library: Library, audience: str | None) -> Library:
    """Return the documents of the build for the group; without a group, of the public build."""
    return Library(
        tuple(
            each
            for each in library.documents
            if (not each.audience or audience in each.audience) and not is_draft(each)
        )
    )


def edition_name(audience: str | None) -> str:
    """Return how administrators read which edition is meant."""
    return f"“{audience}”版" if audience else "公开版"


def is_draft(document: Document) -> bool:
    """Tell whether the document is a bulletin that is still being written: in no build."""
    return isinstance(document.meta, BulletinMeta) and document.meta.draft


def hides(target: Document, page: Document) -> bool:
    """Tell whether some reader of the page may not read the target."""
    if not target.audience:
        return False
    return not page.audience or not set(page.audience) <= set(target.audience)


def check_audiences(library: Library) -> list[Diagnostic]:
    """Report references from a page to one that not all of its readers may read.

    The home page is for everyone: every other page leads to it.

    Units of tracks and materials of plans are no faults: they vanish from the builds that do not
    have their pages.
    """
    found: list[Diagnostic] = []
    restricted = any(each.audience for each in library.documents)
    names = collect_names(library) if restricted else {}
    for page in library.documents:
        if page.audience and not page.url:
            hint = "删去首页的 audience，把内容移到别的页面"
            line = page.line_of(("audience",))
            found.append(Diagnostic(page.source, line, "AUD002", "首页不能限定读者", hint))
        named = _named(page, names) if names else ()
        for target, line in (*references(page, library), *named):
            if hides(target, page):
                message = f"这一页的读者不都能看 {target.source}（读者范围：{_groups(target)}）"
                hint = "去掉这处引用，或者给这一页写上同样的 audience"
                found.append(Diagnostic(page.source, line, "AUD001", message, hint))
        if not is_draft(page):
            found.extend(
                Diagnostic(
                    page.source,
                    line,
                    "AUD003",
                    f"{target.source} 是草稿（draft: true），不会发布",
                    "写完后删去它的 draft，或者去掉这处引用",
                )
                for target, line in references(page, library)
                if is_draft(target)
            )
    return found


def _groups(document: Document) -> str:
    return "、".join(document.audience)


def _named(page: Document, names: Names) -> Iterator[tuple[Document, int]]:
    """Yield what the page names, unless something that its readers may read bears the same name."""
    for documents, line in find_named(page, names):
        if all(hides(each, page) for each in documents):
            yield documents[0], line


def _linked(page: Document, library: Library) -> Iterator[tuple[Document, int]]:
    for link in page.content.links:
        goal = read_target(link.target, page.path)
        if goal.place is Place.INSIDE and goal.path in library.by_path:
            yield library.by_path[goal.path], link.line
    for link in page.content.html_links:
        for goal in read_html_target(link.target, page.path):
            if path := page_of(goal, library.by_path):
                yield library.by_path[path], link.line


def references(page: Document, library: Library) -> Iterator[tuple[Document, int]]:
    """Yield every document that a page links, cites or names by its id, with the line."""
    yield from _linked(page, library)
    for mention in page.content.mentions:
        if target := cited_document(mention.citation, library, page):
            yield target, mention.line
    meta = page.meta
    named = [(("requires", index), name) for index, name in enumerate(meta.requires)]
    if isinstance(meta, GuideMeta):
        named += [(("about", index), name) for index, name in enumerate(meta.about)]
    if isinstance(meta, TextMeta) and meta.version_of:
        named.append((("version_of", 0), meta.version_of))
    for key, name in named:
        if name in library.by_id:
            yield library.by_id[name], page.line_of(key)
    if isinstance(meta, CaseMeta):
        for index, breach in enumerate(meta.breaches):
            citation = parse_reference(breach)
            if citation and (target := cited_document(citation, library)):
                yield target, page.line_of(("breaches", index))
