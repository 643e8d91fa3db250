"""The same sources give the same bytes, wherever, whenever and in whatever order they lie there."""

import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_study.publish.release.manifest import Manifest, read_manifest
from tests.builds import ROOT

FIRST = {
    "LC_ALL": "C",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONUTF8": "0",
    "PYTHONHASHSEED": "1",
    "TZ": "Asia/Shanghai",
}
SECOND = {
    "LC_ALL": "C.UTF-8",
    "LANGUAGE": "zh_CN:zh",
    "PYTHONHASHSEED": "4711",
    "PYTHONDONTWRITEBYTECODE": "1",
    "TZ": "America/St_Johns",
}
RUN = "import os, sys; os.umask(int(sys.argv[1], 8)); from mkdocs_study.cli import main; "


def copy(folder: Path, seed: int) -> Path:
    """Copy the shipped project, file by file in an order of its own, with other times."""
    settings = [ROOT / "mkdocs.yml", ROOT / "audit.yml"]
    files = [*settings, *(each for each in (ROOT / "docs").rglob("*") if each.is_file())]
    chance = random.Random(seed)  # noqa: S311 - no secret
    chance.shuffle(files)
    for file in files:
        target = folder / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
        moment = chance.randint(1_000_000_000, 1_700_000_000)
        os.utime(target, (moment, moment))
    return folder


def study(project: Path, umask: str, environment: dict[str, str], *arguments: str) -> None:
    surroundings = {
        **os.environ,
        "SOURCE_DATE_EPOCH": "1767225600",
        "HOME": str(project),
        **environment,
    }
    done = subprocess.run(
        [sys.executable, "-c", f"{RUN}sys.exit(main(sys.argv[2:]))", umask, *arguments],
        cwd=project,
        env=surroundings,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("same")
    return copy(folder / "a", 1), copy(folder / "另一个 文件夹" / "b", 2)


def sums(folder: Path) -> dict[str, str]:
    return {
        each.relative_to(folder).as_posix(): hashlib.sha256(each.read_bytes()).hexdigest()
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    }


def test_bundles_are_the_same(projects: tuple[Path, Path]) -> None:
    one, two = projects
    study(one, "022", FIRST, "bundle", "-o", "x.zip")
    study(two, "077", SECOND, "bundle", "-o", "x.zip")
    assert (one / "x.zip").read_bytes() == (two / "x.zip").read_bytes()


Published = tuple[dict[str, str], Manifest]
"""Sums of the files of a release, and its manifest."""


@pytest.fixture(scope="module")
def published(projects: tuple[Path, Path]) -> list[Published]:
    found = []
    for project, umask, environment in zip(projects, ("022", "077"), (FIRST, SECOND), strict=True):
        study(project, umask, environment, "publish", "--to", "out", "--yes")
        (release,) = (each for each in (project / "out" / "releases").iterdir() if each.is_dir())
        written = release.with_name(f"{release.name}.manifest.json").read_bytes()
        found.append((sums(release), read_manifest(written, release.name)))
    return found


def test_releases_are_the_same_but_for_the_day_of_publishing(published: list[Published]) -> None:
    (files, manifest), (other_files, other) = published
    assert files == other_files
    day = {"published_at": "", "id": ""}
    assert manifest.model_copy(update=day) == other.model_copy(update=day)
    assert files.keys() == manifest.files.keys()
    assert sum(path.endswith((".gz", ".br")) for path in files) > 100


def test_the_manifest_names_the_versions_of_everything(published: list[Published]) -> None:
    manifest = published[0][1]
    named = {"python", "mkdocs-study", "mkdocs", "mkdocs-material", "markdown", "numpy", "rjieba"}
    assert named <= set(manifest.versions)
    assert all(version[0].isdigit() for version in manifest.versions.values())
    assert manifest.config_sha256 == hashlib.sha256((ROOT / "mkdocs.yml").read_bytes()).hexdigest()
