"""Writes the result of a check as one web page that needs nothing else, no script either.

Its table is there once for each order; radio buttons and style sheets show one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from mkdocs_study.library.diagnostics import Diagnostic, Severity
from mkdocs_study.publish.audit.audit import Audit

LABELS = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "说明"}
_RANK = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True)
class _Order:
    """A way to sort the table."""

    name: str
    label: str
    key: Callable[[Diagnostic], tuple[object, ...]]


_ORDERS = (
    _Order(
        "weight", "按轻重", lambda each: (_RANK[each.severity], each.code, each.path, each.line)
    ),
    _Order("file", "按文件", lambda each: (each.path, each.line, each.code)),
    _Order("code", "按代码", lambda each: (each.code, each.path, each.line)),
)

_STYLE = """
:root{color-scheme:light dark;--line:#d0d3d9;--head:#f2f4f7;--error:#a3161f;--warning:#8a4b00;
--info:#2f5aa8;--muted:#565d66}
@media (prefers-color-scheme:dark){:root{--line:#454a52;--head:#2a2e35;--error:#ff9a9a;
--warning:#f3bd6d;--info:#9ec1ff;--muted:#adb4bd}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:75rem;padding:1.5rem;font:1rem/1.7 "Noto Sans CJK SC",
"Source Han Sans SC","Microsoft YaHei",sans-serif}
h1{font-size:1.5rem;margin:0 0 .5rem}p{margin:.25rem 0}.counts{color:var(--muted)}
label{margin-right:1.5rem;white-space:nowrap}
input:focus-visible{outline:3px solid currentColor;outline-offset:2px}
.table{display:none;overflow-x:auto}
#by-weight:checked~#table-weight,#by-file:checked~#table-file,#by-code:checked~#table-code{display:block}
table{border-collapse:collapse;width:100%}
caption{text-align:left;padding:.5rem 0;font-weight:bold}
th,td{border-bottom:1px solid var(--line);padding:.5rem .75rem;text-align:left;vertical-align:top}
thead th{background:var(--head);white-space:nowrap}
.code,.kind{white-space:nowrap}.where{overflow-wrap:anywhere;min-width:12rem}
.hint{color:var(--muted)}
.error{color:var(--error);font-weight:bold}.warning{color:var(--warning);font-weight:bold}
.info{color:var(--info)}
@media (max-width:40rem){
body{padding:1rem}thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
tr,td{display:block}tr{border-bottom:1px solid var(--line);padding:.5rem 0}
td{border:0;padding:.1rem 0}
.kind,.code{display:inline-block;margin-right:.75rem}.where{min-width:0}}
@media print{input,label{display:none}body{max-width:none}}
"""


def html_report(found: Sequence[Diagnostic], documents: int, seen: Audit | None) -> str:
    """Return the page.

    Args:
        found: every diagnostic.
        documents: how many documents were read.
        seen: the audit of the site; None if only the sources were checked.
    """
    numbers = {each: sum(one.severity is each for one in found) for each in Severity}
    counts = "，".join(f"{number} 个{LABELS[each]}" for each, number in numbers.items())
    scope = f"资料 {documents} 份"
    if seen is not None:
        scope += f"，网页 {seen.pages} 个，文件 {seen.files} 个；放行 {seen.allowed} 处"
    body = _tables(found) if found else "<p>没有发现问题。</p>\n"
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        f"<title>检查结果</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>检查结果</h1>\n<p>{counts}。</p>\n"
        f'<p class="counts">{scope}。</p>\n{body}</main>\n</body>\n</html>\n'
    )


def _tables(found: Sequence[Diagnostic]) -> str:
    inputs = "".join(
        f'<input type="radio" name="order" id="by-{order.name}"{" checked" if not place else ""}>'
        f'<label for="by-{order.name}">{order.label}</label>\n'
        for place, order in enumerate(_ORDERS)
    )
    parts = [inputs]
    parts += [_table(sorted(found, key=order.key), order) for order in _ORDERS]
    return f'<div role="group" aria-label="排列次序">\n{"".join(parts)}</div>\n'


def _table(found: Sequence[Diagnostic], order: _Order) -> str:
    rows = "".join(map(_row, found))
    heads = "".join(
        f'<th scope="col">{name}</th>' for name in ("轻重", "代码", "位置", "问题和改法")
    )
    return (
        f'<div class="table" id="table-{order.name}">\n<table>\n'
        f"<caption>全部问题，{order.label}排列</caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )


def _row(each: Diagnostic) -> str:
    hint = f'<br><span class="hint">{_text(each.hint)}</span>' if each.hint else ""
    return (
        f'<tr><td class="kind {each.severity}">{LABELS[each.severity]}</td>'
        f'<td class="code">{_text(each.code)}</td>'
        f'<td class="where">{_text(each.path)}:{each.line}</td>'
        f"<td>{_text(each.message)}{hint}</td></tr>\n"
    )


def _text(text: str) -> str:
    return escape("".join(each if each.isprintable() else "�" for each in text))
