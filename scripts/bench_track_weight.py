"""Turns a built site into what its unit pages load of our scripts and styles, search left out."""

import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = "assets/study/"
LIMIT_BYTES = 15_000
"""Allowed for a unit page, each file compressed as a web server does."""

_LOADED = re.compile(r'<(?:script[^>]*\bsrc|link[^>]*\bhref)="?([^"\s>]+)')
_BLOCK = re.compile(r'<template id="?study-data"?.*?</template>', re.DOTALL)
_TRACK = re.compile(rf'"src":"{FOLDER}(track-[0-9a-f]{{8}}\.js)"')
_HASH = re.compile(r"-[0-9a-f]{8}(?=\.)")
_FIRST_BAR = 'class="study-bar"'


@dataclass(frozen=True)
class Weight:
    """Unit pages that load the same files of ours."""

    files: tuple[str, ...]
    """Their names, without hashes."""
    pages: int
    gzip_bytes: int
    """With the largest script of a single track that one of the pages may load on top."""

    largest_block: int
    """Bytes of the largest data block in one of the pages."""


def weigh_pages(site: Path) -> list[Weight]:
    """Return the weights of all unit pages, the heaviest first; other pages do not count."""
    groups: dict[tuple[str, ...], list[int]] = {}
    on_top: dict[tuple[str, ...], int] = {}
    for path in sorted(site.rglob("*.html")):
        html = path.read_text("utf-8")
        if _FIRST_BAR in html:
            block = _BLOCK.search(html)
            size = len(block[0].encode()) if block else 0
            names = files_of(html)
            groups.setdefault(names, []).append(size)
            scripts = set(_TRACK.findall(block[0])) if block else ()
            sizes = [_compressed(site / FOLDER / name) for name in scripts]
            on_top[names] = max([*sizes, on_top.get(names, 0)])
    weights = [
        Weight(
            tuple(_HASH.sub("", name) for name in names),
            len(blocks),
            sum(_compressed(site / FOLDER / name) for name in names) + on_top[names],
            max(blocks),
        )
        for names, blocks in groups.items()
    ]
    return sorted(weights, key=lambda weight: -weight.gzip_bytes)


def files_of(html: str) -> tuple[str, ...]:
    """Return the names of the files in our folder that a page loads."""
    found: Iterable[str] = _LOADED.findall(html)
    return tuple(sorted({each.rpartition("/")[2] for each in found if FOLDER in each}))


@cache
def _compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))
