"""Sections get ids that follow from numbers and words, never from their place."""

import pytest
from pymdownx.slugs import slugify

from mkdocs_study.library.content import read_body, read_content
from mkdocs_study.library.heading import Heading, explicit_id, plain_heading, slug
from mkdocs_study.library.section import Section
from mkdocs_study.library.structure import assign_section_ids, clashing_ids


def ids(outline: str) -> list[str]:
    """Assign ids to headings written as Markdown, one a line."""
    headings = []
    for line in outline.strip().splitlines():
        marks, _, text = line.strip().partition(" ")
        headings.append(Heading(len(marks), text))
    return assign_section_ids(headings)


TABLE = [
    (
        "a regulation of parts, chapters, 节 and articles",
        """
        # 示例法
        ## 第一编 总则
        ### 第一章 基本规定
        #### 第一条
        #### 第二条 【范围】
        ### 第二章 民事主体
        #### 第一节 自然人
        ##### 第三条
        ## 第二编 物权
        ### 第三章 所有权
        #### 第四条之一
        """,
        "示例法 pt-1 pt-1-ch-1 art-1 art-2 pt-1-ch-2 pt-1-ch-2-s-1 art-3 pt-2 pt-2-ch-3 art-4-1",
    ),
    (
        "chapters and 节 without parts",
        "## 第一章 总则\n### 第一节 甲\n#### 第一条\n### 第二节 乙\n## 第二章 分则\n### 第一节 丙",
        "ch-1 ch-1-s-1 art-1 ch-1-s-2 ch-2 ch-2-s-1",
    ),
    (
        "articles that count anew in the second part",
        "## 第一编\n### 第一条\n### 第二条\n## 第二编\n### 第一条\n### 第二条\n### 第三条",
        "pt-1 art-1 art-2 pt-2 pt-2-art-1 pt-2-art-2 pt-2-art-3",
    ),
    (
        "attachments with articles of their own",
        "## 第一条\n## 附件1：登记表\n### 第一条\n### 第二条\n## 附件2\n### 第一条\n## 附录",
        "art-1 att-1 att-1-art-1 att-1-art-2 att-2 att-2-art-1 att-3",
    ),
    (
        "a heading of another kind ends the chapter",
        "## 第一章\n### 第一节\n## 说明\n### 第二节",
        "ch-1 ch-1-s-1 说明 s-2",
    ),
    (
        "equal headings take the heading above as prefix, wherever they stand",
        "# 表率\n## 对党忠诚\n### 含义\n## 敢于担当\n### 含义\n### 表现",
        "表率 对党忠诚 对党忠诚-含义 敢于担当 敢于担当-含义 表现",
    ),
    (
        "an inserted heading leaves the ids of others",
        "# 表率\n## 新加\n### 含义\n## 对党忠诚\n### 含义\n## 敢于担当\n### 含义\n### 表现",
        "表率 新加 新加-含义 对党忠诚 对党忠诚-含义 敢于担当 敢于担当-含义 表现",
    ),
    (
        "an explicit id wins",
        "## 含义 {#meaning}\n## 含义 {: #second .big }\n### 第一条 {#a1}",
        "meaning second a1",
    ),
    (
        "words are folded as MkDocs folds them",
        "## １．Ｗord 二、“三”\n## C++ 与 Java\n## **重点** `x` [链接](a.md)[^1]",
        "1word-二三 c-与-java 重点-x-链接",
    ),
    (
        "no article: 第三人, 第七条规定的, 第二类",
        "## 第三人\n## 第七条规定的情形\n## 第二类\n## 第一条线索",
        "第三人 第七条规定的情形 第二类 第一条线索",
    ),
]


@pytest.mark.parametrize(("name", "outline", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_headings_get_their_ids(name: str, outline: str, expected: str) -> None:
    assert " ".join(ids(outline)) == expected


def test_a_clash_in_one_place_is_found() -> None:
    assert clashing_ids(ids("## 含义\n## 甲\n## 含义\n## ！？")) == [2, 3]


@pytest.mark.parametrize(
    "words", ["示例 单位", "A/B 测试", "“引号”（括号）", "１２３", "x_y-z", "第 3 节", "é Ａ", "①"]
)
def test_the_slug_is_the_one_of_pymdownx(words: str) -> None:
    assert slug(words) == slugify(case="lower", normalize="NFKC")(words, "-")


@pytest.mark.parametrize(
    ("raw", "plain", "given"),
    [
        ("总则 {#general}", "总则", "general"),
        ("总则 {: #general .x }", "总则", "general"),
        ("总则 {.x id=general}", "总则", "general"),
        ("总则{#general}", "总则{#general}", None),
        ("总则 {.x}", "总则", None),
        ("**重**点 _线_ `码` a_b", "重点 线 码 a_b", None),
        ("![图](a.png) [文](b.md) [引][r] 注[^1]", "图 文 引 注", None),
        (r"1\. 星\*", "1. 星*", None),
    ],
)
def test_a_heading_is_stripped_of_markup(raw: str, plain: str, given: str | None) -> None:
    assert (plain_heading(raw), explicit_id(raw)) == (plain, given)


BODY = """\
# 甲规定

前言abc。

## 第一条

第一款：

（一）甲；

(二)乙；

（二）又一个二。

第二款。

- 列表不是款

> 引用不是款

## 第二条

（一）没有款的项。

### 说明

不属于条文。
"""


@pytest.fixture(scope="module")
def sections() -> tuple[Section, ...]:
    return read_content(read_body("a.md", "text", 5, BODY))[0].sections


def test_sections_know_their_place(sections: tuple[Section, ...]) -> None:
    places = [(each.id, each.line, each.end_line, each.parent) for each in sections]
    assert places == [
        ("甲规定", 5, 8, None),
        ("art-1", 9, 24, 0),
        ("art-2", 25, 28, 0),
        ("说明", 29, 31, 2),
    ]


def test_sections_count_words(sections: tuple[Section, ...]) -> None:
    assert [each.text_length for each in sections] == [8, 28, 9, 7]


def test_articles_know_paragraphs_and_items(sections: tuple[Section, ...]) -> None:
    paragraphs = [(each.number, each.line, each.items) for each in sections[1].paragraphs]
    assert paragraphs == [(1, 11, (1, 2)), (2, 19, ())]
    assert [(each.items, each.implied) for each in sections[2].paragraphs] == [((1,), True)]
    assert sections[3].paragraphs == ()


def test_anchors_are_those_of_the_page() -> None:
    content, _ = read_content(
        read_body("a.md", "text", 5, BODY + "\n## 尾\n\n段 {#own}\n\n注[^n]\n")
    )
    assert {"art-1-p1-i2", "art-1-p2", "art-2-p1-i1", "own", "fn:n", "fnref:n"} <= content.anchors
    assert "art-2-p1" not in content.anchors
