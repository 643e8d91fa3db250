"""The site that the checkout ships builds without a warning and needs nothing outside itself."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from mkdocs_study.library.diagnostics import format_diagnostic
from mkdocs_study.publish.audit.audit import AuditOptions, audit
from mkdocs_study.publish.audit.config import read_settings
from mkdocs_study.publish.checks import check_project
from mkdocs_study.publish.project import read_project
from tests.builds import ROOT, Build, build_site

LOADING_ATTRIBUTES = ("src", "srcset", "poster", "data", "action", "formaction", "background")
"""Attributes whose address a browser asks for by itself or on a click inside the page."""

LOADING_LINKS = {
    "stylesheet", "icon", "shortcut", "preload", "prefetch", "preconnect", "dns-prefetch",
    "modulepreload", "manifest", "apple-touch-icon",
}  # fmt: skip
FOREIGN = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
CSS_ADDRESS = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", re.IGNORECASE)
NAMESPACES = ("http://www.w3.org/", "http://schemas.openxmlformats.org/")
"""Names of XML vocabularies look like addresses, and nothing asks for them."""
"""Names of XML vocabularies look like addresses and are never asked for."""


def _pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def _name(page: Path, site: Path) -> str:
    return page.relative_to(site).as_posix()


def _parse(page: Path) -> LexborHTMLParser:
    return LexborHTMLParser(page.read_text(encoding="utf-8"))


def _loaded_addresses(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield every address that the page makes a browser ask for."""
    for node in tree.css("*"):
        attributes = {name: value or "" for name, value in node.attributes.items()}
        for name in LOADING_ATTRIBUTES:
            if name in attributes:
                yield from _candidates(attributes[name], name)
        if node.tag == "link" and LOADING_LINKS & set(attributes.get("rel", "").split()):
            yield attributes.get("href", "")
        if node.tag in {"use", "image"}:
            yield attributes.get("href") or attributes.get("xlink:href", "")
        yield from _css_addresses(attributes.get("style", ""))
    for style in tree.css("style"):
        yield from _css_addresses(style.text())


def _candidates(value: str, attribute: str) -> list[str]:
    if attribute != "srcset":
        return [value]
    return [part.split()[0] for part in value.split(",") if part.strip()]


def _css_addresses(style: str) -> list[str]:
    return [first or second for first, second in CSS_ADDRESS.findall(style)]


def test_the_checks_below_see_what_they_look_for() -> None:
    tree = LexborHTMLParser(
        "<link rel='preconnect' href='https://a.example'><script src=//b.example/x.js></script>"
        "<img srcset='c.png 1x, https://d.example/d.png 2x'><p style='background:url(//e.example)'>"
        "<style>@import 'https://f.example/f.css';</style><a href='https://not-loaded.example'>x</a>"
    )
    assert {
        urlsplit(found).hostname for found in filter(FOREIGN.match, _loaded_addresses(tree))
    } == {f"{letter}.example" for letter in "abdef"}


def test_build_has_no_warning(shipped_build: Build) -> None:
    assert shipped_build.exit_code == 0, shipped_build.output
    lines = shipped_build.output.splitlines()
    assert [line for line in lines if re.search(r"WARNING|ERROR|CRITICAL|Warning:", line)] == []


def test_pages_load_nothing_from_elsewhere(shipped_site: Path) -> None:
    found = {
        (_name(page, shipped_site), address)
        for page in _pages(shipped_site)
        for address in _loaded_addresses(_parse(page))
        if FOREIGN.match(address)
    }
    assert found == set()


def test_styles_load_nothing_from_elsewhere(shipped_site: Path) -> None:
    sheets = sorted(shipped_site.rglob("*.css"))
    assert sheets
    found = {
        (_name(sheet, shipped_site), address)
        for sheet in sheets
        for address in _css_addresses(sheet.read_text(encoding="utf-8"))
        if FOREIGN.match(address)
    }
    assert found == set()


def test_own_scripts_name_no_address() -> None:
    scripts = sorted((ROOT / "plugins").rglob("client/**/*.js"))
    assert scripts
    found = {
        (script.name, address)
        for script in scripts
        for address in re.findall(r"(?:https?|wss?)://[^\s\"'`)]+", script.read_text("utf-8"))
        if not address.startswith(NAMESPACES)
    }
    assert found == set()


