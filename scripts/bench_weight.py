"""Turns queries into what they cost a reader: bytes as gzip sends them, requests, milliseconds."""

import random
import statistics
from collections.abc import Sequence
from pathlib import Path

from bench_engine import ask
from bench_quality import Judged, describe, measure_quality
from bench_sections import SiteSection, sample_words

PAGE = 10
"""Hits that a reader sees first; what they cost is counted."""
MIXED = 10
"""Short queries in a mixed session, and as many questions."""
COSTS = (("requests", "requests"), ("bytes", "bytes"), ("gzip bytes", "gzip_bytes"), ("ms", "ms"))


def quality_report(site: Path, judged: Sequence[Judged], limit: int, *, cold: bool) -> str:
    """Return tables of quality, weight and time of judged queries."""
    answers = ask(site, [q.query for q in judged], limit, cold=cold)
    found = [[hit["url"] for hit in answer["hits"]] for answer in answers]
    rows = [f"| {name} | {value:.3f} |" for name, value in measure_quality(judged, found).items()]
    costs = [
        f"| {label} | {describe([answer[key] for answer in answers])} |" for label, key in COSTS
    ]
    return "\n".join(
        [
            f"{len(judged)} queries, {'cold' if cold else 'warm'}, limit {limit}",
            "",
            "| quality | value |",
            "|---|---|",
            *rows,
            "",
            "| cost per query | median | p95 | max |",
            "|---|---|---|---|",
            *costs,
        ]
    )


def words_report(site: Path, sections: Sequence[SiteSection], count: int, seed: int) -> str:
    """Return a table of what one short query costs who has loaded nothing yet."""
    words = sample_words(sections, count, seed)
    answers = ask(site, words, PAGE, cold=True)
    rows = [
        f"| {label} | {describe([answer[key] for answer in answers])} |" for label, key in COSTS
    ]
    title = f"{len(words)} words of 2–4 characters (seed {seed}), cold, limit {PAGE}"
    return "\n".join(
        [title, "", "| cost per word | median | p95 | max |", "|---|--:|--:|--:|", *rows]
    )


def mix(words: Sequence[str], questions: Sequence[str], seed: int) -> list[str]:
    """Return ten words and ten questions in turn; fewer if there are not as many."""
    choose = random.Random(seed)  # noqa: S311  # sampling, not secrets
    count = min(MIXED, len(words), len(questions))
    pairs = zip(words[:count], choose.sample(list(questions), count), strict=True)
    return [query for pair in pairs for query in pair]


def mixed_weights(
    site: Path, words: Sequence[str], questions: Sequence[str], sessions: int, seed: int
) -> list[tuple[int, int]]:
    """Return (gzip bytes, requests) of whole sessions of mixed queries, each from nothing."""
    weights = []
    for number in range(sessions):
        own = words[number * MIXED : (number + 1) * MIXED]
        answers = ask(site, mix(own, questions, seed + number), PAGE, cold=False)
        totals = [sum(answer[key] for answer in answers) for key in ("gzip_bytes", "requests")]
        weights.append((totals[0], totals[1]))
    return weights


def mixed_report(
    site: Path, sections: Sequence[SiteSection], judged: Sequence[Judged], sessions: int, seed: int
) -> str:
    """Return a table of what a session of ten words and ten questions transfers."""
    words = sample_words(sections, MIXED * sessions, seed)
    weights = mixed_weights(site, words, [q.query for q in judged], sessions, seed)
    sizes, requests = zip(*weights, strict=True)
    return "\n".join(
        [
            f"{sessions} sessions of {MIXED} words and {MIXED} questions each, limit {PAGE}",
            "",
            "| cost per session | median | max |",
            "|---|--:|--:|",
            f"| gzip bytes | {statistics.median(sizes):,.0f} | {max(sizes):,} |",
            f"| requests | {statistics.median(requests):,.0f} | {max(requests):,} |",
        ]
    )
