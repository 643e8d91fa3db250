"""Signs a manifest and checks a signature, by OpenSSL or minisign if the machine has them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.text.reasons import reason

MINISIGN_COMMENT = b"untrusted comment:"
TIMEOUT = 120
"""Seconds; minisign may ask for a password."""


@dataclass(frozen=True)
class Signature:
    """A detached signature."""

    suffix: str
    """.sig (OpenSSL) or .minisig."""

    data: bytes


def sign(data: bytes, key: Path) -> Signature:
    """Sign with a private key: PEM (Ed25519, RSA, EC) or minisign.

    Raises:
        ReleaseError: no such key, no program for it, or the program refuses.
    """
    minisign = _is_minisign(key)
    with tempfile.TemporaryDirectory(prefix="study-sign-") as folder:
        message, goal = Path(folder) / "manifest.json", Path(folder) / "signature"
        message.write_bytes(data)
        if minisign:
            program = _program("minisign")
            _run([program, "-S", "-s", str(key), "-m", str(message), "-x", str(goal)], key)
        else:
            program = _program("openssl")
            raw = _takes_raw(program, key, private=True)
            options = ["-rawin"] if raw else ["-rawin", "-digest", "sha256"]
            command = [program, "pkeyutl", "-sign", "-inkey", str(key), *options]
            _run([*command, "-in", str(message), "-out", str(goal)], key)
        return Signature(".minisig" if minisign else ".sig", goal.read_bytes())


def check_signature(data: bytes, signature: Signature, public_key: Path) -> None:
    """Check a signature.

    Raises:
        ReleaseError: it is not that of the key's owner over these bytes, or cannot be checked.
    """
    minisign = _is_minisign(public_key)
    if minisign != (signature.suffix == ".minisig"):
        kinds = ("minisign", "OpenSSL") if minisign else ("OpenSSL", "minisign")
        raise ReleaseError(f"公钥 {public_key} 是 {kinds[0]} 的，签名是 {kinds[1]} 的，对不上")
    with tempfile.TemporaryDirectory(prefix="study-sign-") as folder:
        message, file = Path(folder) / "manifest.json", Path(folder) / "signature"
        message.write_bytes(data)
        file.write_bytes(signature.data)
        if minisign:
            program = _program("minisign")
            command = [program, "-V", "-q", "-p", str(public_key), "-m", str(message)]
            command += ["-x", str(file)]
        else:
            program = _program("openssl")
            raw = _takes_raw(program, public_key, private=False)
            command = [program, "pkeyutl", "-verify", "-pubin", "-inkey", str(public_key)]
            command += ["-rawin"] if raw else ["-rawin", "-digest", "sha256"]
            command += ["-in", str(message), "-sigfile", str(file)]
        if _call(command).returncode != 0:
            raise ReleaseError("签名不对：清单被改动过，或者不是用这把钥匙签的")


def _is_minisign(key: Path) -> bool:
    try:
        with key.open("rb") as file:
            return file.read(len(MINISIGN_COMMENT)) == MINISIGN_COMMENT
    except OSError as error:
        raise ReleaseError(f"读不出钥匙文件 {key}（{reason(error)}）") from error


def _takes_raw(program: str, key: Path, *, private: bool) -> bool:
    """Tell whether a key signs the message itself (Ed25519) and not its digest."""
    side = [] if private else ["-pubin"]
    shown = _call([program, "pkey", "-in", str(key), *side, "-noout", "-text_pub"])
    if shown.returncode != 0:
        kind = "私钥" if private else "公钥"
        raise ReleaseError(f"{key} 不是{kind}，或者设了口令，OpenSSL 读不出来")
    return shown.stdout.upper().startswith(b"ED")


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise ReleaseError(f"本机没有 {name}，不能签名或者验签；先安装它")
    return path


def _run(command: list[str], key: Path) -> None:
    done = _call(command)
    if done.returncode != 0:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or [""]
        raise ReleaseError(f"用 {key} 签名没有成功：{last[0]}")


def _call(command: list[str]) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 (a program of the system, files of our own)
            command, capture_output=True, check=False, timeout=TIMEOUT, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ReleaseError(f"{Path(command[0]).name} 没有运行成功：{error}") from error
