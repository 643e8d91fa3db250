"""Finds marks of classified and of internal papers, which stand by themselves, not in a sentence.

GB/T 9704 puts the mark at the top left of the first page: 机密★1年. The words 机密 or 秘密 in
running text mean nothing; a search for them alone hits every fifth statute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_study.library.diagnostics import Severity
from mkdocs_study.publish.audit.finding import Finding, Lines, finding, shorten

_LEVEL = r"(?:[绝絕]\s{0,4}密|[机機]\s{0,4}密|[秘祕]\s{0,4}密)"
_STAR = re.compile(
    rf"{_LEVEL}[ \t\u3000]{{0,4}}"
    r"(?:[★☆✩✭⭐]|[·•・∙][ \t]?(?:[0-9一二三四五六七八九十]{1,3}年|长期|永久))"
)
_HEADER = re.compile(
    r"(?:密[ \t\u3000]{0,4}[级級]|秘密等级|保密等级|定密为)(?:和保密期限)?"
    r"(?:[ \t\u3000]{0,4}[：:|｜]|[ \t\u3000]{1,4})"
    rf"[ \t\u3000|｜*]{{0,6}}({_LEVEL}|内\s{{0,4}}部)"
)
_EDGE = r"[\s\u3000*_【】\[\]〔〕（）()《》#>“”\"']"
_ALONE = re.compile(
    rf"{_EDGE}{{0,12}}{_LEVEL}{_EDGE}{{0,6}}(?:[0-9一二三四五六七八九十]{{1,3}}年|长期|永久)?{_EDGE}{{0,12}}"
)
_INTERNAL_WORDS = (
    r"(?:内部(?:资料|文件|材料|刊物|参考|使用|传阅|电报|信息)|仅供内部(?:使用|参考|学习|传阅|交流)"
    r"|(?:不得|严禁|请勿|禁止)(?:外传|复印|翻印|转发|公开|拍照)|注意(?:保存|保密)|妥善保管|阅后(?:即焚|收回|销毁)"
    r"|不予公开|会后收回)"
)
_INTERNAL = re.compile(
    rf"{_EDGE}{{0,12}}{_INTERNAL_WORDS}(?:[\s\u3000，,、·！!。；;—-]{{0,6}}{_INTERNAL_WORDS}){{0,4}}"
    rf"[！!。]?{_EDGE}{{0,12}}"
)
_LIST = re.compile(r"\s*(?:[-*+]|\d+[.)、]|\|)\s")
_CANDIDATE = re.compile(
    r"密|内\s{0,4}部|外传|复印|翻印|转发|拍照|保存|保管|阅后|不予公开|收回|禁止公开|不得公开"
)
MAX_ALONE = 60
"""Longest line in characters that can be a mark."""

HINT = "涉密文件不得放进来；不是涉密文件的，删去这个标志"


def find_marks(text: str, path: str) -> Iterator[Finding]:
    """Yield the marks of a text, with their lines."""
    lines = Lines(text)
    stamps = list(find_stamps(text, path))
    yield from stamps
    told = {each.diagnostic.line for each in stamps}
    for start, line in _candidates(text):
        if _LIST.match(line) or line.startswith("#"):
            continue
        if _ALONE.fullmatch(line) and lines.at(start) not in told:
            message = f"密级标志单独成行：{shorten(line)}"
            yield finding(path, lines.at(start), "CLS001", message, HINT, words=line.strip())
        elif _INTERNAL.fullmatch(line):
            message = f"有内部资料的标志：{shorten(line)}"
            hint = "内部资料不要放进公开的网站；不是的，删去这一行"
            internal = re.search("内部|外传|收回|销毁", line)
            severity = Severity.ERROR if internal else Severity.WARNING
            yield finding(path, lines.at(start), "CLS002", message, hint, severity, line.strip())


def find_stamps(text: str, path: str) -> Iterator[Finding]:
    """Yield the marks that nothing else looks like, wherever they stand: 机密★, 密级：机密."""
    lines = Lines(text)
    told: set[int] = set()
    for pattern in (_STAR, _HEADER):
        for match in pattern.finditer(text):
            place = lines.at(match.start())
            if place not in told:
                told.add(place)
                message = f"有密级标志：{shorten(match[0])}"
                yield finding(path, place, "CLS001", message, HINT, words=match[0])


def _candidates(text: str) -> Iterator[tuple[int, str]]:
    """Yield start and words of every short line that holds a word of a mark."""
    done = 0
    for match in _CANDIDATE.finditer(text):
        if match.start() < done:
            continue
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        done = end = len(text) if end < 0 else end
        if end - start <= MAX_ALONE:
            yield start, text[start:end]
