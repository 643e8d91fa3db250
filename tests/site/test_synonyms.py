"""The option `synonyms` of zh-search: a list with faults stops the build and tells them all."""

from pathlib import Path

import pytest

from tests.builds import Build, build_site, write_project
from tests.sites import SEARCH_CONFIG

OPTION = "plugins: [search, zh-search: {synonyms: %s}]\n"


def build(folder: Path, option: str, synonyms: str) -> Build:
    config = SEARCH_CONFIG.replace("plugins: [search, zh-search]\n", OPTION % option)
    project = write_project(folder / "p", config, {"index.md": "# 首页\n\n党员大会。\n"})
    (project / "words.yml").write_text(synonyms, encoding="utf-8")
    return build_site(project, folder / "site")


@pytest.mark.parametrize(
    ("option", "synonyms", "lines"),
    [
        ("words.yml", "- [甲]\n- [乙, 丙]\n- 丁\n", ["words.yml:1 SYN005 ", "words.yml:3 SYN003 "]),
        ("words.yml", "- [甲, 乙\n", ["words.yml:2 SYN002 "]),
        ("none.yml", "", ["none.yml:1 SYN001 找不到或者读不出同义词文件"]),
        ("[words.yml]", "", ["mkdocs.yml:1 SYN001 synonyms：这里要写一个文件的路径"]),
    ],
)
def test_faults_stop_the_build(
    tmp_path: Path, option: str, synonyms: str, lines: list[str]
) -> None:
    finished = build(tmp_path, option, synonyms)
    assert finished.exit_code != 0
    assert all(line in finished.output for line in lines), finished.output
    assert "Traceback" not in finished.output


def test_a_sound_list_is_no_hindrance(tmp_path: Path) -> None:
    finished = build(tmp_path, "words.yml", "- [党员大会, 支部党员大会]\n")
    assert finished.exit_code == 0, finished.output
