"""Turn pages into an inverted index: posting lists per class of terms, ready to be written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mkdocs_study.search.authority import authority_steps, count_citing_pages
from mkdocs_study.search.extract import Page, Section
from mkdocs_study.search.headings import (
    HeadingRanges,
    article_key,
    collect_heading_ranges,
    title_key,
    title_keys,
)
from mkdocs_study.search.numbers import Ints
from mkdocs_study.search.postings import Postings
from mkdocs_study.search.terms import collect_body_terms, collect_labels

K1 = 1.2
B = 0.75
"""BM25's term saturation and length normalisation (Robertson & Zaragoza 2009, section 3.2)."""
IMPACT_STEPS = (0.4, 0.55, 0.7)
"""A posting keeps in which of four steps BM25's tf / (tf + k1·(1−b+b·len/avg)) falls; the browser
takes the mean that each step has on a large corpus (client/ranking.js)."""

FACETS = frozenset(("type", "track", "standard", "exemplar", "discipline", "year", "issuer"))

NEVER_WORD, ALWAYS_WORD, SOMETIMES_WORD = 0, 1, 2
"""How the lists of class b say which postings are words: the flag is kept only where it varies."""


@dataclass(frozen=True)
class PostingClass:
    """All posting lists of one class, as whole numbers: gap << bits | payload."""

    name: str
    terms: list[str]
    starts: Ints
    values: NDArray[np.int32]
    modes: NDArray[np.int64] | None
    """For class b one of the three modes above for each term, else None."""


@dataclass(frozen=True)
class Index:
    """Everything that goes into the index files."""

    pages: tuple[Page, ...]
    section_count: int
    average_length: float
    """Mean length of a section, in Han characters and Latin runs."""
    classes: tuple[PostingClass, ...]
    """In order of their names."""
    headings: HeadingRanges
    characters: tuple[tuple[str, int], ...]
    """Every Han character of the site, folded, with the number of sections that have it."""
    authority: tuple[int, ...]
    """For each page how much it is cited, in steps."""
    fold_pairs: str
    """Characters of the texts whose folding a browser cannot compute, each with its fold."""
    frequent_words: tuple[tuple[str, int], ...]
    """Words of two and more characters with the number of sections that have them."""


def sections_of(pages: Sequence[Page]) -> Iterator[tuple[int, Section]]:
    """Yield (page number, section) in the order that numbers the sections."""
    for number, page in enumerate(pages):
        for section in page.sections:
            yield number, section


def _levels(postings: Postings, lengths: Ints) -> NDArray[np.float32]:
    average = max(float(lengths.mean()), 1.0)
    norm = (K1 * (1 - B + B * lengths / average)).astype(np.float32)
    level = postings.counts.astype(np.float32)
    level /= level + norm[postings.sections]
    return level


def _gaps(postings: Postings) -> NDArray[np.int32]:
    gaps = np.diff(postings.sections, prepend=np.int32(-1))
    gaps -= 1
    first = postings.starts[:-1]
    gaps[first] = postings.sections[first]
    return gaps


def _plain(name: str, postings: Postings) -> PostingClass:
    return PostingClass(name, postings.terms, postings.starts, _gaps(postings), None)


def _with_impacts(name: str, postings: Postings, lengths: Ints) -> PostingClass:
    """Add the impact below each gap, and below it for class b the word flag where it varies."""
    level = _levels(postings, lengths)
    values = _gaps(postings)
    values = values << 2 | np.digitize(level, IMPACT_STEPS).astype(np.int32)
    if name != "b":
        return PostingClass(name, postings.terms, postings.starts, values, None)
    counts = postings.document_counts
    flagged = np.add.reduceat(postings.flags, postings.starts[:-1], dtype=np.int64)
    modes = np.where(flagged == 0, NEVER_WORD, np.where(flagged == counts, 1, SOMETIMES_WORD))
    varies = np.repeat(modes == SOMETIMES_WORD, counts)
    values = np.where(varies, values << 1 | postings.flags, values)
    return PostingClass(name, postings.terms, postings.starts, values, modes)


def _labels(pages: Sequence[Page]) -> dict[str, list[tuple[str, int]]]:
    """Return (term, number): pages of facets (f) and titles (t), sections of articles (n)."""
    labels: dict[str, list[tuple[str, int]]] = {"f": [], "n": [], "t": []}
    section_number = 0
    for number, page in enumerate(pages):
        facets = {f"{name}:{title_key(value)}" for name, value in page.facets if name in FACETS}
        labels["f"].extend((facet, number) for facet in sorted(facets))
        labels["t"].extend((key, number) for key in sorted(title_keys(page)))
        for section in page.sections:
            article = article_key(section.heading)
            if article:
                labels["n"].append((article, section_number))
            section_number += 1
    return labels


def section_text(section: Section) -> str:
    """Return the searchable text: the heading and the blocks, one a line."""
    return "\n".join((section.heading, *section.blocks))


def _frequent_words(pairs: Postings, words: Postings) -> tuple[tuple[str, int], ...]:
    flagged = np.add.reduceat(pairs.flags, pairs.starts[:-1], dtype=np.int64).tolist()
    found = [(term, n) for term, n in zip(pairs.terms, flagged, strict=True) if n]
    counts = words.document_counts.tolist()
    return (*found, *zip(words.terms, counts, strict=True))


def build_index(pages: Sequence[Page], cache_folder: Path | None = None) -> Index:
    """Index `pages` in the order given; pages without a section are left out.

    `cache_folder` keeps the segmentation of each page for the next build.
    """
    kept = tuple(page for page in pages if page.sections)
    count = sum(len(page.sections) for page in kept)
    if count == 0:
        return Index((), 0, 0.0, (), {}, (), (), "", ())
    body = collect_body_terms(
        [section_text(section) for _, section in sections_of(kept)],
        [len(page.sections) for page in kept],
        cache_folder,
    )
    labels = _labels(kept)
    classes = (
        _with_impacts("b", body.pairs, body.lengths),
        _plain("c", body.chars),
        _plain("f", collect_labels(labels["f"], len(kept))),
        _with_impacts("l", body.latin, body.lengths),
        _plain("n", collect_labels(labels["n"], count)),
        _plain("t", collect_labels(labels["t"], len(kept))),
        _plain("w", body.words),
    )
    return Index(
        pages=kept,
        section_count=count,
        average_length=float(body.lengths.mean()),
        classes=classes,
        headings=collect_heading_ranges(kept),
        characters=tuple(body.characters),
        authority=tuple(authority_steps(count_citing_pages(kept))),
        fold_pairs=body.fold_pairs,
        frequent_words=_frequent_words(body.pairs, body.words),
    )
