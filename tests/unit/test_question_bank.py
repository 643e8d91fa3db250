"""A question bank in a spreadsheet becomes quizzes that pass the check, or a list of bad rows."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from mkdocs_study.cli import main
from mkdocs_study.library.content import read_body, read_content
from mkdocs_study.library.diagnostics import has_errors
from mkdocs_study.library.quiz import Question, Quiz
from mkdocs_study.tracks.question_bank import header_key, quiz_id, read_bank, write_page
from mkdocs_study.tracks.question_row import Row, escape, one_line, write_question
from mkdocs_study.tracks.table_file import Sheet, TableError, read_table_file

Cell = str | int | float | bool | None
HEAD: list[Cell] = [
    "题型",
    "题干",
    "选项A",
    "选项B",
    "选项C",
    "选项D",
    "选项E",
    "选项F",
    "答案",
    "解析",
    "出处",
]
Capture = pytest.CaptureFixture[str]


def row(
    kind: str,
    stem: str,
    options: Sequence[Cell],
    answer: Cell,
    why: str = "理由。",
    source: str = "",
) -> list[Cell]:
    return [kind, stem, *options, *[None] * (6 - len(options)), answer, why, source]


GOOD = [
    row("单选", "收到礼品怎样办？（  ）", ["退回", "收下"], "A", source="《单位规定》第二条"),
    row("多选题", "哪些要报告", ["甲", "乙", "丙"], "A, C"),
    row("判断", "可以先做再问", [], "×"),
    row("判断题", "应当如实记录", ["正确", "错误"], "A"),
    row("填空", "____个工作日内退回", [], "三；3"),
    row("填空", "（ ）日内报告，写明____", [], "五|5；时间"),
    row("排序", "先后是", ["核实", "登记", "决定"], "BAC"),
    row("排序", "按列的先后", ["第一步", "第二步"], None),
]


def save(path: Path, sheets: dict[str, list[list[Cell]]]) -> Path:
    book = Workbook()
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = book.create_sheet(name, number)
        for each in rows:
            sheet.append(each)
    del book["Sheet"]
    book.save(path)
    return path


def questions_of(text: str) -> list[Question]:
    body = read_body("a.md", "page", 6, text.split("---\n", 2)[2])
    content, faults = read_content(body)
    assert not has_errors(faults), faults
    return [question for quiz in content.exercises.quizzes for question in quiz.questions]


def quizzes_of(text: str) -> tuple[Quiz, ...]:
    content, _ = read_content(read_body("a.md", "page", 6, text.split("---\n", 2)[2]))
    return content.exercises.quizzes


def test_every_kind_comes_over_whole(tmp_path: Path, capsys: Capture) -> None:
    table = save(tmp_path / "题库.xlsx", {"第一批": [HEAD, *GOOD]})
    assert main(["import-quiz", str(table), "-o", str(tmp_path / "bank.md")]) == 0
    assert "8 道题" in capsys.readouterr().out
    found = questions_of((tmp_path / "bank.md").read_text(encoding="utf-8"))
    kinds = [str(each.kind) for each in found]
    assert kinds == ["单选", "多选", "判断", "判断", "填空", "填空", "排序", "排序"]
    assert found[0].stem == "收到礼品怎样办？"
    assert found[0].source == "《单位规定》第二条"
    rights = [[option.text for option in each.options if option.right] for each in found]
    assert rights[:4] == [["退回"], ["甲", "丙"], ["错误"], ["正确"]]
    assert rights[6] == ["登记", "核实", "决定"]
    assert found[4].blanks == (("三", "3"),)
    assert found[5].blanks == (("五", "5"), ("时间",))


HEADERS = [
    [
        "*题型：",
        " 题目 ",
        "A",
        "Ｂ",
        "C选项",
        "选项 D",
        "选项5",
        "选项(F)",
        "正确答案",
        "试题解析",
        "依据",
    ],
    ["题目类型", "试题内容", "答案A", "选项2", "c", "D.", "E", "F", "参考答案", "说明", "条款"],
]


@pytest.mark.parametrize("names", HEADERS)
def test_columns_have_the_names_that_people_give_them(names: list[Cell], tmp_path: Path) -> None:
    sheets = read_table_file(save(tmp_path / "a.xlsx", {"一": [names, *GOOD]}))
    bank = read_bank("a.xlsx", sheets)
    assert bank.diagnostics == []
    assert len(bank.questions) == len(GOOD)


def test_columns_stand_in_any_order_below_a_title_with_blank_rows_between(tmp_path: Path) -> None:
    turned = [
        [each[place] for place in (8, 1, 9, 0, 3, 2, 4, 5, 6, 7, 10)] for each in [HEAD, *GOOD]
    ]
    rows: list[list[Cell]] = [["二〇二六年题库"], [], turned[0], [], [None, "  "], *turned[1:]]
    bank = read_bank("a.xlsx", read_table_file(save(tmp_path / "a.xlsx", {"一": rows})))
    assert [each.code for each in bank.diagnostics] == []
    assert len(bank.questions) == len(GOOD)


BAD = [
    (row("论述", "谈谈体会", [], "略"), "QB003 题型不认识：论述"),
    (row("", "没有题型", ["甲", "乙"], "A"), "QB003 没有题型"),
    (row("单选", "", ["甲", "乙"], "A"), "QB003 没有题干"),
    (row("单选", "没有答案", ["甲", "乙"], None), "QB005 没有答案"),
    (row("单选", "没有选项", [], "A"), "QB004 没有选项"),
    (row("单选", "只有一个选项", ["甲"], "A"), "QZ006 只有 1 个选项"),
    (row("单选", "空一格", ["甲", None, "丙"], "A"), "QB004 选项 B 是空的"),
    (row("单选", "两个答案", ["甲", "乙"], "AB"), "QZ008 是单选，却有 2 个正确选项"),
    (row("多选", "一个答案", ["甲", "乙"], "A"), "QZ008 是多选，却只有 1 个正确选项"),
    (row("单选", "没有这个选项", ["甲", "乙"], "C"), "QB005 答案 C 没有对应的选项"),
    (row("单选", "读不懂", ["甲", "乙"], "甲"), "QB005 答案读不懂：甲"),
    (row("多选", "重复的字母", ["甲", "乙"], "AA"), "QB005 答案里有重复的字母：AA"),
    (row("单选", "相同的选项", ["甲", "甲"], "A"), "QZ006 有两个相同的选项：甲"),
    (row("判断", "读不懂", [], "也许"), "QB005 答案读不懂：也许"),
    (row("判断", "选项不是对错", ["甲", "乙"], "A"), "QB004 判断题的选项不是对错"),
    (row("填空", "没有空", [], "五"), "QB006 题干里没有要填的空"),
    (row("填空", "____和____", [], "五"), "QB006 题干有 2 个空，答案有 1 个"),
    (row("填空", "____和____", [], "五；"), "QB006 题干有 2 个空，答案有 2 个"),
    (row("填空", "____", ["甲"], "五"), "QB004 填空题不用填选项"),
    (row("填空", "____", [], "{五}"), "QB006 答案里不能有大括号"),
    (row("排序", "只有一步", ["甲"], "A"), "QZ006 是排序，只有 1 步"),
    (row("排序", "少一步", ["甲", "乙", "丙"], "AB"), "QB005 有 3 步，答案里有 2 步"),
]


@pytest.mark.parametrize(("cells", "message"), BAD, ids=[text for _, text in BAD])
def test_a_bad_row_is_one_line_with_its_number(
    cells: list[Cell], message: str, tmp_path: Path, capsys: Capture
) -> None:
    table = save(tmp_path / "a.xlsx", {"一": [HEAD, *GOOD[:2], cells]})
    assert main(["import-quiz", str(table), "-o", str(tmp_path / "a.md")]) == 1
    printed = capsys.readouterr()
    assert [line.split(" — ")[0] for line in printed.err.splitlines()[:-2]] == [
        f"{table.as_posix()}:4 {message}"
    ]
    assert all(" — " in line for line in printed.err.splitlines()[:-2])
    assert printed.err.splitlines()[-1] == "没有写出文件。"
    assert not (tmp_path / "a.md").exists()


def test_all_bad_rows_of_all_sheets_are_told_at_once(tmp_path: Path, capsys: Capture) -> None:
    rows = [cells for cells, _ in BAD]
    table = save(tmp_path / "a.xlsx", {"甲组": [HEAD, *rows], "乙组": [HEAD, *rows, *GOOD]})
    assert main(["import-quiz", str(table), "--dry-run"]) == 1
    lines = capsys.readouterr().err.splitlines()
    errors = [line for line in lines if "提醒：" not in line]
    assert len([line for line in errors if "工作表“甲组”：" in line]) == len(BAD)
    assert len([line for line in errors if "工作表“乙组”：" in line]) == len(BAD)


def test_good_rows_are_written_when_bad_ones_may_be_left_out(
    tmp_path: Path, capsys: Capture
) -> None:
    rows = [cells for cells, _ in BAD]
    table = save(tmp_path / "a.xlsx", {"一": [HEAD, rows[0], *GOOD, rows[1]]})
    assert main(["import-quiz", str(table), "-o", str(tmp_path / "a.md"), "--skip-bad"]) == 1
    printed = capsys.readouterr()
    assert "a.xlsx:2 QB003" in printed.err
    assert f"a.xlsx:{len(GOOD) + 3} QB003" in printed.err
    assert len(questions_of((tmp_path / "a.md").read_text(encoding="utf-8"))) == len(GOOD)


def test_a_missing_explanation_and_a_repeated_stem_are_reminders(
    tmp_path: Path, capsys: Capture
) -> None:
    bare = row("判断", "没有解析", [], "对", why="")
    table = save(tmp_path / "a.xlsx", {"一": [HEAD, bare, bare]})
    assert main(["import-quiz", str(table), "-o", str(tmp_path / "a.md")]) == 0
    printed = capsys.readouterr().err
    assert "a.xlsx:2 QB007 提醒：没有解析" in printed
    assert "a.xlsx:3 QB007 提醒：题干与第 2 行相同" in printed
    assert (tmp_path / "a.md").exists()


def test_heads_that_lack_or_double_a_column_are_faults(tmp_path: Path, capsys: Capture) -> None:
    lacking = save(tmp_path / "a.xlsx", {"一": [["题型", "题干", "难度"], ["判断", "甲", "易"]]})
    assert main(["import-quiz", str(lacking)]) == 1
    printed = capsys.readouterr().err
    assert "a.xlsx:1 QB002 表头缺少：答案" in printed
    assert "a.xlsx:1 QB001 提醒：没有用到的列：难度" in printed
    doubled = save(
        tmp_path / "b.xlsx", {"一": [["题型", "题干", "题目", "答案"], ["判断", "甲", "", "对"]]}
    )
    assert main(["import-quiz", str(doubled)]) == 1
    assert "b.xlsx:1 QB002 表头里有两列是同一个意思：题目" in capsys.readouterr().err
    none = save(tmp_path / "c.xlsx", {"一": [["判断", "甲", "对"]]})
    assert main(["import-quiz", str(none)]) == 1
    assert "c.xlsx:1 QB002 没有找到表头" in capsys.readouterr().err
    empty = save(tmp_path / "d.xlsx", {"一": [HEAD]})
    assert main(["import-quiz", str(empty)]) == 1
    assert "d.xlsx:1 QB002 表里没有题目" in capsys.readouterr().err


def test_a_sheet_of_notes_is_passed_over_with_a_reminder(tmp_path: Path, capsys: Capture) -> None:
    table = save(tmp_path / "a.xlsx", {"说明": [["填写说明"]], "题库": [HEAD, *GOOD], "空": []})
    assert main(["import-quiz", str(table), "--dry-run"]) == 0
    printed = capsys.readouterr().err
    assert "a.xlsx:1 QB001 提醒：工作表“说明”：没有表头，这个工作表没有读" in printed
    assert "工作表“空”" not in printed


def test_long_banks_are_cut_into_quizzes_sheet_by_sheet(tmp_path: Path) -> None:
    many = [row("判断", f"第 {number} 个说法", [], "对") for number in range(45)]
    table = save(tmp_path / "a.xlsx", {"甲组": [HEAD, *many], "乙组": [HEAD, *GOOD]})
    assert main(["import-quiz", str(table), "-o", str(tmp_path / "bank.md")]) == 0
    text = (tmp_path / "bank.md").read_text(encoding="utf-8")
    found = quizzes_of(text)
    assert [len(quiz.questions) for quiz in found] == [20, 20, 5, len(GOOD)]
    assert [quiz.id for quiz in found] == ["bank-1", "bank-2", "bank-3", "bank-4"]
    assert "## 甲组 {#set-1}" in text
    assert main(["import-quiz", str(table), "-o", str(tmp_path / "b.md"), "--per-quiz", "50"]) == 0
    assert len(quizzes_of((tmp_path / "b.md").read_text(encoding="utf-8"))) == 2


def test_nothing_of_the_user_is_overwritten_without_force(tmp_path: Path, capsys: Capture) -> None:
    table = save(tmp_path / "a.xlsx", {"一": [HEAD, *GOOD]})
    target = tmp_path / "bank.md"
    target.write_text("我的\n", encoding="utf-8")
    assert main(["import-quiz", str(table), "-o", str(target)]) == 1
    assert "已经存在，没有改动" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "我的\n"
    assert main(["import-quiz", str(table), "-o", str(target), "--dry-run"]) == 0
    assert target.read_text(encoding="utf-8") == "我的\n"
    assert main(["import-quiz", str(table), "-o", str(target), "--force"]) == 0
    assert "我的" not in target.read_text(encoding="utf-8")


def test_a_folder_gets_a_file_named_after_the_table(tmp_path: Path, capsys: Capture) -> None:
    table = save(tmp_path / "纪律 题库2026.xlsx", {"一": [HEAD, *GOOD]})
    assert main(["import-quiz", str(table), "--into", str(tmp_path / "docs" / "quizzes")]) == 0
    text = (tmp_path / "docs" / "quizzes" / "ji-lv-ti-ku-2026.md").read_text(encoding="utf-8")
    assert text.startswith("---\ntype: page\ntitle: '纪律 题库2026'\nid: ji-lv-ti-ku-2026\n---\n")


def test_wrong_use_is_told_from_bad_rows(tmp_path: Path, capsys: Capture) -> None:
    table = save(tmp_path / "a.xlsx", {"一": [HEAD, *GOOD]})
    assert main(["import-quiz", str(table), "-o", "a.md", "--into", "docs"]) == 2
    assert main(["import-quiz", str(table), "-o", "a.txt"]) == 2
    assert main(["import-quiz"]) == 2
    assert main(["import-quiz", str(table), "--per-quiz", "0"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_without_a_place_the_page_goes_to_standard_output(tmp_path: Path, capsys: Capture) -> None:
    table = save(tmp_path / "a.xlsx", {"一": [HEAD, *GOOD]})
    assert main(["import-quiz", str(table)]) == 0
    assert len(questions_of(capsys.readouterr().out)) == len(GOOD)


ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_tables_are_read_in_the_encodings_of_excel(
    encoding: str, delimiter: str, tmp_path: Path
) -> None:
    rows = [
        ["题型", "题干", "答案", "解析"],
        ["判断", "甲，乙", "对", '"理\n由"'],
        ["判断", "丙", "错", "由"],
    ]
    text = "\r\n".join(delimiter.join(each) for each in rows)
    table = tmp_path / "a.csv"
    table.write_bytes(text.encode(encoding))
    bank = read_bank("a.csv", read_table_file(table))
    assert [each.row.stem for each in bank.questions] == ["甲，乙", "丙"]
    assert bank.diagnostics == []


def test_cells_are_what_the_author_sees(tmp_path: Path) -> None:
    rows = [
        HEAD,
        row("单选", "几天", [3, 5.0, 2.5], "B"),
        row("判断", "Excel 认作真假", [], answer=True),
    ]
    bank = read_bank("a.xlsx", read_table_file(save(tmp_path / "a.xlsx", {"一": rows})))
    assert bank.questions[0].row.options == ("3", "5", "2.5")
    assert bank.questions[1].row.answer == "对"


def zipped(**members: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return data.getvalue()


HOSTILE = [
    (b"", "文件是空的"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "是旧格式的 .xls，或者加了密码"),
    (b"%PDF-1.7\n", "是 PDF，不是表格"),
    (b"PK\x03\x04 broken", "表格损坏，打不开"),
    (zipped(**{"word/document.xml": "<a/>"}), "是Word 文件，不是 .xlsx 表格"),
    (zipped(a="b"), "是压缩包，不是 .xlsx 表格"),
    (zipped(**{"xl/workbook.xml": "not xml"}), "表格损坏，读不出来"),
    (b"\x89PNG\r\n\x1a\n", "不是 .xlsx 表格"),
]


@pytest.mark.parametrize(("data", "message"), HOSTILE, ids=[text for _, text in HOSTILE])
def test_what_is_no_workbook_gets_one_clear_line(
    data: bytes, message: str, tmp_path: Path, capsys: Capture
) -> None:
    table = tmp_path / "a.xlsx"
    table.write_bytes(data)
    assert main(["import-quiz", str(table), "-o", str(tmp_path / "a.md")]) == 1
    printed = capsys.readouterr()
    assert printed.err.splitlines()[0].startswith(f"{table.as_posix()}:1 QB001 {message} — ")
    assert not (tmp_path / "a.md").exists()


def test_a_binary_csv_and_a_missing_file_get_one_clear_line(
    tmp_path: Path, capsys: Capture
) -> None:
    table = tmp_path / "a.csv"
    table.write_bytes(b"\xff\x00\x81\x00\x00" * 50)
    assert main(["import-quiz", str(table)]) == 1
    assert "QB001 不是文本表格，文字读不出来" in capsys.readouterr().err
    assert main(["import-quiz", str(tmp_path / "none.xlsx")]) == 1
    assert "QB001 文件不存在" in capsys.readouterr().err
    assert main(["import-quiz", str(tmp_path)]) == 1
    assert "QB001 文件不存在" in capsys.readouterr().err


def far_cell(tmp_path: Path, cell: str, value: Cell) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for each in [HEAD, *GOOD]:
        sheet.append(list(each))
    sheet[cell] = value
    if value is None:
        sheet[cell].number_format = "0.00"
    book.save(tmp_path / "far.xlsx")
    return tmp_path / "far.xlsx"


@pytest.mark.parametrize("cell", ["A1048576", "XFD1", "XFD1048576"])
def test_a_cell_at_the_far_end_does_not_fill_the_memory(cell: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="表格太大"):
        read_table_file(far_cell(tmp_path, cell, "远"))


def test_rows_that_only_have_a_look_are_no_rows(tmp_path: Path) -> None:
    sheets = read_table_file(far_cell(tmp_path, "A1048576", None))
    assert len(read_bank("far.xlsx", sheets).questions) == len(GOOD)


def test_a_bomb_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    table = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(table, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/sharedStrings.xml", "w") as member:
            for _ in range(210):
                member.write(b" " * 1_000_000)
    assert table.stat().st_size < 1_000_000
    with pytest.raises(TableError, match="解开以后太大"):
        read_table_file(table)


def test_words_that_look_like_markdown_stay_words() -> None:
    cells = Row(
        "单选", "*甲* [乙](丙) <script> `丁` \\ {{戊}}", ("_己_", "庚"), "A", "第一行\n第二行", ""
    )
    lines = write_question(cells, 1)
    assert lines[0].endswith(r"\*甲\* \[乙\](丙) \<script> \`丁\` \\ \{\{戊\}\}")
    assert r"   - [x] \_己\_" in lines
    assert "   解析：第一行第二行" in lines
    assert escape("a\nb") == "a b"
    assert one_line("甲\r\n 乙 ") == "甲乙"


def test_ids_and_names_keep_within_their_bounds() -> None:
    assert quiz_id("2026-" + "a" * 60, 12) == "q-2026-" + "a" * 27 + "-12"
    assert header_key(" *选项（Ａ）: ") == "选项A"
    page = write_page("它的'名字'", "bank", [], 20)
    assert "title: '它的''名字'''" in page


def test_progress_is_told_to_the_end() -> None:
    rows = tuple((number, ("判断", f"甲{number}", "对", "由")) for number in range(2, 1002))
    sheet = Sheet("一", ((1, ("题型", "题干", "答案", "解析")), *rows))
    told: list[tuple[int, int]] = []
    bank = read_bank("a.xlsx", [sheet], lambda done, total: told.append((done, total)))
    assert len(bank.questions) == 1000
    assert told[-1] == (1001, 1001)
    assert len(told) == 11
