"""The scripts say what is wrong with a machine before they ask anything modern of it."""

import ast
import io
import subprocess
import sys
from pathlib import Path

import pytest

import interpreter
from progress import Progress
from system_packages import PackagesMissingError, install
from tests.builds import ROOT

SCRIPTS = ROOT / "scripts"


@pytest.mark.parametrize("name", ["serve.py", "test.py", "interpreter.py"])
def test_an_old_python_can_read_the_file(name: str) -> None:
    source = (SCRIPTS / name).read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    assert "from __future__" not in source


def test_an_old_python_without_a_newer_one_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("interpreter.sys.version_info", (3, 7, 3))
    monkeypatch.setattr("interpreter.shutil.which", lambda _name: None)
    with pytest.raises(SystemExit) as stop:
        interpreter.ensure_supported()
    assert stop.value.code == 2
    text = capsys.readouterr().err
    assert text.startswith("需要 Python 3.11 或更新的版本")
    assert text.count("\n") == 1


def test_an_old_python_hands_over_to_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def restart(command: list[str]) -> None:
        started.append(command)
        raise SystemExit(0)

    monkeypatch.setattr("interpreter.sys.version_info", (3, 7, 3))
    monkeypatch.setattr("interpreter.candidates", lambda: [["/no/such"], [sys.executable]])
    monkeypatch.setattr("interpreter.restart", restart)
    with pytest.raises(SystemExit):
        interpreter.ensure_supported()
    assert started == [[sys.executable]]


@pytest.mark.parametrize("name", ["serve.py", "test.py"])
def test_help_is_chinese_and_changes_nothing(name: str, tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, SCRIPTS / name, "--help"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={"PYTHONUTF8": "1", "PATH": ""},
    )
    assert "准备" in answer.stdout


def test_packages_are_asked_for_when_not_root(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("system_packages.is_root", lambda: False)
    monkeypatch.setattr("system_packages.shutil.which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(PackagesMissingError, match="sudo apt-get install a b"):
        install(["a", "b"], tmp_path / "log")


def test_a_machine_without_apt_is_told_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("system_packages.shutil.which", lambda _name: None)
    with pytest.raises(PackagesMissingError, match="本机没有 apt"):
        install(["a"], tmp_path / "log")


def test_a_failed_apt_points_to_its_output(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    commands: list[list[str]] = []

    def call(command: list[str], **_: object) -> int:
        commands.append(command)
        return 100

    monkeypatch.setattr("system_packages.is_root", lambda: True)
    monkeypatch.setattr("system_packages.shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("system_packages.subprocess.call", call)
    with pytest.raises(PackagesMissingError, match="apt 没有装上 a"):
        install(["a"], tmp_path / "cache" / "log")
    assert [command[1] for command in commands] == ["update", "install"]


def test_a_step_is_two_plain_lines_where_there_is_no_terminal() -> None:
    output = io.StringIO()
    with Progress(output).step("构建网站") as step:
        step.detail = "3/5"
    lines = output.getvalue().splitlines()
    assert lines[0] == "构建网站 …"
    assert lines[1].startswith("构建网站：完成（")
    assert len(lines) == 2


def test_a_step_that_came_to_nothing_says_so() -> None:
    output = io.StringIO()
    with Progress(output).step("构建网站") as step:
        step.failed = True
    assert "构建网站：未完成" in output.getvalue()


def test_a_step_on_a_terminal_keeps_one_line() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    output = Terminal()
    with Progress(output).step("构建网站"):
        pass
    assert output.getvalue().count("\n") == 1
