"""The fast segmenter gives the cuts of the reference."""

import re

import pytest

from mkdocs_study.text.segment import tokenize, tokenize_with_jieba
from tests.builds import ROOT

SAMPLES = sorted((ROOT / "docs").glob("texts/*.md")) + sorted((ROOT / "docs").glob("cases/*.md"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_rjieba_and_jieba_agree_on_han_runs(path: object) -> None:
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    runs = re.findall(r"[一-\u9fd5]+", text)
    assert runs
    for run in runs:
        assert sorted(tokenize(run)) == sorted(tokenize_with_jieba(run)), run
