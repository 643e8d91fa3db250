"""Gives admonitions without a title of their own a Chinese one: `!!! warning` is shown as 警示."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

TITLES: Mapping[str, str] = {
    "note": "说明",
    "abstract": "摘要",
    "summary": "摘要",
    "tldr": "摘要",
    "info": "信息",
    "todo": "待办",
    "tip": "提示",
    "hint": "提示",
    "important": "重要",
    "success": "完成",
    "check": "完成",
    "done": "完成",
    "question": "思考",
    "help": "帮助",
    "faq": "问答",
    "warning": "警示",
    "caution": "注意",
    "attention": "注意",
    "failure": "失败",
    "fail": "失败",
    "missing": "缺失",
    "danger": "危险",
    "error": "错误",
    "bug": "问题",
    "example": "示例",
    "quote": "引用",
    "cite": "引用",
}
"""Types of Material for MkDocs, and what a reader sees of them."""


class NoteTitleTreeprocessor(Treeprocessor):
    """Replaces the titles that admonition and details make of the type: Warning."""

    def run(self, root: Element) -> None:
        """Look at the title of every admonition and of everything that folds."""
        for kind, title in _titles(root):
            if (title.text or "").lower() == kind:
                title.text = TITLES[kind]


def _titles(root: Element) -> Iterator[tuple[str, Element]]:
    for element in root.iter():
        if element.tag not in ("div", "details") or not len(element):
            continue
        names = element.get("class", "").split()
        kind = next((name for name in names if name in TITLES), None)
        first = element[0]
        if kind and (first.tag == "summary" or first.get("class") == "admonition-title"):
            yield kind, first
