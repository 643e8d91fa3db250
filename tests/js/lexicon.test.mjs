// What readers type that is not in the text, looked up in files that search/lexicon.py wrote.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, test } from "node:test";

const require = createRequire(import.meta.url);
const client = (name) => require(`../../plugins/mkdocs_study/search/client/${name}.js`);
const { Spelling, blur, lettersOf, grade, piecesOf } = client("spelling");
const { Lexicon } = client("lexicon");
const { Synonyms } = client("synonyms");

const golden = JSON.parse(readFileSync(new URL("../golden/lexicon.json", import.meta.url), "utf8"));

function open() {
  const loaded = [];
  const load = async (name) => {
    loaded.push(name);
    return golden.files[name];
  };
  return { lexicon: new Lexicon(golden.files[golden.directory], load), loaded };
}

async function texts(look, typed, limit = 8) {
  return (await open().lexicon[look](typed, limit)).map((entry) => entry.text);
}

describe("syllables blur as in Python", () => {
  for (const [syllable, blurred] of [
    ["zhang", "zan"], ["chi", "ci"], ["sheng", "sen"], ["nan", "lan"], ["lv", "lu"], ["nve", "lue"],
    ["ting", "tin"], ["zhong", "zong"], ["guang", "guan"], ["an", "an"], ["zh", "z"], ["n", "l"]
  ]) {
    test(syllable, () => assert.equal(blur(syllable), blurred));
  }
});

describe("letters are cut into syllables and initials, likeliest first", () => {
  const spelling = new Spelling(
    "an dang fan fang gan hui jin ke lve lv lu men san tian xi xian xing yi zhang zheng".split(" ")
  );
  for (const [typed, best] of [
    ["dangzhang", "dang zhang"],
    ["dz", "d z"],
    ["dangz", "dang z"],
    ["dzhang", "d zhang"],
    ["dangzh", "dang zh"],
    ["dangzha", "dang zha"],
    ["sanhuiyike", "san hui yi ke"],
    ["shyk", "sh y k"],
    ["xi'an", "xi an"],
    ["xian", "xian"],
    ["XI AN", "xi an"],
    ["xi’an", "xi an"],
    ["dang3zhang1", "dang zhang"],
    ["lü", "lv"],
    ["LÜ", "lv"],
    ["jvxing", null],
    ["jin", "jin"],
    ["'dang'", "dang"],
    ["xin", "xin"],
    ["uv", null],
    ["", null],
    ["。", null]
  ]) {
    test(typed, () => {
      const [way] = spelling.cut(lettersOf(typed));
      assert.equal(way ? way.pieces.join(" ") : null, best);
    });
  }

  test("the other ways follow", () => {
    const ways = (typed) => spelling.cut(lettersOf(typed)).map((way) => way.pieces.join(" "));
    assert.ok(ways("xian").includes("xi an"));
    assert.ok(ways("fangan").includes("fang an") && ways("fangan").includes("fan gan"));
    assert.ok(ways("shyk").includes("s h y k"));
    assert.ok(!ways("xi'an").includes("xian"));
  });

  test("a hundred letters are cut at once", () => {
    const started = performance.now();
    assert.equal(spelling.cut("xian".repeat(25))[0].pieces.length, 25);
    assert.ok(performance.now() - started < 500);
  });
});

describe("a spelling is graded by how well it begins with the pieces", () => {
  for (const [found, typed, expected] of [
    ["dang zhang", "dang zhang", 0],
    ["dang zhang", "d z", 0],
    ["dang zhang", "dang zh", 0],
    ["dang zhang", "dang zha", 1],
    ["dang zhang cheng", "dang zhang", 2],
    ["dang zhang", "dan zhang", 3],
    ["dang zhang", "dang zan", 3],
    ["dang zhang cheng", "dan z", 5],
    ["dang", "dang zhang", -1],
    ["dang zhang", "dang c", -1],
    ["fa lv", "fa lu", 3],
    ["tan", "tang", 3],
    ["tang", "tan", 0]
  ]) {
    test(`${typed} for ${found}`, () =>
      assert.equal(grade(found.split(" "), piecesOf(typed.split(" "))), expected));
  }
});

