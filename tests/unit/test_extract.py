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


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="robots" content="noindex">',
        "<meta content='NOINDEX, nofollow' name=robots>",
        '<meta http-equiv="refresh" content="0; url=../new/">',
    ],
)
def test_a_page_that_wants_no_readers_is_no_page(head: str) -> None:
    assert extract_page(f"<head>{head}</head><body><article><h1>题</h1></article>", "") is None


def test_deep_nesting_is_read() -> None:
    body = "<h1>题</h1>" + "<div>" * 3000 + "深处" + "</div>" * 3000
    assert any("深处" in block for s in extract(body).sections for block in s.blocks)


FOREIGN = [
    # Where the content is.
    ("<body><p>文</p>", [("", 1, "站", ("文",))]),
    ("<p>没有body标签", [("", 1, "站", ("没有body标签",))]),
    ("", []),
    (
        (
            "<header>头<h1>站名</h1></header><nav>菜单</nav><div role=navigation>导航</div>"
            "<p>文</p><aside>边</aside><footer>脚</footer><div role=contentinfo>底</div>"
        ),
        [("", 1, "站", ("文",))],
    ),
    (
        "<section><header><h2 id=a>节</h2></header>文<footer>出处</footer></section>",
        [("a", 2, "节", ("文", "出处"))],
    ),
    ("<p>外</p><main><h1>题</h1>文</main>", [("", 1, "题", ("文",))]),
    ("<p>外</p><div role='main'><h1>题</h1>文</div>", [("", 1, "题", ("文",))]),
    ("<main><p>外</p><article><h1>题</h1>文</article></main>", [("", 1, "题", ("文",))]),
    ("<main><h1>题</h1><article>文</article></main>", [("", 1, "题", ("文",))]),
    ("<header><h1>站名</h1></header><article>文</article>", [("", 1, "站", ("文",))]),
    (
        "<main><h1>题</h1><article>甲</article><article>乙</article></main><article>丙</article>",
        [("", 1, "题", ("甲", "乙"))],
    ),
    (
        "<p>外</p><article><h1>题</h1>甲<article>评论</article>乙</article>",
        [("", 1, "题", ("甲", "评论", "乙"))],
    ),
    ("<article hidden>藏</article><article><h1>题</h1>文</article>", [("", 1, "题", ("文",))]),
    (
        (
            "<article><h1>题</h1>外</article><div data-search-body><p>甲"
            "<div data-search-body>乙</div></div><p data-search-body>丙</p>"
        ),
        [("", 1, "站", ("甲", "乙", "丙"))],
    ),
    (
        "<main>外<div data-pagefind-body>内<p data-pagefind-ignore>不</div>",
        [("", 1, "站", ("内",))],
    ),
    ("<!-- <article>注释</article> --><article><h1>题</h1></article>", [("", 1, "题", ())]),
    ("<script>'<article>代码</article>'</script><main><h1>题</h1></main>", [("", 1, "题", ())]),
    (
        "<form id=aspnetForm><h1>题</h1>文<input value=不><select><option>不</select></form>",
        [("", 1, "题", ("文",))],
    ),
    # Where a link to a section leads.
    ("<section id=a><h2>节</h2>文</section>", [("a", 2, "节", ("文",))]),
    (
        (
            "<div id=wrap><div class=section id=s1><span id=label></span><h2>甲</h2>文"
            "<div class=section id=s2><h3>乙</h3></div></div></div>"
        ),
        [("s1", 2, "甲", ("文",)), ("s2", 3, "乙", ())],
    ),
    ("<div id=box>话<h2>节</h2></div>", [("", 1, "站", ("话", "节"))]),
    ("<div id=box><hr></div><h2>节</h2>", [("", 1, "站", ("节",))]),
    ("<h2><a id=a></a>节</h2>", [("a", 2, "节", ())]),
    ("<h2><a name=a>节</a></h2>", [("a", 2, "节", ())]),
    ('<h2><span class=mw-headline id="节">节</span></h2>', [("节", 2, "节", ())]),
    ("<p><a name=_Toc1></a></p>\n<h2>节</h2>文", [("_Toc1", 2, "节", ("文",))]),
    ("<p>前<a name=x></a>后</p><h2>节</h2>", [("", 1, "站", ("前后", "节"))]),
    ("<a name=x><h2>节</h2></a>", [("x", 2, "节", ())]),
    (
        "<h1 id=t>题</h1><h1 id=u>二</h1>文<h1>三</h1>",
        [("", 1, "题", ()), ("u", 1, "二", ("文", "三"))],
    ),
    ("<h1>题</h1><h2 id='a b%20'>节</h2>", [("", 1, "题", ()), ("a b%20", 2, "节", ())]),
    # Signs in headings.
    (
        (
            "<h1>题<a class=headerlink href=#x title=链接>¶</a></h1><dl><dt>甲"
            "<a class=headerlink href=#y>¶</a></dl>"
        ),
        [("", 1, "题", ("甲",))],
    ),
    (
        '<h2 id=a>节<a href="#a" class=hash-link aria-label=直接链接>\u200b</a></h2>',
        [("a", 2, "节", ())],
    ),
    ("<h2 id=a>节<a hidden class=anchor aria-hidden=true href=#a>#</a></h2>", [("a", 2, "节", ())]),
    ("<h2 id=a><a class=anchor href=#a>🔗</a> 节</h2>", [("a", 2, "节", ())]),
    ("<h2 id=a><a class=header href=#a>节</a></h2>", [("a", 2, "节", ())]),
    ("<h2 id=a>C<a href=#a>#</a></h2>", [("a", 2, "C", ())]),
    (
        '<h2 id=a><a class=toc-backref href="#id1" role=doc-backlink>节</a></h2>',
        [("a", 2, "节", ())],
    ),
    # What no one sees.
    (
        (
            "<p>甲<span hidden>藏</span><i aria-hidden=true>藏</i>"
            "<b style='color:red; display: none'>藏</b><template>藏</template>"
            "<u hidden=until-found>乙</u><!-- 藏 --></p>"
        ),
        [("", 1, "站", ("甲乙",))],
    ),
    (
        "<p>文</p><noscript>请开启脚本</noscript><style>样</style><math>x</math>",
        [("", 1, "站", ("文",))],
    ),
    # Words stay whole.
    (
        "<p><ruby>党<rp>（</rp><rt>dǎng</rt><rp>）</rp>章<rt>zhāng</rt></ruby>的规定</p>",
        [("", 1, "站", ("党章的规定",))],
    ),
    ("<p>支<wbr>部&shy;书<b>记</b>\u200b好</p>", [("", 1, "站", ("支部书记好",))]),
    ("<p>第一行<br/>第二行<br>第三行</p>", [("", 1, "站", ("第一行 第二行 第三行",))]),
    (
        (
            '<p>规定<sup id=r1><a class=footnote-ref href="#fn1">1</a></sup>的<sup>'
            "<a href='#n2'>[2]</a></sup>条，3米<sup>2</sup></p>"
        ),
        [("", 1, "站", ("规定的条，3米2",))],
    ),
    (
        (
            '<p>规定<a class="footnote-reference brackets" href="#id2" role=doc-noteref><span '
            "class=fn-bracket>[</span>1<span class=fn-bracket>]</span></a>的</p><section>"
            "<aside class='footnote brackets'><span class=label><span class=fn-bracket>"
            "[</span><a role=doc-backlink href=#id1>1</a><span class=fn-bracket>]</span></span>"
            "<p>脚注。</p></aside></section>"
        ),
        [("", 1, "站", ("规定的", "脚注。"))],
    ),
    (
        "<ol><li id=fn:1>注<a href=#fnref:1 class=footnote-backref>↩</a></ol>",
        [("", 1, "站", ("注",))],
    ),
    ("<p>&#20826;&#x7AE0;&nbsp;&lt;b&gt;&amp;&hellip;</p>", [("", 1, "站", ("党章 <b>&…",))]),
    # Not well-formed.
    ("<h1>题<p>甲<p>乙<li>丙<td>丁</div></span>", [("", 1, "题 甲 乙 丙丁", ())]),
    ("<h1>题</h1><p>甲<b>乙<p>丙</b>丁", [("", 1, "题", ("甲乙", "丙丁"))]),
    (
        "<h1>题</h1><table><tr><td>甲<tr><td>乙<caption>丙</table>丁<",
        [("", 1, "题", ("甲", "乙", "丙", "丁<"))],
    ),
    ("<h1>题</h1><p title='>' id=>甲<a href=\"'>乙</a></p>", [("", 1, "题", ("甲",))]),
]


