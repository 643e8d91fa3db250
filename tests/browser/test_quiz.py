"""A reader takes a quiz: by keyboard, wrong ones again, reviewed in time; without script."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Watch
from tests.browser.exercises import (
    AGAIN,
    REFUSED,
    RESTART,
    SAID,
    SUBMIT,
    VERDICTS,
    answer_all,
    kept,
    order,
    press,
    start_quiz,
    violations,
)
from tests.builds import build_site, write_project
from tests.exercise_site import EXERCISE_PAGES, exercise_config
from tests.servers import serve_folder

NewContext = Callable[..., BrowserContext]
KEY = "@quiz/quiz.md#five"
COUNT_PASSES = (
    "window.passes = [];"
    "document.addEventListener('study:passed', (event) => window.passes.push(event.detail.page))"
)


@pytest.fixture(scope="module", params=["", "navigation.instant"], ids=["plain", "instant"])
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the site below a path, with and without instant navigation."""
    work: Path = tmp_path_factory.mktemp("quiz")
    project = write_project(work, exercise_config(request.param), EXERCISE_PAGES)
    built = build_site(project, work / "www" / "sub")
    assert built.exit_code == 0, built.output
    with serve_folder(work / "www") as address:
        yield f"{address}sub/"


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """Give an empty page whose site keeps records."""
    context = new_context()
    context.add_init_script(COUNT_PASSES)
    return context.new_page()


def test_all_right_passes_the_quiz(page: Page, home: str) -> None:
    page.goto(f"{home}quiz/")
    start_quiz(page)
    answer_all(page)
    press(page, SUBMIT)
    expect(page.locator(VERDICTS)).to_have_text(["答对了"] * 5)
    expect(page.locator(SAID)).to_have_text("5 题全部答对。下次复习：明天。")
    expect(page.locator(SAID)).to_be_focused()
    assert page.evaluate("window.passes") == ["quiz.md"]
    record = kept(page, "localStorage", KEY)
    assert record["v"] == 1
    assert (record["passed"], record["box"], record["wrong"]) == (True, 0, [])
    assert (record["title"], record["href"]) == ("自测：五道题", "quiz/#quiz-five")
    expect(page.get_by_label("五天")).to_be_disabled()


def test_passing_marks_the_unit_that_the_quiz_is(page: Page, home: str) -> None:
    page.goto(f"{home}quiz/?track=track-quiz")
    mark = page.locator("[data-study-mark]:visible")
    expect(mark).to_have_text("标记为已学")
    start_quiz(page)
    answer_all(page, right=False)
    press(page, SUBMIT)
    expect(page.locator(SAID)).to_contain_text("答错的是")
    expect(mark).to_have_text("标记为已学")
    press(page, RESTART)
    answer_all(page)
    press(page, SUBMIT)
    expect(mark).to_have_text("已学（点此撤销）")
    record = kept(page, "localStorage", "quiz.md")
    assert (record["done"], record["by"]) == (True, "quiz")


def test_what_was_wrong_is_asked_again_and_nothing_else(page: Page, home: str) -> None:
    page.goto(f"{home}quiz/")
    start_quiz(page)
    answer_all(page, right=False)
    press(page, SUBMIT)
    verdicts = page.locator(VERDICTS)
    expect(verdicts).to_have_text(
        [
            "答对了",
            "答错了。正确答案：A. 收到卡券；B. 有人打招呼",
            "答对了",
            "答对了",
            "答错了。正确答案：登记 → 核实 → 决定",
        ]
    )
    expect(page.locator(SAID)).to_have_text("5 题答对 3 题；答错的是第 2、5 题，看过解析再做一遍。")
    assert page.evaluate("window.passes") == []
    assert kept(page, "localStorage", KEY)["wrong"] == [2, 5]

    press(page, AGAIN)
    expect(page.locator(".study-question:visible")).to_have_count(2)
    expect(page.locator(VERDICTS)).to_have_count(0)
    expect(page.get_by_label("收到卡券")).not_to_be_checked()
    expect(page.get_by_label("收到卡券")).to_be_focused()
    page.get_by_label("收到卡券").check()
    page.get_by_label("有人打招呼").check()
    order(page, right=True)
    press(page, SUBMIT)
    expect(page.locator(SAID)).to_have_text("2 题全部答对。下次复习：明天。")
    expect(page.locator(".study-question:visible")).to_have_count(2)
    assert page.evaluate("window.passes") == ["quiz.md"]
    record = kept(page, "localStorage", KEY)
    assert (record["passed"], record["wrong"], record["box"]) == (True, [], 0)

    press(page, RESTART)
    expect(page.locator(".study-question:visible")).to_have_count(5)
    expect(page.get_by_label("五天")).not_to_be_checked()


