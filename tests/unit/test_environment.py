"""A .venv is made, left alone, repaired or made anew; all without a network."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from environment import Environment, find_fault, is_current, prepare
from file_lock import lock
from progress import Progress
from setup_stamp import SITE, SetupError, Stamp, digest, read_stamp, write_stamp
from system_packages import PackagesMissingError

# A build backend in one file, so that an installation needs nothing from a registry.
BACKEND = """
import zipfile

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "tiny-1-py3-none-any.whl"
    info = "tiny-1.dist-info/"
    with zipfile.ZipFile(wheel_directory + "/" + name, "w") as wheel:
        wheel.writestr("tiny.pth", "")
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1\\n")
        kind = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
        wheel.writestr(info + "WHEEL", kind)
        wheel.writestr(info + "RECORD", "")
    return name
"""
PYPROJECT = """
[project]
name = "tiny"
version = "1"

[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "项目 folder"
    root.mkdir()
    (root / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (root / "backend.py").write_text(BACKEND, encoding="utf-8")
    for name in SITE.locks:
        (root / name).write_text("# nothing\n", encoding="utf-8")
    (root / "requirements-dev.lock").write_text("# nothing\n", encoding="utf-8")
    return root


@pytest.fixture
def output() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def progress(output: io.StringIO) -> Progress:
    return Progress(output)


def _fake_venv(root: Path) -> Environment:
    made = Environment(root)
    made.python.parent.mkdir(parents=True)
    made.python.touch()
    return made


def _stamp(made: Environment, *, finished: bool = True, prefix: Path | None = None) -> Stamp:
    digests = {SITE.name: digest(made.root, SITE)}
    return Stamp(str(prefix or made.folder), finished, digests)


def test_a_missing_venv_is_a_fault(checkout: Path) -> None:
    assert find_fault(Environment(checkout), None) == "尚未创建"


def test_an_interrupted_setup_is_a_fault(checkout: Path) -> None:
    made = _fake_venv(checkout)
    assert find_fault(made, _stamp(made, finished=False)) == "上次安装中断"


def test_a_moved_folder_is_a_fault(checkout: Path) -> None:
    made = _fake_venv(checkout)
    assert find_fault(made, _stamp(made, prefix=checkout / "old" / ".venv")) == "文件夹移动过"


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (OSError("no such program"), "其中的 Python 或 pip 无法运行"),
        (subprocess.CalledProcessError(1, "python"), "其中的 Python 或 pip 无法运行"),
        (subprocess.TimeoutExpired("python", 60), "其中的 Python 或 pip 无法运行"),
        ("nonsense", "其中的 Python 或 pip 无法运行"),
        ('[[3, 9], "/elsewhere"]', "其中的 Python 版本过旧"),
        ('[[3, 12], "/elsewhere"]', "其中的 Python 指向别处"),
    ],
)
def test_a_broken_python_is_a_fault(
    checkout: Path, answer: str | Exception, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        if isinstance(answer, Exception):
            raise answer
        return subprocess.CompletedProcess([], 0, stdout=answer)

    made = _fake_venv(checkout)
    monkeypatch.setattr("environment.subprocess.run", run)
    assert find_fault(made, _stamp(made)) == fault


def test_a_vanished_package_makes_a_venv_out_of_date(checkout: Path) -> None:
    made = Environment(checkout)
    info = made.packages / "x-1.dist-info"
    info.mkdir(parents=True)
    (info / "RECORD").touch()
    stamp = Stamp(
        prefix="p",
        finished=True,
        digests={SITE.name: digest(checkout, SITE)},
        distributions=("x-1.dist-info",),
    )
    assert is_current(made, stamp, SITE)
    (info / "RECORD").unlink()
    assert not is_current(made, stamp, SITE)


def test_setup_is_made_once_and_repaired_when_broken(
    checkout: Path, progress: Progress, output: io.StringIO
) -> None:
    def said() -> str:
        text = output.getvalue()
        output.seek(0)
        output.truncate()
        return text

    made = prepare(SITE, progress, checkout)
    assert "创建 .venv：完成" in said()
    assert (made.packages / "tiny-1.dist-info").is_dir()

    prepare(SITE, progress, checkout)
    assert said() == ""

    (checkout / "requirements.lock").write_text("# changed\n", encoding="utf-8")
    prepare(SITE, progress, checkout)
    text = said()
    assert "安装 mkdocs-study：完成" in text
    assert "创建" not in text

    made.python.unlink()
    prepare(SITE, progress, checkout)
    assert "无法运行），重新创建" in said()

    moved = checkout.with_name("moved")
    shutil.move(checkout, moved)
    prepare(SITE, progress, moved)
    assert "文件夹移动过），重新创建" in said()


def test_a_failed_installation_says_why_and_is_tried_again(
    checkout: Path, progress: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    pins = checkout / "requirements.lock"
    pins.write_text(f"no-such-thing==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    with pytest.raises(SetupError, match=r"no-such-thing[\s\S]*请检查网络"):
        prepare(SITE, progress, checkout)
    stamp = read_stamp(Environment(checkout).stamp)
    assert stamp is not None
    assert stamp.finished
    assert stamp.digests == {}
    pins.write_text("# nothing\n", encoding="utf-8")
    made = prepare(SITE, progress, checkout)
    assert is_current(made, read_stamp(made.stamp), SITE)


def test_a_broken_setup_leaves_a_mark(
    checkout: Path, progress: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("environment._install_all", stop)
    with pytest.raises(KeyboardInterrupt):
        prepare(SITE, progress, checkout)
    made = Environment(checkout)
    assert find_fault(made, read_stamp(made.stamp)) == "上次安装中断"


def test_missing_ensurepip_names_the_command_that_helps(
    checkout: Path, progress: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(packages: list[str], _log: Path) -> None:
        raise PackagesMissingError(f"请先运行：sudo apt-get install {packages[0]}")

    monkeypatch.setattr("environment.subprocess.call", lambda *_a, **_k: 1)
    monkeypatch.setattr("environment.install", refuse)
    with pytest.raises(SetupError, match="sudo apt-get install python3-venv"):
        prepare(SITE, progress, checkout)


def test_a_second_setup_waits_for_the_first(
    checkout: Path, progress: Progress, output: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([False, True])
    monkeypatch.setattr("environment.lock", lambda *_a, **_k: next(answers))
    made = _fake_venv(checkout)
    write_stamp(made.stamp, _stamp(made))
    monkeypatch.setattr("environment.find_fault", lambda *_: None)
    prepare(SITE, progress, checkout)
    assert "等待它完成" in output.getvalue()
    assert list(answers) == []


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    with path.open("a+b") as handle:
        yield handle.fileno()


def test_a_lock_has_one_holder_and_is_free_after_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with _locked(path) as first:
        assert lock(first, wait=False)
        with _locked(path) as second:
            assert not lock(second, wait=False)
    with _locked(path) as third:
        assert lock(third, wait=False)
