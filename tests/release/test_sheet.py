"""What a release would change is listed, on screen and as a Word file to sign."""

import datetime as dt
import io
import zipfile

from docx import Document
from docx.oxml.ns import qn

from mkdocs_study.publish.release.changes import as_lines, changes_between, summary
from mkdocs_study.publish.release.sheet import FIXED_TIME, Facts, make_sheet
from tests.release_site import entries

FACTS = Facts("学习站", "/srv/study/public", "", "r000001-20261124", dt.date(2026, 11, 24), 12)
BEFORE = (
    *entries("same", "goes", "changes", "narrows", "moves", source_sha256="1"),
    *entries("", source_sha256="1"),
)
AFTER = (
    *entries("same", source_sha256="1"),
    *entries("changes", source_sha256="2", status="approved", reviewed_by=("张三", "李四")),
    *entries("narrows", source_sha256="2", audience=("支部书记",)),
    *entries("moves", source_sha256="1", url="elsewhere/"),
    *entries("comes", source_sha256="1", title="新<页>\x0b面"),
    *entries("", source_sha256="1"),
)
CHANGES = changes_between(BEFORE, AFTER)


def test_each_page_is_listed_once_under_what_happens_to_it() -> None:
    assert [(each.kind, each.page.key, each.details) for each in CHANGES] == [
        ("新增", "comes", ""),
        ("改动", "changes", ""),
        ("改动", "moves", "地址由 /moves/ 改为 /elsewhere/"),
        ("读者范围改变", "narrows", "由所有人改为支部书记"),
        ("撤去", "goes", ""),
    ]
    assert summary(CHANGES) == "新增 1 页，改动 2 页，读者范围改变 1 页，撤去 1 页"
    assert summary(()) == "页面没有变动"
    assert as_lines(CHANGES)[1:4] == [
        "  改动：题目 changes（changes，所有人，已批准（张三、李四））",
        "  改动：题目 moves（moves，所有人，地址由 /moves/ 改为 /elsewhere/）",
        "  读者范围改变：题目 narrows（narrows，支部书记，由所有人改为支部书记）",
    ]


def test_the_sheet_holds_every_page_and_lines_to_sign_on() -> None:
    document = Document(io.BytesIO(make_sheet(FACTS, CHANGES)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert text.startswith("网站发布审批单\n网站：学习站\n发布到：/srv/study/public（公开版）\n")
    assert "2026年11月24日" in text
    changes, signers = document.tables
    rows = [[cell.text for cell in row.cells] for row in changes.rows]
    assert rows[0] == ["序号", "变动", "标题", "编号", "读者范围", "审批"]
    assert rows[1] == ["1", "新增", "新<页> 面", "comes", "所有人", ""]
    assert rows[2][5] == "已批准（张三、李四）"
    assert [row[3] for row in rows[1:]] == ["comes", "changes", "moves", "narrows", "goes"]
    assert [row.cells[0].text for row in signers.rows] == [
        "编制（签字）",
        "审核（签字）",
        "批准（签字）",
    ]


def test_every_run_names_a_chinese_font() -> None:
    document = Document(io.BytesIO(make_sheet(FACTS, CHANGES)))
    runs = [run for run in document.element.body.iter(qn("w:r")) if run.text]
    fonts = {run.rPr.rFonts.get(qn("w:eastAsia")) for run in runs}
    assert len(runs) > 40
    assert fonts == {"黑体", "宋体"}


def test_the_same_changes_give_the_same_bytes() -> None:
    data = make_sheet(FACTS, CHANGES)
    assert make_sheet(FACTS, CHANGES) == data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert {member.date_time for member in packed.infolist()} == {FIXED_TIME}
        assert packed.namelist()[0] == "[Content_Types].xml"
        core = packed.read("docProps/core.xml").decode()
        assert "2026-11-24T00:00:00Z" in core
        assert "python-docx" not in core


def test_a_release_that_changes_no_page_can_be_signed_too() -> None:
    document = Document(io.BytesIO(make_sheet(FACTS, ())))
    assert len(document.tables) == 1
    assert any("页面没有变动" in paragraph.text for paragraph in document.paragraphs)
