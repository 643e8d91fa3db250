"""Reads the theme of mkdocs.yml: where its templates are, and the icons that it is to show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from mkdocs_study.library.composer import KeyPath, Value

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


def named_icons(
    values: Mapping[str, Value], lines: Mapping[KeyPath, int]
) -> Iterator[tuple[str, int]]:
    """Yield every icon that mkdocs.yml names where Material reads one, with its line."""
    for place, value in _leaves(values, ()):
        theme_icon = place[:2] == ("theme", "icon")
        other_icon = place[:2] in (("theme", "palette"), ("extra", "social"))
        if value and (theme_icon or (other_icon and place[-1] == "icon")):
            steps = range(len(place), 0, -1)
            yield value, next((lines[place[:end]] for end in steps if place[:end] in lines), 1)


def _leaves(value: Value | Mapping[str, Value], place: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, (*place, index))
    else:
        for key, item in value.items():
            yield from _leaves(item, (*place, key))
