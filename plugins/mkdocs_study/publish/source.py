"""Turns a document into the Markdown file that MkDocs is given of it."""

from __future__ import annotations

import yaml

from mkdocs_study.library.document import Document
from mkdocs_study.library.markers import is_published
from mkdocs_study.library.masking import strip_comments

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_OURS_ALONE = {"stages", "sessions", "objectives"}
"""Long keys that no template asks for: writing and reading them again takes longer than a page."""


def theme_source(document: Document) -> str:
    """Return front matter as our schema understands it, and the body without comments.

    Who approved a page is for the administrator, and the words of our own for its state are none
    of the marks that Material knows by the same key.
    """
    approval = {"reviewed_by", "status"} if document.meta.approval else {"reviewed_by"}
    meta = document.meta.model_dump(exclude_defaults=True, exclude=_OURS_ALONE | approval)
    extra = {
        key: value for key, value in document.front_matter.data.items() if key.startswith("x-")
    }
    front = yaml.dump({**meta, **extra}, Dumper=_DUMPER, allow_unicode=True)
    return f"---\n{front}---\n{publishable_body(document)}"


def publishable_body(document: Document, body: str | None = None) -> str:
    """Return the document's body, or what became of it, without comments; markers stay."""
    text = document.body if body is None else body
    return strip_comments(text, lambda comment: is_published(comment, document.type))
