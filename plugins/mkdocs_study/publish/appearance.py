"""Finds templates and icons that pages or mkdocs.yml name and the theme does not have.

A missing one stops MkDocs with a traceback, half-way through the pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.library import Library
from mkdocs_study.publish.project import Project

ICONS = ".icons"
"""Folder of Material's icons among its templates."""


def check_appearance(library: Library, project: Project) -> Iterator[Diagnostic]:
    """Report templates and icons that are in none of the theme's folders."""
    folders = project.template_folders
    icons = [folder / ICONS for folder in folders if (folder / ICONS).is_dir()]
    for named, line in project.icons:
        if icons and not _exists(f"{named}.svg", icons):
            message, hint = f"没有这个图标：{named}", _other_icon(named, icons)
            yield Diagnostic(project.config_name, line, "DOC008", message, hint)
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
