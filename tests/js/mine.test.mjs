// What 我的学习 shows and carries away: overview, calendar, notes, codes, reading time.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

import { randomFrom } from "./storage.mjs";

const require = createRequire(import.meta.url);
const client = (name) => require(`../../plugins/mkdocs_study/tracks/client/${name}.js`);
const overviews = client("overview");
const heatmap = client("heatmap");
const notebook = client("notebook");
const carry = client("carry");
const qr = client("qr");
const reading = client("reading");
const notes = client("notes");
const shelf = client("catalogue");

const AT = "2026-11-02T08:00:00.000Z";
const done = (hash) => JSON.stringify({ v: 1, at: AT, done: true, hash });

test("the overview counts each unit once, whatever its tracks", () => {
  const unit = (id, minutes = 5) => ({ id, hash: "h", title: id, href: id, minutes });
  const overview = overviews.empty();
  const texts = {
    a: done("h"),
    b: done("old"),
    c: "{",
    d: JSON.stringify({ v: 1, at: AT, gone: true }),
    "@day/2026-11-01/a": JSON.stringify({ v: 1, at: AT, minutes: 5 }),
    "@day/2026-11-01/b": JSON.stringify({ v: 1, at: AT, minutes: 7 }),
    "@day/2026-11-02/a": JSON.stringify({ v: 1, at: AT, minutes: "x" }),
    "@note/p#art-1": JSON.stringify({ v: 1, at: AT, text: "词" }),
  };
  for (const [id, text] of Object.entries(texts)) overviews.takeRecord(overview, id, text);
  overviews.takeTrack(overview, { id: "t1", units: ["a", "b", "c"].map((id) => unit(id)) }, "");
  overviews.takeTrack(overview, { id: "t2", units: [unit("a")] }, "");
  assert.equal(overview.done, 1);
  assert.equal(overview.minutes, 5);
  assert.equal(overview.units.size, 3);
  assert.equal(overview.finished, 1);
  assert.equal(overview.damaged, 1);
  assert.equal(overview.notes.length, 1);
  assert.deepEqual(overview.views.map((view) => [view.done, view.amended, view.next]), [[1, 1, 1], [1, 0, -1]]);
  assert.deepEqual(overview.days.get("2026-11-01"), { units: 2, minutes: 12 });
  assert.deepEqual(overview.days.get("2026-11-02"), { units: 1, minutes: 0 });
});

test("the calendar ends with today and holds every day of the year before once", () => {
  for (const today of ["2026-11-24", "2024-02-29", "2025-01-01", "2026-03-01", "2026-11-22", "2026-11-23"]) {
    const { rows, months } = heatmap.layOut(new Map(), today);
    assert.deepEqual(rows.map((row) => row.length), Array(7).fill(53));
    const dates = rows.flat().filter(Boolean).map((cell) => cell.date).sort();
    assert.equal(new Set(dates).size, dates.length);
    assert.equal(dates[dates.length - 1], today);
    const span = (Date.parse(today) - Date.parse(dates[0])) / 86400000;
    assert.equal(dates.length, span + 1);
    assert.ok(span >= 364 && span <= 370);
    rows[0].filter(Boolean).forEach((cell) => assert.equal(new Date(cell.date).getUTCDay(), 1));
    assert.equal(months.reduce((sum, month) => sum + month.weeks, 0), 53);
    assert.ok(months.length >= 12 && months.length <= 13);
  }
});

test("a day's shade grows with its units, months are summed from the last one", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 6, 7, 99].map(heatmap.levelOf), [0, 1, 2, 2, 3, 3, 4, 4]);
  const days = new Map([
    ["2026-11-24", { units: 2, minutes: 10 }],
    ["2026-11-01", { units: 1, minutes: 5 }],
    ["2026-10-31", { units: 4, minutes: 9 }],
    ["2024-10-31", { units: 4, minutes: 9 }],
    ["2026-12-01", { units: 4, minutes: 9 }],
  ]);
  assert.deepEqual(heatmap.byMonth(days, "2026-11-24"), [
    { month: "2026-11", days: 2, units: 3, minutes: 15 },
    { month: "2026-10", days: 1, units: 4, minutes: 9 },
  ]);
  const cell = heatmap.layOut(days, "2026-11-24").rows[1][52];
  assert.deepEqual(cell, { date: "2026-11-24", level: 2, units: 2, minutes: 10 });
  assert.equal(heatmap.dayWords("2026-03-08"), "3月8日");
});

test("notes are exported by page with links to their sections, their words as typed", () => {
  const stored = (at, text, heading, href = "texts/rules/") => ({ v: 1, at, text, title: "单位_规定", heading, href });
  const list = [
    notebook.readNote("@note/rules#art-10", stored(AT, "乙", "第十条")),
    notebook.readNote("@note/rules#art-2", stored(AT, "甲\n\n- 一\n# 二", "第二条 [注]")),
    notebook.readNote("@note/one#", { v: 1, at: "2026-11-03T08:00:00.000Z", text: "全页的话", title: "案例", href: "cases/one/" }),
    notebook.readNote("@note/bad#x", stored("2026-01-01T00:00:00.000Z", "坏", "", "javascript:alert(1)")),
  ];
  const pages = notebook.byPage(list);
  assert.deepEqual(pages.map((page) => page.title), ["案例", "单位_规定", "单位_规定"]);
  const about = { siteName: "学习站", root: "http://h/sub (1)/", day: "2026-11-24" };
  const text = notebook.toMarkdown(pages.slice(0, 2), about);
  assert.equal(
    text,
    "# 学习笔记\n\n学习站，2026-11-24 导出。\n\n## 案例\n\n### [全页](http://h/sub%20%281%29/cases/one/)\n\n" +
      "> 全页的话\n\n## 单位\\_规定\n\n### [第二条 \\[注\\]](http://h/sub%20%281%29/texts/rules/#art-2)\n\n" +
      "> 甲  \n>  \n> - 一  \n> # 二\n\n### [第十条](http://h/sub%20%281%29/texts/rules/#art-10)\n\n> 乙\n"
  );
  assert.equal(list[3].href, "");
});

