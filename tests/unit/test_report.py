"""Saved files are merged by person, and every file that is not sound is named with its reason."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from mkdocs_study.library.diagnostics import Diagnostic, format_diagnostic
from mkdocs_study.tracks.report import Report, State, make_report, read_files
from mkdocs_study.tracks.saved_file import SavedFile, canonical, checksum, newest, read_saved_file
from mkdocs_study.tracks.track import PageRef, Stage, Track, Unit
from tests import saved_files
from tests.saved_files import AT, done, saved, write_saved

EARLIER, LATER = "2026-10-01T00:00:00.000Z", "2026-11-30T20:00:00.000Z"


def unit(name: str, number: int, digest: str = "h1") -> Unit:
    page = PageRef(f"{name}.md", f"单元{name}")
    return Unit(name, number, page, (), (), "读原文", 10, (), digest)


def track(name: str, *units: Unit) -> Track:
    return Track(
        f"track-{name}", PageRef(f"{name}.md", f"专题{name}"), "", (), (Stage("读", units),)
    )


TRACKS = (
    track("甲", unit("rules", 1), unit("case-one", 2)),
    track("乙", unit("case-one", 1), unit("last", 2, "h9")),
)


def merge(folder: Path, *values: dict[str, Any], tracks: tuple[Track, ...] | None = None) -> Report:
    files = [write_saved(folder / f"{n}.json", value) for n, value in enumerate(values)]
    sound, found = read_files(files, None)
    return make_report(sound, found, tracks)


def states(report: Report, name: str) -> dict[str, str]:
    person = next(each for each in report.people if each.name == name)
    return {each.id: person.state(each).value for each in report.units}


# ---- One file --------------------------------------------------------------------------------


def test_the_canonical_form_is_that_of_the_format() -> None:
    value = {"b": [1, -0, True, None], "a": "引“\n\u001f/\\", "\U0001f600": 0, "\ufb33": "x"}
    assert canonical(value) == (
        '{"a":"引“\\n\\u001f/\\\\","b":[1,0,true,null],"\U0001f600":0,"\ufb33":"x"}'
    )
    assert canonical(value) == saved_files.canonical(value)
    assert checksum({"a": 1}) == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"


@pytest.mark.parametrize("value", [1.5, 2**53, -(2**53), {"a": [0.0]}])
def test_a_number_without_a_canonical_form_has_no_checksum(value: object) -> None:
    with pytest.raises(ValueError, match="whole"):
        checksum(value)


def damaged(**changes: object) -> dict[str, Any]:
    """Return a file whose fields were changed after the checksums were taken."""
    return {**saved({"rules": done()}), **changes}


def without(name: str) -> dict[str, Any]:
    value = saved({"rules": done()})
    del value[name]
    body = {key: part for key, part in value.items() if key != "sha256"}
    return {**body, "sha256": saved_files.checksum(body)} if name != "sha256" else value


TEXT = json.dumps(saved({"rules": done()}), ensure_ascii=False)
CUT = "RP002 不是学习记录文件，或者没有传完整"
BROKEN = "RP004 文件已损坏或者被改过："
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", CUT),
    "cut": (TEXT[: len(TEXT) // 2].encode(), CUT),
    "binary": (bytes(range(256)), CUT),
    "gb18030": (TEXT.encode("gb18030"), CUT),
    "deep": (b'{"a":' + b"[" * 200_000, CUT),
    "nan": (b'{"format": NaN}', CUT),
    "long number": (b'{"a": ' + b"9" * 5000 + b"}", CUT),
    "twice": (b'{"format": "study-records", "format": "x"}', CUT),
    "a list": (b"[]", "RP002 不是学习记录文件"),
    "another format": (b'{"format": "x"}', "RP002 不是学习记录文件"),
    "newer": (
        json.dumps(damaged(version=2)).encode(),
        "RP003 由更新的网站保存（格式第 2 版，这里只认第 1 版）",
    ),
    "renamed": (json.dumps(damaged(profile="李四")).encode(), f"{BROKEN}校验码不符"),
    "records": (
        json.dumps(damaged(records={"rules": done(), "case-one": done()})).encode(),
        f"{BROKEN}校验码不符",
    ),
    "surrogate": (
        json.dumps(damaged(profile="\ud800")).encode(),
        f"{BROKEN}内容写法不对",
    ),
    "fraction": (json.dumps(damaged(x=1.5)).encode(), f"{BROKEN}内容写法不对"),
    "no records": (
        json.dumps(without("records")).encode(),
        f"{BROKEN}缺少 records",
    ),
    "no checksum": (
        json.dumps(without("sha256")).encode(),
        f"{BROKEN}缺少 sha256",
    ),
    "true": (
        json.dumps(saved({}, version=True)).encode(),
        f"{BROKEN}缺少 version，或者它的写法不对",
    ),
    "zone": (
        json.dumps(saved({}, utc_offset=99999)).encode(),
        f"{BROKEN}version 或者 utc_offset 的写法不对",
    ),
    "no time": (
        json.dumps(saved({"rules": {"v": 1, "done": True}})).encode(),
        f"{BROKEN}有一条记录的写法不对",
    ),
    "no such day": (
        json.dumps(saved({}, saved_at="2026-02-30T00:00:00.000Z")).encode(),
        f"{BROKEN}saved_at 的写法不对",
    ),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_a_file_that_is_not_sound_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    data, expected = REFUSED[name]
    file = tmp_path / "a.json"
    file.write_bytes(data)
    read = read_saved_file(file, "a.json")
    assert isinstance(read, Diagnostic)
    assert format_diagnostic(read).startswith(f"a.json:1 {expected}")
    assert read.hint


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "no.json", tmp_path):
        read = read_saved_file(path, "x")
        assert isinstance(read, Diagnostic)
        assert read.code == "RP001"


def test_a_file_that_passed_through_an_editor_is_still_sound(tmp_path: Path) -> None:
    """Indents, line ends and the mark of Windows' editor are not part of the checksum."""
    file = tmp_path / "a.json"
    text = json.dumps(saved({"rules": done()}), ensure_ascii=True, indent=7)
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    read = read_saved_file(file, "a.json")
    assert isinstance(read, SavedFile)
    assert read.profile == "王敏"


