"""Turn the Han runs of each page into the lengths of its words, and keep them for the next build.

Only this is kept between builds: it is the one step that costs as much as all others together.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mkdocs_study.text.segment import cut, segmenter

CACHE_FILE = "words.npz"
LONGEST = 255
CUT_CHARS = 100_000
"""Characters handed to the segmenter at a time; bounds the memory that its answer takes."""

DAMAGE = (
    AttributeError,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What numpy and zipfile raise on files that are not what they were."""

Lengths = NDArray[np.uint8]


def cut_lengths(text: str, cut_text: Callable[[str], list[str]] = cut) -> Lengths:
    """Return the lengths of the words of `text`: Han runs and newlines; they add up to its own."""
    parts: list[int] = []
    start = 0
    while start < len(text):
        end = text.rfind("\n", start, start + CUT_CHARS) + 1
        if end <= start:
            found = text.find("\n", start)
            end = found + 1 if found >= 0 else len(text)
        parts.extend(map(len, cut_text(text[start:end])))
        start = end
    if parts and max(parts) > LONGEST:
        parts = [
            min(LONGEST, length - done) for length in parts for done in range(0, length, LONGEST)
        ]
    return np.array(parts, dtype=np.uint8)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _read_cache(path: Path, segmenter_name: str) -> dict[str, Lengths]:
    """Return what an earlier build kept; nothing if it is damaged or of another segmenter."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            if str(stored["segmenter"]) != segmenter_name:
                return {}
            ends = np.cumsum(stored["sizes"])
            pieces = np.split(stored["lengths"].astype(np.uint8), ends[:-1])
            return dict(zip(stored["keys"].tolist(), pieces, strict=True))
    except DAMAGE:
        return {}


def _write_cache(path: Path, segmenter_name: str, entries: dict[str, Lengths]) -> None:
    """Replace the kept lengths at once; a folder that cannot be written is no fault of the site."""
    unfinished: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
            unfinished = Path(file.name)
            np.savez(
                file,
                segmenter=np.array(segmenter_name),
                keys=np.array(list(entries), dtype="U32"),
                sizes=np.array([len(each) for each in entries.values()], dtype=np.int64),
                lengths=np.concatenate(list(entries.values())),
            )
        unfinished.replace(path)
    except OSError:
        if unfinished:
            unfinished.unlink(missing_ok=True)


def segment_pages(texts: Sequence[str], cache_folder: Path | None = None) -> list[Lengths]:
    """Return the word lengths of each page's Han text; equal pages are cut once, and only once.

    `cache_folder` keeps them for the next build; without it nothing is kept.
    """
    name = segmenter().name
    path = cache_folder / CACHE_FILE if cache_folder else None
    known = _read_cache(path, name) if path else {}
    used: dict[str, Lengths] = {}
    for text in texts:
        key = _key(text)
        if key not in used:
            kept = known.get(key)
            is_whole = kept is not None and int(kept.sum(dtype=np.int64)) == len(text)
            used[key] = kept if kept is not None and is_whole else cut_lengths(text)
    if path and used and used.keys() != known.keys():
        _write_cache(path, name, used)
    return [used[_key(text)] for text in texts]
