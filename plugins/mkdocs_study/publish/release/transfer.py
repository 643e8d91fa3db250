"""Brings a folder to another machine: by rsync if both sides have it, else as one tar stream."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from mkdocs_study.publish.release.durable import FILE_MODE, FOLDER_MODE, walk


@dataclass(frozen=True)
class Way:
    """How to get there."""

    host: str
    ssh: Sequence[str]
    """Program and options, without the host."""

    live: str
    """Path there of the release that is shown: what has not changed is copied from it."""


def by_rsync(folder: Path, goal: str, way: Way) -> str:
    """Send what differs from the live release.

    Args:
        folder: holds `site/` and files beside it.
        goal: path there of a folder that exists.
        way: how to get there.

    Returns:
        What rsync complained of; empty if all went well.
    """
    program = shutil.which("rsync") or "rsync"
    modes = f"--chmod=D{FOLDER_MODE:o},F{FILE_MODE:o}"
    beside = [str(entry) for entry in sorted(folder.iterdir()) if entry.name != "site"]
    site = ["--copy-dest", way.live, f"{folder}/site/"]
    for part, place in ((site, f"{goal}/site/"), (beside, f"{goal}/")):
        command = [program, "-rt", "--checksum", "-s", modes, "-e", shlex.join(way.ssh)]
        if complaint := _run([*command, *part, f"{way.host}:{place}"]):
            return complaint
    return ""


def by_tar(folder: Path, goal: str, way: Way) -> str:
    """Send everything; arguments and answer as of `by_rsync`."""
    command = [*way.ssh, way.host, f"tar -C {shlex.quote(goal)} -xf -"]
    with tempfile.TemporaryFile() as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for path in walk(folder):
                archive.add(path, path.relative_to(folder).as_posix(), recursive=False)
        packed.seek(0)
        return _run(command, packed)


def _run(command: Sequence[str], source: IO[bytes] | None = None) -> str:
    """Run to the end; return the first line of complaint if it failed."""
    done = subprocess.run(  # noqa: S603 (rsync or ssh, over folders of our own)
        command,
        stdin=source or subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    if not done.returncode:
        return ""
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0] if lines else "传输中断"
