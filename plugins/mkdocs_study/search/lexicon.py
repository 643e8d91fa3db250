"""Turn titles, headings and frequent words into small files for looking up what readers type.

A browser finds them by their beginning, by pinyin, and by characters of the same sound;
docs/dev/search.md has the table of all fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from mkdocs_study.search.extract import Page
from mkdocs_study.text.normalize import fold_block, is_han
from mkdocs_study.text.pinyin import Syllables, blur, readings, spellings

ENTRY_LIMIT = 20_000
SHARD_BYTES = 7_000
"""A shard is closed at this size before compression."""
MAX_SYLLABLES = 12
"""Nobody spells more of a title."""
HEADS = 10
"""Entries kept for each first syllable: one syllable alone fits too many to read them all."""
LONGEST_HEADING, LONGEST_TITLE = 30, 80
BAND = 14
"""Weights of terms start at 0, of headings at 14, of titles at 28."""
TERM, HEADING, TITLE = 0, BAND, 2 * BAND
ALIAS_STEPS = BAND // 2
"""Aliases have the lower half of the titles' band."""
FIRST_WEIGHT = ord("0")
OFFICIAL_PREFIXES = ("中华人民共和国", "中国共产党")
"""Titles are cited without them: 民法典."""

_NOT_IN_KEY = re.compile(r"[\W_]+")
_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_NUMERAL = "[〇零一二两三四五六七八九十百千万0-9０-９]"
_NUMBER = re.compile(
    rf"\s*(?:第\s*{_NUMERAL}+\s*(?:分编|[编章节条款项讲课])(?:\s*之\s*{_NUMERAL}+)?(?=\W|$)"
    rf"|[（(]\s*{_NUMERAL}+\s*[）)]|{_NUMERAL}+\s*[、．.](?:\d+[．.]?)*|附件{_NUMERAL}*)[\s、．.：:]*"
)
_ONLY_NUMERALS = re.compile(rf"第?{_NUMERAL}+[条款项章节编]?")
_DIGITS36 = "0123456789abcdefghijklmnopqrstuvwxyz"
_SENTENCE = re.compile("[。；！？]")


@dataclass(frozen=True)
class Entry:
    """Something that a reader may mean."""

    text: str
    """As it stands in the site."""
    key: str
    """Folded, letters and digits only; no two entries share one."""
    weight: int
    """0–41; what it is and in how many sections it stands."""


class _NamedFile(Protocol):
    @property
    def name(self) -> str: ...


_File = TypeVar("_File", bound=_NamedFile, covariant=True)  # noqa: PLC0105  # kept private


class _FileNamer(Protocol[_File]):
    def file(self, prefix: str, data: object) -> _File: ...


def entry_key(text: str) -> str:
    """Reduce to what two spellings share: folded, without punctuation and spaces."""
    return _NOT_IN_KEY.sub("", fold_block(text))


def bare_heading(heading: str) -> str:
    """Return a heading without its number, or nothing if there is no more than the number.

    A heading that is a whole sentence is an article's text, and nothing that a reader types.
    """
    bare = heading
    while match := _NUMBER.match(bare):
        bare = bare[match.end() :]
    bare = _GAP.sub("", bare).strip()
    return "" if len(bare) > LONGEST_HEADING or _SENTENCE.search(bare) else bare


def _steps(sections: int, most: int) -> int:
    return min(sections.bit_length(), most)


class _Collector:
    def __init__(self, frequent: dict[str, int]) -> None:
        self.frequent = frequent
        self.entries: dict[str, Entry] = {}

    def add(self, text: str, base: int, sections: int, steps: int = BAND) -> None:
        key = entry_key(text)
        if len(key) < 2:  # noqa: PLR2004  # one character is no word to suggest
            return
        count = max(sections, self.frequent.get(key, 0))
        weight = base + _steps(count, steps - 1)
        known = self.entries.get(key)
        if known is None or known.weight < weight:
            self.entries[key] = Entry(text, key, weight)


def _names(page: Page) -> Iterator[tuple[str, int]]:
    """Yield the names of a page, and the lowest weight of each."""
    yield page.title, TITLE + ALIAS_STEPS
    aliases = [value for name, value in page.facets if name == "alias"]
    yield from ((alias, TITLE) for alias in aliases)
    for prefix in OFFICIAL_PREFIXES:
        yield page.title.removeprefix(prefix), TITLE + ALIAS_STEPS
        yield from ((alias.removeprefix(prefix), TITLE) for alias in aliases)


def collect_entries(pages: Sequence[Page], frequent: Iterable[tuple[str, int]]) -> list[Entry]:
    """List what readers may mean, heaviest first, at most `ENTRY_LIMIT`.

    Args:
        pages: titles, aliases and headings.
        frequent: words of two and more characters with the number of their sections.
    """
    words = {
        entry_key(word): count for word, count in frequent if not _ONLY_NUMERALS.fullmatch(word)
    }
    collector = _Collector(words)
    headings: dict[str, int] = {}
    for page in pages:
        for name, base in _names(page):
            if len(name) <= LONGEST_TITLE:
                collector.add(_GAP.sub("", name).strip(), base, 1, ALIAS_STEPS)
        is_glossary = ("type", "术语") in page.facets
        for section in page.sections[1:]:
            bare = bare_heading(section.heading)
            # What a glossary explains is asked for, however seldom it stands in a heading.
            headings[bare] = headings.get(bare, 0) + (1 << BAND if is_glossary else 1)
    for heading, count in headings.items():
        collector.add(heading, HEADING, count)
    for word, count in words.items():
        collector.add(word, TERM, count)
    ordered = sorted(collector.entries.values(), key=lambda entry: (-entry.weight, entry.key))
    return ordered[:ENTRY_LIMIT]


