"""A small site with two tracks that share a page, a restricted page and a plan."""

TRACK_CONFIG = """\
site_name: 学习站
theme:
  name: material
  language: zh
  font: false
  features: [{features}]
extra: {{generator: false}}
markdown_extensions: [attr_list, sane_lists, tables]
plugins:
  - search
  - study:
      site_id: {site_id}
      audiences: [支部书记]
"""


def track_config(features: str = "", site_id: str = "demo") -> str:
    """Return an mkdocs.yml with these features of Material."""
    return TRACK_CONFIG.format(features=features, site_id=site_id)


ARTICLES = "".join(
    f"### 第{number}条\n\n{'为了练习，各支部应当如实记录每次学习的时间和人员。' * 6}\n\n"
    for number in "一二三四五六七八九"
)
TRACK_PAGES = {
    "index.md": (
        "---\ntype: page\ntitle: 首页\n---\n\n# 首页\n\n<!-- study:continue -->\n\n欢迎。\n"
    ),
    "tracks/index.md": (
        "---\ntype: page\ntitle: 学习专题\n---\n\n# 学习专题\n\n<!-- study:tracks -->\n"
    ),
    "my.md": ("---\ntype: page\ntitle: 我的学习\n---\n\n# 我的学习\n\n<!-- study:mine -->\n"),
    "texts/rules.md": (
        "---\ntype: text\ntitle: 单位规定\nid: rules\n---\n\n# 单位规定\n\n"
        f"本规定为练习编写。\n\n## 第一章 总则\n\n{ARTICLES}"
    ),
    "cases/one.md": (
        "---\ntype: standard\ntitle: 一张旧发票\nid: case-one\n---\n\n# 一张旧发票\n\n事实经过。\n"
    ),
    "standards/secret.md": (
        "---\ntype: standard\ntitle: 支部内部清单\nid: secret-list\naudience: [支部书记]\n---\n\n"
        "# 支部内部清单\n\n只给支部书记看的话。\n"
    ),
    "standards/check.md": (
        "---\ntype: standard\ntitle: 自查清单\nid: check-list\n---\n\n# 自查清单\n\n逐条对照。\n"
    ),
    "tracks/discipline.md": """\
---
type: track
title: 守规矩
id: track-discipline
description: 先读规定，再看案例，最后自查。
objectives: [说得出三条要求]
stages:
  - title: 读规定
    units:
      - {page: texts/rules.md, sections: [art-2, art-3], kind: 读原文}
      - {page: standards/secret.md, kind: 自查}
      - {page: texts/rules.md, sections: [art-7], kind: 读原文, minutes: 5}
  - title: 看案例
    units:
      - {page: cases/one.md, kind: 看案例, requires: [rules]}
      - {page: standards/check.md, kind: 自查}
---

# 守规矩

本专题两周读完。

## 怎样安排

每周两次。
""",
    "tracks/other.md": """\
---
type: track
title: 讲奉献
id: track-other
description: 只有两个单元。
stages:
  - title: 讨论
    units:
      - {page: standards/check.md, kind: 讨论}
      - {page: cases/one.md, kind: 讨论}
---

# 讲奉献
""",
    "plan/2026.md": """\
---
type: plan
title: 2026年计划
id: plan-2026
year: 2026
sessions:
  - kind: 党课
    date: 2026-03-18
    theme: 把纪律记住
    materials: [rules, secret-list]
    lead: 支部书记
  - {kind: 周一例会, date: 2026-01-05, theme: 部署全年学习}
---

# 2026年计划

例数。
""",
}
