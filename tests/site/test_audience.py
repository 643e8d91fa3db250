"""A restricted page leaves no trace in a build for others, and is whole in a build for its own."""

import gzip
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.builds import write_project
from tests.library_sites import mkdocs_build

CONFIG = """\
site_name: 学习站
theme:
  name: material
  language: zh
  font: false
extra: {generator: false}
nav:
  - 首页: index.md
  - 原文:
      - texts/a.md
      - 内部准备会记录: inner/prepare-secret.md
  - 只有内部资料的栏目:
      - inner/prepare-secret.md
plugins:
  - search
  - zh-search
  - tags
  - study:
      audiences: [支部书记, 党组中心组]
"""
HIDDEN_TITLE = "内部准备会记录"
HIDDEN_SENTENCE = "名单上的三位同志先分别谈话"
HIDDEN_TERM = "甲乙丙工作法"
PAGES = {
    "index.md": (
        "---\ntype: page\ntitle: 首页\n---\n\n# 首页\n\n<!-- study:list case -->\n\n"
        "<!-- study:list standard -->\n\n<!-- study:tracks -->\n\n按甲乙丙工作法学习。"
        "[公开附件](files/open.txt)\n"
    ),
    "texts/a.md": (
        "---\ntype: text\ntitle: 甲规定\nid: text-a\ntags: [公开标签]\n---\n\n# 甲规定\n\n"
        "## 第一条\n\n条文。\n"
    ),
    "inner/prepare-secret.md": (
        f"---\ntype: standard\ntitle: {HIDDEN_TITLE}\nid: prepare-secret\n"
        "description: 只给支部书记的一句说明\n"
        "audience: [支部书记]\ntags: [内部标签]\n---\n\n"
        f"# {HIDDEN_TITLE}\n\n依照《甲规定》第一条，{HIDDEN_SENTENCE}。\n\n"
        "[附件](../files/secret-list.txt) ![图](../files/open.txt)\n"
    ),
    "inner/words.md": (
        "---\ntype: glossary\ntitle: 内部术语\nid: inner-words\naudience: [支部书记]\n---\n\n"
        "# 内部术语\n\n## 甲乙丙工作法\n\n只在内部解释的词义。\n"
    ),
    "tracks/a.md": (
        "---\ntype: track\ntitle: 专题\nid: track-a\nstages:\n  - title: 读\n    units:\n"
        "      - {page: texts/a.md, kind: 读原文}\n"
        "      - {page: inner/prepare-secret.md, kind: 讨论}\n---\n\n# 专题\n"
    ),
    "files/open.txt": "公开附件的内容",
    "files/secret-list.txt": "内部附件的内容",
    "files/orphan.txt": "无人链接的内容",
}
TRACES = [
    HIDDEN_TITLE,
    HIDDEN_SENTENCE,
    "prepare-secret",
    "只给支部书记的一句说明",
    "内部标签",
    "内部术语",
    "只在内部解释的词义",
    "inner/words",
    "secret-list",
    "内部附件的内容",
    "只有内部资料的栏目",
    "支部书记",
    "orphan",
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("audience"), CONFIG, PAGES)


def build(project: Path, audience: str, name: str) -> Path:
    site = project / name
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDY_AUDIENCE", audience)
        run = mkdocs_build(project, "-d", str(site))
    assert run.exit_code == 0, run.output
    assert "docs/files/orphan.txt:1 ATT001" in run.output
    return site


@pytest.fixture(scope="module")
def public(project: Path) -> Path:
    return build(project, "", "public")


@pytest.fixture(scope="module")
def for_secretaries(project: Path) -> Path:
    return build(project, "支部书记", "secretaries")


def spellings(trace: str) -> list[bytes]:
    """Return the trace as text, as an address, and as JSON writes it."""
    escaped = trace.encode("unicode_escape")
    return [trace.encode(), quote(trace).encode(), escaped, escaped.replace(b"\\", b"\\\\")]


def all_bytes(site: Path) -> dict[str, bytes]:
    """Return path and content of every file, unpacked, the path being part of what is searched."""
    found: dict[str, bytes] = {}
    for file in site.rglob("*"):
        if file.is_file():
            name = file.relative_to(site).as_posix()
            data = file.read_bytes()
            found[name] = name.encode() + (gzip.decompress(data) if name.endswith(".gz") else data)
    return found


@pytest.mark.parametrize("trace", TRACES)
def test_the_public_build_has_no_trace(trace: str, public: Path) -> None:
    files = all_bytes(public)
    assert len(files) > 20
    hits = [name for name, data in files.items() if any(each in data for each in spellings(trace))]
    assert hits == []


@pytest.mark.parametrize("trace", sorted({*TRACES} - {"支部书记", "orphan"}))
def test_the_search_for_traces_finds_them_where_they_are(trace: str, for_secretaries: Path) -> None:
    files = all_bytes(for_secretaries)
    assert any(each in data for data in files.values() for each in spellings(trace))


def test_the_public_build_has_the_public_pages(public: Path) -> None:
    assert "条文。" in (public / "texts/a/index.html").read_text(encoding="utf-8")
    assert (public / "files/open.txt").read_text(encoding="utf-8") == "公开附件的内容"
    home = (public / "index.html").read_text(encoding="utf-8")
    assert HIDDEN_TERM in home
    assert "zh-term" not in home


def test_the_group_gets_its_page_with_attachment_and_back_link(for_secretaries: Path) -> None:
    page = (for_secretaries / "inner/prepare-secret/index.html").read_text(encoding="utf-8")
    assert HIDDEN_SENTENCE in page
    assert (for_secretaries / "files/secret-list.txt").exists()
    assert not (for_secretaries / "files/orphan.txt").exists()
    text = (for_secretaries / "texts/a/index.html").read_text(encoding="utf-8")
    assert f'<a href="../../inner/prepare-secret/">{HIDDEN_TITLE}</a>' in text


def test_a_wider_page_does_not_link_a_narrower_glossary(for_secretaries: Path) -> None:
    assert "zh-term" not in (for_secretaries / "index.html").read_text(encoding="utf-8")


def test_another_group_gets_no_trace(project: Path) -> None:
    site = build(project, "党组中心组", "central")
    files = all_bytes(site)
    assert [name for name, data in files.items() if HIDDEN_SENTENCE.encode() in data] == []


def test_an_undeclared_group_stops_the_build(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDY_AUDIENCE", "支部")
    run = mkdocs_build(project, "-d", str(project / "none"))
    assert run.exit_code == 1
    assert "CFG005 没有声明这个读者范围：支部 — 是否想写 支部书记" in run.output
    assert not (project / "none").exists()