@dataclass(frozen=True)
class _Row:
    order: str
    """What the rows of all shards are sorted by; no two rows of a table have the same."""
    entry: Entry
    column: str
    """What a shard keeps beside the entry's weight."""


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


def _shared(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))


def _runs(rows: Sequence[_Row]) -> Iterator[tuple[str, list[_Row]]]:
    """Cut sorted rows into shards; yield the shortest start that tells one from the one before."""
    run: list[_Row] = []
    size = 0
    first = ""
    for row in rows:
        own = len(row.column.encode("utf-8", "surrogatepass")) + 2
        if row.entry.text != row.column:
            own += len(row.entry.text.encode("utf-8", "surrogatepass")) + 1
        if run and size + own > SHARD_BYTES:
            yield first, run
            first = row.order[: _shared(run[-1].order, row.order) + 1]
            run, size = [], 0
        run.append(row)
        size += own
    if run:
        yield first, run


def _weights(rows: Iterable[_Row]) -> str:
    return "".join(chr(FIRST_WEIGHT + row.entry.weight) for row in rows)


def _text_data(rows: Sequence[_Row]) -> list[object]:
    """Rows sorted by key: [keys, weights, {row: text where it is not the key}]."""
    texts = {str(i): row.entry.text for i, row in enumerate(rows) if row.entry.text != row.column}
    return ["\n".join(row.column for row in rows), _weights(rows), texts]


def _sound_data(rows: Sequence[_Row]) -> list[object]:
    """Rows sorted by sound: [texts, weights, syllables]."""
    texts = "\n".join(row.entry.text for row in rows)
    return [texts, _weights(rows), "\n".join(row.column for row in rows)]


def sound_order(syllables: Syllables) -> str:
    """Return what a spelling is sorted by: blurred initials, then blurred syllables."""
    blurred = [blur(syllable) for syllable in syllables]
    return "".join(syllable[0] for syllable in blurred) + " " + " ".join(blurred)


def _sound_rows(entries: Sequence[Entry]) -> list[_Row]:
    rows: list[_Row] = []
    heads: dict[str, int] = {}
    for entry in entries:
        for spelling in spellings(entry.text):
            syllables = spelling[:MAX_SYLLABLES]
            column = " ".join(syllables)
            rest = f" {column} {entry.key}"
            rows.append(_Row(sound_order(syllables) + rest, entry, column))
            first = heads[syllables[0]] = heads.get(syllables[0], 0) + 1
            if first <= HEADS:
                rows.append(_Row(f"1{blur(syllables[0])}{rest}", entry, column))
    return sorted(rows, key=lambda row: _utf16(row.order))


def _common_characters() -> Iterator[str]:
    """Yield the 6,763 characters of GB 2312, rows 16 to 87."""
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            char = bytes((row, cell)).decode("gb2312", "ignore")
            if char:
                yield char


def _base36(number: int) -> str:
    return _DIGITS36[number // 36] + _DIGITS36[number % 36]


def _readings_data(entries: Iterable[Entry]) -> list[object]:
    """Write [syllables, steps from one character to the next, for each its syllable's number].

    A character with two readings comes twice, the second time with step 0.
    """
    chars = set(_common_characters())
    for entry in entries:
        chars.update(char for char in entry.key if is_han(char))
    rows = [(ord(char), syllable) for char in sorted(chars) for syllable in readings(char)]
    numbers = {name: i for i, name in enumerate(sorted({syllable for _, syllable in rows}))}
    codes = [code for code, _ in rows]
    steps = [code - before for before, code in zip([0, *codes], codes, strict=False)]
    return [" ".join(numbers), steps, "".join(_base36(numbers[name]) for _, name in rows)]


def write_lexicon(entries: Sequence[Entry], namer: _FileNamer[_File]) -> tuple[str, list[_File]]:
    """Return the directory's name without `.js` and all files of the lexicon, the directory last.

    Without entries there are no files, and the name is empty. The same entries always give the
    same bytes.
    """
    if not entries:
        return "", []
    files: list[_File] = []

    def write(prefix: str, data: object) -> str:
        files.append(namer.file(prefix, data))
        return files[-1].name.removesuffix(".js")

    by_key = sorted(entries, key=lambda entry: _utf16(entry.key))
    by_sound = _sound_rows(entries)
    directory: dict[str, object] = {}
    for prefix, rows, data_of in (
        ("s", [_Row(entry.key, entry, entry.key) for entry in by_key], _text_data),
        ("z", by_sound, _sound_data),
    ):
        runs = list(_runs(rows))
        names = "".join(write(prefix, data_of(run))[len(prefix) :] for _, run in runs)
        directory[prefix] = ["\n".join(first for first, _ in runs), names]
    syllables = {syllable for row in by_sound for syllable in row.column.split(" ")}
    directory["y"] = " ".join(sorted(syllables))
    directory["p"] = write("p", _readings_data(entries))
    return write("y", directory), files
