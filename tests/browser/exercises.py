"""What tests of quizzes and checklists do with a page."""

import base64
import json
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.axe import find_faults

SUBMIT, AGAIN, RESTART = "交卷", "再做错题", "全部重做"
SAID = ".study-quiz__said"
VERDICTS = ".study-feedback:visible .study-feedback__verdict"


def start_quiz(page: Page) -> None:
    """Begin to answer; who comes for a review need not."""
    page.get_by_role("button", name="开始答题").first.click()
    expect(page.get_by_role("button", name=SUBMIT).first).to_be_visible()


def start_list(page: Page) -> None:
    """Begin to fill in."""
    page.get_by_role("button", name="开始填写").first.click()
    expect(page.get_by_role("button", name="导出 Word").first).to_be_visible()


def press(page: Page, name: str) -> None:
    """Press one of the quiz's buttons."""
    page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()


def answer_all(page: Page, *, right: bool = True) -> None:
    """Answer the five questions; if not `right`, the second and the last are wrong."""
    page.get_by_label("五天").check()
    page.get_by_label("收到卡券").check()
    if right:
        page.get_by_label("有人打招呼").check()
    page.get_by_label("错误").check()
    page.get_by_label("第 1 空").fill(" ２４。")
    order(page, right=right)


def order(page: Page, *, right: bool) -> None:
    """Move the steps into the right order, or the last one to the top."""
    steps = page.locator(".study-order__words")
    wanted = ["登记", "核实", "决定"] if right else ["决定", "登记", "核实"]
    for place, text in enumerate(wanted):
        while steps.all_text_contents().index(text) > place:
            page.get_by_role("button", name=f"上移：{text}").click()
    if not right:
        page.get_by_role("button", name="上移：核实").click()
        page.get_by_role("button", name="下移：核实").click()
    expect(steps).to_have_text(wanted)


def kept(page: Page, storage: str, record_id: str) -> Any:  # noqa: ANN401 - what JSON gives
    """Return a record of the storage; None if there is none."""
    text = page.evaluate(f"{storage}.getItem('study:demo:default:{record_id}')")
    return None if text is None else json.loads(text)


OURS = (".study-quiz", ".study-list", "[data-study-reviews]")


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with quizzes, checklists and reviews."""
    page.mouse.move(0, 0)
    ours = [each for each in OURS if page.locator(each).count()]
    assert ours, "nothing of ours to look at"
    return [fault for each in ours for fault in find_faults(page, each)]


REFUSED = """
for (const name of ["localStorage", "sessionStorage"]) {
  const real = Object.getOwnPropertyDescriptor(window, name).get;
  Object.defineProperty(window, name, { get() {
    if (new Error().stack.includes("/assets/study/")) throw new DOMException("no", "SecurityError");
    return real.call(window);
  } });
}
"""
"""A browser that refuses storage to our scripts; Material's own do not expect it."""


CATCH_FILE = """
URL.createObjectURL = (blob) => {
  window.caught = new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });
  return "#caught";
};
"""
"""Keeps a file from being saved: not every browser of the tests can hand one over."""


def caught_file(page: Page) -> bytes:
    """Return the bytes of the file that the page last made."""
    return base64.b64decode(page.evaluate("window.caught").split(",", 1)[1])