test("a note that another tab changed keeps both texts and remembers its versions", () => {
  assert.deepEqual(notes.nextVersion(null, "", "词"), { text: "词", was: [] });
  const stored = { v: 1, at: AT, text: "旧", was: ["x"] };
  assert.deepEqual(notes.nextVersion(stored, AT, "新"), { text: "新", was: ["x", AT] });
  assert.equal(notes.nextVersion(stored, "earlier", "新").text, "新\n\n（另一份）\n旧");
  assert.equal(notes.nextVersion(stored, "earlier", "旧和新").text, "旧和新");
  const long = { ...stored, was: Array(40).fill("x") };
  assert.equal(notes.nextVersion(long, AT, "新").was.length, 20);
});

test("a unit is read when its end was in view and time enough has passed", () => {
  const start = { seconds: 0, end: false, told: false };
  const tick = (seen, changes, needed = 3) =>
    reading.look(seen, { elapsed: 1000, present: true, atEnd: false, ...changes }, needed);
  let seen = start;
  for (let second = 0; second < 10; second += 1) seen = tick(seen, {});
  assert.deepEqual(seen, { seconds: 10, end: false, told: false });
  assert.equal(tick(seen, { atEnd: true }).told, true);
  assert.equal(tick(start, { atEnd: true }).told, false);
  assert.equal(tick(tick(tick(start, { atEnd: true }), {}), {}).told, true, "the end may come first");
  assert.equal(tick(start, { atEnd: true, present: false }).end, false, "nobody is there");
  assert.equal(tick(start, { elapsed: 3600000 }).seconds, 0, "the machine slept");
  assert.equal(tick({ ...seen, end: true }, {}, 0).told, false, "not by reading");
});

test("what was seen of other words does not count", () => {
  const record = { v: 1, at: AT, hash: "a", seconds: 9, end: true, told: true };
  assert.deepEqual(reading.seenIn(record, "a"), { seconds: 9, end: true, told: true });
  assert.deepEqual(reading.seenIn(record, "b"), { seconds: 0, end: false, told: false });
  assert.deepEqual(reading.seenIn(null, "b"), { seconds: 0, end: false, told: false });
});

test("a code carries name, units, words and minutes, and nothing of another site", () => {
  const random = randomFrom(5);
  const hash = () => Math.floor(random() * 2 ** 48).toString(16).padStart(12, "0");
  const known = Array.from({ length: 60 }, (_, index) => ({ id: `text-${index}#art-${index}`, hash: hash() }));
  const units = known.slice(0, 40).map((unit, index) => ({ ...unit, at: new Date(Date.UTC(2026, 1, 1, 0, index)).toISOString() }));
  units[3] = { ...units[3], hash: "ffff00000000" };
  const packed = carry.pack("demo", "王敏", units);
  assert.match(packed, /^[\w-]+$/);
  const found = carry.unpack(packed, "demo", known);
  assert.equal(found.problem, "");
  assert.equal(found.name, "王敏");
  assert.equal(found.unknown, 0);
  assert.deepEqual(found.done.map((unit) => [unit.id, unit.at]), units.map((unit) => [unit.id, unit.at]));
  assert.equal(found.done[3].hash, "ffff", "amended since: no unit has this hash");
  assert.deepEqual(found.done.filter((_, index) => index !== 3), units.filter((_, index) => index !== 3));
  assert.equal(carry.unpack(packed, "demo", known.slice(1)).unknown, 1);
  assert.match(carry.unpack(packed, "other", known).problem, /另一个网站/);
  for (const damaged of ["", "!", packed.slice(0, -2), "A" + packed, packed.replace(/.$/, (last) => (last === "A" ? "Q" : "A"))]) {
    assert.match(carry.unpack(damaged, "demo", known).problem, /不完整/, damaged.slice(0, 12));
  }
});

test("a code grows with its text and gives up where it must", () => {
  assert.equal(qr.versionFor(17, "L", 40), 1);
  assert.equal(qr.versionFor(18, "L", 40), 2);
  assert.equal(qr.versionFor(2953, "L", 40), 40);
  assert.equal(qr.versionFor(2954, "L", 40), 0);
  assert.equal(qr.versionFor(2331, "M", 40), 40);
  assert.equal(qr.encode(new Uint8Array(1300), { level: "L", last: 25 }), null);
  assert.equal(qr.encode(new Uint8Array(1000), { level: "L", last: 25 }).version <= 25, true);
});

test("a track of the catalogue has whole links, and titles where its pages name them", () => {
  const catalogue = {
    ids: ["t&1"],
    pages: JSON.stringify([["专题", "tracks/a/"], ["规定", "texts/rules/"]]),
    tracks: [JSON.stringify(["专题", 0, [["rules", "h", 1, 0, "", 5, "读原文"], ["rules#art-2", "g", 1, "规定（第二条）", "#art-2", 3, "讨论"]]])],
  };
  const track = shelf.readTrack(catalogue, 0, "http://h/");
  assert.equal(track.href, "http://h/tracks/a/");
  assert.deepEqual(track.units, [
    { id: "rules", hash: "h", title: "规定", href: "http://h/texts/rules/?track=t%261", minutes: 5, kind: "读原文" },
    { id: "rules#art-2", hash: "g", title: "规定（第二条）", href: "http://h/texts/rules/?track=t%261#art-2", minutes: 3, kind: "讨论" },
  ]);
});
