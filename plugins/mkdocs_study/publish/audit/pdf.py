"""Reads the words and the properties of a PDF in a process of its own, within time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

SECONDS = 60
MAX_BYTES = 200_000_000
MAX_OUTPUT = 40_000_000


@dataclass(frozen=True)
class Pdf:
    """What a PDF holds."""

    pages: tuple[str, ...]
    properties: dict[str, str]
    """Title, Author and so on, as far as they are filled in."""

    problem: str = ""
    """Why it was not read, or not wholly; Chinese."""


def read_pdf(data: bytes) -> Pdf:
    """Read a PDF; a damaged, locked or hostile one gives a problem, never an error."""
    if len(data) > MAX_BYTES:
        return Pdf((), {}, f"PDF 超过 {MAX_BYTES // 1_000_000} MB，没有读")
    command = [sys.executable, "-m", "mkdocs_study.publish.audit.pdf_child"]
    try:
        finished = subprocess.run(  # noqa: S603 (our own interpreter and module)
            command, input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Pdf((), {}, f"PDF 读了 {SECONDS} 秒还没有读完")
    except OSError:
        return Pdf((), {}, "PDF 没有读成：不能启动读取程序")
    try:
        found = json.loads(finished.stdout[:MAX_OUTPUT])
        return Pdf(tuple(found["pages"]), found["properties"], found["problem"])
    except (ValueError, KeyError, TypeError):
        return Pdf((), {}, "PDF 损坏，读不出来")
