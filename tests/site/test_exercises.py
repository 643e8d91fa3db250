"""Quizzes and checklists of the shipped site: complete, linked, readable without scripts."""

import gzip
import json
import re
import subprocess
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from bench_engine import find_node
from mkdocs_study.library.library import Library, load_library
from mkdocs_study.library.quiz import QuestionKind
from mkdocs_study.library.vocabulary import Vocabulary
from tests.builds import ROOT, build_site, write_project
from tests.exercise_site import EXERCISE_PAGES, LIST, QUIZ, exercise_config, page

QUIZZES = ("political", "discipline", "conduct", "contribution")
LISTS = {
    "standards": ("political", "discipline", "conduct", "contribution"),
    "exemplars": ("loyalty", "responsibility", "duty", "service", "dedication", "reform"),
    "settings": ("discussion", "governance", "party-life"),
}


@pytest.fixture(scope="module")
def library() -> Library:
    found, _ = load_library(ROOT / "docs", Vocabulary())
    return found


def html(site: Path, address: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / address / "index.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", QUIZZES)
def test_every_track_has_a_quiz_of_all_kinds(library: Library, name: str) -> None:
    document = library.by_path[f"quizzes/{name}.md"]
    (quiz,) = document.content.exercises.quizzes
    assert 5 <= len(quiz.questions) <= 8
    assert {each.kind for each in quiz.questions} == set(QuestionKind)
    track = library.by_path[f"tracks/{name}.md"]
    kinds = {
        unit.page: unit.kind
        for stage in track.meta.stages  # type: ignore[attr-defined] # a track
        for unit in stage.units
    }
    assert kinds[f"quizzes/{name}.md"] == "测验"
    assert kinds[f"checklists/{name}.md"] == "自查"


@pytest.mark.parametrize("name", QUIZZES)
def test_every_answer_names_the_article_behind_it(shipped_site: Path, name: str) -> None:
    tree = html(shipped_site, f"quizzes/{name}")
    answers = tree.css(".study-answer")
    assert answers
    for answer in answers:
        assert answer.css_first(".study-answer__why") is not None
        links = [link.attributes["href"] or "" for link in answer.css("a.zh-citation")]
        assert links, answer.text()
        assert all(re.search(r"texts/sample-[a-z-]+/#art-", link) for link in links)


def test_there_are_thirteen_lists_long_and_concrete_enough(library: Library) -> None:
    names = [name for group in LISTS.values() for name in group]
    assert len(names) == 13
    for name in names:
        for checklist in library.by_path[f"checklists/{name}.md"].content.exercises.checklists:
            assert 8 <= len(checklist.items) <= 12, name
            assert all(len(item.text) >= 12 for item in checklist.items), name


@pytest.mark.parametrize("group", ["standards", "exemplars"])
def test_standards_and_exemplars_lead_to_their_lists(shipped_site: Path, group: str) -> None:
    for name in LISTS[group]:
        tree = html(shipped_site, f"{group}/{name}")
        links = [link.attributes.get("href") for link in tree.css("article a")]
        assert f"../../checklists/{name}/" in links


def test_every_list_says_that_nothing_leaves_the_browser(shipped_site: Path) -> None:
    for name in (name for group in LISTS.values() for name in group):
        tree = html(shipped_site, f"checklists/{name}")
        for section in tree.css(".study-list"):
            promise = section.css_first(".study-list__promise")
            assert promise is not None
            assert "不上传，单位看不到" in promise.text()
            assert "不上传" in promise.text()


def scripts(tree: LexborHTMLParser) -> list[str]:
    found = [each.attributes.get("src") or "" for each in tree.css("script[src]")]
    return [re.sub(r"-[0-9a-f]{8}", "", Path(each).name) for each in found if "/study/" in each]


