"""Turns a checklist into elements: statements, each with boxes to tick on paper."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from mkdocs_study.library.checklist import Checklist
from mkdocs_study.library.heading import plain_heading

ANSWERS = ("有", "没有", "不确定")
PRIVACY = (
    "您在这里填的内容只在这台电脑的浏览器里，不上传，单位看不到；"
    "关掉这个标签页就没有了，除非您自己选择保留或者导出。"
)


def build_checklist(section: Element, checklist: Checklist) -> None:
    """Fill the section with the statements; they are words of the page and are searched."""
    section.attrib.update(
        {
            "class": "study-list",
            "id": f"list-{checklist.id}",
            "data-study-list": checklist.id,
            "data-study-title": plain_heading(checklist.title),
            "aria-labelledby": f"list-{checklist.id}-title",
        }
    )
    title = SubElement(section, "p", {"class": "study-list__title"})
    title.set("id", f"list-{checklist.id}-title")
    title.text = checklist.title
    promise = SubElement(section, "p", {"class": "study-list__promise", "data-search-exclude": ""})
    promise.text = PRIVACY
    rows = SubElement(section, "ol", {"class": "study-list__items"})
    for item in checklist.items:
        row = SubElement(rows, "li", {"data-study-item": item.key})
        words = SubElement(row, "p", {"class": "study-list__words"})
        words.text = item.text
        if item.hint:
            hint = SubElement(row, "p", {"class": "study-list__hint"})
            hint.text = item.hint
        boxes = SubElement(row, "p", {"class": "study-list__paper", "data-search-exclude": ""})
        boxes.text = "　".join(f"□ {answer}" for answer in ANSWERS)
        for label in ("具体表现", "整改措施"):
            line = SubElement(
                row, "p", {"class": "study-list__paper study-list__line", "data-search-exclude": ""}
            )
            line.text = f"{label}："
