"""Every fault stops `mkdocs build` and `study build` with one clear line and publishes nothing."""

from pathlib import Path

import pytest

from mkdocs_study.cli import main
from tests.builds import write_project
from tests.library_sites import (
    BAD_INPUT,
    STUDY_CONFIG,
    STUDY_PAGES,
    Run,
    mkdocs_build,
)

KINDS = sorted(BAD_INPUT)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path, STUDY_CONFIG, STUDY_PAGES)


def spoil(project: Path, *kinds: str) -> list[str]:
    """Put the faults in and return how their lines begin."""
    for kind in kinds:
        BAD_INPUT[kind][0](project / "docs")
    return [BAD_INPUT[kind][1] for kind in kinds]


def publish_old_site(project: Path) -> bytes:
    """Leave a site that a failing build must not touch."""
    page = project / "site" / "index.html"
    page.parent.mkdir()
    page.write_bytes(b"old site")
    (project / "site" / "sitemap.xml").touch()
    return page.read_bytes()


def assert_stopped(run: Run, beginnings: list[str], project: Path) -> None:
    lines = run.output.splitlines()
    for beginning in beginnings:
        matching = [line for line in lines if line.startswith(beginning)]
        assert len(matching) == 1, run.output
    assert run.exit_code == 1
    assert "Traceback" not in run.output
    left = sorted(path.name for path in (project / "site").rglob("*"))
    assert left == ["index.html", "sitemap.xml"]
    assert (project / "site" / "index.html").read_bytes() == b"old site"
    assert not list(project.glob(".site*"))


@pytest.mark.parametrize("kind", KINDS)
def test_mkdocs_build_stops(kind: str, project: Path) -> None:
    beginnings = spoil(project, kind)
    publish_old_site(project)
    assert_stopped(mkdocs_build(project), beginnings, project)


@pytest.mark.parametrize(
    "kind", ["malformed front matter", "GB18030", "a page that is a symlink", "a broken anchor"]
)
def test_study_build_stops(kind: str, project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    beginnings = spoil(project, kind)
    publish_old_site(project)
    code = main(["build", "-f", str(project / "mkdocs.yml")])
    captured = capfd.readouterr()
    assert_stopped(Run(code, captured.out + captured.err), beginnings, project)


def test_study_check_finds_every_kind(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for number, kind in enumerate(KINDS):
        project = write_project(tmp_path / str(number), STUDY_CONFIG, STUDY_PAGES)
        beginnings = spoil(project, kind)
        assert main(["check", "-f", str(project / "mkdocs.yml")]) == 1
        output = capfd.readouterr().out
        assert [each for each in beginnings if each in output] == beginnings, output


def test_all_bad_files_are_named_in_one_run(project: Path) -> None:
    kinds = ["a page beside its folder", "a broken link"]
    beginnings = spoil(project, *kinds)
    (project / "docs" / "second.md").write_text("没有元数据\n", encoding="utf-8")
    publish_old_site(project)
    run = mkdocs_build(project)
    assert_stopped(run, [*beginnings, "docs/second.md:1 FM001 "], project)
    assert "共 3 个错误，0 个提醒。" in run.output


def test_quiet_does_not_hide_a_fault(project: Path) -> None:
    beginnings = spoil(project, "a broken link")
    publish_old_site(project)
    assert_stopped(mkdocs_build(project, "-q"), beginnings, project)


def test_a_missing_page_of_the_navigation_stands_at_its_line(tmp_path: Path) -> None:
    config = STUDY_CONFIG + "nav:\n  - 首页: index.md\n  - 原文:\n      - texts/none.md\n"
    project = write_project(tmp_path, config, STUDY_PAGES)
    publish_old_site(project)
    assert_stopped(mkdocs_build(project), ["mkdocs.yml:11 NAV001 "], project)


def test_harmful_extensions_stand_at_their_line(tmp_path: Path) -> None:
    config = STUDY_CONFIG + "markdown_extensions:\n  - pymdownx.extra\n  - pymdownx.tilde\n"
    project = write_project(tmp_path, config, STUDY_PAGES)
    publish_old_site(project)
    expected = ["mkdocs.yml:9 CFG004 ", "mkdocs.yml:10 CFG004 "]
    assert_stopped(mkdocs_build(project), expected, project)


def test_dirty_builds_are_refused(project: Path) -> None:
    publish_old_site(project)
    run = mkdocs_build(project, "--dirty")
    assert run.exit_code == 1
    assert "不支持 --dirty" in run.output
    assert (project / "site" / "index.html").read_bytes() == b"old site"


def test_a_sound_project_builds(project: Path) -> None:
    publish_old_site(project)
    run = mkdocs_build(project)
    assert run.exit_code == 0, run.output
    assert "条文。" in (project / "site/texts/a/index.html").read_text(encoding="utf-8")
    assert b"old site" not in (project / "site/index.html").read_bytes()
    assert not list(project.glob(".site*"))