def test_only_the_pages_that_need_them_load_the_scripts(shipped_site: Path) -> None:
    for own in ("quizzes/conduct", "checklists/duty"):
        assert "exercise.js" in scripts(html(shipped_site, own))
        assert not {"quiz.js", "checklist.js"} & set(scripts(html(shipped_site, own)))
    assert "review.js" in scripts(html(shipped_site, "my"))
    for other in ("texts/sample-discipline", "tracks/conduct", "standards/political", ""):
        found = scripts(html(shipped_site, other))
        assert not {"exercise.js", "review.js"} & set(found), other


@pytest.mark.parametrize("address", ["quizzes/discipline", "checklists/governance"])
def test_a_page_to_fill_in_keeps_within_the_weight_of_a_unit_page(
    shipped_site: Path, address: str
) -> None:
    tree = html(shipped_site, address)
    links = [each.attributes.get("src") for each in tree.css("script[src]")]
    links += [each.attributes.get("href") for each in tree.css("link[rel=stylesheet]")]
    files = {
        (shipped_site / address / each).resolve() for each in links if each and "/study/" in each
    }
    assert len(files) >= 5
    assert sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) <= 15 * 1024


def test_quizzes_are_not_searched_and_statements_are(shipped_site: Path) -> None:
    queries = ("“弟弟发来的生日红包”", "“群众说了一半，自己打断他”")
    finished = subprocess.run(
        [find_node(), str(ROOT / "scripts" / "search_site.mjs"), str(shipped_site)],
        input="".join(f"{json.dumps({'id': query, 'query': query})}\n" for query in queries),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    answers = [json.loads(line) for line in finished.stdout.splitlines()]
    exact = [[hit["url"] for hit in each["hits"] if hit["exact"]] for each in answers]
    assert exact == [[], ["checklists/service/"]]


def visible(node: LexborNode) -> str:
    """Return the words of a node that stand outside what is folded."""
    for details in node.css("details"):
        details.decompose()
    return node.text()


def test_without_scripts_no_answer_shows(shipped_site: Path) -> None:
    tree = html(shipped_site, "quizzes/discipline")
    quiz = tree.css_first(".study-quiz")
    assert quiz is not None
    assert len(quiz.css("details:not([open]) > .study-answer__right")) == 8
    shown = visible(quiz)
    assert "答案：" not in shown
    assert "三；五" not in shown


def test_a_quiz_with_a_fault_stops_the_build_and_nothing_of_it_is_published(
    tmp_path: Path,
) -> None:
    bad = QUIZ.replace("- [x] 五天", "- [ ] 五天")
    project = write_project(
        tmp_path / "project", exercise_config(), {**EXERCISE_PAGES, "quiz.md": page("自测", bad)}
    )
    built = build_site(project, tmp_path / "site")
    assert built.exit_code != 0
    assert "docs/quiz.md:11 QZ007 第 1 题没有正确选项" in built.output
    assert not built.site.exists()


def test_amending_a_question_opens_its_unit_again(tmp_path: Path) -> None:
    def hashes(name: str, quiz: str, checklist: str) -> list[str]:
        pages = {
            **EXERCISE_PAGES,
            "quiz.md": page("自测", quiz),
            "single.md": page("一份清单", checklist),
        }
        built = build_site(
            write_project(tmp_path / name, exercise_config(), pages), tmp_path / f"{name}-site"
        )
        assert built.exit_code == 0, built.output
        text = (built.site / "tracks" / "quiz" / "index.html").read_text(encoding="utf-8")
        return re.findall(r'"hash":"([0-9a-f]{12})"', text)[:2]

    first = hashes("first", QUIZ, LIST)
    assert len(first) == 2
    airy = QUIZ.replace("   解析：先问再做。", "\n   解析：先问再做。")
    assert hashes("airy", airy, LIST) == first
    moved = QUIZ.replace("[ ] 三天", "[x] 三天").replace("[x] 五天", "[ ] 五天")
    amended = hashes("amended", moved, LIST.replace("多跑了一趟", "多跑了两趟"))
    assert amended[0] != first[0]
    assert amended[1] != first[1]
