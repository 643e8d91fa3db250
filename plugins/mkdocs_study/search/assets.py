"""Join the browser's scripts into what a page or worker loads, and name them by their content.

What is in `client/` is what runs: files are joined, whole-line comments and indentation left out,
and the names of the files that they load are written in.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from mkdocs_study.text.fingerprint import hashed_name
from mkdocs_study.text.scripts import without_comments

FOLDER = "search"
LIBRARY_ORDER = (
    "text.js",
    "postings.js",
    "shards.js",
    "query.js",
    "snippet.js",
    "ranking.js",
    "literal.js",
    "targets.js",
    "likeness.js",
    "facets.js",
    "alternatives.js",
    "engine.js",
    "loader.js",
    "protocol.js",
)
"""The engine's scripts, in this order: on their own for a page without a worker, and at the head of
the worker, which would wait for a second file."""
WORDS_ORDER = ("synonyms.js", "spelling.js", "lexicon.js")
"""Scripts that look for other words than those typed, loaded when nothing else is found."""
MARKS_ORDER = ("text.js", "snippet.js", "marks.js")
"""Scripts that mark the words on the page one lands on."""
DIALOG_ORDER = (
    "typed.js",
    "wording.js",
    "backend.js",
    "results.js",
    "panel.js",
    "screen.js",
    "keys.js",
    "address.js",
    "dialog.js",
)
"""Scripts of the dialog, loaded when a reader turns to it."""


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

    engine: ClientFile
    words: ClientFile
    """Looks for other words than those typed; the engine loads it when it needs it."""
    worker: ClientFile
    shim: ClientFile
    """The only one that every page loads."""
    dialog: ClientFile
    marks: ClientFile
    style: ClientFile

    @property
    def all(self) -> tuple[ClientFile, ...]:
        """Every file, each to be written to the site once."""
        return (
            self.engine,
            self.words,
            self.worker,
            self.shim,
            self.dialog,
            self.marks,
            self.style,
        )


def read_client(name: str) -> str:
    """Return a file of the client folder."""
    path = resources.files("mkdocs_study.search").joinpath("client", name)
    return path.read_text(encoding="utf-8")


def join_scripts(name: str, parts: tuple[str, ...], loads: dict[str, ClientFile]) -> ClientFile:
    """Join scripts into one file; `loads` are files whose plain names stand in it."""
    content = "".join(without_comments(read_client(part)) for part in parts)
    for plain, file in loads.items():
        literal = json.dumps(plain)
        if content.count(literal) != 1:
            message = f"{name} must name {literal} once"
            raise ValueError(message)
        content = content.replace(literal, json.dumps(file.name))
    return ClientFile(hashed_name(name, content), content)


@cache
def client_files() -> ClientFiles:
    """Read the client folder and give every file its hashed name."""
    style = ClientFile(
        hashed_name("search.css", read_client("search.css")), read_client("search.css")
    )
    words = join_scripts("words.js", WORDS_ORDER, {})
    engine = join_scripts("engine.js", LIBRARY_ORDER, {"words.js": words})
    marks = join_scripts("marks.js", MARKS_ORDER, {"search.css": style})
    dialog = join_scripts(
        "dialog.js",
        DIALOG_ORDER,
        {"search.css": style, "engine.js": engine, "marks.js": marks},
    )
    worker = join_scripts("worker.js", (*LIBRARY_ORDER, "worker.js"), {"words.js": words})
    return ClientFiles(
        engine=engine,
        words=words,
        worker=worker,
        shim=join_scripts(
            "iframe-worker-shim.js",
            ("polyfills.js", "iframe-worker-shim.js"),
            {"dialog.js": dialog, "marks.js": marks, "worker.js": worker},
        ),
        dialog=dialog,
        marks=marks,
        style=style,
    )


def config_stub(manifest: str) -> str:
    """Return the JSON in the place of Material's index, which the worker asks for the manifest.

    The real index is not in it, only the name of its manifest, in the place of a document, and
    that of the worker, for programs that ask the index without a browser.
    """
    return json.dumps({"config": {}} | entry_names(manifest), separators=(",", ":"))


def entry_names(manifest: str) -> dict[str, object]:
    """Return what must be known to open an index: its manifest and the worker that reads it."""
    return {"docs": [manifest.removesuffix(".js")], "worker": client_files().worker.name}
