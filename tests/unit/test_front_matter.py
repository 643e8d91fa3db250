"""Front matter keeps its spelling and its lines, and is cut off the body exactly."""

import pytest

from mkdocs_study.library.decoding import decode
from mkdocs_study.library.front_matter import read_front_matter, split_front_matter

TEXT = """\
---
title: NO
version: 1.10
code: 012
quoted: "on"
list: [a, 《规定》第一条, {k: v}]
stages:
  - title: 一
    units:
      - page: x.md
      - {page: y.md}
folded: >
  第一行
  第二行
empty:
---

# 正文
"""


def test_scalars_keep_their_spelling() -> None:
    front, split, found = read_front_matter(TEXT, "a.md")
    assert found == []
    assert front is not None
    assert front.data == {
        "title": "NO",
        "version": "1.10",
        "code": "012",
        "quoted": "on",
        "list": ["a", "《规定》第一条", {"k": "v"}],
        "stages": [{"title": "一", "units": [{"page": "x.md"}, {"page": "y.md"}]}],
        "folded": "第一行 第二行\n",
        "empty": "",
    }
    assert (split.body, split.body_line) == ("\n# 正文\n", 17)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("list", 1), 6),
        (("stages",), 7),
        (("stages", 0), 8),
        (("stages", 0, "units", 0, "page"), 10),
        (("stages", 0, "units", 1, "page"), 11),
        (("stages", 0, "units", 1, "kind"), 11),
        (("stages", 0, "titel"), 8),
        (("missing",), 1),
        ((), 1),
    ],
)
def test_every_value_has_a_line(path: tuple[str | int, ...], line: int) -> None:
    front, _, _ = read_front_matter(TEXT, "a.md")
    assert front is not None
    assert front.line_of(path) == line


@pytest.mark.parametrize(
    ("text", "yaml", "body"),
    [
        ("---\na: b\n---\n正文", "a: b", "正文"),
        ("---  \na: b\n---\t\n", "a: b", ""),
        ("---\na: b\n...\n正文\n", "a: b", "正文\n"),
        ("---\na: b\n---", "a: b", ""),
        ("---\n---\n正文", "", "正文"),
        ("---\na: b\n----\n---\n正文", "a: b\n----", "正文"),
        ("正文\n---\na: b\n---\n", None, "正文\n---\na: b\n---\n"),
        ("---\na: b\n", None, ""),
    ],
)
def test_a_file_is_cut_in_two(text: str, yaml: str | None, body: str) -> None:
    split, _ = split_front_matter(text, "a.md")
    assert (split.yaml, split.body) == (yaml, body)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("标题".encode(), "标题"),
        ("标题".encode("utf-8-sig"), "标题"),
        ("一\r\n二\r三\n".encode(), "一\n二\n三\n"),
        (b"", ""),
    ],
)
def test_bytes_become_text(data: bytes, text: str) -> None:
    assert decode(data, "a.md") == (text, [])


CHINESE = "---\ntype: page\ntitle: 这是一个标题\n---\n\n这里有一段不长的中文正文，用来辨认编码。\n"


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (CHINESE.encode("gb18030"), 1, "文件编码像是 GB18030（GBK），不是 UTF-8"),
        (CHINESE.encode("utf-16"), 1, "文件编码像是 UTF-16，不是 UTF-8"),
        (CHINESE.encode("utf-16-le"), 1, "文件编码像是 UTF-16，不是 UTF-8"),
        ("plain ascii".encode("utf-16-be"), 1, "文件编码像是 UTF-16，不是 UTF-8"),
        (CHINESE.encode() + b"\xe4\xb8\n", 7, "这一行有不合法的 UTF-8 字节"),
        (b"a\nb\xff\nc", 2, "这一行有不合法的 UTF-8 字节"),
    ],
)
def test_other_encodings_are_named(data: bytes, line: int, message: str) -> None:
    text, found = decode(data, "a.md")
    assert text is None
    assert [(each.line, each.message) for each in found] == [(line, message)]


def test_invisible_and_broken_characters_are_reported() -> None:
    text, found = decode("一\x02\n二\n三\ufffd\n".encode(), "a.md")
    assert text is not None
    assert [(each.line, each.message) for each in found] == [
        (1, "这一行有看不见的控制字符 U+0002"),
        (3, "这一行有乱码“�”"),
    ]


def test_line_ends_that_no_editor_shows_are_named_by_line() -> None:
    text = "---\ntype: page\ntitle: 甲\u2028乙\ndescription: 丙\x85\n---\n# 甲\n"
    front, _, found = read_front_matter(text, "docs/a.md")
    assert front is None
    assert [(d.line, d.code) for d in found] == [(3, "FM009"), (4, "FM009")]


@pytest.mark.parametrize(
    "text",
    [
        "---\n# 说明\ntype: page\ntitle: 甲\n---\n# 甲\n",
        "---\ntype: page\n\n# 说明\ntitle: 甲\n---\n# 甲\n",
        "---\ntype: page\n# text: short_title\n\ntitle: 甲\n---\n# 甲\n",
        "---\ntype: page\ntitle: 甲\n# 完\n---\n# 甲\n",
    ],
)
def test_comments_may_stand_between_keys(text: str) -> None:
    front, _, found = read_front_matter(text, "docs/a.md")
    assert found == []
    assert front is not None
    assert front.data == {"type": "page", "title": "甲"}
