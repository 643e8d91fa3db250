"""Turns mkdocs.yml into the project that checks and builds work on, with the line of each entry."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pathspec

from mkdocs_study.library.composer import Composer, KeyPath, Value
from mkdocs_study.library.decoding import decode
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.heading import slug
from mkdocs_study.library.tree import Excluded
from mkdocs_study.library.vocabulary import Vocabulary
from mkdocs_study.publish.options import PLUGIN, check_options, minimum_status
from mkdocs_study.publish.plan_options import read_plan_options
from mkdocs_study.publish.selection import Selection, chosen_selection
from mkdocs_study.publish.theme import named_icons, template_folders, theme_name
from mkdocs_study.tracks.extent import Measure
from mkdocs_study.tracks.plan_rules import Rule


@dataclass(frozen=True)
class NavEntry:
    """A file that the navigation names."""

    path: str
    line: int


@dataclass(frozen=True)
class Plugin:
    """A plugin that the project turns on."""

    name: str
    line: int
    options: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class MarkdownExtension:
    """A Markdown extension that the project turns on."""

    name: str
    options: Mapping[str, Value]
    line: int


@dataclass(frozen=True)
class Project:
    """What the configuration says."""

    root: Path
    site_name: str
    config: Path
    docs_dir: Path
    site_dir: Path
    vocabulary: Vocabulary
    audience: str | None
    """Group that this build is for; None for the public build."""

    minimum_status: str
    """Step of approval that publishing asks for; empty for anything but a draft."""

    selection: Selection
    """What this build leaves out beside other audiences' pages."""

    excluded: Excluded
    nav: tuple[NavEntry, ...]
    extensions: tuple[MarkdownExtension, ...]
    plugins: tuple[Plugin, ...]
    theme: str
    """Name of the theme."""

    template_folders: tuple[Path, ...]
    icons: tuple[tuple[str, int], ...]
    """Icons that the theme is to show, each with its line."""

    measure: Measure
    """How long units are, and when that is too long."""

    strings: frozenset[str]
    """Every string in the file: a file of docs/ that one of them names is in use."""

    lines: Mapping[KeyPath, int]
    site_url: str = ""
    """Address of the site's root, ending in a slash; empty if the configuration names none."""

    site_id: str = ""
    """Keeps the readers' records of several sites on one host apart."""

    plan_rules: tuple[Rule, ...] = ()
    """How often which kind of session is due."""

    @property
    def prefix(self) -> str:
        """Path of docs/ in diagnostics."""
        return shown_path(self.docs_dir, self.root)

    @property
    def config_name(self) -> str:
        """Path of the configuration in diagnostics."""
        return shown_path(self.config, self.root)


def why_not_there(site: Path, root: Path, docs_dir: Path) -> str:
    """Say why the site may not stand in a folder; empty if it may.

    A build replaces the whole folder: the sources must be neither it nor in it, and it
    not in docs/.
    """
    site, root, docs_dir = site.resolve(), root.resolve(), docs_dir.resolve()
    if site == root:
        return "这里是项目文件夹"
    if root.is_relative_to(site):
        return "项目文件夹在这里面"
    if site.is_relative_to(docs_dir) or docs_dir.is_relative_to(site):
        return "这里面或者上面是 docs 文件夹"
    return ""


def shown_path(path: Path, root: Path) -> str:
    """Return the path relative to the project folder, posix, also for a folder beside it."""
    return Path(os.path.relpath(path, root)).as_posix()


def read_project(
    config: Path, audience: str | None = None
) -> tuple[Project | None, list[Diagnostic]]:
    """Read a configuration file; never raises on bad input.

    Args:
        config: path of mkdocs.yml.
        audience: group to build for, instead of the one that the file or the environment names.
    """
    config = config.absolute()
    name = config.name
    try:
        data = config.read_bytes()
    except OSError:
        hint = "在有 mkdocs.yml 的文件夹里运行，或者用 -f 指明它的路径"
        return None, [Diagnostic(name, 1, "CFG001", "找不到或者读不出配置文件", hint)]
    text, found = decode(data, name)
    if text is None or found:
        return None, found
    composer = Composer(name, lenient=True)
    values = composer.compose(text)
    if composer.found:
        return None, [_as_configuration(each) for each in composer.found]
    values = _inherited(values, config.parent)
    options = _plugin_options(values)
    if options is None:
        line = composer.lines.get(("plugins",), 1)
        hint = "在 plugins: 下面加一行 - study"
        return None, [Diagnostic(name, line, "CFG002", "没有启用 study 插件", hint)]
    plan, found = read_plan_options(options, composer.lines, name)
    found += check_options(options, composer.lines, name)
    project = Project(
        root=config.parent,
        config=config,
        docs_dir=config.parent / _string(values.get("docs_dir"), "docs"),
        site_dir=config.parent / _string(values.get("site_dir"), "site"),
        vocabulary=replace(_vocabulary(options), session_kinds=plan.kinds),
        audience=chosen_audience(audience, _string(options.get("audience"), "")),
        minimum_status=minimum_status(options),
        selection=chosen_selection(),
        excluded=exclusion(_string(values.get("exclude_docs"), "")),
        nav=tuple(_nav_entries(values.get("nav"), ("nav",), composer.lines)),
        extensions=tuple(_extensions(values.get("markdown_extensions"), composer.lines)),
        plugins=tuple(
            Plugin(plugin, composer.lines.get(("plugins", *place), 1), given)
            for plugin, given, place in _named(values.get("plugins"))
        ),
        theme=theme_name(values.get("theme")),
        template_folders=template_folders(values.get("theme"), config.parent),
        icons=tuple(named_icons(values, composer.lines)),
        site_name=_string(values.get("site_name"), config.parent.name),
        measure=_measure(options),
        strings=frozenset(_strings(values)),
        lines=composer.lines,
        site_id=_string(options.get("site_id"), "") or slug(_string(values.get("site_name"), "")),
        plan_rules=plan.rules,
        site_url=_with_slash(_string(values.get("site_url"), "")),
    )
    if not project.docs_dir.is_dir():
        line = composer.lines.get(("docs_dir",), 1)
        found.append(Diagnostic(name, line, "CFG001", f"没有文件夹 {project.prefix}", "建立它"))
    return (None if found else project), found


