"""Turns the lock files into a folder from which machines without a network can install.

    python3 scripts/wheelhouse.py -o wheelhouse
    python3 scripts/wheelhouse.py -o wheelhouse --platform linux-aarch64 --python 3.11

The folder holds the wheels, a list with hashes for every kind of machine, and install.py. jieba has
no wheel and is built here, as is mkdocs-study itself; both run on any machine.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from interpreter import ensure_supported

ensure_supported()

from environment import ROOT, prepare  # noqa: E402 - an old Python has been told off by now
from progress import Progress  # noqa: E402
from setup_stamp import SITE, SetupError  # noqa: E402

GLIBC = (28, 27, 26, 24, 17, 12, 5)
"""Minor versions of glibc 2 for which wheels are taken: none above that of Kylin V10 and UOS."""

PLATFORMS = {
    "linux-x86_64": (
        *(f"manylinux_2_{minor}_x86_64" for minor in GLIBC),
        *("manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"),
    ),
    "linux-aarch64": (
        *(f"manylinux_2_{minor}_aarch64" for minor in GLIBC if minor >= 17),  # noqa: PLR2004
        "manylinux2014_aarch64",
    ),
    "windows-x86_64": ("win_amd64",),
}
"""Our name of a kind of machine → what wheels for it may be called."""

ENVIRONMENTS = {
    "linux-x86_64": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "linux-aarch64": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "windows-x86_64": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
PYTHONS = ("3.11", "3.12", "3.13")
LAST_PATCH = 30
BUILT = ("jieba",)
"""Requirements without a wheel: pure Python, built here."""

NOTE = """\
没有网络的电脑怎样安装

1. 准备 64 位的 Python，版本是下面之一：{pythons}。系统自带的（例如麒麟 V10 的 3.7）太旧，要另装：
   Linux 用系统的软件源或者 python.org 的源码，Windows 用 python.org 的安装程序。
2. 把这个文件夹整个拷过去，打开终端，进入它，运行：

   python3 install.py /opt/study        （Linux）
   py install.py C:\\study               （Windows）

3. 装好后按最后一行的提示运行 study。

