"""Chinese Markdown is rendered the way its author meant it."""

from pathlib import Path

import pytest
from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser

from mkdocs_study.library.citation import Citation
from mkdocs_study.library.content import read_body, read_content
from mkdocs_study.library.library import load_library
from mkdocs_study.library.markers import is_marker
from mkdocs_study.library.masking import strip_comments
from mkdocs_study.library.section import anchors_of
from mkdocs_study.library.vocabulary import Vocabulary
from mkdocs_study.markdown_zh.terms import LinkedTerm, TermMatcher
from mkdocs_study.publish.site import missing_anchors
from tests.builds import ROOT

EXTENSIONS = ["markdown_zh", "attr_list", "footnotes", "sane_lists", "tables", "toc", "admonition"]


def render(text: str, **options: object) -> str:
    converter = Markdown(extensions=EXTENSIONS, extension_configs={"markdown_zh": options})
    return converter.convert(text)


BREAKS = [
    ("第一行\n第二行", "第一行第二行"),
    ("第一行，\n“第二行”", "第一行，“第二行”"),
    ("“引文”\n继续", "“引文”继续"),
    ("第一行  \n第二行", "第一行<br />\n第二行"),
    ("使用\nPython\n编写", "使用\nPython\n编写"),
    ("English\nwords", "English\nwords"),
    ("“English”\n“words”", "“English”\n“words”"),
    ("第**一**\n行", "第<strong>一</strong>行"),
    ("第\n**一**行", "第<strong>一</strong>行"),
    ("见[甲\n乙](a.md)\n丙", '见<a href="a.md">甲乙</a>丙'),
    ("代码 `甲\n乙` 完", "代码 <code>甲\n乙</code> 完"),
    ("甲\n   乙", "甲乙"),
    ("二〇\n一七", "二〇一七"),
    ("甲\n、乙", "甲、乙"),
    ("𠀀\n𠀁", "𠀀𠀁"),
]


@pytest.mark.parametrize(("text", "expected"), BREAKS, ids=[repr(row[0]) for row in BREAKS])
def test_lines_of_chinese_are_joined(text: str, expected: str) -> None:
    assert render(text) == f"<p>{expected}</p>"


def test_lines_are_joined_in_every_block() -> None:
    html = render("- 甲\n乙\n\n> 丙\n> 丁\n\n!!! note\n    戊\n    己\n\n| 甲 |\n|---|\n| 乙 |")
    assert "甲乙" in html
    assert "丙丁" in html
    assert "戊己" in html
    assert "<td>乙</td>\n" in html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("机关**“重点”**内容", "机关<strong>“重点”</strong>内容"),
        ("**真，**她", "<strong>真，</strong>她"),
        ("他说：**“好。”**大家", "他说：<strong>“好。”</strong>大家"),
        ("（**甲**）*乙*", "（<strong>甲</strong>）<em>乙</em>"),
    ],
)
def test_bold_beside_chinese_punctuation_is_bold(text: str, expected: str) -> None:
    assert render(text) == f"<p>{expected}</p>"


def test_headings_articles_paragraphs_and_items_get_ids() -> None:
    html = render(
        "# 规定\n\n## 第一条\n\n一款\n\n（一）甲\n\n二款\n\n- 列表\n\n## 含义 {#m}\n\n段\n"
    )
    assert html.splitlines() == [
        '<h1 id="规定">规定</h1>',
        '<h2 id="art-1">第一条</h2>',
        '<p id="art-1-p1">一款</p>',
        '<p id="art-1-p1-i1">（一）甲</p>',
        '<p id="art-1-p2">二款</p>',
        "<ul>",
        "<li>列表</li>",
        "</ul>",
        '<h2 id="m">含义</h2>',
        "<p>段</p>",
    ]


def test_ids_do_not_need_attr_list() -> None:
    converter = Markdown(extensions=["markdown_zh"])
    assert converter.convert("## 含义 {#m}") == '<h2 id="m">含义</h2>'


def cite(citation: Citation) -> str | None:
    return f"{citation.title}.md#{citation.article.anchor}" if citation.title != "无" else None


def test_references_become_links_but_not_in_links_headings_or_code() -> None:
    words = "《甲》第一条 [《甲》第二条](b.md) `《甲》第三条` 《无》第四条 **《甲》第五条**"
    text = f"## 《甲》第一条\n\n{words}"
    assert render(text, cite=cite).splitlines()[1] == (
        '<p><a class="zh-citation" href="甲.md#art-1">《甲》第一条</a> '
        '<a href="b.md">《甲》第二条</a> <code>《甲》第三条</code> 《无》第四条 '
        '<strong><a class="zh-citation" href="甲.md#art-5">《甲》第五条</a></strong></p>'
    )


def test_a_reference_across_lines_becomes_a_link() -> None:
    assert 'href="甲.md#art-1">《甲》第一条</a>' in render("依照《甲》\n第一条", cite=cite)


TERMS = {
    "三会一课": LinkedTerm("g.md#1", '"三会"与<一课>'),
    "三会": LinkedTerm("g.md#2", "三会"),
    "AI": LinkedTerm("g.md#3", "智能"),
}


def linked(name: str) -> str:
    term = TERMS[name]
    title = term.definition.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<a class="zh-term" href="{term.href}" title="{title}">{name}</a>'


