"""The `study` command speaks Chinese, lists everything, and answers with 0, 1 or 2."""

import json
from pathlib import Path

import pytest

from mkdocs_study.cli import main
from mkdocs_study.library.document import META_TYPES
from tests.builds import write_project
from tests.library_sites import STUDY_CONFIG, STUDY_PAGES, inside

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "项目", STUDY_CONFIG, STUDY_PAGES)


@pytest.fixture
def config(project: Path) -> str:
    return str(project / "mkdocs.yml")


def test_check_says_that_all_is_well(config: str, capsys: Capture) -> None:
    assert main(["check", "-f", config]) == 0
    assert capsys.readouterr().out == "没有发现问题，共 2 份资料。\n"


def test_check_works_in_the_project_and_far_from_it(
    project: Path, tmp_path: Path, capsys: Capture
) -> None:
    (project / "docs" / "bad.md").write_text("坏\n", encoding="utf-8")
    with inside(project):
        assert main(["check"]) == 1
    near = capsys.readouterr().out
    with inside(tmp_path):
        assert main(["check", "--config", "项目/mkdocs.yml"]) == 1
    assert capsys.readouterr().out == near
    assert near.startswith("docs/bad.md:1 FM001 ")


def test_check_speaks_json(project: Path, config: str, capsys: Capture) -> None:
    (project / "docs" / "a.txt").touch()
    (project / "docs" / "bad.md").write_text("---\ntype: page\n---\n", encoding="utf-8")
    assert main(["check", "--json", "-f", config]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["documents"], report["errors"], report["warnings"]) == (2, 1, 1)
    assert report["diagnostics"][1] == {
        "path": "docs/bad.md",
        "line": 1,
        "code": "DOC001",
        "severity": "error",
        "message": "缺少 title",
        "hint": "例如 title: 示例单位纪律规定",
    }


def test_warnings_alone_are_good(project: Path, config: str, capsys: Capture) -> None:
    (project / "docs" / "a.txt").touch()
    assert main(["check", "-f", config]) == 0
    assert "ATT001 提醒：" in capsys.readouterr().out


