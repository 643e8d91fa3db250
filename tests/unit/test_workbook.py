"""The workbook as another program reads it, from the command that writes it."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from mkdocs_study.cli import main
from tests.builds import write_project
from tests.library_sites import inside
from tests.saved_files import AT, done, saved, write_saved
from tests.track_site import TRACK_PAGES, track_config

SHEETS = ["说明", "汇总", "图表", "单元", "明细", "缺项"]
HOSTILE = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "{=1}", "http://x", "12", "'甲"]


def run(*arguments: object) -> int:
    return main(["report", *map(str, arguments)])


def rows(sheet: Worksheet) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def open_sheets(file: Path) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    assert book.sheetnames == SHEETS
    return {name: book[name] for name in SHEETS}


@pytest.fixture
def members(tmp_path: Path) -> list[Path]:
    """Give files of three people, one of whom sent two, and two that are not sound."""
    folder = tmp_path / "交来的记录"
    folder.mkdir()
    values: dict[str, Any] = {
        "王敏": saved({"rules#art-2+art-3": done("old"), "case-one": done(on="2026-11-20")}),
        "王敏 (1)": saved({"check-list": done(at="2026-11-01T00:00:00.000Z")}, saved_at=AT),
        "李四": saved(
            {
                "case-one": {**done(), "done": False},
                "@day/2026-11-24/x": {"v": 1, "at": AT, "minutes": 25},
            },
            profile="李四",
        ),
        "无名": saved({}, profile=""),
        "改过": {**saved({"case-one": done()}), "profile": "赵六"},
        "别站": saved({"case-one": done()}, site="other", site_name="别的网站"),
    }
    return [write_saved(folder / f"{name}.json", value) for name, value in values.items()]


def test_good_files_are_merged_and_bad_ones_named_in_both_places(
    members: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "台账.xlsx"
    with inside(tmp_path):
        assert run(*members, "-o", out) == 1
    told = capsys.readouterr()
    assert "改过.json:1 RP004 文件已损坏或者被改过：校验码不符 — 请本人重新保存一份再交" in told.err
    assert "别站.json:1 RP005 是另一个网站的记录：别的网站（other）" in told.err
    assert "RP006 提醒：" in told.err
    assert "共 2 个错误，2 个提醒。" in told.err
    assert "3 人，" in told.out
    notes = rows(open_sheets(out)["说明"])
    assert "自行填报" in notes[1][0]
    assert "未经核实" in notes[1][0]
    facts = {row[0]: row[1] for row in notes[3:9]}
    assert facts["网站"] == "学习站（demo）"
    assert facts["截至"] == "2026-11-24 16:30（最新一份记录的保存时间）"
    assert facts["未采用的文件"] == "2 份"
    listed = {str(row[0]).rsplit("/", 1)[-1]: row[1:] for row in notes[11:]}
    assert list(listed)[:2] == ["改过.json", "别站.json"]
    assert listed["改过.json"][3] == "未采用"
    assert "RP004" in listed["改过.json"][4]
    assert listed["李四.json"] == ["李四", "2026-11-24 16:30", "0", "已采用", ""]
    assert "RP006" in listed["王敏 (1).json"][4]
    assert "RP007" in listed["无名.json"][4]


def test_people_units_and_gaps_are_those_of_the_project(
    members: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = write_project(tmp_path / "project", track_config(), TRACK_PAGES)
    out = tmp_path / "台账.xlsx"
    assert run(*members[:4], "-f", project / "mkdocs.yml", "-o", out) == 0
    capsys.readouterr()
    sheets = open_sheets(out)
    head, *people = rows(sheets["汇总"])
    assert head[7:] == ["守规矩", "讲奉献"]
    shown = [(row[0], row[1], row[2], row[4], row[5], row[7], row[8]) for row in people]
    # The digests of the files are not those of the texts: whatever was done is to be read again.
    assert shown == [
        ("李四", 0, 4, 0, 25, "0/4", "0/2"),
        ("王敏", 0, 4, 3, 0, "0/4", "0/2"),
        ("（未填姓名：无名.json）", 0, 4, 0, 0, "0/4", "0/2"),
    ]
    matrix = rows(sheets["明细"])
    assert matrix[0][:6] == ["专题", "守规矩", None, None, None, "讲奉献"]
    assert matrix[1][1:] == [
        "单位规定（第二条、第三条）",
        "单位规定（第七条）",
        "一张旧发票",
        "自查清单",
        "自查清单",
        "一张旧发票",
    ]
    assert matrix[3] == ["王敏", "原文已改", None, *["原文已改"] * 4]
    gaps = rows(sheets["缺项"])
    assert ["王敏", "守规矩", "单位规定（第七条）", "未学"] in gaps
    assert len(gaps) == 1 + 3 * 6
    missing = rows(sheets["单元"])
    everyone = "李四、王敏、（未填姓名：无名.json）"
    assert missing[1] == ["守规矩", "单位规定（第二条、第三条）", 0, 0, everyone]
    # A page for the branch secretary alone is asked of nobody in the public report.
    assert "支部内部清单" not in str(missing)


def test_days_are_dates_and_charts_are_drawn(members: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "台账.xlsx"
    with inside(tmp_path):
        assert run(*members[:4], "-o", out) == 0
    sheets = open_sheets(out)
    matrix = sheets["明细"]
    titles = [cell.value for cell in matrix[2]]
    day = matrix.cell(4, titles.index("一张旧发票") + 1).value
    assert day == dt.datetime(2026, 11, 20)  # noqa: DTZ001 (spreadsheets know no zones)
    charts = sheets["图表"]._charts  # type: ignore[attr-defined]
    assert len(charts) == 2


def test_the_same_files_give_the_same_bytes(members: list[Path], tmp_path: Path) -> None:
    outs = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    with inside(tmp_path):
        for out in outs:
            assert run(*members[:4], "-o", out) == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_names_that_look_like_formulas_stay_names(tmp_path: Path) -> None:
    files = [
        write_saved(tmp_path / f"{n}.json", saved({name: done()}, name, titles={name: name}))
        for n, name in enumerate(HOSTILE)
    ]
    out = tmp_path / "a.xlsx"
    with inside(tmp_path):
        assert run(*files, "-o", out) == 0
    with zipfile.ZipFile(out) as archive:
        xml = "".join(archive.read(name).decode() for name in archive.namelist() if "sheet" in name)
    assert "<f>" not in xml
    assert "<hyperlink" not in xml
    sheets = open_sheets(out)
    assert {row[0] for row in rows(sheets["汇总"])[1:]} == set(HOSTILE)
    cells = [cell for sheet in sheets.values() for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value in HOSTILE} == {"s"}


def test_odd_characters_and_long_names_make_a_sound_workbook(tmp_path: Path) -> None:
    name = "甲\x00\x0b\ufffe_x0041_" + "很长" * 20_000
    write_saved(tmp_path / "a.json", saved({"u": done()}, name, titles={"u": "题" * 50_000}))
    out = tmp_path / "a.xlsx"
    with inside(tmp_path):
        assert run(tmp_path / "a.json", "-o", out) == 0
    [_, [shown, *_]] = rows(open_sheets(out)["汇总"])[:2]
    assert str(shown).startswith("甲�")
    assert str(shown).endswith("……")
    assert "_x0041_" in str(shown)


def test_five_hundred_files_are_one_workbook(tmp_path: Path) -> None:
    units = {f"unit-{n:03}": done(on=f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}") for n in range(40)}
    folder = tmp_path / "files"
    folder.mkdir()
    for n in range(500):
        some = {name: record for i, (name, record) in enumerate(units.items()) if i <= n % 41}
        write_saved(folder / f"{n:03}.json", saved(some, f"党员{n:03}"))
    out = tmp_path / "a.xlsx"
    with inside(tmp_path):
        assert run(folder, "-o", out) == 0
    sheets = open_sheets(out)
    assert sheets["汇总"].max_row == 501
    assert sheets["明细"].max_column == 41
    done_units = [row[1] for row in rows(sheets["汇总"])[1:]]
    assert sum(done_units) == sum(min(n % 41, 39) + 1 for n in range(500))


# ---- The command -----------------------------------------------------------------------------


def test_an_existing_file_is_replaced_only_when_asked(
    members: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "台账.xlsx"
    out.write_text("别的")
    with inside(tmp_path):
        assert run(members[0], "-o", out) == 1
        assert out.read_text() == "别的"
        assert "已经存在，没有改动" in capsys.readouterr().err
        assert run(members[0], "-o", out, "--force") == 0
    open_sheets(out)
    assert [each.name for each in tmp_path.iterdir() if "台账" in each.name] == ["台账.xlsx"]


def test_without_a_sound_file_nothing_is_written(
    members: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "台账.xlsx"
    with inside(tmp_path):
        assert run(members[4], tmp_path / "没有.json", "-o", out) == 1
    told = capsys.readouterr().err
    assert "RP004" in told
    assert "没有.json:1 RP001" in told
    assert "没有写台账" in told
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.json"], "缺少"),
        (["-o", "a.xlsx"], "缺少记录文件"),
        (["a.json", "-o", "a.xls"], "要以 .xlsx 结尾"),
        (["a.json", "-o", "a.xlsx", "-f", "no.yml"], "找不到配置文件"),
    ],
)
def test_wrong_use_is_told(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with inside(tmp_path):
        assert run(*arguments) == 2
    assert words in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_told(
    members: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with inside(tmp_path):
        assert run(members[0], "-o", tmp_path / "没有" / "a.xlsx") == 1
    assert "不能写入" in capsys.readouterr().err


def test_a_workbook_is_a_sound_zip(members: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    with inside(tmp_path):
        assert run(*members[:4], "-o", out) == 0
    with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as archive:
        assert archive.testzip() is None
