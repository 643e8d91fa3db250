"""Numbers of persons are found in every spelling, and nothing else is taken for one.

Every number is made up: region, date and serial are chosen here and the check digit is computed.
"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_study.publish.audit.numbers import (
    check_character,
    find_numbers,
    fold_digits,
    is_card_number,
    is_identity_number,
    luhn_sum,
)
from mkdocs_study.publish.audit.privacy import find_personal, mask

REGIONS = ("110101", "440305", "650102", "810000", "820000", "830000", "911156")


def identity(region: str = "110101", date: str = "19000229", serial: str = "000") -> str:
    return (first := region + date + serial) + check_character(first)


def card(start: str, length: int) -> str:
    first = start + "0" * (length - len(start) - 1)
    return next(f"{first}{last}" for last in range(10) if luhn_sum(f"{first}{last}") % 10 == 0)


REAL = identity(date="19490101", serial="000")
WITH_X = next(
    number
    for serial in range(1000)
    if (number := identity(date="19490101", serial=f"{serial:03d}")).endswith("X")
)
MOBILE = "19900000000"
CARD = card("622202", 19)


def kinds(text: str) -> list[str]:
    return [each.kind for each in find_numbers(fold_digits(text))]


def wide(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


FOUND = [
    (REAL, "identity"),
    (WITH_X, "identity"),
    (WITH_X.lower(), "identity"),
    (wide(WITH_X), "identity"),
    (f"{REAL[:6]} {REAL[6:14]} {REAL[14:]}", "identity"),
    (f"{REAL[:6]}-{REAL[6:14]}-{REAL[14:]}", "identity"),
    (f"{REAL[:6]}\u3000{REAL[6:10]}\u3000{REAL[10:14]}\u3000{REAL[14:]}", "identity"),
    (" ".join(REAL), "identity"),
    ("\u200b".join(REAL), "identity"),
    (f"{WITH_X[:17]} x", "identity"),
    *((identity(region, "19490101"), "identity") for region in REGIONS),
    (MOBILE, "mobile"),
    (f"{MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}", "mobile"),
    (f"{MOBILE[:3]}-{MOBILE[3:7]}-{MOBILE[7:]}", "mobile"),
    (f"+86{MOBILE}", "mobile"),
    (f"+86 {MOBILE}", "mobile"),
    (f"0086-{MOBILE[:3]}-{MOBILE[3:7]}-{MOBILE[7:]}", "mobile"),
    (f"0{MOBILE}", "mobile"),
    (wide(MOBILE), "mobile"),
    (" ".join(MOBILE), "mobile"),
    (f"{MOBILE[:3]}.{MOBILE[3:7]}.{MOBILE[7:]}", "mobile"),
    (f"{MOBILE[:3]}/{MOBILE[3:7]}/{MOBILE[7:]}", "mobile"),
    (f"({MOBILE[:3]}){MOBILE[3:]}", "mobile"),
    (f"（{MOBILE[:3]}）{MOBILE[3:]}", "mobile"),
    (f"+86-{MOBILE[:3]}\u00ad{MOBILE[3:7]}\u00ad{MOBILE[7:]}", "mobile"),
    (CARD, "card"),
    (" ".join(CARD[start : start + 4] for start in range(0, 19, 4)), "card"),
    (card("4", 16), "card"),
    (card("51", 16), "card"),
    (card("2221", 16), "card"),
    (card("3528", 16), "card"),
    (card("34", 15), "card"),
    (card("95588", 19), "card"),
    (wide(CARD), "card"),
]
AROUND = [
    "{}",
    "号码{}。",
    "身份证号：{}；",
    "电话{}转",
    "（{}）",
    "{}x号",
    "他{}她",
    "ID{}",
    "**{}**",
]


@pytest.mark.parametrize(("text", "kind"), FOUND, ids=[row[0] for row in FOUND])
@pytest.mark.parametrize("around", AROUND)
def test_a_number_is_found_beside_anything_but_digits(text: str, kind: str, around: str) -> None:
    if around == "{}x号" and kind == "identity":
        around = "{}号"  # an x after 17 digits more would be its check character
    assert kinds(around.format(text)) == [kind]


LEFT = [
    "",
    f"1{REAL}",
    f"{REAL}1",
    REAL[:17] + ("0" if REAL[17] != "0" else "1"),
    identity("990101", "19490101"),
    "11010118490101000" + check_character("11010118490101000"),
    "11010119491301000" + check_character("11010119491301000"),
    "11010119490230000" + check_character("11010119490230000"),
    "12345678901",
    "19900000000123",
    f"0.{MOBILE}",
    "199****0000",
    "138 0 0138 000",
    "1 990 00 00 00 0",
    CARD[:-1] + str((int(CARD[-1]) + 1) % 10),
    "0000000000000000",
    "6222",
    "2017年10月24日至2022年10月16日",
    "第一百二十条 2016 2017 2018 2019 2020 2021 2022 2023",
    "示例〔2026〕3号",
    "GB/T 9704-2012",
    "①1949 ②1956 ③1982",
]


@pytest.mark.parametrize("text", LEFT)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_two_numbers_side_by_side_are_two() -> None:
    assert kinds(f"{REAL} {MOBILE}") == ["identity", "mobile"]
    assert kinds(f"{MOBILE}、{MOBILE} {CARD}") == ["mobile", "mobile", "card"]


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=30)
DATES = st.dates(min_value=dt.date(1900, 1, 1)).filter(lambda day: day.year < 2100)
GAPS = st.sampled_from(["", " ", "-", "\u3000", "\u00a0", "\u200b", "－"])


@given(
    before=HAN,
    after=HAN,
    region=st.sampled_from(REGIONS),
    day=DATES,
    serial=st.integers(0, 999),
    gap=GAPS,
    full=st.booleans(),
    lower=st.booleans(),
)
def test_a_valid_number_is_found_in_any_chinese_text(  # noqa: PLR0913, PLR0917 (what varies)
    before: str,
    after: str,
    region: str,
    day: dt.date,
    serial: int,
    gap: str,
    full: bool,  # noqa: FBT001
    lower: bool,  # noqa: FBT001
) -> None:
    number = identity(region, str(day).replace("-", ""), f"{serial:03d}")
    text = gap.join((number[:6], number[6:14], number[14:]))
    text = text.lower() if lower else text
    found = list(find_numbers(fold_digits(f"{before}{wide(text) if full else text}{after}")))
    assert [each.kind for each in found] == ["identity"]
    assert found[0].digits == number
    assert found[0].start == len(before)


@given(st.from_regex(r"[1-9][0-9]{17}", fullmatch=True))
def test_eighteen_digits_without_the_check_are_none(digits: str) -> None:
    if check_character(digits[:17]) != digits[17]:
        assert not is_identity_number(digits)


@given(st.from_regex(r"62[0-9]{17}", fullmatch=True))
def test_of_ten_last_digits_one_makes_a_card(digits: str) -> None:
    made = [is_card_number(f"{digits[:18]}{last}") for last in range(10)]
    assert sum(made) == 1


@given(st.text(alphabet="0123456789 -xX年月.第条一二\n", max_size=400))
def test_no_text_makes_it_fail(text: str) -> None:
    for each in find_numbers(text):
        assert text[each.start : each.end]


def test_long_tables_of_numbers_take_no_time() -> None:
    assert kinds(" ".join(f"{number % 977}" for number in range(60_000))) is not None


def codes(text: str) -> list[str]:
    return [each.diagnostic.code for each in find_personal(text, "a.md")]


HINTS = [
    ("车牌京A12345停在门口", ["PII004"]),
    ("粤B·D12345", ["PII004"]),
    ("京AD12345", ["PII004"]),
    ("京Ａ１２３４５", ["PII004"]),
    ("苏E1234警", ["PII004"]),
    ("新版A12345", []),
    ("京ABCDEF", []),
    ("姓名：张三丰，", ["PII005"]),
    ("姓名：张某，", []),
    ("姓名：张某某", []),
    ("李大年，男，", ["PII005"]),
    ("李某，男，", []),
    ("王小二（45岁", ["PII005"]),
    ("王某（45岁）", []),
    ("，男，汉族，1970年3月出生", ["PII005"]),
    ("男，1970年3月生效", []),
    ("被告人有权拒绝回答", []),
    ("年满十八周岁的公民，不分民族、种族、性别", []),
    ("身份证 110101490101001", ["PII001"]),
    ("编号 110101490101001", []),
]


@pytest.mark.parametrize(("text", "expected"), HINTS, ids=[row[0] for row in HINTS])
def test_plates_names_and_ages_are_hints(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_report_never_repeats_a_number_whole() -> None:
    found = next(iter(find_personal(f"一\n二{REAL}", "a.md")))
    assert found.diagnostic.line == 2
    assert REAL not in found.diagnostic.message
    assert found.words == REAL
    assert mask("19900000000") == "199******00"
