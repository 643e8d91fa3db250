"""Turns a project folder into a built site the way a user does it: with the mkdocs command."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The checkout under test."""


@dataclass(frozen=True)
class Build:
    """What a finished `mkdocs build` left behind."""

    exit_code: int
    output: str
    """Standard output and standard error, interleaved as the user sees them."""
    site: Path
    """The folder asked for; it need not exist after a failed build."""


def build_site(project: Path, site: Path, *options: str, **environment: str) -> Build:
    """Build the project in a process of its own.

    Args:
        project: folder that holds mkdocs.yml.
        site: folder that the site goes to.
        options: further arguments, such as "--no-strict".
        environment: variables added to the environment.
    """
    config = project / "mkdocs.yml"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config)]
    finished = subprocess.run(
        [*command, "-d", str(site), *options],
        cwd=project,
        env={
            **os.environ,
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONIOENCODING": "utf-8",
            "SOURCE_DATE_EPOCH": "1767225600",
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return Build(finished.returncode, finished.stdout, site)


def write_project(folder: Path, config: str, pages: dict[str, str]) -> Path:
    """Write mkdocs.yml and docs/ below the folder and return the folder.

    Args:
        folder: created if need be.
        config: text of mkdocs.yml.
        pages: path below docs/ to text of the file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    for path, text in pages.items():
        target = folder / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder
