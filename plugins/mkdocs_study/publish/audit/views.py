"""Turns bytes into every text that they may be read as: escapes, tags and encodings undone.

A word that leaks is found if it stands in one of the views. Views of a file overlap; each is as
long as the file at most.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote_to_bytes

from mkdocs_study.publish.audit.unpack import Budget, Part, unpack

EDGE = "\n|\n"
"""Between words that do not follow each other; never part of a needle."""

_BLOCK = re.compile(
    r"</?(?:[A-Za-z0-9]+:)?(?:p|h[1-6]?|li|ul|ol|dl|dt|dd|td|th|tr|tc|tbl|table|div|br|cr|hr|nav|main|section"
    r"|article|header|footer|title|option|figcaption|summary|details|blockquote|pre|c|si|row|sp|tab"
    r"|script|style|label|button|creator|keywords|subject|description|lastModifiedBy)(?:\s[^<>]*)?/?>",
)
_INLINE_LINK = re.compile(r"</?a(?:\s[^<>]*)?>")
_TAG = re.compile(r"<[^<>]*>")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*+")
_BACKSLASH = re.compile(r"\\(?:[uxU][0-9A-Fa-f{]|[nrtbfv]|[0-9A-Fa-f]{4,6})")
REACH = 400
"""Characters around an escape that are read with it: a needle may be escaped in part."""

_ESCAPE = re.compile(
    r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|((?:x[0-9A-Fa-f]{2}\\?)+)"
    r"|([nrtbfv])|([0-9A-Fa-f]{4,6})\s?|(.))"
)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_QUOTED_PRINTABLE = re.compile(r"=[0-9A-F]{2}(?:=[0-9A-F]{2}){5,}+")
_HEX = re.compile(r"[0-9A-Fa-f]{18,}+")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
ROUNDS = 3
"""Escapes inside escapes that are undone."""

MAX_BASE64 = 2_000_000


def texts_of(part: Part, budget: Budget) -> Iterator[str]:
    """Yield the views of one part of a file."""
    for text in decodings(part.data):
        yield from _views(text, budget, ROUNDS)


def decodings(data: bytes) -> Iterator[str]:
    """Yield the bytes as text in every encoding that they could be in."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield data.decode("utf-16", "replace")
        return
    try:
        yield data.decode("utf-8")
    except UnicodeDecodeError:
        yield data.decode("utf-8", "replace")
        if _is_binary(data):
            yield from (data[start:].decode("utf-16-le", "replace") for start in (0, 1))
            yield from (data[start:].decode("utf-16-be", "replace") for start in (0, 1))
        yield data.decode("gb18030", "replace")
        return
    if b"\0" in data:
        yield from (data[start:].decode("utf-16-le", "replace") for start in (0, 1))


def _is_binary(data: bytes) -> bool:
    return b"\0" in data[:4096]


def _views(text: str, budget: Budget, rounds: int) -> Iterator[str]:
    plain = unescape(text) if "&" in text else text
    yield plain
    if "<" in plain:
        yield without_tags(text)
    if not rounds:
        return
    if "%" in plain and (pieces := _around(plain, _PERCENT)):
        yield from _views(_percent(EDGE.join(pieces)), budget, rounds - 1)
    if "\\" in plain and (pieces := _around(plain, _BACKSLASH)):
        yield from _views(undo_escapes(EDGE.join(pieces)), budget, rounds - 1)
    if "=E" in plain and (pieces := _QUOTED_PRINTABLE.findall(plain)):
        joined = EDGE.join(piece.replace("=", "%") for piece in pieces)
        yield from _views(_percent(joined), budget, 0)
    yield from _hidden(plain, budget, rounds - 1)


def _around(text: str, pattern: re.Pattern[str]) -> list[str]:
    """Return every place where the pattern stands, with what is around it; places may merge."""
    spans: list[list[int]] = []
    for match in pattern.finditer(text):
        start, end = max(0, match.start() - REACH), match.end() + REACH
        if spans and start <= spans[-1][1]:
            spans[-1][1] = end
        else:
            spans.append([start, end])
    return [text[start:end] for start, end in spans]


def without_tags(text: str) -> str:
    """Return the words of HTML or XML: inline elements join, block elements part."""
    text = _INLINE_LINK.sub("", text)
    return unescape(_TAG.sub("", _BLOCK.sub(EDGE, text)))


def _percent(text: str) -> str:
    # half a character, of a script that names it by a range, is none
    data = unquote_to_bytes(text.encode("utf-8", "replace"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return f"{data.decode('utf-8', 'replace')}{EDGE}{data.decode('gb18030', 'replace')}"


def undo_escapes(text: str) -> str:
    r"""Return the text with the escapes of JSON, JavaScript and CSS undone: \u5185 \x41 \5185."""

    def plain(match: re.Match[str]) -> str:
        code = match[1] or match[2] or match[3] or match[6]
        if code:
            value = int(code, 16)
            return chr(value) if value <= 0x10FFFF else "\ufffd"  # noqa: PLR2004
        if match[4]:
            return bytes.fromhex(re.sub(r"[x\\]", "", match[4])).decode("utf-8", "replace")
        if match[5]:
            return EDGE if match[5] in "nrvf" else " "
        return match[7]

    found = _ESCAPE.sub(plain, text)
    if max(found, default="") >= "\ud800" and _SURROGATES.search(found):
        found = found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return found


def _hidden(text: str, budget: Budget, rounds: int) -> Iterator[str]:
    """Yield what stands in base64 or in hexadecimal digits, unpacked where it is packed."""
    pieces = [*_from_base64(text, budget)]
    for match in _HEX.finditer(text):
        data = bytes.fromhex(match[0][: len(match[0]) // 2 * 2])
        if data.startswith(codecs.BOM_UTF16_BE):
            pieces.append(data.decode("utf-16", "replace"))
        elif words := _as_words(data):
            pieces.append(words)
    if pieces:
        yield from _views(EDGE.join(pieces), budget, max(rounds, 0))


def _from_base64(text: str, budget: Budget) -> Iterator[str]:
    taken = 0
    for match in _BASE64.finditer(text):
        if match[0].islower():
            continue  # words joined by hyphens: base64 has capitals
        taken += len(match[0])
        if taken > MAX_BASE64:
            budget.note("base64 太多，没有读全")
            return
        data = _base64(match[0])
        if data is None:
            continue
        if data.startswith((b"\x1f\x8b", b"PK\x03\x04", b"%PDF")):
            for part in unpack(data, "", budget):
                yield from decodings(part.data)
        elif words := _as_words(data):
            yield words


def _base64(text: str) -> bytes | None:
    plain = text.rstrip("=").replace("-", "+").replace("_", "/")
    if len(plain) % 4 == 1:
        plain = plain[:-1]
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _as_words(data: bytes) -> str:
    """Return the text that the bytes are; empty if they are none."""
    for cut in range(4):  # the end may be cut within a character
        try:
            text = data[: len(data) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return text if text.isprintable() or "\n" in text else ""
    return ""
