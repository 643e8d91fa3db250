// What a browser keeps of a reader, and that it loses nothing: store, profiles and marks.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

import { fakeStorage } from "./storage.mjs";

const require = createRequire(import.meta.url);
const client = (name) => require(`../../plugins/mkdocs_study/tracks/client/${name}.js`);
const records = client("records");
const stores = client("store");
const profiles = client("profiles");
const marking = client("marking");

const AT = "2026-11-02T08:00:00.000Z";
const LATER = "2026-11-03T08:00:00.000Z";
const done = (hash, at = AT) => ({ v: 1, done: true, hash, at });
const open = (storage, site = "s", profile = "") =>
  stores.openProfile(() => storage, site, profile);

test("a record that is not ours is damaged, not trusted", () => {
  const damaged = [
    "", "{", "null", "1", "[]", '"done"', '{"done":true}',
    `{"v":2,"done":true,"hash":"a","at":"${AT}"}`,
    `{"v":1,"done":"yes","hash":"a","at":"${AT}"}`,
    `{"v":1,"done":true,"hash":1,"at":"${AT}"}`,
    '{"v":1,"done":true,"hash":"a","at":"yesterday"}',
    '{"v":1,"done":true,"hash":"a","at":"2026-11-02T08:00:00Z"}',
    '{"v":1,"done":true,"hash":"a"}',
  ];
  for (const text of damaged) assert.equal(records.parseRecord("u1", text), null, text);
  assert.deepEqual(records.parseRecord("u1", JSON.stringify(done("a"))), done("a"));
  const place = { v: 1, track: "t", unit: "u1", at: AT };
  assert.deepEqual(records.parseRecord("@place", JSON.stringify(place)), place);
  for (const missing of ["v", "track", "unit", "at"]) {
    const cut = { ...place };
    delete cut[missing];
    assert.equal(records.parseRecord("@place", JSON.stringify(cut)), null, missing);
  }
  const free = { v: 1, at: AT, anything: [1] };
  assert.deepEqual(records.parseRecord("@quiz/x#1", JSON.stringify(free)), free);
});

test("records of the first version are read", () => {
  const storage = fakeStorage({
    entries: {
      "study:s:default:u1": JSON.stringify(done("a")),
      "study:s:default:@place": JSON.stringify({ v: 1, track: "t", unit: "u1", at: AT }),
    },
  });
  const store = open(storage);
  assert.deepEqual(store.read("u1"), done("a"));
  assert.equal(store.read("@place").unit, "u1");
  assert.equal(marking.dayOf(store.read("u1")), marking.localDay(new Date(AT)));
});

test("records of several sites and profiles do not meet", () => {
  const storage = fakeStorage();
  const names = ["", "default", "王敏", "a:b", "a%3Ab", "a", " ", "%64efault", "李/☃\uD800"];
  const sites = ["one", "two", "one:two", "one%3Atwo"];
  const all = sites.slice(0, 3).flatMap((site) => names.map((name) => open(storage, site, name)));
  all.forEach((store, index) => assert.ok(store.write("u1", done("h" + index))));
  all.forEach((store, index) => assert.equal(store.read("u1").hash, "h" + index));
  assert.equal(storage.map.size, all.length);
  assert.ok(storage.map.has("study:one:default:u1"));
  assert.equal(all[0].owns("study:one:default:u1"), true);
  assert.equal(all[0].owns("study:two:default:u1"), false);
  assert.equal(all[0].owns("study:one::profile"), true);
  assert.equal(all[0].owns(null), true);
  for (const name of names.slice(0, -1)) {
    assert.equal(records.decodeProfile(records.encodeProfile(name)), name);
    assert.ok(!records.encodeProfile(name).includes(":"));
  }
  assert.equal(records.decodeProfile("%"), "");
});

test("removing leaves a tombstone that reads as nothing", () => {
  const storage = fakeStorage();
  const store = open(storage);
  store.write("@note/p#a", { v: 1, at: AT, text: "x" });
  store.write("@note/p#b", { v: 1, at: AT, text: "y" });
  assert.ok(store.remove("@note/p#a"));
  assert.equal(store.read("@note/p#a"), null);
  assert.deepEqual(store.ids("@note/p#"), ["@note/p#b"]);
  assert.equal(store.damaged(), 0);
  assert.equal(JSON.parse(store.texts().get("@note/p#a")).gone, true);
});