# ---- Many files ------------------------------------------------------------------------------


def test_of_two_files_of_one_person_the_newest_word_wins_for_each_unit(tmp_path: Path) -> None:
    report = merge(
        tmp_path,
        saved(
            {
                "rules": done(at=LATER),
                "case-one": done(at=EARLIER),
                "last": {"v": 1, "at": EARLIER, "done": True, "hash": "h9"},
            },
            saved_at=AT,
        ),
        saved(
            {
                "rules": {**done(at=EARLIER), "done": False},
                "case-one": {"v": 1, "at": LATER, "gone": True},
                "last": {**done(at=LATER), "done": False},
            },
            profile=" 王　敏".replace("　", "").strip(),
            saved_at=LATER,
        ),
        tracks=TRACKS,
    )
    assert [each.name for each in report.people] == ["王敏"]
    assert states(report, "王敏") == {"rules": "已学", "case-one": "未学", "last": "未学"}
    [told] = report.diagnostics
    assert told.code == "RP006"
    assert told.path.endswith("0.json")
    assert "1.json 同名（王敏）" in told.message


def test_the_order_in_which_files_are_named_does_not_matter(tmp_path: Path) -> None:
    one = saved({"rules": done(by="read"), "last": done("h9", at=LATER)}, saved_at=LATER)
    other = saved({"rules": done(by="quiz"), "last": done("old", at=EARLIER)})
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = merge(tmp_path / "a", one, other, tracks=TRACKS)
    second = merge(tmp_path / "b", other, one, tracks=TRACKS)
    assert first.people[0].marks == second.people[0].marks
    assert newest(done(by="read"), done(by="quiz")) == newest(done(by="quiz"), done(by="read"))


def test_a_unit_whose_text_was_amended_is_told_from_one_that_is_done(tmp_path: Path) -> None:
    report = merge(tmp_path, saved({"rules": done(), "last": done("old")}), tracks=TRACKS)
    assert states(report, "王敏") == {"rules": "已学", "case-one": "未学", "last": "原文已改"}
    assert [each.id for each in report.units] == ["rules", "case-one", "last"]
    assert [track.title for track in report.tracks] == ["专题甲", "专题乙"]


