"""Marks of classified papers are found where they are marks; words in sentences are not."""

import pytest

from mkdocs_study.library.diagnostics import Severity
from mkdocs_study.publish.audit.authored import find_authored
from mkdocs_study.publish.audit.marks import find_marks

MARKS = [
    ("机密★1年", ["CLS001"]),
    ("绝密 ★ 长期", ["CLS001"]),
    ("秘密★", ["CLS001"]),
    ("关于某事的通知 秘 密 ★ 三年", ["CLS001"]),
    ("密级：机密", ["CLS001"]),
    ("密级 机密", ["CLS001"]),
    ("本件定密为：机密", ["CLS001"]),
    ("机密·1年", ["CLS001"]),
    ("機密★1年", ["CLS001"]),
    ("密 级: 秘密", ["CLS001"]),
    ("| 密级 | 机密 |", ["CLS001"]),
    ("机密", ["CLS001"]),
    ("　　绝 密　", ["CLS001"]),
    ("**【秘密】**", ["CLS001"]),
    ("机密 5年", ["CLS001"]),
    ("内部资料", ["CLS002"]),
    ("内部资料 注意保存", ["CLS002"]),
    ("内部文件，不得外传", ["CLS002"]),
    ("（仅供内部参考）", ["CLS002"]),
    ("内部 资料", []),
    ("严禁外传！", ["CLS002"]),
    ("保守秘密", []),
    ("应当保守国家秘密、商业秘密和工作机密。", []),
    ("国家秘密的密级分为绝密、机密、秘密三级。", []),
    ("- 机密", []),
    ("| 机密 | 二十年 |", []),
    ("## 秘密", []),
    ("内部资料不得上传到网上。", []),
    ("密级：", []),
    ("密级由定密责任人确定", []),
    ("泄露绝密级国家秘密的", []),
    ("注意保密", ["CLS002"]),
]


@pytest.mark.parametrize(("line", "expected"), MARKS, ids=[row[0] for row in MARKS])
def test_a_mark_is_told_from_a_word(line: str, expected: list[str]) -> None:
    found = list(find_marks(f"# 标题\n\n{line}\n\n正文。\n", "a.md"))
    assert [each.diagnostic.code for each in found] == expected
    assert all(each.diagnostic.line == 3 for each in found)


def test_a_plain_request_for_care_is_a_warning() -> None:
    found = list(find_marks("注意保存", "a.md"))
    assert [each.diagnostic.severity for each in found] == [Severity.WARNING]


AUTHORED = [
    ("<script>alert(1)</script>", ["RAW001", "RAW001"]),
    ("<b onclick='a()'>甲</b>", ["RAW001"]),
    ("[甲](javascript:alert(1))", ["RAW001"]),
    ("甲{onclick=a()}", ["RAW001"]),
    ("<p style='color:red'>甲</p>", ["RAW002"]),
    ("`<script>`", []),
    ("```html\n<script></script>\n```", []),
    ("<!-- <script> -->", []),
    ("甲<乙", []),
    ("写作脚本 script: 三幕", []),
]


@pytest.mark.parametrize(("body", "expected"), AUTHORED, ids=[row[0] for row in AUTHORED])
def test_scripts_of_authors_are_found_outside_code(body: str, expected: list[str]) -> None:
    found = list(find_authored(f"甲。\n\n{body}\n", "a.md", 5))
    assert [each.diagnostic.code for each in found] == expected
    assert all(each.diagnostic.line == 7 for each in found)
