"""A built site shows tracks and plans as plain pages whose every link leads somewhere."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.builds import Build, build_site, write_project
from tests.track_site import TRACK_PAGES, track_config


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tracks")
    build = build_site(write_project(folder, track_config(), TRACK_PAGES), folder / "site")
    assert build.exit_code == 0, build.output
    return build.site


def page(site: Path, path: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / path / "index.html").read_text(encoding="utf-8"))


def texts(nodes: list[LexborNode]) -> list[str]:
    return [" ".join(node.text().split()) for node in nodes]


def test_the_overview_lists_every_track(site: Path) -> None:
    overview = page(site, "tracks")
    assert texts(overview.css(".study-card__title")) == ["守规矩", "讲奉献"]
    facts = texts(overview.css(".study-card .study-facts"))
    assert facts == ["2 个阶段 · 4 个单元 · 约 8 分钟", "1 个阶段 · 2 个单元 · 约 2 分钟"]


def test_a_track_page_shows_its_units_without_the_restricted_one(site: Path) -> None:
    track = page(site, "tracks/discipline")
    article = track.css_first("article")
    assert article is not None
    assert texts(article.css("h2")) == [
        "学习目标¶",
        "第一阶段 读规定¶",
        "第二阶段 看案例¶",
        "怎样安排",
    ]
    assert texts(track.css(".study-unit__title")) == [
        "单位规定",
        "单位规定",
        "一张旧发票",
        "自查清单",
    ]
    assert texts(track.css(".study-unit__sections")) == ["第二条、第三条", "第七条"]
    contents = texts(track.css(".md-sidebar--secondary .md-nav__link"))
    assert contents == ["学习目标", "第一阶段 读规定", "第二阶段 看案例", "怎样安排"]


def test_a_unit_page_has_a_bar_for_each_of_its_units(site: Path) -> None:
    case = page(site, "cases/one")
    assert [each[:12] for each in texts(case.css(".study-bar .study-bar__where"))] == [
        "守规矩 第 3/4 单元",
        "讲奉献 第 2/2 单元",
    ]
    rules = page(site, "texts/rules")
    links = [link.attributes["href"] for link in rules.css(".study-bar a[href^='#']")]
    assert links == ["#art-2", "#art-3", "#art-7"]
    steps = rules.css(".study-steps .study-step--next")
    assert [step.attributes["href"] for step in steps] == [
        "./?track=track-discipline#art-7",
        "../../cases/one/?track=track-discipline",
    ]


def test_the_head_of_a_unit_page_names_its_tracks_for_search(site: Path) -> None:
    def named(path: str) -> list[str | None]:
        metas = page(site, path).css("meta[name='study:track']")
        return [meta.attributes["content"] for meta in metas]

    assert named("cases/one") == ["守规矩", "讲奉献"]
    assert named("texts/rules") == ["守规矩"]
    assert named("tracks/other") == []


def test_the_plan_is_a_table_by_month(site: Path) -> None:
    plan = page(site, "plan/2026")
    rows = [texts(row.css("th, td")) for row in plan.css(".study-plan tbody tr")]
    assert rows == [
        ["1月 1 次"],
        ["1月5日 星期一", "周一例会", "部署全年学习", "", ""],
        ["3月 1 次"],
        ["3月18日 星期三", "党课", "把纪律记住", "单位规定", "支部书记"],
    ]
    contents = plan.css(".md-sidebar--secondary .md-nav__link")
    assert texts(contents) == ["全年日历", "1月", "3月"]
    assert [link.attributes["href"] for link in contents] == ["#year", "#month-1", "#month-3"]
    assert [row.attributes.get("id") for row in plan.css(".study-plan__month")] == [
        "month-1",
        "month-3",
    ]


def test_every_link_of_the_furniture_leads_to_a_page_and_an_anchor(site: Path) -> None:
    checked = 0
    for file in site.rglob("index.html"):
        html = LexborHTMLParser(file.read_text(encoding="utf-8"))
        for link in html.css("article a[href]"):
            address = urlsplit(link.attributes["href"] or "")
            if address.scheme:
                continue
            target = (file.parent / unquote(address.path)).resolve() if address.path else file
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), f"{file}: {link.attributes['href']}"
            if address.fragment:
                ids = set(re.findall(r' id="([^"]+)"', target.read_text(encoding="utf-8")))
                assert unquote(address.fragment) in ids, f"{file}: {link.attributes['href']}"
            checked += 1
    assert checked > 30


def test_furniture_that_repeats_other_pages_is_not_searched(site: Path) -> None:
    for file in site.rglob("index.html"):
        html = LexborHTMLParser(file.read_text(encoding="utf-8"))
        for node in html.css("[data-search-exclude]"):
            node.decompose()
        left = html.css_first("article")
        if left is not None:
            assert "第 1 单元" not in left.text()
            assert not left.css(".study-unit__title, .study-card, .study-bar, .study-step")
    table = page(site, "plan/2026").css_first(".study-plan")
    assert table is not None
    assert "把纪律记住" in table.text()


def test_a_restricted_unit_leaves_no_trace(site: Path) -> None:
    for file in site.rglob("*"):
        if file.is_file():
            assert "支部内部清单" not in file.read_text(encoding="utf-8", errors="ignore"), file
            assert "secret-list" not in file.read_text(encoding="utf-8", errors="ignore"), file


def test_the_audience_sees_the_restricted_unit_in_its_place(tmp_path: Path) -> None:
    project = write_project(tmp_path, track_config(), TRACK_PAGES)
    build = build_site(project, tmp_path / "site", STUDY_AUDIENCE="支部书记")
    assert build.exit_code == 0, build.output
    units = page(build.site, "tracks/discipline").css(".study-unit__title")
    assert texts(units)[1] == "支部内部清单"
    assert len(units) == 5


def test_client_files_are_loaded_from_every_depth(site: Path) -> None:
    for path in ("", "tracks", "texts/rules"):
        html = page(site, path)
        scripts = [s.attributes["src"] or "" for s in html.css("script[src*='assets/study/']")]
        styles = [s.attributes["href"] or "" for s in html.css("link[href*='assets/study/']")]
        names = [Path(url).name.split("-")[0] for url in scripts]
        assert "tracks" in names
        assert ("unit" in names) == (path == "texts/rules")
        assert {Path(url).name.split("-")[0] for url in styles} >= {"study", "tracks"}
        for url in (*scripts, *styles):
            assert (site / path / url).resolve().is_file()


def test_tracks_stand_in_the_order_of_the_navigation(tmp_path: Path) -> None:
    nav = "nav: [index.md, tracks/other.md, tracks/index.md, tracks/discipline.md]\n"
    project = write_project(tmp_path, track_config() + nav, TRACK_PAGES)
    build = build_site(project, tmp_path / "site")
    assert build.exit_code == 0, build.output
    titles = page(build.site, "tracks").css(".study-card__title")
    assert texts(titles) == ["讲奉献", "守规矩"]


@pytest.mark.parametrize("speed", ["0", "-1", "299", "501", "[400]"])
def test_an_impossible_reading_speed_is_one_clear_line(tmp_path: Path, speed: str) -> None:
    config = track_config().replace("site_id: demo", f"site_id: demo\n      reading_speed: {speed}")
    build = build_site(write_project(tmp_path, config, TRACK_PAGES), tmp_path / "site")
    assert build.exit_code != 0
    assert "Traceback" not in build.output
    assert "reading_speed" in build.output
    assert not build.site.exists()


def build_with(tmp_path: Path, **changed: str) -> Build:
    pages = {**TRACK_PAGES, **{f"tracks/{name}.md": text for name, text in changed.items()}}
    return build_site(write_project(tmp_path, track_config(), pages), tmp_path / "site")


def test_all_faults_of_all_tracks_stop_the_build_and_publish_nothing(tmp_path: Path) -> None:
    first = TRACK_PAGES["tracks/discipline.md"].replace("cases/one.md", "cases/gone.md")
    second = TRACK_PAGES["tracks/other.md"].replace(
        "kind: 讨论}", "kind: 讨论, requires: [nobody]}"
    )
    build = build_with(tmp_path, discipline=first, other=second)
    assert build.exit_code != 0
    assert "docs/tracks/discipline.md:15 TR001 单元的页面不存在：cases/gone.md" in build.output
    assert build.output.count(" TR004 要求先学的资料不存在：nobody") == 2
    assert "Traceback" not in build.output
    assert not list(build.site.rglob("*.html"))


def test_pages_are_the_same_in_two_builds(tmp_path: Path, site: Path) -> None:
    again = build_with(tmp_path)
    for file in site.rglob("*.html"):
        assert file.read_bytes() == (again.site / file.relative_to(site)).read_bytes()
