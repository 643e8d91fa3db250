"""Runs every check of a finished site and of the sources that it was made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs_study.library.diagnostics import Diagnostic, Severity
from mkdocs_study.library.library import Library
from mkdocs_study.publish.audit.allow_list import apply_allowed
from mkdocs_study.publish.audit.attached import check_traits, read_attachment
from mkdocs_study.publish.audit.authored import find_authored
from mkdocs_study.publish.audit.config import FILE_NAME, Settings
from mkdocs_study.publish.audit.external import (
    external_in_page,
    external_in_script,
    external_in_style,
    links_outside,
)
from mkdocs_study.publish.audit.finding import Finding, Report, finding, shorten
from mkdocs_study.publish.audit.leaks import check_leaks, collect_secrets
from mkdocs_study.publish.audit.links import LinkCheck
from mkdocs_study.publish.audit.marks import find_marks
from mkdocs_study.publish.audit.page import PageFacts, read_page
from mkdocs_study.publish.audit.privacy import find_personal
from mkdocs_study.publish.audit.publicity import ThemeFiles
from mkdocs_study.publish.audit.shown import only_shown, words_of_article, words_of_page
from mkdocs_study.publish.audit.site_files import MAX_TEXT_BYTES, SiteFile, SiteFiles, list_files
from mkdocs_study.publish.audit.stale import check_stale
from mkdocs_study.publish.audit.vanished import Earlier, check_vanished
from mkdocs_study.publish.audit.weight import Weights, check_weight
from mkdocs_study.publish.checks import Checked
from mkdocs_study.publish.project import Project
from mkdocs_study.publish.selection import select

MAX_ATTACHMENT_BYTES = 200_000_000
_OWN_FOLDERS = ("assets/", "search/")


@dataclass(frozen=True)
class AuditOptions:
    """What an audit goes by; with the defaults it looks at the finished site alone."""

    project: Project | None = None
    checked: Checked | None = None
    """The project's documents; with them, sources, audiences and leaks are checked too."""

    audience: str | None = None
    """Group that the site was built for; None for the public build."""

    as_of: dt.date | None = None
    """Day on which the site is to be right; None: nothing is said about dates."""

    against: Earlier | None = None
    """The site that was public before."""

    settings: Settings = field(default_factory=Settings)
    settings_name: str = FILE_NAME
    site_url: str = ""
    """Address of the site's root, ending in a slash; empty if unknown."""

    prefix: str | None = None
    """Shown before paths of the site; by default, the name of its folder."""

    report: Report | None = None
    """Told how far the audit is."""


@dataclass(frozen=True)
class Audit:
    """What an audit found."""

    diagnostics: tuple[Diagnostic, ...]
    """In order of path and line."""

    pages: int
    files: int
    allowed: int
    """Findings that the allow-list lets pass."""


def audit_site(site: Path, options: AuditOptions) -> list[Diagnostic]:
    """Return everything that is wrong with a finished site; never raises on what it finds."""
    return list(audit(site, options).diagnostics)


def audit(site: Path, options: AuditOptions) -> Audit:
    """Check a finished site and count what was looked at."""
    prefix = site.name if options.prefix is None else options.prefix
    files = list_files(site, prefix)
    auditor = _Auditor(files, options)
    found = list(dict.fromkeys(auditor.run()))
    left, passed = apply_allowed(
        found, options.settings.allowed, options.as_of, options.settings_name
    )
    diagnostics = tuple(sorted({each.diagnostic for each in left}))
    return Audit(diagnostics, len(auditor.pages), len(files.files), passed)


