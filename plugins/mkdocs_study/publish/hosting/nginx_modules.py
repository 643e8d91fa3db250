"""Turns an installed nginx into what its configuration may use."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

PATIENCE_S = 10
_VERSION = re.compile(r"nginx version: \S+/(\d+)\.(\d+)\.(\d+)")
_CONFIGURATION = re.compile(r"--conf-path=(\S+)")
_LOADED = re.compile(r"^\s*load_module\s+\S*ngx_http_brotli_static_module\.so", re.MULTILINE)


@dataclass(frozen=True)
class Program:
    """What differs between one nginx and another."""

    brotli: bool = False
    """Whether it sends .br files that stand beside others."""

    http2_is_directive: bool = False
    """Since 1.25.1; before, http2 is a word of `listen`."""


OLDEST = Program()
"""What every nginx understands."""


def ask_nginx(program: str) -> Program | None:
    """Return what the nginx of this machine can do; None if there is none.

    A module may be built in, or be loaded by a file beside the main configuration.
    """
    try:
        done = subprocess.run(  # noqa: S603 - the administrator names the program
            [program, "-V"], capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    said = done.stdout + done.stderr
    version = _VERSION.search(said)
    if version is None:
        return None
    configuration = _CONFIGURATION.search(said)
    return Program(
        brotli="brotli" in said or (configuration is not None and _loads(Path(configuration[1]))),
        http2_is_directive=tuple(map(int, version.groups())) >= (1, 25, 1),
    )


def _loads(configuration: Path) -> bool:
    files = [configuration, *sorted(configuration.parent.glob("modules-enabled/*.conf"))]
    for file in files:
        try:
            if _LOADED.search(file.read_text(encoding="utf-8", errors="replace")):
                return True
        except OSError:
            continue
    return False
