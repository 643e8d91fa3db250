// Files of records: checksum, what is refused, and that merging loses nothing in whatever order.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { test } from "node:test";

import { randomFrom } from "./storage.mjs";

const require = createRequire(import.meta.url);
const client = (name) => require(`../../plugins/mkdocs_study/tracks/client/${name}.js`);
const sums = client("checksum");
const transfer = client("transfer");

const time = (minute) => new Date(Date.UTC(2026, 10, 24, 8, minute)).toISOString();
const unit = (minute, isDone = true) => ({ v: 1, at: time(minute), done: isDone, hash: "h", by: "mark" });
const note = (minute, text, was = []) => ({ v: 1, at: time(minute), text, title: "t", was });
const SITE = { site: "demo", siteName: "学习站" };

/** A store's texts after merging records into it. */
function merge(texts, records) {
  return new Map([...texts, ...transfer.planMerge(texts, records).changes]);
}
const textsOf = (records) =>
  new Map(Object.entries(records).map(([id, record]) => [id, JSON.stringify(record)]));
const recordsOf = (texts) =>
  Object.fromEntries([...texts].sort().map(([id, text]) => [id, JSON.parse(text)]));

function saved(records, changes = {}) {
  const about = { scope: "all", titles: {}, now: new Date(time(59)) };
  return { ...transfer.makeFile(SITE, "王敏", records, about), ...changes };
}

test("SHA-256 is that of a second implementation, at every length around a block", () => {
  const random = randomFrom(7);
  for (let length = 0; length < 200; length += 1) {
    const bytes = Uint8Array.from({ length }, () => Math.floor(random() * 256));
    const expected = createHash("sha256").update(bytes).digest("hex");
    assert.equal(sums.hex(sums.sha256(bytes)), expected, String(length));
  }
  const long = new Uint8Array(100000).fill(97);
  assert.equal(sums.hex(sums.sha256(long)), createHash("sha256").update(long).digest("hex"));
});

test("the canonical form is that of the documentation", () => {
  const value = { "\uFF61": 1, "\u{1F600}": 2, b: [true, null, -0, "\u0001\n\u007f\u2028党\""], a: { } };
  assert.equal(
    sums.canonical(value),
    '{"a":{},"b":[true,null,0,"\\u0001\\n\u007f\u2028党\\""],"\u{1F600}":2,"\uFF61":1}'
  );
  for (const refused of [1.5, 2 ** 53, NaN, undefined, "\uD800", { a: 0.1 }, { "\uDC00": 1 }]) {
    assert.equal(sums.checksum(refused), "", String(refused));
  }
});

test("a saved file is read again, whatever its layout", () => {
  const file = saved({ u1: unit(1), "@note/p#a": note(2, "一\n二") });
  for (const text of [JSON.stringify(file), "\uFEFF" + JSON.stringify(file, null, 2)]) {
    assert.deepEqual(transfer.readFile(text, "demo"), { problem: "", file });
  }
  assert.equal(file.records_sha256, sums.checksum(file.records));
  assert.match(file.sha256, /^[0-9a-f]{64}$/);
  assert.ok(Number.isInteger(file.utc_offset));
});

test("a file that is not ours, damaged, newer or another site's is refused with its reason", () => {
  const good = saved({ u1: unit(1) });
  const resum = (file) => {
    const { sha256, ...rest } = file;
    return { ...rest, sha256: sums.checksum(rest) };
  };
  const withRecords = (kept) => resum({ ...good, records: kept, records_sha256: sums.checksum(kept) });
  const cases = [
    ["", /没有存完整/],
    [JSON.stringify(good).slice(0, -9), /没有存完整/],
    ["[]", /不是学习记录/],
    ["null", /不是学习记录/],
    [JSON.stringify({ ...good, format: "x" }), /不是学习记录/],
    [JSON.stringify(resum({ ...good, version: 2 })), /更新版/],
    [JSON.stringify(resum({ ...good, version: 0 })), /损坏/],
    [JSON.stringify({ ...good, profile: "李" }), /损坏/],
    [JSON.stringify({ ...good, records: { u1: unit(2) } }), /损坏/],
    [JSON.stringify(resum({ ...good, records: [] })), /损坏/],
    [JSON.stringify(resum({ ...good, saved_at: "x" })), /损坏/],
    [JSON.stringify(withRecords({ u1: { ...unit(1), v: 2 } })), /损坏/],
    [JSON.stringify(withRecords({ u1: { v: 1, at: time(1) } })), /损坏/],
    [JSON.stringify(withRecords({ "": unit(1) })), /损坏/],
    [JSON.stringify(resum({ ...good, site: "other", site_name: "别站" })), /另一个网站的学习记录：别站/],
  ];
  for (const [text, reason] of cases) {
    const read = transfer.readFile(text, "demo");
    assert.match(read.problem, reason, text.slice(0, 80));
    assert.ok(!("file" in read));
  }
  const extra = resum({ ...good, later: "field" });
  assert.equal(transfer.readFile(JSON.stringify(extra), "demo").problem, "");
});

test("every changed byte of a file is noticed", () => {
  const text = JSON.stringify(saved({ u1: unit(1), "@note/p#a": note(2, "一二三") }));
  const random = randomFrom(3);
  for (let round = 0; round < 400; round += 1) {
    const place = Math.floor(random() * text.length);
    const letter = String.fromCharCode(33 + Math.floor(random() * 90));
    if (text[place] === letter) continue;
    const changed = text.slice(0, place) + letter + text.slice(place + 1);
    assert.notEqual(transfer.readFile(changed, "demo").problem, "", `${place} ${letter}`);
  }
});

