"""Turn pages into an inverted index: posting lists per class of terms, ready to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mkdocs_study.search.extract import Page, Section
from mkdocs_study.search.terms import (
    Ints,
    Postings,
    collect_body_terms,
    collect_labels,
    collect_pairs,
)
from mkdocs_study.text.normalize import FOLD, fold_block, is_han
from mkdocs_study.text.numerals import parse_numeral

K1 = 1.2
B = 0.75
"""BM25's term saturation and length normalisation (Robertson & Zaragoza 2009, section 3.2)."""
IMPACT_LEVELS = 8
"""A posting keeps BM25's factor tf·(k1+1) / (tf + k1·(1−b+b·len/avg)), between 0 and k1+1, in
eight even steps; the browser takes the middle of the step."""

PAYLOAD_BITS = {"b": 4, "c": 3, "f": 0, "h": 0, "l": 3, "n": 0, "t": 0, "w": 3}
"""Bits each class keeps below the gap of a posting: 3 of impact, and for pairs 1 of word flag."""

FACETS = frozenset(("type", "track", "standard", "exemplar", "discipline", "year", "issuer"))

_ARTICLE = re.compile(
    r"第\s*([〇零一二两三四五六七八九十百千万\d]+)\s*条"
    r"(?:\s*之\s*([一二三四五六七八九十百\d]+))?(?![\w《])"
)
_OFFICIAL_PREFIXES = ("中华人民共和国", "中国共产党")
_NOT_IN_KEY = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class PostingClass:
    """All posting lists of one class, as whole numbers: gap << bits | payload."""

    name: str
    terms: list[str]
    starts: Ints
    values: NDArray[np.int32]


@dataclass(frozen=True)
class Index:
    """Everything that goes into the index files."""

    pages: tuple[Page, ...]
    section_count: int
    classes: tuple[PostingClass, ...]
    """In order of their names."""
    fold_pairs: str
    """Characters of the texts whose folding a browser cannot compute, each with its fold."""


def sections_of(pages: Sequence[Page]) -> Iterator[tuple[int, Section]]:
    """Yield (page number, section) in the order that numbers the sections."""
    for number, page in enumerate(pages):
        for section in page.sections:
            yield number, section


def title_key(title: str) -> str:
    """Reduce a title to what two spellings of it share: folded, without marks and spaces."""
    return _NOT_IN_KEY.sub("", fold_block(title))


def title_keys(page: Page) -> set[str]:
    """Return the keys under which a page is known: its title and its aliases.

    Each also without the official prefix: 中华人民共和国民法典 is cited as 民法典.
    """
    names = [page.title, *(value for name, value in page.facets if name == "alias")]
    keys = {title_key(name) for name in names}
    for key in tuple(keys):
        for prefix in _OFFICIAL_PREFIXES:
            rest = key.removeprefix(prefix)
            if rest != key and len(rest) > 1:
                keys.add(rest)
    return keys - {""}


def article_key(heading: str) -> str | None:
    """Return "12" or "120-1" for a heading that starts with an article number."""
    match = _ARTICLE.match(heading)
    if match is None:
        return None
    order = parse_numeral(match[1])
    suffix = parse_numeral(match[2]) if match[2] else 0
    if order is None or suffix is None:
        return None
    return f"{order}-{suffix}" if suffix else str(order)


def heading_paths(pages: Sequence[Page]) -> list[tuple[str, ...]]:
    """Return for each section the headings above it, without the page's title, and its own.

    Article numbers are left out, for they say nothing of the matter.
    """
    paths: list[tuple[str, ...]] = []
    for page in pages:
        above: list[tuple[int, str]] = []
        for section in page.sections:
            while above and above[-1][0] >= section.level:
                above.pop()
            own = "" if article_key(section.heading) else section.heading
            paths.append((*(heading for _, heading in above), own))
            if section.level > 1 and own:
                above.append((section.level, own))
    return paths


def _impacts(postings: Postings, lengths: Ints) -> NDArray[np.int32]:
    average = max(float(lengths.mean()), 1.0)
    norm = (K1 * (1 - B + B * lengths / average)).astype(np.float32)
    tf = postings.counts.astype(np.float32)
    level = tf / (tf + norm[postings.sections])
    level *= IMPACT_LEVELS
    return np.minimum(level.astype(np.int32), IMPACT_LEVELS - 1)


def _encode(name: str, postings: Postings, lengths: Ints | None) -> PostingClass:
    values = np.diff(postings.sections, prepend=np.int32(-1))
    values -= 1
    first = postings.starts[:-1]
    values[first] = postings.sections[first]
    values <<= PAYLOAD_BITS[name]
    if lengths is not None:
        impacts = _impacts(postings, lengths)
        if name == "b":
            impacts <<= 1
            impacts |= postings.flags
        values |= impacts
    return PostingClass(name, postings.terms, postings.starts, values)


def _labels(pages: Sequence[Page]) -> dict[str, list[tuple[str, int]]]:
    labels: dict[str, list[tuple[str, int]]] = {"f": [], "n": [], "t": []}
    number = 0
    for page in pages:
        facets = {f"{name}:{title_key(value)}" for name, value in page.facets if name in FACETS}
        labels["t"].extend((key, number) for key in sorted(title_keys(page)))
        for section in page.sections:
            labels["f"].extend((facet, number) for facet in sorted(facets))
            article = article_key(section.heading)
            if article:
                labels["n"].append((article, number))
            number += 1
    return labels


def _fold_pairs(texts: Sequence[str]) -> str:
    """List the Han characters in `texts` that fold to another one."""
    present: set[str] = set()
    for text in texts:
        present.update(text)
    return "".join(c + FOLD[ord(c)] for c in sorted(present) if is_han(c) and FOLD[ord(c)] != c)


def section_text(section: Section) -> str:
    """Return the searchable text: the heading and the blocks, one a line."""
    return "\n".join((section.heading, *section.blocks))


def build_index(pages: Sequence[Page]) -> Index:
    """Index `pages` in the order given; pages without a section are left out."""
    kept = tuple(page for page in pages if page.sections)
    originals = [section_text(section) for _, section in sections_of(kept)]
    count = len(originals)
    if count == 0:
        return Index((), 0, (), "")
    folded = [
        "\n".join(map(fold_block, (section.heading, *section.blocks)))
        for _, section in sections_of(kept)
    ]
    body = collect_body_terms(folded)
    labels = _labels(kept)
    paths = collect_pairs(
        ["\n".join(map(fold_block, path)) for path in heading_paths(kept)],
    )
    classes = (
        _encode("b", body.pairs, body.lengths),
        _encode("c", body.chars, body.lengths),
        _encode("f", collect_labels(labels["f"], count), None),
        _encode("h", paths, None),
        _encode("l", body.latin, body.lengths),
        _encode("n", collect_labels(labels["n"], count), None),
        _encode("t", collect_labels(labels["t"], count), None),
        _encode("w", body.words, body.lengths),
    )
    return Index(kept, count, classes, _fold_pairs(originals))