test("what is written last wins, also after a clock was set back", () => {
  const store = open(fakeStorage());
  store.write("u1", done("new", LATER));
  store.write("u1", done("newest", AT));
  assert.equal(store.read("u1").hash, "newest");
  assert.ok(store.read("u1").at > LATER);
});

test("damaged text is set aside before anything is written in its place", () => {
  const key = "study:s:default:u1";
  const storage = fakeStorage({ entries: { [key]: "{", "study:s:default:u2": "1" } });
  const store = open(storage);
  assert.equal(store.read("u1"), null);
  assert.equal(store.read("u2"), null);
  assert.equal(store.read("u1"), null);
  assert.equal(store.damaged(), 2);
  assert.equal(store.problem, "");
  assert.ok(store.write("u1", done("a")));
  assert.equal(store.damaged(), 1);
  assert.equal(storage.getItem("study:s:default:@damaged/u1"), "{");
  storage.map.set(key, "[");
  assert.ok(store.remove("u1"));
  assert.equal(storage.getItem("study:s:default:@damaged/u1~2"), "[");
  storage.map.set(key, "[");
  assert.ok(store.write("u1", done("b")));
  assert.equal(storage.getItem("study:s:default:@damaged/u1~3"), null);
  assert.deepEqual(store.ids(""), ["u1"]);
  assert.ok(![...store.texts().keys()].some((id) => id.startsWith("@damaged/")));
});

test("damaged text that there is no room to set aside is not written over", () => {
  const storage = fakeStorage({ entries: { "study:s:default:u1": "{" } });
  storage.room = 40;
  assert.equal(open(storage).write("u1", done("a")), false);
  assert.equal(storage.getItem("study:s:default:u1"), "{");
});

test("a browser that refuses storage gives a message and no exception", () => {
  const refuse = () => {
    throw new DOMException("denied", "SecurityError");
  };
  for (const getStorage of [refuse, () => null, () => ({ setItem: refuse })]) {
    const store = stores.openProfile(getStorage, "s", "");
    assert.equal(store.available, false);
    assert.match(store.problem, /不允许保存/u);
    assert.equal(store.read("u1"), null);
    assert.equal(store.write("u1", done("a")), false);
    assert.equal(store.remove("u1"), false);
    assert.deepEqual(store.ids(""), []);
    assert.equal(store.texts().size, 0);
    assert.equal(store.replace(new Map([["u1", "x"]])), false);
    assert.equal(stores.currentProfile(getStorage, "s"), "");
  }
});

test("a full storage is still read, keeps the old record, and says when it did not keep one", () => {
  const storage = fakeStorage({ entries: { "study:s:default:u1": JSON.stringify(done("a")) } });
  storage.room = 100;
  const store = open(storage);
  assert.equal(store.available, true);
  assert.equal(store.write("u2", done("a")), false);
  assert.equal(store.write("u1", { ...done("b"), more: "x".repeat(50) }), false);
  assert.deepEqual(store.read("u1"), done("a"));
});

test("several records are replaced together or not at all", () => {
  const before = JSON.stringify(done("a"));
  const storage = fakeStorage({ entries: { "study:s:default:u1": before } });
  storage.room = 220;
  const store = open(storage);
  const changes = new Map([
    ["u1", JSON.stringify(done("b"))],
    ["u2", JSON.stringify(done("c"))],
    ["u3", JSON.stringify(done("d"))],
  ]);
  assert.equal(store.replace(changes), false);
  assert.deepEqual([...storage.map], [["study:s:default:u1", before]]);
  storage.room = Infinity;
  assert.ok(store.replace(changes));
  assert.equal(store.read("u3").hash, "d");
  assert.ok(store.replace(new Map([["u1", before], ["u2", null], ["u3", null]])));
  assert.deepEqual([...storage.map], [["study:s:default:u1", before]]);
});

