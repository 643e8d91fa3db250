// What passes between the search dialog and the engine, and the words that the dialog says.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, test } from "node:test";

const require = createRequire(import.meta.url);
const client = (name) => require(`../../plugins/mkdocs_study/search/client/${name}.js`);
const { createSession, groupHits } = client("protocol");
const { LoadError } = client("loader");
const { FormatError } = client("shards");
const typing = client("typed");
const wording = client("wording");

const hit = (url, anchor, score, more = {}) => ({
  section: { url, anchor, pageTitle: "页<1>", path: ["章"], facets: { type: ["案例"] }, blocks: ["节"] },
  score, exact: true, kind: null, heading: "节", snippet: "文", matched: ["文"], via: "", ...more
});
const escapeHtml = (raw) => raw.replace("<", "&lt;");

describe("groups of hits", () => {
  test("every group has exactly one item without an anchor, first", () => {
    const groups = groupHits(
      [hit("a/", "x", 9), hit("b/", "", 8), hit("a/", "y", 7), hit("b/", "z", 6)], [], escapeHtml
    );
    assert.equal(groups.length, 2);
    for (const group of groups) {
      assert.equal(group.filter((item) => !item.location.includes("#")).length, 1);
      assert.ok(!group[0].location.includes("#"));
      for (const item of group) assert.match(item.location, /\?h=%E6%96%87(#|$)|^b\/$|^a\/$/);
    }
    assert.equal(groups[0][0].title, "页&lt;1>");
    assert.equal(groups[0][0].type, "案例");
  });

  test("the best three sections of a page stand open", () => {
    const hits = ["p", "q", "r", "s", "t"].map((anchor, i) => hit("a/", anchor, 9 - i));
    const [group] = groupHits(hits, [], escapeHtml);
    assert.deepEqual(group.map((item) => item.open), [true, true, true, true, false, false]);
  });

  test("a page that is no hit itself never has the highest score", () => {
    const [group] = groupHits([hit("a/", "x", 0.5)], [], escapeHtml);
    assert.ok(group[0].score < group[1].score);
  });

  test("likeness is said only beside exact hits, and not above them", () => {
    const near = { exact: false };
    const [mixed] = groupHits([hit("a/", "x", 9), hit("a/", "y", 2, near), hit("a/", "", 1, near)], [], escapeHtml);
    assert.deepEqual(mixed.map((item) => item.near), [false, false, true]);
    assert.equal(mixed[0].text, "");
    const [alike] = groupHits([hit("a/", "x", 9, near)], [], escapeHtml);
    assert.ok(!alike[1].near);
  });

  test("a hit found by another word says why", () => {
    const also = [{ word: "常态化", why: "sound" }];
    const [group] = groupHits([hit("a/", "x", 9, { via: "常态化", exact: false })], also, escapeHtml);
    assert.equal(group[1].why, "sound");
    assert.ok(!group[1].near);
  });
});

describe("a session", () => {
  const EMPTY = { hits: [], total: 0, totalExact: true, mode: "ranked" };
  /** @param engines by name of the manifest */
  const open = (engines, { manifest = "m1", current = manifest } = {}) => {
    const sent = [];
    const log = [];
    const host = {
      manifest,
      current,
      findManifest: async () => {
        log.push("find");
        if (!host.current) throw new LoadError("search_index", "404");
        return host.current;
      },
      post: (message) => sent.push(message),
      load: async () => null,
      openEngine: async (load, name) => {
        log.push("open " + name);
        const engine = engines[name];
        if (engine instanceof Error) throw engine;
        return engine;
      },
      escapeHtml
    };
    return { sent, log, host, session: createSession(host) };
  };
  const query = (typed, id, limit = 10) => ({ type: "search", id, typed, limit });

  test("answers carry the query, its limit and what the dialog shows", async () => {
    const limits = [];
    const search = async (typed, options) => {
      limits.push(options.limit);
      return {
        hits: [hit("a/", "x", 9)], total: 1, totalExact: true, mode: "literal",
        also: [{ word: "乙", why: "synonym" }],
        facets: [{ name: "类型", value: "案例", count: 1 }, { name: "类型", value: "法规", count: 0 }]
      };
    };
    const { sent, session } = open({ m1: { search } });
    await session(query("甲", 1));
    await session(query("甲", 2, 30));
    assert.deepEqual(limits, [10, 30]);
    const [answer] = sent;
    assert.deepEqual(
      [answer.type, answer.id, answer.typed, answer.limit, answer.count, answer.mode],
      ["search", 1, "甲", 10, 1, "literal"]
    );
    assert.deepEqual(answer.facets, [{ name: "类型", value: "案例", count: 1 }]);
    assert.deepEqual(answer.also, [{ word: "乙", why: "synonym" }]);
    assert.equal(answer.knowsWords, false);
  });

  test("an answer that a newer query has overtaken is not sent", async () => {
    const search = async (typed) => {
      await new Promise((resolve) => setTimeout(resolve, typed === "旧" ? 10 : 1));
      return EMPTY;
    };
    const { sent, session } = open({ m1: { search } });
    await Promise.all([session(query("旧", 1)), session(query("新", 2))]);
    assert.deepEqual(sent.map((m) => m.typed), ["新"]);
  });

  test("suggestions overtake each other, but never a search", async () => {
    const suggest = async (typed) => {
      await new Promise((resolve) => setTimeout(resolve, typed === "旧" ? 10 : 1));
      return [typed + "一", "二", "三", "四", "五", "六"];
    };
    const { sent, session } = open({ m1: { suggest, search: async () => EMPTY } });
    await Promise.all([
      session({ type: "suggest", id: 1, typed: "旧" }),
      session({ type: "suggest", id: 2, typed: "新" }),
      session(query("旧", 1))
    ]);
    assert.deepEqual(sent.map((m) => m.type).sort(), ["search", "suggest"]);
    assert.deepEqual(sent.find((m) => m.type === "suggest").words, ["新一", "二", "三", "四", "五"]);
  });

  test("an engine without suggestions, or whose suggestions fail, gives none", async () => {
    const failing = { search: async () => EMPTY, nearest: async () => assert.fail("broken") };
    const { sent, session } = open({ m1: failing });
    await session({ type: "suggest", id: 1, typed: "甲" });
    await session({ type: "nearest", id: 1, typed: "甲" });
    assert.deepEqual(sent.map((m) => m.words), [[], []]);
  });

  for (const [error, kind] of [
    [new LoadError("t1", "404"), "missing"],
    [new LoadError("t1", "503"), "unreachable"],
    [new LoadError("t1", "unreachable"), "unreachable"],
    [new LoadError("t1", "damaged"), "damaged"],
    [new FormatError(9), "version"],
    [new TypeError("x"), "internal"]
  ]) {
    test(`${error.message} is told as ${kind}, and the next query tries again`, async () => {
      let broken = true;
      const search = async () => {
        if (broken) throw error;
        return EMPTY;
      };
      const { sent, session } = open({ m1: { search } });
      await session(query("党章", 1));
      assert.equal(sent[0].failure.kind, kind);
      broken = false;
      await session(query("党章", 2));
      assert.equal(sent[1].failure, undefined);
      assert.equal(sent[1].count, 0);
    });
  }

  test("an index that cannot be opened is opened again by the next query", async () => {
    const engines = { m1: new LoadError("m1", "unreachable") };
    const { sent, session } = open(engines);
    await session({ type: "open" });
    assert.deepEqual(sent, []);
    await session(query("党章", 1));
    assert.equal(sent[0].failure.kind, "unreachable");
    engines.m1 = { search: async () => EMPTY };
    await session(query("党章", 2));
    assert.equal(sent[1].count, 0);
  });

  test("without a stub of the index the manifest is looked up", async () => {
    const { sent, log, host, session } = open({ m1: { search: async () => EMPTY } }, { manifest: "", current: "" });
    await session(query("党章", 1));
    assert.deepEqual(sent[0].failure, { kind: "stub", file: "search_index" });
    host.current = "m1";
    await session(query("党章", 2));
    assert.equal(sent[1].count, 0);
    assert.equal(log.pop(), "open m1");
  });

  for (const error of [new LoadError("t1", "404"), new FormatError(2)]) {
    test(`after ${error.name} a newer release is opened and asked once`, async () => {
      let asked = 0;
      const old = { search: async () => { throw error; } };
      const fresh = { search: async () => { asked++; return EMPTY; } };
      const { sent, log, session } = open({ m1: old, m2: fresh }, { current: "m2" });
      await session(query("党章", 1));
      assert.equal(sent[0].failure, undefined);
      await session(query("民法", 2));
      assert.equal(asked, 2);
      assert.deepEqual(log, ["open m1", "find", "open m2"]);
    });
  }

  test("a newer release that fails as well is asked only once", async () => {
    const broken = { search: async () => { throw new LoadError("t1", "404"); } };
    const { sent, log, session } = open({ m1: broken, m2: broken }, { current: "m2" });
    await session(query("党章", 1));
    assert.equal(sent[0].failure.kind, "missing");
    assert.deepEqual(log, ["open m1", "find", "open m2"]);
  });

  test("queries that meet the same old release open the new one once", async () => {
    const old = { search: async () => { throw new LoadError("t1", "404"); } };
    const { sent, log, session } = open({ m1: old, m2: { search: async () => EMPTY } }, { current: "m2" });
    await Promise.all([session(query("甲", 1)), session(query("乙", 2))]);
    assert.deepEqual(sent.map((m) => [m.typed, m.failure]), [["乙", undefined]]);
    assert.equal(log.filter((line) => line === "open m2").length, 1);
  });
});

describe("the text of the box", () => {
  for (const [typed, name, value, result] of [
    ["礼品", "类型", "案例", "礼品 类型:案例"],
    ["礼品 类型:案例", "类型", "案例", "礼品"],
    ["类型：案例 礼品", "类型", "案例", "礼品"],
    ["", "年份", "2026", "年份:2026"],
    ["类型:案例", "类型", "法规", "类型:案例 类型:法规"],
    ["“廉洁 纪律” -香烟", "发布单位", "示例 单位", "“廉洁 纪律” -香烟 发布单位:示例单位"],
    ["发布单位:示例单位 礼品", "发布单位", "示例 单位", "礼品"]
  ]) {
    test(`${name}:${value} in ${typed}`, () => {
      assert.equal(typing.toggleFacet(typed, name, value), result);
    });
  }

  for (const [typed, result] of [
    ["常太化", "“常太化”"],
    ["常太化 建设 类型:案例", "“常太化 建设” 类型:案例"],
    ["“廉洁” 礼品 -香烟", "“廉洁” “礼品” -香烟"],
    ["类型:案例", "类型:案例"]
  ]) {
    test(`quotes round ${typed}`, () => assert.equal(typing.quoted(typed), result));
  }

  test("quotes are taken off, exclusions stay", () => {
    assert.equal(typing.unquoted('"廉洁 纪律" 礼品 -"香烟"'), '廉洁 纪律 礼品 -"香烟"');
  });

  test("another word keeps the facets", () => {
    assert.equal(typing.replacePlain("常太化 “建设” 类型:案例", "常态化"), "常态化 类型:案例");
    assert.equal(typing.withoutFacets("年份:2026 礼品 类型:案例"), "礼品");
  });

  test("facets are read with either colon, words with a colon are none", () => {
    assert.deepEqual(
      typing.facetsOf("类型：案例 网址:x 年份:2026").map((f) => [f.name, f.value]),
      [["类型", "案例"], ["年份", "2026"]]
    );
  });
});

describe("words to the reader", () => {
  const answer = (more) => ({
    typed: " 党章 ", groups: [[{}]], total: 3, totalExact: true, mode: "literal", target: "", also: [], ...more
  });
  for (const [more, text] of [
    [{}, "共 3 处写有这几个字"],
    [{ totalExact: false }, "约 3 处写有这几个字"],
    [{ mode: "facet" }, "共 3 页"],
    [{ mode: "known", target: "《示例法》第一条" }, "已找到：《示例法》第一条"],
    [{ mode: "also" }, "没有一处写有“党章”，共 3 处写有下列说法"],
    [{ mode: "ranked" }, "没有一处连着写有“党章”，以下内容与它相近"],
    [{ groups: [] }, "没有找到“党章”，请换一个说法再试"],
    [{ groups: [], typed: "-纪律", mode: "facet" }, "没有一页符合“-纪律”，请改一改限定"],
    [{ groups: [], typed: "“党章”" }, "没有找到“党章”，请换一个说法再试"]
  ]) {
    test(`${JSON.stringify(more)}: ${text}`, () => assert.equal(wording.summary(answer(more)), text));
  }

  test("other words are named with the reason", () => {
    assert.equal(
      wording.alsoText([{ word: "常态化", why: "sound" }, { word: "党章", why: "pinyin" }]),
      "也搜索了：“常态化”（谐音）、“党章”（拼音）"
    );
  });

  test("what was tried is what can be tried", () => {
    assert.doesNotMatch(wording.triedText({ typed: "党章", knowsWords: false, mode: "ranked" }), /标点|同义/);
    assert.match(wording.triedText({ typed: "党章？", knowsWords: true, mode: "ranked" }), /去掉标点、同义词和简称、拼音和同音字/);
    assert.match(wording.triedText({ typed: "“党章”", knowsWords: true, mode: "ranked" }), /引号里的字必须连着出现/);
    assert.doesNotMatch(wording.triedText({ typed: "“党章”", knowsWords: true, mode: "ranked" }), /同义/);
  });
});
