"""Turns a folder of plain Markdown pages into the same study site twice: with tracks and without.

The pages get front matter, nothing else of them changes. Tracks are drawn from a seed: half of
the units are whole pages, half a few consecutive articles of one, and a fifth require a page that
comes before. All that the two sites differ in is below `docs/tracks/`.
"""

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench_corpus import HOME, list_pages, shuffle

SEED = 4
STAGES = 4
FOLDER_SIZE = 50
"""Tracks in a folder, as the corpus has its pages: a page's navigation names all of its folder."""
RUN = 3
"""Most consecutive articles of a unit."""
KINDS = ("读原文", "看案例", "讨论", "自查", "测验", "实践")
TRACK_FOLDER = "tracks"

_TITLE = re.compile(r"^# +(.*)$", re.MULTILINE)
_EMPTY_HEADING = re.compile(r"^#{2,6}[ \t]*\n", re.MULTILINE)
"""One statute has one; the library refuses it."""
_ARTICLE = re.compile(r"^#{2,6} +第\S+条.*\{#([\w-]+)\}[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class BenchPage:
    """A page that units are made of."""

    path: str
    id: str
    title: str
    articles: tuple[str, ...]
    """Ids of its articles, in order."""


def write_pages(docs: Path, out: Path, limit: int | None = None) -> list[BenchPage]:
    """Copy pages of a corpus below `out`, each with the front matter that the study plugin wants.

    Args:
        docs: the corpus.
        out: the new docs folder.
        limit: copy so many pages of one seeded shuffle; None for all.
    """
    paths = list_pages(docs)
    chosen = sorted(shuffle(paths, SEED)[:limit]) if limit else paths
    out.mkdir(parents=True)
    write(out / HOME, "---\ntype: page\ntitle: 首页\n---\n\n# 首页\n\n<!-- study:continue -->\n")
    mine = "---\ntype: page\ntitle: 我的学习\n---\n\n# 我的学习\n\n<!-- study:mine -->\n"
    write(out / "my.md", mine)
    pages: list[BenchPage] = []
    for number, path in enumerate(chosen):
        text = _EMPTY_HEADING.sub("", (docs / path).read_text("utf-8"))
        title = found[1].strip() if (found := _TITLE.search(text)) else f"第 {number} 页"
        page = BenchPage(path, f"law-{number:04}", title, tuple(_ARTICLE.findall(text)))
        front = f"---\ntype: page\ntitle: {json.dumps(title, ensure_ascii=False)}\nid: {page.id}\n"
        write(out / path, f"{front}---\n\n{text}")
        pages.append(page)
    return pages


def write_tracks(pages: Sequence[BenchPage], out: Path, tracks: int, units: int) -> None:
    """Write tracks of so many units each, and the page that lists them, below `out`."""
    draw = random.Random(SEED)  # noqa: S311  # sampling, not secrets
    folder = out / TRACK_FOLDER
    overview = "---\ntype: page\ntitle: 学习专题\n---\n\n# 学习专题\n\n<!-- study:tracks -->\n"
    write(folder / HOME, overview)
    for number in range(tracks):
        chosen = draw.sample(range(len(pages)), min(units, len(pages)))
        lines = [
            "---",
            "type: track",
            f"title: 第{number}号专题",
            f"id: track-{number:03}",
            "description: 从条文到案例，读完能讲给别人听。",
            "objectives: [说得出主要条款, 会对照检查]",
            "stages:",
        ]
        for place, index in enumerate(chosen):
            if place % -(-len(chosen) // STAGES) == 0:
                lines += [f"  - title: 第{place}步起", "    units:"]
            before = [pages[each].id for each in chosen[:place]]
            lines.append(_unit(pages[index], before, draw))
        title = f"\n---\n\n# 第{number}号专题\n\n本专题为测量而设。\n"
        group = f"g{number // FOLDER_SIZE + 1:02}"
        write(folder / group / f"t{number:03}.md", "\n".join(lines) + title)


def _unit(page: BenchPage, before: Sequence[str], draw: random.Random) -> str:
    keys = [f"page: {page.path}", f"kind: {draw.choice(KINDS)}"]
    if page.articles and draw.random() < 0.5:  # noqa: PLR2004
        first = draw.randrange(len(page.articles))
        keys.append(f"sections: [{', '.join(page.articles[first : first + RUN])}]")
    if before and draw.random() < 0.2:  # noqa: PLR2004
        keys.append(f"requires: [{draw.choice(before)}]")
    return f"      - {{{', '.join(keys)}}}"


def write_config(project: Path, site: Path) -> None:
    """Write the mkdocs.yml of a project whose pages are in `docs/` beside it."""
    config = {
        "site_name": "bench",
        "site_dir": str(site),
        "theme": {
            "name": "material",
            "language": "zh",
            "font": False,
            "features": ["navigation.prune"],
        },
        # The tracks are drawn by lot: what `study check` would advise is no matter.
        "plugins": [
            "search",
            "zh-search",
            {
                "study": {
                    "site_id": "bench",
                    "longest_unit_characters": 1_000_000,
                    "longest_unit_minutes": 6_000,
                }
            },
        ],
        "markdown_extensions": ["attr_list", "sane_lists", "tables"],
    }
    # JSON is YAML: no library is needed to write it
    write(project / "mkdocs.yml", json.dumps(config, ensure_ascii=False, indent=1))


def write(path: Path, text: str) -> None:
    """Write a file, and the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
