"""Turns finished pages into the hashes of their inline scripts and styles, for a strict policy."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mkdocs_study.library.diagnostics import Diagnostic, Severity

MAX_DEPTH = 5
"""Levels of folders for which hashes are made: a page a level deeper needs no new configuration."""

_SCOPE = re.compile(r"(new URL\(\")(?:\.|\.\.(?:/\.\.)*)(\",location\))")
"""How Material's first script names the site's root, as seen from the page."""

HARMLESS = "javascript:void(0)"
"""Material's button for sharing a search: its script answers the click before the browser does."""

JAVASCRIPT = frozenset(
    {"", "module", "text/javascript", "application/javascript", "text/ecmascript"}
)
"""Values of `type` that a browser runs; everything else is data to it."""


@dataclass(frozen=True)
class Inline:
    """What pages hold in themselves that a policy must allow by hash."""

    scripts: frozenset[str]
    """Such as `sha256-…=`."""

    styles: frozenset[str]
    refused: tuple[Diagnostic, ...]
    """What no hash can allow, as warnings: handlers and styles in attributes, foreign scripts."""

    def __or__(self, other: Inline) -> Inline:
        """Return what both need."""
        return Inline(
            self.scripts | other.scripts,
            self.styles | other.styles,
            (*self.refused, *other.refused),
        )


NOTHING = Inline(frozenset(), frozenset(), ())


def read_inline(site: Path) -> Inline:
    """Read every page of a finished site.

    Raises:
        OSError: a page cannot be read.
    """
    found = NOTHING
    scripts: set[str] = set()
    styles: set[str] = set()
    refused: list[Diagnostic] = []
    for page in sorted(site.rglob("*.html")):
        text = page.read_bytes().decode("utf-8", errors="replace")
        found = inline_of(text, page.relative_to(site).as_posix())
        scripts |= found.scripts
        styles |= found.styles
        refused.extend(found.refused)
    return Inline(frozenset(scripts), frozenset(styles), tuple(refused))


def new_inline(before: Path, after: Path) -> int:
    """Count the scripts and styles of a site that a policy made for an earlier one refuses.

    Raises:
        OSError: a page cannot be read.
    """
    return len(_hashes_of(after) - _hashes_of(before))


def _hashes_of(site: Path) -> frozenset[str]:
    """Read the hashes alone: who looks for what a policy refuses looks at every attribute."""
    found: set[str] = set()
    for page in site.rglob("*.html"):
        tree = _parse(page.read_bytes().decode("utf-8", errors="replace"))
        found |= _scripts(tree) | _styles(tree)
    return frozenset(found)


def inline_of(text: str, path: str) -> Inline:
    """Read one page.

    Args:
        text: the page as served; line ends count as the parser of a browser reads them.
        path: of the page below the site's root, for diagnostics.
    """
    tree = _parse(text)
    return Inline(_scripts(tree), _styles(tree), tuple(_refused(tree, path)))


def _parse(text: str) -> LexborHTMLParser:
    return LexborHTMLParser(text.replace("\r\n", "\n").replace("\r", "\n"))


def _scripts(tree: LexborHTMLParser) -> frozenset[str]:
    return frozenset(
        fingerprint(variant)
        for node in tree.css("script:not([src])")
        if _is_run(node)
        for variant in _at_every_depth(node.text())
    )


def _styles(tree: LexborHTMLParser) -> frozenset[str]:
    return frozenset(fingerprint(node.text()) for node in tree.css("style"))


def fingerprint(text: str) -> str:
    """Return a script or style as a policy names it."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _is_run(node: LexborNode) -> bool:
    return (node.attributes.get("type") or "").strip().lower() in JAVASCRIPT


def _at_every_depth(script: str) -> Iterable[str]:
    """Return the script as pages of other depths hold it, and as it is."""
    if not _SCOPE.search(script):
        return [script]
    roots = [".", *("/".join([".."] * depth) for depth in range(1, MAX_DEPTH + 1))]
    return [script, *(_SCOPE.sub(rf"\g<1>{root}\g<2>", script) for root in roots)]


def _refused(tree: LexborHTMLParser, path: str) -> Iterator[Diagnostic]:
    """Yield what the policy will stop, once for each kind on the page."""
    handlers: set[str] = set()
    styled = foreign = scheme = False
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            if name.startswith("on"):
                handlers.add(name)
            styled = styled or name == "style"
            address = (value or "").strip().lower()
            loads = name == "src" or (name == "href" and node.tag == "link")
            foreign = foreign or (loads and address.startswith(("http:", "https:", "//")))
            scripted = name in {"href", "src"} and address.startswith("javascript:")
            scheme = scheme or (scripted and address != HARMLESS)
    if handlers:
        names = "、".join(sorted(handlers))
        yield _warning(path, f"网页里的 {names} 不会执行", "改用单独的脚本文件")
    if styled:
        yield _warning(path, "网页里有 style 属性，不会生效", "把样式写进 assets/site.css")
    if scheme:
        yield _warning(path, "javascript: 开头的链接不会执行", "删去它")
    if foreign:
        yield _warning(path, "引用了别的网站的文件，不会加载", "下载到 docs/ 里")


def _warning(path: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(path, 1, "CSP001", message, hint, Severity.WARNING)
