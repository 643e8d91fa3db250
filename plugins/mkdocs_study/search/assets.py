"""Name the browser's files by their content and join them into what a page or worker loads.

What is in `client/` is what runs: files are copied whole, only the names of the files that they
load are written in.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from mkdocs_study.text.fingerprint import hashed_name

FOLDER = "search"
LIBRARY_ORDER = (
    "text.js",
    "postings.js",
    "shards.js",
    "query.js",
    "snippet.js",
    "ranking.js",
    "engine.js",
    "loader.js",
    "protocol.js",
)
"""Scripts that the worker and the page without a worker load, in this order."""
HIGHLIGHT_SEPARATOR = r"[\s\u3000]+"
"""Material cuts `?h=` into words at this; a Chinese phrase must stay whole."""


@dataclass(frozen=True)
class ClientFile:
    """A script or style with the hash of its content in its name."""

    name: str
    content: str

    @property
    def url(self) -> str:
        """Address relative to the site root."""
        return f"{FOLDER}/{self.name}"


@dataclass(frozen=True)
class ClientFiles:
    """All files that readers' browsers run."""

    libraries: tuple[ClientFile, ...]
    worker: ClientFile
    shim: ClientFile
    ui: ClientFile
    style: ClientFile

    @property
    def all(self) -> tuple[ClientFile, ...]:
        """Every file, each to be written to the site once."""
        return (*self.libraries, self.worker, self.shim, self.ui, self.style)


def _read(name: str) -> str:
    path = resources.files("mkdocs_study.search").joinpath("client", name)
    return path.read_text(encoding="utf-8")


def _hashed(name: str, content: str) -> ClientFile:
    return ClientFile(hashed_name(name, content), content)


def _with_scripts(name: str, scripts: tuple[ClientFile, ...], before: str = "") -> ClientFile:
    names = json.dumps([script.name for script in scripts])
    content = _read(name).replace('["text.js"]', names)
    return _hashed(name, before + content)


def _named(files: tuple[ClientFile, ...], *stems: str) -> tuple[ClientFile, ...]:
    return tuple(file for file in files if file.name.rsplit("-", 1)[0] in stems)


@cache
def client_files() -> ClientFiles:
    """Read the client folder and give every file its hashed name."""
    libraries = tuple(_hashed(name, _read(name)) for name in LIBRARY_ORDER)
    return ClientFiles(
        libraries=libraries,
        worker=_with_scripts("worker.js", libraries),
        shim=_with_scripts("iframe-worker-shim.js", libraries, before=_read("polyfills.js")),
        ui=_with_scripts("ui.js", _named(libraries, "text", "snippet")),
        style=_hashed("search.css", _read("search.css")),
    )


def config_stub(manifest: str) -> str:
    """Return the JSON that Material's dialog hands to the worker when it starts.

    The real index is not in it, only the name of its manifest, in the place of a document.
    """
    config = {"lang": ["zh"], "separator": HIGHLIGHT_SEPARATOR, "pipeline": [], "fields": {}}
    return json.dumps(
        {"config": config, "docs": [manifest.removesuffix(".js")]}, separators=(",", ":")
    )
