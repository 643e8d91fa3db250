"""What a release needs of the place it is published to, whether here or behind SSH.

Names are posix paths below ROOT. Every method may raise ReleaseError, or OSError where the place is
a folder of this machine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from mkdocs_study.publish.release.manifest import FileEntry, Manifest


class Target(Protocol):
    """A place that holds releases; use it in a `with`."""

    def __enter__(self) -> Self:
        """Open it."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        ...

    @property
    def label(self) -> str:
        """How messages call it."""
        ...

    def create(self) -> None:
        """Make the folder if it is not there."""
        ...

    def locked(self, now: dt.datetime) -> AbstractContextManager[str]:
        """Keep others out; gives one line about somebody who died inside, or nothing."""
        ...

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder, in order; none if there is no such folder."""
        ...

    def read(self, name: str) -> bytes | None:
        """Return a file; None if there is none."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Write a file so that it is whole after a crash."""
        ...

    def live(self) -> str:
        """Return the release that is shown; empty if none is.

        Raises:
            ReleaseError: `current` is not a link of ours.
        """
        ...

    def probe(self) -> None:
        """Find out whether a link can be made and renamed.

        Raises:
            NotLinkableError: it cannot.
        """
        ...

    def free(self) -> int:
        """Return the bytes that can still be written."""
        ...

    def workplace(self, release: str) -> AbstractContextManager[Path]:
        """Give an empty folder of this machine for a release in the making."""
        ...

    def receive(self, folder: Path, release: str, manifest: Manifest) -> None:
        """Bring the finished workplace into the staging folder, check it, make it durable."""
        ...

    def rename(self, old: str, new: str) -> None:
        """Move a file or folder, durably; `new` must not exist."""
        ...

    def remove(self, name: str) -> None:
        """Delete a file or folder; none is none. A folder of `releases/` first leaves its place."""
        ...

    def differences(self, release: str, manifest: Manifest) -> list[str]:
        """Say how a release differs from its manifest, by reading every byte."""
        ...

    def link_hashed(self, release: str, files: Mapping[str, FileEntry]) -> None:
        """Bring files of a release into `hashed/`."""
        ...

    def hashed(self) -> Mapping[str, str]:
        """Return path and sum of what is in `hashed/`, by reading every byte."""
        ...

    def drop_hashed(self, wanted: Iterable[str]) -> int:
        """Delete what is in `hashed/`, of ours, and not wanted any more; return how many files."""
        ...

    def switch(self, release: str) -> None:
        """Show another release, from one moment to the next."""
        ...
