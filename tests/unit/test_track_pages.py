"""The HTML of tracks, compared with files that a person has read.

To accept new HTML: `UPDATE_GOLDEN=1 pytest tests/unit/test_track_pages.py`, then read the diff.
"""

import json
import os
import re
from dataclasses import replace
from html import unescape
from importlib import resources
from pathlib import Path

import pytest

from mkdocs_study.tracks.assets import BUNDLES, client_files
from mkdocs_study.tracks.page_data import Address, PageData, page_data_html
from mkdocs_study.tracks.pages import (
    bars,
    continue_html,
    duration,
    overview_html,
    track_fragment,
)
from mkdocs_study.tracks.track import PageRef, SectionRef, Stage, Track, Unit, units_by_page
from tests.unit.test_search_assets import tokens_of

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "tracks"
RULES = PageRef("texts/rules.md", "单位规定")
ADDRESS = Address("../..", "texts/rules/")
CASE = PageRef("cases/one.md", "案例 <一> & “二”")


def href(path: str) -> str:
    return f"../../{path.removesuffix('.md')}/"


def unit(number: int, page: PageRef, *sections: SectionRef, **changes: object) -> Unit:
    stem = page.path.rsplit("/", 1)[1].removesuffix(".md")
    values: dict[str, object] = {
        "id": "#".join([stem, *(section.id for section in sections)]),
        "covered": tuple(section.id for section in sections),
        "kind": "读原文",
        "minutes": 12,
        "requires": (),
        "digest": f"{number:012x}",
        **changes,
    }
    return Unit(number=number, page=page, sections=sections, **values)  # type: ignore[arg-type]


FIRST = Track(
    id="track-first",
    page=PageRef("tracks/first.md", "第一专题"),
    description="先读规定，再看案例。",
    objectives=("说得出 <三件> 事",),
    stages=(
        Stage(
            "读",
            (
                unit(1, RULES, SectionRef("art-3", "第三条"), SectionRef("art-9", "第九条")),
                unit(2, RULES, SectionRef("ch-2", "第二章 职责")),
            ),
        ),
        Stage("看", (unit(3, CASE, kind="看案例", minutes=1, requires=(RULES,)),)),
    ),
)
SECOND = Track(
    id="track-second",
    page=PageRef("tracks/second.md", "第二专题"),
    description="",
    objectives=(),
    stages=(Stage("讨论", (unit(1, CASE, kind="讨论"),)),),
)
TRACKS = (FIRST, SECOND)


def golden_cases() -> dict[str, str]:
    places = units_by_page(TRACKS)
    case_bars = bars(places[CASE.path], href)
    rules_bars = bars(places[RULES.path], href)
    return {
        "overview": overview_html(TRACKS, href),
        "track": track_fragment(FIRST, href).html,
        "bars-two-tracks": case_bars.above + case_bars.below,
        "bars-sections": rules_bars.above + rules_bars.below,
        "continue": continue_html(TRACKS, "tracks/index.md", href),
        "data": page_data_html(PageData("site", ADDRESS, TRACKS, {FIRST.id}), href),
        "empty": overview_html((), href) + continue_html((), "index.md", href),
    }


@pytest.mark.parametrize("name", list(golden_cases()))
def test_html_is_as_accepted(name: str) -> None:
    path = GOLDEN / f"{name}.html"
    html = golden_cases()[name]
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(html, encoding="utf-8", newline="\n")
    assert html == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(golden_cases()))
def test_html_keeps_within_a_strict_policy(name: str) -> None:
    html = golden_cases()[name]
    assert not re.search(r"\s(?:style|on[a-z]+)=", html)
    assert "<script" not in html


def test_every_tag_is_closed() -> None:
    for name, html in golden_cases().items():
        open_tags: list[str] = []
        for closing, tag in re.findall(r"<(/?)([a-z0-9]+)(?![^>]*/>)", html):
            if closing:
                assert open_tags.pop() == tag, name
            else:
                open_tags.append(tag)
        assert not open_tags, name


def test_headings_of_a_track_are_those_of_its_html() -> None:
    fragment = track_fragment(FIRST, href)
    in_html = re.findall(r'<h2 id="([^"]+)">([^<]+)<', fragment.html)
    assert tuple(in_html) == fragment.headings
    assert [anchor for anchor, _ in in_html] == ["objectives", "stage-1", "stage-2"]


def test_a_page_of_several_units_has_one_line_for_those_who_follow_none() -> None:
    case_bars = bars(units_by_page(TRACKS)[CASE.path], href)
    assert ">本页用于 2 个学习专题：<a" in case_bars.above
    rules_bars = bars(units_by_page(TRACKS)[RULES.path], href)
    assert ">本页用于 1 个学习专题：<a" in rules_bars.above
    single = bars([(SECOND, SECOND.units[0])], href)
    assert "本页用于" not in single.above


def test_a_bar_names_all_sections_that_its_unit_covers() -> None:
    chapter = unit(1, RULES, SectionRef("ch-2", "第二章"), covered=("ch-2", "art-5", "art-6"))
    track = replace(FIRST, stages=(Stage("读", (chapter,)),))
    assert 'data-study-sections="ch-2 art-5 art-6"' in bars([(track, chapter)], href).above


def test_a_page_without_units_gets_no_bar() -> None:
    nothing = bars([], href)
    assert nothing.above == ""
    assert nothing.below == ""


def test_a_title_cannot_end_the_data() -> None:
    title = '</template><script>alert("&amp;")</script>'
    bad = Track("track-bad", PageRef("tracks/bad.md", title), "", (), FIRST.stages)
    html = page_data_html(PageData("site", ADDRESS, [bad], {bad.id}), href)
    assert html.count("<") == 2
    text = unescape(html.split(">", 1)[1].split("<")[0])
    assert json.loads(text)["tracks"][0]["title"] == title


def test_a_unit_of_sections_names_two_of_them() -> None:
    sections = [SectionRef(f"art-{n}", f"第{n}条") for n in (1, 2, 3)]
    assert unit(1, RULES, *sections[:1]).title == "单位规定（第1条）"
    assert unit(1, RULES, *sections).title == "单位规定（第1条、第2条等）"
    assert unit(1, RULES).title == "单位规定"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(1, "1 分钟"), (59, "59 分钟"), (60, "1 小时"), (61, "1 小时 1 分钟"), (480, "8 小时")],
)
def test_long_times_are_written_in_hours(minutes: int, text: str) -> None:
    assert duration(minutes) == text


def test_client_files_are_named_by_lower_case_hashes() -> None:
    files = client_files()
    assert [re.sub(r"-[0-9a-f]{8}\.", ".", file.url) for file in files] == [
        f"assets/study/{name}" for name in BUNDLES
    ]
    assert all(re.fullmatch(r"[a-z/.-]+-[0-9a-f]{8}\.(?:js|css)", file.url) for file in files)


def test_joining_the_scripts_changes_no_token() -> None:
    folder = resources.files("mkdocs_study.tracks").joinpath("client")
    joined = {file.name: file.content for file in client_files() if file.name.endswith(".js")}
    sources = {
        name: "".join(folder.joinpath(part).read_text(encoding="utf-8") for part in BUNDLES[name])
        for name in joined
    }
    found = tokens_of(*sources.values(), *joined.values())
    assert found[: len(sources)] == found[len(sources) :]
    used = {part for parts in BUNDLES.values() for part in parts}
    scripts = {each.name for each in folder.iterdir() if each.name.endswith((".js", ".css"))}
    assert used == scripts, "a file of the folder is not shipped"
