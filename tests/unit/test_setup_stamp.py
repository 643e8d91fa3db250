"""A stamp tells whether a .venv was made from the lock files of today."""

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from setup_stamp import (
    DEVELOPMENT,
    SITE,
    Group,
    SetupError,
    Stamp,
    count_requirements,
    digest,
    list_distributions,
    read_stamp,
    write_stamp,
)
from tests.builds import ROOT

GROUP = Group("site", ("a.lock",))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_bytes(b"[project]\n")
    (tmp_path / "a.lock").write_bytes(b"x==1\n")
    return tmp_path


def test_digest_follows_the_lock_file(checkout: Path) -> None:
    before = digest(checkout, GROUP)
    assert digest(checkout, GROUP) == before
    (checkout / "a.lock").write_bytes(b"x==2\n")
    assert digest(checkout, GROUP) != before


def test_digest_follows_pyproject(checkout: Path) -> None:
    before = digest(checkout, GROUP)
    (checkout / "pyproject.toml").write_bytes(b"[project]\nname='x'\n")
    assert digest(checkout, GROUP) != before


def test_digest_is_the_same_with_windows_line_ends(checkout: Path) -> None:
    before = digest(checkout, GROUP)
    (checkout / "a.lock").write_bytes(b"x==1\r\n")
    assert digest(checkout, GROUP) == before


def test_missing_lock_is_named(checkout: Path) -> None:
    (checkout / "a.lock").unlink()
    with pytest.raises(SetupError, match=r"a\.lock"):
        digest(checkout, GROUP)


def test_stamp_survives_writing_and_reading(tmp_path: Path) -> None:
    stamp = Stamp("/某处/.venv", finished=True, digests={"site": "ab"}, distributions=("x-1",))
    path = tmp_path / "stamp.json"
    write_stamp(path, stamp)
    assert read_stamp(path) == stamp
    assert [entry.name for entry in tmp_path.iterdir()] == ["stamp.json"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"prefix": "x", "finished": true, "digests": [], "distributions": []}',
    ],
)
def test_damaged_stamp_counts_as_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "stamp.json"
    path.write_text(text, encoding="utf-8")
    assert read_stamp(path) is None


def test_half_installed_distribution_is_not_listed(tmp_path: Path) -> None:
    (tmp_path / "whole-1.dist-info").mkdir()
    (tmp_path / "whole-1.dist-info" / "RECORD").touch()
    (tmp_path / "half-1.dist-info").mkdir()
    assert list_distributions(tmp_path) == ("whole-1.dist-info",)


def test_requirements_are_counted_without_hashes_and_comments() -> None:
    lock = "# by hand\na==1 \\\n    --hash=sha256:00\n    # via b\nb==2 ; sys_platform == 'win32'\n"
    assert count_requirements(lock) == 2


# ---- The lock files of the checkout ---------------------------------------------------------


def _pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pins = (line.split(";")[0].rstrip(" \\").split("==") for line in lines if line[:1].isalnum())
    return {canonicalize_name(pin[0]): pin[1] for pin in pins}


@pytest.mark.parametrize("name", sorted({*SITE.locks, *DEVELOPMENT.locks}))
def test_every_pin_has_a_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = text.replace("\\\n", " ").splitlines()
    pins = [entry for entry in entries if entry[:1].isalnum()]
    assert pins
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_locks_hold_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = {
        "requirements.lock": project["project"]["dependencies"],
        "requirements-build.lock": groups["build"],
        "requirements-dev.lock": [*project["project"]["dependencies"], *groups["dev"]],
    }
    unmet = []
    for lock, requirements in wanted.items():
        pins = _pins(lock)
        for requirement in map(Requirement, requirements):
            version = pins.get(canonicalize_name(requirement.name))
            if version is None or not requirement.specifier.contains(version):
                unmet.append(f"{lock}: {requirement} but {version}")
    assert unmet == []


def test_locks_agree_on_versions() -> None:
    site, development = _pins("requirements.lock"), _pins("requirements-dev.lock")
    assert {name: development.get(name) for name in site} == site
