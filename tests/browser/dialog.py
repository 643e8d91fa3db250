"""Where things stand in the search dialog, and how a reader types into it."""

from playwright.sync_api import Page

INPUT = "[data-md-component=search-query]"
META = ".md-search-result__meta"
LINKS = ".md-search-result__link"
MARKS = "article mark"
"""What is marked on the page one landed on."""


def search(page: Page, words: str) -> None:
    """Turn to the search and type letter by letter."""
    page.locator(INPUT).click()
    page.locator(INPUT).press_sequentially(words)
