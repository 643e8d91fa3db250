// Where the marks of a unit stand on its page.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const { findEdges } = require("../../plugins/mkdocs_study/tracks/client/edges.js");

const IDS = ["ch-1", "art-1", "art-2", "art-3", "art-4"];
const [FIRST, NEXT] = ["本单元从这里读起", "本单元接着读这里"];
const [PAUSE, LAST] = ["这一段到此为止，本单元后面还有", "本单元读到这里"];

const cases = [
  ["one run", ["art-1", "art-2"], [[1, FIRST], [3, LAST]]],
  ["to the end of the page", ["art-4"], [[4, FIRST], [5, LAST]]],
  ["from the beginning", ["ch-1", "art-1"], [[0, FIRST], [2, LAST]]],
  ["two runs, named in another order", ["art-4", "art-1"],
    [[1, FIRST], [2, PAUSE], [4, NEXT], [5, LAST]]],
  ["sections that the page does not have", ["art-9"], []],
  ["a whole page", [], []],
];
for (const [name, covered, expected] of cases) {
  test(name, () => {
    const found = findEdges(IDS, covered).map((edge) => [edge.before, edge.text]);
    assert.deepEqual(found, expected);
  });
}

test("a page without headings has no edges", () => assert.deepEqual(findEdges([], ["art-1"]), []));
