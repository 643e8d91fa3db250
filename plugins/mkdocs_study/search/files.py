"""Give index files their names: one letter for the kind, then the hash of the content.

A change of content is a change of name, so that browsers may keep every file for ever. The files
of a long series are hashed sixteen at a time: the manifest then holds one name for sixteen files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

NAME_DIGITS = 8
"""Hexadecimal digits of SHA-256; lower case, for file systems that ignore case."""
GROUP = 16
"""Files that share a name but for the last digit."""


@dataclass(frozen=True)
class IndexFile:
    """A file of the `search/` folder."""

    name: str
    content: str

    @property
    def stem(self) -> str:
        """The name without `.js`, as the engine asks for it."""
        return self.name.removesuffix(".js")


def _dump(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _call(name: str, body: str) -> IndexFile:
    return IndexFile(f"{name}.js", f"__zh([{json.dumps(name)},{body}])\n")


class FileNamer:
    """Names files by their content; two contents never share a name."""

    def __init__(self) -> None:
        self._contents: dict[str, str] = {}

    def _name(self, prefix: str, body: str) -> str:
        digest = hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
        salt = 0
        while self._contents.setdefault(name := f"{prefix}{digest[:NAME_DIGITS]}", body) != body:
            salt += 1
            digest = hashlib.sha256(f"{salt}{body}".encode("utf-8", "surrogatepass")).hexdigest()
        return name

    def file(self, prefix: str, data: object) -> IndexFile:
        """Return the file that holds `data` as `__zh([name, data])`."""
        body = _dump(data)
        return _call(self._name(prefix, body), body)

    def series(self, prefix: str, items: Sequence[object]) -> tuple[str, list[IndexFile]]:
        """Return the hashes of a series, one for each sixteen files, joined; and its files."""
        bodies = [_dump(item) for item in items]
        hashes: list[str] = []
        files: list[IndexFile] = []
        for first in range(0, len(bodies), GROUP):
            group = bodies[first : first + GROUP]
            stem = self._name(prefix, "\n".join(group))
            hashes.append(stem[len(prefix) :])
            files.extend(_call(f"{stem}{i:x}", body) for i, body in enumerate(group))
        return "".join(hashes), files
