"""Finds what makes a reader's browser ask another host: in pages, style sheets and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_study.library.diagnostics import Severity
from mkdocs_study.publish.audit.finding import Finding, Lines, finding, shorten
from mkdocs_study.publish.audit.links import Leads, css_addresses, read_address
from mkdocs_study.publish.audit.page import PageFacts

_LOAD = re.compile(
    r"(?:\b(?:fetch|import|importScripts|sendBeacon|getScript|Request"
    r"|new\s+(?:Shared)?Worker|new\s+WebSocket|new\s+EventSource)\s*\(\s*(?:new\s+URL\(\s*)?"
    r"|\.open\s*\(\s*[\"'`][A-Za-z]+[\"'`]\s*,\s*"
    r"|(?:\bfrom|\bimport)\s*(?=[\"'])"
    r"|\.(?:src|href)\s*=\s*)"
    r"([\"'`])((?:https?:|wss?:)?//[^\"'`\s]{1,2000})"
)
_URL = re.compile(r"[\"'`]((?:https?|wss?)://[^\"'`\s<>\\]{1,500})")
_NO_REQUEST = re.compile(
    r"(?:https?://)(?:www\.w3\.org|www\.sitemaps\.org|ns\.adobe\.com|purl\.org|schemas\.|"
    r"json-schema\.org|localhost|127\.0\.0\.1|0\.0\.0\.0|\$\{|example\.)"
)
"""Names of name spaces, and this computer."""

MATERIAL = re.compile(
    r"assets/javascripts/(?:bundle\.[0-9a-f]+\.min|workers/search\.[0-9a-f]+\.min|lunr/.+)\.js"
)
"""Material's own scripts: they hold addresses that only pages with Mermaid or a repository use."""

HINT = "下载到网站里，写相对路径"


def external_in_page(page: PageFacts, shown: str, site_url: str = "") -> Iterator[Finding]:
    """Report what a page loads from elsewhere."""
    for each in page.references:
        if each.loads and _leaves(each.value, page.path, site_url):
            what = f"<{each.element} {each.attribute}> 打开网页就会向外请求：{_short(each.value)}"
            yield finding(shown, 1, "EXT001", what, HINT, words=each.value)
        elif each.element == "form" and _leaves(each.value, page.path, site_url):
            message = f"表单会把填写的内容发到外网：{_short(each.value)}"
            yield finding(shown, 1, "EXT001", message, "删去它", words=each.value)
    for style in page.styles:
        yield from external_in_style(style, shown, page.path, site_url)
    for script in page.scripts:
        yield from external_in_script(script, shown, page.path)
    if page.mermaid:
        hint = "把图画成图片放进 docs/"
        yield finding(shown, 1, "EXT001", "网页里有 Mermaid 图，打开就会到外网取程序", hint)
    if re.match(r"https?://(?:[\w.-]*\.)?(?:github|gitlab)\.com/", page.repository):
        message = f"代码仓库的链接会让每一页都向外请求：{_short(page.repository)}"
        yield finding(shown, 1, "EXT001", message, "删去 mkdocs.yml 里的 repo_url")


def links_outside(page: PageFacts, shown: str, site_url: str = "") -> Iterator[Finding]:
    """List plain links to other hosts, which ask for nothing until a reader follows them."""
    for each in page.references:
        if each.element in ("a", "area") and _leaves(each.value, page.path, site_url):
            message = f"链接到外网：{_short(each.value)}"
            yield finding(shown, 1, "EXT004", message, "", Severity.INFO, each.value)


def external_in_style(
    style: str, shown: str, path: str = "", site_url: str = ""
) -> Iterator[Finding]:
    """Report what a style sheet loads from elsewhere."""
    for value in dict.fromkeys(css_addresses(style)):
        if _leaves(value, path, site_url):
            message = f"样式会向外请求：{_short(value)}"
            yield finding(shown, 1, "EXT002", message, HINT, words=value)


def external_in_script(script: str, shown: str, path: str) -> Iterator[Finding]:
    """Report absolute addresses that a script loads, and warn of those that it merely holds."""
    if "//" not in script:
        return
    lines = Lines(script)
    told: set[str] = set()
    for match in _LOAD.finditer(script):
        if match[2] not in told and not _NO_REQUEST.match(match[2]):
            told.add(match[2])
            message, line = f"脚本会向外请求：{_short(match[2])}", lines.at(match.start())
            yield finding(shown, line, "EXT003", message, HINT, words=match[2])
    severity = Severity.INFO if MATERIAL.fullmatch(path) else Severity.WARNING
    for match in _URL.finditer(script):
        if match[1] not in told and not _NO_REQUEST.match(match[1]):
            told.add(match[1])
            message = f"脚本里写着外网的地址：{_short(match[1])}"
            hint = "确认它不会向这里请求；不用就删去"
            line = lines.at(match.start())
            yield finding(shown, line, "EXT005", message, hint, severity, match[1])


def _leaves(value: str, path: str, site_url: str) -> bool:
    return read_address(value, path, site_url).leads is Leads.OUTSIDE


def _short(value: str) -> str:
    return shorten(value, 100)
