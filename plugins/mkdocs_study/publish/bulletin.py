"""Finds what keeps Material's blog and the feed from making a bulletin of the posts."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from mkdocs_study.library.composer import Value
from mkdocs_study.library.diagnostics import Diagnostic, Severity
from mkdocs_study.library.document import Document
from mkdocs_study.library.library import Library
from mkdocs_study.library.tree import Tree
from mkdocs_study.publish.project import Plugin, Project

BLOG, FEED = "blog", "rss"
DEFAULT_FOLDER = "blog"
DEFAULT_POSTS = "{blog}/posts"


def check_bulletin(project: Project, tree: Tree, library: Library) -> list[Diagnostic]:
    """Report posts that are no bulletins, bulletins that are no posts, and a feed that asks git."""
    blog = _plugin(project, BLOG)
    feed = _plugin(project, FEED)
    found = list(_feed(feed, project)) if feed else []
    if blog is None:
        return found
    folder = posixpath.normpath(_text(blog.options.get("blog_dir"), DEFAULT_FOLDER))
    posts = _text(blog.options.get("post_dir"), DEFAULT_POSTS).replace("{blog}", folder)
    found.extend(_index(f"{folder}/index.md", tree, library))
    found.extend(
        fault
        for document in library.documents
        for fault in _post(document, f"{posixpath.normpath(posts)}/")
    )
    return found


def _plugin(project: Project, name: str) -> Plugin | None:
    names = (name, f"material/{name}")
    return next((each for each in project.plugins if each.name in names), None)


def _text(value: Value | None, default: str) -> str:
    return value if isinstance(value, str) and value else default


def _feed(feed: Plugin, project: Project) -> Iterator[Diagnostic]:
    """Git's dates change from one copy of the sources to the next; some machines have no git."""
    if feed.options.get("use_git") != "false":
        message = "rss 插件会去读 git 的记录，同样的资料会生成不同的网站"
        hint = "写上 use_git: false，日期取自专刊的 date"
        yield Diagnostic(project.config_name, feed.line, "CFG004", message, hint)


def _index(path: str, tree: Tree, library: Library) -> Iterator[Diagnostic]:
    """Report an index that the blog lacks: it would write one into docs/."""
    source = tree.source(path)
    if path not in tree.pages:
        hint = f"新建一页（type: page），写明专刊的用途：{source}"
        yield Diagnostic(source, 1, "BUL001", "没有专刊的首页", hint)
    elif (page := library.by_path.get(path)) and page.audience:
        line = page.line_of(("audience",))
        hint = "删去 audience；不公开的各期自己写 audience"
        yield Diagnostic(source, line, "BUL001", "专刊的首页不能限定读者", hint)


def _post(document: Document, posts: str) -> Iterator[Diagnostic]:
    line = document.line_of(("type",))
    if document.path.startswith(posts):
        if document.type != "bulletin":
            message = f"{posts} 里只能放专刊，这一页是 {document.type}"
            hint = "写 type: bulletin 和 date，或者移到别的文件夹"
            yield Diagnostic(document.source, line, "BUL002", message, hint)
    elif document.type == "bulletin":
        message, hint = "专刊不在它的文件夹里，不会列入专刊", f"移到 {posts}"
        yield Diagnostic(document.source, line, "BUL003", message, hint, Severity.WARNING)
