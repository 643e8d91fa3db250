"""The words that an organisation lets its front matter use, with the usual ones as defaults."""

from __future__ import annotations

from dataclasses import dataclass

STANDARDS = ("政治合格", "执行纪律合格", "品德合格", "发挥作用合格")
EXEMPLARS = ("对党忠诚", "敢于担当", "履职尽责", "服务群众", "奉献社会", "改革创新")
DISCIPLINES = ("政治纪律", "组织纪律", "廉洁纪律", "群众纪律", "工作纪律", "生活纪律")
UNIT_KINDS = ("读原文", "看案例", "讨论", "自查", "测验", "实践")
SESSION_KINDS = (
    "党员大会", "支委会", "党小组会", "党课",
    "主题党日", "中心组学习", "周一例会", "专题讨论",
)  # fmt: skip


@dataclass(frozen=True)
class Vocabulary:
    """Each field lists the allowed values in the order in which they are shown."""

    audiences: tuple[str, ...] = ()
    """Groups that a page may be restricted to; without any, no page can be restricted."""

    standards: tuple[str, ...] = STANDARDS
    exemplars: tuple[str, ...] = EXEMPLARS
    disciplines: tuple[str, ...] = DISCIPLINES
    unit_kinds: tuple[str, ...] = UNIT_KINDS
    session_kinds: tuple[str, ...] = SESSION_KINDS
