// Tokens and scores, to the last bit those of the reference in Python (tests/golden/test_ranking.py).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, test } from "node:test";

const require = createRequire(import.meta.url);
const client = (name) => require(`../../plugins/mkdocs_study/search/client/${name}.js`);
const text = client("text");
const ranking = client("ranking");
const golden = JSON.parse(readFileSync(new URL("../golden/ranking.json", import.meta.url), "utf8"));
const PAIRS = new Map([["個", "个"], ["體", "体"], ["戶", "户"]]);
const runsOf = (words) => text.runsOf(words).map((run) => [run.kind, run.text]);

describe("tokens", () => {
  for (const { blocks, folded, runs } of golden.texts) {
    test(blocks.join(" "), () => {
      assert.deepEqual(blocks.map((block) => text.foldBlock(block, PAIRS).text), folded);
      assert.deepEqual(folded.map(runsOf), runs);
    });
  }
  for (const { query, runs } of golden.queries) {
    test(query, () => assert.deepEqual(runsOf(query), runs));
  }
});

describe("scores", () => {
  for (const { query, documents, scores } of golden.queries) {
    const weigh = (terms, factor) =>
      new Map(terms.map((term) => [term, ranking.idfOf(golden.sections, documents[term] * factor)]));
    const han = text.runsOf(query).filter((run) => run.kind === "han");
    const pairs = han.flatMap((run) => text.pairsOf(run.text));
    const weights = {
      pairs: weigh(pairs, 1),
      chars: weigh(han.flatMap((run) => Array.from(run.text)), 1),
      latin: weigh(text.runsOf(query).filter((run) => run.kind === "latin").map((run) => run.text), 1),
      headings: weigh(pairs, 2)
    };
    golden.texts.forEach(({ folded, heading }, i) => {
      test(`${query} in ${folded[0]}`, () =>
        assert.equal(
          ranking.scoreText(folded, heading, weights, {
            averageLength: golden.averageLength,
            authority: golden.authority
          }),
          scores[i]
        ));
    });
  }
});