def test_the_keyboard_is_enough(page: Page, home: str) -> None:
    page.goto(f"{home}quiz/")
    page.get_by_role("button", name="开始答题").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("三天")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("五天")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("错误")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("一天")
    steps = page.locator(".study-order__words")
    for text, place in (("登记", 0), ("核实", 1)):
        page.get_by_role("button", name=f"上移：{text}").focus()
        while steps.all_text_contents().index(text) > place:
            page.keyboard.press("Enter")
            expect(page.get_by_role("button", name=f"上移：{text}")).to_be_focused()
    page.get_by_role("button", name="上移：核实").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".study-order__said")).to_have_text("“核实”现在是第 1 步")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".study-order__said")).to_have_text("“核实”现在是第 2 步")
    page.get_by_role("button", name=SUBMIT).focus()
    page.keyboard.press("Enter")
    expect(page.locator(SAID)).to_contain_text("5 题全部答对。")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=RESTART)).to_be_focused()


def test_unanswered_questions_are_told_before_they_count_as_wrong(page: Page, home: str) -> None:
    page.goto(f"{home}quiz/")
    start_quiz(page)
    page.get_by_label("五天").check()
    press(page, SUBMIT)
    expect(page.locator(SAID)).to_have_text(
        "还有第 2、3、4、5 题没有作答；再按一次“交卷”，没有作答的按答错算。"
    )
    expect(page.get_by_label("收到卡券")).to_be_focused()
    expect(page.locator(VERDICTS)).to_have_count(0)
    press(page, SUBMIT)
    expect(page.locator(SAID)).to_contain_text("5 题答对 1 题")
    expect(page.locator(VERDICTS).nth(3)).to_have_text("答错了。正确答案：二十四 或 一天")


def test_the_article_behind_an_answer_is_one_click_away(page: Page, home: str) -> None:
    page.goto(f"{home}quiz/")
    start_quiz(page)
    press(page, SUBMIT)
    press(page, SUBMIT)
    feedback = page.locator(".study-feedback")
    expect(feedback.nth(1)).to_contain_text("出处：《单位规定》第三条")
    feedback.nth(1).get_by_role("link").click()
    page.wait_for_url("**/texts/rules/#art-3")


def test_options_change_places_only_where_the_author_allows_it(page: Page, home: str) -> None:
    page.goto(f"{home}two/")
    start_quiz(page)
    words = page.locator("#quiz-mixed .study-choice__words")
    first = words.all_text_contents()
    assert first == ["甲甲", "乙乙", "丙丙", "丁丁", "戊戊", "己己"]
    quiz = page.locator("#quiz-mixed")
    orders = set()
    for _ in range(4):
        page.get_by_label("己己").check()
        quiz.get_by_role("button", name=SUBMIT).click()
        letter = "ABCDEF"[words.all_text_contents().index("丙丙")]
        expect(quiz.locator(VERDICTS)).to_have_text(f"答错了。正确答案：{letter}. 丙丙")
        quiz.get_by_role("button", name=AGAIN).click()
        assert sorted(words.all_text_contents()) == sorted(first)
        orders.add("".join(words.all_text_contents()))
    assert len(orders) > 1
    page.goto(f"{home}quiz/")
    start_quiz(page)
    press(page, SUBMIT)
    press(page, SUBMIT)
    press(page, RESTART)
    expect(page.locator(".study-choice__words").nth(0)).to_have_text("三天")


def test_a_page_of_two_quizzes_is_passed_with_the_second(page: Page, home: str) -> None:
    page.goto(f"{home}two/")
    start_quiz(page)
    page.get_by_label("丙丙").check()
    page.locator("#quiz-mixed").get_by_role("button", name=SUBMIT).click()
    expect(page.locator("#quiz-mixed").locator(SAID)).to_contain_text("全部答对")
    assert page.evaluate("window.passes") == []
    page.reload()
    start_quiz(page)
    page.get_by_label("正确").check()
    page.locator("#quiz-other").get_by_role("button", name=SUBMIT).click()
    expect(page.locator("#quiz-other").locator(SAID)).to_contain_text("全部答对")
    assert page.evaluate("window.passes") == ["two.md"]


