"""Turns a docs folder into a library: all its documents, found by id, path and title."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from mkdocs_study.library.content import Body, Content, read_body, read_content
from mkdocs_study.library.decoding import decode
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.document import Document, TextMeta
from mkdocs_study.library.front_matter import (
    FrontMatter,
    Split,
    read_front_matter,
    read_plan_file,
)
from mkdocs_study.library.references import check_links, check_references
from mkdocs_study.library.schema import validate
from mkdocs_study.library.tree import MAX_PAGE_BYTES, Excluded, Tree, scan_tree
from mkdocs_study.library.vocabulary import Vocabulary

Inspect = Callable[[Body], list[Diagnostic]]
"""A check of one body, applied while it is in memory."""


@dataclass(frozen=True)
class Library:
    """Every valid document, in order of path."""

    documents: tuple[Document, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Document]:
        """The first document of each id."""
        return {each.id: each for each in reversed(self.documents) if each.id}

    @cached_property
    def by_path(self) -> Mapping[str, Document]:
        """Path below docs/ → document."""
        return {each.path: each for each in self.documents}

    @cached_property
    def by_title(self) -> Mapping[str, Document]:
        """Title, short title or alias of a text → the text, never an older version of it."""
        titles: dict[str, Document] = {}
        for document in self.documents:
            if isinstance(document.meta, TextMeta) and document.meta.version_of is None:
                for title in titles_of(document.meta):
                    titles.setdefault(title, document)
        return titles

    def of_type(self, document_type: str) -> tuple[Document, ...]:
        """Return the documents of one type, in order of path."""
        return tuple(each for each in self.documents if each.type == document_type)


def titles_of(meta: TextMeta) -> tuple[str, ...]:
    """Return every name by which a text is cited, without white space."""
    names = (meta.title, *((meta.short_title,) if meta.short_title else ()), *meta.aliases)
    return tuple(dict.fromkeys(title_key(name) for name in names))


def title_key(title: str) -> str:
    """Bring a title into the form in which titles are compared."""
    return "".join(title.split()).removeprefix("《").removesuffix("》")


@dataclass(frozen=True)
class Loaded:
    """A docs folder, read."""

    library: Library
    tree: Tree
    contents: Mapping[str, Content]
    """Of every page that could be decoded, whether its front matter is valid or not."""

    diagnostics: tuple[Diagnostic, ...]


def load_library(docs_dir: Path, vocabulary: Vocabulary) -> tuple[Library, list[Diagnostic]]:
    """Read a docs folder; see `load`."""
    loaded = load(docs_dir, vocabulary, prefix=docs_dir.name)
    return loaded.library, list(loaded.diagnostics)


def load(
    docs_dir: Path,
    vocabulary: Vocabulary,
    *,
    prefix: str,
    excluded: Excluded = lambda _: False,
    inspect: Inspect = lambda _: [],
) -> Loaded:
    """Read every page, keep the valid documents and report every fault of every file.

    Never raises on bad input: an unreadable page is a diagnostic and absent from the library.

    Args:
        docs_dir: the folder of the Markdown files.
        vocabulary: the words that front matter may use.
        prefix: path of docs_dir relative to the project folder, for diagnostics.
        excluded: paths below docs_dir that are not for the site.
        inspect: further checks of each body.
    """
    tree = scan_tree(docs_dir, prefix, excluded)
    found = list(tree.diagnostics)
    documents: list[Document] = []
    contents: dict[str, Content] = {}
    for path in tree.pages:
        text, faults = _read(docs_dir / tree.file(path), tree.source(path))
        found.extend(faults)
        if text is not None:
            document, content, faults = read_document(text, path, tree, vocabulary, inspect)
            found.extend(faults)
            contents[path] = content
            if document is not None:
                documents.append(document)
    library = Library(tuple(documents))
    found.extend(check_references(library))
    found.extend(check_links(tree, contents))
    return Loaded(library, tree, contents, tuple(sorted(set(found))))


def _read(file: Path, source: str) -> tuple[str | None, list[Diagnostic]]:
    try:
        if file.stat().st_size > MAX_PAGE_BYTES:
            message = f"文件超过 {MAX_PAGE_BYTES // 1_000_000} MB"
            return None, [Diagnostic(source, 1, "FILE012", message, "拆成几页")]
        data = file.read_bytes()
    except OSError:
        return None, [Diagnostic(source, 1, "FILE003", "文件读不出来", "检查文件权限")]
    return decode(data, source)


def read_document(
    text: str, path: str, tree: Tree, vocabulary: Vocabulary, inspect: Inspect
) -> tuple[Document | None, Content, list[Diagnostic]]:
    """Read one page; the document is None if its front matter has a fault."""
    source = tree.source(path)
    if path in tree.files:
        split = Split(text, "", text.count("\n") + 1)
        front, found = read_plan_file(text, source)
    else:
        front, split, found = read_front_matter(text, source)
    meta = None
    if front is not None and path in tree.files:
        found.extend(_wrong_year(front, path, source))
    if front is not None:
        meta, faults = validate(front, source, vocabulary)
        found.extend(faults)
    written_type = front.data.get("type") if front else None
    body = read_body(
        source,
        written_type if isinstance(written_type, str) else "",
        split.body_line,
        split.body,
    )
    content, faults = read_content(body)
    found.extend(faults)
    found.extend(inspect(body))
    if front is None or meta is None:
        return None, content, found
    document = Document(path, source, meta, front, split.body, split.body_line, content)
    return document, content, found


def _wrong_year(front: FrontMatter, path: str, source: str) -> list[Diagnostic]:
    """Report a plan file of another type, or of another year than its name says."""
    named = PurePosixPath(path).stem
    found: list[Diagnostic] = []
    if front.data.get("type") != "plan":
        message = "这里只能写年度计划"
        hint = "写 type: plan，或者删去 type；别的资料写成 .md 文件"
        found.append(Diagnostic(source, front.line_of(("type",)), "PL003", message, hint))
    year = front.data.get("year")
    if isinstance(year, str) and year.strip() != named:
        message = f"year 是 {year.strip()}，文件名是 {named}.yml"
        line = front.line_of(("year",))
        found.append(Diagnostic(source, line, "PL003", message, "改成同一年"))
    return found
