"""Turn the pages of a site into an index with a search page of its own, in the site's folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from mkdocs_study.search.assets import (
    FOLDER,
    ClientFile,
    client_files,
    entry_names,
    join_scripts,
    read_client,
)
from mkdocs_study.search.folder import replace_index
from mkdocs_study.search.index import build_index
from mkdocs_study.search.shards import write_index
from mkdocs_study.search.site import SiteContent
from mkdocs_study.search.synonyms import with_everyday
from mkdocs_study.text.fingerprint import hashed_name

STUB_NAME = "study-index.json"
"""Names manifest and worker; search_index.json may belong to another search."""
SCRIPT_ORDER = (
    "typed.js",
    "wording.js",
    "backend.js",
    "results.js",
    "panel.js",
    "screen.js",
    "standalone.js",
)
STYLE_ORDER = ("search.css", "standalone.css")


@dataclass(frozen=True)
class WrittenIndex:
    """What was put into a site."""

    sections: int
    files: int
    size: int
    """Bytes of all files."""
    page: Path
    """The search page."""


def index_site(site: Path, content: SiteContent, *, force: bool = False) -> WrittenIndex:
    """Write index, engine and search page below the site's `search/`; an old index is replaced.

    Raises:
        FolderError: the folder cannot be written, or a file in it belongs to somebody else.
    """
    manifest, index_files = write_index(build_index(content.pages), with_everyday([]))
    files, page = _page_files(manifest, content.title, marks_words=content.is_material)
    hashed = {file.name: file.content for file in index_files}
    hashed |= {file.name: file.content for file in files}
    entries = {STUB_NAME: f"{json.dumps(entry_names(manifest))}\n", "index.html": page}
    replace_index(site / FOLDER, hashed, entries, force=force)
    return WrittenIndex(
        sections=sum(len(each.sections) for each in content.pages),
        files=len(hashed) + len(entries),
        size=sum(len(text.encode()) for text in (*hashed.values(), *entries.values())),
        page=site / FOLDER / "index.html",
    )


def _page_files(
    manifest: str, title: str, *, marks_words: bool
) -> tuple[tuple[ClientFile, ...], str]:
    """Return the scripts and the style of the search page, and its HTML."""
    client = client_files()
    script = join_scripts("standalone.js", SCRIPT_ORDER, {})
    rules = "".join(map(read_client, STYLE_ORDER))
    style = ClientFile(hashed_name("standalone.css", rules), rules)
    html = Template(read_client("standalone.html")).substitute(
        title=escape(f"检索 - {title}" if title else "检索"),
        home=f'<a href="../">{escape(title)}</a>' if title else "",
        style=style.name,
        script=script.name,
        manifest=manifest.removesuffix(".js"),
        worker=client.worker.name,
        engine=client.engine.name,
        marks=" data-marks" if marks_words else "",
    )
    return (client.engine, client.words, client.worker, script, style), html
