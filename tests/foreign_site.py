"""A small site as other hands make it: plain HTML of many kinds, in files with Chinese names."""

from pathlib import Path

from mkdocs_study.cli import main

HOME = """\
<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>老站</title></head>
<body><header><h1>某单位资料站</h1></header><nav><a href="学习 资料/第一 章.html">菜单</a></nav>
<main><h1>老站</h1><p>欢迎来到资料站，个体工商户的资料在这里。</p></main>
<footer>版权所有</footer></body></html>
"""
CHAPTER = """\
<html><head><meta charset="utf-8"><title>第一章</title>
<meta content='法规' name='study:type'></head><body>
<h1>第一章 总则</h1><p>为了保障中国人民的权利，制定本法。</p>
<h2><a name="适用 范围"></a>适用范围</h2><p>个体工商户可以起字号，用<b>正当</b>名称。</p>
<h2 id="ruby">读音</h2><p><ruby>党<rt>dǎng</rt>章<rt>zhāng</rt></ruby>要读熟&lt;b&gt;。</p>
{more}<div class="footer" aria-hidden="true">页脚个体工商户</div></body></html>
"""
MORE = "".join(f"<h3 id=n{i}>附则{i}</h3><p>附则的个体工商户规定。</p>" for i in range(30))
GBK = """\
<html><head><META http-equiv=Content-Type content="text/html; charset=gb2312"><title>旧通知</title>
</head><body><h1>关于值班的通知</h1><p>国庆期间轮流值班，報到从简。</p></body></html>
"""
SPHINX = """\
<html lang="zh"><head><meta charset="utf-8"><title>安装 — 手册</title></head><body>
<div class="body" role="main"><section id="install"><h1>安装<a class="headerlink"
href="#install">¶</a></h1><p>先看说明。</p><section id="linux"><h2>在 Linux 上<a class="headerlink"
href="#linux">¶</a></h2><p>运行安装程序，需要GB18030字体。</p></section></section></div></body></html>
"""
STUB = '<meta http-equiv="refresh" content="0; url=index.html"><p>个体工商户搬走了'
HIDDEN = '<meta name="robots" content="noindex"><p>个体工商户的草稿'


def write_foreign_site(folder: Path) -> Path:
    """Write the site, without an index, and return its folder."""
    pages = {
        "index.html": HOME.encode(),
        "学习 资料/第一 章.html": CHAPTER.format(more=MORE).encode(),
        "学习 资料/通知/index.html": GBK.encode("gbk"),
        "100%25/a&b.htm": SPHINX.encode(),
        "old.html": STUB.encode(),
        "draft.html": HIDDEN.encode(),
        "404.html": "<p>个体工商户找不到".encode(),
    }
    for path, content in pages.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def index_foreign_site(folder: Path) -> Path:
    """Write the site and index it by the command; return its folder."""
    assert main(["index", str(write_foreign_site(folder))]) == 0
    return folder
