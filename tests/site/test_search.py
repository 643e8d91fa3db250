"""What stands in a section is found, what does not is not shown as exact: on a real built site."""

import gzip
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from mkdocs_study.cli import main
from mkdocs_study.search.extract import extract_page
from mkdocs_study.text.normalize import HAN_RUN, fold_block, is_han
from tests.builds import Build, build_site, write_project
from tests.sites import SEARCH_CONFIG, SEARCH_PAGES, ask_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    project = write_project(folder / "project", SEARCH_CONFIG, SEARCH_PAGES)
    build = build_site(project, folder / "site")
    assert build.exit_code == 0, build.output
    assert "WARNING" not in build.output
    return build.site


def sections_of(site: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in site.rglob("index.html"):
        url = path.relative_to(site).as_posix().removesuffix("index.html")
        page = extract_page(path.read_text("utf-8"), url)
        assert page is not None
        for section in page.sections:
            address = f"{url}#{section.anchor}" if section.anchor else url
            found[address] = "\n".join(map(fold_block, (section.heading, *section.blocks)))
    return found


def exact(answer: dict[str, Any]) -> set[str]:
    return {hit["url"] for hit in answer["hits"] if hit["exact"]}


def test_every_string_of_every_section_is_found_and_nothing_else(site: Path) -> None:
    sections = sections_of(site)
    strings = {
        run[i:j]
        for text in sections.values()
        for run in HAN_RUN.findall(text)
        for i in range(len(run))
        for j in range(i + 1, min(i + 7, len(run)) + 1)
    }
    assert len(strings) > 300
    queries = sorted(strings)
    for string, answer in zip(queries, ask_site(site, queries, "--limit", "1000"), strict=True):
        truth = {url for url, text in sections.items() if string in text}
        assert exact(answer) == truth, string
        assert (answer["total"], answer["total_exact"]) == (len(truth), True), string
        flags = [hit["exact"] or hit["kind"] == "known" for hit in answer["hits"]]
        assert flags == sorted(flags, reverse=True), string


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("个体工商户", {"rules/#a1", "other/#s1"}),
        ("個體工商戶", {"rules/#a1", "other/#s1"}),
        ("个 体 工商户", {"rules/#a1", "other/#s1"}),
        ("机关“重点”", {"rules/#a54-1"}),
        ("机关重点", set()),
        ("正当防卫", {"rules/#a54"}),
        ("中国⼈⺠", {"rules/#a1"}),
        ("二条", {"other/#s1"}),
        ("民法典", {"other/#s1"}),
        ("2020年", {"rules/#a54"}),
        ("gb18030", {"rules/#a54"}),
        ("GB18", {"rules/#a54"}),
        ("18030", {"rules/#a54"}),
        ("8030", {"rules/#a54"}),
        ("8030标准", {"rules/#a54"}),
        ("0年3月", {"rules/#a54"}),
        ("20年", {"rules/#a54"}),
        ("80305", set()),
        ('"8030"', {"rules/#a54"}),
        ('"b18"', {"rules/#a54"}),
        ("𠮷野", {"rules/#a54-1"}),
        ("野", {"rules/#a54-1"}),
        ("甲项内容乙项", set()),
        ("党章学习", set()),
        ("国人 -示例", {"rules/#a1"}),
        ("两学一做", set()),
    ],
)
def test_exact_hits(site: Path, query: str, expected: set[str]) -> None:
    (answer,) = ask_site(site, [query], "--limit", "100")
    assert exact(answer) == expected


def test_a_word_ranks_above_a_string_across_words(site: Path) -> None:
    (answer,) = ask_site(site, ["国人"])
    assert [hit["url"] for hit in answer["hits"][:2]] == ["rules/", "rules/#a1"]


