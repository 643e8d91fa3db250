"""Turn citations between pages into how much a page counts: what many others cite answers more.

The idea is that of citation counts and PageRank (Page, Brin et al. 1999), reduced to one step:
the number of other pages that name a page's title between 《》.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from mkdocs_study.search.extract import Page
from mkdocs_study.search.headings import title_key, title_keys

STEPS = 1.5
"""Steps for each unit of the logarithm: 106 citing pages make 7 steps."""
HIGHEST = 15

_TITLE_MARKS = re.compile(r"《([^《》\n]{2,60})》")


def count_citing_pages(pages: Sequence[Page]) -> list[int]:
    """Return for each page how many pages with another title name it between 《》."""
    numbers: dict[str, list[int]] = {}
    own_keys: list[set[str]] = []
    for number, page in enumerate(pages):
        keys = title_keys(page)
        own_keys.append(keys)
        for key in keys:
            numbers.setdefault(key, []).append(number)
    counts = [0] * len(pages)
    for page, own in zip(pages, own_keys, strict=True):
        cited: set[int] = set()
        for title in _cited_titles(page):
            key = title_key(title)
            if key not in own:
                cited.update(numbers.get(key, ()))
        for number in cited:
            counts[number] += 1
    return counts


def _cited_titles(page: Page) -> set[str]:
    titles: set[str] = set()
    for section in page.sections:
        for block in section.blocks:
            if "《" in block:
                titles.update(_TITLE_MARKS.findall(block))
    return titles


def authority_steps(counts: Sequence[int]) -> list[int]:
    """Return ln(1 + count) in whole steps, 0 to `HIGHEST`."""
    return [min(round(math.log1p(count) * STEPS), HIGHEST) for count in counts]
