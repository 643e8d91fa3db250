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

/** A Storage over a Map that can be made to refuse. */
function fakeStorage({ full = false, entries = {} } = {}) {
  const map = new Map(Object.entries(entries));
  return {
    map,
    getItem: (key) => (map.has(key) ? map.get(key) : null),
    setItem: (key, value) => {
      if (full) throw new DOMException("no room", "QuotaExceededError");
      map.set(key, String(value));
    },
    removeItem: (key) => map.delete(key),
  };
}

test("a record that is not ours is damaged, not trusted", () => {
  for (const text of [
    "",
    "{",
    "null",
    "1",
    "[]",
    '"done"',
    '{"done":true}',
    '{"v":2,"done":true,"hash":"a","at":"b"}',
    '{"v":1,"done":"yes","hash":"a","at":"b"}',
    '{"v":1,"done":true,"hash":1,"at":"b"}',
    '{"v":1,"done":true,"hash":"a"}',
  ]) {
    assert.equal(progress.parseRecord(text), null, text);
  }
  assert.deepEqual(progress.parseRecord(JSON.stringify(done("a"))), done("a"));
});

test("a place needs a track and a unit", () => {
  const place = { v: 1, track: "track-a", unit: "u1", at: AT };
  assert.deepEqual(progress.parsePlace(JSON.stringify(place)), place);
  for (const missing of ["v", "track", "unit", "at"]) {
    const cut = { ...place };
    delete cut[missing];
    assert.equal(progress.parsePlace(JSON.stringify(cut)), null, missing);
  }
});

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

test("records of several sites and profiles do not meet", () => {
  const storage = fakeStorage();
  const one = progress.openStore(() => storage, "one", "default");
  const two = progress.openStore(() => storage, "two", "default");
  assert.equal(one.write("u1", done("a")), true);
  assert.equal(two.read("u1"), null);
  assert.deepEqual(one.read("u1"), done("a"));
  assert.deepEqual([...storage.map.keys()], ["study:one:default:u1"]);
  assert.equal(one.owns("study:one:default:u1"), true);
  assert.equal(one.owns("study:two:default:u1"), false);
  assert.equal(one.owns(null), true);
});

test("a damaged record is counted until it is written anew", () => {
  const storage = fakeStorage({ entries: { "study:s:default:u1": "{", "study:s:default:u2": "1" } });
  const store = progress.openStore(() => storage, "s", "default");
  assert.equal(store.read("u1"), null);
  assert.equal(store.read("u2"), null);
  assert.equal(store.read("u1"), null);
  assert.equal(store.damaged(), 2);
  assert.equal(store.problem, "");
  store.write("u1", done("a"));
  assert.equal(store.damaged(), 1);
});

test("a browser that refuses storage gives a message and no exception", () => {
  const refusals = [
    () => {
      throw new DOMException("denied", "SecurityError");
    },
    () => null,
    () => ({
      setItem: () => {
        throw new DOMException("denied", "SecurityError");
      },
    }),
  ];
  for (const refuse of refusals) {
    const store = progress.openStore(refuse, "s", "default");
    assert.equal(store.available, false);
    assert.match(store.problem, /不允许保存/u);
    assert.equal(store.read("u1"), null);
    assert.equal(store.readPlace(), null);
    assert.equal(store.write("u1", done("a")), false);
    assert.equal(store.writePlace({ v: 1, track: "a", unit: "u1", at: AT }), false);
  }
});

test("a full storage is still read, and a mark that is not kept says so", () => {
  const storage = fakeStorage({
    full: true,
    entries: { "study:s:default:u1": JSON.stringify(done("a")) },
  });
  const store = progress.openStore(() => storage, "s", "default");
  assert.equal(store.available, true);
  assert.deepEqual(store.read("u1"), done("a"));
  assert.equal(store.write("u2", done("a")), false);
});
