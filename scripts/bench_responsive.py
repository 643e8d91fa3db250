"""Turns a built site and queries into how long the page stands still while it searches.

    .venv/bin/python scripts/bench_responsive.py SITE [QUERY …] [--queries FILE.jsonl] [--folder]

The site is served over http, where a worker searches; with --folder its files are opened, and the
page searches itself. A stand-still below 100 ms is not felt while typing.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from browser_program import find_chromium
from screenshots import serve

INPUT = "[data-md-component=search-query]"
USUAL = ("党员", "纪律", "支部委员会", "违反工作纪律怎么处分", "干部")
PATIENCE_MS = 30_000

WATCH = """() => {
  const watch = { last: performance.now(), longest: 0, changed: 0 };
  const tick = () => {
    const now = performance.now();
    watch.longest = Math.max(watch.longest, now - watch.last);
    watch.last = now;
    setTimeout(tick, 0);
  };
  const result = document.querySelector("[data-md-component=search-result]");
  const options = { childList: true, characterData: true, subtree: true };
  new MutationObserver(() => { watch.changed = performance.now(); }).observe(result, options);
  tick();
  window.__stand = watch;
}"""
"""Ticks as often as the page lets it, and notes when the dialog's results change."""

RESTART = "() => Object.assign(__stand, { longest: 0, changed: 0, last: performance.now() })"
SETTLED = "() => __stand.changed > 0 && performance.now() - __stand.changed > 500"


@dataclass(frozen=True)
class StandStill:
    """The longest time in which a page could do nothing else."""

    query: str
    ms: float


def measure(page: Page, queries: Iterable[str]) -> Iterator[StandStill]:
    """Put the queries to the search dialog of an open page, one after another.

    Args:
        page: a page of a Material site, loaded.
        queries: texts whose results differ from those of the one before.

    Raises:
        playwright.sync_api.TimeoutError: a query changed nothing in the dialog.
    """
    page.evaluate(WATCH)
    page.locator(INPUT).click()
    for query in queries:
        page.evaluate(RESTART)
        page.locator(INPUT).fill(query)
        page.wait_for_function(SETTLED, timeout=PATIENCE_MS)
        yield StandStill(query, page.evaluate("__stand.longest"))


def main() -> int:
    """Run the command; return 1 if there is no browser."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("query", nargs="*", default=list(USUAL))
    parser.add_argument("--queries", type=Path, help="JSON lines with a key “query”")
    parser.add_argument("--count", type=int, default=50, help="use so many of --queries")
    parser.add_argument("--folder", action="store_true", help="open the files, without a server")
    options = parser.parse_args()
    queries = read_queries(options.queries)[: options.count] if options.queries else options.query
    program = find_chromium()
    if program is None:
        print("no Chromium: apt-get install chromium fonts-noto-cjk", file=sys.stderr)
        return 1
    with serve(options.site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto((options.site.resolve() / "index.html").as_uri() if options.folder else address)
        found = []
        for still in measure(page, queries):
            found.append(still.ms)
            print(f"{still.ms:7.0f} ms  {still.query}")
        browser.close()
    print(f"median {statistics.median(found):.0f} ms, worst {max(found):.0f} ms")
    return 0


def read_queries(path: Path) -> list[str]:
    """Return the queries of a file of JSON lines."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [str(json.loads(line)["query"]) for line in lines if line.strip()]


if __name__ == "__main__":
    sys.exit(main())
