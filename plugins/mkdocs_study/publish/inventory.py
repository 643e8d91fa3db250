"""Turns one build's documents into a list of its pages, which a release keeps in its manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from mkdocs_study.library.document import Document

VARIABLE = "STUDY_INVENTORY"
"""Environment variable that names the file which a build is to write its inventory to."""


class PageEntry(BaseModel):
    """One page of a build."""

    model_config = ConfigDict(frozen=True)

    path: str
    """Of the Markdown file, below docs/."""

    url: str
    """Below the site root, percent-encoded; empty for the home page."""

    id: str = ""
    title: str
    type: str
    audience: tuple[str, ...] = ()
    status: str = ""
    reviewed_by: tuple[str, ...] = ()
    source_sha256: str = ""

    @property
    def key(self) -> str:
        """Name by which the page is known in every release: its id, else its path."""
        return self.id or self.path


_LIST = TypeAdapter(tuple[PageEntry, ...])


def page_entries(documents: Iterable[Document], urls: Mapping[str, str]) -> tuple[PageEntry, ...]:
    """List documents in order of path.

    Args:
        documents: what the build shows.
        urls: path below docs/ → address below the site root; a draft of a blog has none.
    """
    return tuple(
        PageEntry(
            path=each.path,
            url=urls[each.path],
            id=each.id or "",
            title=each.title,
            type=each.type,
            audience=each.audience,
            status=each.meta.approval,
            reviewed_by=each.meta.reviewed_by,
            source_sha256=source_digest(each),
        )
        for each in sorted(documents, key=lambda each: each.path)
        if each.path in urls
    )


def source_digest(document: Document) -> str:
    """Return the SHA-256 of what an author wrote: front matter and body."""
    front = json.dumps(document.front_matter.data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{front}\n{document.body}".encode()).hexdigest()


def write_inventory(pages: tuple[PageEntry, ...], file: Path) -> None:
    """Write the list for the process that started the build."""
    file.write_bytes(_LIST.dump_json(pages, indent=1))


def read_inventory(file: Path) -> tuple[PageEntry, ...]:
    """Read the list; empty if the build wrote none.

    Raises:
        ValueError: the file is damaged.
    """
    try:
        return _LIST.validate_json(file.read_bytes())
    except FileNotFoundError:
        return ()
    except ValidationError as error:
        raise ValueError(str(file)) from error
