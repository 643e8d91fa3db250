"""Finds templates and icons that front matter names and the theme does not have.

A missing one stops MkDocs with a traceback, half-way through the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from importlib import resources
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from mkdocs_study.library.composer import Value
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.library import Library

ICONS = ".icons"
"""Folder of Material's icons among its templates."""

_EXTENDS = re.compile(r"^extends:\s*['\"]?([\w-]+)", re.MULTILINE)
MAX_ANCESTORS = 5


def theme_name(theme: Value | None) -> str:
    """Return the name of the theme; MkDocs' default where none is given."""
    name = theme.get("name", "mkdocs") if isinstance(theme, dict) else theme
    return name if isinstance(name, str) else "mkdocs"


def template_folders(theme: Value | None, root: Path) -> tuple[Path, ...]:
    """Return where templates are looked for, without importing the theme.

    Args:
        theme: the value of `theme` in mkdocs.yml.
        root: the project folder, from which `custom_dir` counts.

    Returns:
        Nothing if the theme is not installed, which MkDocs reports by itself.
    """
    installed = tuple(_installed(theme_name(theme)))
    if not installed:
        return ()
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    own = (root / custom,) if isinstance(custom, str) and custom else ()
    ours = Path(str(resources.files("mkdocs_study").joinpath("templates")))
    return (*own, ours, *installed)


def _installed(name: str, depth: int = MAX_ANCESTORS) -> Iterator[Path]:
    """Yield the folder of a theme and those of the themes that it extends."""
    for entry in entry_points(group="mkdocs.themes", name=name):
        package, *inner = entry.value.split(".")
        spec = find_spec(package)
        for location in (spec.submodule_search_locations or ()) if spec else ():
            folder = Path(location).joinpath(*inner)
            yield folder
            settings = folder / "mkdocs_theme.yml"
            extended = _EXTENDS.search(settings.read_text("utf-8")) if settings.is_file() else None
            if extended and depth:
                yield from _installed(extended[1], depth - 1)


def check_appearance(library: Library, folders: Sequence[Path]) -> Iterator[Diagnostic]:
    """Report templates and icons that are in none of the folders."""
    icons = [folder / ICONS for folder in folders if (folder / ICONS).is_dir()]
    for document in library.documents:
        template, icon = document.meta.template, document.meta.icon
        if template and folders and not _exists(template, folders):
            hint = "写主题或者 custom_dir 里有的模板；不需要就删去这个键"
            line, message = document.line_of(("template",)), f"没有这个模板：{template}"
            yield Diagnostic(document.source, line, "DOC007", message, hint)
        if icon and icons and not _exists(f"{icon}.svg", icons):
            line, message = document.line_of(("icon",)), f"没有这个图标：{icon}"
            yield Diagnostic(document.source, line, "DOC008", message, _other_icon(icon, icons))


def _exists(path: str, folders: Sequence[Path]) -> bool:
    """Tell whether a path leads to a file; Jinja never leaves its folders."""
    steps = path.split("/")
    return ".." not in steps and any(folder.joinpath(*steps).is_file() for folder in folders)


def _other_icon(icon: str, folders: Sequence[Path]) -> str:
    family = icon.split("/", maxsplit=1)[0]
    known = [
        path.relative_to(folder).with_suffix("").as_posix()
        for folder in folders
        for path in (folder / family).rglob("*.svg")
    ]
    close = get_close_matches(icon, known, n=1, cutoff=0.8)
    return f"是否想写 {close[0]}" if close else "写主题有的图标，例如 material/book-open"
