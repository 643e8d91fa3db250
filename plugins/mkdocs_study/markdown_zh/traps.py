"""Turns a Markdown body into diagnostics for what Python-Markdown would not show as it was meant.

Every check looks at blocks or lines of the source and knows nothing of MkDocs. Code is never
looked into.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from mkdocs_study.library.blocks import (
    LIST_ITEM,
    QUOTE,
    RULE,
    TAB,
    Block,
    Kind,
    indent_of,
    is_table_rule,
)
from mkdocs_study.library.containers import blocks_inside
from mkdocs_study.library.content import Body
from mkdocs_study.library.diagnostics import Diagnostic, Severity
from mkdocs_study.library.links import MAX_LINE
from mkdocs_study.markdown_zh.footnotes import find_footnote_faults
from mkdocs_study.markdown_zh.html import find_html
from mkdocs_study.text.numerals import NUMERAL

MAX_BRACKETS = 500
"""Most [ in one block; Python-Markdown's time grows with their square."""

MAX_BLOCK = 40_000
"""Longest block in characters."""

MAX_QUOTE_DEPTH = 10
YEAR_LIKE = 100
"""From here on a number at a line's start is no list item but a year or a count."""

Fault = tuple[int, str, str, str]
"""Line in the body, code, message, hint."""

_CHINESE_INDENT = re.compile(r"[ \t]*[\u3000\u00a0]")
_NUMBERED_LINE = re.compile(
    rf"[ ]{{0,3}}(?:[（(]\s*(?:{NUMERAL})\s*[）)]|(?:{NUMERAL})、|[0-9]{{1,2}}．|[①-⑳]"
    rf"|第(?:{NUMERAL})条[ 　])"
)
_ORDERED = re.compile(r" {0,3}([0-9]{1,9})\.[ \t]+\S")
_NESTED_TOO_LITTLE = re.compile(r" {1,3}(?:[*+-]|\d+\.)[ \t]+\S")
_HARD_BREAK = ("  ", "\\")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ ]*$")
_FULL_WIDTH_ROW = re.compile(r"[ \t]*｜|.*｜[ \t]*$")
_FULL_WIDTH_RULE = re.compile(
    r"[ \t]*(?=.*[｜|])(?=.*[-—－])[|｜\s:：—－-]*[｜：—－][|｜\s:：—－-]*$"
)
_NOTE_MARK = re.compile(r" {0,3}(?:!!!|\?\?\?|(?:！！！|？？？)[ \t]?[A-Za-z])")
_NOTE = re.compile(r" {0,3}(?:!!! ?|\?\?\?\+? ?)[\w-]+(?: +[\w-]+)*(?: +\"[^\"]*\")?[ ]*$")
_INNER_HEADING = re.compile(r"[ \t]*(?:(?:>|[*+-]|\d+\.|\[\^[^\]]+\]:)[ \t]*)+#")
_QUOTE_DEPTH = re.compile(rf"(?:[ ]*>){{{MAX_QUOTE_DEPTH + 1}}}")
_LIST_DEPTH = re.compile(rf" {{0,3}}(?:(?:[*+-]|\d+\.)[ \t]+){{{MAX_QUOTE_DEPTH + 1}}}")
_STANDING_ARTICLE = re.compile(rf"第(?:{NUMERAL})条(?:之(?:{NUMERAL}))?[ 　]+\S")


def find_traps(body: Body) -> list[Diagnostic]:
    """Report every trap in the body, in order of line."""
    faults = set[Fault](_unclosed(body))
    warnings = set[Fault]()
    for block in body.blocks:
        if block.kind is Kind.CODE:
            continue
        faults.update(_in_lines(block))
        for check in _CHECKS.get(block.kind, ()):
            faults.update(check(block))
        if body.type == "text":
            faults.update(_standing_article(block))
    faults.update(_renumbered(body.blocks))
    for blocks in blocks_inside(body.blocks):
        faults.update(_inside(blocks))
    faults.update(find_footnote_faults(body.masked.prose, body.blocks, body.line))
    for fault, intended in find_html(body.blocks):
        (warnings if intended else faults).add(fault)
    return sorted(
        [_diagnostic(body, fault, Severity.ERROR) for fault in faults]
        + [_diagnostic(body, fault, Severity.WARNING) for fault in warnings]
    )


def _inside(blocks: Sequence[Block]) -> Iterator[Fault]:
    """Report what is wrong in a container; headings and long lines are reported of the whole."""
    for block in blocks:
        if block.kind is not Kind.HEADING:
            for check in _CHECKS.get(block.kind, ()):
                yield from check(block)
    yield from _renumbered(blocks)


