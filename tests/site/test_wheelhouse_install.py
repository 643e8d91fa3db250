"""The kit of this kind of machine, collected, and installed where there is no network at all."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import wheelhouse_install
from tests.builds import ROOT, write_project
from tests.library_sites import STUDY_CONFIG, STUDY_PAGES

LONG_S = 900


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kit") / "轮子"
    platform, version = wheelhouse_install.target().rsplit("-cp", 1)
    command = [sys.executable, str(ROOT / "scripts" / "wheelhouse.py"), "-o", str(folder)]
    done = subprocess.run(
        [*command, "--platform", platform, "--python", f"{version[0]}.{version[1:]}"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=LONG_S,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def without_network(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run where not even this host can be reached; elsewhere than on Linux, --no-index must do."""
    unshare = shutil.which("unshare")
    cut: list[str] = []
    if sys.platform == "linux":
        assert unshare is not None, "no unshare on PATH: apt-get install util-linux"
        cut = [unshare, "-n"] if os.geteuid() == 0 else [unshare, "-r", "-n"]
    return subprocess.run(
        [*cut, *command],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=LONG_S,
    )


def test_a_machine_without_a_network_builds_a_site(kit: Path, tmp_path: Path) -> None:
    goal = tmp_path / "环境"
    done = without_network(sys.executable, str(kit / "install.py"), str(goal), folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    study = wheelhouse_install.program(goal, "study")
    assert done.stdout.endswith(f"完成。运行：{study} --help\n")
    project = write_project(tmp_path / "project", STUDY_CONFIG, STUDY_PAGES)
    built = without_network(study, "build", folder=project)
    assert built.returncode == 0, built.stdout + built.stderr
    assert (project / "site" / "texts" / "a" / "index.html").is_file()
    again = without_network(sys.executable, str(kit / "install.py"), str(goal), folder=tmp_path)
    assert again.returncode == 1
    assert again.stdout.count("\n") == 1


def test_a_changed_wheel_is_not_installed(kit: Path, tmp_path: Path) -> None:
    other = tmp_path / "kit"
    shutil.copytree(kit, other)
    wheel = next((other / "wheels").glob("click-*.whl"))
    data = bytearray(wheel.read_bytes())
    data[len(data) // 2] ^= 1
    wheel.write_bytes(data)
    done = without_network(
        sys.executable, str(other / "install.py"), str(tmp_path / "x"), folder=tmp_path
    )
    assert done.returncode == 1
    assert "没有装好：" in done.stdout


def test_the_sums_are_those_of_the_files(kit: Path) -> None:
    program = shutil.which("sha256sum")
    assert program is not None
    done = subprocess.run(
        [program, "-c", "--quiet", "SHA256SUMS"], cwd=kit, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout
    listed = len((kit / "SHA256SUMS").read_text("utf-8").splitlines())
    assert listed == sum(each.is_file() for each in kit.rglob("*")) - 1
