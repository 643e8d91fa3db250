"""Turn the bytes of a web page into text, in the encoding that its bytes or its head tell."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

DECLARATION_BYTES = 1024
"""The HTML standard looks for `<meta charset>` in so many bytes at the start."""
BAD_IN_WHOLE = 100
"""A page is given up when more than one in so many of its non-ASCII characters is unreadable."""

_DECLARED = re.compile(
    rb"<meta[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KNOWN = re.compile(r"(big5|euc|shift|sjis|iso-|windows-|koi8|x-)", re.IGNORECASE)
_CHINESE = re.compile(r"(x-)?(cs)?(gb|iso-ir-58)", re.IGNORECASE)
_READ_AS = {"iso-8859-1": "cp1252", "windows-31j": "cp932", "x-sjis": "cp932"}
"""What browsers take instead."""


@dataclass(frozen=True)
class Decoded:
    """Text of a page, and how far it can be trusted."""

    text: str | None
    """None if the bytes are no text in any encoding that they could be in."""
    bad_line: int = 0
    """1-based line of the first unreadable byte; 0 if every byte was read."""


def decode_page(data: bytes) -> Decoded:
    """Decode by byte order mark, as strict UTF-8, by the page's own word, or as GB18030.

    UTF-8 goes before the page's word: a page in another encoding is never valid UTF-8 by chance,
    but pages that were converted often keep their old `<meta charset>`.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding) or _mend(data[len(mark) :], encoding)
    if b"\0" in data:
        return Decoded(None, data.count(b"\n", 0, data.index(b"\0")) + 1)
    declared = _declared(data[:DECLARATION_BYTES])
    for encoding in ("utf-8", declared, "gb18030"):
        if encoding and (decoded := _decode(data, encoding)):
            return decoded
    return _mend(data, declared or "utf-8")


def _declared(start: bytes) -> str:
    match = _DECLARED.search(start)
    if match is None:
        return ""
    name = (match[1] or match[2]).decode("ascii", "replace").lower()
    if _CHINESE.match(name):
        return "gb18030"
    name = _READ_AS.get(name, name)
    if not _KNOWN.match(name) and name != "cp1252":
        return ""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _decode(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding))
    except UnicodeDecodeError:
        return None


def _mend(data: bytes, encoding: str) -> Decoded:
    """Read what can be read if nearly everything can."""
    text = data.decode(encoding, "replace")
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    wide = sum(character > "\x7f" for character in text)
    return Decoded(text if text.count("\ufffd") * BAD_IN_WHOLE <= wide else None, line)
