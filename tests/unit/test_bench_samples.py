"""What the benchmarks type: strings of every kind, references in three spellings, cut corpora."""

from pathlib import Path

import pytest

from bench_corpus import (
    address,
    answerable,
    copy_of,
    list_pages,
    original,
    rename,
    reorder,
    shuffle,
    without_copies,
    write_cut,
)
from bench_known import Reference, is_right, list_references, short_title, spell
from bench_quality import Judged
from bench_sections import (
    KINDS,
    SiteSection,
    crossings,
    latin_runs,
    promises,
    sample,
    sample_words,
    widen,
)
from bench_weight import mix
from mkdocs_study.text.normalize import HAN_RUN, fold_block
from mkdocs_study.text.numerals import ArticleNumber

TEXT = (
    "第十二条\n党员应当认真学习党章党规,自2016年10月27日起施行gb18030标准。\n"
    "国务院办公厅负责处理证书。"
)
SECTIONS = [SiteSection(f"p/#a{n}", "p/", "规定", "第十二条", TEXT) for n in range(3)]


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_sample_stands_in_the_text_under_its_folded_form(kind: str) -> None:
    drawn = sample(SECTIONS, kind, 8, 1)
    assert drawn
    assert drawn == sample(SECTIONS, kind, 8, 1), "a seed gives the same sample"
    assert len({one.typed for one in drawn}) == len(drawn)
    for one in drawn:
        assert one.folded in TEXT
        assert fold_block(one.typed) == one.folded
    is_respelt = kind in {"traditional", "full width", "spaced"}
    assert all((one.typed != one.folded) is is_respelt for one in drawn)


def test_a_site_with_fewer_strings_gives_fewer() -> None:
    few = [SiteSection("p/", "p/", "", "", "党章")]
    assert [one.typed for one in sample(few, "string", 50, 1)] == ["党章"]
    assert sample(few, "latin", 5, 1) == []
    assert sample([], "string", 5, 1) == []
    assert sample_words(few, 5, 1) == ["党章"]


def test_words_have_two_to_four_characters() -> None:
    words = sample_words(SECTIONS, 20, 1)
    assert words
    assert all(HAN_RUN.fullmatch(word) and 2 <= len(word) <= 4 for word in words)


def test_crossings_are_pairs_that_no_word_holds() -> None:
    assert crossings("学习党章") == ["习党"]
    assert crossings("党章") == []


def test_latin_runs_have_their_place() -> None:
    assert [TEXT[a:b] for a, b in latin_runs(TEXT)] == ["2016", "10", "27", "gb18030"]


@pytest.mark.parametrize(
    ("text", "string", "due"),
    [
        ("自21日起", "1日", False),
        ("自21日起,1日止", "1日", True),
        ("中国人民", "国人", True),
        ("gb18030", "18030", False),
        ("gb18030", "gb1", True),
        ("标准2", "准2", True),
        ("", "字", False),
    ],
)
def test_what_search_promises(text: str, string: str, *, due: bool) -> None:
    assert promises(text, string) is due


def test_full_width_letters_and_digits_only() -> None:
    assert widen("gb1 日。") == "ｇｂ１ 日。"


def test_a_session_takes_turns() -> None:
    assert mix(["甲", "乙"], ["问一", "问二", "问三"], 1)[::2] == ["甲", "乙"]
    assert len(mix(list("甲乙丙丁戊己庚辛壬癸子丑"), ["问"] * 12, 1)) == 20


@pytest.mark.parametrize(
    ("title", "number", "written"),
    [
        (
            "民法典",
            ArticleNumber(54),
            ("《民法典》第五十四条", "民法典54条", "民法典第54条"),
        ),
        (
            "刑法",
            ArticleNumber(120, 1),
            ("《刑法》第一百二十条之一", "刑法120条之1", "刑法第120条之1"),
        ),
    ],
)
def test_three_spellings(title: str, number: ArticleNumber, written: tuple[str, ...]) -> None:
    assert spell(title, number) == written


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("中华人民共和国民法典", "民法典"),
        ("中国共产党章程", "章程"),
        ("中华人民共和国法", "中华人民共和国法"),
        ("监督条例", "监督条例"),
    ],
)
def test_short_titles(title: str, short: str) -> None:
    assert short_title(title) == short


def known_sections() -> list[SiteSection]:
    rows = [
        ("a/", "中华人民共和国民法典", "中华人民共和国民法典"),
        ("a/#a1", "中华人民共和国民法典", "第一条"),
        ("b/", "中华人民共和国民法典", "中华人民共和国民法典"),
        ("b/#a2", "中华人民共和国民法典", "第二条"),
        ("c/", "民法典", "民法典"),
        ("c/#a1", "民法典", "第一条 目的"),
        ("c/#a2", "民法典", "第二条"),
    ]
    return [SiteSection(url, url.partition("#")[0], title, h, "") for url, title, h in rows]