def test_reviews_come_on_their_day(page: Page, home: str) -> None:
    page.clock.set_fixed_time(dt.datetime(2026, 3, 1, 9, 0))  # noqa: DTZ001 - the reader's time
    page.goto(f"{home}my/")
    expect(page.locator("[data-study-reviews]")).to_be_hidden()
    page.goto(f"{home}quiz/")
    start_quiz(page)
    answer_all(page)
    press(page, SUBMIT)
    page.goto(f"{home}my/")
    reviews = page.locator("[data-study-reviews]")
    expect(reviews).to_contain_text("今天没有该复习的测验。")
    expect(reviews).to_contain_text("以后几天的复习（1）")

    page.clock.set_fixed_time(dt.datetime(2026, 3, 2, 0, 5))  # noqa: DTZ001 - as above
    page.goto(f"{home}my/")
    reviews.get_by_role("link", name="自测：五道题").click()
    page.wait_for_url("**/quiz/#quiz-five")
    expect(page.locator(".study-quiz__before")).to_have_text(
        "上次（3月1日）全部答对。今天该复习了。"
    )
    answer_all(page)
    press(page, SUBMIT)
    expect(page.locator(SAID)).to_have_text("5 题全部答对。下次复习：3月4日。")

    page.clock.set_fixed_time(dt.datetime(2026, 3, 9, 9, 0))  # noqa: DTZ001 - as above
    page.goto(f"{home}my/")
    expect(reviews.locator("li")).to_have_text("自测：五道题　3月4日到期")
    page.goto(f"{home}quiz/")
    start_quiz(page)
    answer_all(page, right=False)
    press(page, SUBMIT)
    record = kept(page, "localStorage", KEY)
    assert (record["box"], record["due"], record["passed"]) == (0, "2026-03-10", True)


def test_wrong_ones_wait_for_the_next_visit(page: Page, home: str) -> None:
    page.goto(f"{home}quiz/")
    start_quiz(page)
    answer_all(page, right=False)
    press(page, SUBMIT)
    page.reload()
    start_quiz(page)
    before = page.locator(".study-quiz__before")
    expect(before).to_contain_text("上次（今天）还没有做对的：第 2、5 题。下次复习：明天。")
    page.get_by_role("button", name="只做上次的错题").click()
    expect(before).to_have_count(0)
    expect(page.locator(".study-question:visible")).to_have_count(2)
    page.get_by_label("收到卡券").check()
    page.get_by_label("有人打招呼").check()
    order(page, right=True)
    press(page, SUBMIT)
    expect(page.locator(SAID)).to_contain_text("2 题全部答对。")
    assert page.evaluate("window.passes") == ["quiz.md"]


def test_a_quiz_that_was_amended_is_asked_anew(page: Page, home: str) -> None:
    page.goto(f"{home}quiz/")
    start_quiz(page)
    answer_all(page)
    press(page, SUBMIT)
    record = {**kept(page, "localStorage", KEY), "hash": "another"}
    page.evaluate(
        "text => localStorage.setItem('study:demo:default:@quiz/quiz.md#five', text)",
        json.dumps(record),
    )
    page.reload()
    start_quiz(page)
    expect(page.locator(".study-quiz__before")).to_have_text(
        "题目在您上次做过之后有更新，请重新做一遍。"
    )


def test_without_storage_the_quiz_works_and_says_that_it_forgets(
    new_context: NewContext, home: str
) -> None:
    context = new_context()
    context.add_init_script(REFUSED)
    page = context.new_page()
    page.goto(f"{home}quiz/")
    start_quiz(page)
    answer_all(page)
    press(page, SUBMIT)
    expect(page.locator(SAID)).to_contain_text("5 题全部答对。")
    expect(page.locator(SAID)).to_contain_text("这次的结果没有记下")


def test_a_page_that_is_only_read_loads_no_form(page: Page, home: str, watch: Watch) -> None:
    page.goto(f"{home}quiz/")
    expect(page.get_by_role("button", name="开始答题")).to_be_visible()
    expect(page.get_by_text("五天", exact=True)).to_be_visible()
    expect(page.locator(".study-answer").first).to_be_hidden()
    page.wait_for_load_state("networkidle")
    loaded = [Path(url).name.split("-")[0] for url in watch.requests if "/assets/study/" in url]
    assert "exercise" in loaded
    assert not {"quiz", "form"} & set(loaded)
    start_quiz(page)
    expect(page.get_by_label("三天")).to_be_focused()


