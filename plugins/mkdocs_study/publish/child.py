"""Runs a program that ends when we are told to end, and returns what it printed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

PATIENCE = 10
"""Seconds in which an interrupted program may clear up after itself."""


@dataclass(frozen=True)
class Finished:
    """A program that has ended by itself."""

    exit_code: int
    output: str
    """Standard output and standard error, interleaved."""


def run_child(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Finished:
    """Run a program to its end.

    Args:
        command: program and arguments.
        folder: in which it works.
        environment: all of its variables.

    Raises:
        KeyboardInterrupt: we were interrupted or terminated; the program has been ended.
    """
    with (
        _terminated_like_interrupted(),
        subprocess.Popen(  # noqa: S603 (the caller names our own interpreter and module)
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        try:
            output, _ = process.communicate()
        except BaseException:
            _end(process)
            raise
    return Finished(process.returncode, output)


def _end(process: subprocess.Popen[str]) -> None:
    """Interrupt, so that a build discards what it has begun; kill what does not listen."""
    if sys.platform == "win32":
        process.terminate()
    else:
        process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


@contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """Make SIGTERM raise KeyboardInterrupt; only the main thread may ask for it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt
