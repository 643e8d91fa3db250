"""Adds up what a reader's browser fetches to show one page, packed as a web server sends it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from mkdocs_study.library.diagnostics import Severity
from mkdocs_study.publish.audit.finding import Finding, finding
from mkdocs_study.publish.audit.links import Leads, css_addresses, read_address
from mkdocs_study.publish.audit.page import PageFacts
from mkdocs_study.publish.audit.site_files import MAX_TEXT_BYTES, SiteFile, SiteFiles

PACKED_WELL = frozenset((".html", ".htm", ".css", ".js", ".svg", ".json", ".xml", ".txt", ".ico"))
"""What servers compress; pictures and fonts are sent as they are."""

KILOBYTE = 1000


class Weights:
    """Sizes of files, each measured once."""

    def __init__(self, site: SiteFiles, site_url: str = "") -> None:
        self.site = site
        self.site_url = site_url
        self._sizes: dict[str, int] = {}
        self._parts: dict[str, frozenset[str]] = {}

    def of_page(self, page: PageFacts, data: bytes) -> int:
        """Return the bytes of the page, its styles, scripts and pictures, and what those load.

        Args:
            page: the page.
            data: its file.
        """
        self._sizes.setdefault(page.path, self._packed(page.path, data))
        parts = {page.path}
        for each in page.references:
            if each.loads and each.attribute != "srcset" and each.element != "iframe":
                parts |= self._with_parts(each.value, page.path)
        for style in page.styles:
            for value in css_addresses(style):
                parts |= self._with_parts(value, page.path)
        return sum(map(self._size, parts))

    def _with_parts(self, value: str, source: str) -> frozenset[str]:
        goal = read_address(value, source, self.site_url)
        file = self.site.by_path.get(goal.path) if goal.leads is Leads.INSIDE else None
        return self._tree(file) if file else frozenset()

    def _tree(self, file: SiteFile) -> frozenset[str]:
        """Return the file and, of a style sheet, what it imports (pictures load when used)."""
        if file.path not in self._parts:
            self._parts[file.path] = frozenset({file.path})
            if file.suffix == ".css" and file.size <= MAX_TEXT_BYTES:
                text = _read(file).decode("utf-8", "replace")
                found = {file.path}
                for value in css_addresses(text) if "@import" in text else ():
                    if value.endswith(".css"):
                        found |= self._with_parts(value, file.path)
                self._parts[file.path] = frozenset(found)
        return self._parts[file.path]

    def _size(self, path: str) -> int:
        if path not in self._sizes:
            file = self.site.by_path[path]
            packs = file.suffix in PACKED_WELL and file.size <= MAX_TEXT_BYTES
            self._sizes[path] = self._packed(path, _read(file)) if packs else file.size
        return self._sizes[path]

    def _packed(self, path: str, data: bytes) -> int:
        twin = self.site.by_path.get(f"{path}.gz")
        return twin.size if twin else len(zlib.compress(data, 6))


def check_weight(total: int, limit_kilobytes: int, shown: str) -> Iterator[Finding]:
    """Report a page over its budget."""
    if total > limit_kilobytes * KILOBYTE:
        message = f"打开这一页要传 {total / KILOBYTE:.0f} KB（压缩后），超过 {limit_kilobytes} KB"
        hint = "缩小图片，拆开页面；或者在 audit.yml 里改 page_kb"
        yield finding(shown, 1, "WGT001", message, hint, Severity.WARNING)


def _read(file: SiteFile) -> bytes:
    try:
        return file.file.read_bytes()
    except OSError:
        return b""
