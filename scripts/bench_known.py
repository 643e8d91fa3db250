"""Turns the articles and titles of a site into references that must find their target first."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench_engine import ask
from bench_sections import SiteSection
from mkdocs_study.text.normalize import fold_block
from mkdocs_study.text.numerals import ArticleNumber, parse_article

OFFICIAL_PREFIXES = ("中华人民共和国", "中国共产党")
SPELLINGS = ("《X》第五十四条", "X54条", "X第54条")
SHORTEST_TITLE = 2
SHOWN = 10

_NOT_IN_KEY = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Reference:
    """A way of writing a target, with all addresses that it may mean."""

    kind: str
    """One of `SPELLINGS`, or "title"."""
    typed: str
    targets: frozenset[str]
    """More than one if several pages share the title."""
    ambiguous: bool


def spell(title: str, number: ArticleNumber) -> tuple[str, str, str]:
    """Write a reference in the three spellings, in the order of `SPELLINGS`."""
    suffix = f"之{number.suffix}" if number.suffix else ""
    return (
        f"《{title}》{number.label}",
        f"{title}{number.order}条{suffix}",
        f"{title}第{number.order}条{suffix}",
    )


def short_title(title: str) -> str:
    """Return a title without 中华人民共和国 or 中国共产党 before it, if something is left."""
    for prefix in OFFICIAL_PREFIXES:
        rest = title.removeprefix(prefix)
        if rest != title and len(rest) >= SHORTEST_TITLE:
            return rest
    return title


def key_of(title: str) -> str:
    """Reduce a title to what its spellings share."""
    return _NOT_IN_KEY.sub("", fold_block(title))


def list_references(sections: Sequence[SiteSection], count: int, seed: int) -> list[Reference]:
    """Return `count` random articles in three spellings, and as many random titles.

    Every second one is written with the short form of its title, where it has one. A target is
    whatever answers to the words: a page with that title or short title, and in it that article.
    """
    pages = {section.page: section.page_title for section in reversed(sections)}
    names: dict[str, set[str]] = {}
    for page, title in pages.items():
        for name in {key_of(title), key_of(short_title(title))}:
            names.setdefault(name, set()).add(page)
    articles: dict[tuple[str, ArticleNumber], list[str]] = {}
    for section in sections:
        number = parse_article(section.heading)
        if number:
            articles.setdefault((section.page, number), []).append(section.url)
    choose = random.Random(seed)  # noqa: S311  # sampling, not secrets
    found: list[Reference] = []
    order = sorted(articles)
    for turn, (page, number) in enumerate(choose.sample(order, min(count, len(order)))):
        title = short_title(pages[page]) if turn % 2 else pages[page]
        alike = sorted(names[key_of(title)])
        targets = frozenset(url for other in alike for url in articles.get((other, number), ()))
        found += [
            Reference(kind, typed, targets, len(targets) > 1)
            for kind, typed in zip(SPELLINGS, spell(title, number), strict=True)
        ]
    for turn, page in enumerate(choose.sample(sorted(pages), min(count, len(pages)))):
        title = short_title(pages[page]) if turn % 2 else pages[page]
        targets = frozenset(names[key_of(title)])
        found.append(Reference("title", title, targets, len(targets) > 1))
    return found


def is_right(reference: Reference, answer: dict[str, Any]) -> bool:
    """Tell whether the target comes first; for a title any section of the page may stand for it."""
    if not answer["hits"]:
        return False
    url = answer["hits"][0]["url"]
    return (url.partition("#")[0] if reference.kind == "title" else url) in reference.targets


def known_report(site: Path, sections: Sequence[SiteSection], count: int, seed: int) -> str:
    """Return a table of how often the named target comes first."""
    references = list_references(sections, count, seed)
    answers = ask(site, [reference.typed for reference in references], 10, cold=False)
    lines = [
        f"Known items (seed {seed}); every second one by the short form of its title",
        "",
        "| written | queries | target first | of those whose title several pages share |",
        "|---|--:|--:|--:|",
    ]
    pairs = list(zip(references, answers, strict=True))
    wrong: list[str] = []
    for kind in (*SPELLINGS, "title"):
        own = [(ref, is_right(ref, answer)) for ref, answer in pairs if ref.kind == kind]
        if not own:
            continue
        shared = [right for ref, right in own if ref.ambiguous]
        rate = 100 * sum(right for _, right in own) / len(own)
        lines.append(f"| {kind} | {len(own)} | {rate:.1f} % | {sum(shared)} of {len(shared)} |")
        wrong += [f"not first: {ref.typed}" for ref, right in own if not right][:SHOWN]
    return "\n".join([*lines, *([""] if wrong else []), *wrong])
