"""How texts are cut into needles, folded, and found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_study.publish.audit.grams import Finder, fold_needle
from mkdocs_study.publish.audit.needles import sentences
from mkdocs_study.publish.audit.unpack import Budget, Part
from mkdocs_study.publish.audit.views import texts_of, undo_escapes, without_tags

FOLDED = [
    ("甲 乙\n丙", "甲乙丙"),
    ("**甲乙**、“丙”", "甲乙\x01丙"),
    ("ＡＢ１２", "ab12"),
    ("國家機關", "国家机关"),
    ("two words", "two\x01words"),
    ("a-b/c.d", "a-b/c.d"),
    ("甲\u200b乙", "甲乙"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_a_needle_is_folded(text: str, folded: str) -> None:
    assert fold_needle(text) == folded


FOUND = [
    ("甲乙", "子丑甲乙寅卯", True),
    ("甲乙", "子丑甲丑乙", False),
    ("note-9", "see note-9, please", True),
    ("note-9", "see note-91", False),
    ("note-9", "footnote-9", False),
    ("note-9", "见note-9甲", True),
    ("甲乙丙丁戊己庚辛壬癸", "子甲乙丙丁“戊”己庚\n辛壬癸丑", True),
    ("甲乙丙丁戊己庚辛壬癸", "子甲乙丙丁戊己庚辛壬", False),
]


@pytest.mark.parametrize(("needle", "text", "found"), FOUND)
def test_a_needle_is_found_as_a_whole(needle: str, text: str, *, found: bool) -> None:
    assert Finder([fold_needle(needle)]).find(text) == ({fold_needle(needle)} if found else set())


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E20), min_size=2, max_size=12)


@given(st.lists(HAN, min_size=1, max_size=30), st.lists(HAN, max_size=30))
def test_the_finder_agrees_with_a_plain_search(needles: list[str], words: list[str]) -> None:
    text = "，".join([*words, needles[0]])
    folded = {fold_needle(each) for each in needles}
    plain = {each for each in folded if each in fold_needle(text)}
    assert Finder(folded).find(text) == plain


def test_long_texts_are_searched_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdocs_study.publish.audit.grams.CHUNK", 10)
    for place in range(30):
        assert Finder(["甲乙丙丁戊己庚辛"]).find("子" * place + "甲乙丙丁戊己庚辛" + "丑" * 9)


def test_sentences_leave_marks_behind() -> None:
    body = (
        "# 这是一个标题的文字\n紧接着的一段话在这里。\n\n"
        "- [链接上的文字写在这里](../a.md#b)以后的话；\n"
        "1. （一）第一项里写的一句完整的话。\n\n"
        '!!! note "备注的标题写在这里"\n    备注里写的一句完整的话。\n\n'
        "| 表格第一格的一句话 | 表格第二格的一句话 |\n\n"
        "一句话分成\n两行来写成的。脚注[^1]后面还有这样一句话。\n\n[^1]: 脚注里写的一句完整的话。\n"
    )
    assert [each.strip() for each in sentences(body)] == [
        "这是一个标题的文字",
        "紧接着的一段话在这里",
        "[链接上的文字写在这里]以后的话",
        "第一项里写的一句完整的话",
        '"备注的标题写在这里"',
        "备注里写的一句完整的话",
        "表格第一格的一句话",
        "表格第二格的一句话",
        "一句话分成两行来写成的",
        "后面还有这样一句话",
        ": 脚注里写的一句完整的话",
    ]


def test_tags_join_inline_and_part_blocks() -> None:
    words = without_tags("<p>甲<b>乙</b><a href='x'>丙</a></p><p>丁</p>").split()
    assert words == ["|", "甲乙丙", "|", "|", "丁", "|"]


ESCAPES = [
    ("\\u5185\\u90e8", "内部"),
    ("\\ud842\\udfb7", "𠮷"),
    ("\\u{20bb7}", "𠮷"),
    ("\\5185 \\90e8 ", "内部"),
    ("\\xe5\\x86\\x85", "内"),
    ("\\\\u5185", "\\u5185"),
    ("\\u{ffffff}", "\ufffd"),
]


@pytest.mark.parametrize(("text", "plain"), ESCAPES)
def test_escapes_are_undone(text: str, plain: str) -> None:
    assert undo_escapes(text) == plain


@given(st.binary(max_size=400))
def test_any_bytes_can_be_read(data: bytes) -> None:
    for text in texts_of(Part("", data), Budget()):
        Finder(["甲乙"]).find(text)


def test_half_a_character_named_by_a_script_hides_nothing() -> None:
    data = rb"/[\ud800-\udbff]/.test('%E5%86%85%E5%AE%B9')"
    assert any("内容" in text for text in texts_of(Part("", data), Budget()))


@pytest.mark.parametrize(
    "text", ["%41" * 60_000, "\\u0041" * 40_000, "<" * 200_000, "&#65;" * 60_000, "a" * 400_000]
)
def test_hostile_texts_take_linear_time(text: str) -> None:
    for each in texts_of(Part("", text.encode()), Budget()):
        assert len(each) <= 3 * len(text)
