"""Old addresses lead to one page, old anchors to one that exists."""

from pathlib import Path

import pytest

from mkdocs_study.library.library import load
from mkdocs_study.library.vocabulary import Vocabulary
from mkdocs_study.publish.redirects import (
    check_redirects,
    insert_old_anchors,
    read_redirects,
    redirect_page,
    redirect_path,
)


def write(folder: Path, name: str, redirects: str) -> None:
    line = f"redirects: {redirects}\n" if redirects else ""
    (folder / f"{name}.md").write_text(
        f"---\ntype: text\nid: {name}\ntitle: 规定{name}\n{line}---\n"
        f"# 规定{name}\n\n## 第一条\n\n甲。\n",
        encoding="utf-8",
    )


def faults(folder: Path) -> list[tuple[str, int, str]]:
    loaded = load(folder, Vocabulary(), prefix="docs")
    assert not loaded.diagnostics
    return sorted((d.path, d.line, d.code) for d in check_redirects(loaded.library))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("[old/]", "[older/]", []),
        ('["x -> art-1"]', "", []),
        ("[old/]", "[old/]", [("docs/two-two.md", 5, "RD001")]),
        ("[two-two/]", "", [("docs/one-one.md", 5, "RD001")]),
        ("[one-one/]", "", [("docs/one-one.md", 5, "RD001")]),
        ('["x -> art-9"]', "", [("docs/one-one.md", 5, "RD002")]),
        ('["art-1 -> art-1"]', "", [("docs/one-one.md", 5, "RD003")]),
    ],
)
def test_faults(
    tmp_path: Path, first: str, second: str, expected: list[tuple[str, int, str]]
) -> None:
    write(tmp_path, "one-one", first)
    write(tmp_path, "two-two", second)
    assert faults(tmp_path) == expected


def test_entries_are_sorted(tmp_path: Path) -> None:
    write(tmp_path, "one-one", '[old/, "x -> art-1", older/]')
    (document,) = load(tmp_path, Vocabulary(), prefix="docs").library.documents
    redirects = read_redirects(document)
    assert (redirects.pages, redirects.anchors) == (("old/", "older/"), {"x": "art-1"})


def test_files_and_pages() -> None:
    assert redirect_path("a/b/", directory_urls=True) == "a/b/index.html"
    assert redirect_path("a/b/", directory_urls=False) == "a/b.html"
    page = redirect_page("<甲>", "../c/", "../x.js")
    assert "&lt;甲&gt;" in page
    assert "<甲>" not in page


def test_old_anchors_stand_before_the_new_ones() -> None:
    content = '<h2 id="art-1">一</h2><p class="x" id="art-1-p1">文</p>'
    assert insert_old_anchors(content, {}) == content
    moved = insert_old_anchors(content, {"旧": "art-1", 'a"b': "art-1-p1"})
    assert moved == (
        '<span id="旧"></span><h2 id="art-1">一</h2>'
        '<span id="a&quot;b"></span><p class="x" id="art-1-p1">文</p>'
    )
