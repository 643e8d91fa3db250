"""Numerals survive a round trip, and no text makes the readers fail."""

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_study.text.numerals import (
    ArticleNumber,
    format_numeral,
    parse_article,
    parse_division,
    parse_numeral,
)

CHARACTERS = st.text("第条章节编之零〇一二两三四五六七八九十百千万0１2 　x", max_size=14)


@given(st.integers(min_value=0, max_value=99_999_999))
def test_a_number_survives_the_round_trip(number: int) -> None:
    assert parse_numeral(format_numeral(number)) == number


@given(st.integers(1, 9999), st.integers(0, 40))
def test_the_label_of_an_article_is_read_back(order: int, suffix: int) -> None:
    article = ArticleNumber(order, suffix)
    assert parse_article(article.label) == article


@given(CHARACTERS)
def test_any_text_is_read_or_refused(text: str) -> None:
    number = parse_numeral(text)
    assert number is None or number >= 0
    article = parse_article(text)
    assert article is None or parse_article(article.label) == article
    parse_division(text)
