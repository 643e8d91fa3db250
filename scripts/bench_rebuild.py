"""Times what an edit of one page costs the search: reading, indexing and writing from the cache.

    python scripts/bench_rebuild.py SITE        # a folder of built HTML

Prints seconds of a first index and of one after a change of one page, which `serve` waits for on
top of MkDocs's own rendering.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mkdocs_study.search.extract import Page
from mkdocs_study.search.index import build_index
from mkdocs_study.search.shards import write_index
from mkdocs_study.search.site import read_site
from mkdocs_study.search.synonyms import with_everyday


def seconds(pages: Sequence[Page], cache: Path) -> float:
    """Return how long these pages take from extracted text to the content of all files."""
    started = time.perf_counter()
    write_index(build_index(list(pages), cache), with_everyday([]))
    return time.perf_counter() - started


def edit(page: Page) -> Page:
    """Return the page with a word more in its first section."""
    first, *rest = page.sections
    blocks = (*first.blocks[:-1], f"{first.blocks[-1]}改") if first.blocks else first.blocks
    return replace(page, sections=(replace(first, blocks=blocks), *rest))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site", type=Path)
    site = parser.parse_args(arguments).site
    pages = read_site(site).pages
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        first = seconds(pages, cache)
        again = seconds((edit(pages[0]), *pages[1:]), cache)
    print(f"pages {len(pages)}: first index {first:.1f} s, after an edit of one page {again:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
