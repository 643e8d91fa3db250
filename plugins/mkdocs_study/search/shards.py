"""Write an index as small content-hashed `.js` files that http and file:// can both load.

Format 1. Every file is one call, `__zh([name, data])`, whose argument is JSON. Numbers are
written in base 46 with printable ASCII, low digit first; all digits but the last come from the
upper half of the alphabet. Written like that, gzip's Huffman code works on the numbers'
own distribution. See docs/dev/search.md for the table of all fields.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mkdocs_study.search.extract import Page
from mkdocs_study.search.index import Index, PostingClass, section_text
from mkdocs_study.search.terms import Ints, utf16_key
from mkdocs_study.text.normalize import simplified_pairs

FORMAT_VERSION = 1
ALPHABET = "".join(chr(c) for c in range(0x20, 0x7F) if chr(c) not in '"\\<')
BASE = 46
"""`ALPHABET` has 92 characters: 46 for the last digit of a number, 46 for the others."""
TERM_SHARD_BYTES = 12_000
"""A term shard is closed at this size before compression; a longer list has one to itself."""
DOCUMENT_SHARD_BYTES = 24_000
NAME_DIGITS = 8
LAST_BMP = 0xFFFF
"""Characters above it take two UTF-16 units in the browser."""

_ALPHABET_BYTES = np.frombuffer(ALPHABET.encode("ascii"), dtype=np.uint8)


@dataclass(frozen=True)
class IndexFile:
    """A file of the `search/` folder."""

    name: str
    content: str


def encode_numbers(values: NDArray[np.int32]) -> tuple[NDArray[np.uint8], Ints]:
    """Write whole numbers ≥ 0 in base 46.

    Returns the ASCII bytes and, one longer than `values`, where each number starts in them.
    """
    digits = np.ones(len(values), dtype=np.int8)
    higher = values // BASE
    while higher.any():
        digits += higher > 0
        higher //= BASE
    offsets = np.zeros(len(values) + 1, dtype=np.int64)
    np.cumsum(digits, out=offsets[1:])
    out = np.empty(int(offsets[-1]), dtype=np.uint8)
    rest = values
    at = offsets[:-1]
    while len(rest):
        is_last = rest < BASE
        out[at] = _ALPHABET_BYTES[rest % BASE + np.where(is_last, 0, BASE)]
        rest = rest[~is_last] // BASE
        at = at[~is_last] + 1
    return out, offsets


def encode_number_list(values: Sequence[int]) -> str:
    """Write a short list of whole numbers ≥ 0 in base 46."""
    encoded, _ = encode_numbers(np.array(values, dtype=np.int32))
    return encoded.tobytes().decode("ascii")


def front_code(terms: Sequence[str]) -> str:
    """Join sorted terms with newlines, each without what it shares with the one before.

    The shared length stands before the rest as one character, `ALPHABET[n]`; it counts UTF-16
    units and never splits a surrogate pair.
    """
    lines: list[str] = []
    previous = ""
    for term in terms:
        shared = 0
        for a, b in zip(previous, term, strict=False):
            if a != b or ord(a) > LAST_BMP or shared == BASE - 1:
                break
            shared += 1
        lines.append(ALPHABET[shared] + term[shared:])
        previous = term
    return "\n".join(lines)


def _dump(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


class _Namer:
    """Names files by their content; two contents never share a name."""

    def __init__(self) -> None:
        self._contents: dict[str, str] = {}

    def file(self, prefix: str, data: object) -> IndexFile:
        body = _dump(data)
        digest = hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
        salt = 0
        while self._contents.setdefault(name := f"{prefix}{digest[:NAME_DIGITS]}", body) != body:
            salt += 1
            digest = hashlib.sha256(f"{salt}{body}".encode("utf-8", "surrogatepass")).hexdigest()
        return IndexFile(f"{name}.js", f"__zh([{json.dumps(name)},{body}])\n")


@dataclass(frozen=True)
class _TermShard:
    first: str
    """Class letter and first term."""
    size: int
    """Bytes of its posting lists."""
    data: list[str]


def _term_shards(postings: PostingClass) -> Iterator[_TermShard]:
    """Cut one class into runs of terms: [front-coded terms, document counts, posting lists]."""
    encoded, offsets = encode_numbers(postings.values)
    lists = encoded.tobytes().decode("ascii")
    bounds = offsets[postings.starts].tolist()
    counts, count_offsets = encode_numbers(np.diff(postings.starts).astype(np.int32))
    count_digits = counts.tobytes().decode("ascii")
    terms = postings.terms
    begin = 0
    size = 0

    def shard(end: int) -> _TermShard:
        return _TermShard(
            postings.name + terms[begin],
            bounds[end] - bounds[begin],
            [
                front_code(terms[begin:end]),
                count_digits[count_offsets[begin] : count_offsets[end]],
                lists[bounds[begin] : bounds[end]],
            ],
        )

    for i, term in enumerate(terms):
        own = bounds[i + 1] - bounds[i] + 3 * len(term)
        if i > begin and size + own > TERM_SHARD_BYTES:
            yield shard(i)
            begin, size = i, 0
        size += own
    if begin < len(terms):
        yield shard(len(terms))


@dataclass(frozen=True)
class _DocumentShard:
    start: int
    """Number of its first section."""
    data: dict[str, object]


def _facets(page: Page) -> dict[str, list[str]]:
    facets: dict[str, list[str]] = {}
    for name, value in page.facets:
        if name != "alias":
            facets.setdefault(name, []).append(value)
    return facets


def _document_shards(pages: Sequence[Page]) -> Iterator[_DocumentShard]:
    """Cut the sections, in order, into runs with the pages that they belong to."""
    number = start = size = 0
    page_rows: list[list[object]] = []
    rows: list[list[object]] = []
    above: list[list[object]] = []
    first_above: list[list[object]] = []
    for page in pages:
        above = []
        is_listed = False
        for section in page.sections:
            text = section_text(section)
            weight = len(text.encode("utf-8", "surrogatepass")) + len(section.anchor) + 8
            if rows and size + weight > DOCUMENT_SHARD_BYTES:
                yield _DocumentShard(start, {"p": page_rows, "a": first_above, "s": rows})
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
        yield _DocumentShard(start, {"p": page_rows, "a": first_above, "s": rows})


def _fold_file(namer: _Namer) -> IndexFile:
    pairs = "".join(a + b for a, b in sorted(simplified_pairs().items()) if ord(a) <= LAST_BMP)
    return namer.file("f", pairs)


def write_index(index: Index) -> tuple[str, list[IndexFile]]:
    """Return the manifest's name and all files of an index, the manifest last.

    The same index always gives the same bytes.
    """
    namer = _Namer()
    files: dict[str, IndexFile] = {}
    firsts: list[str] = []
    term_names: list[str] = []
    sizes: list[int] = []
    for postings in index.classes:
        for shard in _term_shards(postings):
            file = namer.file("t", shard.data)
            files[file.name] = file
            firsts.append(shard.first)
            term_names.append(file.name[1 : 1 + NAME_DIGITS])
            sizes.append(shard.size // 64)
    document_starts: list[int] = []
    document_names: list[str] = []
    previous = 0
    for document_shard in _document_shards(index.pages):
        file = namer.file("d", document_shard.data)
        files[file.name] = file
        document_starts.append(document_shard.start - previous)
        previous = document_shard.start
        document_names.append(file.name[1 : 1 + NAME_DIGITS])
    fold = _fold_file(namer)
    files[fold.name] = fold
    if firsts != sorted(firsts, key=utf16_key):
        message = "term shards are out of order"
        raise AssertionError(message)
    manifest = namer.file(
        "m",
        {
            "v": FORMAT_VERSION,
            "n": index.section_count,
            "p": len(index.pages),
            "k": front_code(firsts),
            "h": "".join(term_names),
            "z": encode_number_list(sizes),
            "s": encode_number_list(document_starts),
            "d": "".join(document_names),
            "x": index.fold_pairs,
            "f": fold.name.removesuffix(".js"),
        },
    )
    return manifest.name, [*files.values(), manifest]
