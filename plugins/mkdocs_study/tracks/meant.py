"""Turns what a track names and the library does not have into what its author probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from mkdocs_study.library.document import Document
from mkdocs_study.library.library import Library, title_key
from mkdocs_study.text.numerals import parse_article, parse_numeral

SUGGESTED_SECTIONS = 5
"""Section ids that the hint of a wrong one names."""

_RANGE = re.compile(r"(.+?)\s*(?:至|到|—|–|~|～|\.\.|-(?=art-|第))\s*(.+)")
_NUMBER = re.compile(r"(?:art|article|tiao|第)?[ _-]?([0-9]{1,4})(?:[ _-]([0-9]{1,2}))?条?")


def hint_for_page(path: str, library: Library) -> str:
    """Name the page that was meant by a path; an invalid page is not in the library."""
    plain = path.removeprefix("docs/")
    if plain in library.by_path:
        return f"是否想写 {plain}"
    stem = plain.removesuffix(".md").removesuffix("/index")
    named = library.by_id.get(stem.rpartition("/")[2])
    close = get_close_matches(path, library.by_path, n=1, cutoff=0.8)
    if close:
        return f"是否想写 {close[0]}"
    if named is not None:
        return f"是否想写 {named.path}"
    return "路径从 docs/ 算起，例如 texts/x.md；页面自己有错误的，先改好它"


def hint_for_document(written: str, library: Library) -> str:
    """Name the document that was meant by a wrong id: by its file's name, or by spelling."""
    known = {each.id: each for each in library.documents if each.id}
    stems = {each.path.removesuffix(".md").rpartition("/")[2]: each.id for each in known.values()}
    if found := stems.get(written):
        return f"是否想写 {found}"
    close = get_close_matches(written, [each for each in known if each], n=1, cutoff=0.7)
    return f"是否想写 {close[0]}" if close else "写资料的 id，不写路径"


def hint_for_section(page: Document, written: str) -> str:
    """Name the sections that were meant by an article number, a heading, a range or a misspelling.

    Without any idea it lists the first sections of the page.
    """
    if found := _sections(page, written):
        if len(found) > SUGGESTED_SECTIONS:
            return f"每一节单独写：{'、'.join(found[:2])}……{found[-1]}，共 {len(found)} 节"
        return f"是否想写 {'、'.join(found)}"
    known = [section.id for section in page.sections if section.level > 1]
    if not known:
        return "该页没有分节，删去 sections"
    if close := get_close_matches(written, known, n=1, cutoff=0.75):
        return f"是否想写 {close[0]}"
    more = "等" if len(known) > SUGGESTED_SECTIONS else ""
    return f"该页的节：{'、'.join(known[:SUGGESTED_SECTIONS])}{more}"


def _sections(page: Document, written: str) -> list[str]:
    if one := _section(page, written):
        return [one]
    if not (parts := _RANGE.fullmatch(written)):
        return []
    first, last = _section(page, parts[1]), _section(page, _completed(parts[1], parts[2]))
    ids = [section.id for section in page.sections]
    if first is None or last is None or ids.index(first) > ids.index(last):
        return []
    return ids[ids.index(first) : ids.index(last) + 1]


def _completed(first: str, last: str) -> str:
    """art-3..5 ends at art-5, 第三至五条 at 第五条."""
    if first.startswith("art-") and last.isdecimal():
        return f"art-{last}"
    return last if last.startswith(("第", "art")) else f"第{last}"


def _section(page: Document, written: str) -> str | None:
    """Return the id of the one section that an author may call so."""
    known: Iterable[str] = [section.id for section in page.sections]
    if written in known:
        return written
    lower = written.lower().lstrip("#")
    if lower in known:
        return lower
    number = parse_article(written) or parse_article(f"{written}条")
    if number is None and (digits := _NUMBER.fullmatch(lower)):
        number = parse_article(f"第{digits[1]}条" + (f"之{digits[2]}" if digits[2] else ""))
    if number is None and parse_numeral(written) is not None:
        number = parse_article(f"第{written}条")
    if number is not None and (article := page.article(number)):
        return article.id
    words = title_key(written)
    headings = [(title_key(each.heading), each.id) for each in page.sections if each.level > 1]
    same = [each for heading, each in headings if heading == words]
    holding = [each for heading, each in headings if words in heading and len(words) > 1]
    return next((found[0] for found in (same, holding) if len(found) == 1), None)
