"""Groups of words of equal meaning are read, or every fault of their file is told."""

from pathlib import Path

import pytest

from mkdocs_study.library.diagnostics import format_diagnostic
from mkdocs_study.search.synonyms import (
    EVERYDAY,
    fold_groups,
    load_synonyms,
    read_synonyms,
    with_everyday,
    write_synonyms,
)
from tests.builds import ROOT
from tests.golden.test_lexicon import Namer


def test_groups_are_read_as_written() -> None:
    text = "# 说明\n- [党员大会, 支部党员大会]\n-\n  - GDP\n  - 国内生产总值\n"
    groups = [("党员大会", "支部党员大会"), ("GDP", "国内生产总值")]
    assert read_synonyms(text, "s.yml") == (groups, [])


@pytest.mark.parametrize("text", ["", "# 只有说明\n", "[]\n", "~\n"[:0]])
def test_an_empty_file_has_no_groups(text: str) -> None:
    assert read_synonyms(text, "s.yml") == ([], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- [甲, 乙\n- [丙, 丁]\n", ["2 SYN002 这一行的写法不对"]),
        ('- [甲, "乙]\n', ["2 SYN002 这一行的写法不对"]),
        ("甲: 乙\n", ["1 SYN003 同义词要写成一组一组的词，不是“键: 值”"]),
        ("甲\n", ["1 SYN003 同义词要写成一组一组的词"]),
        ("- 甲\n- [乙, 丙]\n- 丁\n", ["1 SYN003 “甲”没有写在组里", "3 SYN003 “丁”没有写在组里"]),
        (
            "- {甲: 乙}\n- [丙, [丁, 戊], 己]\n",
            [
                "1 SYN003 同义词要写成一组一组的词，不是“键: 值”",
                "2 SYN003 组里只能写词，不能再分组或者写“键: 值”",
            ],
        ),
        ("- &a [甲, 乙]\n- *a\n", ["2 SYN003 不能使用别名 *a"]),
        ("- [甲, 乙]\n---\n- [丙, 丁]\n", ["2 SYN003 文件里只能有一份 YAML 文档"]),
        ("- [甲, ‘’, 乙]\n", ["1 SYN004 “‘’”里没有文字"]),
        ("- [甲, '', 乙]\n", ["1 SYN004 “”里没有文字"]),
        (f"- [甲, {'长' * 41}]\n", [f"1 SYN004 “{'长' * 10}…”太长（41 个字，最多 40 个）"]),
        ("- [甲]\n- []\n", ["1 SYN005 “甲”这一组只有一个词"]),
        ("- [甲, 乙, 甲]\n", ["1 SYN006 “甲”在组里重复"]),
        ("- [GDP, ｇｄｐ]\n", ["1 SYN006 “ｇｄｐ”在组里重复"]),
        ("- [个体戶, 个体户]\n", ["1 SYN006 “个体户”在组里重复"]),
        ("- [甲, 乙]\n- [丙, 甲]\n", ["2 SYN007 “甲”已经在第 1 行的另一组里"]),
        (
            "- [甲]\n- [乙, 乙]\n- [丙, 丁]\n- [戊, 丁]\n",
            [
                "1 SYN005 “甲”这一组只有一个词",
                "2 SYN006 “乙”在组里重复",
                "4 SYN007 “丁”已经在第 3 行的另一组里",
            ],
        ),
        ("- [甲, 乙]" + " " * 500_000, ["1 SYN002 文件太长（500008 个字符，最多 500000 个）"]),
    ],
)
def test_every_fault_is_told_at_its_line(text: str, expected: list[str]) -> None:
    _, found = read_synonyms(text, "a/s.yml")
    told = [format_diagnostic(each).split(" — ")[0] for each in found]
    assert told == [f"a/s.yml:{line}" for line in expected]


@pytest.mark.parametrize(
    "text", ["[" * 5000, "- " * 5000, "{" * 3000, "- [甲, !!python/object:x y]"]
)
def test_hostile_input_ends_in_a_report_or_in_groups(text: str) -> None:
    groups, found = read_synonyms(text, "s.yml")
    assert found or groups


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    _, found = load_synonyms(tmp_path / "none.yml", "none.yml")
    assert [each.code for each in found] == ["SYN001"]
    (tmp_path / "gbk.yml").write_bytes("- [党员大会, 支部党员大会]".encode("gbk"))
    _, found = load_synonyms(tmp_path / "gbk.yml", "gbk.yml")
    assert [each.code for each in found] == ["FILE010"]


def test_words_are_folded_as_texts_are() -> None:
    assert fold_groups([["ＧＤＰ", "個體 戶 "]]) == [("gdp", "个体户")]


def test_a_site_knows_better_than_the_everyday_words() -> None:
    assert ("国企", "国有企业") in with_everyday([])
    groups = with_everyday([("国企", "国家的企业")])
    assert groups[0] == ("国企", "国家的企业")
    assert ("国企", "国有企业") not in groups
    assert len(groups) == len(EVERYDAY)


def test_the_everyday_words_have_no_faults() -> None:
    text = "\n".join(f"- [{', '.join(group)}]" for group in EVERYDAY)
    assert read_synonyms(text, "s.yml") == (list(EVERYDAY), [])


def test_the_sample_list_has_no_faults() -> None:
    groups, found = load_synonyms(ROOT / "docs" / "synonyms.yml", "docs/synonyms.yml")
    assert found == []
    assert ("党员大会", "支部党员大会") in groups
    assert not any("三会一课" in group for group in groups), "a whole is no synonym of its parts"


def test_no_groups_no_file() -> None:
    assert write_synonyms([], Namer()) == ("", [])
