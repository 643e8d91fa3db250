"""Decides which day a check or a build takes for today: never the clock."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from pathlib import Path

SECONDS = 10


class DayError(Exception):
    """The day asked for cannot be read; the message is Chinese and for the user."""


def build_day(root: Path, asked: str | None = None) -> dt.date | None:
    """Return the day asked for, else SOURCE_DATE_EPOCH's, else the last commit's; None if unknown.

    Raises:
        DayError: what was asked for is no day.
    """
    if asked is not None:
        try:
            return dt.date.fromisoformat(asked)
        except ValueError as error:
            raise DayError(f"--as-of 不是日期：{asked}（例如 2026-11-20）") from error
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
        except (ValueError, OverflowError, OSError) as error:
            raise DayError(f"环境变量 SOURCE_DATE_EPOCH 不是秒数：{epoch}") from error
    return _last_commit(root)


def _last_commit(root: Path) -> dt.date | None:
    try:
        found = subprocess.run(  # noqa: S603 (fixed arguments)
            ["git", "-C", str(root), "log", "-1", "--format=%cs"],  # noqa: S607 (git of the path)
            capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        return dt.date.fromisoformat(found.stdout.strip())
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
