"""Turns a built site into one that Pagefind can search: installs Pagefind aside, runs its indexer.

Pagefind is only measured. Its 57 MB stay out of the lock files that everybody installs; the version
is pinned here and goes into a folder of its own below .cache/ when a benchmark asks for it.
"""

import os
import subprocess
import sys
from pathlib import Path

VERSION = "1.5.2"
FOLDER = Path(__file__).resolve().parent.parent / ".cache" / f"pagefind-{VERSION}"
BUNDLE = "pagefind"
"""Folder that the indexer writes into a site."""


class PagefindError(Exception):
    """Pagefind cannot be had; the message says what to do."""


def pagefind_program() -> Path:
    """Return Pagefind's indexer with its Chinese segmenter, installing it if it is not there.

    Raises:
        PagefindError: pip does not install it.
    """
    suffix = ".exe" if os.name == "nt" else ""
    program = FOLDER / "pagefind_bin_extended" / f"pagefind_extended{suffix}"
    if program.is_file():
        return program
    print(f"installing Pagefind {VERSION} into {FOLDER} …", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--only-binary", ":all:"]
    command += ["--target", str(FOLDER), f"pagefind[extended]=={VERSION}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not program.is_file():
        raise PagefindError(
            f"{done.stderr.strip()}\nPagefind {VERSION} is not to be had: check the network or "
            "PIP_INDEX_URL, or leave Pagefind out"
        )
    return program


def index_command(program: Path, site: Path) -> list[str]:
    """Return the command that indexes the articles of a Material site into `BUNDLE`."""
    return [str(program), "--site", str(site), "--root-selector", "article"]
