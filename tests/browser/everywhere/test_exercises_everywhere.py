"""A reader with an old or another browser takes a quiz and examines himself, from a folder too."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.exercises import (
    AGAIN,
    CATCH_FILE,
    SAID,
    SUBMIT,
    VERDICTS,
    answer_all,
    caught_file,
    order,
    press,
    start_list,
    start_quiz,
)
from tests.builds import build_site, write_project
from tests.exercise_site import EXERCISE_PAGES, exercise_config
from tests.servers import serve_folder

NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site in a folder as people name them, with pages as files."""
    work = tmp_path_factory.mktemp("exercises")
    config = exercise_config() + "use_directory_urls: false\n"
    built = build_site(write_project(work, config, EXERCISE_PAGES), work / "自测 清单 (一)")
    assert built.exit_code == 0, built.output
    return built.site


def take_quiz(page: Page, home: str) -> None:
    """Fail two questions, do them again, and find the review on one's own page."""
    page.goto(f"{home}quiz.html")
    page.wait_for_load_state()
    start_quiz(page)
    answer_all(page, right=False)
    press(page, SUBMIT)
    expect(page.locator(VERDICTS)).to_have_count(5)
    expect(page.locator(SAID)).to_contain_text("答错的是第 2、5 题")
    press(page, AGAIN)
    expect(page.locator(".study-question:visible")).to_have_count(2)
    page.get_by_label("收到卡券").check()
    page.get_by_label("有人打招呼").check()
    order(page, right=True)
    press(page, SUBMIT)
    expect(page.locator(SAID)).to_contain_text("2 题全部答对。下次复习：明天。")
    page.goto(f"{home}my.html")
    page.wait_for_load_state()
    expect(page.locator("[data-study-reviews]")).to_contain_text("以后几天的复习（1）")
    page.locator("[data-study-reviews] summary").click()
    page.locator("[data-study-reviews] a").click()
    page.wait_for_url("**/quiz.html#quiz-five")
    expect(page.locator(".study-quiz__before")).to_contain_text("全部答对")


def examine(page: Page, home: str) -> None:
    """Answer a statement, come back to it, and take it away as a Word file."""
    page.goto(f"{home}single.html")
    page.wait_for_load_state()
    start_list(page)
    page.get_by_label("有", exact=True).first.check()
    page.get_by_label("具体表现").first.fill("一件事 & <两件>")
    assert "一件事" not in page.evaluate("JSON.stringify(localStorage)")
    page.reload()
    page.wait_for_load_state()
    expect(page.get_by_label("具体表现").first).to_have_value("一件事 & <两件>")
    page.get_by_role("button", name="导出 Word").click()
    document = docx.Document(io.BytesIO(caught_file(page)))
    assert "具体表现：一件事 & <两件>" in [each.text for each in document.paragraphs]


def open_context(new_context: NewContext) -> Page:
    context = new_context()
    context.add_init_script(CATCH_FILE)
    return context.new_page()


def test_over_http(new_context: NewContext, folder: Path) -> None:
    page = open_context(new_context)
    with serve_folder(folder) as home:
        take_quiz(page, home)
        examine(page, home)


def test_from_a_folder(new_context: NewContext, folder: Path) -> None:
    page = open_context(new_context)
    take_quiz(page, f"{folder.as_uri()}/")
    examine(page, f"{folder.as_uri()}/")
