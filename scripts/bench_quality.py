"""Turns judged queries and what was found for them into recall, nDCG and reciprocal rank."""

import json
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DEPTHS = (5, 10, 20)


@dataclass(frozen=True)
class Judged:
    """A query with the addresses (page/#anchor) of the sections that answer it."""

    query: str
    relevant: frozenset[str]


def read_queries(path: Path) -> list[Judged]:
    """Read judged queries from JSON lines {"id", "query", "relevant": [page/#anchor, …]}."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [Judged(row["query"], frozenset(row["relevant"])) for row in rows]


def discounted_gain(found: Sequence[bool], relevant: int, depth: int) -> float:
    """Return nDCG at `depth` with binary relevance (Järvelin & Kekäläinen 2002)."""
    gain = sum(1 / math.log2(rank + 2) for rank, hit in enumerate(found[:depth]) if hit)
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(relevant, depth)))
    return gain / ideal if ideal else 0.0


def measure_quality(judged: Sequence[Judged], found: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return Recall@5/10/20, nDCG@10 and MRR@10, averaged over the queries.

    `found` holds for each query the addresses that were returned, best first.
    """
    recalls: dict[int, list[float]] = {depth: [] for depth in DEPTHS}
    gains: list[float] = []
    ranks: list[float] = []
    for query, addresses in zip(judged, found, strict=True):
        hits = [address in query.relevant for address in addresses]
        for depth, values in recalls.items():
            values.append(sum(hits[:depth]) / len(query.relevant))
        gains.append(discounted_gain(hits, len(query.relevant), 10))
        first = next((rank for rank, hit in enumerate(hits[:10]) if hit), None)
        ranks.append(0.0 if first is None else 1 / (first + 1))
    return {
        **{f"Recall@{depth}": statistics.fmean(values) for depth, values in recalls.items()},
        "nDCG@10": statistics.fmean(gains),
        "MRR@10": statistics.fmean(ranks),
    }


def describe(values: Sequence[float]) -> str:
    """Return median, 95th percentile and maximum as cells of a table."""
    ordered = sorted(values)
    high = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"{statistics.median(ordered):,.1f} | {high:,.1f} | {ordered[-1]:,.1f}"
