"""Write entries as small files in which a browser looks up what a reader began to type.

It finds them by their beginning, by pinyin, and by characters of the same sound; docs/dev/search.md
has the table of all fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from mkdocs_study.search.entries import Entry
from mkdocs_study.search.numbers import utf16_key
from mkdocs_study.text.normalize import is_han
from mkdocs_study.text.pinyin import Syllables, blur, readings, spellings

SHARD_BYTES = 16_000
"""A shard is closed at this size before compression."""
MAX_SYLLABLES = 12
"""Nobody spells more of a title."""
HEADS = 10
"""Entries kept for each first syllable: one syllable alone fits too many to read them all."""
FIRST_WEIGHT = ord("0")
_DIGITS36 = "0123456789abcdefghijklmnopqrstuvwxyz"


class _NamedFile(Protocol):
    @property
    def name(self) -> str: ...


_File = TypeVar("_File", bound=_NamedFile, covariant=True)  # noqa: PLC0105  # kept private


class _FileNamer(Protocol[_File]):
    def file(self, prefix: str, data: object) -> _File: ...


@dataclass(frozen=True)
class _Row:
    order: str
    """What the rows of all shards are sorted by; no two rows of a table have the same."""
    entry: Entry
    column: str
    """What a shard keeps beside the entry's weight."""


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
    return sorted(rows, key=lambda row: utf16_key(row.order))


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

    by_key = sorted(entries, key=lambda entry: utf16_key(entry.key))
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
