"""The kit for machines without a network: what goes into it, and what its installer asks for."""

import ast
import os
import sys
from pathlib import Path

import pytest

import wheelhouse
import wheelhouse_install
from tests.builds import ROOT
from wheelhouse import PLATFORMS, PYTHONS, Requirement, newest_patch, read_lock

LOCK = """\
# made by uv
annotated-types==0.8.0 \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
    # via pydantic
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:{a}
""".format(a="a" * 64, b="b" * 64)


def test_a_lock_file_is_read_with_markers_and_hashes() -> None:
    one, two = read_lock(LOCK)
    assert one == Requirement("annotated-types", "0.8.0", "", ("a" * 64, "b" * 64))
    assert two == Requirement("numpy", "2.4.6", "python_full_version < '3.12'", ("a" * 64,))
    assert one.line == LOCK.split("# made by uv\n")[1].split("    # via")[0]


def test_every_entry_of_our_lock_is_read() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    found = list(read_lock(text))
    assert len(found) == sum(line[:1].isalnum() for line in text.splitlines())
    assert all(each.hashes for each in found)
    assert {"jieba", "mkdocs-material"} <= {each.name for each in found}


@pytest.mark.parametrize(
    ("marker", "platform", "version", "patch"),
    [
        ("", "linux-x86_64", "3.11", 30),
        ("python_full_version < '3.12'", "linux-x86_64", "3.11", 30),
        ("python_full_version < '3.12'", "linux-x86_64", "3.12", None),
        ("python_full_version < '3.11.5'", "linux-aarch64", "3.11", 4),
        ("python_full_version >= '3.11.5'", "linux-aarch64", "3.11", 30),
        ("sys_platform == 'win32'", "windows-x86_64", "3.13", 30),
        ("sys_platform == 'win32'", "linux-x86_64", "3.13", None),
        ("os_name == 'nt'", "windows-x86_64", "3.13", 30),
    ],
)
def test_markers_are_read_for_the_other_machine(
    marker: str, platform: str, version: str, patch: int | None
) -> None:
    assert newest_patch(marker, platform, version) == patch


def test_no_wheel_needs_a_newer_glibc_than_kylin_has() -> None:
    for tags in PLATFORMS.values():
        for tag in tags:
            if tag.startswith("manylinux_"):
                assert int(tag.split("_")[2]) <= 28


def test_an_existing_folder_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert wheelhouse.main(["-o", str(tmp_path)]) == 1
    assert "已经存在，没有改动" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_old_python_can_read_the_installer() -> None:
    source = (ROOT / "scripts" / "wheelhouse_install.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 6))
    assert "from __future__" not in source


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(wheelhouse_install, "HERE", tmp_path)
    (tmp_path / f"requirements-{wheelhouse_install.target()}.txt").touch()
    return tmp_path


def test_a_fit_machine_lacks_nothing(kit: Path) -> None:
    assert wheelhouse_install.missing(kit / "new") == ""


@pytest.mark.parametrize(
    ("what", "value", "said"),
    [
        ("sys.version_info", (3, 7, 9), "缺少 Python 3.11 或更新版本，现在用的是 3.7.9"),
        ("sys.maxsize", 2**31 - 1, "缺少 64 位的 Python"),
        ("platform.machine", lambda: "mips64", "这里没有给本机（"),
        ("platform.libc_ver", lambda: ("glibc", "2.17"), "缺少 glibc 2.28"),
    ],
)
def test_what_is_missing_is_said_in_one_line(
    kit: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    what: str,
    value: object,
    said: str,
) -> None:
    monkeypatch.setattr(f"wheelhouse_install.{what}", value)
    assert wheelhouse_install.main([str(kit / "new")]) == 1
    output = capsys.readouterr().out
    assert output.startswith(f"没有安装：{said}")
    assert output.count("\n") == 1
    assert not (kit / "new").exists()


def test_a_python_without_venv_is_told(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert "python3-venv" in wheelhouse_install.missing(kit / "new")


def test_a_folder_that_is_there_is_not_touched(kit: Path) -> None:
    assert "已经存在，没有改动" in wheelhouse_install.missing(kit)


def test_machines_are_named_as_the_lists_are(monkeypatch: pytest.MonkeyPatch) -> None:
    lists = {f"{each}-cp{version.replace('.', '')}" for each in PLATFORMS for version in PYTHONS}
    monkeypatch.setattr("wheelhouse_install.sys.version_info", (3, 12, 1))
    for system, machine in (("Linux", "x86_64"), ("Linux", "aarch64"), ("Windows", "AMD64")):
        monkeypatch.setattr("wheelhouse_install.platform.system", lambda system=system: system)
        monkeypatch.setattr("wheelhouse_install.platform.machine", lambda name=machine: name)
        assert wheelhouse_install.target() in lists


@pytest.mark.parametrize("arguments", [["--help"], ["a", "b"], ["--x"]])
def test_wrong_use_shows_how(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    code = wheelhouse_install.main(arguments)
    assert code == (0 if arguments == ["--help"] else 2)
    assert capsys.readouterr().out.startswith("用法：")


def test_programs_are_where_venv_puts_them() -> None:
    expected = "Scripts" if os.name == "nt" else "bin"
    assert expected in wheelhouse_install.program(Path("x"), "study")
