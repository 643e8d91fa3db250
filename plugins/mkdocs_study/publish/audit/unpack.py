"""Opens what is packed in a file, file in file, within fixed bounds of size, number and depth."""

from __future__ import annotations

import bz2
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import brotli

MAX_BYTES = 256_000_000
"""Most bytes that one file of the site may unpack to, all its members together."""

MAX_MEMBERS = 5_000
MAX_DEPTH = 4
MAX_RATIO_BYTES = 64_000_000
"""Largest single member."""

_CHUNK = 1_000_000
_OTHER_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"MSCF", b"(\xb5/\xfd")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass
class Budget:
    """What may still be unpacked of one file, and what could not be."""

    left: int = MAX_BYTES
    members: int = MAX_MEMBERS
    problems: list[str] = field(default_factory=list)
    """Why part of the file was not looked into; Chinese."""

    def note(self, problem: str) -> None:
        """Remember a problem once."""
        if problem not in self.problems:
            self.problems.append(problem)


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes of a file, or of something packed in it."""

    name: str
    """Path of the member inside; empty for the file itself."""

    data: bytes


class _TooMuchError(Exception):
    """The bounds are reached."""


def unpack(data: bytes, name: str, budget: Budget | None = None) -> Iterator[Part]:
    """Yield the file itself, then every part packed in it; never raises on bad input.

    Args:
        data: the file.
        name: its name, for the one packing that bytes do not tell (.br).
        budget: gathers what could not be unpacked.
    """
    budget = budget or Budget()
    yield Part("", data)
    yield from _members(data, name, "", budget, MAX_DEPTH)


def _members(data: bytes, name: str, above: str, budget: Budget, depth: int) -> Iterator[Part]:
    opener = _opener(data, name)
    if opener is None:
        if data.startswith(_OTHER_ARCHIVES):
            budget.note("压缩格式打不开（7z、rar、cab 等）")
        elif data.startswith(_OLD_OFFICE):
            budget.note("旧格式的 Office 文件（.doc、.xls、.ppt）读不全")
        return
    if not depth:
        budget.note("压缩包套了太多层")
        return
    try:
        for member, content in opener(data, budget):
            path = f"{above}!{member}" if above else member
            budget.members -= 1
            if budget.members < 0:
                budget.note(f"压缩包里的文件超过 {MAX_MEMBERS} 个")
                return
            yield Part(path, content)
            yield from _members(content, member, path, budget, depth - 1)
    except _TooMuchError:
        budget.note(f"解开以后超过 {MAX_BYTES // 1_000_000} MB")
    except Exception:  # noqa: BLE001 (a damaged archive raises whatever its reader happens to)
        budget.note("压缩包损坏，没有读全")


_Opener = Callable[[bytes, Budget], Iterator[tuple[str, bytes]]]


def _opener(data: bytes, name: str) -> _Opener | None:
    for start, opener in _OPENERS.items():
        if data.startswith(start):
            return opener
    if data[257:262] == b"ustar":
        return _tar
    return _brotli if name.lower().endswith(".br") else None


def _take(budget: Budget, size: int) -> None:
    budget.left -= size
    if budget.left < 0:
        raise _TooMuchError


def _gzip(data: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    whole = bytearray()
    rest = data
    while rest.startswith(b"\x1f\x8b"):  # members may follow each other
        machine = zlib.decompressobj(wbits=31)
        piece = machine.decompress(rest, _CHUNK)
        while True:
            _take(budget, len(piece))
            whole += piece
            if machine.eof or not (piece or machine.unconsumed_tail):
                break
            piece = machine.decompress(machine.unconsumed_tail, _CHUNK)
        if not machine.eof:
            budget.note("压缩包损坏，没有读全")
            break
        rest = machine.unused_data.lstrip(b"\0")
    if rest and not rest.startswith(b"\x1f\x8b"):
        yield "rest", rest
    yield "gzip", bytes(whole)


def _brotli(data: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    machine = brotli.Decompressor()
    whole = bytearray()
    piece = machine.process(data, output_buffer_limit=_CHUNK)
    while True:
        _take(budget, len(piece))
        whole += piece
        if machine.is_finished() or (not piece and machine.can_accept_more_data()):
            break
        piece = machine.process(b"", output_buffer_limit=_CHUNK)
    if not machine.is_finished():
        budget.note("压缩包损坏，没有读全")
    yield "brotli", bytes(whole)


def _stream(
    machine: bz2.BZ2Decompressor | lzma.LZMADecompressor, data: bytes, budget: Budget
) -> bytes:
    whole = bytearray()
    piece = machine.decompress(data, _CHUNK)
    while True:
        _take(budget, len(piece))
        whole += piece
        if machine.eof or (not piece and machine.needs_input):
            return bytes(whole)
        piece = machine.decompress(b"", _CHUNK)


def _bzip2(data: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    yield "bzip2", _stream(bz2.BZ2Decompressor(), data, budget)


def _xz(data: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    machine = lzma.LZMADecompressor(memlimit=100_000_000)
    yield "xz", _stream(machine, data, budget)


def _tar(data: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        for member in archive:
            if member.isfile():
                if member.size > len(data):
                    budget.note("压缩包损坏，没有读全")
                    return
                _take(budget, member.size)
                file = archive.extractfile(member)
                yield member.name, file.read(member.size) if file else b""
            else:
                yield member.name, member.linkname.encode("utf-8", "replace")


def _zip(data: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.infolist()
        if archive.comment:
            yield "(comment)", archive.comment
        for info in names[: MAX_MEMBERS + 1]:
            name = _name(info)
            if info.flag_bits & 1:
                budget.note("压缩包有密码，读不出来")
                yield name, b""
            elif not info.is_dir():
                yield name, _zip_member(archive, info, budget)


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    whole = bytearray()
    with archive.open(info) as member:
        while piece := member.read(_CHUNK):
            _take(budget, len(piece))
            whole += piece
            if len(whole) > MAX_RATIO_BYTES:
                raise _TooMuchError
    return bytes(whole)


def _name(info: zipfile.ZipInfo) -> str:
    """Read names as their writer meant them: without the flag, Windows of old wrote GBK."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


_OPENERS: Mapping[bytes, _Opener] = {
    b"\x1f\x8b": _gzip,
    b"PK\x03\x04": _zip,
    b"PK\x05\x06": _zip,
    b"PK\x07\x08": _zip,
    b"BZh": _bzip2,
    b"\xfd7zXZ\x00": _xz,
}
"""First bytes → what opens such a file."""