def exclusion(patterns: str | Excluded | None) -> Excluded:
    """Make a test of paths from `exclude_docs`, as text in the syntax of .gitignore or parsed.

    MkDocs leaves out a folder `templates` by itself.
    """
    if patterns is None or isinstance(patterns, str):
        patterns = pathspec.GitIgnoreSpec.from_lines((patterns or "").split("\n")).match_file
    match = patterns
    return lambda path: path.startswith("templates/") or match(path)


def chosen_audience(*candidates: str | None) -> str | None:
    """Return the group to build for: what the environment says, else the first candidate named.

    An empty STUDY_AUDIENCE asks for the public build, whatever the configuration names.
    """
    if (asked := os.environ.get("STUDY_AUDIENCE")) is not None:
        return asked or None
    return next(filter(None, candidates), None)


def _inherited(values: dict[str, Value], folder: Path, depth: int = 5) -> dict[str, Value]:
    """Fill in what the file named by INHERIT says, as far as we need it: key by key."""
    parent = values.get("INHERIT")
    if not isinstance(parent, str) or not depth:
        return values
    file = folder / parent
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return values
    above = Composer(parent, lenient=True).compose(text)
    return {**_inherited(above, file.parent, depth - 1), **values}


def _as_configuration(fault: Diagnostic) -> Diagnostic:
    message = fault.message.replace("元数据", "配置")
    hint = fault.hint.replace("元数据", "配置")
    return Diagnostic(fault.path, fault.line, "CFG001", message, hint)


def _with_slash(address: str) -> str:
    return f"{address.rstrip('/')}/" if address else ""


def _string(value: Value | None, default: str) -> str:
    return value if isinstance(value, str) and value else default


def _named(value: Value | None) -> Iterator[tuple[str, Mapping[str, Value], KeyPath]]:
    """Yield (name, options, place) of a list such as `plugins` or of its mapping form."""
    if isinstance(value, dict):
        for name, options in value.items():
            yield name, options if isinstance(options, dict) else {}, (name,)
        return
    for index, item in enumerate(value if isinstance(value, list) else []):
        if isinstance(item, str):
            yield item, {}, (index,)
        elif isinstance(item, dict):
            for name, options in item.items():
                yield name, options if isinstance(options, dict) else {}, (index, name)


def _plugin_options(values: Mapping[str, Value]) -> Mapping[str, Value] | None:
    found = [options for name, options, _ in _named(values.get("plugins")) if name == PLUGIN]
    return found[0] if found else None


def _vocabulary(options: Mapping[str, Value]) -> Vocabulary:
    default = Vocabulary()

    def words(name: str) -> tuple[str, ...]:
        value = options.get(name)
        if not isinstance(value, list):
            fallback: tuple[str, ...] = getattr(default, name)
            return fallback
        return tuple(each for each in value if isinstance(each, str))

    return Vocabulary(
        audiences=words("audiences"),
        standards=words("standards"),
        exemplars=words("exemplars"),
        disciplines=words("disciplines"),
        unit_kinds=words("unit_kinds"),
    )


def _measure(options: Mapping[str, Value]) -> Measure:
    """Read the numbers as far as they are sound; `check_options` reports the others."""
    default = Measure()

    def number(name: str, fallback: int) -> int:
        value = options.get(name)
        plain = isinstance(value, str) and value.isascii() and value.isdecimal()
        return int(str(value)) if plain else fallback

    return Measure(
        speed=number("reading_speed", default.speed),
        longest_minutes=number("longest_unit_minutes", default.longest_minutes),
        longest_characters=number("longest_unit_characters", default.longest_characters),
    )


def _nav_entries(
    value: Value | None, place: KeyPath, lines: Mapping[KeyPath, int]
) -> Iterator[NavEntry]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _nav_entries(item, (*place, index), lines)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _nav_entries(item, (*place, name), lines)
    elif isinstance(value, str) and value and "://" not in value:
        yield NavEntry(value, lines.get(place, 1))


def _extensions(value: Value | None, lines: Mapping[KeyPath, int]) -> Iterator[MarkdownExtension]:
    for name, options, place in _named(value):
        line = lines.get(("markdown_extensions", *place), 1)
        module = name.split(":")[0].removeprefix("markdown.extensions.")
        yield MarkdownExtension(module, options, line)


def _strings(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for item in value if isinstance(value, list) else value.values():
            yield from _strings(item)
