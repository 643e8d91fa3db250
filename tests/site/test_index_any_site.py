"""`study index` gives a site of any origin a search that answers, and takes nothing away."""

import json
import shutil
from pathlib import Path

import pytest

from mkdocs_study.cli import main
from mkdocs_study.publish.staging import Staging, why_not_replaceable
from tests.foreign_site import index_foreign_site, write_foreign_site
from tests.sites import ask_site

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return index_foreign_site(tmp_path_factory.mktemp("foreign") / "老 站")


@pytest.mark.parametrize(
    ("query", "urls"),
    [
        ("个体工商户可以", {"学习 资料/第一 章.html#适用 范围"}),
        ("用正当名称", {"学习 资料/第一 章.html#适用 范围"}),
        ("党章要读", {"学习 资料/第一 章.html#ruby"}),
        ("中国人民的", {"学习 资料/第一 章.html"}),
        ("欢迎来到", {""}),
        ("轮流值班", {"学习 资料/通知/"}),
        ("报到", {"学习 资料/通知/"}),
        ("gb18030", {"100%25/a&b.htm#linux"}),
        ("先看说明", {"100%25/a&b.htm"}),
        ("版权", set()),
        ("菜单", set()),
        ("草稿", set()),
        ("搬走", set()),
        ("dǎng", set()),
    ],
)
def test_what_a_reader_sees_is_found(site: Path, query: str, urls: set[str]) -> None:
    (answer,) = ask_site(site, [query], "--limit", "100")
    assert {hit["url"] for hit in answer["hits"] if hit["exact"]} == urls


def test_pages_beside_the_search_page_are_found_too(tmp_path: Path) -> None:
    site = write_foreign_site(tmp_path / "站")
    (site / "search" / "tips").mkdir(parents=True)
    tips = "<!doctype html><title>窍门</title><main><h1>窍门</h1><p>先想好关键词再搜。</p></main>"
    (site / "search" / "tips" / "index.html").write_text(tips, "utf-8")
    for _ in range(2):
        assert main(["index", str(site)]) == 0
        (answer,) = ask_site(site, ["先想好关键词"])
        assert [hit["url"] for hit in answer["hits"]] == ["search/tips/"]
    (own,) = ask_site(site, ['"正在初始化"'])
    assert own["hits"] == []


def test_nothing_hidden_is_counted(site: Path) -> None:
    (answer,) = ask_site(site, ["个体工商户"], "--limit", "100")
    assert (answer["total"], answer["total_exact"]) == (32, True)
    assert all(hit["exact"] for hit in answer["hits"])


def test_facets_of_the_head_are_known(site: Path) -> None:
    (answer,) = ask_site(site, ["个体工商户 类型:法规"], "--limit", "100")
    assert {hit["url"].partition("#")[0] for hit in answer["hits"]} == {"学习 资料/第一 章.html"}


def test_the_command_tells_what_it_did(tmp_path: Path, capsys: Capture) -> None:
    site = write_foreign_site(tmp_path / "站")
    (site / "bad.html").write_bytes(b"\n\x80\xff\xfe\xff")
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert main(["index", str(site)]) == 1
    captured = capsys.readouterr()
    assert captured.err.splitlines() == [
        f"{site.as_posix()}/bad.html:2 SITE002 这个网页的编码认不出来，没有编入 — 另存为 UTF-8",
        "共 1 个错误，0 个提醒。",
    ]
    lines = captured.out.splitlines()
    assert lines[:3] == [
        "没有编入：404 页 1 个。",
        "没有编入：要求不收录的页（noindex） 1 个。",
        "没有编入：跳转页 1 个。",
    ]
    assert lines[3].startswith("完成：4 个网页，37 节；索引 ")
    assert lines[4] == f"检索页：{site / 'search' / 'index.html'}"
    assert {path: path.read_bytes() for path in before} == before
    assert not list(site.parent.glob(".*"))


def test_the_command_speaks_json(tmp_path: Path, capsys: Capture) -> None:
    site = write_foreign_site(tmp_path / "站")
    assert main(["index", "--json", str(site)]) == 0
    report = json.loads(capsys.readouterr().out)
    files = [path for path in (site / "search").iterdir() if path.name != "study-index.txt"]
    assert report == {
        "pages": 4,
        "sections": 37,
        "files": len(files),
        "bytes": sum(path.stat().st_size for path in files),
        "left_out": {"not_found": 1, "redirect": 1, "unlisted": 1},
        "errors": 0,
        "warnings": 0,
        "diagnostics": [],
    }


def test_the_index_is_the_same_every_time_and_follows_the_site(tmp_path: Path) -> None:
    site = index_foreign_site(tmp_path / "站")
    first = {path.name: path.read_bytes() for path in (site / "search").iterdir()}
    assert main(["index", str(site)]) == 0
    assert {path.name: path.read_bytes() for path in (site / "search").iterdir()} == first
    (site / "new.html").write_text("<h1>新来的</h1>鑫淼焱", "utf-8")
    assert main(["index", str(site)]) == 0
    (answer,) = ask_site(site, ["鑫淼焱"])
    assert [hit["url"] for hit in answer["hits"]] == ["new.html"]
    (site / "new.html").unlink()
    assert main(["index", str(site)]) == 0
    assert {path.name: path.read_bytes() for path in (site / "search").iterdir()} == first


def test_a_search_of_another_tool_is_left_alone(tmp_path: Path, capsys: Capture) -> None:
    site = write_foreign_site(tmp_path / "站")
    (site / "search").mkdir()
    theirs = site / "search" / "search_index.json"
    theirs.write_text('{"docs": [{"text": "别人的"}]}', "utf-8")
    page = site / "search" / "index.html"
    page.write_text("别人的检索页", "utf-8")
    assert main(["index", str(site)]) == 1
    assert capsys.readouterr().err == (
        f"{page} 不是 study index 写的，或者后来有人改过，没有改动；"
        "一定要换掉它，就加上 --force。\n"
    )
    assert {path.name for path in (site / "search").iterdir()} == {theirs.name, page.name}
    assert main(["index", "--force", str(site)]) == 0
    assert "别人的" in theirs.read_text("utf-8")
    assert ask_site(site, ["轮流值班"])[0]["hits"][0]["url"] == "学习 资料/通知/"


def test_a_folder_without_pages_is_a_fault(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.txt").touch()
    assert main(["index", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"{tmp_path} 里没有可以编入的网页，没有改动。\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_build_at_work_is_waited_for(tmp_path: Path, capsys: Capture) -> None:
    site = tmp_path / "站"
    staging = Staging(site)
    try:
        write_foreign_site(site)
        assert main(["index", str(site)]) == 1
    finally:
        staging.discard()
    assert "另一次构建正在写同一个网站" in capsys.readouterr().err
    assert not (site / "search").exists()


def test_a_site_of_others_does_not_become_one_that_a_build_replaces(site: Path) -> None:
    assert "又不像是以前生成的网站" in why_not_replaceable(site)


def test_a_page_opened_by_hand_needs_nothing_but_its_folder(site: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(site, tmp_path / "搬走")
    (answer,) = ask_site(moved, ["轮流值班"])
    assert all((moved / name).is_file() for name in answer["files"])
    assert answer["files"][0] == "search/study-index.json"
