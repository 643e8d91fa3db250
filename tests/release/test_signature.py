"""A release is signed with OpenSSL or minisign, and only the right key's signature is believed."""

import shutil
import subprocess
from functools import partial
from pathlib import Path

import pytest

from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.history import roll_back
from mkdocs_study.publish.release.incoming import bring_in
from mkdocs_study.publish.release.local import LocalTarget
from mkdocs_study.publish.release.signature import check_signature, sign
from mkdocs_study.publish.release.transaction import Terms, publish
from mkdocs_study.publish.release.verify import verify_release, verify_target
from tests.release_site import NOW, live_version, maker, put_up

KINDS = {
    "ed25519": ["-algorithm", "ed25519"],
    "rsa": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
    "ec": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
}


def make_keys(folder: Path, kind: str) -> tuple[Path, Path]:
    """Return a private key and its public half."""
    folder.mkdir(exist_ok=True)
    private, public = folder / f"{kind}.pem", folder / f"{kind}.pub"
    openssl = shutil.which("openssl")
    assert openssl, "no openssl on PATH"
    for command in (
        ["genpkey", *KINDS[kind], "-out", str(private)],
        ["pkey", "-in", str(private), "-pubout", "-out", str(public)],
    ):
        subprocess.run([openssl, *command], check=True, capture_output=True)
    return private, public


@pytest.fixture(params=sorted(KINDS))
def keys(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Path, Path]:
    return make_keys(tmp_path / "keys", request.param)


def test_a_signature_holds_for_these_bytes_and_this_key(
    tmp_path: Path, keys: tuple[Path, Path]
) -> None:
    private, public = keys
    data = "清单\n".encode() * 1000
    signature = sign(data, private)
    assert signature.suffix == ".sig"
    check_signature(data, signature, public)
    with pytest.raises(ReleaseError, match="签名不对"):
        check_signature(data[:-1] + b"?", signature, public)
    _, other = make_keys(tmp_path / "others", public.stem)
    with pytest.raises(ReleaseError, match="签名不对"):
        check_signature(data, signature, other)


def test_a_key_that_is_none(tmp_path: Path) -> None:
    private, public = make_keys(tmp_path / "keys", "ed25519")
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("没有钥匙", encoding="utf-8")
    signature = sign(b"x", private)
    for attempt in (
        lambda: sign(b"x", wrong),
        lambda: sign(b"x", tmp_path / "missing.pem"),
        lambda: check_signature(b"x", signature, wrong),
        lambda: check_signature(b"x", signature, tmp_path / "missing.pub"),
    ):
        with pytest.raises(ReleaseError) as caught:
            attempt()
        assert "\n" not in str(caught.value)
    minisign = tmp_path / "minisign.pub"
    minisign.write_text("untrusted comment: minisign public key 1\nRWQ\n", encoding="utf-8")
    with pytest.raises(ReleaseError, match="对不上"):
        check_signature(b"x", signature, minisign)
    assert public.exists()


def put_up_signed(root: Path, version: int, private: Path) -> str:
    terms = Terms(sign=partial(sign, key=private))
    return publish(LocalTarget(root), maker(version), terms, NOW).release


def test_only_what_the_right_key_signed_is_shown(tmp_path: Path) -> None:
    root = tmp_path / "root"
    private, public = make_keys(tmp_path / "keys", "ed25519")
    stranger, other = make_keys(tmp_path / "others", "ed25519")
    signed = put_up_signed(root, 1, private)
    assert (root / f"releases/{signed}.manifest.json.sig").exists()
    put_up(root, 2)
    put_up_signed(root, 3, stranger)
    target = LocalTarget(root)
    assert verify_target(target, public).faults == (
        "版本 r000002-20261124 没有签名",
        "版本 r000003-20261124：签名不对：清单被改动过，或者不是用这把钥匙签的",
    )
    with pytest.raises(ReleaseError, match="没有签名"):
        roll_back(target, None, now=NOW, public_key=public)
    with pytest.raises(ReleaseError, match="签名不对"):
        roll_back(target, signed, now=NOW, public_key=other)
    assert live_version(root) == 3
    roll_back(target, signed, now=NOW, public_key=public)
    assert live_version(root) == 1


def test_a_copy_must_be_signed_by_whom_we_know(tmp_path: Path) -> None:
    private, public = make_keys(tmp_path / "keys", "rsa")
    _, other = make_keys(tmp_path / "others", "rsa")
    away, root = tmp_path / "away", tmp_path / "root"
    release = away / "releases" / put_up_signed(away, 1, private)
    target = LocalTarget(root)
    with pytest.raises(ReleaseError, match="签名不对"):
        bring_in(target, release, Terms(), NOW, other)
    assert not root.exists()
    assert verify_release(release, public).faults == ()
    assert verify_release(release, other).faults
    bring_in(target, release, Terms(), NOW, public)
    assert live_version(root) == 1
    assert verify_target(target, public).faults == ()
    unsigned = away / "releases" / put_up(away, 2).release
    with pytest.raises(ReleaseError, match="没有签名"):
        bring_in(target, unsigned, Terms(), NOW, public)
    assert live_version(root) == 1
