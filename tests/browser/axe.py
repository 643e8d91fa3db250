"""Turns a page into the faults that axe-core finds in it."""

from playwright.sync_api import Page

from tests.builds import ROOT

PROGRAM = ROOT / "tests" / "js" / "node_modules" / "axe-core" / "axe.min.js"

RUN = """
(selector) => axe.run(selector, { resultTypes: ["violations"] }).then((result) =>
  result.violations.flatMap((fault) =>
    fault.nodes.map((node) => `${fault.id}: ${node.target.join(" ")}: ${fault.help}`)))
"""


def find_faults(page: Page, selector: str = "article") -> list[str]:
    """Return one line for each fault within the elements."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(PROGRAM.read_text(encoding="utf-8"))
    # the theme fades colours in: half way one cannot tell whether the last one can be read
    page.wait_for_timeout(300)
    found: list[str] = page.evaluate(RUN, selector)
    return found