class _Auditor:
    """One audit under way."""

    def __init__(self, site: SiteFiles, options: AuditOptions) -> None:
        self.site = site
        self.options = options
        self.pages: dict[str, PageFacts] = {}
        self._articles: list[tuple[str, list[Finding]]] = []
        """Path of each page → what its words give."""

    def run(self) -> Iterator[Finding]:
        yield from self.site.findings
        if not self.site.files:
            yield finding(self.site.prefix, 1, "WEB008", "网站的文件夹是空的", "先生成网站")
        yield from self._read_pages()
        links = LinkCheck(self.site, self.pages, self.options.site_url)
        for page in self.pages.values():
            yield from links.check_page(page)
        yield from self._other_files(links)
        if self.options.against is not None:
            ids = {
                each.id: each.path
                for each in (self.options.checked.library.documents if self.options.checked else ())
                if each.id
            }
            yield from check_vanished(self.options.against, self.site, self.pages, ids)
        yield from self._sources()

    def _tell(self, what: str, number: int, count: int) -> None:
        if self.options.report:
            self.options.report(what, number, count)

    def _data(self, file: SiteFile) -> bytes | None:
        if file.size > MAX_TEXT_BYTES:
            return None
        try:
            return file.file.read_bytes()
        except OSError:
            return None

    def _read_pages(self) -> Iterator[Finding]:
        weights = Weights(self.site, self.options.site_url)
        files = self.site.pages()
        for number, file in enumerate(files):
            self._tell("读网页", number, len(files))
            shown = self.site.shown(file.path)
            data = self._data(file)
            page = read_page(file.path, data) if data is not None else None
            if page is None or data is None:
                yield finding(shown, 1, "WEB008", "网页读不出来，没有检查", "检查编码和大小")
                continue
            self.pages[file.path] = page
            yield from self._of_page(page, shown)
            if page.refresh is None:
                html = data.decode("utf-8", "replace")
                if self.options.checked:
                    self._articles.append((file.path, words_of_article(html, shown)))
                else:
                    yield from words_of_page(html, shown)
            total = weights.of_page(page, data)
            yield from check_weight(total, self.options.settings.page_kb, shown)
        self._tell("读网页", len(files), len(files))

    def _of_page(self, page: PageFacts, shown: str) -> Iterator[Finding]:
        yield from external_in_page(page, shown, self.options.site_url)
        if self.options.settings.outside_links:
            yield from links_outside(page, shown, self.options.site_url)
        for source in dict.fromkeys(page.unnamed_images):
            message = f"图片没有替代文字：{shorten(source, 80)}"
            yield finding(
                shown, 1, "ALT001", message, "写成 ![图里是什么](路径)", Severity.WARNING, source
            )
        for handler in page.handlers:
            message = f"网页里有会运行的属性：{shorten(handler, 40)}"
            yield finding(shown, 1, "RAW003", message, "删去它，安全策略不让它运行", words=handler)

    def _other_files(self, links: LinkCheck) -> Iterator[Finding]:
        theme = ThemeFiles(self.options.project)
        for number, file in enumerate(self.site.files):
            self._tell("读其他文件", number, len(self.site.files))
            shown = self.site.shown(file.path)
            if file.suffix in (".css", ".js", ".mjs", ".xml"):
                data = self._data(file)
                if data is None:
                    yield finding(shown, 1, "WEB008", "文件读不出来，没有检查", "检查权限和大小")
                    continue
                text = data.decode("utf-8", "replace")
                if file.suffix == ".css":
                    yield from links.check_style(file.path, text)
                    yield from external_in_style(text, shown, file.path, self.options.site_url)
                elif file.suffix == ".xml":
                    yield from links.check_sitemap(file.path, text)
                elif not theme.has(data):
                    yield from external_in_script(text, shown, file.path)
            elif (
                not self.options.checked
                and file.path not in self.pages
                and not file.path.startswith(_OWN_FOLDERS)
            ):
                yield from self._attachment(file.file, file.path, shown)
        self._tell("读其他文件", len(self.site.files), len(self.site.files))

    def _sources(self) -> Iterator[Finding]:
        project, checked = self.options.project, self.options.checked
        if project is None or checked is None:
            return
        written = list(self._documents(checked))
        yield from written
        yield from only_shown(self._articles, written, checked.library.documents)
        tree = checked.loaded.tree
        for path in tree.attachments:
            yield from self._attachment(tree.root / path, path, tree.source(path))
        library = self._shown(checked, project)
        if self.options.as_of is not None:
            days = self.options.settings.verified_days
            yield from check_stale(library, self.options.as_of, days)
        yield from self._matches(checked, library)
        secrets = collect_secrets(checked, project, self.options.audience)
        theme = ThemeFiles(project)
        yield from check_leaks(self.site, secrets, theme, self.options.report)

    def _documents(self, checked: Checked) -> Iterator[Finding]:
        tree = checked.loaded.tree
        for number, path in enumerate(tree.pages):
            self._tell("读资料", number, len(tree.pages))
            try:
                data = (tree.root / path).read_bytes()
            except OSError:
                continue  # FILE003 tells
            text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
            source = tree.source(path)
            yield from find_personal(text, source)
            yield from find_marks(text, source)
            if document := checked.library.by_path.get(path):
                yield from find_authored(document.body, source, document.body_line)
        self._tell("读资料", len(tree.pages), len(tree.pages))

    def _attachment(self, file: Path, path: str, shown: str) -> Iterator[Finding]:
        try:
            if file.stat().st_size > MAX_ATTACHMENT_BYTES:
                hint = "拆成几个文件"
                yield finding(shown, 1, "META006", "附件太大，没有检查", hint, Severity.WARNING)
                return
            attached = read_attachment(file.read_bytes(), path)
        except OSError:
            return
        yield from check_traits(attached, shown)
        for text in attached.texts:
            yield from find_personal(text, shown)
            yield from find_marks(text, shown)

    def _shown(self, checked: Checked, project: Project) -> Library:
        """Return what the build may show: of its readers, approved and not withdrawn."""
        return select(checked.library, self.options.audience, project.selection)

    def _matches(self, checked: Checked, shown: Library) -> Iterator[Finding]:
        """Report pages of documents that are not there, and missing ones: another build's site."""
        expected = {
            name
            for each in shown.documents
            for name in ((f"{each.url}index.html", f"{each.url.rstrip('/')}.html"))
        }
        hidden = set(checked.library.by_path) - set(shown.by_path)
        # the blog gives its posts addresses of its own, by their dates if nobody says otherwise
        blogs = {
            each.path.rpartition("posts/")[0] for each in shown.documents if each.type == "bulletin"
        }
        for path, page in self.pages.items():
            if path.startswith(tuple(filter(None, blogs))):
                continue
            if page.typed and path not in expected and path != ".html":
                if any(
                    path.startswith(checked.library.by_path[each].url or "\0") for each in hidden
                ):
                    continue  # the leak check names the document
                message = "这一页在资料里没有，网站与资料不是同一次的"
                yield finding(self.site.shown(path), 1, "AUD003", message, "重新生成网站")
        for document in shown.documents:
            names = (f"{document.url}index.html", f"{document.url.rstrip('/')}.html")
            if not any(name in self.pages for name in names) and document.type != "bulletin":
                message = "网站里没有这一页，网站与资料不是同一次的"
                yield finding(document.source, 1, "AUD004", message, "重新生成网站")
