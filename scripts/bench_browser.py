"""Turns built sites into tables of what searching costs in Chromium, ours beside its peers."""

import statistics
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from bench_chromium import Served, Subject, Traffic, open_session, serve, turn_to_search, view
from bench_memory import RendererMemory

OURS, OURS_BARE = "zh-search, dialog", "zh-search, empty page"
PAGEFIND, PAGEFIND_BARE = "Pagefind, same page", "Pagefind, empty page"
MATERIAL = "Material, dialog"
PAIRS = ((OURS, PAGEFIND), (OURS_BARE, PAGEFIND_BARE))
"""Searches whose times are compared run by run: each pair loads the same page around itself."""

SETTLE_MS = 1000
"""After the last query a renderer is left alone so long before its memory is read."""


@dataclass(frozen=True)
class Queries:
    """What is typed in every session."""

    first: str
    words: Sequence[str]
    questions: Sequence[str]

    @property
    def mixed(self) -> list[str]:
        """A word and a question in turn."""
        return [query for pair in zip(self.words, self.questions, strict=True) for query in pair]


@dataclass
class Record:
    """What all sessions of one subject came to."""

    first_ms: list[float] = field(default_factory=list)
    turned_ms: list[float] = field(default_factory=list)
    first: list[Traffic] = field(default_factory=list)
    word_bytes: list[int] = field(default_factory=list)
    question_bytes: list[int] = field(default_factory=list)
    word_ms: list[float] = field(default_factory=list)
    question_ms: list[float] = field(default_factory=list)
    again_ms: list[float] = field(default_factory=list)
    all_bytes: list[int] = field(default_factory=list)
    memory: list[RendererMemory] = field(default_factory=list)


def list_subjects(site: Path, pagefind: Path | None, material: Path | None) -> list[Subject]:
    """Return what is measured, in the order of the tables."""
    subjects = [Subject(OURS, site, "dialog"), Subject(OURS_BARE, site, "worker", in_page=False)]
    if pagefind:
        subjects.append(Subject(PAGEFIND, pagefind, "pagefind"))
        subjects.append(Subject(PAGEFIND_BARE, pagefind, "pagefind", in_page=False))
    if material:
        subjects.append(Subject(MATERIAL, material, "dialog"))
    return subjects


def run_rounds(
    playwright: Playwright, servers: Sequence[Served], queries: Queries, runs: int, sessions: int
) -> dict[str, Record]:
    """Measure all subjects in turn, `runs` times; who begins changes from round to round."""
    records = {served.subject.name: Record() for served in servers}
    for number in range(runs):
        turn = number % len(servers)
        for served in [*servers[turn:], *servers[:turn]]:
            record = records[served.subject.name]
            if served.subject.in_page and served.subject.name != MATERIAL:
                record.turned_ms.append(turn_to_search(playwright, served, queries.first))
            _, before = served.sent()
            with open_session(playwright, served, queries.first) as session:
                record.first_ms.append(session.first_ms)
                traffic, _ = served.sent(before)
                record.first.append(traffic)
                if number < sessions:
                    for typed in queries.mixed:
                        ms, _ = session.ask(typed)
                        is_word = typed in queries.words
                        (record.word_ms if is_word else record.question_ms).append(ms)
                    session.page.wait_for_timeout(SETTLE_MS)
                    record.memory.append(session.memory())
                    traffic, _ = served.sent(before)
                    record.all_bytes.append(traffic.search_bytes)
                    record.again_ms += [session.ask(typed)[0] for typed in queries.mixed]
    return records


def weigh_cold(
    playwright: Playwright, servers: Sequence[Served], queries: Queries, records: dict[str, Record]
) -> None:
    """Ask each query in a browser that has loaded nothing yet; add the bytes to the records."""
    for served in servers:
        record = records[served.subject.name]
        for group, sizes in (
            (queries.words, record.word_bytes),
            (queries.questions, record.question_bytes),
        ):
            for typed in group:
                _, before = served.sent()
                with open_session(playwright, served, typed) as session:
                    session.page.wait_for_load_state("networkidle")
                    traffic, _ = served.sent(before)
                    sizes.append(traffic.search_bytes)


def browser_report(subjects: Sequence[Subject], queries: Queries, runs: int, sessions: int) -> str:
    """Measure and return Markdown tables: a column for each subject, ratios of pairs, page views.

    Raises:
        BrowserMissingError: there is no Chromium or no nginx.
    """
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        servers = [stack.enter_context(serve(subject)) for subject in subjects]
        records = run_rounds(playwright, servers, queries, runs, sessions)
        light = [served for served in servers if served.subject.name != MATERIAL]
        weigh_cold(playwright, light, queries, records)
        views = view_pages(playwright, servers)
    parts = [format_records(records, queries, runs, sessions), format_ratios(records), views]
    return "\n\n".join(part for part in parts if part)


