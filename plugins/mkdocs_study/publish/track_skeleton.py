"""Turns pages of a library into the stages of a new track that passes every check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mkdocs_study.library.document import Document
from mkdocs_study.library.library import Library
from mkdocs_study.library.vocabulary import Vocabulary
from mkdocs_study.tracks.extent import Measure, text_length
from mkdocs_study.tracks.meant import hint_for_page

STAGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("学原文", "读原文", ("text", "guide", "bulletin", "glossary", "page")),
    ("看案例", "看案例", ("case", "lesson")),
    ("对照自查", "自查", ("standard", "exemplar")),
)
"""Title of a stage, kind of its units, types of its pages: the order in which tracks proceed."""

UNFIT = frozenset({"track", "plan"})
"""Types that lead to pages and are none to study."""


class TrackSkeletonError(Exception):
    """The wanted track cannot be made; the message is Chinese and for the user."""


@dataclass(frozen=True)
class Wish:
    """What a new track is to be made of; empty for a sample of the library."""

    pages: tuple[str, ...] = ()
    """Paths below docs/, with or without docs/, or ids."""

    standard: str = ""
    """A standard (合格标准) that the pages are to fit."""


def track_keys(
    wish: Wish, library: Library, vocabulary: Vocabulary, measure: Measure
) -> dict[str, object]:
    """Return `standards`, `objectives` and `stages` of a new track.

    A page that is too long for one unit becomes several, each of some of its chapters; pages that
    others require come with them, before them.

    Raises:
        TrackSkeletonError: a page or the standard is not there, or no page fits.
    """
    wanted = _with_required(_choose(wish, library, vocabulary), library)
    chosen = list({page.path: page for page in wanted}.values())
    if not chosen:
        raise TrackSkeletonError(_why_nothing(wish))
    stages = [
        {"title": title, "units": units}
        for title, kind, types in STAGES
        if (units := list(_units(chosen, types, kind, vocabulary, measure)))
    ]
    standards = {"standards": [wish.standard]} if wish.standard else {}
    return {**standards, "objectives": ["用一句话写出学完能做到什么。"], "stages": stages}


def _why_nothing(wish: Wish) -> str:
    if wish.standard:
        return f"没有一页公开的资料写了 standards: [{wish.standard}]；用 --page 指明页面"
    return "专题至少要有一个单元，而资料库里还没有页面；先建一份原文：study new text 名称"


def _choose(wish: Wish, library: Library, vocabulary: Vocabulary) -> list[Document]:
    if wish.standard and wish.standard not in vocabulary.standards:
        known = "、".join(vocabulary.standards)
        raise TrackSkeletonError(f"没有这个合格标准：{wish.standard}（可以写：{known}）")
    named = [_find(name, library) for name in wish.pages]
    public = [page for page in library.documents if not page.audience and page.type not in UNFIT]
    proper = [page for page in public if page.type != "page"]
    if wish.standard:
        return [*named, *(page for page in proper if wish.standard in page.meta.standards)]
    return named or _sample(proper) or public[:1]


def _sample(pages: Sequence[Document]) -> list[Document]:
    """Return one page for each stage, as far as there is one."""
    order = [
        [page for kind in types for page in pages if page.type == kind] for *_, types in STAGES
    ]
    return [found[0] for found in order if found]


def _find(name: str, library: Library) -> Document:
    plain = name.replace("\\", "/").removeprefix("./").removeprefix("docs/")
    page = library.by_path.get(plain) or library.by_id.get(plain)
    if page is None:
        hint = hint_for_page(plain, library)
        raise TrackSkeletonError(f"没有这一页，或者它自己有错误：{name}（{hint}）")
    if page.type in UNFIT:
        raise TrackSkeletonError(f"{name} 是专题或者计划，不能作单元")
    return page


def _with_required(
    pages: Iterable[Document], library: Library, within: frozenset[str] = frozenset()
) -> Iterator[Document]:
    """Yield each page after those that it requires; `within` are the paths being followed."""
    for page in pages:
        if page.path in within:
            continue
        required = (library.by_id.get(each) for each in page.meta.requires)
        public = [each for each in required if each is not None and not each.audience]
        yield from _with_required(public, library, within | {page.path})
        yield page


def _units(
    pages: Sequence[Document],
    types: tuple[str, ...],
    kind: str,
    vocabulary: Vocabulary,
    measure: Measure,
) -> Iterator[dict[str, object]]:
    word = kind if kind in vocabulary.unit_kinds else vocabulary.unit_kinds[0]
    for page in pages:
        if page.type in types:
            for sections in cut(page, measure):
                listed = {"sections": list(sections)} if sections else {}
                yield {"page": page.path, **listed, "kind": word}


def cut(page: Document, measure: Measure) -> list[tuple[str, ...]]:
    """Return the sections of each unit that a page makes; one empty tuple for the whole page.

    Consecutive sections of the second level stay together as long as they are not too long to read
    at one go. A section that is too long by itself remains one unit.
    """
    most = min(measure.longest_characters, measure.longest_minutes * measure.speed)
    if page.text_length <= most or page.meta.minutes is not None:
        return [()]
    runs: list[list[str]] = []
    length = 0
    for section in page.sections:
        if section.level == 2:  # noqa: PLR2004 (a chapter, below the title)
            own = text_length(page, [section.id])
            if not runs or length + own > most:
                runs.append([])
                length = 0
            runs[-1].append(section.id)
            length += own
    return [tuple(run) for run in runs] or [()]
