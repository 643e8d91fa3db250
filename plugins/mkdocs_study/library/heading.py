"""Turns a heading as it was written into its plain words, its explicit id and its slug."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_ATTRIBUTES = re.compile(r"[ ]+\{:?[ ]*([^}\n ][^}\n]*)[ ]*\}[ ]*$")
_EXPLICIT_ID = re.compile(r"(?:^|\s)(?:#([^\s}#.]+)|id=[\"']?([^\s\"'}]+))")
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*\)")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()\n]*\)|\[[^\[\]]*\])")
_MARKUP = re.compile(r"[\\`*_~^\[{]")
_TARGET = re.compile(r"\]\([^()\n]*\)")
_FOOTNOTE_MARK = re.compile(r"\[\^[^\[\]]+\]")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+.!|~^=<-])")
_ASIDE = 0xE000
_SET_ASIDE = re.compile(r"[\ue021-\ue07e]")
_EMPHASIS = re.compile(r"\*+|~~|\^\^|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])")
_INVALID_IN_SLUG = re.compile(r"[^\w\- ]")
_WORD = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffffA-Za-z0-9]")


@dataclass(frozen=True)
class Heading:
    """A heading as it was written."""

    level: int
    text: str
    """Raw Markdown after the #, attributes included."""

    line: int = 0
    """1-based in the file; 0 if unknown."""


def explicit_id(raw: str) -> str | None:
    """Return the id that the author gave the heading: `## 总则 {#general}`."""
    if not (attributes := _ATTRIBUTES.search(raw)):
        return None
    match = _EXPLICIT_ID.search(attributes[1])
    return (match[1] or match[2]) if match else None


def without_attributes(raw: str) -> str:
    """Cut `{#general}` off the heading."""
    return _ATTRIBUTES.sub("", raw).strip()


def plain_heading(raw: str) -> str:
    """Strip Markdown from the heading: its words as a reader sees them."""
    if not _MARKUP.search(raw):
        return " ".join(raw.split())
    # Escaped marks are set aside in the private use area while markup is stripped.
    text = _ESCAPE.sub(lambda mark: chr(_ASIDE + ord(mark[1])), without_attributes(raw))
    text = _FOOTNOTE_MARK.sub("", _LINK.sub(r"\1", _IMAGE.sub(r"\1", text)))
    text = _EMPHASIS.sub("", text.replace("`", ""))
    text = _SET_ASIDE.sub(lambda mark: chr(ord(mark[0]) - _ASIDE), text)
    return " ".join(text.split())


def slug(words: str) -> str:
    """Lower-case NFKC slug: what pymdownx.slugs.slugify(case="lower", normalize="NFKC") gives."""
    folded = unicodedata.normalize("NFKC", words).strip().lower()
    return _INVALID_IN_SLUG.sub("", folded).replace(" ", "-")


def count_words(text: str) -> int:
    """Count Han characters and Latin letters or digits; targets of links do not count."""
    if "](" in text:
        text = _TARGET.sub("]", text)
    return len(_WORD.findall(text))
