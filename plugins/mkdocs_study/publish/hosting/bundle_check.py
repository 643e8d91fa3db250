"""Finds everything that is wrong with a bundle, by reading every byte of it."""

from __future__ import annotations

import hashlib
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.publish.hosting.bundle import BLOCK, FRONT, MANIFEST, SUMS, sum_lines
from mkdocs_study.publish.hosting.bundle_names import SITE, check_names
from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.manifest import FileEntry, Manifest, read_manifest
from mkdocs_study.text.reasons import reason

MAX_FRONT_BYTES = 64_000_000
"""Largest file beside the site that is read at once: a manifest of 300,000 files."""

MAX_MEMBERS = 400_000
ENCRYPTED = 1
AGAIN = "重新取一份"
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


def verify_bundle(path: Path) -> list[Diagnostic]:
    """Return every fault of a bundle; an empty list means that it is whole; never raises.

    What is read is bounded by what the manifest says, so that no file can fill the memory.
    """
    try:
        with zipfile.ZipFile(path) as bundle:
            return sorted(set(_faults(bundle, path)))
    except _DAMAGED as error:
        why = reason(error) if isinstance(error, OSError) else "不是完整的 zip 文件"
        return [Diagnostic(str(path), 1, "BND001", f"读不出来：{why}", AGAIN)]


def bundle_manifest(path: Path) -> Manifest:
    """Return the manifest in a bundle.

    Raises:
        ReleaseError: there is none, or it cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as bundle:
            return read_manifest(_front(bundle, MANIFEST), path.name)
    except (KeyError, *_DAMAGED) as error:
        raise ReleaseError(f"{path} 不是完整的离线包") from error


def _faults(bundle: zipfile.ZipFile, path: Path) -> Iterator[Diagnostic]:
    members = bundle.infolist()
    names = [each.filename for each in members]
    if len(members) > MAX_MEMBERS:
        yield Diagnostic(str(path), 1, "BND001", "文件太多，没有检查", AGAIN)
        return
    yield from check_names(names)
    unusual = {each.filename for each in members if _is_unusual(each)}
    for name in unusual:
        yield Diagnostic(name, 1, "BND006", "不是普通文件，或者加了密码", AGAIN)
    for name in FRONT:
        if name not in names:
            yield Diagnostic(name, 1, "BND003", "缺少文件", AGAIN)
    try:
        manifest = read_manifest(_front(bundle, MANIFEST), path.name)
    except (KeyError, ReleaseError, *_DAMAGED) as error:
        message = str(error) if isinstance(error, ReleaseError) else "清单读不出来"
        yield Diagnostic(MANIFEST, 1, "BND002", message, AGAIN)
        return
    expected = {f"{SITE}{file}": entry for file, entry in manifest.files.items()}
    for member in members:
        name = member.filename
        if name in unusual or name in FRONT:
            continue
        if name not in expected:
            yield Diagnostic(name, 1, "BND004", "多出文件，清单里没有", AGAIN)
        elif not _is_same(bundle, member, expected[name]):
            yield Diagnostic(name, 1, "BND005", "文件被改动", AGAIN)
    for name in expected.keys() - set(names):
        yield Diagnostic(name, 1, "BND003", "缺少文件", AGAIN)
    yield from _front_faults(bundle, manifest)


def _is_unusual(member: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(member.external_attr >> 16)  # 0 where another system wrote the file
    encrypted = bool(member.flag_bits & ENCRYPTED)
    return member.is_dir() or encrypted or kind not in (0, stat.S_IFREG)


def _is_same(bundle: zipfile.ZipFile, member: zipfile.ZipInfo, entry: FileEntry) -> bool:
    if member.file_size != entry.size:
        return False
    digest, size = hashlib.sha256(), 0
    try:
        with bundle.open(member) as file:
            while size <= entry.size and (block := file.read(BLOCK)):
                digest.update(block)
                size += len(block)
    except _DAMAGED:
        return False
    return size == entry.size and digest.hexdigest() == entry.sha256


def _front(bundle: zipfile.ZipFile, name: str) -> bytes:
    """Read a file beside the site.

    Raises:
        KeyError: it is not there.
        BadZipFile: it is damaged or too large.
    """
    with bundle.open(name) as file:
        data = file.read(MAX_FRONT_BYTES + 1)
    if len(data) > MAX_FRONT_BYTES:
        raise zipfile.BadZipFile(name)
    return data


def _front_faults(bundle: zipfile.ZipFile, manifest: Manifest) -> Iterator[Diagnostic]:
    """Compare the sums with the manifest and with what stands beside the site."""
    try:
        front = {name: _front(bundle, name) for name in FRONT}
    except (KeyError, *_DAMAGED):
        yield Diagnostic(SUMS, 1, "BND005", "首页、说明或者校验和读不出来", AGAIN)
        return
    said = front.pop(SUMS)
    if said != "".join(sum_lines(manifest, front)).encode():
        yield Diagnostic(SUMS, 1, "BND007", "校验和与清单、首页或者说明对不上", AGAIN)
