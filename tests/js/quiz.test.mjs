// What is right, what comes next and when: pure functions of the quizzes' browser code.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const rules = require("../../plugins/mkdocs_study/tracks/client/quiz-rules.js");
const table = JSON.parse(readFileSync(new URL("../golden/answers.json", import.meta.url), "utf8"));

test("typed answers have the keys that Python gives them", () => {
  for (const [text, key] of table) assert.equal(rules.answerKey(text), key, JSON.stringify(text));
});

test("a blank is right in any spelling that the author or the build allows", () => {
  const keys = [["五", "5"], ["办完", "办结"]];
  assert.ok(rules.isFilledRight(["５", " 办结。"], keys));
  assert.ok(!rules.isFilledRight(["五", ""], keys));
  assert.ok(!rules.isFilledRight(["五"], keys));
  assert.ok(!rules.isFilledRight(["15", "办完"], keys));
  assert.ok(rules.isFilledRight(["紀律"], [["纪律"]], ["紀纪"]));
  assert.ok(rules.isFilledRight(["纪律"], [["纪律"]], ["紀纪"]));
  assert.ok(!rules.isFilledRight(["紀律"], [["纪律"]]));
});

test("a choice is right when all right options are chosen and no other", () => {
  assert.ok(rules.isChoiceRight([2, 0], [0, 2]));
  assert.ok(!rules.isChoiceRight([0], [0, 2]));
  assert.ok(!rules.isChoiceRight([0, 1, 2], [0, 2]));
  assert.ok(!rules.isChoiceRight([], [1]));
});

test("an order is right only from the first step to the last", () => {
  assert.ok(rules.isOrderRight([0, 1, 2]));
  assert.ok(!rules.isOrderRight([0, 2, 1]));
});

test("shuffling depends on the seed alone and loses nothing", () => {
  assert.deepEqual(rules.shuffled(6, "a:1"), rules.shuffled(6, "a:1"));
  const orders = new Set();
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const order = rules.shuffled(4, "quiz:" + attempt);
    assert.deepEqual(order.slice().sort(), [0, 1, 2, 3]);
    orders.add(order.join());
  }
  assert.ok(orders.size > 12, "only " + orders.size + " of 24 orders in 50 attempts");
});

test("steps are never mixed into the right order", () => {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    for (const count of [2, 3, 5]) {
      assert.ok(!rules.isOrderRight(rules.mixed(count, "s" + attempt)));
    }
  }
});

test("days are the reader's own, and a day is a day at the change of the clocks", () => {
  assert.equal(rules.localDay(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
  assert.equal(rules.addDays("2026-02-28", 1), "2026-03-01");
  assert.equal(rules.addDays("2028-02-28", 1), "2028-02-29");
  assert.equal(rules.addDays("2026-03-07", 30), "2026-04-06");
  assert.equal(rules.addDays("2026-12-31", 1), "2027-01-01");
});

test("each success moves the review on by 1, 2, 4, 7, 15, 30 days", () => {
  let record = null;
  let today = "2026-01-01";
  const gaps = [];
  for (let round = 0; round < 8; round += 1) {
    record = rules.afterRound(record, { first: true, wrong: [] }, today);
    gaps.push((Date.parse(record.due) - Date.parse(today)) / 86400000);
    today = record.due;
  }
  assert.deepEqual(gaps, [1, 2, 4, 7, 15, 30, 30, 30]);
  assert.equal(record.box, 5);
  assert.ok(record.passed);
});

test("a mistake in a fresh attempt leads back to the first box, and does not take the pass away", () => {
  const before = { due: "2026-01-20", box: 4, wrong: [], passed: true };
  const after = rules.afterRound(before, { first: true, wrong: [3, 5] }, "2026-01-20");
  assert.deepEqual(after, { due: "2026-01-21", box: 0, wrong: [3, 5], passed: true });
});

test("doing the wrong ones again passes the quiz without earning a box", () => {
  const first = rules.afterRound(null, { first: true, wrong: [2] }, "2026-01-01");
  assert.deepEqual(first, { due: "2026-01-02", box: 0, wrong: [2], passed: false });
  const still = rules.afterRound(first, { first: false, wrong: [2] }, "2026-01-01");
  assert.deepEqual(still, first);
  const done = rules.afterRound(still, { first: false, wrong: [] }, "2026-01-01");
  assert.deepEqual(done, { due: "2026-01-02", box: 0, wrong: [], passed: true });
});

test("a quiz done again before its day stays where it is", () => {
  const before = { due: "2026-01-09", box: 2, wrong: [], passed: true };
  assert.deepEqual(rules.afterRound(before, { first: true, wrong: [] }, "2026-01-08"), before);
});

const sound = {
  v: 1, at: "2026-01-01T00:00:00.000Z", title: "自测", href: "quizzes/a/#quiz-a", hash: "h",
  due: "2026-01-02", box: 0, wrong: [1], passed: false,
};

test("a record that is none of ours is not trusted", () => {
  assert.equal(rules.asRecord(sound), sound);
  for (const change of [
    { due: "soon" }, { box: 6 }, { box: -1 }, { box: 0.5 }, { wrong: ["1"] }, { wrong: null },
    { passed: 1 }, { title: null }, { href: "javascript:alert(1)" }, { href: "//evil.example/" },
    { href: "/etc" }, { href: "../other/" }, { href: "a/../../b" }, { href: "http://evil.example" },
    { href: "\\\\host\\share" }, { href: " javascript:alert(1)" }, { href: "java\nscript:alert(1)" },
  ]) {
    assert.equal(rules.asRecord({ ...sound, ...change }), null, JSON.stringify(change));
  }
  for (const value of [null, undefined, 1, "x", []]) assert.equal(rules.asRecord(value), null);
});

test("reviews due come first, the oldest on top", () => {
  const records = [
    { ...sound, title: "丙", due: "2026-01-05" },
    { ...sound, title: "乙", due: "2026-01-01" },
    { ...sound, title: "甲", due: "2026-01-03" },
    { ...sound, title: "丁", due: "2026-01-04" },
  ];
  const sorted = rules.sortReviews(records, "2026-01-03");
  assert.deepEqual(sorted.due.map((each) => each.title), ["乙", "甲"]);
  assert.deepEqual(sorted.later.map((each) => each.title), ["丁", "丙"]);
});

test("a day is said as people say it", () => {
  assert.equal(rules.dayInWords("2026-01-03", "2026-01-03"), "今天");
  assert.equal(rules.dayInWords("2026-02-01", "2026-01-31"), "明天");
  assert.equal(rules.dayInWords("2026-11-25", "2026-01-31"), "11月25日");
  assert.equal(rules.dayInWords("2027-01-01", "2026-12-30"), "2027年1月1日");
});
