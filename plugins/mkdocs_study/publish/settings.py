"""Finds settings in mkdocs.yml that spoil Chinese text or lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from importlib.metadata import entry_points

from mkdocs_study.library.composer import Value
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.document import page_url
from mkdocs_study.library.fields import suggest
from mkdocs_study.library.tree import Tree, plan_page
from mkdocs_study.publish.project import Project, shown_path, why_not_there

HARMFUL: Mapping[str, tuple[str, str]] = {
    "pymdownx.betterem": ("中文引号旁的 **粗体** 会原样显示", "删去它，Markdown 自带的粗体够用"),
    "pymdownx.extra": (
        "它带有 betterem，中文引号旁的 **粗体** 会原样显示",
        "改成逐个写出要用的扩展",
    ),
    "pymdownx.smartsymbols": ("会把 1/2 之类改成别的符号", "删去它"),
    "smarty": ("会把引号改错", "删去它"),
    "pymdownx.mark": ("会把 == 当成标记", "删去它"),
    "abbr": ("在连写的中文里不起作用", "删去它，术语写在 type: glossary 的页面里"),
}
"""Extension → what it does to Chinese text, what to do."""

READS_FILES = "会把别的文件的内容放进网页，限定读者的资料可能泄露"
FILE_READERS = ("pymdownx.b64", "macros", "markdownextradata", "table-reader")
"""Beside those whose names say it."""

NEEDS_OPTION: Mapping[str, tuple[str, str, str]] = {
    "pymdownx.tilde": ("subscript", "“3~5天，10~20人”会变成下标", "subscript: false"),
    "pymdownx.caret": ("superscript", "^ 会变成上标", "superscript: false"),
}


def check_settings(project: Project, tree: Tree) -> list[Diagnostic]:
    """Check extensions, plugins, audience, site folder, home page and navigation."""
    return [
        *_extensions(project),
        *_plugins(project),
        *_audience(project),
        *_site(project),
        *_home(tree),
        *_navigation(project, tree),
    ]


def reads_files(name: str) -> bool:
    """Tell whether an extension or plugin puts the contents of other files into pages."""
    return name in FILE_READERS or any(word in name for word in ("include", "snippet"))


def _is_off(value: Value | None) -> bool:
    return isinstance(value, str) and value.lower() in ("false", "no", "off")


def _extensions(project: Project) -> Iterator[Diagnostic]:
    name = project.config_name
    for extension in project.extensions:
        if reads_files(extension.name):
            message = f"扩展 {extension.name}：{READS_FILES}"
            yield Diagnostic(name, extension.line, "CFG004", message, "删去它")
        elif fault := HARMFUL.get(extension.name):
            message = f"扩展 {extension.name}：{fault[0]}"
            yield Diagnostic(name, extension.line, "CFG004", message, fault[1])
        elif needed := NEEDS_OPTION.get(extension.name):
            option, effect, hint = needed
            if not _is_off(extension.options.get(option)):
                message = f"扩展 {extension.name}：{effect}"
                yield Diagnostic(name, extension.line, "CFG004", message, f"写上 {hint}")


def _plugins(project: Project) -> Iterator[Diagnostic]:
    name = project.config_name
    installed = {entry.name for entry in entry_points(group="mkdocs.plugins")}
    namespace = f"{project.theme}/"
    known = {*installed, *(each.removeprefix(namespace) for each in installed)}
    for plugin in project.plugins:
        if reads_files(plugin.name):
            message, hint = f"插件 {plugin.name}：{READS_FILES}", "删去它"
            yield Diagnostic(name, plugin.line, "CFG004", message, hint)
        elif plugin.name not in known:
            close = get_close_matches(plugin.name, known, n=1, cutoff=0.6)
            hint = f"是否想写 {close[0]}" if close else "删去它，或者先安装它"
            message = f"没有安装这个插件：{plugin.name}"
            yield Diagnostic(name, plugin.line, "CFG008", message, hint)
    names = {plugin.name for plugin in project.plugins}
    for plugin in project.plugins:
        if plugin.name == "zh-search" and not names & {"search", "material/search"}:
            message, hint = "zh-search 需要 search 插件", "在它前面加一行 - search"
            yield Diagnostic(name, plugin.line, "CFG008", message, hint)


def _site(project: Project) -> Iterator[Diagnostic]:
    if why := why_not_there(project.site_dir, project.root, project.docs_dir):
        line = project.lines.get(("site_dir",), 1)
        message = f"网站不能放在 {shown_path(project.site_dir, project.root)}：{why}"
        hint = "另写一个文件夹，例如 site"
        yield Diagnostic(project.config_name, line, "CFG007", message, hint)


def _home(tree: Tree) -> Iterator[Diagnostic]:
    if not any(page_url(path) == "" for path in tree.pages):
        hint = "新建它：study new page index"
        yield Diagnostic(tree.source("index.md"), 1, "FILE013", "没有首页", hint)


def _audience(project: Project) -> Iterator[Diagnostic]:
    declared = project.vocabulary.audiences
    if project.audience and project.audience not in declared:
        line = next((line for path, line in project.lines.items() if path[-1] == "audience"), 1)
        message = f"没有声明这个读者范围：{project.audience}"
        hint = suggest(project.audience, declared) or "在 study 插件的 audiences: 下声明"
        yield Diagnostic(project.config_name, line, "CFG005", message, hint)


def _navigation(project: Project, tree: Tree) -> Iterator[Diagnostic]:
    files = frozenset((*tree.pages, *tree.attachments))
    for entry in project.nav:
        if entry.path in files:
            continue
        close = get_close_matches(entry.path, files, n=1, cutoff=0.85)
        hint = f"是否想写 {close[0]}" if close else "路径从 docs/ 算起，例如 texts/index.md"
        if entry.path in tree.files.values():
            hint = f"写它生成的页面：{plan_page(entry.path)}"
        message = f"导航里的文件不存在：{entry.path}"
        yield Diagnostic(project.config_name, entry.line, "NAV001", message, hint)
