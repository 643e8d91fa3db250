"""Faults of every kind, planted in a finished site, are found; a sound site has none."""

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_study.cli import main
from mkdocs_study.library.diagnostics import Diagnostic, format_diagnostic
from mkdocs_study.publish.audit.audit import AuditOptions, audit, audit_site
from mkdocs_study.publish.audit.config import Settings, read_settings
from mkdocs_study.publish.audit.vanished import EarlierError, read_earlier
from mkdocs_study.publish.checks import check_project
from mkdocs_study.publish.project import read_project
from tests.attachments import make_docx, make_jpeg, make_pdf, make_png, make_pptx, make_xlsx
from tests.builds import write_project
from tests.library_sites import inside, mkdocs_build

Capture = pytest.CaptureFixture[str]

CONFIG = """\
site_name: 学习站
site_url: https://study.example.cn/kb/
theme:
  name: material
  language: zh
  font: false
extra: {generator: false}
markdown_extensions: [attr_list, tables]
plugins:
  - search
  - zh-search
  - study:
      audiences: [支部书记]
"""
PAGES = {
    "index.md": (
        "---\ntype: page\ntitle: 首页\n---\n\n# 首页\n\n[甲规定](texts/a.md#art-1) "
        "[附件](files/a.docx) [外网](https://www.example.org/)\n\n![图](files/图.png)\n"
    ),
    "texts/a.md": (
        "---\ntype: text\ntitle: 甲规定\nid: text-a\nverified_on: 2025-06-01\n"
        "effective_to: 2026-01-31\nredirects: [texts/old/]\n---\n\n"
        "# 甲规定\n\n## 第一条\n\n条文。\n\n## 第二条\n\n条文。\n"
    ),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("audit") / "项目", CONFIG, PAGES)
    files = folder / "docs" / "files"
    files.mkdir()
    (files / "a.docx").write_bytes(make_docx(["附件的内容"]))
    (files / "图.png").write_bytes(make_png({}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDY_AUDIENCE", "")
        run = mkdocs_build(folder, "-d", str(folder / "site"))
    assert run.exit_code == 0, run.output
    return folder


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    shutil.copytree(project, tmp_path / "项目")
    return tmp_path / "项目"


def run(
    project: Path, *, as_of: str = "2025-12-01", against: Path | None = None,
    settings: Settings | None = None, checked: bool = True,
) -> list[Diagnostic]:  # fmt: skip
    read, faults = read_project(project / "mkdocs.yml")
    assert read is not None, faults
    options = AuditOptions(
        project=read if checked else None,
        checked=check_project(read) if checked else None,
        as_of=dt.date.fromisoformat(as_of),
        against=read_earlier(against) if against else None,
        settings=settings or Settings(),
        site_url=read.site_url,
    )
    return audit_site(project / "site", options)


def lines(found: list[Diagnostic]) -> list[str]:
    return [format_diagnostic(each) for each in found]


def test_a_sound_site_has_no_fault(project: Path) -> None:
    assert lines(run(project)) == []


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Replace words in a file of the project; every one must be there."""

    def change(project: Path) -> None:
        file = project / path
        text = file.read_text(encoding="utf-8")
        assert old in text, (path, old)
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def add(path: str, content: str | bytes) -> Callable[[Path], None]:
    def change(project: Path) -> None:
        file = project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    return change


def in_page(html: str) -> Callable[[Path], None]:
    return edit("site/index.html", "</article>", f"{html}</article>")


def in_source(text: str) -> Callable[[Path], None]:
    return edit("docs/texts/a.md", "条文。", f"条文。\n\n{text}\n")


def attach(name: str, data: bytes) -> Callable[[Path], None]:
    return add(f"docs/files/{name}", data)


WORD = "19900000000"
PLANTED = [
    ('<a href="none/">甲</a>', "WEB001", "none/"),
    ('<img alt="" src="none.png">', "WEB001", "none.png"),
    ('<img alt="" srcset="none.png 2x" src="files/%E5%9B%BE.png">', "WEB001", "none.png"),
    ('<video poster="none.jpg"></video>', "WEB001", "none.jpg"),
    ('<style>a{background:url("none.png")}</style>', "WEB001", "none.png"),
    ('<p style="background:url(none.png)">甲</p>', "WEB001", "none.png"),
    ('<a href="texts/a/#art-9">甲</a>', "WEB002", "texts/a/#art-9"),
    ('<a href="#nowhere">甲</a>', "WEB002", "#nowhere"),
    ('<a href="Texts/a/">甲</a>', "WEB003", "texts/a/index.html"),
    ('<a href="files/A.docx">甲</a>', "WEB003", "files/a.docx"),
    ('<a href="files/%E5%9.png">甲</a>', "WEB004", "百分号编码不对"),
    ('<a href="files/%D5%D5.png">甲</a>', "WEB004", "不是 UTF-8"),
    ('<a href="texts\\a">甲</a>', "WEB004", "反斜杠"),
    ('<a href="texts/a">甲</a>', "WEB004", "缺少斜杠"),
    ('<a href="../../x/">甲</a>', "WEB005", "../../x/"),
    ('<a href="/x/">甲</a>', "WEB005", "/x/"),
    ('<p id="twice">甲</p><p id="twice">乙</p>', "WEB006", "twice"),
    ('<script src="https://cdn.example.com/a.js"></script>', "EXT001", "cdn.example.com"),
    ('<img alt="" src="//cdn.example.com/a.png">', "EXT001", "//cdn.example.com"),
    ('<link rel="preconnect" href="https://fonts.example.com">', "EXT001", "fonts.example.com"),
    ('<iframe src="https://video.example.com/"></iframe>', "EXT001", "iframe"),
    ('<form action="https://form.example.com/"></form>', "EXT001", "表单"),
    ("<style>@import 'https://css.example.com/a.css';</style>", "EXT002", "css.example.com"),
    ("<script>fetch('https://api.example.com/x')</script>", "EXT003", "api.example.com"),
    ('<div class="mermaid">graph</div>', "EXT001", "Mermaid"),
    ('<img src="files/%E5%9B%BE.png">', "ALT001", "files/"),
    ('<b onclick="a()">甲</b>', "RAW003", "onclick"),
]


@pytest.mark.parametrize(("html", "code", "words"), PLANTED, ids=[row[0] for row in PLANTED])
def test_a_fault_in_a_page_is_found(html: str, code: str, words: str, copy: Path) -> None:
    in_page(html)(copy)
    found = run(copy)
    assert [each.code for each in found] == [code], lines(found)
    assert found[0].path == "site/index.html"
    assert words in found[0].message


SOUND = [
    '<a href="https://www.example.org/a">甲</a>',
    '<a href="texts/a/?x=1#art-1">甲</a>',
    '<a href="./texts/../texts/a/#art-1">甲</a>',
    '<a href="https://study.example.cn/kb/texts/a/">甲</a>',
    '<a href="/kb/texts/a/#art-2">甲</a>',
    '<a href="files/图.png">甲</a>',
    '<a href="#:~:text=条文">甲</a>',
    '<a href="mailto:a@example.cn">甲</a>',
    '<img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA7">',
    '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    "<script>var a='http://www.w3.org/1999/xhtml'</script>",
]


@pytest.mark.parametrize("html", SOUND)
def test_a_sound_address_is_none(html: str, copy: Path) -> None:
    in_page(html)(copy)
    assert lines(run(copy)) == []


CHANGES = [
    (add("site/x.css", "a{background:url(none.png)}"), "site/x.css", "WEB001"),
    (add("site/x.css", "@import url(//css.example.com/a.css)"), "site/x.css", "EXT002"),
    (add("site/x.js", "\nimport('https://js.example.com/a.js')"), "site/x.js", "EXT003"),
    (add("site/x.js", "new WebSocket('wss://a.example.com/')"), "site/x.js", "EXT003"),
    (add("site/x.js", "let a='https://a.example.com/'"), "site/x.js", "EXT005"),
    (edit("site/texts/old/index.html", "url=../a/", "url=../b/"), "site/texts/old/index.html",
     "WEB007"),
    (add("site/x/y.html", b"<p>\x00\x01\xff\xfe</p>"), "site/x/y.html", "WEB008"),
    (edit("site/sitemap.xml", "/kb/texts/a/", "/kb/texts/b/"), "site/sitemap.xml", "WEB001"),
    (add("site/left/index.html", '<meta name="study:type" content="原文"><p>旧</p>'),
     "site/left/index.html", "AUD003"),
    (in_source(f"电话{WORD}。"), "docs/texts/a.md", "PII002"),
    (in_source("机密★1年"), "docs/texts/a.md", "CLS001"),
    (in_source("<p style='a'>甲</p>"), "docs/texts/a.md", "RAW002"),
    (attach("b.docx", make_docx([f"电话{WORD}"])), "docs/files/b.docx", "PII002"),
    (attach("b.xlsx", make_xlsx([WORD])), "docs/files/b.xlsx", "PII002"),
    (attach("b.pptx", make_pptx([f"电{WORD}"])), "docs/files/b.pptx", "PII002"),
    (attach("b.pdf", make_pdf([f"电话{WORD}"])), "docs/files/b.pdf", "PII002"),
    (attach("b.pdf", make_pdf(["甲", "机密★1年"])), "docs/files/b.pdf", "CLS001"),
    (attach("b.docx", make_docx(["内部资料 注意保存", "甲"])), "docs/files/b.docx", "CLS002"),
    (attach("b.docx", make_docx(["甲"], author="某人")), "docs/files/b.docx", "META001"),
    (attach("b.docx", make_docx(["甲"], comment="批")), "docs/files/b.docx", "META002"),
    (attach("b.docx", make_docx(["甲"], deleted="删")), "docs/files/b.docx", "META003"),
    (attach("b.pptx", make_pptx(["甲乙"], notes="备")), "docs/files/b.pptx", "META004"),
    (attach("b.xlsx", make_xlsx(["甲"], hidden=True)), "docs/files/b.xlsx", "META004"),
    (attach("b.jpg", make_jpeg(place=True)), "docs/files/b.jpg", "META005"),
    (attach("b.jpg", make_jpeg(author="某人", order=">")), "docs/files/b.jpg", "META001"),
    (attach("b.png", make_png({"Author": "某人"})), "docs/files/b.png", "META001"),
    (attach("b.pdf", make_pdf(["甲"], author="某人")), "docs/files/b.pdf", "META001"),
    (attach("b.pdf", b"%PDF-1.7 broken"), "docs/files/b.pdf", "META006"),
    (attach("b.docx", make_docx(["甲"])[:200]), "docs/files/b.docx", "META006"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "path", "code"), CHANGES, ids=[f"{row[2]} {n}" for n, row in enumerate(CHANGES)]
)
def test_a_fault_in_another_file_is_found(
    change: Callable[[Path], None], path: str, code: str, copy: Path
) -> None:
    change(copy)
    found = run(copy)
    assert {(each.path, each.code) for each in found} == {(path, code)}, lines(found)


def test_a_number_is_reported_with_its_line(copy: Path) -> None:
    in_source(f"电话{WORD}。")(copy)
    assert lines(run(copy)) == [
        "docs/texts/a.md:16 PII002 有手机号码 199******00 — 删去它；要留联系方式就写办公电话"
    ]


def test_a_page_that_was_not_built_is_missed(copy: Path) -> None:
    add("docs/new.md", "---\ntype: page\ntitle: 新\n---\n\n# 新\n")(copy)
    assert [each.code for each in run(copy)] == ["AUD004"]


def test_texts_go_stale(project: Path) -> None:
    assert [each.code for each in run(project, as_of="2026-07-01")] == ["OLD002", "OLD001"]
    assert [each.code for each in run(project, as_of="2025-05-01")] == ["OLD003"]
    found = run(project, as_of="2026-01-31", settings=Settings(verified_days=30))
    assert [each.code for each in found] == ["OLD002"]


def test_a_heavy_page_is_named(project: Path) -> None:
    found = run(project, settings=Settings(page_kb=20))
    assert {each.code for each in found} == {"WGT001"}
    assert {each.path for each in found} >= {"site/index.html", "site/texts/a/index.html"}


def test_links_to_other_hosts_are_listed_when_asked_for(project: Path) -> None:
    found = run(project, settings=Settings(outside_links=True))
    assert [(each.path, each.code) for each in found if "example.org" in each.message] == [
        ("site/index.html", "EXT004")
    ]


def test_what_was_public_and_is_gone_is_reported(copy: Path, project: Path) -> None:
    shutil.copytree(copy / "site" / "texts" / "a", copy / "site" / "texts" / "b")
    shutil.rmtree(copy / "site" / "texts" / "b")
    page = copy / "site" / "texts" / "a" / "index.html"
    page.write_text(page.read_text("utf-8").replace('id="art-2"', 'id="art-3"'), "utf-8")
    shutil.rmtree(copy / "site" / "texts" / "old")
    earlier = copy / "earlier"
    shutil.copytree(project / "site", earlier)
    (earlier / "gone").mkdir()
    (earlier / "gone" / "index.html").write_text("<article><h1 id=a>甲</h1></article>", "utf-8")
    found = [each for each in run(copy, against=earlier) if each.code.startswith("IDS")]
    gone = (
        "site/gone/index.html:1 IDS001 提醒：以前公开的网页 gone/ 没有了"
        " — 在接替它的资料里写 redirects: [gone/]；有意撤下的不用改"
    )
    changed = (
        "site/texts/a/index.html:1 IDS002 提醒：以前公开的编号没有了：art-2"
        " — 在元数据里写 redirects，例如 [art-2 -> 现在的编号]"
    )
    assert lines(found) == [gone, changed]


def test_a_manifest_stands_for_its_release(copy: Path, project: Path) -> None:
    manifest = copy / "r000001-20260101.manifest.json"
    manifest.write_text(
        json.dumps(
            {
                "files": {"index.html": {}, "gone/index.html": {}, "texts/a/index.html": {}},
                "pages": [
                    {"id": "text-a", "url": "texts/a/", "anchors": ["art-1", "art-7"]},
                    {"id": "gone-b", "url": "gone/"},
                ],
            }
        ),
        encoding="utf-8",
    )
    found = run(copy, against=manifest)
    assert [(each.path, each.code) for each in found] == [
        ("site/gone/index.html", "IDS001"),
        ("site/gone/index.html", "IDS003"),
        ("site/texts/a/index.html", "IDS002"),
    ]
    root = copy / "root"
    shutil.copytree(project / "site", root / "releases" / "r000001-20260101")
    shutil.copy(manifest, root / "releases" / manifest.name)
    (root / "current").symlink_to("releases/r000001-20260101")
    assert [each.code for each in run(copy, against=root)] == ["IDS003"]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"files": 3}', '{"files": {}, "pages": 3}'])
def test_a_damaged_manifest_is_one_line(content: str, tmp_path: Path) -> None:
    file = tmp_path / "a.manifest.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(EarlierError, match="不是发布清单"):
        read_earlier(file)


def test_the_allow_list_lets_pass_expires_and_goes_unused(copy: Path) -> None:
    in_source(f"电话{WORD}。\n\n机密★1年")(copy)
    (copy / "audit.yml").write_text(
        "allow:\n"
        f"  - {{code: PII002, path: docs/texts/*, text: '{WORD}', reason: 虚构,"
        " until: 2026-12-31}\n"
        "  - {code: CLS001, pattern: 机密, reason: 样式, until: 2025-11-30}\n"
        "  - {code: PII003, path: docs/none.md, reason: 不在了}\n",
        encoding="utf-8",
    )
    settings, faults = read_settings(copy / "audit.yml", "audit.yml")
    assert faults == []
    assert [(each.path, each.line, each.code) for each in run(copy, settings=settings)] == [
        ("audit.yml", 3, "ALW002"),
        ("audit.yml", 4, "ALW003"),
        ("docs/texts/a.md", 18, "CLS001"),
    ]


BAD_LISTS = [
    ("allow:\n  - {code: PII002, path: a}\n", 2, "没有写理由"),
    ("allow:\n  - {code: PII002, reason: 虚构}\n", 2, "没有写 path、text 或者 pattern"),
    ("allow:\n  - {code: x, path: a, reason: b}\n", 2, "code"),
    ("allow:\n  - {code: PII002, path: a, reason: b, until: 明年}\n", 2, "until 不是日期"),
    ("allow:\n  - {code: PII002, pattern: '(', reason: b}\n", 2, "不是正则表达式"),
    ("allow:\n  - {code: PII002, paht: a, path: a, reason: b}\n", 2, "没有这个键：paht"),
    ("allow: 甲\n", 1, "要写列表"),
    ("limits: {page_kb: -1}\n", 1, "page_kb 不是正整数"),
    ("limits: {outside_links: 也许}\n", 1, "outside_links"),
    ("limit: {}\n", 1, "没有这个键：limit"),
    ("- 甲\n", 1, "设置"),
    ("a: [\n", 1, "设置"),
]


@pytest.mark.parametrize(("text", "line", "message"), BAD_LISTS)
def test_a_faulty_list_is_explained(text: str, line: int, message: str, tmp_path: Path) -> None:
    (tmp_path / "audit.yml").write_text(text, encoding="utf-8")
    settings, faults = read_settings(tmp_path / "audit.yml", "audit.yml")
    assert settings.allowed == ()
    assert [(each.line, each.code) for each in faults] == [(line, "ALW001")]
    assert message in faults[0].message


def test_a_folder_of_any_site_can_be_audited_alone(copy: Path) -> None:
    (copy / "site" / "x.html").write_text(f"<title>甲</title><p>电话{WORD}</p>", "utf-8")
    (copy / "site" / "b.docx").write_bytes(make_docx(["甲"], author="某人"))
    seen = audit(copy / "site", AuditOptions())
    found = [(each.path, each.code) for each in seen.diagnostics if each.code != "EXT005"]
    assert ("site/x.html", "PII002") in found
    assert ("site/b.docx", "META001") in found
    assert seen.pages >= 4


@pytest.mark.parametrize("checked", [True, False])
def test_a_number_that_only_the_pages_show_is_reported_for_each(copy: Path, checked: bool) -> None:  # noqa: FBT001
    for page in ("index.html", "texts/a/index.html"):
        edit(f"site/{page}", "</article>", "<p>1990<b>0000</b>000</p></article>")(copy)
    found = [(each.path, each.code) for each in run(copy, checked=checked)]
    for page in ("index.html", "texts/a/index.html"):
        assert (f"site/{page}", "PII002") in found


def test_what_passes_in_one_source_does_not_hide_it_in_another_page(copy: Path) -> None:
    in_source(f"电话{WORD}。")(copy)
    in_page("<p>1990<b>0000</b>000</p>")(copy)
    edit("site/texts/a/index.html", "</article>", f"<p>电话{WORD}。</p></article>")(copy)
    found = [(each.path, each.code) for each in run(copy) if each.code == "PII002"]
    assert found == [("docs/texts/a.md", "PII002"), ("site/index.html", "PII002")]


def test_data_that_no_reader_sees_is_no_number(copy: Path) -> None:
    in_page(f'<template id="study-data">{{"hash":"{WORD}"}}</template>')(copy)
    assert lines(run(copy)) == []


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>机密</td><td>二十年</td></tr></table>",
        "<ul><li>机密</li></ul>",
        "<h2>秘密</h2>",
    ],
)
def test_the_name_of_a_level_in_a_cell_is_no_mark(html: str, copy: Path) -> None:
    in_page(html)(copy)
    assert [each for each in run(copy) if each.code == "CLS001"] == []


def test_the_command_says_what_it_looked_at(copy: Path, capsys: Capture) -> None:
    with inside(copy):
        assert main(["check", "--site", "--as-of", "2025-12-01"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("没有发现问题。检查了 2 份资料，网站的 4 个网页、")
    in_source(f"电话{WORD}。")(copy)
    with inside(copy):
        arguments = ["check", "--site", "site", "--as-of", "2025-12-01", "--html", "r.html"]
        assert main([*arguments, "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert (data["documents"], data["pages"], data["errors"], data["allowed"]) == (2, 4, 1, 0)
    report = (copy / "r.html").read_text(encoding="utf-8")
    assert "PII002" in report
    assert "<script" not in report


def test_the_day_is_never_the_clocks(
    copy: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(copy.parent))
    with inside(copy):
        assert main(["check", "--site"]) == 0
        told = capsys.readouterr()
        assert "不知道按哪一天算" in told.err
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782864000")  # 2026-07-01
        assert main(["check", "--site"]) == 0
    assert "OLD001 提醒：这份文件 2026-01-31 已经失效（按 2026-07-01 算）" in (
        capsys.readouterr().out
    )


WRONG = [
    (["--site", "none"], "找不到网站的文件夹 none"),
    (["--site", "--audience", "支部"], "没有声明这个读者范围：支部（是否想写 支部书记）"),
    (["--site", "--as-of", "明天"], "--as-of 不是日期：明天"),
    (["--site", "--against", "none"], "找不到 none"),
    (["--site", "--allow", "none.yml"], "找不到文件 none.yml"),
    (["--as-of", "2026-01-01"], "--as-of 要与 --site 一起用"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG, ids=[row[1] for row in WRONG])
def test_wrong_use_is_one_line(
    arguments: list[str], message: str, project: Path, capsys: Capture
) -> None:
    with inside(project):
        assert main(["check", *arguments]) == 2
    error = capsys.readouterr().err
    assert message in error.splitlines()[-1]
