"""Turn a finished HTML page into the elements that hold its content, whatever made the page.

In this order: what is marked with `data-search-body` (or Pagefind's `data-pagefind-body`), the
page's only `article`, its `main`, all of its body but what serves the page as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mkdocs_study.search.furniture import PAGE_TAGS, SKIPPED_TAGS, is_furniture

MATERIAL_ARTICLE = '<article class="md-content__inner'
"""How the content of a page of Material or Zensical begins."""

DEEPEST = 512
"""Browsers nest no deeper."""
MOST_REGIONS = 200
"""A page with more articles than this has no single one."""

_MARKS = ("data-search-body", "data-pagefind-body")


@dataclass(frozen=True)
class Region:
    """An element whose inside is content."""

    root: LexborNode
    is_whole_page: bool = False
    """Headers, footers and asides of the page stand in it."""


def find_content(html: str) -> list[Region]:
    """Return the elements that hold a page's content, in document order; none inside another."""
    is_marked = any(mark in html for mark in _MARKS)
    if not is_marked and (region := _material_article(html)):
        return [region]
    tree = LexborHTMLParser(html)
    if is_marked:
        marked = _outermost(tree.css(", ".join(f"[{mark}]" for mark in _MARKS)))
        if marked:
            return [Region(node) for node in marked]
    body = tree.body
    if body is None:
        return []
    main = next(iter(_outermost(tree.css("main, [role=main]"))), None)
    articles = _outermost((main or body).css("article"))
    if len(articles) == 1 and not _has_title_outside(articles[0], main or body):
        return [Region(articles[0])]
    return [Region(main)] if main else [Region(body, is_whole_page=True)]


def _material_article(html: str) -> Region | None:
    """Return Material's content without parsing the menus around it, most of many a page."""
    start = html.find(MATERIAL_ARTICLE)
    end = html.rfind("</article>")
    if not 0 <= start < end:
        return None
    body = LexborHTMLParser(html[html.index(">", start) + 1 : end]).body
    return Region(body) if body else None


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    """Drop what stands inside another one of them, in furniture or hidden."""
    kept: list[LexborNode] = []
    ids: set[int] = set()
    for node in nodes[:MOST_REGIONS]:
        if not _is_left_out(node) and not any(above.mem_id in ids for above in _ancestors(node)):
            kept.append(node)
            ids.add(node.mem_id)
    return kept


def _ancestors(node: LexborNode) -> list[LexborNode]:
    above: list[LexborNode] = []
    parent = node.parent
    while parent is not None and parent.is_element_node and len(above) < DEEPEST:
        above.append(parent)
        parent = parent.parent
    return above


def _is_left_out(node: LexborNode) -> bool:
    for each in (node, *_ancestors(node)):
        tag = each.tag or ""
        if tag in SKIPPED_TAGS and tag != "form":
            return True
        if each.attributes and is_furniture(tag, each.attributes, each):
            return True
    return False


def _has_title_outside(article: LexborNode, around: LexborNode) -> bool:
    """Tell whether an h1 stands beside the article, and not in a banner that all pages share."""
    for heading in around.css("h1"):
        above = _ancestors(heading)
        if any(node.mem_id == article.mem_id for node in above):
            continue
        inside = [node for node in above if node.mem_id != around.mem_id]
        if around.tag == "body" and any(node.tag in PAGE_TAGS for node in inside):
            continue
        if not _is_left_out(heading):
            return True
    return False
