"""Follows every address inside the finished site and reports those that lead nowhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import unquote_to_bytes, urlsplit

from mkdocs_study.library.diagnostics import Severity
from mkdocs_study.publish.audit.finding import Finding, finding, shorten
from mkdocs_study.publish.audit.page import PageFacts
from mkdocs_study.publish.audit.site_files import SiteFiles

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNSAFE = re.compile(r"[\\\x00-\x1f\x7f ]")
_CSS_ADDRESS = re.compile(
    r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^\"')\s]*))\s*\)"
    r"|@import\s+(?:\"([^\"]*)\"|'([^']*)')",
    re.IGNORECASE,
)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LOC = re.compile(r"<loc>\s*([^<\s]+)\s*</loc>")
UNREACHED = "404.html"
"""A server shows it at any address, so that its own addresses must start at the root."""


class Leads(Enum):
    """Where an address leads."""

    OUTSIDE = auto()
    INSIDE = auto()
    NOWHERE_TO_GO = auto()
    """mailto:, data: and the like."""


@dataclass(frozen=True, slots=True)
class Goal:
    """An address taken apart."""

    leads: Leads
    path: str = ""
    """Below the site's root, decoded; a folder ends in a slash, the root is empty."""

    anchor: str = ""
    problem: str = ""
    """What is wrong with how it is written; empty if nothing."""

    above: bool = False
    """It leaves the site's folder."""


def read_address(value: str, page: str, site_url: str = "") -> Goal:
    """Take apart an address as a browser does.

    Args:
        value: the address as written.
        page: path of the file that names it.
        site_url: address of the site's root, if it is known.
    """
    value = value.strip()
    if site_url and value.startswith(site_url):
        value = "/" + value[len(site_url) :].lstrip("/")
        page, rooted = "", True
    else:
        rooted = False
        if value.startswith(("//", "\\\\")):
            return Goal(Leads.OUTSIDE)
        if scheme := _SCHEME.match(value):
            outside = scheme[1].lower() in ("http", "https", "ftp", "ws", "wss")
            return Goal(Leads.OUTSIDE if outside else Leads.NOWHERE_TO_GO)
    path, _, anchor = value.partition("#")
    path = path.partition("?")[0]
    problem = ""
    if _BAD_PERCENT.search(path) or _BAD_PERCENT.search(anchor):
        problem = "百分号编码不对"
    elif _UNSAFE.search(value):
        problem = "地址里有空格或者反斜杠"
    decoded, decoded_anchor = _decode(path), _decode(anchor.partition(":~:")[0])
    if decoded is None or decoded_anchor is None:
        return Goal(Leads.INSIDE, problem=problem or "百分号编码不是 UTF-8")
    if path.startswith("/"):
        base = "/" if rooted else (urlsplit(site_url).path or "/")
        if not rooted and not (site_url and decoded.startswith(base)):
            return Goal(Leads.INSIDE, decoded, decoded_anchor, problem, above=page != UNREACHED)
        target = decoded[len(base) :] if not rooted else decoded[1:]
    elif not path:
        return Goal(Leads.INSIDE, page, decoded_anchor, problem)
    else:
        target = posixpath.join(posixpath.dirname(page), decoded)
    return _normal(target, decoded_anchor, problem)


def _normal(target: str, anchor: str, problem: str) -> Goal:
    folder = target.endswith(("/", "/.", "/..")) or target in ("", ".", "..")
    path = posixpath.normpath(target) if target else "."
    if path == ".." or path.startswith("../"):
        return Goal(Leads.INSIDE, path, anchor, problem, above=True)
    path = "" if path == "." else path
    return Goal(Leads.INSIDE, f"{path}/" if folder and path else path, anchor, problem)


def _decode(text: str) -> str | None:
    if "%" not in text:
        return text
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        return None


def css_addresses(style: str) -> list[str]:
    """Return what a style sheet loads."""
    if "url(" not in style.lower() and "@import" not in style.lower():
        return []
    plain = _CSS_COMMENT.sub("", style)
    return [
        next(each for each in match.groups() if each is not None).strip()
        for match in _CSS_ADDRESS.finditer(plain)
    ]


