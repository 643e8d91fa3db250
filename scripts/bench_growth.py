"""Turns a corpus into figures at several sizes, and a plot of how fast each grows.

    python scripts/bench_growth.py --corpus DIR --queries FILE --out PLOT.svg [--cuts 200 800]

DIR holds docs/. The cuts are the first pages of one seeded shuffle; the whole corpus follows, and
twice the corpus under other names (bench_corpus.py). The same words and questions are asked at
every size: words of the smallest cut, and those questions all of whose answers stand in it, so that
a larger corpus only adds what is not asked for.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench_build import OURS, SEARCH_OFF, VARIANTS, Cost, measure
from bench_corpus import address, answerable, list_pages, shuffle, without_copies, write_cut
from bench_cost import RunError
from bench_engine import ask
from bench_plot import draw_growth
from bench_quality import Judged, measure_quality, read_queries
from bench_sections import read_sections, sample_words
from bench_weight import MIXED, PAGE, mixed_weights

CUTS = (200, 800)
SEED = 3
"""A shuffle whose first 200 pages answer enough of the questions by themselves."""
WORDS = 60
SESSIONS = 4
DEEP = 2 * PAGE
"""Hits asked for where quality is judged: a copy counts as its original, which counts once."""


@dataclass(frozen=True)
class Figures:
    """What one size of the corpus costs."""

    pages: int
    sections: int
    off: Cost
    ours: Cost
    word_bytes: float
    question_bytes: float
    mixed_bytes: float
    """All three gzip, medians, as in bench_weight.py."""
    word_ms: float
    question_ms: float
    """Warm, in Node."""
    recall: float

    @property
    def ratio(self) -> float:
        """Processor time of the build to that without search."""
        return self.ours.use.cpu_seconds / self.off.use.cpu_seconds


@dataclass(frozen=True)
class Asked:
    """What is asked at every size."""

    words: Sequence[str]
    judged: Sequence[Judged]

    @property
    def questions(self) -> list[str]:
        """The questions alone."""
        return [query.query for query in self.judged]


def main() -> int:
    """Run the command; return 0, 1 if a build fails, or 2 if the corpus cannot be used."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True, help="folder that holds docs/")
    parser.add_argument("--queries", type=Path, required=True, help="judged questions")
    parser.add_argument("--out", type=Path, help="where the SVG goes")
    parser.add_argument("--cuts", type=int, nargs="*", default=list(CUTS), metavar="PAGES")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    try:
        table, plot = growth_report(
            (options.corpus / "docs").resolve(), options.queries, options.cuts, options.seed
        )
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except RunError as error:
        print(error, file=sys.stderr)
        return 1
    print(table)
    if options.out:
        options.out.write_text(plot, encoding="utf-8")
    return 0


def growth_report(
    docs: Path, queries: Path, cuts: Sequence[int], seed: int = SEED
) -> tuple[str, str]:
    """Measure every size; return the table and the SVG.

    Raises:
        ValueError: there are too few pages, or nothing to ask in the smallest cut.
        RunError: a size does not build.
    """
    order = shuffle(list_pages(docs), seed)
    sizes = sorted({cut for cut in cuts if 0 < cut < len(order)} | {len(order), 2 * len(order)})
    if not order:
        raise ValueError(f"no Markdown files below {docs}")
    first = {address(page) for page in order[: sizes[0]]}
    judged = answerable(read_queries(queries), first)
    if not judged:
        raise ValueError(f"the smallest cut, {sizes[0]} pages, answers none of the questions")
    figures: list[Figures] = []
    asked = Asked((), judged)
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-growth-") as name:
            folder = Path(name)
            write_cut(docs, order, size, folder / "docs")
            costs = {
                variant: measure(folder / "docs", variant, VARIANTS[variant], folder / variant)
                for variant in (SEARCH_OFF, OURS)
            }
            sections = read_sections(folder / OURS)
            if not asked.words:
                asked = Asked(sample_words(sections, WORDS, seed), judged)
            figures.append(ask_all(folder / OURS, size, len(sections), costs, asked))
    return format_table(figures, len(judged)), plot(figures)


