"""The head of a page is read whatever the order and the quoting of its attributes."""

import pytest

from mkdocs_study.search.head import read_head


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>甲&amp;乙\n 丙</title>", "甲&乙 丙"),
        ("<TITLE data-rh='true'>甲</TITLE>", "甲"),
        ("<svg><title>图标</title></svg><title>甲</title>", "甲"),
        ("<!-- <title>旧</title> --><title>甲</title>", "甲"),
        ("<title>没有结束", "没有结束"),
        ("<head></head><body><title>迟了</title>", ""),
        ("", ""),
    ],
)
def test_title(html: str, title: str) -> None:
    assert read_head(html).title == title


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ('<html lang="zh-CN">', "zh-CN"),
        ("<HTML class=x LANG=zh>", "zh"),
        ('<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="zh">', "zh"),
        ("<html data-lang='en'>", ""),
    ],
)
def test_language(html: str, language: str) -> None:
    assert read_head(html).language == language


@pytest.mark.parametrize(
    ("meta", "facets"),
    [
        ('<meta name="study:type" content="案例">', (("type", "案例"),)),
        ("<meta content='甲 \"乙\" > 丙' name='study:alias'/>", (("alias", '甲 "乙" > 丙'),)),
        ("<META NAME=study:year CONTENT=2026>", (("year", "2026"),)),
        ('<meta property="study:x" content="&#x7532;">', (("x", "甲"),)),
        ('<meta\nname = "study:a"\ncontent = "1"><meta name="study:a" content="2">',
         (("a", "1"), ("a", "2"))),
        ('<meta name="study:type" name="study:no" content="甲" content="乙">', (("type", "甲"),)),
        ('<meta name="description" content="study:type">', ()),
        ('<!-- <meta name="study:type" content="案例"> -->', ()),
        ('<script>"<meta name=study:type content=x>"</script>', ()),
        ('<meta name="study:type" content="没有结束>', ()),
    ],
)  # fmt: skip
def test_facets(meta: str, facets: tuple[tuple[str, str], ...]) -> None:
    assert read_head(f"<head>{meta}</head><body>").facets == facets


@pytest.mark.parametrize(
    ("meta", "is_unlisted", "is_redirect"),
    [
        ('<meta name="robots" content="noindex">', True, False),
        ("<meta content=nofollow,NoIndex name=ROBOTS>", True, False),
        ('<meta name="robots" content="none">', True, False),
        ('<meta name="robots" content="index, follow">', False, False),
        ('<meta name="description" content="noindex">', False, False),
        ('<meta http-equiv="refresh" content="0; url=/a/">', False, True),
        ("<meta content=\"0;URL='a.html'\" http-equiv=Refresh>", False, True),
        ('<meta http-equiv="refresh" content="1, /a/">', False, True),
        ('<meta http-equiv="refresh" content="300; url=/a/">', False, False),
        ('<meta http-equiv="refresh" content="5">', False, False),
        ('<noscript><meta http-equiv="refresh" content="0; url=/a/"></noscript>', False, False),
        ('<!-- <meta name="robots" content="noindex"> -->', False, False),
    ],
)
def test_what_the_page_wishes(meta: str, *, is_unlisted: bool, is_redirect: bool) -> None:
    head = read_head(f"<html><head>{meta}</head><body>")
    assert (head.is_unlisted, head.is_redirect) == (is_unlisted, is_redirect)


def test_a_hostile_head_is_read_quickly() -> None:
    read_head("<meta " + "a=\"'" * 50_000)
    read_head("<!--" * 50_000)
    read_head("<svg>" * 20_000)
