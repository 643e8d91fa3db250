"""A reader examines himself: nothing leaves the browser, nothing stays unless he asks for it."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Watch
from tests.browser.exercises import REFUSED, kept, start_list, violations
from tests.builds import build_site, write_project
from tests.exercise_site import EXERCISE_PAGES, exercise_config
from tests.servers import serve_folder

NewContext = Callable[..., BrowserContext]
KEY = "@list/single.md"
FACTS = "三月的会上我表了态，\n会后没有安排。"


@pytest.fixture(scope="module", params=["", "navigation.instant"], ids=["plain", "instant"])
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    work: Path = tmp_path_factory.mktemp("list")
    project = write_project(work, exercise_config(request.param), EXERCISE_PAGES)
    built = build_site(project, work / "www" / "sub")
    assert built.exit_code == 0, built.output
    with serve_folder(work / "www") as address:
        yield f"{address}sub/"


@pytest.fixture
def page(new_context: NewContext) -> Page:
    return new_context().new_page()


def fill(page: Page) -> None:
    """Answer two of three statements."""
    page.get_by_label("有", exact=True).first.check()
    page.get_by_label("具体表现").first.fill(FACTS)
    page.get_by_label("没有", exact=True).nth(1).check()
    expect(page.locator(".study-list__bar")).to_contain_text("已答 2/3 条，其中“有” 1 条")


def local_keys(page: Page) -> list[str]:
    keys: list[str] = page.evaluate("Object.keys(localStorage)")
    return [key for key in keys if "@list" in key]


def test_answers_last_for_the_session_and_no_longer(
    page: Page, home: str, new_context: NewContext, watch: Watch
) -> None:
    page.goto(f"{home}single/")
    start_list(page)
    expect(page.locator(".study-list__promise")).to_contain_text("不上传，单位看不到")
    page.wait_for_load_state("networkidle")
    asked = len(watch.requests)
    fill(page)
    assert watch.requests[asked:] == [], "filling in asks a server for something"
    assert local_keys(page) == []
    assert FACTS in str(kept(page, "sessionStorage", KEY)["lists"]).replace("\\n", "\n")
    page.reload()
    expect(page.get_by_label("有", exact=True).first).to_be_checked()
    expect(page.get_by_label("具体表现").first).to_have_value(FACTS)
    other = page.context.new_page()
    other.goto(f"{home}single/")
    start_list(other)
    expect(other.get_by_label("有", exact=True).first).not_to_be_checked()


def test_the_reader_may_keep_them_and_take_that_back(page: Page, home: str) -> None:
    page.goto(f"{home}single/")
    start_list(page)
    fill(page)
    page.get_by_label("在本机保留我的填写").check()
    expect(page.locator(".study-list__said")).to_contain_text("保留在这台电脑的浏览器里")
    assert kept(page, "localStorage", KEY)["v"] == 1
    assert "lists" not in kept(page, "sessionStorage", KEY)
    other = page.context.new_page()
    other.goto(f"{home}single/")
    expect(other.get_by_label("具体表现").first).to_have_value(FACTS)
    expect(other.get_by_label("在本机保留我的填写")).to_be_checked()
    page.get_by_label("在本机保留我的填写").uncheck()
    expect(page.locator(".study-list__said")).to_contain_text("不再保留")
    assert "三月" not in page.evaluate("JSON.stringify(localStorage)")
    assert "三月" in page.evaluate("JSON.stringify(sessionStorage)")


def test_a_name_cleared_in_another_tab_is_not_written_again(page: Page, home: str) -> None:
    page.goto(f"{home}single/")
    start_list(page)
    fill(page)
    page.get_by_label("在本机保留我的填写").check()
    other = page.context.new_page()
    other.goto(home)
    with page.expect_navigation():
        other.evaluate("Object.keys(localStorage).forEach((key) => localStorage.removeItem(key))")
    assert "三月" not in page.evaluate("JSON.stringify(localStorage)")
    expect(page.locator("textarea, input[type=text]").filter(has_text=FACTS)).to_have_count(0)


def test_clearing_asks_first_and_leaves_nothing(page: Page, home: str) -> None:
    page.goto(f"{home}single/")
    start_list(page)
    fill(page)
    page.get_by_label("在本机保留我的填写").check()
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="清空", exact=True).click()
    expect(page.get_by_label("具体表现").first).to_have_value(FACTS)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="清空", exact=True).click()
    expect(page.locator(".study-list__said")).to_have_text("已清空。")
    expect(page.get_by_label("在本机保留我的填写")).not_to_be_checked()
    expect(page.get_by_label("有", exact=True).first).not_to_be_checked()
    stored = page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert "三月" not in stored
    page.reload()
    start_list(page)
    expect(page.get_by_label("有", exact=True).first).not_to_be_checked()


def test_the_word_file_opens_and_holds_the_answers(page: Page, home: str) -> None:
    page.goto(f"{home}single/")
    start_list(page)
    fill(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="导出 Word").click()
    assert saved.value.suggested_filename == "一份清单.docx"
    data = Path(saved.value.path()).read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
    document = docx.Document(io.BytesIO(data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts == [
        "一份清单",
        "由本人在自己的浏览器里填写并导出，网站没有留存。",
        "1. 会上赞成，会后不办。",
        "回答：有",
        f"具体表现：{FACTS}",
        "2. 记录是事后补的。",
        "回答：没有",
        "3. 来的人多跑了一趟。",
        "回答：（未填）",
    ]
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles[:3] == ["Title", "Note", "Heading 1"]
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert defaults.get(qn("w:eastAsia")) == "仿宋"


def test_lists_of_one_page_keep_their_own_answers(page: Page, home: str) -> None:
    page.goto(f"{home}list/")
    start_list(page)
    first, second = page.locator("#list-list"), page.locator("#list-again")
    first.get_by_label("有", exact=True).first.check()
    second.get_by_label("没有", exact=True).first.check()
    page.reload()
    expect(first.get_by_label("有", exact=True).first).to_be_checked()
    expect(second.get_by_label("没有", exact=True).first).to_be_checked()
    first.get_by_label("在本机保留我的填写").check()
    expect(second.get_by_label("在本机保留我的填写")).to_be_checked()
    with page.expect_download() as saved:
        second.get_by_role("button", name="导出 Word").click()
    assert saved.value.suggested_filename == "清单：再次对照.docx"


def test_the_keyboard_is_enough(page: Page, home: str) -> None:
    page.goto(f"{home}single/")
    start_list(page)
    expect(page.get_by_label("有", exact=True).first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_label("具体表现").first).to_be_focused()
    page.keyboard.type("一件事")
    page.keyboard.press("Tab")
    page.keyboard.type("改")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.get_by_label("在本机保留我的填写").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="导出 Word")).to_be_focused()
    with page.expect_download():
        page.keyboard.press("Enter")
    answers = kept(page, "localStorage", KEY)["lists"]["list"]
    first = {"answer": "有", "facts": "一件事", "remedy": "改"}
    assert first in answers.values()
    assert len(answers) == 2


def test_on_paper_the_words_stand_whole_and_the_buttons_are_gone(page: Page, home: str) -> None:
    page.goto(f"{home}single/")
    start_list(page)
    fill(page)
    page.emulate_media(media="print")
    expect(page.locator(".study-list__printed").first).to_be_visible()
    expect(page.locator(".study-list__printed").first).to_have_text(re.compile("三月的会上"))
    expect(page.locator("textarea").first).to_be_hidden()
    expect(page.locator(".study-list__bar")).to_be_hidden()
    expect(page.locator(".study-list__printed").nth(3)).to_be_visible()


def test_without_storage_answers_last_as_long_as_the_page(
    new_context: NewContext, home: str
) -> None:
    page = new_context().new_page()
    page.add_init_script(REFUSED)
    page.goto(f"{home}single/")
    start_list(page)
    page.get_by_label("有", exact=True).first.check()
    expect(page.locator(".study-list__said")).to_contain_text("只在本页打开期间有效")
    with page.expect_download():
        page.get_by_role("button", name="导出 Word").click()
    page.get_by_label("在本机保留我的填写").click()
    expect(page.get_by_label("在本机保留我的填写")).not_to_be_checked()


def test_a_page_loaded_in_place_has_one_form(page: Page, home: str) -> None:
    page.goto(f"{home}start/")
    for _ in range(2):
        page.get_by_role("link", name="去清单").click()
        page.wait_for_url("**/single/")
        start_list(page)
        expect(page.get_by_role("button", name="导出 Word")).to_have_count(1)
        expect(page.locator("fieldset")).to_have_count(3)
        page.go_back()
        page.wait_for_url("**/start/")


def test_an_empty_list_prints_as_a_form_for_paper(page: Page, home: str) -> None:
    page.goto(f"{home}single/")
    expect(page.get_by_role("button", name="开始填写")).to_be_visible()
    expect(page.locator(".study-list__paper").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".study-list__paper").first).to_be_visible()
    expect(page.get_by_role("button", name="开始填写")).to_be_hidden()


def test_without_scripts_there_is_a_form_for_paper(new_context: NewContext, home: str) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{home}single/")
    expect(page.locator(".study-list__paper").first).to_have_text("□ 有　□ 没有　□ 不确定")
    expect(page.locator(".study-list__promise")).to_contain_text("不上传，单位看不到")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(new_context: NewContext, home: str, scheme: str) -> None:
    page = new_context(color_scheme=scheme).new_page()
    page.goto(f"{home}single/")
    expect(page.get_by_role("button", name="开始填写")).to_be_visible()
    assert violations(page) == []
    start_list(page)
    fill(page)
    assert violations(page) == []
