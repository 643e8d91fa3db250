"""Compares a site with an earlier one: pages and ids that were public and are gone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdocs_study.library.diagnostics import Severity
from mkdocs_study.publish.audit.finding import Finding, finding
from mkdocs_study.publish.audit.page import PageFacts, read_page
from mkdocs_study.publish.audit.site_files import MAX_TEXT_BYTES, SiteFiles, list_files
from mkdocs_study.text.reasons import reason

MAX_SHOWN = 8
"""Ids that one message names."""

MANIFEST_SUFFIX = ".manifest.json"
_NOT_PAGES = ("404.html", "search/index.html")


class EarlierError(Exception):
    """The earlier site cannot be read; the message is Chinese and for the user."""


@dataclass(frozen=True)
class Earlier:
    """What an earlier site had."""

    pages: Mapping[str, frozenset[str]]
    """Path of each page's file → the ids of its words; none if they are not known."""

    ids: Mapping[str, str]
    """Id of each document → path of its page, as far as known."""


def read_earlier(place: Path) -> Earlier:
    """Read a folder of a site, a root of releases, or the manifest of a release.

    Raises:
        EarlierError: it is none of these.
    """
    if place.is_dir():
        current = place / "current"
        site = current if (place / "releases").is_dir() and current.exists() else place
        earlier = Earlier(_pages(site), {})
        manifest = _manifest_of(site.resolve())
        if manifest.is_file():
            earlier = Earlier(earlier.pages, _manifest(manifest).ids)
        if not earlier.pages:
            raise EarlierError(f"{place} 里没有网页")
        return earlier
    if not place.is_file():
        raise EarlierError(f"找不到 {place}")
    earlier = _manifest(place)
    site = place.with_name(place.name.removesuffix(MANIFEST_SUFFIX))
    if place.name.endswith(MANIFEST_SUFFIX) and site.is_dir():
        return Earlier(_pages(site), earlier.ids)
    return earlier


def _manifest_of(site: Path) -> Path:
    return site.with_name(f"{site.name}{MANIFEST_SUFFIX}")


def _pages(site: Path) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for file in list_files(site, "").pages():
        if file.path in _NOT_PAGES or file.size > MAX_TEXT_BYTES:
            continue
        try:
            page = read_page(file.path, file.file.read_bytes())
        except OSError:
            continue
        if page is not None and page.refresh is None:
            found[file.path] = page.content_ids
    return found


def _manifest(file: Path) -> Earlier:
    """Read `files` (path → …, or a list with `path`) and `pages` (`id`, `url`, `anchors`)."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        files = data["files"]
        names = files if isinstance(files, dict) else [each["path"] for each in files]
        pages = {
            str(name): frozenset[str]()
            for name in names
            if str(name).endswith(".html") and name not in _NOT_PAGES
        }
        ids: dict[str, str] = {}
        listed = data.get("pages", [])
        for page in listed.values() if isinstance(listed, dict) else listed:
            path = f"{page['url']}index.html" if not page["url"].endswith(".html") else page["url"]
            if isinstance(page.get("id"), str) and page["id"]:
                ids[page["id"]] = path
            if path in pages:
                pages[path] = frozenset(map(str, page.get("anchors", ())))
    except OSError as error:
        raise EarlierError(f"读不出 {file}：{reason(error)}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EarlierError(f"{file} 不是发布清单，或者已经损坏") from error
    return Earlier(pages, ids)


def check_vanished(
    earlier: Earlier, site: SiteFiles, pages: Mapping[str, PageFacts], ids: Mapping[str, str]
) -> Iterator[Finding]:
    """Report addresses that were public and lead nowhere now.

    Args:
        earlier: the site before.
        site: the site now.
        pages: its pages.
        ids: id of each document → its path in docs/, as far as known.
    """
    for path, anchors in sorted(earlier.pages.items()):
        shown = site.shown(path)
        address = path.removesuffix("index.html") or "首页"
        if path not in site.by_path:
            message = f"以前公开的网页 {address} 没有了"
            hint = f"在接替它的资料里写 redirects: [{address}]；有意撤下的不用改"
            yield finding(shown, 1, "IDS001", message, hint, Severity.WARNING, address)
            continue
        page = pages.get(path)
        if page is None or page.refresh is not None:
            continue
        if gone := sorted(anchors - page.ids):
            names = "、".join(gone[:MAX_SHOWN])
            more = f"等 {len(gone)} 个" if len(gone) > MAX_SHOWN else ""
            message = f"以前公开的编号没有了：{names}{more}"
            hint = f"在元数据里写 redirects，例如 [{gone[0]} -> 现在的编号]"
            yield finding(shown, 1, "IDS002", message, hint, Severity.WARNING, gone[0])
    if ids:
        for name, path in sorted(earlier.ids.items()):
            if name not in ids:
                message = f"以前公开的资料 {name} 没有了，或者改了 id"
                hint = "学习进度和专题靠 id 认出资料：改回原来的 id；有意撤下的不用改"
                yield finding(site.shown(path), 1, "IDS003", message, hint, Severity.WARNING, name)
