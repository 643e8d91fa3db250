"""The `study` MkDocs plugin: wires the library, markdown_zh and the tracks into a build."""

from __future__ import annotations

import gc
import logging
import os
import sys
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import NoReturn
from urllib.parse import urljoin

from jinja2 import Environment
from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import CountHandler, get_relative_url

from mkdocs_study.library.diagnostics import Diagnostic, format_report
from mkdocs_study.library.document import BulletinMeta, Document
from mkdocs_study.library.facets import facets_of, insert_into_head, meta_elements
from mkdocs_study.library.furniture import Href
from mkdocs_study.library.heading import slug
from mkdocs_study.library.markers import Marker
from mkdocs_study.library.vocabulary import (
    DISCIPLINES,
    EXEMPLARS,
    STANDARDS,
    UNIT_KINDS,
)
from mkdocs_study.publish.checks import check_project
from mkdocs_study.publish.generated import STYLE, Addresses, client_file, generated_files
from mkdocs_study.publish.hosting.bundle import FOR_FOLDERS
from mkdocs_study.publish.inventory import VARIABLE as INVENTORY_VARIABLE
from mkdocs_study.publish.inventory import page_entries, write_inventory
from mkdocs_study.publish.project import Project, chosen_audience, exclusion, read_project
from mkdocs_study.publish.site import (
    Site,
    make_site,
    missing_anchors,
    missing_exercises,
    prune_navigation,
    replace_markers,
)
from mkdocs_study.publish.source import publishable_body, theme_source
from mkdocs_study.publish.staging import (
    NEW_SITE_STANDS,
    LeftBehindError,
    Staging,
    StagingError,
)
from mkdocs_study.tracks.assets import EVERYWHERE, client_files
from mkdocs_study.tracks.compose import (
    TrackSite,
    build_track_site,
    compose_page,
    marker_html,
    with_scripts,
)
from mkdocs_study.tracks.exercise_pages import add_exercise_files
from mkdocs_study.tracks.extent import LONGEST_CHARACTERS, LONGEST_MINUTES, READING_SPEED, Measure
from mkdocs_study.tracks.page_data import Address
from mkdocs_study.tracks.reading import ReadingRule

# The feed's library asks for git when it is loaded, and fails where there is none.
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

EXTENSION = "markdown_zh"
FIRST, LAST = 1000, -1000
EXCERPT = '<article class="md-post md-post--excerpt"'
"""How the blog begins a post in a list of posts: its words are those of the post's own page."""


class StudyConfig(base.Config):  # type: ignore[no-untyped-call]
    """Options below `study:` in mkdocs.yml."""

    audiences = c.ListOfItems(c.Type(str), default=[])
    """Groups that a page may be restricted to."""

    audience = c.Optional(c.Type(str))
    """Group that the build is for; STUDY_AUDIENCE in the environment goes first."""

    standards = c.ListOfItems(c.Type(str), default=list(STANDARDS))
    exemplars = c.ListOfItems(c.Type(str), default=list(EXEMPLARS))
    disciplines = c.ListOfItems(c.Type(str), default=list(DISCIPLINES))
    unit_kinds = c.ListOfItems(c.Type(str), default=list(UNIT_KINDS))
    """What a unit of a track may ask of its reader."""

    reading_speed = c.Type(int, default=READING_SPEED)
    """Characters a minute."""

    plan = c.Type(dict, default={})
    """Kinds of sessions and how often they are due; read with its lines by publish."""
    longest_unit_minutes = c.Type(int, default=LONGEST_MINUTES)
    longest_unit_characters = c.Type(int, default=LONGEST_CHARACTERS)
    """Longer units are reported, not refused."""
    publish = c.Type(dict, default={})
    """For releases: `minimum_status`. read_project checks it."""

    site_id = c.Optional(c.Type(str))
    """Keeps the progress of two sites on one host apart; the default is made of site_name."""

    reading = c.Type(dict, default={})
    """When reading a unit marks it: auto, share, least_seconds, kinds; see ReadingRule."""


