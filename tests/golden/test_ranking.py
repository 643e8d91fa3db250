"""Tokens and scores that Python and the browser's engine must agree on to the last bit.

`python -m tests.golden.test_ranking` writes the golden file anew; tests/js/ranking.test.mjs holds
the engine against it.
"""

import json
import math
import re
from collections import Counter
from pathlib import Path
from typing import Any

from mkdocs_study.search.characters import Characters
from mkdocs_study.search.index import K1, B
from mkdocs_study.search.words import find_latin
from mkdocs_study.text.normalize import HAN_RUN, fold_block

GOLDEN = Path(__file__).with_name("ranking.json")
SECTIONS = 74_690
AVERAGE_LENGTH = 110.25
AUTHORITY = 4.5

TEXTS = [
    ["第五十四条", "自然人从事工商业经营，经依法登记，为個體工商戶。个体工商户可以起字号。"],
    ["第一节 一般规定", "机关“重点”内容", "ＧＢ18030 标准与 gb18030-2022"],
    ["𠮷野家", "𠮷 野家在 𠮷野 的店"],
    ["空"],
    ["第二条", "ⅠⅡ 〇二三，㐀㐁", "a1b2 c"],
]
QUERIES = ["谁可以成为个体工商户？", "GB18030 标准", "𠮷野家的店", "机关重点内容", "二条"]
HEADINGS = ["总则\n个体工商户", "", "𠮷野家", "", "一般规定"]


def idf(documents: int) -> float:
    """Inverse document frequency, rounded as in client/ranking.js."""
    return (
        math.floor(math.log(1 + (SECTIONS - documents + 0.5) / (documents + 0.5)) * 256 + 0.5) / 256
    )


def documents_of(term: str) -> int:
    """Give every term a number of sections that both sides can compute."""
    return 1 + sum(map(ord, term)) * 7 % 5000


def runs_of(text: str) -> list[list[str]]:
    """Cut folded text into its Han runs and its runs of other letters and digits, in order."""
    latin = find_latin(Characters.of([text]))
    words = list(latin.spellings)
    found = zip(latin.places.tolist(), latin.numbers.tolist(), strict=True)
    places = [(at, "latin", words[n]) for at, n in found]
    han = [(match.start(), "han", match[0]) for match in HAN_RUN.finditer(text)]
    whole: dict[int, tuple[str, str]] = {}
    for at, kind, run in (*places, *han):
        if at not in whole or len(run) > len(whole[at][1]):
            whole[at] = (kind, run)
    return [list(whole[at]) for at in sorted(whole)]


def terms_of(runs: list[list[str]]) -> dict[str, list[str]]:
    """List the pairs, characters and Latin runs of a text, each as often as it occurs."""
    han = [run for kind, run in runs if kind == "han"]
    return {
        "pairs": [run[i : i + 2] for run in han for i in range(len(run) - 1)],
        "chars": [char for run in han for char in run],
        "latin": [run for kind, run in runs if kind == "latin"],
    }


def score(blocks: list[str], heading: str, query: str) -> float:
    """BM25 on a section's words, as docs/dev/search.md gives it, by a plain scan."""
    runs = [run for block in blocks for run in runs_of(block)]
    found = {name: Counter(terms) for name, terms in terms_of(runs).items()}
    asked = {name: list(dict.fromkeys(terms)) for name, terms in terms_of(runs_of(query)).items()}
    length = sum(found["chars"].values()) + sum(found["latin"].values())
    norm = K1 * (1 - B + (B * length) / AVERAGE_LENGTH)

    def total(name: str) -> float:
        result = 0.0
        for term in asked[name]:
            tf = found[name][term]
            if tf:
                result += (idf(documents_of(term)) * tf * (K1 + 1)) / (tf + norm)
        return result

    above = 0.0
    for pair in asked["pairs"]:
        if pair in heading:
            above += idf(documents_of(pair) * 2)
    return (
        1 * total("pairs")
        + 2 * total("chars")
        + 2 * total("latin")
        + 0.8 * above
        + 3 * AUTHORITY
        + (-40 if len(blocks) < 2 else 0)
    )


def make_golden() -> dict[str, Any]:
    """Return what the golden file holds."""
    folded = [[fold_block(block) for block in blocks] for blocks in TEXTS]
    queries = [fold_block(query) for query in QUERIES]
    headings = ["\n".join(map(fold_block, heading.split("\n"))) for heading in HEADINGS]
    return {
        "sections": SECTIONS,
        "averageLength": AVERAGE_LENGTH,
        "authority": AUTHORITY,
        "texts": [
            {
                "blocks": blocks,
                "folded": plain,
                "heading": heading,
                "runs": [runs_of(block) for block in plain],
            }
            for blocks, plain, heading in zip(TEXTS, folded, headings, strict=True)
        ],
        "queries": [
            {
                "query": query,
                "runs": runs_of(query),
                "documents": {
                    term: documents_of(term)
                    for terms in terms_of(runs_of(query)).values()
                    for term in terms
                },
                "scores": [
                    score(blocks, heading, query)
                    for blocks, heading in zip(folded, headings, strict=True)
                ],
            }
            for query in queries
        ],
    }


def test_tokens_and_scores_are_those_of_the_golden_file() -> None:
    assert make_golden() == json.loads(GOLDEN.read_text("utf-8"))


def test_the_reference_weighs_as_the_engine_says() -> None:
    script = Path(__file__).parents[2] / "plugins/mkdocs_study/search/client/ranking.js"
    line = re.search(r"const TEXT = \{(.*?)\}", script.read_text("utf-8"))
    assert line
    wanted = "pair: 1, char: 2, heading: 0.8, latin: 2, authority: 3, empty: -40"
    assert line[1].strip() == wanted


if __name__ == "__main__":
    text = json.dumps(make_golden(), ensure_ascii=False, indent=1)
    GOLDEN.write_text(f"{text}\n", encoding="utf-8", newline="\n")
