"""Each .md of exercises/ is a page, the .html beside it what markdown_zh makes of it."""

from pathlib import Path

import pytest
from markdown import Markdown

from mkdocs_study.library.citation import Citation

FOLDER = Path(__file__).parent / "exercises"
PAGES = sorted(FOLDER.glob("*.md"))
EXTENSIONS = ["markdown_zh", "attr_list", "footnotes", "sane_lists", "tables", "toc", "admonition"]


def cite(citation: Citation) -> str | None:
    return f"rules.md#{citation.article.anchor}" if citation.title == "单位规定" else None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_becomes_exactly_this_html(page: Path) -> None:
    converter = Markdown(extensions=EXTENSIONS, extension_configs={"markdown_zh": {"cite": cite}})
    html = converter.convert(page.read_text(encoding="utf-8"))
    assert html + "\n" == page.with_suffix(".html").read_text(encoding="utf-8")
