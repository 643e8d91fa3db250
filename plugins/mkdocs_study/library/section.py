"""Turns the blocks of a document into its sections: each heading and what follows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from mkdocs_study.library.blocks import Block, Kind
from mkdocs_study.library.exercise import THINKING, count_rows, without_marks
from mkdocs_study.library.heading import Heading, count_words, plain_heading
from mkdocs_study.library.structure import (
    article_number,
    assign_section_ids,
    paragraph_ids,
    parents_of,
)
from mkdocs_study.text.numerals import ArticleNumber


@dataclass(frozen=True)
class Paragraph:
    """A paragraph (款) of an article, with the items (项) that follow it."""

    number: int
    line: int
    items: tuple[int, ...] = ()
    implied: bool = False
    """The article begins with items: no paragraph of this number stands there."""


@dataclass(frozen=True)
class Section:
    """A heading and what follows it up to the next heading."""

    id: str
    level: int
    heading: str
    """Plain words of the heading."""

    line: int
    """1-based line of the heading in the file."""

    end_line: int
    """Last line before the next heading, or of the file."""

    parent: int | None
    """Index of the section around it in the document's list."""

    text_length: int
    """Han characters and Latin letters or digits of the heading and its own blocks; a question to
    answer counts for more, see `words_in`."""

    article: ArticleNumber | None = None
    paragraphs: tuple[Paragraph, ...] = field(default=())
    """Only of an article."""


def read_sections(blocks: Sequence[Block], body_line: int, end_line: int) -> tuple[Section, ...]:
    """Cut the blocks of a body into sections.

    Args:
        blocks: the body's blocks; their lines count from the body.
        body_line: line of the file on which the body starts, 1-based.
        end_line: last line of the file.
    """
    starts = [index for index, block in enumerate(blocks) if block.kind is Kind.HEADING]
    headings = [
        Heading(
            blocks[start].level, heading_text(blocks[start]), blocks[start].line + body_line - 1
        )
        for start in starts
    ]
    ids = assign_section_ids(headings)
    parents = parents_of([heading.level for heading in headings])
    sections: list[Section] = []
    for index, heading in enumerate(headings):
        following = starts[index + 1] if index + 1 < len(starts) else len(blocks)
        own = blocks[starts[index] + 1 : following]
        words = plain_heading(heading.text)
        section = Section(
            id=ids[index],
            level=heading.level,
            heading=words,
            line=heading.line,
            end_line=headings[index + 1].line - 1 if index + 1 < len(headings) else end_line,
            parent=parents[index],
            text_length=count_words(words) + sum(map(words_in, own)),
            article=article_number(heading.text),
        )
        if section.article:
            section = replace(section, paragraphs=_paragraphs(section.id, own, body_line))
        sections.append(section)
    return tuple(sections)


def words_in(block: Block) -> int:
    """Count what is to be read of a block.

    Of a quiz or checklist not the marks and settings, but THINKING for each question.
    """
    if block.kind is not Kind.EXERCISE:
        return count_words(block.prose)
    text = without_marks(block.prose)
    return count_words(text) + THINKING * count_rows(text)


def heading_text(block: Block) -> str:
    """Return what stands between the # marks of a heading, as written."""
    return block.text[block.level :].rstrip("#").strip()


def _paragraphs(article: str, blocks: Sequence[Block], body_line: int) -> tuple[Paragraph, ...]:
    own = [block for block in blocks if block.kind is Kind.PARAGRAPH and not block.nested]
    found: list[Paragraph] = []
    items: dict[int, list[int]] = {}
    for block, name in zip(own, paragraph_ids(article, (each.text for each in own)), strict=True):
        if name is None:
            continue
        number, _, item = name.removeprefix(f"{article}-p").partition("-i")
        if int(number) not in items:
            items[int(number)] = []
            line = block.line + body_line - 1
            found.append(Paragraph(int(number), line, implied=bool(item)))
        if item:
            items[int(number)].append(int(item))
    return tuple(replace(each, items=tuple(items[each.number])) for each in found)


def anchors_of(sections: Iterable[Section]) -> set[str]:
    """Return the ids of the sections and of the paragraphs and items in them."""
    anchors: set[str] = set()
    for section in sections:
        anchors.add(section.id)
        for paragraph in section.paragraphs:
            stem = f"{section.id}-p{paragraph.number}"
            if not paragraph.implied:
                anchors.add(stem)
            anchors.update(f"{stem}-i{item}" for item in paragraph.items)
    return anchors