def test_a_form_that_cannot_be_loaded_says_so_and_can_be_asked_for_again(
    new_context: NewContext, home: str
) -> None:
    page = new_context().new_page()
    page.route("**/assets/study/quiz-*.js", lambda route: route.abort())
    page.goto(f"{home}quiz/")
    page.get_by_role("button", name="开始答题").click()
    again = page.get_by_role("button", name="没有读到答题程序，检查网络以后再按一次")
    expect(again).to_be_visible()
    page.unroute("**/assets/study/quiz-*.js")
    again.click()
    expect(page.get_by_role("button", name=SUBMIT)).to_be_visible()


def test_a_page_loaded_in_place_has_one_form(page: Page, home: str) -> None:
    page.goto(f"{home}start/")
    for _ in range(2):
        page.get_by_role("link", name="去自测").click()
        page.wait_for_url("**/quiz/")
        start_quiz(page)
        expect(page.get_by_role("button", name=SUBMIT)).to_have_count(1)
        expect(page.locator("fieldset")).to_have_count(5)
        page.go_back()
        page.wait_for_url("**/start/")


def test_without_scripts_questions_read_and_answers_unfold(
    new_context: NewContext, home: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{home}quiz/")
    expect(page.locator(".study-options li").first).to_have_text("三天")
    answers = page.locator(".study-answer__right")
    expect(answers).to_have_count(5)
    for index in range(5):
        expect(answers.nth(index)).to_be_hidden()
    page.locator("summary").nth(1).click()
    expect(answers.nth(1)).to_have_text("答案：A、B")
    expect(answers.nth(1)).to_be_visible()
    steps = page.locator("[data-study-question=order] li").all_text_contents()
    assert sorted(steps) == sorted(["登记", "核实", "决定"])
    assert steps != ["登记", "核实", "决定"]


def test_axe_finds_nothing_before_and_after(page: Page, home: str) -> None:
    page.goto(f"{home}quiz/")
    expect(page.get_by_role("button", name="开始答题")).to_be_visible()
    assert violations(page) == []
    start_quiz(page)
    assert violations(page) == []
    answer_all(page, right=False)
    press(page, SUBMIT)
    assert violations(page) == []
    for name in (AGAIN, RESTART):
        page.get_by_role("button", name=name, exact=True).locator("visible=true").first.hover()
        assert violations(page) == []
    page.goto(f"{home}my/")
    expect(page.locator("[data-study-reviews]")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_shipped_quizzes_can_be_passed_with_the_answers_that_they_give(
    new_context: NewContext, site_url: str, scheme: str
) -> None:
    """What stands behind 看答案 must be what the form takes for right."""
    page = new_context(color_scheme=scheme).new_page()
    for name in ("political", "discipline", "conduct", "contribution"):
        page.goto(f"{site_url}quizzes/{name}/")
        expect(page.get_by_role("button", name="开始答题")).to_be_visible()
        assert violations(page) == []
        start_quiz(page)
        page.evaluate(
            """async () => {
              const text = await (await fetch(location.href)).text();
              const page = new DOMParser().parseFromString(text, "text/html");
              const boxes = document.querySelectorAll(".study-question");
              page.querySelectorAll(".study-question").forEach((source, index) => {
                const box = boxes[index];
                const said = source.querySelector(".study-answer__right").textContent.slice(3);
                const blanks = said.split("；").map((each) => each.split(" 或 ")[0]);
                box.querySelectorAll("input[type=text]").forEach((input, blank) => {
                  input.value = blanks[blank];
                });
                const options = source.querySelectorAll(".study-options li");
                const letters = said.split("、");
                box.querySelectorAll("input[type=radio], input[type=checkbox]").forEach(
                  (input, place) => {
                    input.checked = letters.includes("ABCDEFGH"[place]) ||
                      options[place].textContent.trim() === said;
                  },
                );
                const steps = said.split(" → ");
                box.querySelectorAll(".study-order__step").forEach(() => {
                  steps.forEach((text, place) => {
                    const rows = [...box.querySelectorAll(".study-order__step")];
                    const at = rows.findIndex((row) => row.textContent.startsWith(text));
                    const up = rows[at].querySelector("button");
                    for (let each = at; each > place; each -= 1) up.click();
                  });
                });
              });
            }"""
        )
        press(page, SUBMIT)
        expect(page.locator(SAID)).to_contain_text("题全部答对。")
        assert violations(page) == []
