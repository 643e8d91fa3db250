"""Turns text into findings about persons: numbers surely theirs, and hints at names and ages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from mkdocs_study.library.diagnostics import Severity
from mkdocs_study.publish.audit.finding import Finding, Lines, finding, shorten
from mkdocs_study.publish.audit.numbers import find_numbers, fold_digits

_PLATE = re.compile(
    r"(?<![A-Za-z0-9])[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    r"[A-HJ-NP-Za-hj-np-z][ ·•．・-]?"
    r"(?=(?:[A-Z]*[0-9]){3})"
    r"(?:[DFdf][A-HJ-NP-Za-hj-np-z0-9][0-9]{4}|[0-9]{5}[DFdf]"
    r"|[A-HJ-NP-Za-hj-np-z0-9]{5}|[A-HJ-NP-Za-hj-np-z0-9]{4}[挂学警港澳])(?![A-Za-z0-9])"
)
_OLD_IDENTITY = re.compile(
    r"(?:身份证|公民身份|证件号)[^0-9\n]{0,12}"
    r"([1-8][0-9]{5}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3})(?![0-9Xx])"
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
    "贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷"
    "钱汤尹黎易常武乔贺赖龚文"
)
_NAME = rf"[{_SURNAMES}](?![某甲乙丙丁×XＸ*○])[一-\u9fff]{{1,2}}"
_HINTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(rf"姓\s?名[：:]\s*{_NAME}(?=[\s，,。；;、（(）)|]|$)", re.MULTILINE),
        "像是真实姓名",
    ),
    (
        re.compile(rf"(?<![一-\u9fff]){_NAME}[，,（( ]\s?(?:男|女)(?=[，,；;。）)、 ])"),
        "像是真实姓名和性别",
    ),
    (
        re.compile(
            r"(?:男|女)[，,、 ](?:[一-\u9fff]{1,4}族[，,、 ])?"
            r"(?:19|20)[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:出生|生(?![产效成活态命]))"
        ),
        "像是真人的出生日期",
    ),
    (
        re.compile(rf"{_NAME}[，,（(](?:现年|时年|年龄)?[0-9]{{1,3}}岁"),
        "像是真人的姓名和年龄",
    ),
)
_NUMBERS: Mapping[str, tuple[str, str, str]] = {
    "identity": ("PII001", "居民身份证号码", "删去它；教学材料里用“身份证号（略）”"),
    "mobile": ("PII002", "手机号码", "删去它；要留联系方式就写办公电话"),
    "card": ("PII003", "银行卡号", "删去它"),
}

Place = Callable[[int], int]
"""Tells the line of a position."""


def find_personal(text: str, path: str, place: Place | None = None) -> Iterator[Finding]:
    """Yield everything in a text that seems to belong to a real person.

    Args:
        text: of a source file or of an attachment.
        path: shown in the diagnostics.
        place: tells the line of a position; by default, lines of the text.
    """
    place = place or Lines(text).at
    plain = fold_digits(text)
    for number in find_numbers(plain):
        code, what, hint = _NUMBERS[number.kind]
        message = f"有{what} {mask(number.digits)}"
        line = place(number.start)
        yield finding(path, line, code, message, hint, words=text[number.start : number.end])
    for match in _PLATE.finditer(plain):
        message, hint = f"有车牌号 {match[0][:2]}·***{match[0][-1]}", "删去它，或者写“某车”"
        yield finding(
            path, place(match.start()), "PII004", message, hint, Severity.WARNING, match[0]
        )
    for match in _OLD_IDENTITY.finditer(plain):
        message = f"像是 15 位的旧身份证号码 {mask(match[1])}"
        hint, line = _NUMBERS["identity"][2], place(match.start(1))
        yield finding(path, line, "PII001", message, hint, Severity.WARNING, match[1])
    for pattern, what in _HINTS:
        for match in pattern.finditer(plain):
            message = f"{what}：{shorten(match[0], 12)}"
            hint = "真人的信息不能公开；虚构的写成“李某”，或者写进 audit.yml"
            line = place(match.start())
            yield finding(path, line, "PII005", message, hint, Severity.WARNING, match[0])


def mask(digits: str) -> str:
    """Return a number of which only both ends can be read."""
    return f"{digits[:3]}{'*' * (len(digits) - 5)}{digits[-2:]}"
