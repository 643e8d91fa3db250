"""Makes an environment from the wheels beside this file, without a network.

Copied as install.py into every wheelhouse. It starts on any Python 3.6, to say in one line what is
missing; so it asks for nothing newer before it has looked.
"""

import os
import platform
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
OLDEST_GLIBC = (2, 28)
HERE = Path(__file__).resolve().parent
DEFAULT = "study-venv"


def main(arguments: "list[str]") -> int:
    """Install into the folder named by the only argument; return the exit code."""
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        say(f"用法：python3 install.py [文件夹]。不写文件夹就装进当前位置的 {DEFAULT}。")
        return 0 if arguments[0] in ("-h", "--help") else 2
    folder = Path.cwd() / (arguments[0] if arguments else DEFAULT)
    lack = missing(folder)
    if lack:
        say(f"没有安装：{lack}")
        return 1
    say(f"装进 {folder} ……")
    fault = install(folder)
    if fault:
        say(f"没有装好：{fault}")
        return 1
    say(f"完成。运行：{program(folder, 'study')} --help")
    return 0


def missing(folder: Path) -> str:  # noqa: PLR0911 - one line for each thing that may be missing
    """Say what this machine lacks; empty if it has all."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < OLDEST:
        return (
            f"缺少 Python 3.11 或更新版本，现在用的是 {version}。"
            "Linux 上装 python3.11（系统没有的，从 python.org 的源码编译），"
            "Windows 上运行 python.org 的安装程序，再用新的 Python 运行本文件。"
        )
    if sys.maxsize <= 2**32:
        return "缺少 64 位的 Python，现在用的是 32 位的。"
    lock = requirements()
    if not lock.is_file():
        there = ", ".join(sorted(each.stem[13:] for each in HERE.glob("requirements-*.txt")))
        return f"这里没有给本机（{target()}）的文件，只有：{there}。"
    library, release = platform.libc_ver()
    if library == "glibc" and numbers(release) < OLDEST_GLIBC:
        return f"缺少 glibc 2.28 或更新版本，现在是 {release}。"
    try:
        import ensurepip  # noqa: F401, PLC0415
        import venv  # noqa: F401, PLC0415
    except ImportError:
        return "缺少 Python 的 venv 和 ensurepip，Debian、Ubuntu、UOS 上装 python3-venv。"
    if folder.exists() or folder.is_symlink():
        return f"{folder} 已经存在，没有改动；换一个文件夹，或者先移走它。"
    return ""


def install(folder: Path) -> str:
    """Make the environment; return the last line of what went wrong, or nothing."""
    pip = [program(folder, "python"), "-I", "-m", "pip", "--isolated", "install"]
    pip += ["--no-index", "--find-links", str(HERE / "wheels"), "--only-binary=:all:"]
    pip += ["--require-hashes", "--no-deps", "--disable-pip-version-check", "--no-input", "-q"]
    steps = (
        [sys.executable, "-I", "-m", "venv", str(folder)],
        [*pip, "-r", str(requirements())],
        [program(folder, "python"), "-I", "-m", "pip", "--isolated", "check"],
        [program(folder, "study"), "--help"],
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    environment.update(PIP_CONFIG_FILE=os.devnull, PYTHONIOENCODING="utf-8")
    for step in steps:
        done = subprocess.Popen(
            step, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        output = done.communicate()[0].decode("utf-8", "replace").strip()
        if done.returncode:
            return (output.splitlines() or ["?"])[-1]
    return ""


def target() -> str:
    """Name this machine as the wheelhouse does, such as linux-x86_64-cp311."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    return f"{platform.system().lower()}-{machine}-cp{sys.version_info[0]}{sys.version_info[1]}"


def requirements() -> Path:
    """Return the file that names what is to be installed here."""
    return HERE / f"requirements-{target()}.txt"


def numbers(release: str) -> "tuple[int, ...]":
    """Return 2.31 as (2, 31)."""
    return tuple(int(part) for part in release.split(".") if part.isdigit())


def program(folder: Path, name: str) -> str:
    """Return a program of the environment."""
    if os.name == "nt":
        return str(folder / "Scripts" / f"{name}.exe")
    return str(folder / "bin" / name)


def say(text: str) -> None:
    """Print, whatever characters the console has."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    print(text.encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
