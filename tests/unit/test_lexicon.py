"""The lexicon holds what readers may mean, heaviest first, within its bounds."""

import pytest

from mkdocs_study.search import entries
from mkdocs_study.search.entries import bare_heading, collect_entries
from mkdocs_study.search.extract import Page, Section
from mkdocs_study.search.lexicon import write_lexicon
from tests.golden.test_lexicon import Namer


@pytest.mark.parametrize(
    ("heading", "bare"),
    [
        ("第一章 总则", "总则"),
        ("第二章　总　则", "总则"),
        ("第三节 一般规定", "一般规定"),
        ("第十二条", ""),
        ("第一百二十条之一", ""),
        ("第五条 适用范围", "适用范围"),
        ("一、三会一课", "三会一课"),
        ("（二）党员大会", "党员大会"),
        ("5.12 其他", "其他"),
        ("1. 一般规定", "一般规定"),
        ("附件2：名单", "名单"),
        ("三会一课", "三会一课"),
        ("第三人", "第三人"),
        ("第三产业", "第三产业"),
        ("一般规定", "一般规定"),
        ("第一条 为了规范管理，制定本法。", ""),
        ("很" * 31, ""),
    ],
)
def test_headings_lose_their_numbers(heading: str, bare: str) -> None:
    assert bare_heading(heading) == bare


def page(title: str, *headings: str, **facets: str) -> Page:
    sections = [Section("", 1, title, ())]
    sections += [Section(f"h{i}", 2, heading, ()) for i, heading in enumerate(headings)]
    return Page(f"{title}/", title, tuple(sections), tuple(facets.items()))


def weights(pages: list[Page], *words: tuple[str, int]) -> dict[str, int]:
    return {entry.text: entry.weight for entry in collect_entries(pages, words)}


def test_titles_outweigh_aliases_headings_and_words() -> None:
    found = weights([page("甲规定", "乙标题", alias="丙别名")], ("丁词", 100_000), ("乙标", 3))
    assert list(found) == ["甲规定", "丙别名", "乙标题", "丁词", "乙标"]


def test_more_sections_weigh_more() -> None:
    pages = [page("甲规定", "一、常见"), page("乙规定", "二、常见", "三、少见")]
    found = weights(pages, ("甲规定", 200), ("多次", 90), ("两次", 2))
    assert found["甲规定"] > found["乙规定"]
    assert found["常见"] > found["少见"]
    assert found["多次"] > found["两次"]


def test_a_glossary_is_asked_for_its_terms() -> None:
    pages = [page("术语表", "微党课", type="术语"), *(page(f"第{n}页", "总则") for n in "甲乙丙丁")]
    found = weights(pages)
    assert found["微党课"] > found["总则"]


def test_each_stands_once_whatever_its_marks() -> None:
    found = weights([page("《准则》", "准则", alias="准 则")], ("准则", 50))
    assert list(found) == ["《准则》"]


def test_official_prefixes_are_left_out_when_titles_are_cited() -> None:
    found = weights([page("中华人民共和国刑法")])
    assert set(found) == {"中华人民共和国刑法", "刑法"}


def test_numerals_and_single_characters_are_no_words() -> None:
    assert weights([], ("第一", 9), ("二十", 9), ("第三条", 9), ("党", 9), ("三会", 9)) == {
        "三会": 4
    }


def test_the_lightest_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "ENTRY_LIMIT", 2)
    assert list(weights([page("甲规定", "乙标题")], ("丁词", 4))) == ["甲规定", "乙标题"]


def test_among_equals_the_rarer_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "ENTRY_LIMIT", 1)
    assert list(weights([], ("一些", 4), ("下等", 7))) == ["下等"]


def test_phrases_that_headings_share_are_found_though_segmenters_cut_them() -> None:
    titles = ("常态化制度化意见", "关于常态化的规定", "推进常态化")
    found = weights([page(title) for title in titles])
    assert found["常态化"] < entries.HEADING
    assert not {"化的", "关于常态", "常态化的", "制度化意见"} & set(found)


def test_a_site_without_words_has_no_files() -> None:
    assert write_lexicon([], Namer()) == ("", [])


def test_the_same_entries_give_the_same_files() -> None:
    pages, words = [page("甲规定", "乙标题")], [("丁词", 4), ("丙词", 4)]
    first = write_lexicon(collect_entries(pages, words), Namer())
    assert first == write_lexicon(collect_entries(pages, words[::-1]), Namer())
