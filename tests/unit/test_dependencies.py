"""The dependency page tells the truth, and nothing we link is under a licence that binds users."""

import ast
import re
import sys
import tomllib
from importlib.metadata import distributions
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.builds import ROOT

PAGE = ROOT / "docs" / "dev" / "dependencies.md"
IMPORTED_AS = {
    "mkdocs-material": "material",
    "pymdown-extensions": "pymdownx",
    "python-docx": "docx",
    "pyyaml": "yaml",
}
NEVER_IMPORTED = {"material", "mkdocs_rss_plugin"}
"""Named in mkdocs.yml and loaded by MkDocs."""

FORBIDDEN = re.compile(r"\bA?GPL|(?<!Lesser )General Public License", re.IGNORECASE)


def _direct() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    asked = [*_of_the_package(project), *groups["build"], *groups["dev"]]
    return {canonicalize_name(Requirement(text).name) for text in asked}


def _of_the_package(project: dict[str, Any]) -> list[str]:
    """Return what users install, extras included."""
    extras = project["project"]["optional-dependencies"].values()
    return [*project["project"]["dependencies"], *(each for extra in extras for each in extra)]


def _listed() -> dict[str, list[str]]:
    rows = [line.strip("|").split("|") for line in PAGE.read_text("utf-8").splitlines()]
    cells = ([cell.strip() for cell in row] for row in rows if len(row) == 5)
    return {row[0]: row for row in cells if row[0] not in {"Package", "---"}}


def test_every_direct_dependency_is_on_the_page() -> None:
    assert set(_listed()) == _direct()


def test_every_import_is_a_declared_dependency() -> None:
    """What another package happens to bring today may be gone tomorrow."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {Requirement(text).name for text in _of_the_package(project)}
    names = {IMPORTED_AS.get(name, name.replace("-", "_")) for name in declared}
    imported = {
        name.split(".")[0]
        for path in (ROOT / "plugins").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported_names(node)
    }
    foreign = imported - sys.stdlib_module_names - {"mkdocs_study"}
    parts = {"pydantic_core", "botocore"}
    assert foreign - names == parts, "parts of pydantic and boto3, of no use without them"
    assert names - foreign == NEVER_IMPORTED


def _imported_names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module]
    return []


def test_versions_and_dates_are_those_of_the_lock() -> None:
    locked = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    wrong = []
    for name, row in _listed().items():
        found = [package for package in locked if package["name"] == name]
        newest = max(found, key=lambda package: _as_numbers(package["version"]))
        files = [*newest.get("wheels", []), *([newest["sdist"]] if "sdist" in newest else [])]
        date = min(str(file["upload-time"]) for file in files)[:10]
        if row[1].split(" ")[0] != newest["version"] or row[2] != date:
            wrong.append(f"{name}: {newest['version']} of {date}")
    assert wrong == []


def _as_numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def test_nothing_installed_is_under_the_gpl() -> None:
    found = {}
    for distribution in distributions():
        data = distribution.metadata
        licences = [text[:60] for text in data.get_all("License") or []]
        licences += data.get_all("License-Expression") or []
        licences += [text for text in data.get_all("Classifier") or [] if "License ::" in text]
        text = " ".join(licences)
        if FORBIDDEN.search(text):
            found[data["Name"]] = text
    assert found == {}


def test_the_pattern_knows_what_it_looks_for() -> None:
    assert FORBIDDEN.search("License :: OSI Approved :: GNU General Public License v3 (GPLv3)")
    assert FORBIDDEN.search("AGPL-3.0-or-later")
    assert not FORBIDDEN.search("MIT License; MPL-2.0; BSD")
