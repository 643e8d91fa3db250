"""Puts a .gz and a .br beside every file that compresses, the same bytes each time."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from mkdocs_study.publish.release.durable import THREADS, walk

SUFFIXES = frozenset(
    (
        ".html",
        ".css",
        ".js",
        ".mjs",
        ".json",
        ".xml",
        ".svg",
        ".txt",
        ".map",
        ".webmanifest",
        ".ics",
    )
)
SMALLEST = 256
"""Bytes below which the header of an answer weighs more than what is saved."""

GZIP_LEVEL = 9
GZIP_SYSTEM, UNKNOWN_SYSTEM = 9, 255
"""Byte of the header that names the operating system, and what it says if it does not."""

BROTLI_BEST, BROTLI_QUICK = 11, 9
LARGE = 256_000
"""Bytes from which the best brotli would take seconds for each file."""


def compress(folder: Path) -> int:
    """Write compressed neighbours and return how many; what is there already stays as it is."""
    files = [
        path
        for path in walk(folder)
        if path.suffix.lower() in SUFFIXES and path.is_file() and not path.is_symlink()
    ]
    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(_compress_one, files))


def _compress_one(path: Path) -> int:
    data = path.read_bytes()
    if len(data) < SMALLEST:
        return 0
    quality = BROTLI_BEST if len(data) < LARGE else BROTLI_QUICK
    packed = bytearray(gzip.compress(data, GZIP_LEVEL, mtime=0))
    packed[GZIP_SYSTEM] = UNKNOWN_SYSTEM
    written = _write_smaller(path, ".gz", bytes(packed), len(data))
    return written + _write_smaller(path, ".br", brotli.compress(data, quality=quality), len(data))


def _write_smaller(path: Path, suffix: str, packed: bytes, size: int) -> int:
    goal = path.with_name(path.name + suffix)
    if len(packed) >= size or goal.exists():
        return 0
    goal.write_bytes(packed)
    return 1