def test_the_longest_term_is_linked_inside_running_chinese() -> None:
    html = render("坚持三会一课制度和三会制度。", terms=TERMS)
    assert html == f"<p>坚持{linked('三会一课')}制度和{linked('三会')}制度。</p>"


def test_a_term_is_linked_once_a_section_and_never_in_links_headings_code_titles() -> None:
    text = "三会，三会。\n\n## 三会\n\n[三会](a.md) `三会` 《三会办法》 三会。\n\n三会。\n"
    html = render(text, terms=TERMS)
    assert html.count('class="zh-term"') == 2
    assert f"<p>{linked('三会')}，三会。</p>" in html
    assert f"《三会办法》 {linked('三会')}。</p>" in html


def test_a_latin_term_is_a_whole_word() -> None:
    matcher = TermMatcher(TERMS)
    assert matcher.find("用AI和RAID、AIX、AI") == [(1, "AI"), (13, "AI")]


def test_a_term_of_one_character_is_never_linked() -> None:
    matcher = TermMatcher({"党": LinkedTerm("g.md#4", "党"), **TERMS})
    assert matcher.find("党的三会") == [(2, "三会")]


def test_a_term_is_not_linked_in_a_heading_of_a_table() -> None:
    html = render("| 三会 | AI |\n|---|---|\n| 三会 | 无 |\n", terms=TERMS)
    assert "<th>三会</th>" in html
    assert f"<td>{linked('三会')}</td>" in html


@pytest.mark.parametrize(
    "text",
    [
        "三会：三项会议。",
        "三会:三项会议。",
        "- 三会：三项会议。",
        "- **三会**：三项会议。",
        "- **三会：**三项会议。",
        "1. **三会** ：三项会议。",
        "- 甲\n\n- 三会：三项会议。",
    ],
)
def test_a_term_that_labels_its_paragraph_or_item_is_not_linked(text: str) -> None:
    assert "zh-term" not in render(text, terms=TERMS)


def test_a_label_leaves_the_next_mention_to_be_linked() -> None:
    html = render("- **三会**：每季度开三会。\n- 坚持三会：一项要求。\n", terms=TERMS)
    assert html.count("zh-term") == 1
    assert f"每季度开{linked('三会')}。" in html


def test_a_term_that_only_begins_a_paragraph_is_linked() -> None:
    assert render("三会要开好。", terms=TERMS) == f"<p>{linked('三会')}要开好。</p>"
    assert linked("三会") in render("**三会**要开好。", terms=TERMS)


def test_there_may_be_no_terms() -> None:
    assert TermMatcher({}).find("三会") == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("#%E5%90%AB%E4%B9%89", "#含义"),
        ("q.md#%e5%90%ab%E4%B9%89", "q.md#含义"),
        ("%E7%94%B2/%E4%B9%99.md", "甲/乙.md"),
        ("a%20b%E7%94%B2.md#a%28b%29", "a%20b甲.md#a(b)"),
        ("a%E7.md", "a%E7.md"),
        ("https://example.cn/%E7%94%B2#%E7%94%B2", "https://example.cn/%E7%94%B2#%E7%94%B2"),
        ("//example.cn/%E7%94%B2", "//example.cn/%E7%94%B2"),
    ],
)
def test_addresses_copied_from_a_browser_are_decoded(written: str, shown: str) -> None:
    assert f'href="{shown}"' in render(f"[含义]({written})")
    assert f'src="{shown}"' in render(f"![含义]({written})")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("!!! warning", "警示"),
        ("!!! note inline end", "说明"),
        ('!!! warning "注意事项"', "注意事项"),
        ("??? tip", "提示"),
        ("!!! 案例", "案例"),
    ],
)
def test_a_note_without_a_title_gets_a_chinese_one(written: str, shown: str) -> None:
    converter = Markdown(extensions=[*EXTENSIONS, "pymdownx.details"])
    title = LexborHTMLParser(converter.convert(f"{written}\n    甲")).css_first(
        ".admonition-title, summary"
    )
    assert title is not None
    assert title.text() == shown


def test_shipped_pages_have_the_ids_of_the_library() -> None:
    library, _ = load_library(ROOT / "docs", Vocabulary(audiences=("支部书记", "党组中心组")))
    assert len(library.documents) > 40
    for document in library.documents:
        html = render(strip_comments(document.body, is_marker))
        assert missing_anchors(document, html) == []


def test_a_page_rendered_with_other_ids_is_reported(tmp_path: Path) -> None:
    text = "---\ntype: text\ntitle: 甲\nid: text-a\n---\n\n# 甲\n\n## 第一条\n\n条文。\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    library, _ = load_library(tmp_path, Vocabulary())
    html = '<h1 id="甲">甲</h1><h2 id="art-1">第一条</h2><p>条文。</p>'
    found = missing_anchors(library.documents[0], html)
    assert [(each.line, each.code) for each in found] == [(9, "SEC005")]


@pytest.mark.parametrize(
    "path", ["docs/texts/sample-discipline.md", "docs/texts/sample-study-rules.md"]
)
def test_tree_and_source_agree_on_every_anchor_of_a_text(path: str) -> None:
    body = (ROOT / path).read_text(encoding="utf-8").split("---\n", maxsplit=2)[2]
    content, _ = read_content(read_body(path, "text", 1, body))
    expected = anchors_of(content.sections)
    html = render(body)
    assert len(expected) > 100
    assert [each for each in expected if f'id="{each}"' not in html] == []