test("a mark writes the unit and its day, and is taken back whole", () => {
  const store = open(fakeStorage());
  const unit = { id: "u1", hash: "new", minutes: 7 };
  const now = new Date(2026, 10, 24, 23, 30);
  store.write("u1", { ...done("old"), on: "2026-03-01", by: "quiz" });
  const before = marking.markDone(store, unit, "read", now);
  assert.deepEqual(store.ids(""), ["@day/2026-11-24/u1", "u1"]);
  assert.equal(store.read("u1").by, "read");
  assert.equal(store.read("u1").on, "2026-11-24");
  assert.equal(store.read("@day/2026-11-24/u1").minutes, 7);
  assert.ok(marking.takeBack(store, before, now));
  assert.deepEqual(store.ids(""), ["u1"]);
  const { at, ...rest } = store.read("u1");
  assert.deepEqual(rest, { v: 1, done: true, hash: "old", on: "2026-03-01", by: "quiz" });
  assert.ok(at > AT, "it wins over a copy of the mark");
});

test("an unmarked unit loses the day on which it was marked, and gets it back", () => {
  const store = open(fakeStorage());
  const unit = { id: "u1", hash: "h", minutes: 7 };
  marking.markDone(store, unit, "mark", new Date(2026, 10, 20));
  const before = marking.markOpen(store, unit, new Date(2026, 10, 24));
  assert.equal(store.read("u1").done, false);
  assert.deepEqual(store.ids("@day/"), []);
  assert.ok(marking.takeBack(store, before, new Date(2026, 10, 25)));
  assert.equal(store.read("u1").done, true);
  assert.equal(store.read("@day/2026-11-20/u1").minutes, 7);
});

test("a mark for which there is room only in part is not made", () => {
  const storage = fakeStorage();
  storage.room = 150;
  const store = open(storage);
  const unit = { id: "u1", hash: "h", minutes: 7 };
  assert.equal(marking.markDone(store, unit, "mark", new Date(AT)), null);
  assert.equal(store.read("u1"), null);
  assert.deepEqual(store.ids(""), []);
});

test("names are trimmed, bounded and any character is safe", () => {
  assert.deepEqual(profiles.readName("  王\u0007 敏 \n"), { name: "王 敏", problem: "" });
  assert.match(profiles.readName("   ").problem, /先写/u);
  assert.match(profiles.readName("一".repeat(21)).problem, /最多 20/u);
  assert.equal(profiles.readName("😀".repeat(20)).problem, "");
  assert.equal(profiles.readName("a\uD800").name, "a\uFFFD");
});

test("people are made, chosen, renamed and removed without touching others", () => {
  const storage = fakeStorage();
  open(storage).write("u1", done("mine"));
  assert.equal(profiles.create(storage, "s", "王:敏"), "");
  assert.equal(stores.currentProfile(() => storage, "s"), "王:敏");
  open(storage, "s", "王:敏").write("u1", done("hers"));
  assert.match(profiles.create(storage, "s", "王:敏"), /已经有/u);
  profiles.create(storage, "s", "default");
  profiles.create(storage, "other", "别站的人");
  assert.deepEqual(profiles.names(storage, "s"), ["default", "王:敏"]);
  assert.match(profiles.rename(storage, "s", "王:敏", "default"), /已经有/u);
  assert.equal(profiles.rename(storage, "s", "王:敏", "王敏"), "");
  assert.equal(stores.currentProfile(() => storage, "s"), "王敏");
  assert.equal(open(storage, "s", "王敏").read("u1").hash, "hers");
  assert.equal(open(storage, "s", "王:敏").read("u1"), null);
  assert.equal(profiles.choose(storage, "s", ""), "");
  assert.equal(open(storage).read("u1").hash, "mine");
  profiles.remove(storage, "s", "王敏");
  assert.deepEqual(profiles.names(storage, "s"), ["default"]);
  assert.equal(open(storage).read("u1").hash, "mine");
  profiles.removeAll(storage, "s");
  assert.deepEqual(profiles.names(storage, "other"), ["别站的人"]);
  assert.ok([...storage.map.keys()].every((key) => key.startsWith("study:other:")));
});

test("a name that cannot be moved for want of room stays as it was", () => {
  const storage = fakeStorage();
  profiles.create(storage, "s", "甲");
  const store = open(storage, "s", "甲");
  for (let index = 0; index < 5; index += 1) store.write("u" + index, done("h"));
  const before = new Map(storage.map);
  storage.room = [...before].reduce((sum, [key, text]) => sum + key.length + text.length, 0) + 95;
  const problem = profiles.rename(storage, "s", "甲", "名字很长的一位读者");
  assert.match(problem, /满了/u);
  assert.deepEqual(new Map([...storage.map].sort()), new Map([...before].sort()));
});
