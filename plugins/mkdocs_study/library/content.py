"""Turns the body of one page into what the library knows of it: sections, links and references."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from mkdocs_study.library.blocks import Block, Kind, parse_blocks
from mkdocs_study.library.citation import Citation, parse_citations
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.library.exercises import NONE, Exercises, read_exercises
from mkdocs_study.library.html_links import find_html_links
from mkdocs_study.library.links import Link, UndefinedLabel, find_links
from mkdocs_study.library.masking import Masked, mask
from mkdocs_study.library.numbering import check_numbering
from mkdocs_study.library.section import Section, anchors_of, read_sections, words_in
from mkdocs_study.library.structure import clashing_ids


@dataclass(frozen=True)
class Mention:
    """A reference to an article in running text."""

    citation: Citation
    section: int | None
    """Index of the section in which it stands; None before the first heading."""

    line: int
    """1-based in the file."""


@dataclass(frozen=True)
class Content:
    """What a body contains, whatever its front matter says."""

    sections: tuple[Section, ...]
    text_length: int
    """Han characters and Latin letters or digits of the whole body."""

    anchors: frozenset[str]
    """Every id of the finished page that a link may name."""

    links: tuple[Link, ...]
    html_links: tuple[Link, ...]
    """What HTML tags in the text link or load."""

    undefined_labels: tuple[UndefinedLabel, ...]
    mentions: tuple[Mention, ...]
    exercises: Exercises = NONE
    """Quizzes and checklists without a fault; their lines are 1-based in the file."""


@dataclass(frozen=True)
class Body:
    """A body taken apart, for those who check its lines."""

    source: str
    """Path of the file for diagnostics."""

    type: str
    """The document's type as written; empty if it has none."""

    line: int
    """1-based line of the file on which the body starts."""

    text: str
    masked: Masked
    blocks: tuple[Block, ...]


_ATTRIBUTE_ID = re.compile(r"\{:?[^{}\n]*?#([^\s{}#.]+)[^{}\n]*\}")
_HTML_ID = re.compile(r"<[A-Za-z][^<>]*?\s(?:id|name)=[\"']([^\"'<>]+)[\"']")
_FOOTNOTE = re.compile(r"\[\^([^\]\n]{1,100})\]")


def read_body(source: str, document_type: str, line: int, text: str) -> Body:
    """Take a body apart into blocks."""
    masked = mask(text)
    return Body(source, document_type, line, text, masked, tuple(parse_blocks(masked)))


def read_content(body: Body) -> tuple[Content, list[Diagnostic]]:
    """Collect sections, links and references; report headings with a wrong number or no id."""
    end_line = body.line + body.text.rstrip("\n").count("\n")
    sections = read_sections(body.blocks, body.line, end_line)
    links, labels = find_links(body.blocks, body.line)
    exercises, wrong = _exercises(body)
    content = Content(
        sections=sections,
        text_length=_length_before_sections(body) + sum(each.text_length for each in sections),
        anchors=frozenset(anchors_of(sections) | _further_anchors(body.masked.prose)),
        links=tuple(links),
        html_links=tuple(find_html_links(body.masked.prose, body.line)),
        undefined_labels=tuple(labels),
        mentions=tuple(_mentions(body)),
        exercises=exercises,
    )
    gaps = check_numbering(sections, body.source) if body.type == "text" else []
    told = {each.line for each in gaps}
    clashes = [each for each in _clashes(sections, body.source) if each.line not in told]
    return content, [*gaps, *clashes, *wrong]


def _exercises(body: Body) -> tuple[Exercises, list[Diagnostic]]:
    """Read the quizzes and checklists of the page."""
    if "//" not in body.text and "／／" not in body.text:
        return NONE, []
    found, faults = read_exercises(body.masked.outline.split("\n"))
    shift = body.line - 1
    moved = Exercises(
        tuple(replace(each, line=each.line + shift) for each in found.quizzes),
        tuple(replace(each, line=each.line + shift) for each in found.checklists),
    )
    return moved, [
        Diagnostic(
            body.source,
            each.line + shift,
            each.code,
            each.message.replace("{line}", str(each.related + shift)),
            each.hint,
            each.severity,
        )
        for each in faults
    ]


def _length_before_sections(body: Body) -> int:
    before = takewhile(lambda block: block.kind is not Kind.HEADING, body.blocks)
    return sum(words_in(block) for block in before)


def _further_anchors(prose: str) -> set[str]:
    anchors: set[str] = set()
    if "{" in prose:
        anchors.update(_ATTRIBUTE_ID.findall(prose))
    if "<" in prose:
        anchors.update(_HTML_ID.findall(prose))
    if "[^" in prose:
        for label in _FOOTNOTE.findall(prose):
            anchors.update((f"fn:{label}", f"fnref:{label}"))
    return anchors


def _mentions(body: Body) -> list[Mention]:
    found: list[Mention] = []
    section: int | None = None
    for block in body.blocks:
        if block.kind is Kind.HEADING:
            section = 0 if section is None else section + 1
        elif block.kind not in (Kind.CODE, Kind.INDENTED) and "条" in block.prose:
            first = block.line + body.line - 1
            found.extend(
                Mention(each, section, first + block.prose.count("\n", 0, each.start))
                for each in parse_citations(block.prose, own=body.type == "text")
            )
    return found


def _clashes(sections: Sequence[Section], source: str) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    ids = [section.id for section in sections]
    for index in clashing_ids(ids):
        section = sections[index]
        example = f"{'#' * section.level} {section.heading or '标题'} {{#my-id}}"
        if not section.id:
            message = "标题里没有可以做编号的文字"
            found.append(
                Diagnostic(source, section.line, "SEC001", message, f"写上编号，例如 {example}")
            )
            continue
        first = sections[ids.index(section.id)].line
        message = f"标题“{section.heading}”的编号 {section.id} 与第 {first} 行的重复"
        hint = f"改标题，或者写上不同的编号，例如 {example}"
        found.append(Diagnostic(source, section.line, "SEC002", message, hint))
    return found
