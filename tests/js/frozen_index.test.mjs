// An index as format 1 was first released: every later engine must go on reading it. The files of
// tests/golden/index-1 are never written again.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, test } from "node:test";

const require = createRequire(import.meta.url);
const client = (name) => require(`../../plugins/mkdocs_study/search/client/${name}.js`);
const { openEngine } = client("engine");
const { parseFile } = client("loader");

const folder = new URL("../golden/index-1/", import.meta.url);
const read = (name) => readFileSync(new URL(name, folder), "utf8");
const used = new Set();
const load = async (name) => {
  used.add(name[0]);
  return parseFile(name, read(name + ".js"));
};
const engine = openEngine(load, read("manifest.txt").trim());
const address = ({ url, anchor }) => (anchor ? `${url}#${anchor}` : url);

describe("format 1", () => {
  for (const [query, exact] of [
    ["个体工商户", ["law/#art-1"]],
    ["個體工商戶", ["law/#art-1"]],
    ["𠮷野", ["law/#art-3"]],
    ["野", ["law/#art-3"]],
    ["二条", ["law/#art-2", "case/#art-2", "long/#art-2"]],
    ["国人", ["case/#art-1", "case/#art-2", "home/#s"]],
    ["机关“重点”", ["law/#art-2"]],
    ["机关重点", []],
    ["gb180", ["law/#art-2"]],
    ['"8030"', ["law/#art-2"]],
    ["国人 -学习", ["case/#art-1"]],
    ["类型:案例 国人", ["case/#art-1", "case/#art-2"]]
  ]) {
    test(query, async () => {
      const result = await (await engine).search(query, { limit: 100 });
      const found = result.hits.filter((hit) => hit.exact).map((hit) => address(hit.section));
      const inQuery = /第|二条/.test(query) ? found.filter((url) => exact.includes(url)) : found;
      assert.deepEqual(inQuery.sort(), exact.slice().sort());
    });
  }

  for (const [query, first, kind] of [
    ["示例法第二条", "law/#art-2", "known"],
    ["示例办法", "law/", "known"],
    ["国人", "case/#art-2", null],
    ["本条规定", "long/#art-1", null],
    ["谁可以成为个体工商户？", "law/#art-1", null],
    ["dangzhang", "case/#art-2", null],
    ["学习教育常太化", "home/#s", null]
  ]) {
    test(`${query} → ${first}`, async () => {
      const { hits } = await (await engine).search(query);
      assert.equal(address(hits[0].section), first);
      assert.equal(hits[0].kind, kind);
    });
  }

  test("a list that fills a file of its own", async () => {
    const result = await (await engine).search("规定", { limit: 200 });
    assert.deepEqual([result.total, result.totalExact], [102, true]);
  });

  test("words that continue, and words of the same meaning", async () => {
    assert.ok((await (await engine).suggest("学习教", 5)).includes("学习教育常态化"));
    const { also } = await (await engine).search("中国共产党章程");
    assert.deepEqual(also, [{ word: "党章", why: "synonym" }]);
  });

  test("an article's number in figures finds it as it is written", async () => {
    const { also, hits } = await (await engine).search("第2条");
    assert.deepEqual(also, [{ word: "第二条", why: "number" }]);
    assert.deepEqual(hits.slice(0, 3).map((hit) => hit.section.anchor), ["art-2", "art-2", "art-2"]);
  });

  test("every kind of file was read", () => {
    assert.deepEqual([...used].sort().join(""), "deflmprstyz");
  });
});
