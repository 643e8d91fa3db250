"""Put the files of an index into a site's folder so that readers have a whole one at any moment.

New files with hashed names are added first, the few files that name them are exchanged next, and
what the old index alone used is removed last. A list tells which files this command wrote: no
other is ever changed or removed.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from mkdocs_study.text.reasons import reason

LIST_NAME = "study-index.txt"
_LIST_TITLE = "# study index：这个文件夹里由它写的文件，下次运行时据此更新"
_HASHED = re.compile(r"[a-z][a-z-]*-?[0-9a-f]{8,16}\.(?:js|css)")
"""Only such files are removed, whatever the list says."""
_TEMPORARY = ".study-index.tmp"

Listed = dict[str, frozenset[str]]
"""Name → the digests that a file with a fixed name may have; none for hashed names."""


class FolderError(Exception):
    """The index cannot be written, the old one stands; the message is Chinese, for the user."""


def replace_index(
    folder: Path, files: Mapping[str, str], entries: Mapping[str, str], *, force: bool = False
) -> None:
    """Write the index into the folder, or leave the folder as it was.

    Args:
        folder: made if need be.
        files: hashed name → content.
        entries: name → content of the files with fixed names, which lead to the others.
        force: overwrite entries that somebody else wrote.

    Raises:
        FolderError: the folder cannot be written, or an entry belongs to somebody else.
    """
    try:
        old = _read_list(folder)
        _refuse_foreign(folder, entries, old, force=force)
        is_new = not folder.exists()
        folder.mkdir(exist_ok=True)
        missing = [name for name in files if not _holds(folder / name, files[name])]
        added = [name for name in missing if not (folder / name).exists()]
        own: Listed = {name: frozenset() for name in files if name in old or name in added}
        own |= {name: frozenset((_digest(text.encode()),)) for name, text in entries.items()}
        try:
            # A run that is killed leaves a list of all that it may have written.
            _write_list(
                folder,
                {n: own.get(n, frozenset()) | old.get(n, frozenset()) for n in {**old, **own}},
            )
            for name in missing:
                _write(folder / name, files[name])
            _exchange(folder, entries)
        except OSError:
            _undo(folder, added, old, is_new=is_new)
            raise
        _remove_old(folder, old, own)
    except OSError as error:
        place = error.filename or folder
        raise FolderError(f"不能写入 {place}：{reason(error)}；原来的索引没有改动") from error


def _refuse_foreign(folder: Path, entries: Mapping[str, str], old: Listed, *, force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise FolderError(f"{folder} 是一个文件，没有改动；把它移走再运行")
    for name, content in entries.items():
        target = folder / name
        if target.is_dir():
            raise FolderError(f"{target} 是一个文件夹，没有改动；把它移走再运行")
        if force or not target.exists():
            continue
        if _digest(target.read_bytes()) not in {*old.get(name, ()), _digest(content.encode())}:
            raise FolderError(
                f"{target} 不是 study index 写的，或者后来有人改过，没有改动；"
                "一定要换掉它，就加上 --force"
            )


def _exchange(folder: Path, entries: Mapping[str, str]) -> None:
    """Replace all entries, or none."""
    before = {name: (folder / name).read_bytes() for name in entries if (folder / name).exists()}
    done: list[str] = []
    try:
        for name, content in entries.items():
            _write(folder / name, content)
            done.append(name)
    except OSError:
        for name in done:
            if name in before:
                (folder / name).write_bytes(before[name])
            else:
                (folder / name).unlink()
        raise


def _undo(folder: Path, added: Iterable[str], old: Listed, *, is_new: bool) -> None:
    for name in (*added, _TEMPORARY):
        with contextlib.suppress(OSError):
            (folder / name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        if old:
            _write_list(folder, old)
        else:
            (folder / LIST_NAME).unlink(missing_ok=True)
        if is_new:
            folder.rmdir()


def _remove_old(folder: Path, old: Listed, own: Listed) -> None:
    """Remove what only the old index used; what cannot be removed stays in the list."""
    left: Listed = {}
    for name in filter(_HASHED.fullmatch, old.keys() - own.keys()):
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError:
            left[name] = frozenset()
    with contextlib.suppress(OSError):
        _write_list(folder, own | left)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _holds(path: Path, content: str) -> bool:
    try:
        return path.read_bytes() == content.encode()
    except FileNotFoundError:
        return False


def _write(path: Path, content: str) -> None:
    temporary = path.with_name(_TEMPORARY)
    temporary.write_text(content, "utf-8", newline="\n")
    temporary.replace(path)


def _read_list(folder: Path) -> Listed:
    try:
        lines = (folder / LIST_NAME).read_text("utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return {}
    if lines[:1] != [_LIST_TITLE]:
        return {}
    listed: Listed = {}
    for line in lines[1:]:
        name, *digests = line.split() or [""]
        if digests or _HASHED.fullmatch(name):
            listed[name] = frozenset(digests)
    return listed


def _write_list(folder: Path, listed: Listed) -> None:
    lines = (" ".join((name, *sorted(listed[name]))) for name in sorted(listed))
    _write(folder / LIST_NAME, "\n".join((_LIST_TITLE, *lines, "")))
