"""Brings a release in that was made elsewhere and carried here: on a drive, through a gate."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from mkdocs_study.publish.release.durable import write_whole
from mkdocs_study.publish.release.errors import ReleaseError, explained
from mkdocs_study.publish.release.manifest import Manifest, differences
from mkdocs_study.publish.release.opening import opened
from mkdocs_study.publish.release.signature import check_signature
from mkdocs_study.publish.release.target import Target
from mkdocs_study.publish.release.transaction import (
    MANIFEST_NAME,
    SITE,
    Published,
    Terms,
    finish,
    install,
    readable,
)
from mkdocs_study.publish.release.verify import read_beside


def bring_in(
    target: Target, folder: Path, terms: Terms, now: dt.datetime, public_key: Path | None = None
) -> Published:
    """Show a release that was copied here, if it is whole, newer than all before, and trusted.

    Args:
        target: where to; its audience is that of the release.
        folder: the release, with its manifest (and signature) beside it.
        terms: of these, how many releases are kept.
        now: by this machine's clock.
        public_key: the manifest must be signed with its other half.

    Raises:
        ReleaseError: it is damaged, older, signed by somebody else, or holds a withdrawn page.
    """
    with explained(str(folder)):
        new, data, signature = read_beside(folder)
        if public_key is not None:
            if signature is None:
                raise ReleaseError(f"{folder} 没有签名，没有换上")
            check_signature(data, signature, public_key)
    with opened(target, now, audience=new.audience, create=True) as opening:
        if new.serial <= opening.state.highest:
            raise ReleaseError(
                f"{new.id} 不比这里有过的版本新（最高序号 {opening.state.highest}），没有换上；"
                "要换回旧版本，用 study rollback"
            )
        if held := new.holds(opening.state.withdrawn_ids):
            raise ReleaseError(f"{new.id} 里有已撤下的资料（{'、'.join(held)}），没有换上")
        target.probe()
        old = readable(opening, opening.live)
        _check_whole(new, folder)
        if terms.confirm is not None and not terms.confirm(new, old):
            raise ReleaseError("没有发布，线上的没有改动")
        before = opening.live
        opening.remember(highest=new.serial)
        with target.workplace(new.id) as workplace:
            shutil.copytree(folder, workplace / SITE, symlinks=True)
            write_whole(workplace / MANIFEST_NAME, data)
            if signature is not None:
                write_whole(workplace / f"{MANIFEST_NAME}{signature.suffix}", signature.data)
            _check_whole(new, workplace / SITE)
            target.receive(workplace, new.id, new)
            install(opening, new)
        return finish(opening, new, before, terms.keep)


def _check_whole(new: Manifest, folder: Path) -> None:
    faults = differences(new, folder)
    if faults:
        more = f"等 {len(faults)} 处" if faults[5:] else ""
        raise ReleaseError(f"{new.id} 与它的清单不符，没有换上：{'；'.join(faults[:5])}{more}")
