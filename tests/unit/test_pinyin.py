"""Characters are spelled as readers type them."""

import pytest

from mkdocs_study.text.pinyin import SPELLINGS, blur, readings, spell, spellings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("党章", "dang zhang"),
        ("三会一课", "san hui yi ke"),
        ("会计", "kuai ji"),
        ("校长", "xiao zhang"),
        ("长期", "chang qi"),
        ("生长", "sheng zhang"),
        ("重大", "zhong da"),
        ("重新", "chong xin"),
        ("重庆", "chong qing"),
        ("银行", "yin hang"),
        ("行政处罚", "xing zheng chu fa"),
        ("给予", "ji yu"),
        ("参加", "can jia"),
        ("调查", "diao cha"),
        ("调解", "tiao jie"),
        ("处分", "chu fen"),
        ("降低", "jiang di"),
        ("投降", "tou xiang"),
        ("率先", "shuai xian"),
        ("效率", "xiao lv"),
        ("表率", "biao shuai"),
        ("没收", "mo shou"),
        ("反省", "fan xing"),
        ("省略", "sheng lve"),
        ("出差", "chu chai"),
        ("差异", "cha yi"),
        ("旅游", "lv you"),
        ("女儿", "nv er"),
        ("虐待", "nve dai"),
        ("畜牧", "xu mu"),
        ("西藏", "xi zang"),
        ("目的", "mu di"),
        ("西安", "xi an"),
        ("还款", "huan kuan"),
        ("“两学一做”学习教育", "liang xue yi zuo xue xi jiao yu"),
        ("2026年GB标准", "nian biao zhun"),
        ("𠮷野家", "ye jia"),
        ("abc", ""),
        ("", ""),
    ],
)
def test_the_likeliest_spelling(text: str, expected: str) -> None:
    assert " ".join(spell(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("党章", {"dang zhang"}),
        ("重整", {"zhong zheng", "chong zheng"}),
        ("本行政区域", {"ben hang zheng qu yu", "ben xing zheng qu yu"}),
        ("派人参加", {"pai ren shen jia", "pai ren can jia"}),
        ("检察长", {"jian cha zhang", "jian cha chang"}),
        ("党员大会", {"dang yuan da hui"}),
    ],
)
def test_doubtful_readings_are_all_given(text: str, expected: set[str]) -> None:
    assert {" ".join(ways) for ways in spellings(text)} == expected


def test_many_doubts_do_not_multiply() -> None:
    assert len(spellings("长重行长重行长重行")) <= SPELLINGS


def test_a_character_has_its_usual_readings() -> None:
    assert readings("党") == ("dang",)
    assert set(readings("行")) == {"xing", "hang"}
    assert readings("⺀") == ()


@pytest.mark.parametrize(
    ("syllable", "expected"),
    [
        ("zhang", "zan"), ("chi", "ci"), ("sheng", "sen"), ("nan", "lan"), ("lv", "lu"),
        ("nve", "lue"), ("ting", "tin"), ("zhong", "zong"), ("guang", "guan"), ("an", "an"),
        ("zh", "z"), ("n", "l"),
    ],
)  # fmt: skip
def test_slips_of_the_south_are_blurred(syllable: str, expected: str) -> None:
    """The table is that of tests/js/lexicon.test.mjs: both sides must agree."""
    assert blur(syllable) == expected
    assert blur(blur(syllable)) == blur(syllable)