@pytest.mark.parametrize(
    ("query", "url"),
    [
        ("示例法第五十四条", "rules/#a54"),
        ("示例法54条", "rules/#a54"),
        ("《示例法》第54条", "rules/#a54"),
        ("《中华人民共和国示例法》第五十四条之一", "rules/#a54-1"),
        ("示例法", "rules/"),
        ("中华人民共和国示例法", "rules/"),
    ],
)
def test_known_targets_come_first(site: Path, query: str, url: str) -> None:
    (answer,) = ask_site(site, [query])
    assert (answer["hits"][0]["url"], answer["hits"][0]["kind"]) == (url, "known")


def test_every_character_gives_scores_in_falling_order(site: Path) -> None:
    characters = sorted(
        {char for text in sections_of(site).values() for char in text if is_han(char)}
    )
    for char, answer in zip(characters, ask_site(site, characters, "--limit", "100"), strict=True):
        scores = [hit["score"] for hit in answer["hits"]]
        assert None not in scores, char
        assert scores == sorted(scores, reverse=True), char


@pytest.mark.parametrize(
    ("spaced", "plain"), [("党 章", "党章"), ("　党　章　", "党章"), ("示 例 法", "示例法")]
)
def test_spaces_make_no_difference(site: Path, spaced: str, plain: str) -> None:
    first, second = ask_site(site, [spaced, plain])
    assert first["hits"] == second["hits"]


def test_an_article_that_does_not_exist_leads_to_its_document(site: Path) -> None:
    (answer,) = ask_site(site, ["示例法第九十九条"])
    assert (answer["hits"][0]["url"], answer["hits"][0]["kind"]) == ("rules/", "known")


def test_what_nobody_types_is_answered_at_once(site: Path) -> None:
    for words in ("zhongguo" * 5000, "十" * 30_000 + "x", "abc " * 10_000 + "。", "《" * 5000):
        (answer,) = ask_site(site, [words])
        assert answer["hits"] == [], words[:10]
        assert answer["ms"] < 2000


def test_excluded_words_count_where_only_a_facet_is_named(tmp_path: Path) -> None:
    head = "---\nhide: [toc]\n---\n"
    pages = {
        "index.md": "# 首页\n",
        "a.md": f"{head}# 甲\n\n礼品登记。\n",
        "b.md": f"{head}# 乙\n\n会议记录。\n",
    }
    build = build_site(write_project(tmp_path / "p", SEARCH_CONFIG, pages), tmp_path / "site")
    assert build.exit_code == 0, build.output
    for name in ("a", "b"):
        page = build.site / name / "index.html"
        mark = '<meta name="study:type" content="案例"></head>'
        page.write_text(page.read_text("utf-8").replace("</head>", mark, 1), encoding="utf-8")
    shutil.rmtree(build.site / "search")
    assert main(["index", str(build.site)]) == 0
    both, one = ask_site(build.site, ["类型:案例", "类型:案例 -礼品"])
    assert {hit["url"] for hit in both["hits"]} == {"a/", "b/"}
    assert ([hit["url"] for hit in one["hits"]], one["total"]) == (["b/"], 1)


@pytest.mark.parametrize("wish", ["true", "exclude", "[exclude]"])
def test_a_misspelt_wish_for_no_search_is_told(tmp_path: Path, wish: str) -> None:
    pages = {"index.md": f"---\nsearch: {wish}\n---\n# 首页\n"}
    build = build_site(write_project(tmp_path / "p", SEARCH_CONFIG, pages), tmp_path / "site")
    assert build.exit_code != 0
    assert "index.md：search 写法不对" in build.output
    assert "Traceback" not in build.output


def test_nothing_found_is_an_empty_answer(site: Path) -> None:
    for answer in ask_site(site, ["鑫淼焱", "", "？？", "   "]):
        assert answer["hits"] == []
        assert (answer["total"], answer["total_exact"]) == (0, True)


