"""The command `test.py` runs what it is asked to, and its exit code counts what did not run."""

import argparse
import sys
from pathlib import Path

import pytest

import checks
from checks import Check, Outcome, choose, find_js_tests, list_checks, prepare_browser, report
from environment import Environment
from progress import Progress
from setup_stamp import SetupError
from system_packages import PackagesMissingError
from tests.builds import ROOT

NAMES = ["ruff", "format", "mypy", "imports", "pytest", "node", "tsc", "browser"]


def _options(*arguments: str) -> argparse.Namespace:
    return checks.parse(arguments)


def _names(*arguments: str) -> list[str]:
    return [check.name for check in choose(list_checks(Environment(ROOT)), _options(*arguments))]


def test_everything_runs_in_order() -> None:
    assert _names() == NAMES


def test_fast_leaves_out_the_browser_only() -> None:
    assert _names("--fast") == NAMES[:-1]


def test_only_takes_several_names() -> None:
    assert _names("--only", "tsc", "--only", "ruff") == ["ruff", "tsc"]


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        _names("--only", "typo")
    assert stop.value.code == 2
    assert "没有这项检查：typo" in capsys.readouterr().err


def test_paths_go_to_the_program_that_reads_them() -> None:
    chosen = choose(
        list_checks(Environment(ROOT)),
        _options("tests/unit/test_checks.py", "tests/js/a.test.mjs"),
    )
    assert [(check.name, check.command[-1]) for check in chosen] == [
        ("pytest", "tests/unit/test_checks.py"),
        ("node", "tests/js/a.test.mjs"),
    ]
    assert not chosen[0].needs_browser


def test_a_path_of_browser_tests_needs_the_browser() -> None:
    (chosen,) = choose(list_checks(Environment(ROOT)), _options("tests/browser/test_offline.py"))
    assert chosen.needs_browser


def test_javascript_tests_are_found_and_packages_are_not(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "js"
    (folder / "node_modules" / "x").mkdir(parents=True)
    (folder / "node_modules" / "x" / "x.test.js").touch()
    with pytest.raises(SetupError):
        find_js_tests(tmp_path)
    (folder / "a.test.mjs").touch()
    (folder / "a.test.md").touch()
    assert find_js_tests(tmp_path) == [Path("tests/js/a.test.mjs")]


def test_a_check_is_judged_by_its_exit_code(capfd: pytest.CaptureFixture[str]) -> None:
    here = Environment(ROOT)
    good = checks.run(Check("good", (sys.executable, "-c", "print('seen')")), here, "1/3")
    bad = checks.run(Check("bad", (sys.executable, "-c", "raise SystemExit(3)")), here, "2/3")
    absent = checks.run(Check("absent", ("/no/such/program",)), here, "3/3")
    assert (good.fault, bad.fault) == ("", "退出码 3")
    assert absent.fault.startswith("不能启动")
    assert "seen" in capfd.readouterr().out


def test_the_last_line_counts_and_the_exit_code_follows(capsys: pytest.CaptureFixture[str]) -> None:
    passed, missing = Outcome("ruff", 1.0), Outcome("browser", 0.0, "没有运行：缺少 chromium")
    assert report([passed]) == 0
    assert capsys.readouterr().out.endswith("1 passed, 0 failed\n")
    assert report([passed, missing]) == 1
    text = capsys.readouterr().out
    assert "没有运行：缺少 chromium" in text
    assert text.endswith("1 passed, 1 failed\n")
    assert report([]) == 1


def test_a_missing_browser_is_named_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(packages: list[str], _log: Path) -> None:
        raise PackagesMissingError(f"请先运行：sudo apt-get install {' '.join(packages)}")

    monkeypatch.setattr("browser_program.find_chromium", lambda: None)
    monkeypatch.setattr("browser_program.find_firefox", lambda: None)
    monkeypatch.setattr("browser_program.find_nginx", lambda: "/usr/sbin/nginx")
    monkeypatch.setattr("browser_program.find_sshd", lambda: "/usr/sbin/sshd")
    monkeypatch.setattr("browser_program.shutil.which", lambda name, **_: f"/usr/bin/{name}")
    monkeypatch.setattr("browser_program.has_chinese_font", lambda: False)
    monkeypatch.setattr("checks.install", refuse)
    lack = prepare_browser(Environment(tmp_path), Progress())
    assert lack == "请先运行：sudo apt-get install chromium firefox-esr fonts-noto-cjk"


def test_an_installation_that_brings_nothing_is_noticed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("checks.missing_packages", lambda: ["chromium"])
    monkeypatch.setattr("checks.install", lambda *_: None)
    assert prepare_browser(Environment(tmp_path), Progress()) == "缺少 chromium"
