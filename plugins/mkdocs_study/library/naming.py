"""Finds the documents that a page names without a link: 《甲规定》 in its words or front matter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from mkdocs_study.library.citation import MAX_TITLE
from mkdocs_study.library.composer import KeyPath, Value
from mkdocs_study.library.document import Document, TextMeta
from mkdocs_study.library.library import Library, title_key, titles_of
from mkdocs_study.library.masking import mask

_PLAIN = rf"[^《》]{{0,{MAX_TITLE}}}+"
_NAMED = re.compile(rf"《({_PLAIN})》")
_NESTED = re.compile(rf"《({_PLAIN}(?:《{_PLAIN}》{_PLAIN}){{1,3}}+)》")
"""A title that holds a title: 《关于〈甲规定〉的通知》, written with the wrong inner marks."""

_INNER_MARKS = str.maketrans("〈〉", "《》")

Names = Mapping[str, tuple[Document, ...]]


def collect_names(library: Library) -> Names:
    """Return for each title, short title and alias, without white space, who bears it."""
    names: defaultdict[str, list[Document]] = defaultdict(list)
    for document in library.documents:
        meta = document.meta
        for title in titles_of(meta) if isinstance(meta, TextMeta) else (meta.title,):
            names[_key(title)].append(document)
    return {name: tuple(documents) for name, documents in names.items()}


def _key(title: str) -> str:
    return title_key(title).translate(_INNER_MARKS)


def find_named(page: Document, names: Names) -> Iterator[tuple[tuple[Document, ...], int]]:
    """Yield who bears each title in book-title marks on the page, and its line in the file."""
    if "《" in page.body:
        text = mask(page.body).visible
        line, done = page.body_line, 0
        for documents, start in _named_in(text, names):
            line, done = line + text.count("\n", done, start), start
            yield documents, line
    for path, words in _strings(page.front_matter.data, ()):
        for documents, _ in _named_in(words, names):
            yield documents, page.line_of(path)


def _named_in(text: str, names: Names) -> Iterator[tuple[tuple[Document, ...], int]]:
    found = [*_NAMED.finditer(text), *_NESTED.finditer(text)]
    for match in sorted(found, key=lambda each: each.start()):
        if documents := names.get(_key(match[1].replace("*", ""))):
            yield documents, match.start()


def _strings(value: Value | Mapping[str, Value], path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Yield every string of the front matter and where it stands."""
    if isinstance(value, str):
        if "《" in value:
            yield path, value
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _strings(each, (*path, index))
    else:
        for key, each in value.items():
            yield from _strings(each, (*path, key))
