"""The sections of a finished page are what a reader sees, and nothing that was generated."""

import pytest

from mkdocs_study.search.extract import Page, extract_page

HEAD = '<html><head><title>页名 - 站名</title><meta name="study:type" content="案例">'
HEAD += '<meta name="study:alias" content="甲&amp;乙"></head><body>'


def extract(body: str, url: str = "a/b/") -> Page:
    page = extract_page(f"{HEAD}<p>外面</p><article>{body}</article></body></html>", url)
    assert page is not None
    return page


def rows(body: str) -> list[tuple[str, int, str, tuple[str, ...]]]:
    return [(s.anchor, s.level, s.heading, s.blocks) for s in extract(body).sections]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1 id=x>题<a class=headerlink href=#x>¶</a></h1><p>文</p>", [("", 1, "题", ("文",))]),
        (
            "<h1>题</h1><p>首</p><h2 id=a>一</h2><p>文</p><h4 id=b>二</h4>",
            [("", 1, "题", ("首",)), ("a", 2, "一", ("文",)), ("b", 4, "二", ())],
        ),
        ("<p>无<b>标</b>题\n 一<br>行</p>", [("", 1, "页名 - 站名", ("无标题 一 行",))]),
        (
            "<h1>题</h1><ul><li>一<ul><li>二</li></ul>三</li></ul>",
            [("", 1, "题", ("一", "二", "三"))],
        ),
        (
            "<h1>题</h1><table><tr><th>甲</th><td>乙</td></tr></table>",
            [("", 1, "题", ("甲", "乙"))],
        ),
        (
            "<h1>题</h1><p>留</p><div data-search-exclude><h2 id=z>不</h2><p>要</p></div><p>下</p>",
            [("", 1, "题", ("留", "下"))],
        ),
        ("<h1>题</h1><script>代码</script><style>样</style><svg>图</svg>", [("", 1, "题", ())]),
        ("<h1>题</h1><h2>没有锚</h2><p>文</p>", [("", 1, "题", ("没有锚", "文"))]),
        ("<h1>题</h1><p>支\u200b部&lt;b&gt;</p>", [("", 1, "题", ("支部<b>",))]),
        ("<h1>题</h1><pre>第一行\n第二行</pre>", [("", 1, "题", ("第一行 第二行",))]),
        ("<h1>一</h1><h1 id=t>二</h1>", [("", 1, "一", ()), ("t", 1, "二", ())]),
    ],
)
def test_sections(body: str, expected: list[tuple[str, int, str, tuple[str, ...]]]) -> None:
    assert rows(body) == expected


def test_facets_and_title() -> None:
    page = extract("<h1>题</h1>")
    assert (page.url, page.title) == ("a/b/", "题")
    assert page.facets == (("type", "案例"), ("alias", "甲&乙"))


def test_a_page_without_article_is_no_page() -> None:
    assert extract_page("<html><body>文</body></html>", "") is None


def test_deep_nesting_is_read() -> None:
    body = "<h1>题</h1>" + "<div>" * 3000 + "深处" + "</div>" * 3000
    assert any("深处" in block for s in extract(body).sections for block in s.blocks)
