"""`study new track` fills stages and units from the library, and its page passes the check."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from mkdocs_study.cli import main
from mkdocs_study.library.diagnostics import format_diagnostic
from mkdocs_study.publish.checks import check_project
from mkdocs_study.publish.project import read_project
from tests.builds import write_project

CONFIG = """\
site_name: 站
plugins:
  - study:
      audiences: [支部书记]
      longest_unit_minutes: 5
      longest_unit_characters: 1000
"""
CHAPTER = "".join(f"### 第{number}条\n\n{'学' * 140}\n\n" for number in "一二三四五")


def page(kind: str, title: str, name: str, more: str = "", body: str = "正文。\n") -> str:
    return f"---\ntype: {kind}\ntitle: {title}\nid: {name}\n{more}---\n\n# {title}\n\n{body}"


PAGES = {
    "index.md": "---\ntype: page\ntitle: 首页\nstandards: [品德合格]\n---\n\n# 首页\n",
    "texts/rules.md": page("text", "规定", "rules", "standards: [品德合格]\n"),
    "texts/long.md": page(
        "text",
        "长规定",
        "long-rules",
        body=f"## 第一章 总则\n\n{CHAPTER}## 第二章 职责\n\n"
        + CHAPTER.replace("第一", "第六")
        .replace("第二", "第七")
        .replace("第三", "第八")
        .replace("第四", "第九")
        .replace("第五", "第十")
        + "## 第三章 附则\n\n### 第十一条\n\n自公布之日起施行。\n",
    ),
    "standards/virtue.md": page("standard", "品德", "virtue", "standards: [品德合格]\n"),
    "standards/inner.md": page(
        "standard", "内部清单", "inner", "standards: [品德合格]\naudience: [支部书记]\n"
    ),
    "standards/first.md": page("standard", "先学的", "first-page"),
    "exemplars/serve.md": page(
        "exemplar", "服务", "serve", "standards: [品德合格]\nrequires: [first-page]\n"
    ),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path, CONFIG, PAGES)


def new_track(project: Path, *options: str) -> dict[str, object]:
    """Make a track `mine` and return its front matter, after a check without faults or advice."""
    assert main(["new", "track", "mine", "-f", str(project / "mkdocs.yml"), *options]) == 0
    text = (project / "docs" / "tracks" / "mine.md").read_text(encoding="utf-8")
    opened, _ = read_project(project / "mkdocs.yml")
    assert opened is not None
    assert [format_diagnostic(each) for each in check_project(opened).diagnostics] == []
    front: dict[str, object] = yaml.safe_load(text.split("---\n")[1])
    return front


def units(front: dict[str, object]) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield stage, kind, page and sections of each unit."""
    stages = front["stages"]
    assert isinstance(stages, list)
    for stage in stages:
        for unit in stage["units"]:
            yield stage["title"], unit["kind"], unit["page"], unit.get("sections", [])


def test_pages_that_fit_a_standard_and_what_they_require(project: Path) -> None:
    front = new_track(project, "--title", "做品德合格的人", "--standard", "品德合格")
    assert front["title"] == "做品德合格的人"
    assert front["standards"] == ["品德合格"]
    assert list(units(front)) == [
        ("学原文", "读原文", "texts/rules.md", []),
        ("对照自查", "自查", "standards/first.md", []),
        ("对照自查", "自查", "exemplars/serve.md", []),
        ("对照自查", "自查", "standards/virtue.md", []),
    ]


def test_named_pages_and_a_long_one_in_parts(project: Path) -> None:
    front = new_track(project, "--pages", "docs/texts/long.md", "virtue")
    assert list(units(front)) == [
        ("学原文", "读原文", "texts/long.md", ["ch-1"]),
        ("学原文", "读原文", "texts/long.md", ["ch-2", "ch-3"]),
        ("对照自查", "自查", "standards/virtue.md", []),
    ]


def test_unasked_it_shows_one_page_for_each_stage(project: Path) -> None:
    assert [page for _, _, page, _ in units(new_track(project))] == [
        "texts/long.md",
        "texts/long.md",
        "standards/first.md",
    ]


def test_kinds_of_the_site_itself(project: Path) -> None:
    text = CONFIG.replace("audiences:", "unit_kinds: [观看, 自查]\n      audiences:")
    (project / "mkdocs.yml").write_text(text, encoding="utf-8")
    front = new_track(project, "--page", "rules", "--page", "virtue")
    assert [kind for _, kind, _, _ in units(front)] == ["观看", "自查"]


REFUSED = [
    (
        ["--page", "texts/rule.md"],
        "没有这一页，或者它自己有错误：texts/rule.md（是否想写 texts/rules.md）",
    ),
    (["--standard", "品德"], "没有这个合格标准：品德（可以写：政治合格、"),
    (["--standard", "政治合格"], "没有一页公开的资料写了 standards: [政治合格]"),
]


@pytest.mark.parametrize(("options", "message"), REFUSED)
def test_what_cannot_be_made_is_said(
    options: list[str], message: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "track", "mine", "-f", str(project / "mkdocs.yml"), *options]) == 1
    assert capsys.readouterr().err.startswith(message)
    assert not (project / "docs" / "tracks").exists()
