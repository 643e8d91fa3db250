"""Cut runs of Han characters into words with jieba's dictionary.

rjieba is used for its speed (it gives jieba's own cuts on Han runs); jieba itself is the
reference that a test compares with, and the fallback where rjieba has no wheel.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any

Token = tuple[str, int, int]
"""A word with its start and end as character offsets in the text that was cut."""


@cache
def _tokenizer() -> Callable[[str], list[Token]]:
    try:
        import rjieba  # noqa: PLC0415  # optional accelerator
    except ImportError:
        return tokenize_with_jieba
    return lambda text: rjieba.tokenize(text, "search")


@cache
def _jieba() -> Any:  # noqa: ANN401  # jieba has no types
    import jieba  # noqa: PLC0415  # loads a dictionary of 5 MB on first use

    jieba.setLogLevel("ERROR")
    # jieba keeps a pickled dictionary in the common temporary folder, where any user of the
    # machine may have put another one: give it a folder of its own for this once.
    with TemporaryDirectory(prefix="mkdocs-study-") as private:
        jieba.dt.tmp_dir = private
        jieba.initialize()
    return jieba


def tokenize_with_jieba(text: str) -> list[Token]:
    """Cut `text` with jieba itself, in search mode."""
    return list(_jieba().tokenize(text, mode="search"))


def tokenize(text: str) -> list[Token]:
    """Return search-mode words of `text`: long words and the shorter words inside them.

    `text` must hold Han runs separated by newlines; other characters are not what the two
    segmenters agree on.
    """
    return _tokenizer()(text)
