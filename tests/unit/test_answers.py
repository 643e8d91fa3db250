"""Two spellings of one answer compare equal, in Python as in the browser (tests/js)."""

import json

import pytest

from mkdocs_study.text.answers import answer_key, answer_keys, other_spellings
from tests.builds import ROOT

TABLE = json.loads((ROOT / "tests/golden/answers.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "key"), TABLE)
def test_an_answer_has_this_key(text: str, key: str) -> None:
    assert answer_key(text) == key


def test_traditional_spellings_of_authors_are_read_as_simplified_ones() -> None:
    assert answer_key("報告") == answer_key("报告")


def test_what_readers_may_type_for_a_simplified_character_goes_with_the_answer() -> None:
    pairs = other_spellings(["纪律", "时间"])
    spelled = dict(zip(pairs[::2], pairs[1::2], strict=True))
    assert spelled["紀"] == "纪"
    assert spelled["時"] == "时"
    assert set(spelled.values()) <= set("纪律时间")
    assert other_spellings(["24"]) == ""


@pytest.mark.parametrize(
    ("forms", "keys"),
    [
        (("五",), ("五", "5")),
        (("5",), ("5", "五")),
        (("二十四小时", "一天"), ("二十四小时", "24小时", "一天", "1天")),
        (("24", "二十四"), ("24", "二十四")),
        (("三点五",), ("三点五", "3点5")),
        (("3.5",), ("3.5",)),
        (("2026-01-15",), ("2026-01-15", "2026-1-15")),
        (("百分之二十", "20%"), ("百分之二十", "百分之20", "20%", "二十%")),
        (("007",), ("007", "7")),
        (("。",), ()),
    ],
)
def test_numerals_are_right_in_both_spellings(
    forms: tuple[str, ...], keys: tuple[str, ...]
) -> None:
    assert answer_keys(forms) == keys
