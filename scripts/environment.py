"""Turns a checkout into one with a .venv that holds exactly what the lock files name."""

import json
import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from file_lock import lock
from interpreter import OLDEST
from progress import Progress
from setup_stamp import (
    DEVELOPMENT,
    SITE,
    STAMP_NAME,
    Group,
    SetupError,
    Stamp,
    count_requirements,
    digest,
    list_distributions,
    read_stamp,
    write_stamp,
)
from system_packages import PackagesMissingError, install

ROOT = Path(__file__).resolve().parents[1]
"""The checkout."""

TAIL_LINES = 15
"""How much of pip's output a failed installation shows."""

Command = list[str | Path]

_PROBE = "import json, sys, pip; print(json.dumps([list(sys.version_info[:2]), sys.prefix]))"


@dataclass(frozen=True)
class Environment:
    """The paths of a virtual environment."""

    root: Path
    """The checkout that it belongs to."""

    @property
    def folder(self) -> Path:
        """The virtual environment itself."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """Its Python, whether or not it exists."""
        if os.name == "nt":
            return self.folder / "Scripts" / "python.exe"
        return self.folder / "bin" / "python"

    @property
    def packages(self) -> Path:
        """Its site-packages folder, whether or not it exists."""
        if os.name == "nt":
            return self.folder / "Lib" / "site-packages"
        found = sorted((self.folder / "lib").glob("python3.*/site-packages"))
        return found[-1] if found else self.folder / "lib" / "site-packages"

    @property
    def stamp(self) -> Path:
        """The file that says how far the set-up came."""
        return self.folder / STAMP_NAME

    @property
    def log(self) -> Path:
        """The file that the output of installers goes to."""
        return self.root / ".cache" / "setup.log"


def prepare(group: Group, progress: Progress, root: Path = ROOT) -> Environment:
    """Make the .venv of the checkout fit for the group and return it.

    A .venv that fits already is left alone within a fraction of a second. One that was left
    unfinished, was moved, or has lost its Python is made anew.

    Raises:
        SetupError: no ensurepip, no network, a hash that differs, or a lock file is missing.
    """
    environment = Environment(root)
    with _only_one_setup(environment, progress):
        stamp = read_stamp(environment.stamp)
        fault = find_fault(environment, stamp)
        if fault is None and is_current(environment, stamp, group):
            return environment
        if fault is not None:
            if os.path.lexists(environment.folder):
                progress.line(f".venv 不能用（{fault}），重新创建。")
                _remove(environment.folder)
            _create(environment, progress)
            stamp = None
        _install(environment, group, stamp, progress)
    return environment


def find_fault(environment: Environment, stamp: Stamp | None) -> str | None:
    """Return why the .venv has to be made anew, in Chinese, or None if it can be used."""
    if not environment.folder.exists():
        return "尚未创建"
    if stamp is not None and not stamp.finished:
        return "上次安装中断"
    if stamp is not None and not _is_same_path(stamp.prefix, environment.folder):
        return "文件夹移动过"
    return _probe(environment)


def _probe(environment: Environment) -> str | None:
    """Return what is wrong with the Python in the .venv, or None; takes a tenth of a second."""
    try:
        answer = subprocess.run(
            [environment.python, "-I", "-c", _PROBE],
            capture_output=True,
            encoding="utf-8",
            check=True,
            timeout=60,
        )
        version, prefix = json.loads(answer.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return "其中的 Python 或 pip 无法运行"
    if tuple(version) < OLDEST:
        return "其中的 Python 版本过旧"
    if not _is_same_path(prefix, environment.folder):
        return "其中的 Python 指向别处"
    return None


def is_current(environment: Environment, stamp: Stamp | None, group: Group) -> bool:
    """Tell whether everything the group names is installed as its files say today."""
    if stamp is None or stamp.digests.get(group.name) != digest(environment.root, group):
        return False
    return set(stamp.distributions) <= set(list_distributions(environment.packages))


def _create(environment: Environment, progress: Progress) -> None:
    # the Python of the machine: the one that runs may stand in the .venv just removed
    python = getattr(sys, "_base_executable", None) or sys.executable
    if subprocess.call([python, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL) != 0:
        with progress.step("安装 python3-venv（系统的 Python 缺少 ensurepip）"):
            try:
                install(["python3-venv"], environment.log)
            except PackagesMissingError as error:
                raise SetupError(
                    f"{error}\n安装后重新运行本命令。依赖只装进项目的 .venv，不改动系统的 Python。"
                ) from error
    with progress.step("创建 .venv"):
        environment.folder.mkdir()
        # before the first file: whatever is interrupted from here on is made anew
        write_stamp(environment.stamp, Stamp(str(environment.folder), finished=False))
        _run([python, "-m", "venv", environment.folder], environment, lambda _line: None)


def _install(
    environment: Environment, group: Group, stamp: Stamp | None, progress: Progress
) -> None:
    wanted = digest(environment.root, group)
    # Another group keeps its mark only if nothing it was installed from has changed.
    kept = {
        other.name: digest(environment.root, other)
        for other in (SITE, DEVELOPMENT)
        if stamp is not None and stamp.digests.get(other.name) == digest(environment.root, other)
    }
    if group == DEVELOPMENT:  # holds all that the site needs, at the same versions
        kept[SITE.name] = digest(environment.root, SITE)
    prefix = str(environment.folder)
    write_stamp(environment.stamp, Stamp(prefix, finished=False))
    try:
        _install_all(environment, group, progress)
    except SetupError:
        # pip took back what it had begun: the .venv is whole, only not what was asked for
        write_stamp(environment.stamp, Stamp(prefix, finished=True))
        raise
    present = list_distributions(environment.packages)
    digests = {**kept, group.name: wanted}
    write_stamp(
        environment.stamp, Stamp(prefix, finished=True, digests=digests, distributions=present)
    )


def _install_all(environment: Environment, group: Group, progress: Progress) -> None:
    pip: Command = [environment.python, "-I", "-m", "pip", "install", "--disable-pip-version-check"]
    pip += ["--no-input", "--progress-bar=off", "--no-build-isolation", "--no-deps"]
    for name in group.locks:
        _install_lock(pip, environment.root / name, environment, progress)
    with progress.step("安装 mkdocs-study"):
        _run([*pip, "-e", environment.root], environment, lambda _line: None)


def _install_lock(
    pip: Command, lock_file: Path, environment: Environment, progress: Progress
) -> None:
    total = count_requirements(lock_file.read_text(encoding="utf-8"))
    with progress.step(f"安装 {lock_file.name} 中的依赖（至多 {total} 个）") as step:
        seen = 0

        def show(line: str) -> None:
            nonlocal seen
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                seen += 1
                step.detail = f"{seen}/{total}"
            elif line.startswith("Installing collected"):
                step.detail = "写入 .venv"

        _run([*pip, "--require-hashes", "-r", lock_file], environment, show)


def _run(command: Command, environment: Environment, show: Callable[[str], None]) -> None:
    environment.log.parent.mkdir(parents=True, exist_ok=True)
    tail: deque[str] = deque(maxlen=TAIL_LINES)
    variables = {**os.environ, "PYTHONUTF8": "1"}
    with (
        environment.log.open("a", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            cwd=environment.root,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        if process.stdout is not None:
            for line in process.stdout:
                log.write(line)
                tail.append(line.rstrip())
                show(line)
    if process.returncode != 0:
        raise SetupError(
            "\n".join(tail)
            + "\n安装失败。请检查网络或软件源（可用环境变量 PIP_INDEX_URL 指定镜像）后重新运行；"
            + f"全部输出见 {environment.log}。"
        )


def _remove(folder: Path) -> None:
    try:
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        else:
            shutil.rmtree(folder)
    except OSError as error:
        raise SetupError(
            f"删不掉 {folder}（{error}）：请关闭正在使用它的程序后重新运行。"
        ) from error


def _is_same_path(one: str, other: Path) -> bool:
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))


@contextmanager
def _only_one_setup(environment: Environment, progress: Progress) -> Iterator[None]:
    """Keep a second command waiting while a first one sets up; the system frees a dead one's."""
    environment.log.parent.mkdir(parents=True, exist_ok=True)
    with (environment.log.parent / "setup.lock").open("a+b") as handle:
        if not lock(handle.fileno(), wait=False):
            progress.line("另一个命令正在安装环境，等待它完成 …")
            lock(handle.fileno(), wait=True)
        yield
