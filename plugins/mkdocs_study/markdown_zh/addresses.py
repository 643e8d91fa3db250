"""Decodes links copied from the address bar of a browser: q.md#%E5%90%AB%E4%B9%89 → q.md#含义.

MkDocs compares anchors as they are written and would not find the encoded one.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, unquote_to_bytes, urlsplit
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_ADDRESSES = {"a": "href", "img": "src"}


class AddressTreeprocessor(Treeprocessor):
    """Runs after inline parsing and before MkDocs looks at the links."""

    def run(self, root: Element) -> None:
        """Decode the addresses of links and images within the site."""
        for element in root.iter():
            name = _ADDRESSES.get(element.tag)
            target = element.get(name) if name else None
            if name and target and "%" in target:
                element.set(name, decode_address(target))


def decode_address(target: str) -> str:
    """Decode the anchor, and what is not ASCII in the path; another host's address stays."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return target
    if parts.scheme or parts.netloc:
        return target
    address, mark, anchor = target.partition("#")
    return f"{_ENCODED.sub(_decoded, address)}{mark}{unquote(anchor)}"


def _decoded(match: re.Match[str]) -> str:
    try:
        return unquote_to_bytes(match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