test("what a branch gets holds units and days only, answers only go where they are asked for", () => {
  const texts = textsOf({
    u1: unit(1),
    "@day/2026-11-24/u1": { v: 1, at: time(1), minutes: 3 },
    "@note/p#a": note(2, "x"),
    "@quiz/p#1": { v: 1, at: time(1), box: 2 },
    "@list/p": { v: 1, at: time(1), answers: ["是"] },
    "@profile": { v: 1, at: time(1), name: "王敏" },
    "@place": { v: 1, at: time(1), track: "t", unit: "u1" },
    "@half": { v: 1, at: time(1), box: 0.5 },
    u2: { v: 1 },
  });
  const ids = (wish) => Object.keys(transfer.gather(texts, wish).records);
  assert.deepEqual(ids({ scope: "units", answers: false }), ["@day/2026-11-24/u1", "u1"]);
  const all = ["@day/2026-11-24/u1", "@note/p#a", "@place", "@quiz/p#1", "u1"];
  assert.deepEqual(ids({ scope: "all", answers: false }), all);
  assert.deepEqual(ids({ scope: "all", answers: true }), ["@day/2026-11-24/u1", "@list/p", ...all.slice(1)]);
  assert.equal(transfer.gather(texts, { scope: "all", answers: false }).left, 2);
});

test("the file's name can be a file's name anywhere", () => {
  assert.equal(transfer.fileName("王敏", "2026-11-24"), "学习记录-王敏-2026-11-24.json");
  assert.equal(transfer.fileName("", "2026-11-24"), "学习记录-本机读者-2026-11-24.json");
  assert.equal(transfer.fileName('a/b\\c:"*?<>|.', "d"), "学习记录-a_b_c________-d.json");
});

test("the newest record of each id wins, tombstones and undone marks too", () => {
  const here = textsOf({ a: unit(1), b: unit(5), c: unit(1), d: unit(1) });
  const incoming = { a: unit(2), b: unit(1, false), c: { v: 1, at: time(3), gone: true }, d: unit(3, false), e: unit(1) };
  const plan = transfer.planMerge(here, incoming);
  assert.deepEqual([...plan.changes.keys()], ["a", "c", "d", "e"]);
  assert.deepEqual([plan.done, plan.opened, plan.renewed, plan.kept], [["e"], ["c", "d"], 1, 1]);
});

test("damaged text here gives way, and ids of this browser alone are not taken", () => {
  const plan = transfer.planMerge(new Map([["a", "{"]]), {
    a: unit(1),
    "@profile": { v: 1, at: time(1) },
    "@damaged/x": { v: 1, at: time(1) },
  });
  assert.deepEqual([...plan.changes.keys()], ["a"]);
});

test("a note changed on both sides keeps both texts; one that was carried on does not double", () => {
  const first = note(1, "甲");
  const edited = note(3, "甲改短", [first.at]);
  const key = "@note/p#a";
  const carried = recordsOf(merge(textsOf({ [key]: first }), { [key]: edited }))[key];
  assert.equal(carried.text, "甲改短");
  const here = note(4, "这边", [first.at]);
  const one = recordsOf(merge(textsOf({ [key]: here }), { [key]: edited }))[key];
  const other = recordsOf(merge(textsOf({ [key]: edited }), { [key]: here }))[key];
  assert.deepEqual(one, other);
  assert.equal(one.text, "这边\n\n（另一份）\n甲改短");
  for (const part of [here, edited, first, one]) {
    assert.deepEqual(recordsOf(merge(textsOf({ [key]: one }), { [key]: part }))[key], one);
  }
  const gone = { v: 1, at: time(9), gone: true };
  assert.deepEqual(recordsOf(merge(textsOf({ [key]: one }), { [key]: gone }))[key], gone);
});

test("merging is idempotent, and the order of files does not matter", () => {
  const random = randomFrom(11);
  const pick = (count) => Math.floor(random() * count);
  const makers = [
    (minute) => unit(minute),
    (minute) => unit(minute, false),
    (minute) => ({ v: 1, at: time(minute), gone: true }),
    (minute) => ({ ...unit(minute), hash: "h" + pick(3) }),
  ];
  const randomRecords = () =>
    Object.fromEntries(
      Array.from({ length: pick(8) }, () => ["u" + pick(5), makers[pick(4)](pick(6))])
    );
  for (let round = 0; round < 500; round += 1) {
    const [a, b, c] = [randomRecords(), randomRecords(), randomRecords()];
    const ab = recordsOf(merge(textsOf(a), b));
    assert.deepEqual(ab, recordsOf(merge(textsOf(b), a)), "commutative");
    assert.deepEqual(
      recordsOf(merge(textsOf(ab), c)),
      recordsOf(merge(textsOf(a), recordsOf(merge(textsOf(b), c)))),
      "associative"
    );
    assert.equal(transfer.planMerge(textsOf(ab), b).changes.size, 0, "idempotent");
    for (const id of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const newest = [a[id], b[id]].filter(Boolean).map((each) => each.at).sort().pop();
      assert.equal(ab[id].at, newest, "the newest stays");
    }
  }
});
