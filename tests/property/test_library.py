"""No input whatever makes the reader of pages fail, and what it says fits the input."""

import random
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_study.library.citation import parse_citations
from mkdocs_study.library.content import Content, read_body, read_content
from mkdocs_study.library.decoding import decode
from mkdocs_study.library.diagnostics import Diagnostic, format_diagnostic
from mkdocs_study.library.front_matter import read_front_matter
from mkdocs_study.library.library import load_library, read_document
from mkdocs_study.library.markers import check_comments
from mkdocs_study.library.masking import mask, strip_comments
from mkdocs_study.library.tree import Tree
from mkdocs_study.library.vocabulary import Vocabulary
from mkdocs_study.markdown_zh.traps import find_traps

TOKENS = st.sampled_from(
    [
        "\n", "\n\n", "\n    ", "\n> ",
        "---\n", "# ", "## ", "- ", "1. ", "2017. ", "    ", "> ", "```", "~~~\n",
        "`",
        "<!--", "-->", "study:", "[", "](", ")", "]: ", "[^1]", "[^1]: ", "|", "|---|\n", "**", "_",
        "<b", "<", '<a href="',
        ">", "《", "》", "第", "条", "款", "项", "十二", "（一）", "、", "　", "\t",
        "{#a}",
        "!!! ", "“", "文字", "。", "title: x\n", "type: text\n", "id: abc\n", "&a ", "*a ", "!!x ",
        "{", "}", "'", '"', ": ", "：", "\\", "===\n", "a.md", "#x", "://", "%", "\u2028", "\ufeff",
    ]
)  # fmt: skip
MARKDOWN = st.lists(TOKENS, max_size=60).map("".join)
TREE = Tree(Path(), "docs", (), (), ())


def read(text: str) -> tuple[Content, list[Diagnostic]]:
    def inspect(body: object) -> list[Diagnostic]:
        assert isinstance(body, type(read_body("", "", 1, "")))
        return [*find_traps(body), *check_comments(body)]

    _, content, found = read_document(text, "a.md", TREE, Vocabulary(), inspect)
    return content, found


@given(MARKDOWN)
@settings(max_examples=300, deadline=None)
def test_any_markdown_is_read(text: str) -> None:
    content, found = read(text)
    lines = text.count("\n") + 1
    assert all(1 <= each.line <= lines for each in found)
    assert all("\n" not in format_diagnostic(each) for each in found)
    assert all(1 <= section.line <= section.end_line + 1 for section in content.sections)


@given(MARKDOWN.map(lambda text: f"---\n{text}\n---\n"))
@settings(max_examples=300, deadline=None)
def test_any_front_matter_is_read_or_refused(text: str) -> None:
    front, split, found = read_front_matter(text, "a.md")
    assert (front is None) == bool(found)
    assert split.body_line <= text.count("\n") + 1
    assert all(1 <= each.line <= text.count("\n") + 1 for each in found)


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    text, found = decode(data, "a.md")
    assert text is not None or len(found) == 1
    if text is not None:
        assert "\r" not in text
        read(text)


@given(MARKDOWN)
def test_masking_keeps_lines(text: str) -> None:
    masked = mask(text)
    assert text.count("\n") == masked.visible.count("\n") == masked.prose.count("\n")
    assert len(masked.visible) == len(masked.outline) == len(masked.prose)
    stripped = strip_comments(text, lambda _: False)
    assert stripped == masked.visible


@given(MARKDOWN)
def test_references_stand_where_they_say(text: str) -> None:
    found = parse_citations(text, own=True)
    assert all(text[each.start] in "《本第" for each in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_folder_of_random_bytes_is_reported_without_a_traceback(tmp_path: Path) -> None:
    source = random.Random(20261123)  # noqa: S311 (test data)
    for number in range(40):
        length = source.randrange(400)
        (tmp_path / f"{number}.md").write_bytes(source.randbytes(length))
    library, found = load_library(tmp_path, Vocabulary())
    assert library.documents == ()
    assert {each.path for each in found} == {f"{tmp_path.name}/{number}.md" for number in range(40)}


@pytest.mark.parametrize(
    "body",
    ["[" * 200_000, "[a](" * 50_000, "`" * 99_999, "<" * 200_000, "<!-- " * 40_000, "> " * 90_000,
     "\n".join(["`a`" * 600] * 60), "第" * 200_000, "《" * 200_000, "- a\n" * 50_000,
     "#\n" * 40_000,
     "<!---->\n" * 30_000, "```\n" * 40_000, "|" * 100_000, "*" * 100_000, "[^1]" * 40_000,
     "\n".join(["[a](" * 900] * 40), "[a]:\n" * 100_000, "<a href='" * 30_000, '[]("' * 60_000,
     "\n".join("    " * depth + "- a" for depth in range(300))],
    ids=range(21),
)  # fmt: skip
def test_hostile_bodies_cost_no_more_than_their_length(body: str) -> None:
    start = time.process_time()
    read_content(read_body("a.md", "text", 1, body))
    find_traps(read_body("a.md", "text", 1, body))
    assert time.process_time() - start < 5
