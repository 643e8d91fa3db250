"""Turns whatever Python started a script into one that is new enough, or into one clear line.

Python 3.6 must be able to read this file, so that it prints the line and not a SyntaxError.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWEST_TRIED = 20


def ensure_supported() -> None:
    """Return if this Python will do; otherwise start the script again with one that does.

    Exits with code 2 and a line in Chinese if there is none.
    """
    if sys.version_info >= OLDEST:
        return
    for command in candidates():
        if is_supported(command):
            restart(command)
    sys.stderr.write(
        f"需要 Python {OLDEST[0]}.{OLDEST[1]} 或更新的版本，"
        f"当前是 {sys.version.split()[0]}（{sys.executable}）。"
        "请安装新版 Python 后重新运行，例如 apt-get install python3.11 python3.11-venv。\n"
    )
    sys.exit(2)


def candidates() -> "list[list[str]]":
    """Return the commands that may start a newer Python, oldest supported version first."""
    found = []
    for minor in range(OLDEST[1], NEWEST_TRIED):
        path = shutil.which(f"python3.{minor}")
        if path:
            found.append([path])
    launcher = shutil.which("py")  # the launcher of Python for Windows
    if launcher:
        found.append([launcher, "-3"])
    return found


def is_supported(command: "list[str]") -> bool:
    """Tell whether the command starts a Python that is new enough."""
    check = f"import sys; sys.exit(sys.version_info < {OLDEST!r})"
    try:
        return subprocess.call([*command, "-c", check], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def restart(command: "list[str]") -> None:
    """Go on with the same script and arguments under another Python; does not return."""
    arguments = [*command, *sys.argv]
    if os.name == "nt":  # execv on Windows detaches from the terminal
        sys.exit(subprocess.call(arguments))
    os.execv(arguments[0], arguments)  # noqa: S606 - the same script, no words of a stranger
