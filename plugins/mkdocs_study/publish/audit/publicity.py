"""Gathers what a build may say: words that stand on its pages, in its theme or in this program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from mkdocs_study.library.composer import Composer, Value
from mkdocs_study.library.document import Document
from mkdocs_study.publish.audit.attached import read_attachment
from mkdocs_study.publish.audit.needles import (
    REFERENCE_KEYS,
    body_of,
    strings_of,
    without_marks,
)
from mkdocs_study.publish.checks import Checked
from mkdocs_study.publish.project import Project
from mkdocs_study.publish.site import prune_navigation

_PRIVATE_KEYS = ("nav", "audiences", "audience", "exclude_docs", "not_in_nav")
_READ = (".py", ".js", ".html", ".css", ".txt", ".yml", ".xml")
MAX_BYTES = 4_000_000


def public_texts(
    checked: Checked, project: Project, shown: Mapping[str, Document], attachments: frozenset[str]
) -> Iterator[str]:
    """Yield every text whose words are no secret.

    Args:
        checked: the project's documents.
        project: its configuration.
        shown: path → document of the build.
        attachments: those that the build publishes.
    """
    for document in shown.values():
        yield body_of(document)
        yield without_marks(body_of(document))
        yield "\n|\n".join(
            (
                document.title,
                document.id or "",
                document.url,
                *document.anchors,
                *strings_of(document.meta.model_dump(exclude=set(REFERENCE_KEYS))),
            )
        )
    hidden = frozenset(checked.library.by_path) - frozenset(shown)
    yield "\n|\n".join(_configuration(project, hidden))
    for path in sorted(attachments):
        file = checked.loaded.tree.root / path
        yield path
        if file.suffix.lower() in _READ:
            yield _text(file)
        else:
            try:
                yield from read_attachment(file.read_bytes(), path).texts
            except OSError:
                continue
    yield from _program()
    for folder in project.template_folders:
        for file in sorted(folder.rglob("*.html")):
            if ".icons" not in file.parts:
                yield _text(file)


def _configuration(project: Project, hidden: frozenset[str]) -> Iterator[str]:
    """Yield the words of mkdocs.yml without groups of readers and without hidden pages."""
    values = Composer(project.config_name, lenient=True).compose(_text(project.config))
    yield from _strings({key: each for key, each in values.items() if key != "nav"})
    yield from _nav_titles(prune_navigation(values.get("nav"), hidden))


def hidden_titles(project: Project, hidden: frozenset[str]) -> list[str]:
    """Return the words of the navigation that the build leaves out with hidden pages."""
    values = Composer(project.config_name, lenient=True).compose(_text(project.config))
    nav = values.get("nav")
    kept = set(_nav_titles(prune_navigation(nav, hidden)))
    return [title for title in dict.fromkeys(_nav_titles(nav)) if title not in kept]


def _strings(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    else:
        for key, each in value.items():
            if key not in _PRIVATE_KEYS:
                yield from _strings(each)


def _nav_titles(nav: object) -> Iterator[str]:
    if isinstance(nav, list):
        for each in nav:
            yield from _nav_titles(each)
    elif isinstance(nav, dict):
        for key, each in nav.items():
            yield str(key)
            yield from _nav_titles(each)


@cache
def _program() -> tuple[str, ...]:
    """Return the words of this package, which generated parts are made of."""
    root = Path(str(resources.files("mkdocs_study")))
    return tuple(_text(file) for file in sorted(root.rglob("*")) if file.suffix in _READ)


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > MAX_BYTES:
            return ""
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


class ThemeFiles:
    """Tells which files of a site are copies of what the theme brings."""

    def __init__(self, project: Project | None) -> None:
        self._by_size: dict[int, list[Path]] = {}
        for folder in project.template_folders if project else ():
            for file in (folder / "assets").rglob("*"):
                if file.is_file():
                    self._by_size.setdefault(file.stat().st_size, []).append(file)

    def has(self, data: bytes) -> bool:
        """Tell whether the theme has a file of just these bytes."""
        return any(file.read_bytes() == data for file in self._by_size.get(len(data), ()))
