"""A folder of built pages is read whole: what cannot be read is named, the rest goes on."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from mkdocs_study.library.diagnostics import format_diagnostic
from mkdocs_study.search.site import LeftOut, page_url, read_site

PAGE = "<!doctype html><meta charset=utf-8><title>{0}</title><main><h1>{0}</h1><p>文</main>"

SPHINX = '<script src="_static/documentation_options.js?v=1"></script>'


def write(folder: Path, pages: Mapping[str, str | bytes]) -> Path:
    for path, content in pages.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("index.html", ""),
        ("a/index.html", "a/"),
        ("a/b.html", "a/b.html"),
        ("学习 资料/第一 章.htm", "学习 资料/第一 章.htm"),
        ("a/myindex.html", "a/myindex.html"),
        ("a/index.htm", "a/index.htm"),
        ("100%25.html", "100%25.html"),
    ],
)
def test_addresses(path: str, url: str) -> None:
    assert page_url(path) == url


def test_pages_come_in_order_and_what_is_none_stays_out(tmp_path: Path) -> None:
    site = write(
        tmp_path,
        {
            "index.html": PAGE.format("首页"),
            "乙/index.html": PAGE.format("乙"),
            "b.HTML": PAGE.format("大写"),
            "a/z.htm": PAGE.format("旧式"),
            "a/a.xhtml": PAGE.format("新式"),
            "404.html": PAGE.format("找不到"),
            "en/404.html": PAGE.format("Not found"),
            "search/index.html": PAGE.format("检索页"),
            "docs/search/index.html": PAGE.format("讲检索的页"),
            ".git/x.html": PAGE.format("隐藏"),
            ".x.html": PAGE.format("隐藏"),
            "old.html": '<meta http-equiv=refresh content="0;url=a/">' + PAGE.format("旧"),
            "print.html": "<meta content=noindex name=robots>" + PAGE.format("打印"),
            "blank.html": "<title>空</title><script>1</script>",
            "手册/genindex/index.html": SPHINX + PAGE.format("索引"),
            "手册/genindex.html": PAGE.format("讲索引的页"),
            "手册/安装.html": SPHINX + PAGE.format("安装"),
            "app.js": "1",
            "data.json": "{}",
        },
    )
    seen: list[tuple[int, int]] = []
    content = read_site(site, lambda number, count: seen.append((number, count)))
    assert [(page.url, page.title) for page in content.pages] == [
        ("b.HTML", "大写"),
        ("", "首页"),
        ("a/a.xhtml", "新式"),
        ("a/z.htm", "旧式"),
        ("docs/search/", "讲检索的页"),
        ("乙/", "乙"),
        ("手册/genindex.html", "讲索引的页"),
        ("手册/安装.html", "安装"),
    ]
    assert content.left_out == {
        LeftOut.NOT_FOUND: 2,
        LeftOut.REDIRECT: 1,
        LeftOut.UNLISTED: 1,
        LeftOut.EMPTY: 1,
        LeftOut.GENERATED: 1,
    }
    assert content.diagnostics == ()
    assert (content.title, content.is_material) == ("首页", False)
    assert seen == [(number, 14) for number in range(1, 15)]


def test_every_problem_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    site = write(
        tmp_path / "站",
        {
            "a.html": PAGE.format("好"),
            "bad.html": b"<p>\n\n\x80\xff\xfe\xff\n",
            "stray.html": PAGE.format("有一个坏字节" * 50).encode() + b"\n\n\xff",
            "gbk.html": PAGE.format("旧编码").replace("utf-8", "gb2312").encode("gbk"),
            "what#.html": PAGE.format("井号"),
        },
    )
    write(tmp_path / "外", {"x.html": PAGE.format("外面")})
    (site / "in.html").symlink_to(site / "a.html")
    (site / "out.html").symlink_to(tmp_path / "外" / "x.html")
    (site / "gone.html").symlink_to(site / "none.html")
    (site / "loop").symlink_to(site, target_is_directory=True)
    content = read_site(site)
    titles = [page.title for page in content.pages]
    assert titles == ["好", "旧编码", "好", "有一个坏字节" * 50, "井号"]
    assert [format_diagnostic(each) for each in content.diagnostics] == [
        "bad.html:3 SITE002 这个网页的编码认不出来，没有编入 — 另存为 UTF-8",
        "gone.html:1 SITE001 读不出来：没有这个文件或文件夹 — 检查文件的权限",
        "loop:1 SITE004 提醒：符号链接没有跟进去：文件夹 — 要编入就换成真正的文件夹",
        "out.html:1 SITE004 提醒：符号链接没有跟进去：文件 — 要编入就换成真正的文件",
        "stray.html:3 SITE003 提醒：从这一行起有读不出来的字节，当作“�”编入 — 另存为 UTF-8",
        "what#.html:1 SITE005 提醒：文件名里有 # 或者 ?，从检索结果可能打不开 — 改文件名",
    ]


def test_what_the_system_refuses_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = write(tmp_path, {"a.html": PAGE.format("好"), "b/c.html": PAGE.format("里面")})
    really = os.scandir

    def scandir(path: str) -> object:
        if Path(path).name == "b":
            raise PermissionError(13, "Permission denied", path)
        return really(path)

    monkeypatch.setattr(os, "scandir", scandir)
    content = read_site(site)
    assert [page.title for page in content.pages] == ["好"]
    assert [format_diagnostic(each) for each in content.diagnostics] == [
        "b:1 SITE001 文件夹读不出来：没有权限 — 检查文件夹的权限"
    ]


def test_a_site_of_material_marks_the_words_it_is_asked_to(tmp_path: Path) -> None:
    article = '<article class="md-content__inner md-typeset"><h1>题</h1></article>'
    assert read_site(write(tmp_path / "a", {"index.html": article})).is_material
    mixed = {"index.html": article, "b.html": "<h1>题</h1>"}
    assert not read_site(write(tmp_path / "b", mixed)).is_material
    assert not read_site(tmp_path / "b" / "none").is_material
