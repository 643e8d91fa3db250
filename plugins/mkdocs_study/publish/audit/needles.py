"""Turns the documents that a build leaves out into the words that must not stand in its output."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from mkdocs_study.library.document import Document
from mkdocs_study.library.markers import is_marker
from mkdocs_study.library.masking import mask, strip_comments
from mkdocs_study.library.quiz import BLANK
from mkdocs_study.publish.audit.grams import fold_needle

REFERENCE_KEYS = frozenset((
    "page", "sections", "requires", "materials", "about", "version_of", "redirects", "audience",
    "id", "type", "hide", "template", "icon", "status", "search", "slug", "source_sha256", "kind",
))  # fmt: skip
"""Keys whose values are addresses or words of the schema, not words for readers."""

SHORTEST = 2
SHORT_WORD = 4
"""Shorter words are reported as warnings: they may stand in the output for another reason."""

SHORTEST_SENTENCE = 8
SHORTEST_CLAUSE = 12
SHORTEST_ADDRESS = 6

_LINK_TARGET = re.compile(r"\]\([^)\n]{0,500}\)|\]\[[^\]\n]{0,200}\]")
_DEFINITION = re.compile(r"^[ \t]*\[(?!\^)[^\]\n]+\]:.*$", re.MULTILINE)
_OWN_LINE = re.compile(r"^[ \t]*(?:!!!|\?\?\?|///|#{1,6}[ \t])[^\n]*$", re.MULTILINE)
"""What the next line does not go on with, even without a blank line between."""

_ATTRIBUTES = re.compile(r"\{:?[ \t]*[#.][^{}\n]*\}")
_TAG = re.compile(r"<[A-Za-z/!][^<>]*>")
_BLOCK = re.compile(r"\n\s*\n|\n(?=[ \t]*(?:[-*+>#|]|\d+[.)] |!!!|\?\?\?|///))|\|")
_SENTENCE = re.compile(r"[。！？!?；;…\n]|\[\^[^\]]{1,100}\]|(?<=[A-Za-z])\. ")
_CLAUSE = re.compile(r"[，,：:、。]")
_MARKS = re.compile(
    r"^[ \t]*(?:(?:[-*+>]|#{1,6}|\d+[.)])[ \t]+)+"
    r"|^[ \t]*(?:!!!|\?\?\?\+?|///)[ \t]*(?:[\w-]+(?:[ \t]+|$))*"
)
_ITEM = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十百零〇0-9]{1,4}[）)]|[一二三四五六七八九十]{1,3}、)"
)
"""Number of an item: it stands in a text of its own in some renderings."""

_AUTOMATIC = re.compile(r"(?:pt|ch|s|art|p|i|att|fn|fnref)[-:0-9a-z]*[0-9][-0-9a-z]*")


@dataclass(frozen=True, slots=True)
class Needle:
    """Words of a document that is not in the build."""

    folded: str
    kind: str
    """In Chinese: 标题, 句子 and so on."""

    source: str
    """Path of the document for diagnostics."""

    words: str

    @property
    def is_sure(self) -> bool:
        """Tell whether it is long enough to stand in the output only by a leak."""
        return len(self.folded) >= SHORT_WORD and self.kind != "读者范围的名称"


def needles_of(document: Document) -> Iterator[Needle]:
    """Yield every name, sentence and address of a document, folded; some may occur twice."""
    for kind, words in _all_words(document):
        folded = fold_needle(words)
        if len(folded) >= SHORTEST and not folded.isdecimal():
            yield Needle(folded, kind, document.source, words.strip())


def _all_words(document: Document) -> Iterator[tuple[str, str]]:
    yield "标题", document.title
    if document.id and _is_special(document.id):
        yield "id", document.id
    address = document.url.rstrip("/")
    if _is_special(address):
        yield "地址", address
    for anchor in document.anchors:
        if len(anchor) >= SHORTEST_ADDRESS and not _AUTOMATIC.fullmatch(anchor):
            yield "编号", anchor
    yield from _of_meta(document)
    for section in document.sections:
        if not section.article and len(section.heading) >= SHORT_WORD:
            yield "小标题", section.heading
    yield from (("句子", each) for each in sentences(body_of(document)))
    yield from _of_exercises(document)
    for key, value in document.front_matter.data.items():
        if key.startswith("x-") and isinstance(value, str) and len(value) >= SHORT_WORD:
            yield "元数据", value


def _of_exercises(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the words of quizzes and checklists, which readers see without their marks."""
    exercises = document.content.exercises
    titles = [quiz.title for quiz in exercises.quizzes]
    titles += [checklist.title for checklist in exercises.checklists]
    yield from (("小标题", title) for title in titles if len(title) >= SHORT_WORD)
    words: list[str] = []
    for quiz in exercises.quizzes:
        for question in quiz.questions:
            options = (option.text for option in question.options)
            words += [*question.stem.split(BLANK), *options, question.explanation]
    for checklist in exercises.checklists:
        for item in checklist.items:
            words += [item.text, item.hint]
    yield from (("题目", each) for text in words for each in sentences(text))