def _diagnostic(body: Body, fault: Fault, severity: Severity) -> Diagnostic:
    line, code, message, hint = fault
    return Diagnostic(body.source, body.line + line - 1, code, message, hint, severity)


def _lines(block: Block) -> Iterator[tuple[int, str]]:
    for offset, line in enumerate(block.prose.split("\n")):
        yield block.line + offset, line


def _unclosed(body: Body) -> Iterator[Fault]:
    if line := body.masked.unclosed_fence:
        yield line, "MD014", "代码块没有结束", "在代码之后单独写一行同样的 ```"
    if line := body.masked.unclosed_comment:
        yield line, "MD015", "注释没有结束，后面的内容都不会显示", "在注释之后写 -->"


def _in_lines(block: Block) -> Iterator[Fault]:
    """Report what is wrong in any block but code."""
    long = False
    for number, line in _lines(block):
        if len(line) > MAX_LINE:
            long = True
            message = f"这一行太长（{len(line)} 个字符，最多 {MAX_LINE} 个）"
            yield number, "MD003", message, "分成几段"
        elif _CHINESE_INDENT.match(line) and line.strip():
            yield number, "MD002", "行首有全角空格，会变成代码块或者留下空白", "删去行首的空格"
        elif _QUOTE_DEPTH.match(line) or _LIST_DEPTH.match(line):
            yield number, "MD003", f"引用或列表超过 {MAX_QUOTE_DEPTH} 层", "减少层数"
        elif line.startswith("＃"):
            yield number, "MD018", "标题前的“＃”是全角", "改成半角 #，后面加一个空格"
    if long:
        return
    if block.prose.count("[") > MAX_BRACKETS or len(block.prose) > MAX_BLOCK:
        yield block.line, "MD003", "这一段太长或者方括号太多", "用空行分成几段"


def _indented(block: Block) -> Iterator[Fault]:
    if not _CHINESE_INDENT.match(block.prose):
        hint = "删去行首的空格；确实是代码时，前后各写一行 ```"
        yield block.line, "MD001", f"行首有 {TAB} 个以上空格，这一段会变成代码块", hint


def _run_together(block: Block) -> Iterator[Fault]:
    """Report lines that begin with a number of their own but would be one paragraph."""
    quoted = block.kind is Kind.QUOTE
    lines = [(number, _unquoted(line) if quoted else line) for number, line in _lines(block)]
    for (_, above), (number, line) in pairwise(lines):
        if not above.strip() or above.endswith(_HARD_BREAK):
            continue
        if _NUMBERED_LINE.match(line):
            message = "以序号开头的行会与上一行连成一段"
            yield number, "MD004", message, "在这一行前面加一个空行"


def _unquoted(line: str) -> str:
    match = QUOTE.match(line)
    return line[match.end() :].removeprefix(" ") if match else line


def _not_recognised(block: Block) -> Iterator[Fault]:
    """Report lists and tables that begin in the middle of a paragraph."""
    for (_, above), (number, line) in pairwise(_lines(block)):
        ordered = _ORDERED.match(line)
        if ordered and int(ordered[1]) >= YEAR_LIKE:
            continue
        if LIST_ITEM.match(line) and not above.lstrip().startswith(("[^", "///")):
            message = "列表紧接在一段文字后面，不会显示成列表"
            yield number, "MD007", message, "在列表前面加一个空行"
            break
        if is_table_rule(line) and "|" in above:
            message = "表格紧接在一段文字后面，不会显示成表格"
            yield number - 1, "MD008", message, "在表格前面加一个空行"
            break


def _underlined(block: Block) -> Iterator[Fault]:
    """Report dashes or equals signs that make a heading of the line above."""
    lines = list(enumerate(block.text.split("\n"), start=block.line))
    for (_, above), (number, line) in pairwise(lines):
        if _UNDERLINE.match(line) and above.strip():
            message = "这一行会把上面一行变成标题"
            yield number, "MD017", message, "要分隔线就在前面加一个空行；要标题就用 ##"
        elif RULE.match(line) or RULE.match(above):
            yield number, "MD017", "分隔线没有单独成段", "分隔线前后各空一行"


def _after_table(block: Block) -> Iterator[Fault]:
    for number, line in list(_lines(block))[2:]:
        if "|" not in line:
            yield number, "MD009", "表格后面的文字会变成表格的一行", "在这一行前面加一个空行"
            break


