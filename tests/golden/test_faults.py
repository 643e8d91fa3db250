"""Each file of faults/ is a small project and the exact lines that checking it prints.

A case begins with its sentence; `==> PATH` starts a file, `==> expected` the report.
Configuration and home page are sound where the case has none of its own.
"""

from pathlib import Path

import pytest

from mkdocs_study.library.diagnostics import format_diagnostic
from mkdocs_study.publish.checks import check_project
from mkdocs_study.publish.project import read_project

CASES = sorted((Path(__file__).parent / "faults").glob("*.txt"))

CONFIG = """\
site_name: 学习站
plugins:
  - study:
      audiences: [支部书记, 党组中心组]
"""
HOME = "---\ntype: page\ntitle: 首页\n---\n\n# 首页\n"


def read_case(case: Path) -> tuple[dict[str, str], list[str]]:
    """Return the files of a case and the expected lines."""
    _, *parts = case.read_text(encoding="utf-8").split("==> ")
    files = dict(part.split("\n", maxsplit=1) for part in parts)
    return files, files.pop("expected").splitlines()


def write_files(folder: Path, files: dict[str, str]) -> None:
    for path, text in {"mkdocs.yml": CONFIG, "docs/index.md": HOME, **files}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def report(folder: Path) -> list[str]:
    """Check the project in the folder and return the lines of the report."""
    project, found = read_project(folder / "mkdocs.yml")
    if project is not None:
        found = list(check_project(project).diagnostics)
    return [format_diagnostic(each) for each in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_project_gets_exactly_its_faults(case: Path, tmp_path: Path) -> None:
    files, expected = read_case(case)
    write_files(tmp_path, files)
    assert report(tmp_path) == expected
