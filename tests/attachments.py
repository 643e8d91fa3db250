"""Makes small office files, PDFs and pictures that hold given words, byte by byte."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
    "</cp:coreProperties>"
)


def make_zip(members: Mapping[str, str | bytes], *, stored: bool = False) -> bytes:
    """Pack members into a zip file."""
    target = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, method)
    return target.getvalue()


def make_docx(
    paragraphs: list[str],
    *,
    author: str = "",
    comment: str = "",
    deleted: str = "",
    extra: str = "",
) -> bytes:
    """Make a Word file; each paragraph is cut into runs of three characters, as Word does."""
    body = "".join(f"<w:p>{_runs(each)}</w:p>" for each in paragraphs)
    if deleted:
        body += (
            f'<w:p><w:del w:id="1" w:author="修订人甲"><w:r><w:delText>{escape(deleted)}'
            "</w:delText></w:r></w:del></w:p>"
        )
    members = {
        "[Content_Types].xml": '<Types xmlns="x"/>',
        "word/document.xml": f"<w:document {W}><w:body>{body}{extra}</w:body></w:document>",
    }
    if author:
        members["docProps/core.xml"] = CORE.format(author=escape(author))
        members["docProps/app.xml"] = "<Properties><Company>某某单位</Company></Properties>"
    if comment:
        members["word/comments.xml"] = (
            f'<w:comments {W}><w:comment w:id="0" w:author="批注人乙"><w:p>{_runs(comment)}</w:p>'
            "</w:comment></w:comments>"
        )
    return make_zip(members)


def _runs(text: str) -> str:
    pieces = [text[start : start + 3] for start in range(0, len(text), 3)]
    return "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{escape(each)}</w:t></w:r>" for each in pieces)


def make_xlsx(cells: list[str], *, hidden: bool = False) -> bytes:
    """Make an Excel file with one column."""
    strings = "".join(f"<si><t>{escape(each)}</t></si>" for each in cells)
    state = ' state="hidden"' if hidden else ""
    return make_zip(
        {
            "[Content_Types].xml": '<Types xmlns="x"/>',
            "xl/workbook.xml": f'<workbook><sheets><sheet name="a"{state}/></sheets></workbook>',
            "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
            "xl/worksheets/sheet1.xml": "<worksheet><sheetData/></worksheet>",
        }
    )


def make_pptx(lines: list[str], *, notes: str = "") -> bytes:
    """Make a PowerPoint file with one slide."""
    body = "".join(
        f"<a:p><a:r><a:t>{escape(each[:2])}</a:t></a:r><a:r><a:t>{escape(each[2:])}</a:t></a:r></a:p>"
        for each in lines
    )
    members = {
        "[Content_Types].xml": '<Types xmlns="x"/>',
        "ppt/slides/slide1.xml": f"<p:sld><p:txBody>{body}</p:txBody></p:sld>",
    }
    if notes:
        members["ppt/notesSlides/notesSlide1.xml"] = (
            f"<p:notes><a:p><a:r><a:t>{escape(notes)}</a:t></a:r></a:p></p:notes>"
        )
    return make_zip(members)


def make_pdf(lines: list[str], *, author: str = "") -> bytes:
    """Make a PDF of one page whose words are in a packed stream, by glyph number, as usual."""
    glyphs = {each: number for number, each in enumerate(sorted(set("".join(lines))), start=1)}
    shown = "\n".join(
        f"<{''.join(f'{glyphs[each]:04X}' for each in line)}> Tj 0 -20 Td" for line in lines
    )
    stream = zlib.compress(f"BT /F1 12 Tf 50 700 Td {shown} ET".encode())
    pairs = "\n".join(
        f"<{number:04X}> <{each.encode('utf-16-be').hex().upper()}>"
        for each, number in glyphs.items()
    )
    mapping = zlib.compress(
        (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def "
            "1 begincodespacerange <0000> <FFFF> endcodespacerange "
            f"{len(glyphs)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
        ).encode()
    )
    info = f"<FEFF{author.encode('utf-16-be').hex()}>".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        _stream(stream),
        (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H "
            b"/DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
        ),
        (
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 1000 "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
        ),
        _stream(mapping),
        b"<< /Author " + info + b" >>" if author else b"<< >>",
    ]
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 8 0 R >>\n".encode()
    out += f"startxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _stream(data: bytes) -> bytes:
    head = f"<< /Length {len(data)} /Filter /FlateDecode >>\nstream\n".encode()
    return head + data + b"\nendstream"


def make_jpeg(*, author: str = "", place: bool = False, order: str = "<") -> bytes:
    """Make the head of a JPEG with Exif: an author, a place on earth."""
    name = author.encode() + b"\0"
    entries: list[tuple[int, int, int, bytes]] = []
    if author:
        entries.append((0x013B, 2, len(name), name))
    if place:
        entries.append((0x8825, 4, 1, b""))
    head = 8 + 2 + 12 * len(entries) + 4
    gps = head + len(name)
    folder = struct.pack(f"{order}H", len(entries))
    for tag, kind, count, _ in entries:
        value = head if tag == 0x013B else gps
        if tag == 0x013B and count <= 4:
            folder += struct.pack(f"{order}HHI", tag, kind, count) + name.ljust(4, b"\0")
        else:
            folder += struct.pack(f"{order}HHII", tag, kind, count, value)
    folder += b"\0\0\0\0"
    tiff = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8) + folder + name
    if place:
        degrees = struct.pack(f"{order}6I", 30, 1, 15, 1, 0, 1)
        tiff += struct.pack(f"{order}H", 1)
        tiff += struct.pack(f"{order}HHII", 2, 5, 3, gps + 2 + 12 + 4) + b"\0\0\0\0" + degrees
    body = b"Exif\0\0" + tiff
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(body) + 2) + body + b"\xff\xd9"


def make_png(texts: Mapping[str, str], *, packed: bool = True) -> bytes:
    """Make a PNG of one pixel with text chunks."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))]
    for keyword, text in texts.items():
        data = text.encode()
        if packed:
            body = keyword.encode() + b"\0\1\0zh\0\0" + zlib.compress(data)
            chunks.append((b"iTXt", body))
        else:
            chunks.append((b"tEXt", keyword.encode() + b"\0" + data))
    chunks += [(b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    out = b"\x89PNG\r\n\x1a\n"
    for kind, body in chunks:
        out += (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )
    return out
