"""References to articles are found in running text and lead to the right place, or nowhere."""

import pytest

from mkdocs_study.library.citation import parse_citations, parse_reference
from mkdocs_study.library.library import Library, load_library
from mkdocs_study.library.resolution import resolve, why_unresolved
from mkdocs_study.library.vocabulary import Vocabulary

TABLE: list[tuple[str, list[str]]] = [
    ("依照《甲规定》第十二条办理", ["《甲规定》第十二条 = 甲规定 第十二条"]),
    (
        "《甲规定》第十二条第二款第（三）项",
        ["《甲规定》第十二条第二款第（三）项 = 甲规定 第十二条第二款第三项"],
    ),
    ("《甲规定》第120条之一", ["《甲规定》第120条之一 = 甲规定 第一百二十条之一"]),
    (
        "《甲\n规定》（2016年）第 一 条",
        ["《甲\n规定》（2016年）第 一 条 = 甲规定 第一条"],
    ),
    (
        "《甲规定》第十条至第十二条、第十四条和第二条第一款、第三款",
        [
            "《甲规定》第十条 = 甲规定 第十条",
            "第十二条 = 甲规定 第十二条",
            "第十四条 = 甲规定 第十四条",
            "第二条第一款 = 甲规定 第二条第一款",
            "第三款 = 甲规定 第二条第三款",
        ],
    ),
    ("本规定第五条、第六条", ["本规定第五条 = self 第五条", "第六条 = self 第六条"]),
    ("按照第七条，违反第八条", ["第七条 = self 第七条", "第八条 = self 第八条"]),
    ("刑法第十条、第十一条", []),
    ("《未收入的法》第十条，民法典第三条", ["《未收入的法》第十条 = 未收入的法 第十条"]),
    ("第三人、第二类、第零条、条", []),
    ("《甲规定》和《乙规定》第三条", ["《乙规定》第三条 = 乙规定 第三条"]),
    ("第三条规定的情形", ["第三条 = self 第三条"]),
]


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_references_are_found(text: str, expected: list[str]) -> None:
    found = [
        f"{text[each.start : each.end]} = {each.title or 'self'} {each.label}"
        for each in parse_citations(text, own=True)
    ]
    assert found == expected


def test_only_a_text_has_articles_of_its_own() -> None:
    assert parse_citations("本规定第五条，按照第六条") == []


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("《甲规定》第一条", True),
        ("《甲规定》第一条第二款", True),
        ("见《甲规定》第一条", False),
        ("《甲规定》第一条、第二条", False),
        ("甲规定第一条", False),
        ("《甲规定》", False),
    ],
)
def test_a_breach_is_wholly_one_reference(text: str, valid: bool) -> None:  # noqa: FBT001
    assert (parse_reference(text) is not None) is valid


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    docs = tmp_path_factory.mktemp("library") / "docs"
    docs.mkdir()
    (docs / "a.md").write_text(
        "---\ntype: text\ntitle: 甲规定\nid: text-a\nshort_title: 规定\naliases: [甲规]\n---\n\n"
        "# 甲规定\n\n## 第一条\n\n一款：\n\n（一）甲；\n\n（二）乙。\n\n二款。\n\n"
        "## 附件1\n\n### 第一条\n\n### 第二条\n",
        encoding="utf-8",
    )
    loaded, found = load_library(docs, Vocabulary())
    assert found == []
    return loaded


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("《甲规定》第一条", "art-1"),
        ("《规定》第1条", "art-1"),
        ("《甲规》第一条第二款", "art-1-p2"),
        ("《甲规定》第一条第一款第二项", "art-1-p1-i2"),
        ("《甲规定》第一条第二项", "art-1-p1-i2"),
    ],
)
def test_a_reference_leads_to_its_place(text: str, anchor: str, library: Library) -> None:
    citation = parse_reference(text)
    assert citation is not None
    target = resolve(citation, library)
    assert target is not None
    assert (target.document.path, target.section.id, target.anchor) == ("a.md", "art-1", anchor)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("《甲规定》第二条", "《甲规定》没有第二条"),
        ("《甲规》第一条第三款", "《甲规定》没有第一条第三款"),
        ("《甲规定》第一条第三项", "《甲规定》没有第一条第三项"),
        ("《别的规定》第九条", None),
    ],
)
def test_a_reference_into_the_void_is_explained(
    text: str, why: str | None, library: Library
) -> None:
    citation = parse_reference(text)
    assert citation is not None
    assert resolve(citation, library) is None
    assert why_unresolved(citation, library) == why