class StudyPlugin(BasePlugin[StudyConfig]):  # type: ignore[no-untyped-call]
    """Thin hooks; what they do is in the modules that they call."""

    _site: Site
    _tracks: TrackSite
    _files: Files
    _mismatches: list[Diagnostic]
    _urls: dict[str, str]
    """Path below docs/ → address, of the pages that were written: a blog moves its posts."""

    _staging: Staging | None = None
    _command = "build"

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Refuse builds that would mix pages of two states."""
        self._command = command
        if dirty and command != "serve":
            _stop("不支持 --dirty：只更新一部分页面会留下已撤下的内容。")

    @event_priority(FIRST)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check everything before MkDocs touches the site; stop if anything is wrong."""
        # Nothing of a library is garbage while its site is built: the collector need not walk
        # through it again and again.
        gc.disable()
        try:
            return self._read(config)
        finally:
            gc.enable()
            gc.freeze()

    def _read(self, config: MkDocsConfig) -> MkDocsConfig:
        project = self._project(config)
        checked = check_project(project)
        _report(checked.diagnostics)
        if checked.failed:
            _stop("资料有错误，没有生成网站。")
        self._site = make_site(checked, project)
        self._mismatches = []
        self._urls = {}
        self._tracks = build_track_site(
            self._site.library,
            order=[entry.path for entry in project.nav],
            site_id=self.site_id(config),
            speed=self.config.reading_speed,
            name=config.site_name,
            reading=ReadingRule.of(self.config.reading),
        )
        _prepare(config)
        _prepare_feed(config)
        if os.environ.get(FOR_FOLDERS):
            _prepare_for_folders(config)
        config.extra_css.append(client_file(STYLE).url)
        for client in client_files():
            if client.name not in EVERYWHERE:
                continue
            styles, scripts = config.extra_css, config.extra_javascript
            (styles if client.url.endswith(".css") else scripts).append(client.url)
        hidden = frozenset(checked.library.by_path) - frozenset(self._site.library.by_path)
        if config.nav is not None:
            config.nav = prune_navigation(config.nav, hidden)
        if self._command != "serve":
            self._stage(config)
        return config

    def _project(self, config: MkDocsConfig) -> Project:
        project, found = read_project(Path(config.config_file_path))
        if project is None:
            _report(found)
            _stop("配置有错误，没有生成网站。")
        excluded = config.exclude_docs
        return replace(
            project,
            docs_dir=Path(config.docs_dir),
            vocabulary=replace(
                project.vocabulary,
                audiences=tuple(self.config.audiences),
                standards=tuple(self.config.standards),
                exemplars=tuple(self.config.exemplars),
                disciplines=tuple(self.config.disciplines),
                unit_kinds=tuple(self.config.unit_kinds),
            ),
            measure=Measure(
                speed=self.config.reading_speed,
                longest_minutes=self.config.longest_unit_minutes,
                longest_characters=self.config.longest_unit_characters,
            ),
            audience=chosen_audience(self.config.audience),
            excluded=exclusion(excluded.match_file if excluded else None),
        )

    def _stage(self, config: MkDocsConfig) -> None:
        try:
            self._staging = Staging(Path(config.site_dir))
        except StagingError as error:
            _stop(f"{error}。")
        config.site_dir = str(self._staging.folder)

    @event_priority(FIRST)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Drop what is not in this build before any other plugin sees it."""
        for file in list(files):
            if file.src_dir != config.docs_dir:
                continue
            pages = self._site.library.by_path
            known = pages if file.is_documentation_page() else self._site.attachments
            if file.src_uri not in known:
                files.remove(file)
        for path in self._tracks.plans:
            if files.get_file_from_path(path) is None:
                files.append(File.generated(config, path, content=""))
        addresses = Addresses(
            url_of=lambda path: files.src_uris[path].url,
            file_of=lambda path: files.src_uris[path].dest_uri,
            site_url=config.site_url or "",
            directory_urls=config.use_directory_urls,
        )
        self._tracks = with_scripts(self._tracks, addresses.url_of)
        for each in generated_files(self._site.library.documents, self._tracks, addresses):
            files.append(File.generated(config, each.url, content=each.content))
        self._files = files
        return files

    @event_priority(FIRST)
    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Give MkDocs the front matter as our schema understands it, and no comments."""
        document = self._document(page)
        return theme_source(document) if document else None

    @event_priority(FIRST)
    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Tell markdown_zh which page comes next; the blog prepares excerpts from what we tell."""
        document = self._document(page)
        config.mdx_configs[EXTENSION] = self._site.markdown_options(document) if document else {}
        if document is None:
            _keep_out_of_search(page)
            return markdown
        if isinstance(document.meta, BulletinMeta):
            # The blog reads its posts by itself: comments are still there, and dates as written.
            dates = document.meta.date
            page.meta["date"] = {
                "created": dates.created,
                "updated": dates.updated or dates.created,
            }
            return publishable_body(document, markdown)
        return markdown

    @event_priority(FIRST)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Add header box, back links, generated parts, and what tracks and plans add."""
        document = self._document(page)
        if document is None:
            return html
        self._mismatches.extend(missing_anchors(document, html))
        self._mismatches.extend(missing_exercises(document, html))
        href = self._href(page)
        html = self._site.decorate(document, html, href)
        address = Address(get_relative_url(".", page.url), page.url)
        html = replace_markers(html, lambda marker: self._generate(marker, href, address))
        composed = compose_page(document, html, self._tracks, href, address)
        _add_headings(page, composed.headings)
        return add_exercise_files(document, composed.html, self._tracks.site_id, address.root)

    def _generate(self, marker: Marker, href: Href, address: Address) -> str:
        if marker.name == "list":
            return self._site.list_html(marker.argument, href)
        return marker_html(marker.name, self._tracks, href, address)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Stop, before anything is written, if a page was rendered with other ids than ours."""
        if self._mismatches:
            _report(self._mismatches)
            _stop("网页与资料的编号不一致，没有生成网站。")

    @event_priority(FIRST)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Name type and facets in the head, for search and for scripts."""
        output = output.replace(EXCERPT, f"<article data-search-exclude{EXCERPT[8:]}")
        document = self._document(page)
        if document is None:
            return output
        self._urls[document.path] = page.url.removeprefix("./")
        tracks = [("track", title) for title in self._tracks.titles_at(document.path)]
        return insert_into_head(output, meta_elements([*facets_of(document), *tracks]))

    @event_priority(LAST)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put the new site in its place, unless strict mode is about to stop the build."""
        if self._staging is None or _warnings_counted():
            return
        try:
            self._staging.commit()
        except LeftBehindError as error:
            raise _NewSiteStands(f"{error}。") from error
        except StagingError as error:
            _stop(f"{error}。")
        config.site_dir = str(self._staging.site)
        if inventory := os.environ.get(INVENTORY_VARIABLE):
            pages = page_entries(self._site.library.documents, self._urls)
            write_inventory(pages, Path(inventory))

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the old site as it was."""
        self._discard()

    def on_shutdown(self) -> None:
        """Leave nothing behind, however the command ended."""
        gc.unfreeze()
        self._discard()

    def _discard(self) -> None:
        if self._staging is not None:
            self._staging.discard()

    def _document(self, page: Page) -> Document | None:
        """Return our document of a page; None for pages that other plugins generate."""
        return self._site.library.by_path.get(page.file.src_uri)

    def _href(self, page: Page) -> Href:
        known: dict[str, str] = {}

        def href(path: str) -> str:
            if path not in known:
                file = self._files.src_uris.get(path)
                known[path] = file.url_relative_to(page.file) if file else path
            return known[path]

        return href

    def site_id(self, config: MkDocsConfig) -> str:
        """Return the key under which browsers keep progress."""
        return self.config.site_id or slug(config.site_name)


