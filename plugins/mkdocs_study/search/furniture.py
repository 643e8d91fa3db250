"""Tell which elements of a page are not its text: menus, marks of links and notes, what is hidden.

What a reader does not see and what stands on the page only to move about in it would make noise
in the results, and marks in the middle of a sentence would cut words in two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from selectolax.lexbor import LexborNode

_SKIPPED_TAGS = (
    "audio button canvas form head iframe input math nav noscript object rp rt rtc script select "
    "style svg template textarea video "
)
SKIPPED_TAGS = frozenset(_SKIPPED_TAGS.split())
PAGE_TAGS = frozenset(("header", "footer", "aside"))
"""Furniture where they stand for the whole page, not for an article or a section of it."""
SCOPES = frozenset(("article", "section", "main", "blockquote", "figure"))
"""A header, footer or aside in one of these belongs to it."""

_ROLES = frozenset(("navigation", "search", "menu", "menubar", "toolbar", "doc-toc"))
_PAGE_ROLES = frozenset(("banner", "contentinfo", "complementary"))
_NOTE_ROLES = frozenset(("doc-noteref", "doc-backlink"))
_CLASSES = frozenset(
    (
        "fn-bracket",  # Sphinx: the brackets of a footnote's number
        "linenos",  # Pygments: line numbers of code
        "theme-doc-footer",  # Docusaurus: “edit this page”, tags
        "theme-doc-toc-mobile",
        "theme-doc-version-badge",
    )
)
_LINK_CLASSES = frozenset(
    (
        "footnote-back",
        "footnote-backref",
        "footnote-ref",
        "footnote-reference",
        "hash-link",
        "header-anchor",
        "headerlink",
        "reversefootnote",
    )
)
_LINK_SIGNS = re.compile(r"[\s¶#§🔗⚓∞↩\ufe0e\ufe0f\u200b-\u200d]*")
_NOTE_MARK = re.compile(r"[\s\d\[\]()（）*†‡^a-z↩\ufe0e]*")
"""Sphinx also gives the role of a back link to headings, whose words lead to the contents."""
_DISPLAY_NONE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b")
LONGEST_NOTE_MARK = 6
"""Characters of a footnote's mark, such as [12] or 注3."""

Attributes = Mapping[str, str | None]


def is_furniture(tag: str, attributes: Attributes, node: LexborNode) -> bool:
    """Tell whether an element with attributes is no text of its page."""
    if not _CHECKED.isdisjoint(attributes):
        for name, value in attributes.items():
            if name in _CHECKED and _CHECKS[name](value or ""):
                return True
    return tag == "a" and _is_sign(attributes, node)


def is_page_furniture(tag: str, attributes: Attributes) -> bool:
    """Tell whether an element outside any article or section serves the page as a whole."""
    return tag in PAGE_TAGS or attributes.get("role") in _PAGE_ROLES


def is_note_mark(node: LexborNode) -> bool:
    """Tell whether a `sup` is the mark of a footnote: a short link within the page, and no more."""
    link = node.css_first("a")
    if link is None or not (link.attributes.get("href") or "").startswith("#"):
        return False
    mark = node.text().strip()
    return mark == link.text().strip() and len(mark) <= LONGEST_NOTE_MARK


def _is_sign(attributes: Attributes, node: LexborNode) -> bool:
    """Tell whether a link is the mark of a note, or shows a sign (¶, #, 🔗) instead of words."""
    if attributes.get("role") in _NOTE_ROLES and _NOTE_MARK.fullmatch(node.text()):
        return True
    if not _LINK_CLASSES.isdisjoint((attributes.get("class") or "").split()):
        return True
    href = attributes.get("href")
    return bool(href and href[0] == "#" and _LINK_SIGNS.fullmatch(node.text()))


_CHECKS: dict[str, Callable[[str], bool]] = {
    "data-search-exclude": lambda _: True,
    "data-pagefind-ignore": lambda _: True,
    "hidden": lambda value: value != "until-found",
    "aria-hidden": lambda value: value == "true",
    "role": _ROLES.__contains__,
    "class": lambda value: not _CLASSES.isdisjoint(value.split()),
    "style": lambda value: _DISPLAY_NONE.search(value.lower()) is not None,
}
_CHECKED = frozenset(_CHECKS)