适用：{platforms}。Linux 要 glibc 2.28 或更新（麒麟 V10、UOS 20、Debian 10 以后都是）。
核对：Linux 上运行 sha256sum -c SHA256SUMS。安装时每个文件的校验和也会再核对一遍。
"""


@dataclass(frozen=True)
class Requirement:
    """An entry of a lock file."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def line(self) -> str:
        """Write it as pip reads it."""
        marker = f" ; {self.marker}" if self.marker else ""
        hashes = "".join(f" \\\n    --hash=sha256:{each}" for each in self.hashes)
        return f"{self.name}=={self.version}{marker}{hashes}\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 if a wheel is missing."""
    options = parse(arguments)
    progress = Progress()
    if options.output.exists():
        print(f"{options.output} 已经存在，没有改动；换一个文件夹，或者先移走它。", file=sys.stderr)
        return 1
    try:
        python = prepare(SITE, progress).python
        options.output.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=options.output.parent, prefix=".wheelhouse-") as name:
            folder = Path(name) / "wheelhouse"
            collect(folder, python, options.platform, options.python, progress)
            folder.rename(options.output)
    except (SetupError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    files = list((options.output / "wheels").iterdir())
    size = sum(each.stat().st_size for each in files) / 1_000_000
    print(f"完成：{options.output}，{len(files)} 个轮子，{size:.0f} MB。")
    return 0


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return output, platform and python."""
    parser = argparse.ArgumentParser(
        prog="wheelhouse.py", description="收集全部轮子，供没有网络的电脑安装。"
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="文件夹")
    parser.add_argument(
        "--platform", action="append", choices=tuple(PLATFORMS), help="可以写几次；默认全部"
    )
    parser.add_argument("--python", action="append", choices=PYTHONS, help="可以写几次；默认全部")
    options = parser.parse_args(arguments)
    options.platform = options.platform or list(PLATFORMS)
    options.python = options.python or list(PYTHONS)
    return options


def collect(
    folder: Path, python: Path, platforms: list[str], pythons: list[str], progress: Progress
) -> None:
    """Fill a folder, which is not there yet.

    Raises:
        SetupError: a wheel is missing or has another hash.
    """
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    locked = list(read_lock((ROOT / "requirements.lock").read_text(encoding="utf-8")))
    with progress.step("构建 mkdocs-study 和没有轮子的依赖"):
        built = build(wheels, python, [each for each in locked if each.name in BUILT])
    for platform in platforms:
        for version in pythons:
            wanted = [
                each
                for each in locked
                if each.name not in BUILT
                and newest_patch(each.marker, platform, version) is not None
            ]
            with progress.step(f"下载 {platform}，Python {version}"):
                download(wheels, python, wanted, platform, version)
            name = f"requirements-{platform}-cp{version.replace('.', '')}.txt"
            text = "".join(each.line for each in [*wanted, *built])
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    shutil.copy(ROOT / "scripts" / "wheelhouse_install.py", folder / "install.py")
    note = NOTE.format(pythons="、".join(pythons), platforms="、".join(platforms))
    (folder / "说明.txt").write_text(f"\ufeff{note}", encoding="utf-8", newline="\r\n")
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    sums = "".join(f"{sha256(each)}  {each.relative_to(folder).as_posix()}\n" for each in files)
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8", newline="\n")


def read_lock(text: str) -> Iterator[Requirement]:
    """Yield the requirements of a lock file as uv writes it."""
    for entry in re.split(r"\n(?=\S)", text):
        match = re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)(?:\s*;\s*([^\\\n]+))?", entry)
        if match:
            hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry))
            yield Requirement(match[1], match[2], (match[3] or "").strip(), hashes)


def newest_patch(marker: str, platform: str, version: str) -> int | None:
    """Return the newest release of the version that needs what bears the marker; None if none does.

    A marker may tell 3.11.4 from 3.11.5: then both stay in the list, and pip decides.
    """
    if not marker:
        return LAST_PATCH
    from packaging.markers import Marker  # noqa: PLC0415 - there once the environment is

    surroundings = {**ENVIRONMENTS[platform], "python_version": version}
    for patch in range(LAST_PATCH, -1, -1):
        if Marker(marker).evaluate({**surroundings, "python_full_version": f"{version}.{patch}"}):
            return patch
    return None


def build(wheels: Path, python: Path, sources: list[Requirement]) -> list[Requirement]:
    """Build wheels of source distributions and of this project; return them with their hashes."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        lock = Path(name) / "sources.txt"
        lock.write_text("".join(each.line for each in sources), encoding="utf-8")
        pip: list[str | Path] = [
            python,
            "-I",
            "-m",
            "pip",
            "wheel",
            "--no-deps",
            "--no-build-isolation",
            "-q",
        ]
        goal = Path(name) / "wheels"
        _run([*pip, "--require-hashes", "-r", lock, "-w", goal])
        _run([*pip, ROOT, "-w", goal])
        for wheel in sorted(goal.iterdir()):
            project, version, tag = wheel.stem.split("-", 2)
            if tag != "py3-none-any":
                raise SetupError(f"{wheel.name} 只能用在这一种电脑上，不能放进来。")
            shutil.copy(wheel, wheels)
            found.append(Requirement(project.replace("_", "-"), version, "", (sha256(wheel),)))
    return found


def download(
    wheels: Path, python: Path, wanted: list[Requirement], platform: str, version: str
) -> None:
    """Bring the wheels for one kind of machine, each with a hash of the lock file."""
    patches = {
        each: patch
        for each in wanted
        if (patch := newest_patch(each.marker, platform, version)) is not None
    }
    with tempfile.TemporaryDirectory() as name:
        lock = Path(name) / "wanted.txt"
        for patch in sorted(set(patches.values())):
            turn = [each for each in wanted if patches[each] == patch]
            plain = (Requirement(each.name, each.version, "", each.hashes) for each in turn)
            lock.write_text("".join(each.line for each in plain), encoding="utf-8")
            command: list[str | Path] = [
                python,
                "-I",
                "-m",
                "pip",
                "download",
                "-q",
                "--no-deps",
                "--no-input",
            ]
            command += ["--only-binary=:all:", "--require-hashes", "--disable-pip-version-check"]
            command += ["--implementation=cp", f"--python-version={version}.{patch}"]
            command += [f"--platform={tag}" for tag in PLATFORMS[platform]]
            _run([*command, "-d", wheels, "-r", lock])


def sha256(path: Path) -> str:
    """Return the sum of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )
    if done.returncode:
        lines = [each for each in done.stdout.splitlines() if "WARNING" not in each]
        raise SetupError("\n".join(lines[-10:]))


if __name__ == "__main__":
    sys.exit(main())
