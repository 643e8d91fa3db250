"""A small site with quizzes, checklists and a reader's own page."""

from tests.track_site import TRACK_PAGES, track_config

QUIZ = """\
/// quiz | 五道题
    id: five

1. （单选）几天内登记？
   - [ ] 三天
   - [x] 五天
   - [ ] 十天
   解析：超过五天就晚了，见《单位规定》第二条。
2. （多选）哪些要报告？
   - [x] 收到卡券
   - [x] 有人打招呼
   - [ ] 天气变化
   解析：与职务有关的要报告。
   出处：《单位规定》第三条
3. （判断）可以先做再问。
   答案：错
   解析：先问再做。
4. （填空）____小时内说明，向支部说明。
   答案：二十四|一天
   解析：期限是一天。
5. （排序）先后是：
   1. 登记
   2. 核实
   3. 决定
   解析：先登记。
///
"""

SECOND = """\
/// quiz | 打乱的题
    id: mixed
    shuffle: 是

1. （单选）选第三个
   - [ ] 甲甲
   - [ ] 乙乙
   - [x] 丙丙
   - [ ] 丁丁
   - [ ] 戊戊
   - [ ] 己己
   解析：丙。
///

/// 测验 | 另一份
    id: other

1. （判断）对
   答案：对
   解析：对。
///
"""

LIST = """\
/// checklist | 逐条对照
    id: list

1. 会上赞成，会后不办。
   提示：想一想上个月。
2. 记录是事后补的。
3. 来的人多跑了一趟。
///
"""


def page(title: str, body: str) -> str:
    """Return a page of type `page`."""
    return f"---\ntype: page\ntitle: {title}\n---\n\n# {title}\n\n{body}"


TRACK = """\
---
type: track
title: 自测专题
id: track-quiz
stages:
  - title: 测
    units:
      - {page: quiz.md, kind: 测验}
      - {page: single.md, kind: 自查}
---

# 自测专题
"""

EXERCISE_PAGES = {
    **TRACK_PAGES,
    "tracks/quiz.md": TRACK,
    "quiz.md": page("自测", QUIZ),
    "two.md": page("两份", SECOND),
    "list.md": page("清单", LIST + LIST.replace("id: list", "id: again").replace("逐条", "再次")),
    "single.md": page("一份清单", LIST),
    "my.md": page("我的学习", "<!-- study:mine -->\n"),
    "start.md": page("目录", "[去自测](quiz.md)\n\n[去清单](single.md)\n\n[我的](my.md)\n"),
}


def exercise_config(features: str = "") -> str:
    """Return an mkdocs.yml with these features of Material."""
    return track_config(features)
