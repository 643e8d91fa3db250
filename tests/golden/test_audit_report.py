"""The report as a web page: frozen byte for byte, and readable without a script."""

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from mkdocs_study.library.diagnostics import Diagnostic, Severity
from mkdocs_study.publish.audit.audit import Audit
from mkdocs_study.publish.audit.report import html_report

GOLDEN = Path(__file__).parent / "audit" / "report.html"
FOUND = (
    Diagnostic("docs/b.md", 3, "PII002", "有手机号码 199******00", "删去它"),
    Diagnostic("docs/a.md", 12, "OLD002", "很久没有核对", "重新核对", Severity.WARNING),
    Diagnostic("site/a<b>.html", 1, "EXT004", 'a"&\x00', "", Severity.INFO),
)


@pytest.fixture(scope="module")
def page() -> str:
    return html_report(FOUND, 7, Audit(FOUND, 5, 9, 2))


def test_the_report_is_as_frozen(page: str) -> None:
    assert page == GOLDEN.read_text(encoding="utf-8")


def test_each_order_is_a_table_of_its_own(page: str) -> None:
    tree = LexborHTMLParser(page)
    codes = [[cell.text() for cell in table.css(".code")] for table in tree.css("table")]
    assert codes == [
        ["PII002", "OLD002", "EXT004"],
        ["OLD002", "PII002", "EXT004"],
        ["EXT004", "OLD002", "PII002"],
    ]
    labels = {each.attributes["for"] for each in tree.css("label")}
    assert labels == {each.attributes["id"] for each in tree.css("input")}
    assert all(table.css_first("caption") for table in tree.css("table"))
    assert all(each.attributes["scope"] == "col" for each in tree.css("th"))
    assert not tree.css("script,link,img,[onclick],[style]")


def test_a_clean_report_says_so() -> None:
    assert "没有发现问题" in html_report([], 7, None)
