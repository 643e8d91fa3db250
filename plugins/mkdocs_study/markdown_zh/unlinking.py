"""Turns links to pages that were taken back into plain words, before MkDocs misses their files."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

Unlink = Callable[[str], bool]
"""Tells whether a link to this address, as written, is to become plain words."""


def unlink_nothing(_: str) -> bool:
    """Leave every link; Python-Markdown has no way to leave an option out."""
    return False


class UnlinkTreeprocessor(Treeprocessor):
    """Leaves the words of a link and takes the link away."""

    def __init__(self, md: Markdown, unlink: Unlink) -> None:
        """Take the test of an address."""
        super().__init__(md)
        self._unlink = unlink

    def run(self, root: Element) -> None:
        """Rename the elements in place: what stands in them stays."""
        for link in root.iter("a"):
            if self._unlink(link.get("href", "")):
                link.tag = "span"
                link.attrib.pop("href", None)
                link.attrib.pop("title", None)
