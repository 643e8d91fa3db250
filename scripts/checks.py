"""Turns the checkout into a verdict: linters, types, import rules and all tests, each in a line."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from browser_program import missing_packages
from environment import ROOT, Environment, prepare
from node_tools import FOLDER, install_node_packages, node_program, with_node_first
from progress import Progress
from setup_stamp import DEVELOPMENT, SetupError
from system_packages import PackagesMissingError, install

JS_SUFFIXES = (".js", ".mjs", ".cjs")


@dataclass(frozen=True)
class Check:
    """One program that judges the checkout by its exit code."""

    name: str
    command: tuple[str | Path, ...]
    needs_browser: bool = False


@dataclass(frozen=True)
class Outcome:
    """How a check ended."""

    name: str
    seconds: float
    fault: str = ""
    """Empty when the check passed."""

    @property
    def line(self) -> str:
        """The outcome for the summary."""
        mark = "通过" if not self.fault else "未过"
        return f"  {mark} {self.name:<12} {self.seconds:6.1f} 秒  {self.fault}".rstrip()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0 if every check ran and passed, else 1."""
    options = parse(arguments)
    progress = Progress()
    try:
        environment = prepare(DEVELOPMENT, progress)
        install_node_packages(environment, progress)
        checks = choose(list_checks(environment), options)
    except (SetupError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    lack = prepare_browser(environment, progress) if any(c.needs_browser for c in checks) else ""
    try:
        outcomes = [
            Outcome(check.name, 0.0, f"没有运行：{lack}")
            if lack and check.needs_browser
            else run(check, environment, f"{number}/{len(checks)}")
            for number, check in enumerate(checks, 1)
        ]
    except KeyboardInterrupt:
        print("\n已中断，其余检查没有运行。", file=sys.stderr)
        return 130
    return report(outcomes)


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options of the command line: fast, only and paths."""
    parser = argparse.ArgumentParser(
        prog="test.py", description="准备开发环境，运行全部检查与测试。"
    )
    parser.add_argument("paths", nargs="*", help="只运行这些测试文件或文件夹")
    parser.add_argument("--fast", action="store_true", help="不运行浏览器测试")
    parser.add_argument(
        "--only", action="append", metavar="检查", default=[], help="只运行这一项，可重复"
    )
    return parser.parse_args(arguments)


def list_checks(environment: Environment) -> list[Check]:
    """Return all checks in the order in which they run: the quick ones first."""
    python = environment.python
    node = node_program(environment)
    lint_imports = python.with_name("lint-imports.exe" if os.name == "nt" else "lint-imports")
    tsc = environment.root / FOLDER / "node_modules" / "typescript" / "bin" / "tsc"
    pytest = (python, "-m", "pytest", "-n", "auto")
    return [
        Check("ruff", (python, "-m", "ruff", "check", ".")),
        Check("format", (python, "-m", "ruff", "format", "--check", ".")),
        Check("mypy", (python, "-m", "mypy")),
        Check("imports", (lint_imports,)),
        Check("pytest", (*pytest, "tests", "--ignore=tests/browser")),
        Check("node", (node, "--test", *find_js_tests(environment.root))),
        Check("tsc", (node, tsc, "-p", FOLDER)),
        Check("browser", (*pytest, "--dist", "loadfile", "tests/browser"), needs_browser=True),
    ]


def find_js_tests(root: Path) -> list[Path]:
    """Return the test files for Node, relative to the checkout.

    Raises:
        SetupError: there are none, which node would take for success.
    """
    found = [
        path.relative_to(root)
        for path in sorted((root / FOLDER).rglob("*.test.*"))
        if path.suffix in JS_SUFFIXES and "node_modules" not in path.parts
    ]
    if not found:
        raise SetupError(f"{FOLDER} 中没有 JavaScript 测试：这里不是完整的项目文件夹。")
    return found


def choose(checks: list[Check], options: argparse.Namespace) -> list[Check]:
    """Return the checks that the options ask for.

    Exits with code 2 if `--only` names a check that does not exist.
    """
    if options.paths:
        return _checks_of_paths(checks, options.paths)
    unknown = set(options.only) - {check.name for check in checks}
    if unknown:
        names = "、".join(check.name for check in checks)
        print(f"没有这项检查：{'、'.join(sorted(unknown))}。可选：{names}。", file=sys.stderr)
        sys.exit(2)
    if options.only:
        return [check for check in checks if check.name in options.only]
    return [check for check in checks if not (options.fast and check.needs_browser)]


def _checks_of_paths(checks: list[Check], paths: list[str]) -> list[Check]:
    by_name = {check.name: check for check in checks}
    scripts = [path for path in paths if path.endswith(JS_SUFFIXES)]
    others = [path for path in paths if path not in scripts]
    chosen = []
    if others:
        command = (*by_name["pytest"].command[:3], *others)
        in_browser = any("browser" in Path(path).parts for path in others)
        chosen.append(Check("pytest", command, needs_browser=in_browser))
    if scripts:
        chosen.append(Check("node", (*by_name["node"].command[:2], *scripts)))
    return chosen


def prepare_browser(environment: Environment, progress: Progress) -> str:
    """Install what browser tests need; return why they cannot run, or an empty text."""
    needed = missing_packages()
    if not needed:
        return ""
    try:
        with progress.step(f"安装 {'、'.join(needed)}"):
            install(needed, environment.log)
    except PackagesMissingError as error:
        return str(error)
    remaining = missing_packages()
    return f"缺少 {'、'.join(remaining)}" if remaining else ""


def run(check: Check, environment: Environment, position: str) -> Outcome:
    """Run one check with its output on the terminal."""
    print(f"\n── {position} {check.name}", flush=True)
    variables = {
        **with_node_first(environment),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",
    }
    started = time.monotonic()
    try:
        exit_code = subprocess.call(check.command, cwd=environment.root, env=variables)
    except OSError as error:
        return Outcome(check.name, time.monotonic() - started, f"不能启动：{error}")
    seconds = time.monotonic() - started
    return Outcome(check.name, seconds, f"退出码 {exit_code}" if exit_code else "")


def report(outcomes: list[Outcome]) -> int:
    """Print one line per check and the count; return the exit code."""
    failed = sum(bool(outcome.fault) for outcome in outcomes)
    total = sum(outcome.seconds for outcome in outcomes)
    print(f"\n检查结果（{ROOT.name}，共 {total:.0f} 秒）")
    for outcome in outcomes:
        print(outcome.line)
    print(f"{len(outcomes) - failed} passed, {failed} failed", flush=True)
    return 1 if failed or not outcomes else 0
