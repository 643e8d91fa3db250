"""Turns the folder `client/` into the files that pages load, each named by its content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from mkdocs_study.text.fingerprint import hashed_name

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
    return ClientFile(f"{FOLDER}/{hashed_name(name, content)}", content)