describe("spelled", () => {
  for (const [typed, text] of [
    ["dangzhang", "党章"],
    ["dz", "党章"],
    ["dangz", "党章"],
    ["dzhang", "党章"],
    ["dangzh", "党章"],
    ["sanhuiyike", "三会一课"],
    ["shyk", "三会一课"],
    ["sanhyk", "三会一课"],
    ["san hui", "三会"],
    ["xi'an", "西安"],
    ["xian", "西安"],
    ["xianfalvyuanzhu", null],
    ["xianshi", "西安市法律援助办法"],
    ["falv", "法律"],
    ["falü", "法律"],
    ["falu", "法律"],
    ["lvyou", "旅游"],
    ["nv", "女性"],
    ["zhanlve", "战略"],
    ["zhanlue", "战略"],
    ["shengzhang", "生长"],
    ["changqi", "长期"],
    ["chongxin", "重新"],
    ["zhongda", "重大"],
    ["yinhang", "银行"],
    ["xingzheng", "行政"],
    ["biaoshuai", "表率"],
    ["minfadian", "民法典"],
    ["mfd", "民法典"],
    ["zhonghuarenmingongheguominfadian", "中华人民共和国民法典"],
    ["zghrmghg", null],
    ["dangneijiandutiaoli", "党内监督条例"],
    ["jiandutl", "监督条例"],
    ["lxyz", null],
    ["fangan", "方案"],
    ["fan gan", "反感"],
    ["dang", "党员"],
    ["da", "党员"],
    ["d", "党员"],
    ["yejia", "𠮷野家案例"],
    ["zongguo", "中国"],
    ["guidin", "规定"],
    ["dangyuandahui", "党员大会"],
    ["zzzz", null],
    ["", null]
  ]) {
    test(typed, async () => {
      const found = await texts("spelled", typed);
      if (text === null) assert.deepEqual(found, []);
      else assert.ok(found.includes(text), `${typed}: ${found}`);
    });
  }

  test("what is spelled exactly comes before what a slip may mean", async () => {
    assert.deepEqual((await texts("spelled", "zongguo")).slice(0, 2), ["总国", "中国"]);
    assert.deepEqual((await texts("spelled", "lanfang")).slice(0, 2), ["兰芳", "南方"]);
    assert.deepEqual((await texts("spelled", "nanfang")).slice(0, 2), ["南方", "兰芳"]);
    assert.equal((await texts("spelled", "zhiliang"))[0], "质量");
  });

  test("whole matches come before longer ones, heavier before lighter", async () => {
    assert.deepEqual((await texts("spelled", "dz"))[0], "党章");
    const entries = await open().lexicon.spelled("dz", 20);
    assert.deepEqual(
      entries.filter((entry) => entry.text.length === 2).map((entry) => entry.text),
      ["党章", "党组", "电子", "动作", "地震"]
    );
    assert.deepEqual(entries[0], { text: "党章", kind: "title", weight: 34 });
  });

  test("nothing comes twice, and no more than asked for", async () => {
    const found = await texts("spelled", "d", 5);
    assert.equal(found.length, 5);
    assert.equal(new Set(found).size, 5);
  });
});

describe("startingWith", () => {
  for (const [typed, found] of [
    ["党章", ["党章"]],
    ["三会", ["三会一课", "三会"]],
    ["《准则》", ["《准则》"]],
    ["关于推进“两学一做”", ["关于推进“两学一做”学习教育常态化制度化的意见"]],
    ["关于推进两学", ["关于推进“两学一做”学习教育常态化制度化的意见"]],
    ["𠮷", ["𠮷野家案例"]],
    ["gd", ["gdp"]],
    ["龙", []],
    ["", []],
    ["，", []]
  ]) {
    test(typed, async () => assert.deepEqual(await texts("startingWith", typed), found));
  }

  test("titles come before headings, headings before words", async () => {
    const order = ["title", "heading", "term"];
    const found = await open().lexicon.startingWith("党", 20);
    const kinds = found.map((entry) => entry.kind);
    assert.deepEqual(kinds, kinds.slice().sort((a, b) => order.indexOf(a) - order.indexOf(b)));
    assert.deepEqual(new Set(kinds), new Set(order));
  });

  test("what lies across several shards is complete", async () => {
    const { lexicon, loaded } = open();
    const found = await lexicon.startingWith("中", 20);
    assert.equal(found.length, 5);
    assert.ok(loaded.length <= 3);
  });
});