def test_links_lead_to_pages_of_the_site(shipped_site: Path) -> None:
    """Readers reach nothing outside; a link that leads there would be a dead end."""
    found = {
        (_name(page, shipped_site), node.attributes["href"])
        for page in _pages(shipped_site)
        for node in _parse(page).css("a[href]")
        if FOREIGN.match(node.attributes["href"] or "")
    }
    assert found == set()


def test_every_link_and_anchor_exists(shipped_site: Path) -> None:
    trees = {page: _parse(page) for page in _pages(shipped_site) if page.name != "404.html"}
    ids = {
        page: {node.attributes["id"] for node in tree.css("[id]")} for page, tree in trees.items()
    }
    broken = []
    for page, tree in trees.items():
        base = "/" + _name(page, shipped_site).removesuffix("index.html")
        for node in tree.css("a[href]"):
            href = node.attributes["href"] or ""
            if urlsplit(href).scheme:
                continue
            address, anchor = urldefrag(urljoin(base, href))
            path = unquote(urlsplit(address).path)
            target = shipped_site / path.lstrip("/")
            target = target / "index.html" if path.endswith("/") else target
            if not target.is_file() or (
                anchor and target in ids and unquote(anchor) not in ids[target]
            ):
                broken.append((base, href))
    assert broken == []


def test_every_page_is_whole(shipped_site: Path) -> None:
    """One h1, no id twice, headings without gaps, text for every picture, Chinese throughout."""
    faults = []
    for page in _pages(shipped_site):
        tree, name = _parse(page), _name(page, shipped_site)
        ids = Counter(node.attributes["id"] for node in tree.css("[id]"))
        faults += [(name, f"id {key!r} twice") for key, count in ids.items() if count > 1]
        faults += [(name, "img without alt") for _ in tree.css("img:not([alt])")]
        html = tree.css_first("html")
        if not html or not (html.attributes.get("lang") or "").startswith("zh"):
            faults.append((name, "language is not Chinese"))
        faults += [(name, fault) for fault in _heading_faults(tree)]
    assert faults == []


def test_the_page_for_unknown_addresses_is_chinese(shipped_site: Path) -> None:
    heading = _parse(shipped_site / "404.html").css_first("h1")
    assert heading is not None
    assert heading.text() == "没有找到这一页"


def test_the_frame_of_a_page_speaks_chinese(shipped_site: Path) -> None:
    tree = _parse(shipped_site / "index.html")
    skip = tree.css_first(".md-skip")
    assert skip is not None
    assert skip.text().strip() == "跳到正文"
    logos = tree.css(".md-logo img")
    assert {logo.attributes["alt"] for logo in logos} == {"学习资料库（示例单位）"}


def _heading_faults(tree: LexborHTMLParser) -> list[str]:
    # Lists of posts have their title in a header beside the articles.
    root = ".md-content" if tree.css_first(".md-content") else "article"
    headings = tree.css(", ".join(f"{root} h{level}" for level in range(1, 7)))
    levels = [int(node.tag[1]) for node in headings if node.tag]
    faults = [] if levels.count(1) == 1 and levels[0] == 1 else ["not one h1, standing first"]
    gaps = (f"h{after} after h{before}" for before, after in pairwise(levels) if after > before + 1)
    return [*faults, *gaps]


@pytest.mark.parametrize("path", ["dev", "assets/site.css.map"])
def test_what_is_not_for_readers_stays_out(shipped_site: Path, path: str) -> None:
    assert not (shipped_site / path).exists()


def test_two_builds_are_the_same_to_the_byte(
    shipped_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    again = build_site(ROOT, tmp_path_factory.mktemp("again") / "site").site
    assert _sums(again) == _sums(shipped_site)


def _sums(site: Path) -> dict[str, str]:
    return {
        _name(path, site): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file()
    }


def test_the_audit_finds_nothing(shipped_site: Path) -> None:
    """With the allow-list that the checkout ships, every entry of which is used."""
    project, _ = read_project(ROOT / "mkdocs.yml")
    assert project is not None
    settings, faults = read_settings(ROOT / "audit.yml", "audit.yml")
    assert faults == []
    seen = audit(
        shipped_site,
        AuditOptions(project=project, checked=check_project(project), settings=settings),
    )
    assert [format_diagnostic(each) for each in seen.diagnostics] == []
    assert seen.allowed == len(settings.allowed)