def view_pages(playwright: Playwright, servers: Sequence[Served]) -> str:
    """Return a table of what a page costs a reader who does not search."""
    by_name = {served.subject.name: served for served in servers}
    site = servers[0].subject.site
    inner = next(path for path in sorted(site.glob("*/**/index.html")))
    paths = ["", inner.parent.relative_to(site).as_posix() + "/"]
    shown = {"zh-search": OURS, "Material search": MATERIAL, "search off": PAGEFIND}
    sizes: dict[str, list[int]] = {}
    for label, name in shown.items():
        if name in by_name:
            served = by_name[name]
            plain = Served(Subject(label, served.subject.site, "none"), served.address, served.log)
            sizes[label] = [view(playwright, plain, path).total_bytes for path in paths]
    return format_views(sizes)


def format_views(sizes: dict[str, list[int]]) -> str:
    """Return a table of bytes by site (home page, inner page), and how much search adds."""
    rows = [
        "| bytes of a first view, nobody searches | home page | inner page | added by search |",
        "|---|--:|--:|--:|",
    ]
    base = sizes.get("search off")
    for label, own in sizes.items():
        added = "–"
        if base and label != "search off":
            more = [one - other for one, other in zip(own, base, strict=True)]
            added = f"{more[0]:,} and {more[1]:,}"
        rows.append(f"| {label} | {own[0]:,} | {own[1]:,} | {added} |")
    return "\n".join(rows)


def median(values: Sequence[float]) -> float | None:
    """Return the median, or None of nothing."""
    return statistics.median(values) if values else None


def format_records(records: dict[str, Record], queries: Queries, runs: int, sessions: int) -> str:
    """Return one table with a row for each figure; cells without a value are dashes."""

    def memory(pick: Callable[[RendererMemory], float]) -> Callable[[Record], float | None]:
        return lambda record: median([pick(memory) for memory in record.memory])

    figures: list[tuple[str, Callable[[Record], float | None], str]] = [
        ("page opened to first result, ms", lambda r: median(r.first_ms), ",.0f"),
        (
            "turned to the search to first result, ms",
            lambda r: median(r.turned_ms),
            ",.0f",
        ),
        ("first ten results: bytes of search", lambda r: _search(r.first), ",.0f"),
        (
            "the same with the page, bytes",
            lambda r: median([t.total_bytes for t in r.first]),
            ",.0f",
        ),
        ("requests of search", lambda r: median([t.search_requests for t in r.first]), ",.0f"),
        ("cold word, bytes of search", lambda r: median(r.word_bytes), ",.0f"),
        ("cold question, bytes of search", lambda r: median(r.question_bytes), ",.0f"),
        ("after 20 mixed queries, bytes of search", lambda r: median(r.all_bytes), ",.0f"),
        ("warm word, ms", lambda r: median(r.word_ms), ",.1f"),
        ("warm question, ms", lambda r: median(r.question_ms), ",.1f"),
        ("worst of both, ms", lambda r: max(r.word_ms + r.question_ms, default=None), ",.1f"),
        ("the same query again, ms", lambda r: median(r.again_ms), ",.1f"),
        ("renderers after 20 queries, RSS MiB", memory(lambda m: m.resident), ",.0f"),
        ("renderers after 20 queries, PSS MiB", memory(lambda m: m.proportional), ",.0f"),
        ("renderers at their peak, RSS MiB", memory(lambda m: m.peak), ",.0f"),
    ]
    rows = []
    for label, pick, form in figures:
        values = [pick(record) for record in records.values()]
        cells = ["–" if value is None else format(value, form) for value in values]
        rows.append(f"| {label} | {' | '.join(cells)} |")
    title = (
        f"First query {queries.first}; medians of {runs} starts, of {sessions} sessions of "
        f"{len(queries.mixed)} queries, and of {len(queries.words)} words and "
        f"{len(queries.questions)} questions asked cold."
    )
    head = f"| | {' | '.join(records)} |\n|---|{'--:|' * len(records)}"
    return "\n".join([title, "", head, *rows])


def _search(traffic: Sequence[Traffic]) -> float | None:
    return median([one.search_bytes for one in traffic])


def format_ratios(records: dict[str, Record]) -> str:
    """Return a sentence for each pair: the median of the ratios of starts that ran side by side."""
    lines = []
    kinds: list[tuple[str, Callable[[Record], list[float]]]] = [
        ("page opened to first result", lambda record: record.first_ms),
        ("turned to the search to first result", lambda record: record.turned_ms),
    ]
    for ours, peer in PAIRS:
        for label, pick in kinds:
            if ours in records and peer in records and pick(records[ours]):
                times = zip(pick(records[ours]), pick(records[peer]), strict=True)
                ratios = [one / other for one, other in times]
                lines.append(
                    f"- {ours} against {peer}, {label}, median of {len(ratios)} pairs: "
                    f"{statistics.median(ratios):.2f} ×"
                )
    return "\n".join(lines)