@pytest.mark.parametrize(("body", "expected"), FOREIGN, ids=[row[0][:60] for row in FOREIGN])
def test_any_html(body: str, expected: list[tuple[str, int, str, tuple[str, ...]]]) -> None:
    page = extract_page(f"<!doctype html><title>站</title>{body}", "a.html")
    assert page is not None
    assert [(s.anchor, s.level, s.heading, s.blocks) for s in page.sections] == expected


GENERATORS = {
    "Sphinx, docutils 0.21": (
        """<html lang="zh-CN"><head><title>安装 &#8212; 手册 1.0 文档</title></head><body>
        <div class="document"><div class="documentwrapper"><div class="bodywrapper">
        <div class="body" role="main"><section id="install"><span id="label"></span>
        <h1>安装<a class="headerlink" href="#install" title="链接到此标题">¶</a></h1>
        <nav class="contents local" id="id1"><ul><li><a href="#linux">Linux</a></li></ul></nav>
        <p>先准备环境。</p><section id="linux"><h2>在 Linux 上<a class="headerlink"
        href="#linux">¶</a></h2><div class="highlight-bash notranslate"><div class="highlight">
        <pre><span></span>pip<span class="w"> </span>install</pre></div></div></section></section>
        <div class="clearer"></div></div></div></div>
        <div class="sphinxsidebar" role="navigation"><h3>目录</h3></div></div>
        <div class="footer">&copy;2026</div></body></html>""",
        "安装",
        [("", "安装", ("先准备环境。",)), ("linux", "在 Linux 上", ("pip install",))],
    ),
    "Hugo, Book theme": (
        """<!DOCTYPE html><html lang=zh dir=ltr><head><title>制度 | 手册</title></head><body>
        <input type=checkbox class=hidden><main class="container flex"><aside class=book-menu>
        <nav><h2 class=book-brand><a href=/>手册</a></h2></nav></aside><div class=book-page>
        <header class=book-header><h3>制度</h3></header><article class="markdown book-article">
        <h1 id=制度>制度<a class=anchor href=#%e5%88%b6%e5%ba%a6>#</a></h1><p>每季度一次。</p>
        <h2 id=请假>请假<a class=anchor href=#%e8%af%b7%e5%81%87>#</a></h2>
        <p>事先请假。</p></article>
        <footer class=book-footer>最近更新</footer></div>
        <aside class=book-toc></aside></main></body>
        </html>""",
        "制度",
        [("", "制度", ("每季度一次。",)), ("请假", "请假", ("事先请假。",))],
    ),
    "Docusaurus 3": (
        """<!doctype html><html lang="zh-Hans" class="docs-wrapper" data-has-hydrated="false"><head>
        <title data-rh="true">开始 | 站</title></head><body class="navigation-with-keyboard">
        <div id="__docusaurus"><div role="region" aria-label="跳到主要内容"><a
        href="#__docusaurus_skipToContent_fallback">跳到主要内容</a></div><nav>导航</nav>
        <div class="main-wrapper"><main class="docMainContainer"><div class="row"><div class="col">
        <article><nav class="theme-doc-breadcrumbs"><ul><li>开始</li></ul></nav>
        <span class="theme-doc-version-badge badge">版本：1.0</span>
        <div class="tocCollapsible theme-doc-toc-mobile"><button>本页总览</button></div>
        <div class="theme-doc-markdown markdown"><header><h1>开始</h1></header><p>五分钟上手。</p>
        <h2 class="anchor anchorWithStickyNavbar" id="need">需要什么<a href="#need"
        class="hash-link" aria-label="需要什么的直接链接" title="直接链接">&#8203;</a></h2>
        <p>浏览器。</p>
        </div><footer class="theme-doc-footer"><a>编辑此页</a></footer></article>
        <nav class="pagination-nav">下一页</nav></div></div></main></div><footer>版权</footer></div>
        </body></html>""",
        "开始",
        [("", "开始", ("五分钟上手。",)), ("need", "需要什么", ("浏览器。",))],
    ),
    "Docsify, prerendered": (
        """<!DOCTYPE html><html><head><meta charset="UTF-8"><title>说明</title></head><body
        class="ready"><main><aside class="sidebar"><div class="sidebar-nav">菜单</div></aside>
        <section class="content"><article class="markdown-section" id="main">
        <h1 id="head"><a href="#/?id=head" data-id="head" class="anchor"><span>说明</span></a></h1>
        <p>正文。</p><h2 id="use"><a href="#/?id=use" class="anchor"><span>用法</span></a>
        </h2><p>打开即可。</p></article></section></main></body></html>""",
        "说明",
        [("", "说明", ("正文。",)), ("use", "用法", ("打开即可。",))],
    ),
    "Zensical": (
        """<!doctype html><html lang="zh" class="no-js"><head><title>首页 - 站</title></head>
        <body dir="ltr"><header class="md-header">站</header><div class="md-container"><main
        class="md-main"><div class="md-main__inner md-grid"><div class="md-sidebar">目录</div>
        <div class="md-content" data-md-component="content"><article class="md-content__inner
        md-typeset"><h1 id="home">首页<a class="headerlink" href="#home" title="永久链接">&para;</a>
        </h1><p>欢迎。</p><h2 id="two">第二节<a class="headerlink" href="#two">&para;</a></h2>
        <p>文。</p>
        </article></div></div></main></div></body></html>""",
        "首页",
        [("", "首页", ("欢迎。",)), ("two", "第二节", ("文。",))],
    ),
    "Word, saved as a web page": (
        """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
        <meta http-equiv=Content-Type
        content="text/html; charset=gb2312"><title>通知</title><style><!-- p {} --></style>
        </head>
        <body lang=ZH-CN style='tab-interval:21.0pt'><div class=WordSection1>
        <p class=MsoTitle align=center><a name="_Hlk1"></a>关于开会的<span><o:p></o:p></span>
        通知</p><h2><a name="_Toc1"><span lang=EN-US>1.</span>时间</a></h2>
        <p>周<span>三</span>上午。</p>
        <p class=MsoNormal><![if !supportEmptyParas]>&nbsp;<![endif]></p></div></body></html>""",
        "通知",
        [("", "通知", ("关于开会的 通知",)), ("_Toc1", "1.时间", ("周三上午。",))],
    ),
}


@pytest.mark.parametrize("name", GENERATORS)
def test_pages_of_other_generators(name: str) -> None:
    html, title, expected = GENERATORS[name]
    page = extract_page(html, "a.html")
    assert page is not None
    assert page.title == title
    assert [(s.anchor, s.heading, s.blocks) for s in page.sections] == expected
