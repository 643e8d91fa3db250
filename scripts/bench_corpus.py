"""Turns a folder of Markdown pages into smaller and larger ones whose figures can be compared.

The first N pages of one seeded shuffle, so that each cut holds all smaller ones. Beyond its own
size the corpus is repeated under other page names and titles, its pages, chapters and articles in
another order: else a posting list would repeat itself, and gzip would make nothing of the growth.
"""

import hashlib
import random
import re
import shutil
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from bench_quality import Judged

HOME = "index.md"
COPY = "copy"
"""Folder of the repeated pages, and what tells their addresses from the originals'."""
RENAMED = "别本"
"""Before the title of a repeated page: no two titles are equal."""

_TITLE = re.compile(r"^# +(.*)$", re.MULTILINE)
_HEADING = re.compile(r"^(?=#{2,6} )", re.MULTILINE)
_COPY_FOLDER = re.compile(rf"^{COPY}/[0-9a-f]{{4}}/")


def list_pages(docs: Path) -> list[str]:
    """Return the paths of all Markdown pages below a folder but its home page, sorted."""
    pages = (path.relative_to(docs).as_posix() for path in docs.rglob("*.md"))
    return sorted(page for page in pages if page != HOME)


def shuffle(pages: Sequence[str], seed: int) -> list[str]:
    """Return the pages in the order in which cuts take them."""
    order = list(pages)
    random.Random(seed).shuffle(order)  # noqa: S311  # sampling, not secrets
    return order


def address(page: str) -> str:
    """Return the address that MkDocs gives a page: d01/p0001.md is d01/p0001/."""
    stem = page.removesuffix(".md")
    return stem.removesuffix("index") if stem.endswith(("/index",)) else f"{stem}/"


def write_cut(docs: Path, order: Sequence[str], count: int, out: Path) -> None:
    """Write the first `count` pages below `out`, repeating them under new names if too few.

    Raises:
        ValueError: more than twice the corpus is asked for.
    """
    if count > 2 * len(order):
        raise ValueError(f"{count} pages asked for, {len(order)} are there")
    out.mkdir(parents=True)
    (out / HOME).write_text(f"# 首页\n\n共 {count} 页。\n", encoding="utf-8")
    for page in order[:count]:
        target = out / page
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(docs / page, target)
    for page in order[: max(0, count - len(order))]:
        target = out / copy_of(page)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(reorder(rename((docs / page).read_text("utf-8")), page), encoding="utf-8")


def copy_of(page: str) -> str:
    """Return where a page is repeated; sorted, copies stand in another order than the pages."""
    return f"{COPY}/{hashlib.sha256(page.encode()).hexdigest()[:4]}/{page}"


def original(url: str) -> str:
    """Return the address in the corpus that a section of a cut comes from."""
    return _COPY_FOLDER.sub("", url)


def rename(text: str) -> str:
    """Give a page another title."""
    return _TITLE.sub(lambda match: f"# {RENAMED}{match[1]}", text, count=1)


def reorder(text: str, seed: str) -> str:
    """Put the chapters of a page, and the articles of each chapter, into a random order.

    A heading keeps its id and its words, an article its chapter. Chapters are the headings of level
    2, articles all below.
    """
    choose = random.Random(seed)  # noqa: S311  # sampling, not secrets
    head, *sections = _HEADING.split(text if text.endswith("\n") else text + "\n")
    chapters: list[tuple[str, list[str]]] = [("", [])]
    for section in sections:
        if section.startswith("## "):
            chapters.append((section, []))
        else:
            chapters[-1][1].append(section)
    choose.shuffle(chapters)
    chapters.sort(key=lambda chapter: chapter[0] != "")  # what has no chapter stays before them
    for _, articles in chapters:
        choose.shuffle(articles)
    return head + "".join(lead + "".join(articles) for lead, articles in chapters)


def answerable(judged: Sequence[Judged], pages: AbstractSet[str]) -> list[Judged]:
    """Return the queries all of whose answers stand on the given pages (their addresses)."""
    return [
        query for query in judged if all(url.partition("#")[0] in pages for url in query.relevant)
    ]


def without_copies(urls: Sequence[str]) -> list[str]:
    """Return addresses as in the corpus; a copy counts as its original, which counts once."""
    return list(dict.fromkeys(map(original, urls)))
