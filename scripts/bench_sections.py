"""Turns a built site into its sections, and sections into strings that a search must find.

All samples come from a seed. What a string is true of is decided by a plain scan, never by an
index.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

import opencc

from mkdocs_study.search.extract import extract_page
from mkdocs_study.text.normalize import (
    FULL_WIDTH_SHIFT,
    HAN_RUN,
    fold_block,
    is_han,
)
from mkdocs_study.text.segment import cut

WORD_LENGTHS = range(2, 5)
STRING_LENGTHS = range(2, 7)
COMMON = 50
"""A dictionary word of the sample stands in at most so many sections: of more, all are seen."""
TRIES = 200
"""Draws per string wanted before a site counts as having no more of that kind."""


@dataclass(frozen=True)
class SiteSection:
    """A section of a built site, folded."""

    url: str
    """page/#anchor, relative to the site root."""
    page: str
    page_title: str
    """As written."""
    heading: str
    """As written."""
    text: str
    """Heading and blocks, folded, one a line."""


@dataclass(frozen=True)
class Sample:
    """What is typed, and what a section must hold to be a true hit."""

    typed: str
    folded: str


def read_sections(site: Path) -> list[SiteSection]:
    """Return every section of a built site, in the order of its paths."""
    found: list[SiteSection] = []
    for path in sorted(site.rglob("*.html")):
        if path.name == "404.html":
            continue
        relative = path.relative_to(site).as_posix()
        url = relative.removesuffix("index.html") if path.name == "index.html" else relative
        page = extract_page(path.read_text("utf-8"), url)
        for section in page.sections if page else ():
            address = f"{url}#{section.anchor}" if section.anchor else url
            blocks = map(fold_block, (section.heading, *section.blocks))
            title = page.title if page else ""
            found.append(SiteSection(address, url, title, section.heading, "\n".join(blocks)))
    return found


def promises(text: str, string: str) -> bool:
    """Tell whether folded text contains a folded string in a way that search must find.

    Han anywhere; a Latin or digit run from its start, and to its end unless the string ends there.
    """
    at = text.find(string)
    while at >= 0:
        if not at or not (_is_latin(string[0]) and _is_latin(text[at - 1])):
            return True
        at = text.find(string, at + 1)
    return False


def _is_latin(char: str) -> bool:
    return char.isalnum() and not is_han(char)


def sample(sections: Sequence[SiteSection], kind: str, count: int, seed: int) -> list[Sample]:
    """Draw up to `count` different strings of a kind of `KINDS`; fewer if the site has no more."""
    choose = random.Random(f"{kind} {seed}")  # noqa: S311  # sampling, not secrets
    cut = KINDS[kind]
    found: dict[str, Sample] = {}
    for _ in range(count * TRIES):
        if len(found) >= count or not sections:
            break
        drawn = cut(choose.choice(sections).text, choose)
        if drawn is None or (kind == "word" and _is_common(sections, drawn.folded)):
            continue
        found.setdefault(drawn.typed, drawn)
    return list(found.values())


def sample_words(sections: Sequence[SiteSection], count: int, seed: int) -> list[str]:
    """Draw different words of 2–4 characters, each as likely as it is frequent."""
    choose = random.Random(f"words {seed}")  # noqa: S311
    found: dict[str, None] = {}
    for _ in range(count * TRIES):
        if len(found) >= count or not sections:
            break
        word = _cut_word(choose.choice(sections).text, choose)
        if word is not None:
            found.setdefault(word.typed)
    return list(found)


def _is_common(sections: Sequence[SiteSection], word: str) -> bool:
    seen = 0
    for section in sections:
        seen += word in section.text
        if seen > COMMON:
            return True
    return False


def _han_run(text: str, choose: random.Random, shortest: int) -> str | None:
    runs = [run for run in HAN_RUN.findall(text) if len(run) >= shortest]
    return choose.choice(runs) if runs else None


def _plain(text: str | None) -> Sample | None:
    return Sample(text, text) if text else None


def _cut_string(text: str, choose: random.Random) -> Sample | None:
    run = _han_run(text, choose, STRING_LENGTHS.start)
    if run is None:
        return None
    length = choose.randint(STRING_LENGTHS.start, min(STRING_LENGTHS.stop - 1, len(run)))
    start = choose.randint(0, len(run) - length)
    return _plain(run[start : start + length])


def _cut_character(text: str, choose: random.Random) -> Sample | None:
    run = _han_run(text, choose, 1)
    return _plain(choose.choice(run) if run else None)


def _cut_word(text: str, choose: random.Random) -> Sample | None:
    run = _han_run(text, choose, WORD_LENGTHS.start)
    words = [word for word in cut(run) if len(word) in WORD_LENGTHS] if run else []
    return _plain(choose.choice(words) if words else None)


def _cut_crossing(text: str, choose: random.Random) -> Sample | None:
    run = _han_run(text, choose, 2)
    return _plain(choose.choice(crossings(run) or [""]) if run else None)


def crossings(run: str) -> list[str]:
    """Return the pairs of characters that no word of a Han run holds both of."""
    ends = accumulate(len(word) for word in cut(run))
    return [run[end - 1 : end + 1] for end in ends if end < len(run)]


def latin_runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of Latin letters and digits in folded text."""
    start = None
    for at, char in enumerate(text + "\n"):
        if _is_latin(char):
            start = at if start is None else start
        elif start is not None:
            yield start, at
            start = None


def _cut_latin(text: str, choose: random.Random) -> Sample | None:
    runs = list(latin_runs(text))
    if not runs:
        return None
    start, end = choose.choice(runs)
    way = choose.randrange(3)
    if way == 1:
        end = choose.randint(start + 1, end)
    elif way == 2 and end < len(text) and is_han(text[end]):  # noqa: PLR2004
        end += 1
    return _plain(text[start:end])


@cache
def _to_traditional() -> Callable[[str], str]:
    convert: Callable[[str], str] = opencc.OpenCC("s2t").convert
    return convert


def _cut_traditional(text: str, choose: random.Random) -> Sample | None:
    drawn = _cut_string(text, choose)
    if drawn is None:
        return None
    typed = _to_traditional()(drawn.folded)
    return Sample(typed, drawn.folded) if fold_block(typed) == drawn.folded != typed else None


def widen(text: str) -> str:
    """Write ASCII letters and digits in full width."""
    return "".join(
        chr(ord(char) + FULL_WIDTH_SHIFT) if char.isascii() and char.isalnum() else char
        for char in text
    )


def _cut_full_width(text: str, choose: random.Random) -> Sample | None:
    drawn = _cut_latin(text, choose)
    if drawn is None or widen(drawn.folded) == drawn.folded:
        return None
    return Sample(widen(drawn.folded).upper(), drawn.folded)


def _cut_spaced(text: str, choose: random.Random) -> Sample | None:
    drawn = _cut_string(text, choose)
    if drawn is None:
        return None
    at = choose.randrange(1, len(drawn.folded))
    return Sample(f"{drawn.folded[:at]}\u3000{drawn.folded[at:]}", drawn.folded)


KINDS: dict[str, Callable[[str, random.Random], Sample | None]] = {
    "string": _cut_string,
    "character": _cut_character,
    "word": _cut_word,
    "crossing": _cut_crossing,
    "latin": _cut_latin,
    "traditional": _cut_traditional,
    "full width": _cut_full_width,
    "spaced": _cut_spaced,
}
"""How a string of each kind is cut out of a section's folded text; None if it has none."""
