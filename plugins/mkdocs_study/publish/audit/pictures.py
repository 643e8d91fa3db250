"""Reads what a JPEG, PNG, WebP or TIFF picture says of its place, its author and its camera."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_study.publish.audit.office import Trait

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".heic", ".avif")

_TAGS = {0x013B: "作者", 0x8298: "版权", 0x9C9D: "作者", 0xA430: "相机所有者", 0x010E: "说明"}
_PEOPLE = ("作者", "相机所有者")
_GPS = 0x8825
_EXIF_FOLDER = 0x8769
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}
MAX_ENTRIES = 500
MAX_TEXT = 1_000_000
_XMP_GPS = re.compile(rb"exif:GPS(?:Latitude|Longitude)[=>\s]")
_XMP_CREATOR = re.compile(
    rb"<dc:creator>.{0,200}?<rdf:li[^>]*>([^<]{1,200})</rdf:li>|photoshop:AuthorsPosition=\"([^\"]+)\"",
    re.DOTALL,
)
_PNG_TEXT = (b"tEXt", b"zTXt", b"iTXt")
_PNG_AUTHOR = re.compile(r"author|artist|creator|copyright|owner", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A field of a TIFF folder."""

    tag: int
    data: bytes


def is_picture(name: str) -> bool:
    """Tell by its name whether a file is one that is read here."""
    return name.lower().endswith(SUFFIXES)


def picture_traits(data: bytes) -> list[Trait]:
    """Return what a picture tells beyond what it shows; damaged ones tell nothing."""
    found: list[Trait] = []
    for block in _exif_blocks(data):
        found.extend(_from_exif(block))
    for keyword, text in picture_texts(data):
        if _PNG_AUTHOR.search(keyword) and text.strip():
            found.append(Trait("author", f"作者：{text.strip()}", text.strip()))
    start = data.find(b"<x:xmpmeta")
    xmp = data[start : start + MAX_TEXT] if start >= 0 else b""
    if _XMP_GPS.search(xmp):
        found.append(Trait("place", "有拍摄地点的经纬度"))
    for match in _XMP_CREATOR.finditer(xmp):
        name = (match[1] or match[2]).decode("utf-8", "replace").strip()
        found.append(Trait("author", f"作者：{name}", name))
    return list(dict.fromkeys(found))


def picture_texts(data: bytes) -> list[tuple[str, str]]:
    """Return the text chunks of a PNG: keyword and words."""
    return list(_png_texts(data)) if data.startswith(b"\x89PNG") else []


def _exif_blocks(data: bytes) -> Iterator[bytes]:
    if data.startswith(b"\xff\xd8"):
        yield from _jpeg_exif(data)
    elif data.startswith(b"\x89PNG"):
        yield from (body for kind, body in _png_chunks(data) if kind == b"eXIf")
    elif data.startswith((b"II*\0", b"MM\0*")):
        yield data
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        yield from _webp_exif(data)
    elif data[4:8] == b"ftyp":
        start = data.find(b"Exif\0\0")
        if start >= 0:
            yield data[start + 6 :]


def _jpeg_exif(data: bytes) -> Iterator[bytes]:
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:  # noqa: PLR2004 (marker)
        kind, size = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if kind in (0xD9, 0xDA) or size < 2:  # noqa: PLR2004 (end, image data)
            return
        body = data[place + 4 : place + 2 + size]
        if kind == 0xE1 and body.startswith(b"Exif\0"):  # noqa: PLR2004 (APP1)
            yield body[6:]
        place += 2 + size


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    while place + 12 <= len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        yield data[place + 4 : place + 8], data[place + 8 : place + 8 + size]
        place += 12 + size


def _png_texts(data: bytes) -> Iterator[tuple[str, str]]:
    for kind, body in _png_chunks(data):
        if kind not in _PNG_TEXT:
            continue
        keyword, _, rest = body.partition(b"\0")
        packed = kind == b"zTXt"
        if kind == b"iTXt":
            packed = rest[:1] == b"\1"
            rest = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
        elif packed:
            rest = rest[1:]
        if packed:
            try:
                rest = zlib.decompressobj().decompress(rest, MAX_TEXT)
            except zlib.error:
                continue
        encoding = "utf-8" if kind == b"iTXt" or _is_utf8(rest) else "latin-1"
        yield keyword.decode("latin-1"), rest[:MAX_TEXT].decode(encoding, "replace")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _webp_exif(data: bytes) -> Iterator[bytes]:
    place = 12
    while place + 8 <= len(data):
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        if data[place : place + 4] == b"EXIF":
            yield data[place + 8 : place + 8 + size].removeprefix(b"Exif\0\0")
        place += 8 + size + size % 2


def _from_exif(block: bytes) -> Iterator[Trait]:
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None or len(block) < 8:  # noqa: PLR2004 (header of a TIFF)
        return
    entries = list(_folder(block, order, struct.unpack_from(f"{order}I", block, 4)[0]))
    for entry in list(entries):
        if entry.tag == _EXIF_FOLDER and len(entry.data) == 4:  # noqa: PLR2004 (a pointer)
            entries += _folder(block, order, struct.unpack(f"{order}I", entry.data)[0])
    for entry in entries:
        if entry.tag == _GPS and len(entry.data) == 4:  # noqa: PLR2004 (a pointer)
            inside = _folder(block, order, struct.unpack(f"{order}I", entry.data)[0])
            if any(each.tag in (2, 4) and any(each.data) for each in inside):
                yield Trait("place", "有拍摄地点的经纬度")
        label = _TAGS.get(entry.tag, "")
        if label in _PEOPLE and (name := _text(entry)):
            yield Trait("author", f"{label}：{name}", name)


def _folder(block: bytes, order: str, place: int) -> Iterator[_Entry]:
    if place + 2 > len(block):
        return
    count = struct.unpack_from(f"{order}H", block, place)[0]
    for index in range(min(count, MAX_ENTRIES)):
        start = place + 2 + 12 * index
        if start + 12 > len(block):
            return
        tag, kind, number = struct.unpack_from(f"{order}HHI", block, start)
        size = _SIZES.get(kind, 0) * number
        if size <= 4:  # noqa: PLR2004 (fits into the field itself)
            yield _Entry(tag, block[start + 8 : start + 8 + size])
        else:
            at = struct.unpack_from(f"{order}I", block, start + 8)[0]
            yield _Entry(tag, block[at : at + min(size, MAX_TEXT)])


def _text(entry: _Entry) -> str:
    if entry.tag == 0x9C9D:  # noqa: PLR2004 (XPAuthor, in UTF-16)
        return entry.data.decode("utf-16-le", "replace").strip("\0 ")
    encoding = "utf-8" if _is_utf8(entry.data) else "gb18030"
    return entry.data.decode(encoding, "replace").strip("\0 ")
