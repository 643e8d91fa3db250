"""A project whose restricted pages hold one canary in every place where words can stand."""

from tests.attachments import make_docx, make_pdf, make_png, make_xlsx, make_zip

CONFIG = """\
site_name: 学习站
site_url: https://study.example.cn/kb/
theme:
  name: material
  language: zh
  font: false
extra: {generator: false}
markdown_extensions: [attr_list, footnotes, tables, admonition]
nav:
  - 首页: index.md
  - 原文:
      - texts/a.md
      - 画眉栏目甲: inner/prepare-secret.md
  - 画眉栏目乙:
      - inner/prepare-secret.md
plugins:
  - search
  - zh-search
  - tags
  - study:
      audiences: [画眉小组, 云雀小组]
"""
PUBLIC_CONFIG = CONFIG.replace("      - 画眉栏目甲: inner/prepare-secret.md\n", "").replace(
    "  - 画眉栏目乙:\n      - inner/prepare-secret.md\n", ""
)
"""The configuration of the same site for one who has no restricted pages at all."""

CANARIES = {
    "title": "画眉鸟的谈话准备会",
    "navigation": "画眉栏目甲",
    "section of the navigation": "画眉栏目乙",
    "sentence": "三位画眉同志先分别谈话再碰头",
    "clause": "碰头的地方定在旧粮站后面那间小屋",
    "sentence with marks": "画眉乙同志的两个问题要连着问完",
    "tag": "画眉标签",
    "heading": "画眉小标题里的安排",
    "heading id": "huamei-heading-id",
    "id": "huamei-secret-9",
    "path": "inner/prepare-secret",
    "description": "只给画眉小组看的一句说明",
    "alias": "画眉别名办法",
    "short title": "画眉简称办法",
    "free key": "画眉自定键里的话",
    "name of an attachment": "huamei-list-7.docx",
    "Chinese name of an attachment": "画眉名册甲乙丙",
    "words of an attachment": "名册第三行写着画眉丁住在河边",
    "words of a workbook": "表格第五格写着画眉戊的去向",
    "words of a document": "画眉己的档案袋里缺两页纸张",
    "words of a picture": "画眉庚站在照片左边第二位置",
    "words of an archive": "压缩包里说画眉辛下周三到场",
    "post of a case": "某画眉站值守岗位人员",
    "lesson of a case": "画眉站的钥匙不能交给外人保管",
    "sentence of a case": "他把画眉站的钥匙交给了表弟",
    "part of a lesson": "画眉党课的第二个环节",
    "notes of a lesson": "讲到这里停半分钟看画眉图的反应",
    "theme of a session": "讨论画眉计划里的分工",
    "lead of a session": "画眉召集人",
    "title of a quiz": "画眉测验一二",
    "question of a quiz": "画眉站夜里由谁开第二道门",
    "option of a quiz": "当班的画眉癸本人",
    "explanation of a quiz": "第二道门的锁只配了画眉癸一把",
    "statement of a checklist": "把画眉站的口令写在日历背面",
    "hint of a checklist": "翻一翻画眉抽屉里的旧日历",
    "term": "画眉丙工作法",
    "definition": "只在画眉小组内部解释的词义",
    "track": "画眉专题从这里起步",
    "stage": "画眉阶段之一",
    "objective": "说得出画眉专题的三条界线",
    "comment": "这条画眉注释写给下一位编辑看",
    "group": "画眉小组",
}

_RESTRICTED = "audience: [画眉小组]\n"


def _page(kind: str, title: str, key: str, rest: str, body: str, restricted: str = "") -> str:
    name = f"id: {key}\n" if key else ""
    head = f"---\ntype: {kind}\ntitle: {title}\n{name}{restricted}{rest}---\n\n"
    return f"{head}# {title}\n\n{body}\n"


HOME = _page(
    "page",
    "首页",
    "",
    "",
    "<!-- study:list case -->\n\n<!-- study:list text -->\n\n<!-- study:list lesson -->\n\n"
    "<!-- study:list standard -->\n\n<!-- study:tracks -->\n\n<!-- study:continue -->\n\n"
    "<!-- study:month -->\n\n<!-- study:mine -->\n\n"
    "这里按工作法学习。[公开附件](files/open.txt)\n\n这一句两边都有，不算泄露，因为它人人可看。\n\n"
    f"<!-- {CANARIES['comment']} -->",
)
PUBLIC: dict[str, str | bytes] = {
    "index.md": HOME,
    "texts/a.md": _page(
        "text",
        "甲规定",
        "text-a",
        "tags: [公开标签]\n",
        "## 第一条\n\n条文甲。\n\n## 第二条\n\n条文乙。",
    ),
    "tracks/a.md": _page(
        "track",
        "专题",
        "track-a",
        "stages:\n  - title: 读\n    units:\n"
        "      - {page: texts/a.md, kind: 读原文}\n"
        "      - {page: inner/prepare-secret.md, kind: 讨论}\n"
        "      - {page: inner/exercises-secret.md, kind: 测验}\n",
        "说明。",
    ),
    "plan/2026.md": _page(
        "plan",
        "计划",
        "plan-2026",
        "year: 2026\nsessions:\n  - kind: 党课\n    date: 2026-03-18\n    theme: 学习甲规定\n"
        "    materials: [text-a, huamei-secret-9]\n",
        "说明。",
    ),
    "files/open.txt": "公开附件的内容",
}
PUBLIC_ALONE: dict[str, str | bytes] = PUBLIC | {
    "index.md": HOME.replace(f"\n\n<!-- {CANARIES['comment']} -->", ""),
    "tracks/a.md": str(PUBLIC["tracks/a.md"]).replace(
        "      - {page: inner/prepare-secret.md, kind: 讨论}\n"
        "      - {page: inner/exercises-secret.md, kind: 测验}\n",
        "",
    ),
    "plan/2026.md": str(PUBLIC["plan/2026.md"]).replace(", huamei-secret-9", ""),
}
"""The public pages as one who knows of no others would write them."""

