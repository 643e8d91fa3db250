"""Reads a PDF from standard input and writes its pages and properties as JSON.

PDFium is C++: a hostile file may crash it, but only this process.
"""

from __future__ import annotations

import json
import sys

import pypdfium2 as pdfium

MAX_PAGES = 3_000
MAX_CHARACTERS = 8_000_000
MEMORY = 2_000_000_000
PROCESSOR_SECONDS = 50
KEYS = ("Title", "Author", "Subject", "Keywords", "Creator")


def main() -> int:
    """Read, write, return 0."""
    _limit()
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)
    return 0


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 (Windows has none)

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))


def read(data: bytes) -> dict[str, object]:
    """Return pages, properties and problem of a PDF."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        problem = "PDF 有密码，读不出来" if locked else "PDF 损坏，读不出来"
        return {"pages": [], "properties": {}, "problem": problem}
    pages: list[str] = []
    left, problem = MAX_CHARACTERS, ""
    for index in range(min(len(document), MAX_PAGES)):
        try:
            text = document[index].get_textpage().get_text_bounded()
        except pdfium.PdfiumError:
            problem, text = "PDF 有一页读不出来", ""
        pages.append(text[:left])
        left -= len(text)
        if left <= 0:
            problem = "PDF 太长，没有读全"
            break
    if len(document) > MAX_PAGES:
        problem = f"PDF 超过 {MAX_PAGES} 页，没有读全"
    properties = {key: value for key in KEYS if (value := document.get_metadata_value(key).strip())}
    return {"pages": pages, "properties": properties, "problem": problem}


if __name__ == "__main__":
    sys.exit(main())
