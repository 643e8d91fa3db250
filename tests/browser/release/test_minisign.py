"""A release is signed with minisign, where that is what an organisation uses."""

import shutil
import subprocess
from functools import partial
from pathlib import Path

import pytest

from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.local import LocalTarget
from mkdocs_study.publish.release.signature import check_signature, sign
from mkdocs_study.publish.release.transaction import Terms, publish
from mkdocs_study.publish.release.verify import verify_target
from tests.release_site import NOW, maker


def make_keys(folder: Path) -> tuple[Path, Path]:
    folder.mkdir()
    private, public = folder / "release.key", folder / "release.pub"
    program = shutil.which("minisign")
    assert program, "no minisign on PATH: apt-get install minisign"
    command = [program, "-G", "-W", "-s", str(private), "-p", str(public)]
    subprocess.run(command, check=True, capture_output=True)
    return private, public


def test_minisign_signs_and_tells_another_byte_and_another_key(tmp_path: Path) -> None:
    private, public = make_keys(tmp_path / "keys")
    _, other = make_keys(tmp_path / "others")
    signature = sign(b"data", private)
    assert signature.suffix == ".minisig"
    check_signature(b"data", signature, public)
    for data, key in ((b"Data", public), (b"data", other)):
        with pytest.raises(ReleaseError, match="签名不对"):
            check_signature(data, signature, key)


def test_a_release_with_a_minisign_signature(tmp_path: Path) -> None:
    private, public = make_keys(tmp_path / "keys")
    target = LocalTarget(tmp_path / "root")
    publish(target, maker(1), Terms(sign=partial(sign, key=private)), NOW)
    assert (tmp_path / "root/releases/r000001-20261124.manifest.json.minisig").exists()
    assert verify_target(target, public).faults == ()
