"""Turns strings and questions into what Pagefind and Material's search find of them in Chromium."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench_chromium import Session, Subject, open_session, serve
from bench_complete import Tally, scan
from bench_quality import Judged, measure_quality
from bench_sections import Sample, SiteSection, sample

KINDS = ("word", "crossing")
"""What the peers' users type and miss; other kinds are ours to prove (bench_complete.py)."""

PAGES = 100
"""So many pages of Pagefind's answer are opened; a word of the sample stands on 50 at most."""


def list_peers(pagefind: Path | None, material: Path | None) -> list[Subject]:
    """Return the peers that have a site."""
    subjects = []
    if pagefind:
        subjects.append(Subject("Pagefind", pagefind, "pagefind", in_page=False))
    if material:
        subjects.append(Subject("Material", material, "dialog"))
    return subjects


def peers_report(
    peers: Sequence[Subject],
    sections: Sequence[SiteSection],
    judged: Sequence[Judged],
    count: int,
    seed: int,
) -> str:
    """Return a table of strings found, and one of the quality of answers to questions.

    Each peer's browser is asked `count` words, half as many crossings, and `judged` questions. All
    that a peer returns counts as called exact: it makes no difference between its hits.
    """
    samples = {
        kind: sample(sections, kind, count if kind == "word" else count // 2, seed)
        for kind in KINDS
    }
    found = [
        "| | kind | strings | recall | precision | first hit true |",
        "|---|---|--:|--:|--:|--:|",
    ]
    quality: list[str] = []
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        for subject in peers:
            served = stack.enter_context(serve(subject))
            with open_session(playwright, served, samples["word"][0].typed) as session:
                for kind in KINDS:
                    tally = ask_strings(session, sections, samples[kind])
                    found.append(f"| {subject.name} | {kind} | {tally.row} |")
                if judged:
                    quality.append(f"| {subject.name} | {ask_questions(session, judged)} |")
    if not judged:
        return "\n".join(found)
    head = [
        "",
        f"| {len(judged)} questions | Recall@10 | nDCG@10 | MRR@10 | nothing found |",
        "|---|--:|--:|--:|--:|",
    ]
    return "\n".join([*found, *head, *quality])


def ask_strings(
    session: Session, sections: Sequence[SiteSection], samples: Sequence[Sample]
) -> Tally:
    """Compare what a peer finds with a scan of all sections."""
    tally = Tally()
    for drawn in samples:
        _, found = session.ask(drawn.typed, PAGES)
        truth = scan(sections, drawn.folded)
        tally.add(drawn.typed, truth, found, found[0] if found else None)
    return tally


def ask_questions(session: Session, judged: Sequence[Judged]) -> str:
    """Return the quality of a peer's answers as cells of a table."""
    answers = [session.ask(query.query)[1] for query in judged]
    values = measure_quality(judged, answers)
    nothing = sum(not found for found in answers) / len(answers)
    return (
        f"{values['Recall@10']:.3f} | {values['nDCG@10']:.3f} | {values['MRR@10']:.3f} "
        f"| {100 * nothing:.0f} %"
    )
