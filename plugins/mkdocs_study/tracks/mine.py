"""Turns the marker of 我的学习 into the frame that `client/mine.js` fills from what is kept.

The page of a reader who allows no scripts says what would stand there.
"""

from __future__ import annotations

from functools import cache
from html import escape
from importlib import resources
from string import Template

from mkdocs_study.tracks.assets import page_script_html, page_style_html
from mkdocs_study.tracks.page_data import Address


def mine_html(site_id: str, site_name: str, catalogue: str, overview: str, address: Address) -> str:
    """Return the page's frame.

    Args:
        site_id: of the readers' records.
        site_name: for saved files and the printed record.
        catalogue: address, from the root, of the script that holds all tracks.
        overview: link from the page to the one that lists the tracks; empty when there are none.
        address: of the page.
    """
    frame = _frame().substitute(
        site=escape(site_id),
        site_name=escape(site_name),
        root=escape(address.root),
        catalogue=escape(catalogue),
        start=f'<a href="{escape(overview)}">选一个学习专题</a>' if overview else "",
    )
    style = page_style_html("mine.css", address.root)
    return frame + style + page_script_html("mine.js", address.root)


@cache
def _frame() -> Template:
    path = resources.files("mkdocs_study.tracks").joinpath("client", "mine.html")
    return Template(path.read_text(encoding="utf-8"))
