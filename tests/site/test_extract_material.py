"""On pages of Material the sections are what a plain reading of the article gives, no more."""

from html.parser import HTMLParser
from pathlib import Path

from mkdocs_study.search.content import MATERIAL_ARTICLE
from mkdocs_study.search.extract import Page, extract_page

VOID = frozenset(("br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))
NOT_READ = frozenset(("button", "form", "nav", "script", "select", "style", "svg", "template"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


class PlainReading(HTMLParser):
    """Cuts an article at its headings with an id; knows nothing of other generators."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[tuple[str, str]] = []
        """(anchor, all characters but white space, heading included)."""
        self._open: list[bool] = []
        """For each open element inside the article whether its text is read."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if not self._open and tag != "article":
            return
        if tag in HEADINGS and attributes.get("id") and all(self._open):
            anchor = attributes["id"] if self.sections else ""
            self.sections.append((anchor or "", ""))
        if tag not in VOID:
            classes = (attributes.get("class") or "").split()
            is_left_out = (
                tag in NOT_READ or "data-search-exclude" in attributes or "headerlink" in classes
            )
            self._open.append(not is_left_out)

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and all(self._open) and self.sections:
            anchor, text = self.sections[-1]
            self.sections[-1] = (anchor, text + "".join(data.split()))


def texts(page: Page) -> list[tuple[str, str]]:
    return [
        (section.anchor, "".join("".join((section.heading, *section.blocks)).split()))
        for section in page.sections
    ]


def pages(site: Path) -> list[tuple[str, str]]:
    found = [
        (path.relative_to(site).as_posix(), path.read_text("utf-8"))
        for path in sorted(site.rglob("index.html"))
    ]
    # a list of posts is no article, and repeats what the posts say
    articles = [(path, html) for path, html in found if MATERIAL_ARTICLE in html]
    lists = {path for path, html in found if MATERIAL_ARTICLE not in html}
    assert len(articles) > 40
    assert all(path.startswith("bulletin/") and "/posts/" not in path for path in lists)
    return articles


def test_nothing_is_lost_and_nothing_added(shipped_site: Path) -> None:
    for path, html in pages(shipped_site):
        if path.startswith("bulletin/") and MATERIAL_ARTICLE not in html:
            continue  # a list of posts, which repeats them
        reading = PlainReading()
        reading.feed(html[html.index(MATERIAL_ARTICLE) :])
        page = extract_page(html, path)
        assert page is not None
        assert texts(page) == reading.sections, path


def test_the_way_for_all_sites_gives_the_same(shipped_site: Path) -> None:
    for path, html in pages(shipped_site):
        foreign = html.replace(MATERIAL_ARTICLE, '<article class="content')
        assert extract_page(foreign, path) == extract_page(html, path)
