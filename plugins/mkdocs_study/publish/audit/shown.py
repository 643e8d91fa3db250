"""Finds in finished pages what markup hides in their sources: a number half of which is bold.

Whatever the source of a page says too is told there, with its line. Another page's source does not
count: there, an entry of the allow-list may let it pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mkdocs_study.library.document import Document
from mkdocs_study.publish.audit.finding import Finding, finding
from mkdocs_study.publish.audit.marks import find_marks, find_stamps
from mkdocs_study.publish.audit.numbers import fold_digits
from mkdocs_study.publish.audit.privacy import find_personal
from mkdocs_study.publish.audit.views import without_tags

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Characters of no width: between the others they hide a number from a search, not from readers."""


_DATA = re.compile(r"<(template|script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
"""What an article holds for its scripts; hashes of it may look like numbers."""


def words_of_page(html: str, shown: str) -> list[Finding]:
    """Look at all words of a page whose source is not known."""
    text = _visible(html)
    return [
        _on_page(each, shown) for each in (*find_personal(text, shown), *find_marks(text, shown))
    ]


def words_of_article(html: str, shown: str) -> list[Finding]:
    """Look at the words that a page has of its own, if it has any, and at all of others.

    Names of levels stand alone in cells and items of pages: what marks a paper by its place in the
    text is looked for in the source.
    """
    start, end = html.find("<article"), html.rfind("</article>")
    text = _visible(_DATA.sub("", html[start:end] if 0 <= start < end else html))
    found = (*find_personal(text, shown), *find_stamps(text, shown))
    return [_on_page(each, shown) for each in found]


def only_shown(
    pages: Iterable[tuple[str, Iterable[Finding]]],
    sources: Iterable[Finding],
    documents: Iterable[Document],
) -> Iterator[Finding]:
    """Yield what pages show and their sources do not say.

    Args:
        pages: path of each page's file, and what `words_of_article` found on it.
        sources: what was found in the sources.
        documents: those of the library.
    """
    source_of = {
        name: each.source
        for each in documents
        for name in (f"{each.url}index.html", f"{each.url.rstrip('/')}.html")
    }
    written = {(each.diagnostic.path, _key(each)) for each in sources}
    anywhere = {key for _, key in written}
    for path, found in pages:
        source = source_of.get(path)
        for each in found:
            key = _key(each)
            # a list of posts, and a post, have no source that we know the address of
            if key not in anywhere or (source is not None and (source, key) not in written):
                yield each


def _visible(html: str) -> str:
    return _UNSEEN.sub("", without_tags(html).replace("\n|\n", "\n"))


def _on_page(found: Finding, shown: str) -> Finding:
    """Return the finding without a line: those of a page are nobody's."""
    each = found.diagnostic
    return finding(shown, 1, each.code, each.message, each.hint, each.severity, found.words)


def _key(found: Finding) -> str:
    """Return what two findings of the same words have in common, however they are written."""
    words = "".join(each for each in fold_digits(found.words) if each.isalnum())
    return f"{found.diagnostic.code} {words}"
