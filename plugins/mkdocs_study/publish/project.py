"""Turns mkdocs.yml into the project that checks and builds work on, with the line of each entry."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pathspec

from mkdocs_study.library.composer import Composer, KeyPath, Value
from mkdocs_study.library.decoding import decode
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.fields import suggest
from mkdocs_study.library.tree import Excluded
from mkdocs_study.library.vocabulary import Vocabulary

PLUGIN = "study"
OPTIONS = (
    "audiences", "audience", "standards", "exemplars", "disciplines", "reading_speed", "site_id",
)  # fmt: skip

SLOWEST, FASTEST = 300, 500
"""Characters a minute at which study texts are read."""

LISTS = ("audiences", "standards", "exemplars", "disciplines")
"""Options that hold words."""


@dataclass(frozen=True)
class NavEntry:
    """A file that the navigation names."""

    path: str
    line: int


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
    config: Path
    docs_dir: Path
    site_dir: Path
    vocabulary: Vocabulary
    audience: str | None
    """Group that this build is for; None for the public build."""

    excluded: Excluded
    nav: tuple[NavEntry, ...]
    extensions: tuple[MarkdownExtension, ...]
    strings: frozenset[str]
    """Every string in the file: a file of docs/ that one of them names is in use."""

    lines: Mapping[KeyPath, int]

    @property
    def prefix(self) -> str:
        """Path of docs/ in diagnostics."""
        return shown_path(self.docs_dir, self.root)

    @property
    def config_name(self) -> str:
        """Path of the configuration in diagnostics."""
        return shown_path(self.config, self.root)


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
    found = [
        *_faulty_options(options, composer.lines, name),
        *_reading_speed(options, composer.lines, name),
    ]
    project = Project(
        root=config.parent,
        config=config,
        docs_dir=config.parent / _string(values.get("docs_dir"), "docs"),
        site_dir=config.parent / _string(values.get("site_dir"), "site"),
        vocabulary=_vocabulary(options),
        audience=chosen_audience(audience, _string(options.get("audience"), "")),
        excluded=exclusion(_string(values.get("exclude_docs"), "")),
        nav=tuple(_nav_entries(values.get("nav"), ("nav",), composer.lines)),
        extensions=tuple(_extensions(values.get("markdown_extensions"), composer.lines)),
        strings=frozenset(_strings(values)),
        lines=composer.lines,
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


def _faulty_options(
    options: Mapping[str, Value], lines: Mapping[KeyPath, int], name: str
) -> list[Diagnostic]:
    places = {path[-1]: line for path, line in lines.items() if PLUGIN in path[:-1]}
    found: list[Diagnostic] = []
    for key, value in options.items():
        line = places.get(key, 1)
        if key not in OPTIONS:
            message = f"study 没有这个选项：{key}"
            found.append(Diagnostic(name, line, "CFG003", message, suggest(key, OPTIONS)))
        elif key in LISTS and not isinstance(value, list):
            message, hint = f"{key}：这里要写列表", f"例如 {key}: [甲, 乙]"
            found.append(Diagnostic(name, line, "CFG003", message, hint))
    return found


def _reading_speed(
    options: Mapping[str, Value], lines: Mapping[KeyPath, int], name: str
) -> Iterator[Diagnostic]:
    value = options.get("reading_speed", str(SLOWEST))
    plain = isinstance(value, str) and value.isascii() and value.isdecimal()
    if not plain or not SLOWEST <= int(str(value)) <= FASTEST:
        places = {path[-1]: line for path, line in lines.items() if PLUGIN in path[:-1]}
        message = f"reading_speed 不是 {SLOWEST} 到 {FASTEST} 之间的整数"
        hint = "每分钟读多少字，一般写 400"
        yield Diagnostic(name, places.get("reading_speed", 1), "CFG006", message, hint)


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
        yield MarkdownExtension(name.removeprefix("markdown.extensions."), options, line)


def _strings(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for item in value if isinstance(value, list) else value.values():
            yield from _strings(item)
