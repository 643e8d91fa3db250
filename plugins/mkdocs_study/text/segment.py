"""Cut runs of Han characters into words with jieba's dictionary.

rjieba is used for its speed (it gives jieba's own cuts on Han runs); jieba itself is the
reference that a test compares with, and the fallback where rjieba has no wheel.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

Token = tuple[str, int, int]
"""A word with its start and end as character offsets in the text that was cut."""


@cache
def _tokenizer() -> Callable[[str], list[Token]]:
    try:
        import rjieba  # noqa: PLC0415  # optional accelerator
    except ImportError:
        return tokenize_with_jieba
    return lambda text: rjieba.tokenize(text, "search")  # type: ignore[no-any-return]


def tokenize_with_jieba(text: str) -> list[Token]:
    """Cut `text` with jieba itself, in search mode."""
    import jieba  # noqa: PLC0415  # loads a dictionary of 5 MB on first use

    jieba.setLogLevel("ERROR")
    return list(jieba.tokenize(text, mode="search"))


def tokenize(text: str) -> list[Token]:
    """Return search-mode words of `text`: long words and the shorter words inside them.

    `text` must hold Han runs separated by newlines; other characters are not what the two
    segmenters agree on.
    """
    return _tokenizer()(text)
