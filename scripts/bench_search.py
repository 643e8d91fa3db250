"""Measure search on a built site: quality on judged queries, weight, time, completeness.

    python scripts/bench_search.py --site SITE --queries FILE [--limit 20] [--cold] [--out FILE]
    python scripts/bench_search.py --site SITE --strings 200 --known 300 --words 80 [--seed 1]
    python scripts/bench_search.py --site SITE --queries FILE --mixed 8
    python scripts/bench_search.py --site SITE --queries FILE --browser [--pagefind SITE2]
        [--material SITE3] [--peer-strings 80 --peer-questions 50]

FILE holds JSON lines {"id", "query", "relevant": ["page/#anchor", …]}. Without --browser all goes
through scripts/search_site.mjs, the interface that anyone can use to check the figures. With it
queries are typed in Chromium, into ours and the peers in turn; SITE2 is built without search and
indexed by Pagefind, SITE3 with Material's search: bench_build.py --sites DIR leaves all three.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench_complete import completeness_report
from bench_known import known_report
from bench_quality import Judged, read_queries
from bench_sections import SiteSection, read_sections, sample_words
from bench_weight import MIXED, mix, mixed_report, quality_report, words_report

NUMBERS = {
    "strings": "strings of 2–6 characters that must be found, and fewer of other kinds",
    "known": "articles and titles that must come first",
    "words": "words whose cold cost is weighed",
    "mixed": "sessions of ten words and ten questions that are weighed",
}


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options; exits with code 2 if they measure nothing or miss something."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--queries", type=Path, help="judged questions")
    for name, told in NUMBERS.items():
        parser.add_argument(f"--{name}", type=int, default=0, metavar="N", help=told)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=20, help="hits asked for by --queries")
    parser.add_argument("--cold", action="store_true", help="every query starts from nothing")
    parser.add_argument("--browser", action="store_true", help="measure in Chromium")
    parser.add_argument("--pagefind", type=Path, metavar="SITE2")
    parser.add_argument("--material", type=Path, metavar="SITE3")
    parser.add_argument("--first", default="正当防卫", help="first query in the browser")
    parser.add_argument("--runs", type=int, default=5, help="starts of the browser per search")
    parser.add_argument("--sessions", type=int, default=3, help="starts that go on to 20 queries")
    parser.add_argument("--peer-strings", type=int, default=0, metavar="N", help="peers' recall")
    parser.add_argument("--peer-questions", type=int, default=0, metavar="N")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    wanted = [name for name in (*NUMBERS, "browser", "peer_strings") if getattr(options, name)]
    if not options.queries and not wanted:
        parser.error("--queries, --strings, --known, --words, --mixed or --browser is needed")
    if not options.queries and (options.mixed or options.browser or options.peer_questions):
        parser.error("--mixed, --browser and --peer-questions need --queries")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurements asked for; exit 1 if a completeness promise is broken."""
    options = parse(arguments)
    reports, good = run(options)
    text = "\n\n".join(reports) + "\n"
    sys.stdout.write(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    return 0 if good else 1


def run(options: argparse.Namespace) -> tuple[list[str], bool]:
    """Return the tables in order, and whether the completeness promise was kept."""
    site, seed = options.site, options.seed
    judged = read_queries(options.queries) if options.queries else []
    needs_sections = any(getattr(options, name) for name in NUMBERS) or options.peer_strings
    sections = read_sections(site) if needs_sections or options.browser else []
    reports: list[str] = []
    good = True
    if judged and not (options.browser or options.mixed or options.peer_strings):
        reports.append(quality_report(site, judged, options.limit, cold=options.cold))
    if options.strings:
        report, good = completeness_report(site, sections, options.strings, seed)
        reports.append(report)
    if options.known:
        reports.append(known_report(site, sections, options.known, seed))
    if options.words:
        reports.append(words_report(site, sections, options.words, seed))
    if options.mixed:
        reports.append(mixed_report(site, sections, judged, options.mixed, seed))
    if options.browser or options.peer_strings:
        reports += run_browser(options, sections, judged)
    return reports, good


def run_browser(
    options: argparse.Namespace, sections: Sequence[SiteSection], judged: Sequence[Judged]
) -> list[str]:
    """Return the tables that need Chromium; exits with code 2 where it or nginx is missing."""
    # Playwright is a development dependency: the other figures do without
    from bench_browser import Queries, browser_report, list_subjects  # noqa: PLC0415
    from bench_chromium import BrowserMissingError  # noqa: PLC0415
    from bench_peers import list_peers, peers_report  # noqa: PLC0415

    pagefind, material = options.pagefind, options.material
    reports = []
    try:
        if options.browser:
            words = sample_words(sections, MIXED, options.seed)
            mixed = mix(words, [query.query for query in judged], options.seed)
            queries = Queries(options.first, mixed[::2], mixed[1::2])
            subjects = list_subjects(options.site, pagefind, material)
            reports.append(browser_report(subjects, queries, options.runs, options.sessions))
        if options.peer_strings:
            asked = judged[: options.peer_questions]
            peers = list_peers(pagefind, material)
            count, seed = options.peer_strings, options.seed
            reports.append(peers_report(peers, sections, asked, count, seed))
    except BrowserMissingError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    return reports


if __name__ == "__main__":
    raise SystemExit(main())
