"""Turns a command into what it costs: processor seconds, seconds, and memory at the peak."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TAIL_LINES = 20


class RunError(Exception):
    """A measured command fails; the message holds the end of its output."""


@dataclass(frozen=True)
class Use:
    """What a finished process took, with the children it waited for."""

    cpu_seconds: float
    """User and system time."""
    wall_seconds: float
    peak_megabytes: float
    """Largest resident memory of any one of its processes, in MiB."""


def run_measured(command: Sequence[str | Path], folder: Path) -> Use:
    """Run a command in a folder, its output going to a log there.

    Linux and macOS only: the numbers are those the system keeps for a finished process (wait4).

    Raises:
        RunError: the exit code is not 0.
    """
    log = folder / "bench.log"
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL_LINES:]
        raise RunError("\n".join(tail))
    unit = 2**20 if sys.platform == "darwin" else 2**10  # ru_maxrss: bytes there, KiB here
    return Use(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / unit)
