"""Chinese numerals and the numbers of articles and divisions are read and written exactly."""

import pytest

from mkdocs_study.text.numerals import (
    ArticleNumber,
    DivisionNumber,
    format_numeral,
    parse_article,
    parse_division,
    parse_numeral,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0),
        ("〇", 0),
        ("一", 1),
        ("两", 2),
        ("十", 10),
        ("一十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("一百〇五", 105),
        ("一百一十", 110),
        ("一百二十三", 123),
        ("一千零五", 1005),
        ("一千二百六十", 1260),
        ("一万零一十", 10010),
        ("十万", 100_000),
        ("九千九百九十九万九千九百九十九", 99_999_999),
        ("二〇二六", 2026),
        ("12", 12),
        ("０１２", 12),
    ],
)
def test_a_numeral_is_read(text: str, number: int) -> None:
    assert parse_numeral(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "第",
        "百",
        "万",
        "十十",
        "一二十",
        "一百百",
        "一百零",
        "一百二",
        "十零",
        "1二",
        "-1",
        "1.5",
    ],
)
def test_what_is_no_numeral_is_refused(text: str) -> None:
    assert parse_numeral(text) is None


@pytest.mark.parametrize("number", [-1, 100_000_000])
def test_a_number_out_of_range_has_no_numeral(number: int) -> None:
    with pytest.raises(ValueError, match="no numeral"):
        format_numeral(number)


@pytest.mark.parametrize(
    ("text", "number", "anchor", "label"),
    [
        ("第十二条", ArticleNumber(12), "art-12", "第十二条"),
        ("第12条", ArticleNumber(12), "art-12", "第十二条"),
        ("第一百二十条之一", ArticleNumber(120, 1), "art-120-1", "第一百二十条之一"),
        ("第十 条", ArticleNumber(10), "art-10", "第十条"),
    ],
)
def test_an_article_has_an_anchor_and_a_label(
    text: str, number: ArticleNumber, anchor: str, label: str
) -> None:
    found = parse_article(text)
    assert found == number
    assert found is not None
    assert (found.anchor, found.label) == (anchor, label)


@pytest.mark.parametrize(
    "text", ["第三人", "第二类", "第十二条规定", "条", "第零条", "第条", "十二条"]
)
def test_what_is_no_article_is_refused(text: str) -> None:
    assert parse_article(text) is None


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("第一编", "pt-1"),
        ("第二分编", "sp-2"),
        ("第三章", "ch-3"),
        ("第四节", "s-4"),
        ("第五款", "p5"),
        ("第六项", "i6"),
        ("第七章之一", "ch-7-1"),
    ],
)
def test_a_division_has_an_anchor(text: str, anchor: str) -> None:
    division = parse_division(text)
    assert isinstance(division, DivisionNumber)
    assert division.anchor == anchor
    assert division.label == text


@pytest.mark.parametrize("text", ["第一条", "章", "第零章", "第一", "第一季"])
def test_what_is_no_division_is_refused(text: str) -> None:
    assert parse_division(text) is None


def test_articles_sort_by_number_and_suffix() -> None:
    numbers = [ArticleNumber(120, 1), ArticleNumber(121), ArticleNumber(120), ArticleNumber(9)]
    assert [each.anchor for each in sorted(numbers)] == ["art-9", "art-120", "art-120-1", "art-121"]
