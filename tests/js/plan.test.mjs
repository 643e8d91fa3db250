// What of a plan depends on the reader's day: pure functions of the browser code.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const plan = require("../../plugins/mkdocs_study/tracks/client/plan.js");

test("a day is written in the reader's own time, not in UTC", () => {
  assert.equal(plan.isoDay(new Date(2026, 2, 5, 0, 5)), "2026-03-05");
  assert.equal(plan.isoDay(new Date(2026, 11, 31, 23, 59)), "2026-12-31");
});

test("months follow one another over the turn of the year", () => {
  assert.equal(plan.monthAfter("2026-03", 1), "2026-04");
  assert.equal(plan.monthAfter("2026-12", 1), "2027-01");
  assert.equal(plan.monthAfter("2026-01", -1), "2025-12");
  assert.equal(plan.monthName("2026-03"), "2026年3月");
});

test("a session is coming, today or past, on each of its days", () => {
  const state = (today) => plan.stateOf("2026-03-30", "2026-04-01", today);
  assert.equal(state("2026-03-29"), "coming");
  assert.equal(state("2026-03-30"), "today");
  assert.equal(state("2026-03-31"), "today");
  assert.equal(state("2026-04-01"), "today");
  assert.equal(state("2026-04-02"), "past");
});