def ask_all(site: Path, pages: int, sections: int, costs: dict[str, Cost], asked: Asked) -> Figures:
    """Ask everything of one size's site."""
    questions = asked.questions
    words_cold = ask(site, asked.words, PAGE, cold=True)
    questions_cold = ask(site, questions, PAGE, cold=True)
    words_warm = ask(site, asked.words, PAGE, cold=False)[1:]
    questions_warm = ask(site, questions, DEEP, cold=False)
    found = [without_copies([hit["url"] for hit in answer["hits"]]) for answer in questions_warm]
    sessions = min(SESSIONS, max(1, len(asked.words) // MIXED))
    mixed = mixed_weights(site, asked.words, questions, sessions, SEED)
    return Figures(
        pages=pages,
        sections=sections,
        off=costs[SEARCH_OFF],
        ours=costs[OURS],
        word_bytes=statistics.median(answer["gzip_bytes"] for answer in words_cold),
        question_bytes=statistics.median(answer["gzip_bytes"] for answer in questions_cold),
        mixed_bytes=statistics.median(size for size, _ in mixed),
        word_ms=statistics.median([answer["ms"] for answer in words_warm] or [0.0]),
        question_ms=statistics.median([answer["ms"] for answer in questions_warm[1:]] or [0.0]),
        recall=measure_quality(asked.judged, found)["Recall@10"],
    )


def format_table(figures: Sequence[Figures], questions: int) -> str:
    """Return a Markdown table with a column for each size, the last growth beside it."""
    rows = [
        ("sections", [f"{f.sections:,}" for f in figures]),
        ("CPU of the build, s", [f"{f.ours.use.cpu_seconds:.1f}" for f in figures]),
        ("ratio to search off", [f"{f.ratio:.2f}" for f in figures]),
        ("peak memory of the build, MiB", [f"{f.ours.use.peak_megabytes:,.0f}" for f in figures]),
        ("index, gzip MB", [f"{f.ours.index_gzip_bytes / 1e6:.2f}" for f in figures]),
        ("cold word, gzip KB", [f"{f.word_bytes / 1e3:,.0f}" for f in figures]),
        ("cold question, gzip KB", [f"{f.question_bytes / 1e3:,.0f}" for f in figures]),
        ("20 mixed queries, gzip KB", [f"{f.mixed_bytes / 1e3:,.0f}" for f in figures]),
        ("warm word, ms in Node", [f"{f.word_ms:.1f}" for f in figures]),
        ("warm question, ms in Node", [f"{f.question_ms:.1f}" for f in figures]),
        (f"Recall@10 of {questions} questions", [f"{f.recall:.3f}" for f in figures]),
    ]
    head = " | ".join(f"{f.pages:,}" for f in figures)
    return "\n".join(
        [
            f"| pages | {head} |",
            f"|---|{'--:|' * len(figures)}",
            *(f"| {label} | {' | '.join(cells)} |" for label, cells in rows),
        ]
    )


def plot(figures: Sequence[Figures]) -> str:
    """Return the SVG: each figure as a multiple of itself at the smallest size."""
    sizes = [float(f.sections) for f in figures]
    values: dict[str, list[float]] = {
        "CPU of the build": [f.ours.use.cpu_seconds for f in figures],
        "index, gzip": [f.ours.index_gzip_bytes for f in figures],
        "20 mixed queries": [f.mixed_bytes for f in figures],
        "cold question": [f.question_bytes for f in figures],
        "cold word": [f.word_bytes for f in figures],
    }
    series = {
        name: [(x, value / own[0]) for x, value in zip(sizes, own, strict=True)]
        for name, own in values.items()
    }
    return draw_growth("Growth with the corpus", "sections", sizes, series)


if __name__ == "__main__":
    sys.exit(main())
