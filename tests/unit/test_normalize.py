"""Folding makes spellings equal that a reader takes for the same, and nothing else."""

import pytest

from mkdocs_study.text.normalize import HAN_RUN, fold_block, fold_chars, is_han, simplified_pairs


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("個體工商戶", "个体工商户"),
        ("正當防衛", "正当防卫"),
        ("ＡＢｃ１２，！", "abc12,!"),
        ("民 法\n典", "民法典"),
        ("民\u3000法典", "民法典"),
        ("第 54 条", "第 54 条"),
        ("GB 18030", "gb 18030"),
        ("⼀⽅⽉⻓⺠⻢⻬⻔⻛", "一方月长民马齐门风"),
        ("第十二条", "第十二条"),
        ("一二〇、壹、两", "一二〇、壹、两"),
        ("支\u200b部", "支部"),
        ("“重点”——（一）。", "“重点”——(一)。"),
        ("𠮷野家", "𠮷野家"),
        ("", ""),
    ],
)
def test_fold_block(text: str, folded: str) -> None:
    assert fold_block(text) == folded


@pytest.mark.parametrize("char", ["中", "〇", "々", "⼀", "𠮷", "\u9fff", "\U000323af"])
def test_is_han(char: str) -> None:
    assert is_han(char)
    assert HAN_RUN.fullmatch(char)


@pytest.mark.parametrize("char", ["a", "1", "，", "。", "“", "ア", "한", "\u3000", "①"])
def test_is_not_han(char: str) -> None:
    assert not is_han(char)
    assert not HAN_RUN.fullmatch(char)


def test_every_character_folds_to_one_character_and_folding_again_changes_nothing() -> None:
    everything = "".join(chr(code) for code in range(0x323B0) if not 0xD800 <= code <= 0xDFFF)
    folded = fold_chars(everything)
    assert len(folded) == len(everything)
    assert fold_chars(folded) == folded


def test_numerals_stay_themselves() -> None:
    numerals = "〇一二三四五六七八九十百千万零两壹贰叁肆伍陆柒捌玖拾佰仟"
    assert fold_chars(numerals) == numerals


def test_the_table_of_traditional_characters_is_there() -> None:
    assert len(simplified_pairs()) > 3000
