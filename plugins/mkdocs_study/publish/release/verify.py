"""Finds everything that is wrong with a target or with one release, by reading every byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mkdocs_study.publish.release.errors import ReleaseError, explained
from mkdocs_study.publish.release.history import check_signed
from mkdocs_study.publish.release.layout import (
    MANIFEST,
    RELEASES,
    SIGNATURES,
    is_hashed,
    is_leftover,
    is_release,
)
from mkdocs_study.publish.release.manifest import (
    Manifest,
    differences,
    read_manifest,
)
from mkdocs_study.publish.release.opening import list_releases, manifest, peek
from mkdocs_study.publish.release.signature import Signature, check_signature
from mkdocs_study.publish.release.state import State
from mkdocs_study.publish.release.target import Target
from mkdocs_study.text.reasons import reason


@dataclass(frozen=True)
class Verdict:
    """What was found."""

    faults: tuple[str, ...]
    notes: tuple[str, ...]
    """What is no fault and should be known."""

    checked: tuple[str, ...]
    """Releases that were read."""

    files: int


def verify_target(target: Target, public_key: Path | None = None) -> Verdict:
    """Check a target: its live release, all others, its hashed files, its state.

    Raises:
        ReleaseError: it is no target.
    """
    with explained(target.label):
        state = peek(target)
        if state is None:
            raise ReleaseError(f"{target.label} 里没有发布过")
        faults: list[str] = []
        manifests: dict[str, Manifest] = {}
        for release in list_releases(target):
            try:
                manifests[release] = manifest(target, release)
                if public_key is not None:
                    check_signed(target, release, public_key)
            except ReleaseError as error:
                faults.append(str(error))
            if release in manifests:
                found = target.differences(release, manifests[release])
                faults += [f"版本 {release}：{each}" for each in found]
        live = target.live()
        faults += [*_faults_of_state(state, live, manifests), *_faults_of_hashed(target, manifests)]
        files = sum(len(each.files) for each in manifests.values())
        return Verdict(tuple(faults), tuple(_leftovers(target, live)), tuple(manifests), files)


def _faults_of_state(state: State, live: str, manifests: dict[str, Manifest]) -> Iterator[str]:
    if not live:
        yield "没有线上的版本：current 不存在"
    elif live not in manifests:
        yield f"线上的版本 {live} 不在，或者清单读不出来"
    for release, found in manifests.items():
        if found.serial > state.highest:
            yield f"版本 {release} 的序号比记录的最高序号 {state.highest} 还大"
        if found.audience != state.audience:
            yield f"版本 {release} 是给别的读者范围的：{found.audience or '公开'}"
        if held := found.holds(state.withdrawn_ids):
            yield f"版本 {release} 里有已撤下的资料：{'、'.join(held)}"


def _faults_of_hashed(target: Target, manifests: dict[str, Manifest]) -> Iterator[str]:
    """Compare hashed/ with all manifests: compressed files may differ between two of them."""
    allowed: dict[str, set[str]] = {}
    for found in manifests.values():
        for path, entry in found.files.items():
            if is_hashed(path):
                allowed.setdefault(path, set()).add(entry.sha256)
    there = target.hashed()
    for path in sorted(allowed.keys() | there.keys()):
        if path not in there:
            yield f"hashed 缺少文件：{path}"
        elif path not in allowed:
            yield f"hashed 多出文件：{path}"
        elif there[path] not in allowed[path]:
            yield f"hashed 的文件被改动：{path}"


def _leftovers(target: Target, live: str) -> Iterator[str]:
    for name in target.names(""):
        if is_leftover(name):
            yield f"{name} 是没有做完的，不算数；下次发布时清理"
    names = frozenset(target.names(RELEASES))
    for name in sorted(names):
        release = name
        for suffix in (*SIGNATURES, MANIFEST):
            release = release.removesuffix(suffix)
        if not is_release(release):
            yield f"{RELEASES}/{name} 不是本工具写的"
        elif release != live and not {release, release + MANIFEST} <= names:
            yield f"{RELEASES}/{name} 是没有做完的，不算数；下次发布时清理"


def verify_release(folder: Path, public_key: Path | None = None) -> Verdict:
    """Check one release, wherever it was copied to, with its manifest beside it.

    Raises:
        ReleaseError: there is no manifest, or it cannot be read.
    """
    with explained(str(folder)):
        found, data, signature = read_beside(folder)
        faults = differences(found, folder)
        if public_key is not None:
            if signature is None:
                faults.append("没有签名")
            else:
                try:
                    check_signature(data, signature, public_key)
                except ReleaseError as error:
                    faults.append(str(error))
        return Verdict(tuple(faults), (), (found.id,), len(found.files))


def read_beside(folder: Path) -> tuple[Manifest, bytes, Signature | None]:
    """Read the manifest of a release that lies beside its folder, and its signature.

    Raises:
        ReleaseError: there is none, or it cannot be read.
    """
    file = folder.with_name(folder.name + MANIFEST)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ReleaseError(f"{folder} 旁边没有清单 {file.name}（{reason(error)}）") from error
    found = read_manifest(data, folder.name)
    for suffix in SIGNATURES:
        signed = file.with_name(file.name + suffix)
        if signed.is_file():
            return found, data, Signature(suffix, signed.read_bytes())
    return found, data, None