def test_a_reference_means_every_page_of_that_name_with_that_article() -> None:
    found = list_references(known_sections(), 10, 1)
    meant = {ref.typed: (set(ref.targets), ref.ambiguous) for ref in found}
    full, short = "中华人民共和国民法典", "民法典"
    possible = {
        f"{full}1条": ({"a/#a1"}, False),
        f"{short}1条": ({"a/#a1"}, False),
        f"{full}2条": ({"b/#a2"}, False),
        f"{short}2条": ({"b/#a2", "c/#a2"}, True),
    }
    written = {typed: meant[typed] for typed in possible if typed in meant}
    assert written, found
    assert all(possible[typed] == answer for typed, answer in written.items())
    titles = {ref.typed: (set(ref.targets), ref.ambiguous) for ref in found if ref.kind == "title"}
    every = {full: ({"a/", "b/"}, True), short: ({"a/", "b/", "c/"}, True)}
    assert titles == {typed: every[typed] for typed in titles}


@pytest.mark.parametrize(
    ("kind", "urls", "right"),
    [
        ("X54条", ["a/#a54", "b/"], True),
        ("X54条", ["a/", "a/#a54"], False),
        ("X54条", [], False),
        ("title", ["a/#a54"], False),
    ],
)
def test_only_the_first_hit_counts(kind: str, urls: list[str], *, right: bool) -> None:
    reference = Reference(kind, "", frozenset({"a/#a54"}), ambiguous=False)
    assert is_right(reference, {"hits": [{"url": url} for url in urls]}) is right


def test_any_section_stands_for_the_page_of_a_title() -> None:
    reference = Reference("title", "", frozenset({"a/"}), ambiguous=False)
    assert is_right(reference, {"hits": [{"url": "a/#a54"}]})


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    for number in range(5):
        page = folder / f"d{number % 2}" / f"p{number}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"# 规定{number}\n\n# 不是题目\n", encoding="utf-8")
    (folder / "index.md").write_text("# 首页\n", encoding="utf-8")
    return folder


def test_every_cut_holds_the_smaller_ones(docs: Path, tmp_path: Path) -> None:
    order = shuffle(list_pages(docs), 1)
    assert sorted(order) == ["d0/p0.md", "d0/p2.md", "d0/p4.md", "d1/p1.md", "d1/p3.md"]
    assert order == shuffle(list_pages(docs), 1) != sorted(order)
    for count in (2, 5):
        write_cut(docs, order, count, tmp_path / str(count))
        assert list_pages(tmp_path / str(count)) == sorted(order[:count])
        assert (tmp_path / str(count) / "index.md").is_file()


def test_beyond_the_corpus_pages_come_again_under_other_names(docs: Path, tmp_path: Path) -> None:
    order = shuffle(list_pages(docs), 1)
    write_cut(docs, order, 10, tmp_path / "twice")
    pages = list_pages(tmp_path / "twice")
    assert len(pages) == 10
    titles = [(tmp_path / "twice" / page).read_text("utf-8").split("\n")[0] for page in pages]
    assert len(set(titles)) == 10
    with pytest.raises(ValueError, match="11 pages asked for, 5 are there"):
        write_cut(docs, order, 11, tmp_path / "more")


def test_only_the_title_is_renamed() -> None:
    assert rename("# 甲\n\n# 乙\n\n## 丙\n") == "# 别本甲\n\n# 乙\n\n## 丙\n"


@pytest.mark.parametrize(
    ("page", "url"), [("d0/p1.md", "d0/p1/"), ("d0/index.md", "d0/"), ("p.md", "p/")]
)
def test_addresses_are_those_of_mkdocs(page: str, url: str) -> None:
    assert address(page) == url


def test_a_copy_counts_as_its_original_once() -> None:
    copy = copy_of("d0/p1.md").removesuffix(".md") + "/#a1"
    assert copy != original(copy) == "d0/p1/#a1"
    assert original("copy/d0/p1/#a1") == "copy/d0/p1/#a1", "a page of that name"
    assert without_copies([copy, "d1/#a2", "d0/p1/#a1"]) == ["d0/p1/#a1", "d1/#a2"]


def test_a_copy_has_the_same_sections_in_another_order() -> None:
    chapters = {
        number: [f"#### 第{number}{n}条 {{#a{number}{n}}}\n\n文\n\n" for n in "123456"]
        for number in "12"
    }
    loose = "#### 附 {#x}\n\n话\n"
    page = (
        "# 题\n\n前言\n\n"
        + loose
        + "".join(
            f"## 第{number}章\n\n" + "".join(articles) for number, articles in chapters.items()
        )
    )
    copy = reorder(page, "d0/p1.md")
    assert copy == reorder(page, "d0/p1.md") != page
    assert copy.startswith("# 题\n\n前言\n\n" + loose)
    for number, articles in chapters.items():
        lead = copy.index(f"## 第{number}章")
        places = [copy.index(article) for article in articles]
        following = [copy.index(f"## 第{other}章") for other in chapters if other != number]
        end = min([place for place in following if place > lead], default=len(copy))
        assert all(lead < place < end for place in places)
        assert places != sorted(places)
    assert sorted(copy) == sorted(page)


def test_a_question_is_asked_where_all_its_answers_stand() -> None:
    whole = Judged("甲", frozenset({"a/#1", "b/#2"}))
    part = Judged("乙", frozenset({"a/#1", "c/#2"}))
    assert answerable([whole, part], {"a/", "b/"}) == [whole]