class LinkCheck:
    """Knows every file and every id of the site."""

    def __init__(self, site: SiteFiles, pages: Mapping[str, PageFacts], site_url: str = "") -> None:
        self.site = site
        self.pages = pages
        self.site_url = site_url

    def check_page(self, page: PageFacts) -> Iterator[Finding]:
        """Report every address of a page, of its own styles too, that leads nowhere."""
        values = dict.fromkeys(
            each.value for each in page.references if each.element not in ("base", "form")
        )
        if any(each.element == "base" for each in page.references):
            yield self._finding(
                page.path, "WEB004", "网页里有 <base>，相对地址会全部改变", "删去它"
            )
            return
        for style in page.styles:
            values.update(dict.fromkeys(css_addresses(style)))
        for value in values:
            yield from self.check_address(value, page.path)
        if page.refresh is not None:
            yield from self._check_redirect(page, page.refresh)
        for name in page.repeated_ids:
            if name in page.content_ids:
                message, hint = f"编号 {name} 在这一页上出现了几次", "改标题，或者写上不同的编号"
                yield self._finding(page.path, "WEB006", message, hint, Severity.WARNING)

    def check_style(self, path: str, style: str) -> Iterator[Finding]:
        """Report every address of a style sheet that leads nowhere."""
        for value in dict.fromkeys(css_addresses(style)):
            yield from self.check_address(value, path)

    def check_sitemap(self, path: str, text: str) -> Iterator[Finding]:
        """Report pages that the site map names and that are not there."""
        for value in _LOC.findall(text):
            if self.site_url and value.startswith(self.site_url):
                yield from self.check_address(value, path)

    def check_address(self, value: str, path: str) -> Iterator[Finding]:
        """Report an address that leads nowhere.

        Args:
            value: the address as written.
            path: of the file that names it.
        """
        goal = read_address(value, path, self.site_url)
        shown = shorten(value, 80)
        if goal.problem:
            yield self._finding(path, "WEB004", f"{goal.problem}：{shown}", "改正这个地址")
        if goal.leads is not Leads.INSIDE or goal.problem:
            return
        if goal.above:
            hint = "写相对的地址；以 / 开头的地址在子路径下和文件夹里都打不开"
            yield self._finding(path, "WEB005", f"地址离开了网站的文件夹：{shown}", hint)
            return
        if path == UNREACHED and goal.path.startswith("/"):
            goal = _normal(goal.path.lstrip("/"), goal.anchor, goal.problem)
        target = self._file(goal.path)
        if target is None:
            yield self._missing(goal, path, shown)
        elif not goal.path.endswith("/") and goal.path and goal.path != target:
            message, hint = f"地址末尾缺少斜杠：{shown}", "在末尾加 /，从文件夹里打开时才有效"
            yield self._finding(path, "WEB004", message, hint, Severity.WARNING)
        if target and goal.anchor and (page := self.pages.get(target)):
            anchor = goal.anchor
            if anchor not in page.ids and anchor != "top" and not anchor.startswith("__"):
                hint = "改正锚点，或者在元数据里写 redirects"
                yield self._finding(path, "WEB002", f"锚点不存在：{shown}", hint)

    def _file(self, path: str) -> str | None:
        if path in self.site.by_path:
            return path
        index = f"{path.rstrip('/')}/index.html".lstrip("/")
        return index if index in self.site.by_path else None

    def _missing(self, goal: Goal, path: str, shown: str) -> Finding:
        index = f"{goal.path.rstrip('/')}/index.html".lstrip("/")
        for candidate in (goal.path, index):
            if other := self.site.by_folded.get(candidate.casefold()):
                message = f"大小写与文件不同：{shown}（文件是 {other}）"
                return self._finding(path, "WEB003", message, "改成与文件一样的大小写")
        return self._finding(path, "WEB001", f"地址指向的文件不存在：{shown}", "改正或者删去它")

    def _check_redirect(self, page: PageFacts, value: str) -> Iterator[Finding]:
        goal = read_address(value, page.path, self.site_url)
        if goal.leads is not Leads.INSIDE:
            message = f"旧地址转到了网站之外：{shorten(value, 80)}"
            yield self._finding(page.path, "WEB007", message, "只转到本站的网页")
            return
        target = None if goal.above else self._file(goal.path)
        if target is None:
            message = f"旧地址转到的网页不存在：{shorten(value, 80)}"
            yield self._finding(page.path, "WEB007", message, "改正元数据里的 redirects")
        elif (other := self.pages.get(target)) and other.refresh is not None:
            message = f"旧地址转到的网页又转到别处：{shorten(value, 80)}"
            hint = "直接转到最后的网页"
            yield self._finding(page.path, "WEB007", message, hint)

    def _finding(
        self,
        path: str,
        code: str,
        message: str,
        hint: str,
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        return finding(self.site.shown(path), 1, code, message, hint, severity)