def _full_width_table(block: Block) -> Iterator[Fault]:
    for number, line in _lines(block):
        if _FULL_WIDTH_RULE.match(line):
            message = "表格的竖线或短横是全角，不会显示成表格"
            yield number, "MD011", message, "改成半角 | 和 -"
        elif _FULL_WIDTH_ROW.match(line) and line.count("｜") > 1:
            yield number, "MD011", "表格的竖线“｜”是全角", "改成半角 |"


def _note(block: Block) -> Iterator[Fault]:
    """Report admonitions whose first line Python-Markdown does not take for one."""
    for number, line in _lines(block):
        if _NOTE_MARK.match(line) and not _NOTE.match(line):
            hint = '写成 !!! note "标题"，叹号和引号用半角'
            yield number, "MD012", "提示框的写法不对，会原样显示", hint


def _numbered_year(block: Block) -> Iterator[Fault]:
    for number, line in _lines(block):
        ordered = _ORDERED.match(line)
        if ordered and int(ordered[1]) >= YEAR_LIKE:
            hint = f"写成 {ordered[1]}\\. ，或者换一种说法"
            yield number, "MD005", f"行首的“{ordered[1]}.”会变成列表的序号", hint


def _flat_nesting(block: Block) -> Iterator[Fault]:
    """Report sub-items with an indent below four columns: they become items of the same level."""
    if block.nested:
        return
    lines = list(_lines(block))
    if indent_of(lines[0][1]):
        return
    for number, line in lines[1:]:
        if _NESTED_TOO_LITTLE.match(line):
            yield number, "MD006", "下一级列表的缩进不够，会变成同一级", "缩进 4 个空格"


def _renumbered(blocks: Sequence[Block]) -> Iterator[Fault]:
    """Report ordered items whose numbers would change: 1. 2. 5. is shown as 1. 2. 3."""
    expected: int | None = None
    last = 0
    for block in blocks:
        if block.nested:
            continue
        if block.kind is not Kind.LIST:
            expected = None
            continue
        for number, line in _lines(block):
            ordered = _ORDERED.match(line)
            if not ordered or indent_of(line) or int(ordered[1]) >= YEAR_LIKE:
                continue
            given = int(ordered[1])
            all_ones = given == last == 1
            if expected is not None and given != expected and not all_ones:
                hint = f"改成 {expected}.，或者写成“{given}、”并在前面加空行"
                yield number, "MD006", f"序号 {given} 会显示成 {expected}", hint
            expected, last = (given if expected is None else expected) + 1, given


def _heading(block: Block) -> Iterator[Fault]:
    raw = block.text[block.level :]
    if raw.strip() and not raw.startswith((" ", "\t")):
        yield block.line, "MD018", "“#”后面没有空格", "标题的 # 后面加一个空格；不是标题就写成 \\#"


def _inner_heading(block: Block) -> Iterator[Fault]:
    for number, line in _lines(block):
        nested = block.nested and re.match(r"[ \t]+#{1,6}[ \t]+\S", line)
        if nested or _INNER_HEADING.match(line):
            message = "标题在引用、列表或提示框里，不会进入目录和搜索"
            yield number, "MD018", message, "标题要顶格，或者改成粗体"


def _standing_article(block: Block) -> Iterator[Fault]:
    if block.kind is Kind.PARAGRAPH and not block.nested and _STANDING_ARTICLE.match(block.prose):
        number = block.prose.split()[0]
        message = f"{number}没有写成标题，不能引用和定位"
        yield block.line, "MD019", message, f"写成标题 ### {number}，空一行再写条文"


Check = Callable[[Block], Iterator[Fault]]

_TEXT: tuple[Check, ...] = (
    _run_together,
    _not_recognised,
    _full_width_table,
    _note,
    _inner_heading,
    _underlined,
)
_CHECKS: dict[Kind, tuple[Check, ...]] = {
    Kind.HEADING: (_heading,),
    Kind.PARAGRAPH: _TEXT,
    Kind.LIST: (_run_together, _numbered_year, _flat_nesting, _inner_heading, _underlined),
    Kind.TABLE: (_after_table,),
    Kind.QUOTE: (_run_together, _inner_heading, _underlined),
    Kind.NOTE: (_note, _inner_heading, _underlined),
    Kind.FOOTNOTE: (_inner_heading, _underlined),
    Kind.REFERENCE: (_inner_heading, _underlined),
    Kind.RULE: (_underlined,),
    Kind.INDENTED: (_indented,),
}
