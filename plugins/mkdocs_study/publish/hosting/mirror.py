"""Turns the live release of a target into the content of an object store.

The target stays where releases are made, withdrawn and rolled back; the store follows it.
"""

from __future__ import annotations

from pathlib import Path

from mkdocs_study.publish.hosting.s3 import Uploaded, upload_release
from mkdocs_study.publish.hosting.s3_store import S3Target
from mkdocs_study.publish.release.errors import ReleaseError, explained
from mkdocs_study.publish.release.local import LocalTarget
from mkdocs_study.publish.release.manifest import Manifest
from mkdocs_study.publish.release.opening import manifest, peek


def upload_live(root: Path, target: S3Target, *, older: bool = False) -> tuple[Manifest, Uploaded]:
    """Upload what a target on this machine shows.

    Args:
        root: ROOT of the target.
        target: where to.
        older: whether the store may go back to a lower number, after a rollback.

    Raises:
        ReleaseError: nothing is live, the release holds a withdrawn page, or see `upload_release`.
    """
    local = LocalTarget(root)
    with explained(local.label):
        state = peek(local)
        live = local.live()
        if state is None or not live:
            raise ReleaseError(f"{root} 里没有发布过；先用 study publish 发布")
        found = manifest(local, live)
        if held := found.holds(state.withdrawn_ids):
            raise ReleaseError(f"{live} 里有已撤下的 {'、'.join(held)}，没有上传")
    return found, upload_release(root / "releases" / live, found, target, older=older)
