"""Cut runs of Han characters into words with jieba's dictionary.

rjieba is used for its speed (it gives jieba's own cuts on Han runs); jieba itself is the
reference that a test compares with, and the fallback where rjieba has no wheel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple


class Segmenter(NamedTuple):
    """What cuts text, and what knows whether a string is a word of the dictionary."""

    name: str
    """Package and release; what it cuts may be kept as long as this stays the same."""
    cut: Callable[[str], list[str]]
    has_word: Callable[[str], bool]


@cache
def segmenter() -> Segmenter:
    """Return the fastest segmenter that is installed."""
    try:
        import rjieba  # noqa: PLC0415  # optional accelerator
    except ImportError:
        return jieba_segmenter()
    return Segmenter(f"rjieba {_release('rjieba')}", rjieba.cut, rjieba.has_word)


def _release(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "0"


@cache
def jieba_segmenter() -> Segmenter:
    """Return jieba itself, behind the same two calls."""
    import jieba  # noqa: PLC0415  # loads a dictionary of 5 MB on first use

    dictionary: Any = jieba.dt
    jieba.setLogLevel("ERROR")
    # jieba keeps a pickled dictionary in the common temporary folder, where any user of the
    # machine may have put another one: give it a folder of its own for this once.
    with TemporaryDirectory(prefix="mkdocs-study-") as private:
        dictionary.tmp_dir = private
        jieba.initialize()
    return Segmenter(
        f"jieba {_release('jieba')}",
        jieba.lcut,
        lambda word: bool(dictionary.FREQ.get(word)),
    )


def cut(text: str) -> list[str]:
    """Return the words of `text` in order; joined, they are the text.

    `text` must hold Han runs separated by newlines, each of which is a word of its own; other
    characters are not what the two segmenters agree on.
    """
    return segmenter().cut(text)


def inner_words(word: str, knows: Segmenter | None = None) -> Iterator[tuple[int, int]]:
    """Yield start and end of the dictionary words of two and three characters inside a word.

    These are the ones that jieba's search mode adds to a long word, in its order.
    """
    has_word = (knows or segmenter()).has_word
    for size in (2, 3):
        if len(word) > size:
            for start in range(len(word) - size + 1):
                if has_word(word[start : start + size]):
                    yield start, start + size
