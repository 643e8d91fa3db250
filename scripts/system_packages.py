"""Turns a need for Debian packages into installed packages, or into the line that installs them."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path


class PackagesMissingError(Exception):
    """Packages are missing and cannot be installed here; the message is for the user."""


def install(packages: Iterable[str], log: Path) -> None:
    """Install the packages with apt.

    Args:
        packages: names of Debian packages.
        log: file that the output of apt is added to.

    Raises:
        PackagesMissingError: not root, no apt, or apt failed.
    """
    names = list(packages)
    by_hand = f"请先运行：sudo apt-get install {' '.join(names)}"
    apt = shutil.which("apt-get")
    if apt is None:
        raise PackagesMissingError(f"缺少 {'、'.join(names)}，本机没有 apt，请用系统的方式安装。")
    if not is_root():
        raise PackagesMissingError(f"缺少 {'、'.join(names)}。{by_hand}")
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # An update may fail for one of several sources and still be enough: the install decides.
    commands = (
        [apt, "update", "-q"],
        [apt, "install", "-q", "-y", "--no-install-recommends", *names],
    )
    exit_code = 0
    with log.open("ab") as output:
        for command in commands:
            exit_code = subprocess.call(command, env=environment, stdout=output, stderr=output)
    if exit_code != 0:
        raise PackagesMissingError(f"apt 没有装上 {'、'.join(names)}（详情见 {log}）。{by_hand}")


def is_root() -> bool:
    """Tell whether this process may install system packages without asking."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
