"""Write the sections' words in shards of consecutive sections, for results to be read from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mkdocs_study.search.extract import Page
from mkdocs_study.search.files import FileNamer, IndexFile
from mkdocs_study.search.index import section_text

DOCUMENT_SHARD_BYTES = 15_500
"""A document shard is closed at this size before compression."""


@dataclass(frozen=True)
class Documents:
    """The document shards of an index."""

    steps: list[int]
    """First section of each shard, as the distance from that of the shard before."""
    names: str
    files: list[IndexFile]


def _facets(page: Page) -> dict[str, list[str]]:
    facets: dict[str, list[str]] = {}
    for name, value in page.facets:
        if name != "alias":
            facets.setdefault(name, []).append(value)
    return facets


@dataclass(frozen=True)
class _Shard:
    start: int
    data: dict[str, object]


def _shards(pages: Sequence[Page]) -> Iterator[_Shard]:
    """Cut the sections, in order, into runs with the pages that they belong to."""
    number = start = size = 0
    page_rows: list[list[object]] = []
    rows: list[list[object]] = []
    first_above: list[list[object]] = []
    for page in pages:
        above: list[list[object]] = []
        is_listed = False
        for section in page.sections:
            text = section_text(section)
            weight = len(text.encode("utf-8", "surrogatepass")) + len(section.anchor) + 8
            if rows and size + weight > DOCUMENT_SHARD_BYTES:
                yield _Shard(start, {"p": page_rows, "a": first_above, "s": rows})
                page_rows, rows, start, size, is_listed = [], [], number, 0, False
            while above and above[-1][0] >= section.level:  # type: ignore[operator]
                above.pop()
            if not rows:
                first_above = list(above)
            if not is_listed:
                page_rows.append([page.url, page.title, _facets(page)])
                is_listed = True
            rows.append([len(page_rows) - 1, section.level, section.anchor, text])
            if section.level > 1:
                above.append([section.level, section.heading])
            number += 1
            size += weight
    if rows:
        yield _Shard(start, {"p": page_rows, "a": first_above, "s": rows})


def write_documents(pages: Sequence[Page], namer: FileNamer) -> Documents:
    """Return the files of all document shards."""
    shards = list(_shards(pages))
    starts = [0, *(shard.start for shard in shards)]
    steps = [after - before for before, after in pairwise(starts)]
    names, files = namer.series("d", [shard.data for shard in shards])
    return Documents(steps, names, files)
