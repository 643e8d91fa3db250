"""Finds references between documents that lead nowhere: ids, titles, articles, links."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from mkdocs_study.library.citation import parse_reference
from mkdocs_study.library.composer import KeyPath
from mkdocs_study.library.content import Content
from mkdocs_study.library.cycles import find_cycles
from mkdocs_study.library.diagnostics import Diagnostic, Severity
from mkdocs_study.library.document import CaseMeta, Document, GuideMeta, TextMeta, page_url
from mkdocs_study.library.links import Destination, Link, Place, read_target
from mkdocs_study.library.resolution import why_unresolved
from mkdocs_study.library.tree import Tree, is_page

if TYPE_CHECKING:
    from mkdocs_study.library.library import Library


def check_references(library: Library) -> list[Diagnostic]:
    """Check ids, titles and references between the valid documents."""
    return [
        *_duplicate_ids(library),
        *_shared_titles(library),
        *_unknown_ids(library),
        *_circular_requirements(library),
        *_missing_articles(library),
    ]


def _fault(document: Document, key: KeyPath, code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(document.source, document.line_of(key), code, message, hint)


def _duplicate_ids(library: Library) -> Iterator[Diagnostic]:
    for document in library.documents:
        first = library.by_id.get(document.id or "")
        if first is not None and first is not document:
            message = f"id {document.id} 已被 {first.source} 使用"
            yield _fault(document, ("id",), "DOC005", message, "换一个 id；已公开的 id 不能改")


def _shared_titles(library: Library) -> Iterator[Diagnostic]:
    for document in library.documents:
        meta = document.meta
        if not isinstance(meta, TextMeta) or meta.version_of is not None:
            continue
        named: list[tuple[KeyPath, str]] = [(("title",), meta.title)]
        if meta.short_title:
            named.append((("short_title",), meta.short_title))
        named.extend((("aliases", index), alias) for index, alias in enumerate(meta.aliases))
        for key, name in named:
            first = library.by_title["".join(name.split()).removeprefix("《").removesuffix("》")]
            if first is not document:
                message = f"名称“{name}”已被 {first.source} 使用，引用时分不清是哪一份"
                yield _fault(document, key, "DOC006", message, "换一个名称，或者写 version_of")


def _unknown_ids(library: Library) -> Iterator[Diagnostic]:
    for document in library.documents:
        meta = document.meta
        for index, name in enumerate(meta.requires):
            if name not in library.by_id:
                yield _unknown(document, ("requires", index), name, library)
        texts: list[tuple[KeyPath, str]] = []
        if isinstance(meta, GuideMeta):
            texts = [(("about", index), each) for index, each in enumerate(meta.about)]
        elif isinstance(meta, TextMeta) and meta.version_of is not None:
            texts = [(("version_of",), meta.version_of)]
        for key, name in texts:
            other = library.by_id.get(name)
            if other is None:
                yield _unknown(document, key, name, library)
            elif other.type != "text" or other is document:
                message = f"{name} 不是另一份原文（type: text）"
                yield _fault(document, key, "REF001", message, f"它是 {other.source}")


def _unknown(document: Document, key: KeyPath, name: str, library: Library) -> Diagnostic:
    others = [each for each in library.by_id if each != document.id]
    close = get_close_matches(name, others, n=1, cutoff=0.6)
    fix = "那份资料若有错误，先修好它"
    hint = f"是否想写 {close[0]}；{fix}" if close else f"写资料的 id，不写路径；{fix}"
    return _fault(document, key, "REF001", f"没有 id 为 {name} 的资料", hint)


def _circular_requirements(library: Library) -> Iterator[Diagnostic]:
    graph = {
        each.id: [name for name in each.meta.requires if name in library.by_id]
        for each in library.by_id.values()
        if each.id
    }
    for cycle in find_cycles(graph):
        first = library.by_id[cycle[0]]
        position = first.meta.requires.index(cycle[1 % len(cycle)])
        message = f"先学要求绕成了圈：{' → '.join((*cycle, cycle[0]))}"
        yield _fault(first, ("requires", position), "REF002", message, "去掉其中一项 requires")


def _missing_articles(library: Library) -> Iterator[Diagnostic]:
    hint = "核对条、款、项的序号"
    for document in library.documents:
        if isinstance(document.meta, CaseMeta):
            for index, breach in enumerate(document.meta.breaches):
                citation = parse_reference(breach)
                why = citation and why_unresolved(citation, library)
                if why:
                    yield _fault(document, ("breaches", index), "REF003", why, hint)
        for mention in document.content.mentions:
            if why := why_unresolved(mention.citation, library, document):
                yield Diagnostic(document.source, mention.line, "REF003", why, hint)


_FORBIDDEN = {
    Place.SCRIPT: ("LINK004", "不允许的链接", "改成网页或文件的地址"),
    Place.ABSOLUTE: (
        "LINK004",
        "链接以 / 开头，在文件夹里打不开",
        "写相对路径，例如 ../texts/a.md",
    ),
    Place.ABOVE: ("LINK001", "链接指向 docs/ 之外", "把文件放进 docs/"),
    Place.LOCAL: (
        "LINK004",
        "链接指向本机或共享文件夹，别人打不开",
        "把文件放进 docs/，写相对路径，用 / 隔开",
    ),
}


def check_links(tree: Tree, contents: Mapping[str, Content]) -> list[Diagnostic]:
    """Check every link and anchor of every page that could be decoded.

    Args:
        tree: the files that there are.
        contents: path → content of the pages that could be decoded.
    """
    found: list[Diagnostic] = []
    attachments = frozenset(tree.attachments)
    pages = frozenset(tree.pages)
    for path, content in contents.items():
        source = tree.source(path)
        for link in content.links:
            fault = _check_link(link, path, pages, attachments, contents)
            if fault:
                found.append(Diagnostic(source, link.line, *fault))
        for link in content.html_links:
            fault = _check_html_link(link, path, pages, attachments, contents)
            if fault:
                found.append(Diagnostic(source, link.line, *fault))
        for use in content.undefined_labels:
            message = f"链接的标签没有定义：[{use.label}]"
            hint = f"另起一行写 [{use.label}]: 目标"
            found.append(Diagnostic(source, use.line, "LINK005", message, hint, Severity.WARNING))
    return found


def _check_link(
    link: Link,
    path: str,
    pages: frozenset[str],
    attachments: frozenset[str],
    contents: Mapping[str, Content],
) -> tuple[str, str, str] | None:
    """Return code, message and hint of what is wrong with the link."""
    goal = read_target(link.target, path)
    shown = link.target
    if goal.place is Place.NOWHERE:
        return "LINK004", "链接没有写地址", "在圆括号里写上地址；不是链接就去掉方括号和圆括号"
    if goal.place is Place.OUTSIDE and link.image:
        hint = "把文件下载后放进 docs/，写相对路径"
        return "LINK006", f"图片或媒体要从外网读取，内网里打不开：{shown}", hint
    if goal.place is Place.OUTSIDE or (goal.place is Place.INSIDE and goal.path in attachments):
        return None
    if goal.place in _FORBIDDEN:
        code, message, hint = _FORBIDDEN[goal.place]
        return code, f"{message}：{shown}", hint
    if goal.path in pages:
        return _check_anchor(goal, shown, path, contents)
    return "LINK001", f"链接的文件不存在：{shown}", _hint_for_path(goal, path, pages | attachments)


def read_html_target(target: str, path: str) -> tuple[Destination, Destination]:
    """Take an address apart that stands in HTML, from the page's address and from its file.

    MkDocs does not rewrite it: it counts from the page's address, a/b/ for a/b.md, but its author
    may have counted from the file.
    """
    return read_target(target, f"{page_url(path)}index.md"), read_target(target, path)


def page_of(goal: Destination, pages: Container[str]) -> str | None:
    """Return the page whose address, or whose file, the destination names."""
    if goal.place is not Place.INSIDE:
        return None
    base = goal.path.removesuffix("index.html").rstrip("/")
    indexes = (posixpath.join(base, name) for name in ("index.md", "README.md"))
    names = (goal.path, f"{base}.md", *indexes)
    return next((each for each in names if each in pages), None)


def _check_html_link(
    link: Link,
    path: str,
    pages: frozenset[str],
    attachments: frozenset[str],
    contents: Mapping[str, Content],
) -> tuple[str, str, str] | None:
    """Return code, message and hint of what is wrong with an address in HTML."""
    if link.target.startswith("#"):
        return _check_link(link, path, pages, attachments, contents)
    goals = read_html_target(link.target, path)
    if any(goal.place is Place.INSIDE and goal.path in attachments for goal in goals):
        return None
    if any(goal.path in pages for goal in goals):
        message = f"HTML 里的链接不会换成网页的地址：{link.target}"
        return "LINK001", message, f"写成 Markdown 链接 [文字]({link.target})"
    if any(page_of(goal, pages) for goal in goals):
        return None
    return _check_link(link, path, pages, attachments, contents)


def _check_anchor(
    goal: Destination, shown: str, path: str, contents: Mapping[str, Content]
) -> tuple[str, str, str] | None:
    content = contents.get(goal.path)
    if not goal.anchor or content is None or goal.anchor in content.anchors:
        return None
    close = get_close_matches(goal.anchor, sorted(content.anchors), n=1, cutoff=0.6)
    hint = f"是否想写 #{close[0]}" if close else "核对标题；节的编号见该页标题旁的链接"
    where = "本页" if goal.path == path else goal.path
    return "LINK002", f"{where}没有锚点 #{goal.anchor}：{shown}", hint


def _hint_for_path(goal: Destination, path: str, files: frozenset[str]) -> str:
    """Name the file that the author may have meant, as a link from the page."""
    base = goal.path.rstrip("/")
    # A plan's file is no page: it becomes one, by the name that a page would have.
    shortened = (base.removesuffix(suffix) + ".md" for suffix in (".html", ".yml"))
    for candidate in (f"{base}.md", f"{base}/index.md", *shortened):
        if candidate in files:
            return f"写 .md 文件的路径：{_relative(candidate, path)}"
    if close := get_close_matches(base, files, n=1, cutoff=0.8):
        return f"是否想写 {_relative(close[0], path)}"
    return "核对路径；路径从本页所在的文件夹算起" if is_page(base) else "核对路径和文件名"


def _relative(target: str, path: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(path) or ".")
