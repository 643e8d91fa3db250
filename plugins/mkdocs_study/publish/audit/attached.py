"""Turns an attachment into its words and into what it tells of its authors, by its content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mkdocs_study.library.diagnostics import Severity
from mkdocs_study.publish.audit.finding import Finding, finding, shorten
from mkdocs_study.publish.audit.office import SUFFIXES as OFFICE_SUFFIXES
from mkdocs_study.publish.audit.office import Trait, is_office, office_parts, traits_of, words_of
from mkdocs_study.publish.audit.pdf import read_pdf
from mkdocs_study.publish.audit.pictures import picture_texts, picture_traits
from mkdocs_study.publish.audit.unpack import Budget, unpack

MAX_TEXT_BYTES = 20_000_000
TEXT_SUFFIXES = (".txt", ".csv", ".tsv", ".md", ".rtf", ".json", ".xml", ".html", ".htm", ".svg")

PACKED = (b"PK", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0")

CODES = {
    "author": ("META001", "在 Word 里用“检查文档”、在看图软件里用“删除属性”清除后再放"),
    "comment": ("META002", "处理完批注再放"),
    "tracked": ("META003", "接受或者拒绝全部修订后再放"),
    "hidden": ("META004", "确认隐藏的内容可以公开，或者删去"),
    "place": ("META005", "清除照片的位置信息后再放"),
}


@dataclass(frozen=True)
class Attached:
    """What an attachment holds."""

    texts: tuple[str, ...] = ()
    """Its words; of a PDF one text for each page."""

    traits: tuple[Trait, ...] = ()
    problems: tuple[str, ...] = field(default=())


def read_attachment(data: bytes, name: str) -> Attached:
    """Read an attachment, and what is packed in it; what cannot be read is a problem, no error."""
    alone = _read(data, name)
    if alone.texts or alone.traits or not data.startswith(PACKED):
        return alone
    budget = Budget()
    inside = [
        _read(part.data, part.name)
        for part in unpack(data, name, budget)
        if part.name and not any(f"{suffix}!" in part.name.lower() for suffix in OFFICE_SUFFIXES)
    ]
    return Attached(
        tuple(text for each in inside for text in each.texts),
        tuple(dict.fromkeys(trait for each in inside for trait in each.traits)),
        tuple(
            dict.fromkeys((*budget.problems, *(one for each in inside for one in each.problems)))
        ),
    )


def _read(data: bytes, name: str) -> Attached:
    if data.startswith(b"PK") and is_office(name):
        budget = Budget()
        parts = office_parts(data, budget)
        return Attached((words_of(parts),), tuple(traits_of(parts)), tuple(budget.problems))
    if b"%PDF-" in data[:1024]:
        pdf = read_pdf(data)
        author = pdf.properties.get("Author", "")
        traits = (Trait("author", f"作者：{author}", author),) if author else ()
        words = "\n".join(pdf.properties.values())
        problems = (pdf.problem,) if pdf.problem else ()
        return Attached((*pdf.pages, words), traits, problems)
    if data.startswith((b"\xff\xd8", b"\x89PNG", b"RIFF", b"II*\0", b"MM\0*")) or (
        data[4:8] == b"ftyp"
    ):
        texts = tuple(text for _, text in picture_texts(data))
        return Attached(texts, tuple(picture_traits(data)))
    if name.lower().endswith(TEXT_SUFFIXES) and len(data) <= MAX_TEXT_BYTES:
        return Attached((_decode(data),))
    return Attached()


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def check_traits(attached: Attached, path: str) -> Iterator[Finding]:
    """Report what an attachment tells that readers are not meant to see."""
    for trait in attached.traits:
        code, hint = CODES[trait.kind]
        message = f"附件里{'' if trait.text.startswith('有') else '有'}{shorten(trait.text, 60)}"
        yield finding(path, 1, code, message, hint, Severity.WARNING, trait.words)
    for problem in attached.problems:
        hint = "另存一份能打开的，或者自己检查后写进 audit.yml"
        yield finding(path, 1, "META006", f"附件没有查全：{problem}", hint, Severity.WARNING)
