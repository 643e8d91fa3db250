// The search engine's pure parts, and the engine over an index held in memory.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, test } from "node:test";

const require = createRequire(import.meta.url);
const client = (name) => require(`../../plugins/mkdocs_study/search/client/${name}.js`);
const text = client("text");
const postings = client("postings");
const shards = client("shards");
const { parseQuery } = client("query");
const { presentHit, findSpans } = client("snippet");
const { parseFile, LoadError } = client("loader");

const PAIRS = new Map([["體", "体"], ["戶", "户"], ["個", "个"], ["⺠", "民"]]);

describe("folding", () => {
  for (const [raw, folded] of [
    ["個體工商戶", "个体工商户"],
    ["ＡＢｃ１２，！", "abc12,!"],
    ["民 法\n典", "民法典"],
    ["第 54 条", "第 54 条"],
    ["支\u200b部", "支部"],
    ["𠮷 野家", "𠮷野家"],
    ["人⺠", "人民"],
    ["", ""]
  ]) {
    test(raw, () => assert.equal(text.foldBlock(raw, PAIRS).text, folded));
  }

  test("offsets point into the original, in UTF-16 units", () => {
    const { text: folded, at } = text.foldBlock("𠮷 個\u200b体a", PAIRS);
    assert.equal(folded, "𠮷个体a");
    assert.deepEqual(at, [0, 0, 3, 5, 6, 7]);
  });
});

describe("numerals", () => {
  for (const [raw, value] of [
    ["一", 1], ["十", 10], ["十二", 12], ["二十", 20], ["一百零五", 105], ["一百二十", 120],
    ["一千二百六十", 1260], ["两百", 200], ["一二〇", 120], ["54", 54], ["一万零三", 10003]
  ]) {
    test(raw, () => assert.equal(text.parseNumeral(raw), value));
  }
});

test("numbers are written as Python writes them, and read again", () => {
  // from format_numeral of numerals.py
  const written = {
    1: "一", 10: "十", 12: "十二", 20: "二十", 105: "一百零五", 110: "一百一十", 1005: "一千零五",
    1010: "一千零一十", 1050: "一千零五十", 1100: "一千一百", 9999: "九千九百九十九"
  };
  for (const [number, numeral] of Object.entries(written)) {
    assert.equal(text.formatNumeral(Number(number)), numeral);
  }
  for (let number = 1; number < 10000; number++) {
    assert.equal(text.parseNumeral(text.formatNumeral(number)), number);
  }
});

test("gaps beside Han characters close, others stay", () => {
  assert.equal(text.closeGaps("第 54 条 gb 18030"), "第54条gb 18030");
});

test("runs and pairs count code points, not units", () => {
  assert.deepEqual(
    text.runsOf("中𠮷，gb2 国").map((run) => [run.kind, run.text, run.start, run.end]),
    [["han", "中𠮷", 0, 3], ["latin", "gb2", 4, 7], ["han", "国", 8, 9]]
  );
  assert.deepEqual(text.pairsOf("中𠮷国"), ["中𠮷", "𠮷国"]);
});

describe("queries", () => {
  const parse = (typed) => parseQuery(typed, PAIRS);

  test("quotes, exclusions and facets leave the plain words", () => {
    const query = parse('类型:案例 "廉洁 纪律" 礼品 -香烟 纪律：廉洁纪律');
    assert.equal(query.plain, "礼品");
    assert.deepEqual(query.phrases.map((p) => p.text), ["廉洁纪律"]);
    assert.deepEqual(query.excluded, ["香烟"]);
    assert.deepEqual(query.facets, ["type:案例", "discipline:廉洁纪律"]);
  });

  for (const [typed, title, article] of [
    ["民法典第五十四条", "民法典", "54"],
    ["民法典54条", "民法典", "54"],
    ["《民法典》第54条", "民法典", "54"],
    ["刑法第一百二十条之一", "刑法", "120-1"],
    ["纪律规定第二十三条第二款", "纪律规定", "23"],
    ["纪律规定第23条之一第一款第三项", "纪律规定", "23-1"]
  ]) {
    test(typed, () => {
      const found = parse(typed).references;
      assert.ok(found.some((r) => r.title === title && r.article === article), JSON.stringify(found));
    });
  }

  test("a cut reference is an ordinary query", () => {
    assert.deepEqual(parse("刑法第三").references, []);
  });

  test("punctuation is kept as typed and dropped only in the bare form", () => {
    const query = parse("机关“重点”，内容？");
    assert.equal(query.forms[0].text, "机关“重点”,内容?");
    assert.equal(query.bareForm.text, "机关重点内容");
  });
});

describe("snippets", () => {
  const section = (blocks) => ({
    id: 0, url: "a/", pageTitle: "题", facets: {}, path: [], level: 2, anchor: "x", blocks
  });

  test("marks stand on the original spelling and survive characters beyond U+FFFF", () => {
    const hit = presentHit(section(["标题", "𠮷𠮷<个 體>工商戶"]), ["个体"], PAIRS, 1, true, null);
    assert.equal(hit.snippet, "𠮷𠮷&lt;<mark>个 體</mark>&gt;工商戶");
    assert.deepEqual(hit.matched, ["个 體"]);
  });

  test("a long block is cut round the marks, never inside a surrogate pair", () => {
    const long = "𠮷".repeat(200) + "目标" + "𠮷".repeat(200);
    const hit = presentHit(section(["标题", long]), ["目标"], PAIRS, 1, true, null);
    assert.match(hit.snippet, /^….*<mark>目标<\/mark>.*…$/u);
    assert.doesNotMatch(hit.snippet, /[\ud800-\udbff](?![\udc00-\udfff])/);
    assert.doesNotMatch(hit.snippet, /(?<![\ud800-\udbff])[\udc00-\udfff]/);
  });

  test("overlapping finds become one mark", () => {
    assert.equal(findSpans("中国人民", ["中国", "国人", "人民"], PAIRS).length, 1);
  });
});

describe("index files", () => {
  test("numbers and front coding", () => {
    assert.deepEqual(postings.decodeNumbers(""), []);
    assert.deepEqual(shards.decodeFrontCoded(" 的人\n!事\n 国"), ["的人", "的事", "国"]);
  });

  test("a file under another name or cut short is damaged", () => {
    assert.deepEqual(parseFile("a", '__zh(["a",[1]])\n'), [1]);
    for (const content of ['__zh(["b",[1]])', '__zh(["a",[1', "", "<html>"]) {
      assert.throws(() => parseFile("a", content), LoadError);
    }
  });

  test("an index of another format is refused", () => {
    assert.throws(() => new shards.IndexReader({ v: 99 }, async () => null), shards.FormatError);
    assert.throws(() => new shards.IndexReader(null, async () => null), shards.FormatError);
  });

  test("sets of sections", () => {
    const list = (...ids) => Int32Array.from(ids);
    assert.deepEqual([...postings.intersect(list(1, 3, 5), list(3, 4, 5, 9))], [3, 5]);
    assert.deepEqual([...postings.unite([list(5, 9), list(1, 5)])], [1, 5, 9]);
    assert.equal(postings.positionOf(list(1, 3, 5), 5), 2);
    assert.equal(postings.positionOf(list(1, 3, 5), 4), -1);
  });
});
