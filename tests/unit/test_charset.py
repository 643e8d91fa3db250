"""The bytes of a page become text in the encoding that they are in, or are said to be no text."""

import codecs

import pytest

from mkdocs_study.search.charset import decode_page

TEXT = "<title>党章</title><p>支部书记，𠮷野家。\n"
DECLARED = '<meta charset="{}">党章与条例，支部书记。'


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
    ],
)
def test_no_word_of_the_page_is_needed(data: bytes) -> None:
    decoded = decode_page(data)
    assert (decoded.text, decoded.bad_line) == (TEXT, 0)


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("gb2312", "gbk"),
        ("GBK", "gbk"),
        ("gb18030", "gb18030"),
        ("x-gbk", "gbk"),
        ("utf-8", "utf-8"),
        ("gbk", "utf-8"),
        ("utf-8", "gbk"),
        ("Big5", "big5hkscs"),
        ("no-such", "gbk"),
        ("rot13", "gbk"),
    ],
)
def test_what_the_page_says_counts_where_its_bytes_allow(name: str, encoding: str) -> None:
    text = DECLARED.format(name)
    if encoding == "big5hkscs":
        text = text.replace("与条例，支部书记", "與條例，支部書記")
    assert decode_page(text.encode(encoding)).text == text


def test_older_ways_to_declare() -> None:
    text = '<META http-equiv=Content-Type content="text/html; charset=big5">黨章'
    assert decode_page(text.encode("big5")).text == text
    text = '<?xml version="1.0" encoding="big5"?><p>黨章'
    assert decode_page(text.encode("big5")).text == text


def test_one_broken_byte_does_not_lose_a_page() -> None:
    decoded = decode_page(b"<p>\n" + "党章".encode() * 200 + b"\n\xff")
    assert decoded.text is not None
    assert decoded.text.count("党章") == 200
    assert decoded.bad_line == 3


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"<p>\n\0\1", 2), (bytes(range(128, 256)) * 3, 1), (b"a\n\n" + b"\xff\xfe\x80" * 20, 3)],
)
def test_what_is_no_text_is_given_up(data: bytes, line: int) -> None:
    decoded = decode_page(data)
    assert (decoded.text, decoded.bad_line) == (None, line)
