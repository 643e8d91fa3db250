"""The `zh-search` MkDocs plugin: collects finished pages, writes the index, swaps the worker."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path

from jinja2 import Environment, Undefined
from jinja2.runtime import Context
from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage

from mkdocs_study.library.diagnostics import Diagnostic, format_report
from mkdocs_study.search.assets import ClientFiles, client_files, config_stub
from mkdocs_study.search.extract import Page, extract_page
from mkdocs_study.search.index import build_index
from mkdocs_study.search.shards import write_index
from mkdocs_study.search.synonyms import Group, load_synonyms, with_everyday

WORKER_PREFIX = "assets/javascripts/workers/search."
SEARCH_PLUGIN = "material/search"
MATERIAL_FORM = '<form class="md-search__form" name="search"'
OUR_FORM = '<form class="md-search__form" name="zh-search"'
"""By the form's name Material decides whether every page is to fetch its index, even if nobody
searches; ours is fetched by the worker when it is wanted."""
MATERIAL_DIALOG = 'data-md-component="search" role="dialog"'
OUR_DIALOG = f'{MATERIAL_DIALOG} aria-label="搜索"'
"""A dialog without a name tells a screen reader nothing."""
HIGHLIGHT = "search.highlight"
"""Material's own marks on the landing page: ours also cross bold and links, and both would nest."""


@contextmanager
def _without_collection() -> Iterator[None]:
    """Hold the garbage collector: it would walk through all of MkDocs's pages again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class ZhSearchConfig(base.Config):  # type: ignore[no-untyped-call]
    """Options below `zh-search:` in mkdocs.yml."""

    synonyms = c.Optional(c.Type(object))
    """YAML file with words of equal meaning, relative to mkdocs.yml."""


class _StubIndex:
    """Stands in for Material's own index: takes no pages and serialises to our stub."""

    def __init__(self) -> None:
        self.content = ""

    def add_entry_from_context(self, page: object) -> None:
        """Leave the page to us; Material would parse and segment it."""

    def generate_search_index(self, previous: object) -> str:
        """Return what Material writes to search/search_index.json."""
        return self.content


class ZhSearchPlugin(BasePlugin[ZhSearchConfig]):  # type: ignore[no-untyped-call]
    """Replaces the index and worker behind Material's search dialog."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Stay registered over rebuilds, so that `serve` keeps this object."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the surroundings and register the client files."""
        if SEARCH_PLUGIN not in config.plugins:
            message = (
                "zh-search 需要 Material 主题和它的 search 插件："
                "请在 mkdocs.yml 的 plugins 中把 search 写在 zh-search 之前"
            )
            raise PluginError(message)
        features = config.theme["features"]
        if HIGHLIGHT in features:
            features.remove(HIGHLIGHT)
        self._synonyms = self._read_synonyms(config)
        self._pages: list[Page] = []
        self._client: ClientFiles = client_files()
        self._swaps = 0
        polyfills = config.extra.setdefault("polyfills", [])
        if self._client.shim.url not in polyfills:
            polyfills.append(self._client.shim.url)
        return config

    def _read_synonyms(self, config: MkDocsConfig) -> list[Group]:
        """Return folded groups of words of equal meaning, or stop the build with every fault."""
        option = self.config.synonyms
        groups: list[Group] = []
        found: list[Diagnostic] = []
        if option is not None and not isinstance(option, str):
            message, hint = "synonyms：这里要写一个文件的路径", "例如 synonyms: docs/synonyms.yml"
            found = [Diagnostic(Path(config.config_file_path).name, 1, "SYN001", message, hint)]
        elif option is not None:
            file = Path(config.config_file_path).parent / option
            groups, found = load_synonyms(file, option)
            if str(file) not in config.watch:
                config.watch.append(str(file))
        if found:
            print(format_report(found), file=sys.stderr)  # noqa: T201  # -q must not hide a fault
            message = "同义词文件有错误，没有生成网站。"
            raise PluginError(message)
        return with_everyday(groups)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Point Material's pages to our worker and take its index away."""
        original: Callable[..., str] = env.filters["url"]

        @wraps(original)
        def url(context: Context, value: str | Undefined) -> str:
            # undefined is the address of the home page on a site without one
            if isinstance(value, str) and value.startswith(WORKER_PREFIX):
                self._swaps += 1
                value = self._client.worker.url
            return original(context, value)

        env.filters["url"] = url
        self._stub = _StubIndex()
        config.plugins[SEARCH_PLUGIN].search_index = self._stub  # type: ignore[attr-defined]
        return env

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Collect the finished page, after every other plugin has had its say."""
        wishes = page.meta.get("search") or {}
        if not isinstance(wishes, dict):
            message = (
                f"{page.file.src_uri}：search 写法不对——不进入检索写成 search: {{exclude: true}}"
            )
            raise PluginError(message)
        if not wishes.get("exclude"):
            extracted = extract_page(output, page.file.url.removeprefix("./"))
            if extracted is not None:
                self._pages.append(extracted)
        output = output.replace(MATERIAL_DIALOG, OUR_DIALOG, 1)
        return output.replace(MATERIAL_FORM, OUR_FORM, 1)

    @staticmethod
    def _cache_folder(config: MkDocsConfig) -> Path | None:
        """Return where segmentation is kept between builds: in the project, and nowhere else."""
        path = config.config_file_path
        return Path(path).resolve().parent / ".cache" / "zh-search" if path else None

    @event_priority(100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the index before Material's plugin writes the stub that names it."""
        if not self._swaps:
            message = "主题没有引用搜索脚本，检索无法替换；请检查主题是否为 Material 9"
            raise PluginError(message)
        with _without_collection():
            manifest, index_files = write_index(
                build_index(self._pages, self._cache_folder(config)), self._synonyms
            )
        folder = Path(config.site_dir) / "search"
        folder.mkdir(parents=True, exist_ok=True)
        contents = {file.name: file.content for file in index_files}
        contents |= {file.name: file.content for file in self._client.all}
        for name, content in contents.items():
            (folder / name).write_text(content, encoding="utf-8", newline="\n")
        stub = config_stub(manifest)
        self._stub.content = stub
        (folder / "search_index.js").write_text(f"var __index={stub}\n", encoding="utf-8")