def test_the_answer_has_the_agreed_form(site: Path) -> None:
    warm, again = ask_site(site, ["正当防卫", "正当防卫"], "--limit", "3")
    assert list(warm) == [
        "id", "hits", "total", "total_exact", "requests", "bytes", "gzip_bytes", "files", "ms",
    ]  # fmt: skip
    assert list(warm["hits"][0]) == ["url", "title", "score", "exact", "kind", "snippet"]
    assert warm["requests"] == len(warm["files"]) > again["requests"]
    sizes = [(site / name).read_bytes() for name in warm["files"]]
    assert warm["bytes"] == sum(map(len, sizes))
    # Node packs at level 6
    assert warm["gzip_bytes"] <= sum(len(gzip.compress(size, 6)) + 30 for size in sizes)
    cold = ask_site(site, ["正当防卫", "正当防卫"], "--cold")
    assert cold[0]["files"] == cold[1]["files"] == warm["files"]
    scores = [hit["score"] for hit in cold[0]["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert "<mark>正当防卫</mark>" in cold[0]["hits"][0]["snippet"]


def test_ids_keep_their_type_and_bad_lines_are_refused(site: Path, tmp_path: Path) -> None:
    assert ask_site(site, ["党章"])[0]["id"] == "党章"
    ask_site(tmp_path, ["党章"], expected_code=2)
    ask_site(site, ["党章"], "--limit", "0", expected_code=2)


def test_nothing_is_transferred_before_a_reader_searches(site: Path) -> None:
    stub = (site / "search" / "search_index.json").read_bytes()
    assert len(stub) < 300
    assert json.loads(stub)["docs"][0].startswith("m")


def test_names_are_hashes_of_contents_and_builds_are_identical(site: Path, tmp_path: Path) -> None:
    project = write_project(tmp_path / "again", SEARCH_CONFIG, SEARCH_PAGES)
    again = build_site(project, tmp_path / "site").site
    names = sorted(path.name for path in (site / "search").iterdir())
    assert names == sorted(path.name for path in (again / "search").iterdir())
    for name in names:
        assert (site / "search" / name).read_bytes() == (again / "search" / name).read_bytes()
        assert re.fullmatch(r"(search_index|[a-z-]*[0-9a-f]{8,9})\.(js|json|css)", name), name


def test_excluded_pages_and_furniture_leave_no_words(tmp_path: Path) -> None:
    pages = {
        "index.md": "# 首页\n\n<p data-search-exclude>隐身文字</p>\n",
        "hidden.md": "---\nsearch:\n  exclude: true\n---\n# 不进索引\n\n秘而不宣\n",
    }
    build = build_site(write_project(tmp_path / "p", SEARCH_CONFIG, pages), tmp_path / "site")
    assert build.exit_code == 0, build.output
    for answer in ask_site(build.site, ["隐身文字", "秘而不宣", "不进索引"]):
        assert answer["hits"] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("plugins: [search, zh-search]", "plugins: [zh-search]"), ("name: material", "name: mkdocs")],
)
def test_unfit_surroundings_are_told_in_chinese(tmp_path: Path, old: str, new: str) -> None:
    config = SEARCH_CONFIG.replace(old, new)
    if "mkdocs" in new:
        config = config.replace("  language: zh\n  font: false\n", "")
        config = config.replace("  features: [search.highlight, search.share]\n", "")
    build: Build = build_site(
        write_project(tmp_path / "p", config, SEARCH_PAGES), tmp_path / "site"
    )
    assert build.exit_code != 0
    assert "zh-search 需要 Material 主题" in build.output
    assert "Traceback" not in build.output


def test_a_damaged_index_file_is_an_error_not_an_empty_answer(site: Path, tmp_path: Path) -> None:
    broken = tmp_path / "site"
    shutil.copytree(site, broken)
    for path in (broken / "search").glob("t*.js"):
        if re.fullmatch(r"t[0-9a-f]{9}\.js", path.name):
            path.write_text(path.read_text("utf-8")[:-20], encoding="utf-8")
    ask_site(broken, ["正当防卫"], expected_code=1)
