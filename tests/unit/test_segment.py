"""The fast segmenter gives the cuts of the reference."""

import re
from pathlib import Path

import pytest

from mkdocs_study.text.segment import Segmenter, inner_words, jieba_segmenter, segmenter
from tests.builds import ROOT

SAMPLES = sorted((ROOT / "docs").glob("texts/*.md")) + sorted((ROOT / "docs").glob("cases/*.md"))


def _tokens(run: str, knows: Segmenter) -> list[tuple[str, list[tuple[int, int]]]]:
    return [(word, list(inner_words(word, knows))) for word in knows.cut(run)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_rjieba_and_jieba_agree_on_han_runs(path: Path) -> None:
    runs = re.findall(r"[一-\u9fd5]+", path.read_text("utf-8"))
    assert runs
    for run in runs:
        assert _tokens(run, segmenter()) == _tokens(run, jieba_segmenter()), run


def test_words_joined_are_the_text_and_newlines_are_words() -> None:
    text = "中国人民的\n\n党章\n"
    words = segmenter().cut(text)
    assert "".join(words) == text
    assert words.count("\n") == 3


def test_inner_words_are_those_of_search_mode() -> None:
    jieba_mode = {
        (start, end)
        for _, start, end in __import__("jieba").tokenize("中华人民共和国", mode="search")
    }
    assert set(inner_words("中华人民共和国")) == jieba_mode - {(0, 7)}
    assert list(inner_words("党章")) == []
