// What the records of a reader mean: pure functions of the study tracks' browser code.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const progress = require("../../plugins/mkdocs_study/tracks/client/progress.js");

const AT = "2026-11-02T08:00:00.000Z";
const done = (hash) => ({ v: 1, done: true, hash, at: AT });

const track = {
  id: "track-a",
  title: "专题",
  href: "../tracks/a/",
  units: ["u1", "u2", "u3", "u4"].map((id) => ({ id, hash: "h-" + id, title: id, href: id })),
};
const stateFrom = (marked) => (unit) => (marked.includes(unit.id) ? "done" : "open");

test("a unit is open, done, or amended since it was done", () => {
  assert.equal(progress.unitState(null, "a"), "open");
  assert.equal(progress.unitState({ ...done("a"), done: false }, "a"), "open");
  assert.equal(progress.unitState(done("a"), "a"), "done");
  assert.equal(progress.unitState(done("a"), "b"), "amended");
});

test("progress counts what is done", () => {
  assert.deepEqual(progress.trackProgress(track, stateFrom(["u1", "u3"])), { done: 2, total: 4 });
});

test("the next unit is the open one at or after the last place, then any open one", () => {
  const next = (marked, from) => progress.nextUnit(track, stateFrom(marked), from);
  assert.equal(next([], ""), 0);
  assert.equal(next([], "u3"), 2);
  assert.equal(next(["u3"], "u3"), 3);
  assert.equal(next(["u3", "u4"], "u3"), 0);
  assert.equal(next(["u1", "u2", "u3", "u4"], "u3"), -1);
  assert.equal(next(["u1"], "a unit that was withdrawn"), 1);
});

test("the bar shown is that of the track in the address, then of the track followed", () => {
  const bars = [
    { track: "a", unit: "x#art-1", sections: ["art-1"] },
    { track: "a", unit: "x#art-2", sections: ["art-2", "art-3"] },
    { track: "b", unit: "x", sections: [] },
  ];
  const choose = (wish) =>
    progress.chooseBar(bars, { track: "", section: "", place: null, ...wish });
  assert.equal(choose({}), bars[0]);
  assert.equal(choose({ track: "b" }), bars[2]);
  assert.equal(choose({ track: "b", place: { track: "a", unit: "x#art-2" } }), bars[2]);
  assert.equal(choose({ place: { track: "b", unit: "" } }), bars[2]);
  assert.equal(choose({ track: "gone", place: { track: "b", unit: "x" } }), bars[2]);
  assert.equal(choose({ section: "art-3" }), bars[1]);
  assert.equal(choose({ section: "art-9", place: { track: "a", unit: "x#art-2" } }), bars[1]);
  assert.equal(choose({ track: "b", section: "art-3" }), bars[2]);
});

test("a track is followed when the address or the tab names it", () => {
  assert.equal(progress.isFollowed("a", { track: "a", place: null }), true);
  assert.equal(progress.isFollowed("a", { track: "", place: { track: "a" } }), true);
  assert.equal(progress.isFollowed("a", { track: "b", place: null }), false);
  assert.equal(progress.isFollowed("a", { track: "", place: null }), false);
});

test("who follows no track gets the unit that holds the section, of whatever track", () => {
  const bars = [
    { track: "a", unit: "x#art-1", sections: ["art-1"] },
    { track: "b", unit: "x#art-2", sections: ["art-2"] },
  ];
  assert.equal(progress.chooseBar(bars, { track: "", section: "art-2", place: null }), bars[1]);
});

test("a paragraph or item belongs to the unit of its article", () => {
  const bars = [
    { track: "a", unit: "x#art-1", sections: ["art-1"] },
    { track: "a", unit: "x#art-2", sections: ["art-2"] },
  ];
  const choose = (section) => progress.chooseBar(bars, { track: "", section, place: null });
  assert.equal(choose("art-2-p1"), bars[1]);
  assert.equal(choose("art-2-p1-i3"), bars[1]);
});

test("a place is kept only for what was opened: by a link of the track, or in the unit", () => {
  const part = { track: "a", unit: "x#art-1", sections: ["art-1"] };
  const whole = { track: "a", unit: "x", sections: [] };
  const here = { track: "a" };
  const opens = (bar, wish) =>
    progress.isOpened(bar, { track: "", section: "", place: null, ...wish });
  assert.equal(opens(part, { track: "a", section: "art-9" }), true);
  assert.equal(opens(part, { place: here, section: "art-1" }), true);
  assert.equal(opens(part, { place: here, section: "art-1-p2" }), true);
  assert.equal(opens(part, { place: here, section: "art-9" }), false);
  assert.equal(opens(part, { place: here }), false);
  assert.equal(opens(whole, { place: here }), true);
  assert.equal(opens(whole, { place: here, section: "art-9" }), true);
  assert.equal(opens(whole, { place: { track: "b" } }), false);
  assert.equal(opens(whole, {}), false);
});

test("a query parameter is decoded, a missing one is empty", () => {
  assert.equal(progress.queryParameter("?h=%E5%85%9A&track=track-a", "track"), "track-a");
  assert.equal(progress.queryParameter("", "track"), "");
});
