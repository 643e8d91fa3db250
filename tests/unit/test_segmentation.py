"""Word lengths are kept between builds, and a damaged store is no fault of the site."""

from pathlib import Path

import numpy as np
import pytest

from mkdocs_study.search import segmentation
from mkdocs_study.search.segmentation import CACHE_FILE, cut_lengths, segment_pages
from mkdocs_study.text.segment import segmenter

TEXTS = ["中国人民\n学习党章\n", "廉洁纪律\n"]


def as_lists(pages: list[segmentation.Lengths]) -> list[list[int]]:
    return [page.tolist() for page in pages]


def test_lengths_add_up_to_the_text() -> None:
    for text in ("", "\n", "一\n二\n", "中" * 300 + "\n", *TEXTS):
        assert int(cut_lengths(text).sum(dtype=np.int64)) == len(text)


def test_a_page_that_has_not_changed_is_not_cut_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = as_lists(segment_pages(TEXTS, tmp_path))
    cut: list[str] = []

    def watched(text: str) -> segmentation.Lengths:
        cut.append(text)
        return cut_lengths(text)

    monkeypatch.setattr(segmentation, "cut_lengths", watched)
    again = as_lists(segment_pages([*TEXTS, "新的一页\n"], tmp_path))
    assert again[:2] == first
    assert cut == ["新的一页\n"]


@pytest.mark.parametrize("damage", ["cut", "flip", "array", "text", "keys", "other", "folder"])
def test_a_damaged_store_is_begun_anew(tmp_path: Path, damage: str) -> None:
    fresh = as_lists(segment_pages(TEXTS, tmp_path))
    path = tmp_path / CACHE_FILE
    content = path.read_bytes()
    if damage == "cut":
        path.write_bytes(content[:50])
    elif damage == "flip":
        path.write_bytes(content[:6] + b"\x01" + content[7:])
    elif damage == "text":
        path.write_text("words")
    elif damage == "folder":
        path.unlink()
        path.mkdir()
    else:
        with path.open("wb") as file:
            if damage == "array":
                np.save(file, np.zeros(3))
            elif damage == "keys":
                np.savez(
                    file, segmenter=np.array(segmenter().name), keys=np.array("x"),
                    sizes=np.array(["a"]), lengths=np.zeros(2),
                )  # fmt: skip
            else:
                np.savez(file, segmenter=np.array("another"))
    assert as_lists(segment_pages(TEXTS, tmp_path)) == fresh
    assert sorted(each.name for each in tmp_path.iterdir()) == [CACHE_FILE]