describe("soundingLike", () => {
  for (const [typed, text] of [
    ["常太化", "常态化"],
    ["当章", "党章"],
    ["三汇一课", "三会一课"],
    ["监都条例", "监督条例"],
    ["行正", "行政"],
    ["银航", "银行"],
    ["虫新", "重新"],
    ["尝期", "长期"],
    ["法率", "法律"],
    ["篮方", "南方"],
    ["常太", "常态化"],
    ["好好好", null],
    ["党章", null],
    ["章", null],
    ["abc", null]
  ]) {
    test(typed, async () => {
      const found = await texts("soundingLike", typed);
      if (text === null) assert.ok(!found.includes(typed) && !found.length, String(found));
      else assert.ok(found.includes(text), `${typed}: ${found}`);
    });
  }
});

describe("near", () => {
  for (const [typed, text] of [
    ["党员大汇", "党员大会"],
    ["监督条理", "监督条例"],
    ["监督条列", "监督条例"],
    ["党小组会议", "党小组会"],
    ["支委会怎么开", "支委会"],
    ["三会二课", "三会一课"],
    ["民法点", "民法典"],
    ["dangzahng", "党章"],
    ["sanhuiyikee", "三会一课"]
  ]) {
    test(typed, async () => {
      const found = await texts("near", typed, 5);
      assert.ok(found.includes(text), `${typed}: ${found}`);
    });
  }

  for (const typed of ["龘龘龘龘", "𪚥", "？", "", "uuu", "1234"]) {
    test(`“${typed}” has nothing near`, async () =>
      assert.deepEqual(await texts("near", typed), []));
  }
});

test("each file is loaded once, and again only after a failure", async () => {
  const { lexicon, loaded } = open();
  await lexicon.spelled("dangzhang", 5);
  const count = loaded.length;
  assert.ok(count >= 1 && count <= 3, String(loaded));
  await lexicon.spelled("dangzhang", 5);
  assert.equal(loaded.length, count);

  let broken = true;
  const load = async (name) => {
    if (broken) throw new Error("offline");
    return golden.files[name];
  };
  const second = new Lexicon(golden.files[golden.directory], load);
  await assert.rejects(second.spelled("dangzhang", 5), /offline/);
  await assert.rejects(second.soundingLike("当章", 5), /offline/);
  broken = false;
  assert.equal((await second.spelled("dangzhang", 5))[0].text, "党章");
});

test("a lexicon without Han characters has no shards by sound", async () => {
  const directory = { s: ["", "12345678"], z: ["", ""], y: "", p: "p1" };
  const lexicon = new Lexicon(directory, async () => ["gdp\ngnp", "11", {}]);
  assert.deepEqual(await lexicon.spelled("gd", 5), []);
  assert.equal((await lexicon.startingWith("gd", 5))[0].text, "gdp");
});

describe("synonyms", () => {
  const synonyms = new Synonyms(golden.files[golden.synonyms]);
  for (const [query, expected] of [
    ["党员大会", ["党员大会>支部党员大会"]],
    ["支部党员大会", ["支部党员大会>党员大会"]],
    ["召开党员大会和支委会", ["党员大会>支部党员大会", "支委会>支部委员会会议"]],
    ["党员大会 党员大会", ["党员大会>支部党员大会"]],
    ["gdp", ["gdp>国内生产总值"]],
    ["gdp增长", ["gdp>国内生产总值"]],
    ["gdps", []],
    ["xgdp", []],
    ["党课", []],
    ["", []]
  ]) {
    test(query, () => {
      const found = synonyms.alternatives(query).map(({ from, to }) => `${from}>${to}`);
      assert.deepEqual(found, expected);
    });
  }

  test("two characters in the middle of others are no word", () => {
    const two = new Synonyms("国企\t国有企业\n人大\t人民代表大会");
    for (const query of ["中国企业", "工人大会", "私人大厦"]) {
      assert.deepEqual(two.alternatives(query), []);
    }
    assert.equal(two.alternatives("国企改革")[0].to, "国有企业");
    assert.equal(two.alternatives("深化国企")[0].to, "国有企业");
    assert.equal(two.alternatives("深化 国企 改革")[0].to, "国有企业");
  });
});
