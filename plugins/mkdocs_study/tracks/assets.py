"""Turns the folder `client/` into the files that pages load, each named by its content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources

FOLDER = "assets/study"
NAMES = ("progress.js", "tracks.js", "tracks.css")


@dataclass(frozen=True)
class ClientFile:
    """A script or style sheet of the site."""

    url: str
    """Address below the site root; it changes with the content, so that browsers may keep it."""

    content: str


@cache
def client_files() -> tuple[ClientFile, ...]:
    """Read the client folder; scripts come in the order in which they must run."""
    return tuple(map(_read, NAMES))


def _read(name: str) -> ClientFile:
    path = resources.files("mkdocs_study.tracks").joinpath("client", name)
    content = path.read_text(encoding="utf-8")
    digest = hashlib.sha256(content.encode("utf-8")).hexdigest()[:8]
    stem, suffix = name.rsplit(".", 1)
    return ClientFile(f"{FOLDER}/{stem}-{digest}.{suffix}", content)
