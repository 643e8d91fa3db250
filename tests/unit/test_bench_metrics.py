"""The measures are those of the textbook, by tables worked out by hand."""

import math
from pathlib import Path

import pytest

from bench_complete import Tally, Truth, judge, scan
from bench_quality import Judged, describe, discounted_gain, measure_quality, read_queries
from bench_sections import Sample, SiteSection


def section(url: str, text: str, heading: str = "", title: str = "") -> SiteSection:
    return SiteSection(url, url.partition("#")[0], title, heading, text)


@pytest.mark.parametrize(
    ("found", "relevant", "gain"),
    [
        ([True], 1, 1.0),
        ([False, True], 1, 1 / math.log2(3)),
        ([True, False, True], 2, 1.5 / (1 + 1 / math.log2(3))),
        ([False] * 10 + [True], 1, 0.0),
        ([True] * 10, 20, 1.0),
        ([], 3, 0.0),
        ([], 0, 0.0),
    ],
)
def test_discounted_gain(found: list[bool], relevant: int, gain: float) -> None:
    assert discounted_gain(found, relevant, 10) == pytest.approx(gain)


def test_quality_is_averaged_over_queries() -> None:
    judged = [Judged("甲", frozenset({"a", "b"})), Judged("乙", frozenset({"c"}))]
    found = [["x", "a"], ["y"] * 5 + ["c"]]
    values = measure_quality(judged, found)
    assert values["Recall@5"] == pytest.approx((0.5 + 0) / 2)
    assert values["Recall@10"] == pytest.approx((0.5 + 1) / 2)
    assert values["MRR@10"] == pytest.approx((1 / 2 + 1 / 6) / 2)
    first = (1 / math.log2(3)) / (1 + 1 / math.log2(3))
    assert values["nDCG@10"] == pytest.approx((first + 1 / math.log2(7)) / 2)


def test_queries_are_read_with_empty_lines_between(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": 1, "query": "问", "relevant": ["p/#a1"]}\n\n', encoding="utf-8")
    assert read_queries(path) == [Judged("问", frozenset({"p/#a1"}))]


def test_median_high_and_most() -> None:
    assert describe([*range(1, 100), 1000]) == "50.5 | 96.0 | 1,000.0"


def test_a_scan_tells_what_is_due_from_what_is_allowed() -> None:
    sections = [section("a/", "自1日起"), section("b/", "自21日起"), section("c/", "自2日起")]
    truth = scan(sections, "1日")
    assert truth == Truth({"a/"}, {"a/", "b/"})


def test_recall_precision_and_first_hit() -> None:
    tally = Tally()
    tally.add("甲", Truth({"a", "b"}, {"a", "b"}), ["a", "x"], "x")
    tally.add("乙", Truth({"c"}, {"c", "d"}), ["c", "d"], "d")
    assert tally.row == "2 | 0.750 | 0.750 | 50.0 %"
    assert tally.faults == ["missed: 甲 b", "false: 甲 x"]
    assert not tally.good


@pytest.mark.parametrize(
    ("answer", "good"),
    [
        ({"hits": [{"url": "a/", "exact": True}], "total": 1, "total_exact": True}, True),
        ({"hits": [{"url": "a/", "exact": True}], "total": 2, "total_exact": True}, False),
        ({"hits": [{"url": "a/", "exact": True}], "total": 1, "total_exact": False}, False),
        ({"hits": [{"url": "a/", "exact": False}], "total": 1, "total_exact": True}, False),
        ({"hits": [], "total": 0, "total_exact": True}, False),
    ],
)
def test_a_promise_is_kept_whole_or_broken(answer: dict[str, object], *, good: bool) -> None:
    sections = [section("a/", "党员应当学习"), section("b/", "别的")]
    assert judge(sections, [Sample("党員", "党员")], [answer]).good is good