RESTRICTED: dict[str, str | bytes] = {
    "inner/prepare-secret.md": _page(
        "text",
        CANARIES["title"],
        CANARIES["id"],
        f"description: {CANARIES['description']}\ntags: [{CANARIES['tag']}, 公开标签]\n"
        f"aliases: [{CANARIES['alias']}]\nshort_title: {CANARIES['short title']}\n"
        f"x-note: {CANARIES['free key']}\n",
        f"依照《甲规定》第一条，{CANARIES['sentence']}，{CANARIES['clause']}。\n\n"
        f"这一句两边都有，不算泄露，因为它人人可看。\n\n"
        f"## {CANARIES['heading']} {{#{CANARIES['heading id']}}}\n\n"
        "画眉乙同志的**两个问题**要[连着](../texts/a.md)\n问完。\n\n"
        "[附件](../files/huamei-list-7.docx) [名册](../files/画眉名册甲乙丙.xlsx)\n"
        "[档案](../files/h1.pdf) ![图](../files/h2.png) [包](../files/h3.zip)\n"
        "![图](../files/open.txt)",
        _RESTRICTED,
    ),
    "inner/case-secret.md": _page(
        "case",
        "画眉站的钥匙",
        "case-huamei",
        f"discipline: 工作纪律\npost: {CANARIES['post of a case']}\nbreaches: [《甲规定》第二条]\n"
        f"lessons_drawn:\n  - {CANARIES['lesson of a case']}。\nfictional: true\n",
        f"## 经过\n\n{CANARIES['sentence of a case']}。",
        _RESTRICTED,
    ),
    "inner/lesson-secret.md": _page(
        "lesson",
        "画眉的党课",
        "lesson-huamei",
        f"parts:\n  - {{title: {CANARIES['part of a lesson']}, minutes: 15}}\n",
        f'## 提示\n\n!!! note "讲稿备注"\n    {CANARIES["notes of a lesson"]}。',
        _RESTRICTED,
    ),
    "inner/exercises-secret.md": _page(
        "page",
        "画眉的练习",
        "exercises-huamei",
        "",
        f"/// quiz | {CANARIES['title of a quiz']}\n    id: huamei-quiz\n\n"
        f"1. （单选）{CANARIES['question of a quiz']}？\n   - [x] {CANARIES['option of a quiz']}\n"
        f"   - [ ] 别人\n\n   解析：{CANARIES['explanation of a quiz']}。\n///\n\n"
        f"/// checklist | 画眉清单\n    id: huamei-list\n\n"
        f"1. {CANARIES['statement of a checklist']}。\n"
        f"   提示：{CANARIES['hint of a checklist']}。\n///",
        _RESTRICTED,
    ),
    "inner/plan-secret.md": _page(
        "plan",
        "画眉的计划",
        "plan-huamei",
        f"year: 2026\nsessions:\n  - kind: 支委会\n    date: 2026-05-06\n"
        f"    theme: {CANARIES['theme of a session']}\n    lead: {CANARIES['lead of a session']}\n",
        "说明。",
        _RESTRICTED,
    ),
    "inner/words.md": _page(
        "glossary",
        "画眉的词",
        "inner-words",
        "",
        f"## {CANARIES['term']}\n\n{CANARIES['definition']}。",
        _RESTRICTED,
    ),
    "inner/track-secret.md": _page(
        "track",
        CANARIES["track"],
        "track-huamei",
        f"objectives: [{CANARIES['objective']}]\nstages:\n  - title: {CANARIES['stage']}\n"
        "    units:\n      - {page: texts/a.md, kind: 读原文}\n",
        "说明。",
        _RESTRICTED,
    ),
    "files/huamei-list-7.docx": make_docx([CANARIES["words of an attachment"]]),
    "files/画眉名册甲乙丙.xlsx": make_xlsx([CANARIES["words of a workbook"]]),
    "files/h1.pdf": make_pdf([CANARIES["words of a document"]]),
    "files/h2.png": make_png({"Comment": CANARIES["words of a picture"]}),
    "files/h3.zip": make_zip({"a/b.txt": CANARIES["words of an archive"] + "。"}),
}