def test_days_are_those_of_the_reader(tmp_path: Path) -> None:
    report = merge(
        tmp_path,
        saved(
            {
                "rules": done(at=LATER),
                "case-one": done(on="2026-11-02"),
                "last": done("h9", on="昨天"),
                "old": done(on="0001-01-01"),
                "@day/2026-11-02/case-one": {"v": 1, "at": AT, "minutes": 5},
                "@day/2026-12-01/rules": {"v": 1, "at": AT, "minutes": 12},
                "@day/2026-12-02/x": {"v": 1, "at": AT, "gone": True, "minutes": 90},
                "@day/2026-12-03/x": {"v": 1, "at": AT, "minutes": "九十"},
                "@note/rules#art-1": {"v": 1, "at": AT, "text": "笔记", "done": True},
            }
        ),
        tracks=TRACKS,
    )
    [person] = report.people
    # 20:00 in UTC is four in the morning of the next day in China.
    assert person.marks["rules"].day == dt.date(2026, 12, 1)
    assert person.marks["case-one"].day == dt.date(2026, 11, 2)
    assert person.marks["last"].day is None
    assert person.marks["last"].state is State.DONE
    assert person.marks["old"].day is None
    assert person.last_day == dt.date(2026, 12, 1)
    assert person.minutes == 17
    assert "@note/rules#art-1" not in person.marks


def test_without_a_project_units_are_named_by_the_files(tmp_path: Path) -> None:
    report = merge(
        tmp_path,
        saved({"rules": done(), "case-one": done()}),
        saved({"last": {**done(), "done": False}, "case-one": done("another")}, profile="李四"),
    )
    [only] = report.tracks
    assert only.title == "全部单元"
    assert [(each.id, each.title) for each in only.units] == [
        ("case-one", "一张旧发票"),
        ("rules", "rules"),
    ]
    assert states(report, "李四") == {"case-one": "已学", "rules": "未学"}
    assert not report.from_project


def test_units_that_no_track_has_any_more_stand_apart(tmp_path: Path) -> None:
    report = merge(tmp_path, saved({"gone": done(), "rules": done()}), tracks=TRACKS)
    assert [track.title for track in report.tracks] == ["专题甲", "专题乙", "不在现有专题里的单元"]
    assert [unit.id for unit in report.tracks[-1].units] == ["gone"]


def test_files_of_another_site_are_refused(tmp_path: Path) -> None:
    report = merge(
        tmp_path,
        saved({"rules": done()}, site="other", site_name="别站"),
        saved({"rules": done()}),
        saved({"rules": done()}, profile="李四"),
    )
    [told] = report.diagnostics
    assert (told.code, told.path.rsplit("/", 1)[1]) == ("RP005", "0.json")
    assert told.message == "是另一个网站的记录：别站（other）"
    assert report.site == "demo"
    files = [tmp_path / f"{n}.json" for n in range(3)]
    sound, found = read_files(files, "other")
    assert [each.site for each in sound] == ["other"]
    assert [each.code for each in found] == ["RP005", "RP005"]


def test_names_are_compared_as_people_read_them_and_unnamed_files_stay_apart(
    tmp_path: Path,
) -> None:
    report = merge(
        tmp_path,
        saved({"rules": done()}, profile="Ｗang"),
        saved({"rules": done()}, profile="wang"),
        saved({"rules": done()}, profile=""),
        saved({"rules": done()}, profile=""),
    )
    names = [each.name for each in report.people]
    assert names == ["wang", "（未填姓名：2.json）", "（未填姓名：3.json）"]
    assert sorted(each.code for each in report.diagnostics) == ["RP006", "RP007", "RP007"]


def test_the_report_is_dated_by_its_newest_file(tmp_path: Path) -> None:
    report = merge(
        tmp_path,
        saved({}, saved_at=AT),
        saved({}, saved_at=LATER, profile="李四", utc_offset=480),
    )
    assert report.made_at == dt.datetime(2026, 12, 1, 4, 0, tzinfo=dt.UTC)


def test_progress_is_told_for_each_file(tmp_path: Path) -> None:
    files = [write_saved(tmp_path / f"{n}.json", saved({})) for n in range(3)]
    told: list[tuple[int, int]] = []
    read_files(files, None, lambda number, count: told.append((number, count)))
    assert told == [(1, 3), (2, 3), (3, 3)]
