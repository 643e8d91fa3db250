"""Built pages carry what the library knows of them: boxes, references, back links, facets."""

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from mkdocs_study.search.extract import extract_page
from tests.builds import write_project
from tests.library_sites import STUDY_CONFIG, STUDY_PAGES, mkdocs_build

PAGES = {
    "index.md": (
        "---\ntype: page\ntitle: 首页\n---\n\n# 首页\n\n<!-- study:list case -->\n\n"
        "<!-- study:list exemplar -->\n\n<!-- 不发布的话 -->\n\n坚持三会一课制度<!-- 暗语 -->。\n"
    ),
    "texts/a.md": (
        "---\ntype: text\ntitle: 甲<规定>\nid: text-a\nshort_title: 甲规定\nissuer: 某单位\n"
        "doc_number: 示例〔2025〕18号\npromulgated_on: 2025-12-05\neffective_from: 2026-01-01\n"
        "x-own: 自己的键\n---\n\n"
        "# 甲\\<规定\\>\n\n## 第一条\n\n条文，见第二条第一款。\n\n"
        "## 第二条\n\n一款：\n\n（一）甲；\n\n（二）乙。\n"
    ),
    "cases/two.md": (
        "---\ntype: case\ntitle: 第二个案例\nid: case-two\ndescription: 一句<话>\n"
        "discipline: 生活纪律\npost: 某岗位\n"
        "breaches: [《甲规定》第二条第一款第二项, 《某正式规定》第九条]\n"
        "lessons_drawn: [一句话]\nfictional: true\nconduct_period: [2024-03, 2025-01]\n---\n\n"
        "# 第二个案例\n\n依照《甲规定》第一条，\n又依照《某正式规定》第三条。\n"
    ),
    "cases/one.md": (
        "---\ntype: case\ntitle: 第一个案例\nid: case-one\ndiscipline: 政治纪律\npost: 某岗位\n"
        "breaches: [《甲规定》第二条]\nlessons_drawn: [一句话]\nfictional: true\n"
        "standards: [政治合格]\nexemplars: [敢于担当]\n---\n\n"
        "# 第一个案例\n\n[甲](../texts/a.md#art-1-p1)\n"
    ),
    "guide.md": (
        "---\ntype: guide\ntitle: 导读\nid: guide-a\nofficial_title: 某正式规定\nissuer: 某机关\n"
        "version_date: 2017-10-24\nabout: [text-a]\n---\n\n# 导读\n\n以正式文本为准。\n"
    ),
    "lesson.md": (
        "---\ntype: lesson\ntitle: 一堂党课\nid: lesson-a\nform: 讲授<讨论>\n"
        "audience_of_lesson: 全体党员\nparts:\n  - {title: 读<原文>, minutes: 25}\n"
        "  - {title: 小结, minutes: 5}\n---\n\n# 一堂党课\n\n要点。\n"
    ),
    "short-lesson.md": (
        "---\ntype: lesson\ntitle: 短课\nid: lesson-b\nminutes: 40\n---\n\n# 短课\n\n要点。\n"
    ),
    "bare-lesson.md": (
        "---\ntype: lesson\ntitle: 未定的课\nid: lesson-c\n---\n\n# 未定的课\n\n要点。\n"
    ),
    "glossary.md": (
        "---\ntype: glossary\ntitle: 术语\nid: words\n---\n\n# 术语\n\n"
        "## 三会一课\n\n**基本**制度。\n"
    ),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = write_project(tmp_path_factory.mktemp("pages"), STUDY_CONFIG, PAGES)
    run = mkdocs_build(project)
    assert run.exit_code == 0, run.output
    assert run.output.count("MD016 提醒") == 2
    return project / "site"


def html(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def rows(page: str) -> dict[str, str]:
    tree = LexborHTMLParser(page)
    names = [node.text() for node in tree.css(".zh-header dt")]
    return dict(zip(names, [node.text() for node in tree.css(".zh-header dd")], strict=True))


def test_a_case_says_what_it_is(site: Path) -> None:
    page = html(site, "cases/two")
    assert rows(page) == {
        "违反的纪律": "生活纪律",
        "岗位": "某岗位",
        "违反的条文": "《甲规定》第二条第一款第二项、《某正式规定》第九条",
        "行为时间": "2024年3月 至 2025年1月",
    }
    label = LexborHTMLParser(page).css_first(".zh-header__label")
    assert label is not None
    assert label.text() == "教学案例（编写）"
    assert (
        'href="../../texts/a/#art-2-p1-i2">《甲规定》第二条第一款第二项</a>、《某正式规定》' in page
    )


def test_a_guide_names_the_official_text(site: Path) -> None:
    page = html(site, "guide")
    assert rows(page) == {
        "文件名称": "某正式规定",
        "发布机关": "某机关",
        "所述版本": "2017年10月24日",
        "原文": "甲<规定>",
    }
    assert "本页是导读，以正式文本为准。" in page


def test_a_text_names_issuer_and_dates(site: Path) -> None:
    assert rows(html(site, "texts/a")) == {
        "发布机关": "某单位",
        "文号": "示例〔2025〕18号",
        "公布日期": "2025年12月5日",
        "施行日期": "2026年1月1日",
    }


def test_a_lesson_says_how_it_is_held(site: Path) -> None:
    page = html(site, "lesson")
    assert rows(page) == {
        "形式": "讲授<讨论>",
        "听课对象": "全体党员",
        "总时长": "30 分钟",
        "环节": "读<原文>（25 分钟）小结（5 分钟）",
    }
    assert "<li>读&lt;原文&gt;（25 分钟）</li>" in page
    assert rows(html(site, "short-lesson")) == {"总时长": "40 分钟"}
    assert "zh-header" not in html(site, "bare-lesson")


def test_references_in_prose_are_links(site: Path) -> None:
    case = html(site, "cases/two")
    link = '<a class="zh-citation" href="../../texts/a/#art-1">《甲规定》第一条</a>'
    assert f"依照{link}，又依照《某正式规定》第三条。" in case
    text = html(site, "texts/a")
    assert '见<a class="zh-citation" href="#art-2-p1">第二条第一款</a>' in text


def test_articles_name_who_cites_them(site: Path) -> None:
    tree = LexborHTMLParser(html(site, "texts/a"))
    cited = [
        (
            " ".join(each.text() for each in node.css("summary")),
            [link.text() for link in node.css("a")],
        )
        for node in tree.css("details.zh-backlinks")
    ]
    assert cited == [
        ("被引用 2 处", ["第一个案例", "第二个案例"]),
        ("被引用 2 处", ["第一个案例", "第二个案例"]),
    ]
    whole = tree.css_first("aside.zh-backlinks--page")
    assert whole is not None
    assert [link.attributes["href"] for link in whole.css("a")] == ["../../guide/"]
    order = [node.attributes.get("id") or node.tag for node in tree.css("h2, details, aside")]
    assert order == ["aside", "art-1", "details", "art-2", "details", "aside"]


def searched(site: Path, path: str) -> str:
    main = LexborHTMLParser(html(site, path)).css_first("[role=main]")
    assert main is not None
    page = extract_page(f"<html><body><article>{main.html}</article></body></html>", path)
    assert page is not None
    return "\n".join(section.text for section in page.sections)


def test_what_a_page_says_of_itself_is_searched(site: Path) -> None:
    text = searched(site, "texts/a")
    assert "示例〔2025〕18号" in text
    assert "某单位" in text
    assert "2025年12月5日" in text
    assert "某正式规定" in searched(site, "guide")
    assert "讲授<讨论>" in searched(site, "lesson")
    assert "某岗位" in searched(site, "cases/two")


def test_what_every_page_of_a_type_or_another_page_says_is_not_searched(site: Path) -> None:
    assert "发布机关" not in searched(site, "texts/a")
    assert "甲<规定>" not in searched(site, "guide")
    assert "本页是导读" not in searched(site, "guide")
    assert "教学案例（编写）" not in searched(site, "cases/two")


def test_generated_parts_are_kept_out_of_search(site: Path) -> None:
    for path in ("index.html", "texts/a/index.html", "cases/one/index.html"):
        tree = LexborHTMLParser((site / path).read_text(encoding="utf-8"))
        generated = tree.css(".zh-header__label, .zh-backlinks, .zh-list, .zh-list__group")
        assert generated
        assert all("data-search-exclude" in node.attributes for node in generated)


def test_lists_group_cases_by_discipline(site: Path) -> None:
    page = (site / "index.html").read_text(encoding="utf-8")
    tree = LexborHTMLParser(page)
    assert [node.text() for node in tree.css(".zh-list__group")] == ["政治纪律", "生活纪律"]
    assert [node.text() for node in tree.css(".zh-list a")] == ["第一个案例", "第二个案例"]
    assert "<p>一句&lt;话&gt;</p>" in page
    assert "还没有这类资料。" in page


def test_comments_are_not_published(site: Path) -> None:
    page = (site / "index.html").read_text(encoding="utf-8")
    assert "不发布的话" not in page
    assert "暗语" not in page
    assert "study:list" not in page


def test_terms_lead_to_the_glossary(site: Path) -> None:
    page = (site / "index.html").read_text(encoding="utf-8")
    assert (
        '<a class="zh-term" href="glossary/#三会一课" title="基本制度。">三会一课</a>制度。' in page
    )
    assert "zh-term" not in html(site, "glossary")


def test_facets_stand_in_the_head(site: Path) -> None:
    head = html(site, "cases/one").partition("</head>")[0]
    facets = [
        (node.attributes["name"], node.attributes["content"])
        for node in LexborHTMLParser(head).css('meta[name^="study:"]')
    ]
    assert facets == [
        ("study:type", "案例"),
        ("study:id", "case-one"),
        ("study:standard", "政治合格"),
        ("study:exemplar", "敢于担当"),
        ("study:discipline", "政治纪律"),
    ]
    text = html(site, "texts/a")
    assert '<meta name="study:alias" content="甲规定">' in text
    assert '<meta name="study:year" content="2025">' in text


def test_front_matter_reaches_mkdocs_as_we_read_it(tmp_path: Path) -> None:
    text = "---\ntype: page\ntitle: NO\ndescription: 1.10\n---\n\n# NO\n\n注意: 甲\n"
    project = write_project(tmp_path, STUDY_CONFIG, {**STUDY_PAGES, "a.md": text})
    run = mkdocs_build(project)
    assert run.exit_code == 0, run.output
    page = html(project / "site", "a")
    assert "<title>NO - 学习站</title>" in page
    assert "<p>注意: 甲</p>" in page


@pytest.mark.parametrize(
    ("option", "links"), [("", []), ("site_url: http://study.example.cn/sub/\n", ["/sub/"])]
)
def test_the_page_for_unknown_addresses_needs_no_other_file(
    tmp_path: Path, option: str, links: list[str]
) -> None:
    """It is shown at any depth and below any sub-path: a relative address would lead nowhere."""
    project = write_project(tmp_path, option + STUDY_CONFIG, {"index.md": PAGES["glossary.md"]})
    run = mkdocs_build(project)
    assert run.exit_code == 0, run.output
    tree = LexborHTMLParser((project / "site" / "404.html").read_text(encoding="utf-8"))
    assert tree.css("[src], link, script") == []
    assert [link.attributes["href"] for link in tree.css("[href]")] == links
    body = tree.body
    assert body is not None
    assert "没有找到这一页" in body.text()
    assert ("首页的地址" in body.text()) == (not links)


def test_the_style_sheet_is_named_by_its_content(site: Path) -> None:
    styles = [path.name for path in (site / "assets/study").glob("study-*.css")]
    assert len(styles) == 1
    assert f"assets/study/{styles[0]}" in html(site, "guide")