def _add_headings(page: Page, headings: tuple[tuple[str, str], ...]) -> None:
    """Put generated second-level headings before the page's own in its table of contents."""
    top = page.toc.items
    own = top[0].children if top and top[0].level == 1 else top
    own[:0] = [AnchorLink(text, anchor, 2) for anchor, text in headings]


def _report(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> None:
    """Print to standard error, past MkDocs' log: neither -q nor a log level may hide a fault."""
    if diagnostics:
        print(format_report(diagnostics), file=sys.stderr)  # noqa: T201


class _NewSiteStands(Abort):
    """Ends a build that failed after the new site took its place."""

    exit_code = NEW_SITE_STANDS


def _stop(message: str) -> NoReturn:
    raise Abort(message)


def _prepare(config: MkDocsConfig) -> None:
    """Turn on what our pages need and what MkDocs should check."""
    for extension in (EXTENSION, "sane_lists"):
        if extension not in config.markdown_extensions:
            config.markdown_extensions.append(extension)
    # after the organisation's own templates, before the theme's
    own = str(resources.files("mkdocs_study").joinpath("templates"))
    if own not in config.theme.dirs:
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, own)
    links = config.validation.links
    links.anchors = max(links.anchors, logging.WARNING)
    links.absolute_links = max(links.absolute_links, logging.WARNING)
    links.unrecognized_links = max(links.unrecognized_links, logging.WARNING)


def _prepare_feed(config: MkDocsConfig) -> None:
    """Make no feed if the site's address is not known: its links would lead nowhere."""
    for name in [each for each in config.plugins if each.split(" ")[0] == "rss"]:
        options = config.plugins[name].config
        if not config.site_url:
            options["enabled"] = False
            # The theme names the feed in every page if the plugin is there.
            del config.plugins[name]
        elif options.get("image") is None and isinstance(logo := config.theme.get("logo"), str):
            # Without a picture, the plugin writes the address None.
            options["image"] = urljoin(f"{config.site_url.rstrip('/')}/", logo)


def _keep_out_of_search(page: Page) -> None:
    """Keep lists of posts, which the blog generates, out of the index: they repeat the posts."""
    if type(page).__module__.startswith("material.plugins.blog"):
        page.meta.setdefault("search", {"exclude": True})


def _prepare_for_folders(config: MkDocsConfig) -> None:
    """Let links name files, and no script load pages, which browsers forbid without a server."""
    config.use_directory_urls = False
    features = config.theme.get("features") or []
    kept = [each for each in features if not each.startswith("navigation.instant")]
    config.theme["features"] = kept


def _warnings_counted() -> bool:
    """Tell whether MkDocs' strict mode has something to stop the build for."""
    handlers = logging.getLogger("mkdocs").handlers
    return any(isinstance(each, CountHandler) and each.get_counts() for each in handlers)