WRONG_USE = [
    (["chek"], "没有这个命令：chek（是否想写 check）"),
    (["check", "--jsno"], "没有这个选项：--jsno"),
    (["check", "more"], "参数太多"),
    (["check", "-f"], "选项 -f 后面要写值"),
    (["check", "-f", "none/mkdocs.yml"], "找不到配置文件 none/mkdocs.yml"),
    (["index"], "缺少网站文件夹"),
    (["index", "none"], "找不到文件夹 none"),
    (["new", "case"], "缺少名称"),
    (["new", "cases", "x"], "没有这个类型：cases（是否想写 case）"),
    (["new", "case", "Big"], "名称写法不对：Big"),
    (["new", "case", "../x"], "名称写法不对：../x"),
    (["new", "page", "con"], "名称 con 是 Windows 的设备名"),
    (["new", "text", "com1"], "名称 com1 是 Windows 的设备名"),
    (["new", "text", "one", "two"], "参数太多"),
    (["new", "text", "one", "--page", "a.md"], "--page 和 --standard 只用于 study new track"),
    (["new", "case", "one", "--standard", "政治合格"], "--page 和 --standard 只用于"),
    (["build", "--out", "."], "网站不能放在 .：这里是项目文件夹"),
    (["build", "--out", ".."], "网站不能放在 ..：项目文件夹在这里面"),
    (["build", "--out", "docs"], "网站不能放在 docs：这里面或者上面是 docs 文件夹"),
    (["build", "--out", "docs/site"], "网站不能放在 docs/site：这里面或者上面是 docs 文件夹"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG_USE, ids=[row[1] for row in WRONG_USE])
def test_wrong_use_is_explained_in_chinese(
    arguments: list[str], message: str, project: Path, capsys: Capture
) -> None:
    with inside(project):
        assert main(arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith(message)
    assert error.endswith("用 study --help 看用法。\n")
    assert len(error.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [["--help"], *([name, "--help"] for name in ("check", "build", "new", "index"))],
)
def test_help_is_chinese(arguments: list[str], capsys: Capture) -> None:
    assert main(arguments) == 0
    output = capsys.readouterr().out
    assert output.startswith("用法：study")
    for english in ("Usage", "Options", "Commands", "Show this", "TEXT", "FILE"):
        assert english not in output


def test_no_command_shows_the_help(capsys: Capture) -> None:
    assert main([]) == 2
    assert "命令" in capsys.readouterr().out


def test_build_writes_where_it_is_told(project: Path, config: str, capfd: Capture) -> None:
    assert main(["build", "-f", config, "--out", str(project / "out")]) == 0
    captured = capfd.readouterr()
    assert captured.err == ""
    lines = captured.out.splitlines()
    assert lines[0] == "检查资料并生成公开版网站……"
    assert lines[1].startswith(f"完成：{project / 'out'}，")
    assert (project / "out" / "texts" / "a" / "index.html").exists()
    assert not (project / "site").exists()


def test_build_never_replaces_a_file(project: Path, config: str, capfd: Capture) -> None:
    target = project / "report.docx"
    target.write_bytes(b"mine")
    assert main(["build", "-f", config, "--out", str(target)]) == 1
    assert capfd.readouterr().err == f"{target} 是一个文件，没有改动；换一个文件夹。\n"
    assert target.read_bytes() == b"mine"


def test_build_never_replaces_a_folder_of_other_things(
    project: Path, config: str, capfd: Capture
) -> None:
    target = project / "mine"
    target.mkdir()
    (target / "report.docx").write_bytes(b"mine")
    assert main(["build", "-f", config, "--out", str(target)]) == 1
    assert capfd.readouterr().err == (
        f"{target} 里有文件，又不像是以前生成的网站，没有改动；"
        "换一个文件夹，或者先移走里面的文件。\n"
    )
    assert [path.name for path in target.iterdir()] == ["report.docx"]


def test_build_for_an_audience_adds_its_pages(project: Path, config: str, capfd: Capture) -> None:
    (project / "docs" / "inner.md").write_text(
        "---\ntype: page\ntitle: 内部\naudience: [支部书记]\n---\n\n# 内部\n", encoding="utf-8"
    )
    assert main(["build", "-f", config]) == 0
    assert not (project / "site" / "inner").exists()
    assert main(["build", "-f", config, "--audience", "支部书记"]) == 0
    assert (project / "site" / "inner" / "index.html").exists()
    assert "“支部书记”版" in capfd.readouterr().out


def test_an_undeclared_audience_is_wrong_use(config: str, capsys: Capture) -> None:
    assert main(["build", "-f", config, "--audience", "书记"]) == 2
    assert "没有声明这个读者范围：书记（是否想写 支部书记）" in capsys.readouterr().err


@pytest.mark.parametrize("document_type", META_TYPES)
def test_a_new_page_of_every_type_passes_the_check(
    document_type: str, config: str, project: Path, capsys: Capture
) -> None:
    assert main(["new", document_type, "my-page", "-f", config]) == 0
    created = capsys.readouterr().out.removeprefix("已新建 ").removesuffix("。\n")
    assert (project / created).is_file()
    assert main(["check", "-f", config]) == 0, capsys.readouterr().out


def test_a_new_page_never_overwrites(config: str, project: Path, capsys: Capture) -> None:
    target = project / "docs" / "my-page.md"
    text = "---\ntype: page\ntitle: 我的\n---\n\n# 我的\n"
    target.write_text(text, encoding="utf-8")
    assert main(["new", "page", "my-page", "-f", config]) == 1
    assert capsys.readouterr().err == "docs/my-page.md 已经存在，没有改动；换一个名称。\n"
    assert target.read_text(encoding="utf-8") == text


def test_a_new_page_does_not_take_an_id(config: str, capsys: Capture) -> None:
    assert main(["new", "text", "text-a", "-f", config]) == 1
    assert capsys.readouterr().err == "id text-a 已被 docs/texts/a.md 使用，换一个名称。\n"


def test_a_track_needs_a_page_to_begin_with(tmp_path: Path, capsys: Capture) -> None:
    project = write_project(tmp_path, STUDY_CONFIG, {".keep": ""})
    assert main(["new", "track", "first", "-f", str(project / "mkdocs.yml")]) == 1
    assert "先建一份原文" in capsys.readouterr().err


def test_a_faulty_configuration_stands_at_its_line(tmp_path: Path, capsys: Capture) -> None:
    project = write_project(tmp_path, "site_name: 站\nplugins:\n  - study: [\n", STUDY_PAGES)
    assert main(["check", "-f", str(project / "mkdocs.yml")]) == 1
    assert capsys.readouterr().out.startswith("mkdocs.yml:3 CFG001 这一行的配置写法不对")
