"""A release's manifest: what it is made of, and whether a folder still is exactly that."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from mkdocs_study.publish.inventory import PageEntry
from mkdocs_study.publish.release.durable import THREADS, walk
from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.layout import is_release, serial_of

FORMAT = "mkdocs-study-release"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_BLOCK = 1 << 20


def _inside(path: str) -> str:
    """Refuse paths that lead out of a release: a manifest may come from elsewhere."""
    steps = path.split("/")
    if not path or "\\" in path or ":" in path or "\n" in path or {"", ".", ".."} & set(steps):
        message = "path"
        raise ValueError(message)
    return path


def _digest(value: str) -> str:
    if _SHA256.fullmatch(value) is None:
        message = "sha256"
        raise ValueError(message)
    return value


SitePath = Annotated[str, AfterValidator(_inside)]
Sha256 = Annotated[str, AfterValidator(_digest)]


class FileEntry(BaseModel):
    """One file of a release."""

    model_config = ConfigDict(frozen=True)

    sha256: Sha256
    size: Annotated[int, Field(ge=0)]


class Manifest(BaseModel):
    """All that is known of a release; docs/dev/releases.md explains the keys."""

    model_config = ConfigDict(frozen=True)

    format: Literal["mkdocs-study-release"] = "mkdocs-study-release"
    version: Literal[1] = 1
    id: str
    serial: int
    built_at: str
    published_at: str
    audience: str = ""
    minimum_status: str = ""
    versions: dict[str, str] = {}
    config_sha256: str = ""
    withdrawn: tuple[str, ...] = ()
    pages: tuple[PageEntry, ...] = ()
    files: dict[SitePath, FileEntry]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(entry.size for entry in self.files.values())

    def holds(self, ids: frozenset[str]) -> list[str]:
        """Return those of the ids, or paths of pages without one, that the release has."""
        return sorted({page.key for page in self.pages} & ids)


def write_manifest(manifest: Manifest) -> bytes:
    """Return the bytes that are stored, and signed; `sum` is that of all other keys."""
    data = manifest.model_dump(mode="json")
    return _dump({**data, "sum": hashlib.sha256(_dump(data)).hexdigest()})


def _dump(data: dict[str, object]) -> bytes:
    return f"{json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)}\n".encode()


def read_manifest(data: bytes, name: str) -> Manifest:
    """Read a manifest.

    Raises:
        ReleaseError: it is damaged, of another version, or of another release than `name` says.
    """
    try:
        manifest = Manifest.model_validate_json(data)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in fault["loc"][:2])
        raise ReleaseError(f"{name} 的清单读不懂（{where or '不是 JSON'}）") from error
    if write_manifest(manifest) != data:
        raise ReleaseError(f"{name} 的清单被改动过")
    release = manifest.id
    if not is_release(release) or serial_of(release) != manifest.serial:
        raise ReleaseError(f"{name} 的清单自相矛盾：编号 {release}，序号 {manifest.serial}")
    return manifest


def list_files(folder: Path) -> dict[str, FileEntry]:
    """Return path, sum and size of every file below a folder.

    Raises:
        ReleaseError: something in it is neither a file nor a folder.
        OSError: a file cannot be read.
    """
    files = []
    for path in walk(folder):
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise ReleaseError(f"网站里有链接或者特殊文件：{path.relative_to(folder).as_posix()}")
        if not path.is_dir():
            files.append(path)
    with ThreadPoolExecutor(THREADS) as pool:
        entries = pool.map(file_entry, files)
        return {
            path.relative_to(folder).as_posix(): entry
            for path, entry in zip(files, entries, strict=True)
        }


def file_entry(path: Path) -> FileEntry:
    """Read a file and return its sum and size."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return FileEntry(sha256=digest.hexdigest(), size=size)


def differences(manifest: Manifest, folder: Path) -> list[str]:
    """Say, one line each, how a folder differs from its manifest; empty if it is whole.

    Raises:
        OSError: a file cannot be read.
    """
    if not folder.is_dir() or folder.is_symlink():
        return ["没有这个版本的文件夹"]
    try:
        found = list_files(folder)
    except ReleaseError as error:
        return [str(error)]
    return list(compare(manifest, found))


def compare(manifest: Manifest, found: dict[str, FileEntry]) -> Iterator[str]:
    """Say how files that were found differ from those of the manifest."""
    for path in sorted(manifest.files.keys() | found.keys()):
        expected, got = manifest.files.get(path), found.get(path)
        if got is None:
            yield f"缺少文件：{path}"
        elif expected is None:
            yield f"多出文件：{path}"
        elif got != expected:
            yield f"文件被改动：{path}"
