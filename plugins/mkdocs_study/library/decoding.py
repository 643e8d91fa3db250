"""Turns the bytes of a page into text, or says which encoding they seem to be in."""

from __future__ import annotations

import codecs
import re

from mkdocs_study.library.diagnostics import Diagnostic

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Control characters; U+0002 and U+0003 are also Python-Markdown's own marks."""

_COMMON_HAN = re.compile(r"[\u4e00-\u9fff]")
FIRST_HIGH_BYTE = 0x80
HINT = "用编辑器另存为 UTF-8 编码"


def decode(data: bytes, source: str) -> tuple[str | None, list[Diagnostic]]:
    """Decode UTF-8, with or without a byte order mark, and make every line end a line feed.

    Returns:
        None instead of the text if the bytes are not UTF-8.
    """
    if guess := _other_encoding(data):
        return None, [Diagnostic(source, 1, "FILE010", f"文件编码像是 {guess}，不是 UTF-8", HINT)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [Diagnostic(source, line, "FILE010", "这一行有不合法的 UTF-8 字节", HINT)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, _bad_characters(text, source)


def _other_encoding(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # UTF-16 without a mark is also valid UTF-8 when the text is plain ASCII.
        return "UTF-16" if data and data.count(0) * 3 > len(data) else None
    if data.count(0) * 10 > len(data):
        return "UTF-16"
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    # Stray bytes in UTF-8 text may decode as GB18030 too, but into rare characters.
    wide = sum(character > "\x7f" for character in text)
    common = len(_COMMON_HAN.findall(text))
    utf8 = data.decode("utf-8", errors="ignore")
    return (
        "GB18030（GBK）" if wide and common * 2 >= wide and not _mostly_utf8(data, utf8) else None
    )


def _mostly_utf8(data: bytes, kept: str) -> bool:
    """Tell whether nearly all the non-ASCII bytes form valid UTF-8."""
    high = sum(byte >= FIRST_HIGH_BYTE for byte in data)
    valid = sum(len(character.encode()) for character in kept if not character.isascii())
    return valid * 10 > high * 9


def _bad_characters(text: str, source: str) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if match := _CONTROL.search(line):
            message = f"这一行有看不见的控制字符 U+{ord(match[0]):04X}"
            found.append(Diagnostic(source, number, "FILE011", message, "删去它"))
        elif "\ufffd" in line:
            hint = "对照原文改正，文件曾按错误的编码打开过"
            found.append(Diagnostic(source, number, "FILE011", "这一行有乱码“�”", hint))
    return found