def _is_special(address: str) -> bool:
    """Tell whether an address is no common word of style sheets and scripts."""
    marked = any(each in address for each in "-/0123456789")
    return len(address) >= SHORTEST_ADDRESS and marked


_KINDS: Mapping[str, str] = {
    "aliases": "别名",
    "short_title": "简称",
    "description": "说明",
    "tags": "标签",
    "categories": "分类",
}


def _of_meta(document: Document) -> Iterator[tuple[str, str]]:
    for key, value in document.meta.model_dump(exclude_defaults=True).items():
        if key in REFERENCE_KEYS or key in ("title", "standards", "exemplars", "discipline"):
            continue
        kind = _KINDS.get(key, "元数据")
        for words in strings_of(value):
            if kind in ("标签", "别名", "简称"):
                yield kind, words
            elif kind == "元数据" and len(words) < SHORT_WORD:
                continue
            else:
                yield from ((kind, each) for each in _pieces(words))


def strings_of(value: object) -> Iterator[str]:
    """Yield the words for readers in a value of the front matter."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if key not in REFERENCE_KEYS:
                yield from strings_of(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings_of(each)


def _pieces(words: str) -> Iterator[str]:
    pieces = [each for each in _SENTENCE.split(words) if each.strip()]
    if len(pieces) <= 1:
        yield words
    for piece in pieces:
        yield from _with_clauses(piece)


def body_of(document: Document) -> str:
    """Return the body as readers see it, without comments."""
    return strip_comments(document.body, lambda _: False)


def without_marks(body: str) -> str:
    """Return a Markdown text without addresses, attributes and tags, and with entities decoded."""
    text = _ATTRIBUTES.sub("", _DEFINITION.sub("", _LINK_TARGET.sub("]", body)))
    return unescape(_TAG.sub("", text))


def sentences(body: str) -> Iterator[str]:
    """Yield the sentences of a Markdown text, and the long clauses of each, without its marks."""
    text = _OWN_LINE.sub("\n\n\\g<0>\n\n", without_marks(body))
    for block in _BLOCK.split(text):
        joined = _ITEM.sub("", _MARKS.sub("", block)).replace("\n", "")
        for sentence in _SENTENCE.split(joined):
            if len(sentence) >= SHORTEST_SENTENCE and len(fold_needle(sentence)) >= (
                SHORTEST_SENTENCE
            ):
                yield from _with_clauses(sentence)


def _with_clauses(sentence: str) -> Iterator[str]:
    yield sentence
    clauses = _CLAUSE.split(sentence)
    if len(clauses) > 1:
        yield from (each for each in clauses if len(fold_needle(each)) >= SHORTEST_CLAUSE)


def comments_of(document: Document) -> Iterator[Needle]:
    """Yield the sentences of comments: no build publishes them."""
    for comment in mask(document.body).comments:
        if not is_marker(comment.text):
            for sentence in sentences(comment.text):
                yield Needle(fold_needle(sentence), "注释", document.source, sentence.strip())


def words_of_attachment(texts: Iterable[str], source: str) -> Iterator[Needle]:
    """Yield the sentences of an attachment that no page of the build uses."""
    for text in texts:
        for sentence in sentences(text.replace("\n", "\n\n")):
            yield Needle(fold_needle(sentence), "附件里的文字", source, sentence.strip())


def name_of_attachment(path: str, source: str, used: Container[str]) -> Iterator[Needle]:
    """Yield the name of an attachment, unless one that is published has the same.

    Args:
        path: below docs/.
        source: shown in diagnostics.
        used: names of the published ones.
    """
    name = path.rsplit("/", 1)[-1]
    stem = name.rsplit(".", 1)[0]
    if name not in used and len(name) >= SHORTEST_ADDRESS:
        yield Needle(fold_needle(name), "附件名", source, name)
        if any(not each.isascii() for each in stem) and len(stem) >= SHORT_WORD:
            yield Needle(fold_needle(stem), "附件名", source, stem)
