/*
 * Turns "this unit is done" into records of the unit and of the day, and back again.
 *
 * Nothing here touches the page.
 */

/**
 * Records as they stood before a change: what takes the change back.
 * @typedef {[string, import("./records.js").StoredRecord | null][]} Before
 */

/** @typedef {"mark" | "read" | "quiz"} By how a unit came to be done */

(function () {
  "use strict";

  /**
   * @param {Date} time
   * @returns {string} the reader's own day, `2026-11-24`
   */
  function localDay(time) {
    /** @param {number} value */
    function two(value) {
      return (value < 10 ? "0" : "") + value;
    }
    return time.getFullYear() + "-" + two(time.getMonth() + 1) + "-" + two(time.getDate());
  }

  /**
   * @param {import("./records.js").StoredRecord} record of a unit that is done
   * @returns {string} the day on which it was; records of the first version do not name it
   */
  function dayOf(record) {
    return typeof record.on === "string" ? record.on : localDay(new Date(record.at));
  }

  /**
   * Writes all or nothing; null takes a record away.
   * @param {import("./store.js").Store} store
   * @param {Before} changes
   * @returns {Before | null} what takes it back; null when there was no room
   */
  function writeAll(store, changes) {
    /** @type {Before} */
    const before = [];
    const kept = changes.every(function (change) {
      const old = store.read(change[0]);
      if (old === null && change[1] === null) return true;
      before.unshift([change[0], old]);
      return change[1] === null ? store.remove(change[0]) : store.write(change[0], change[1]);
    });
    if (kept) return before;
    before.slice(1).forEach(function (change) {
      if (change[1] === null) store.remove(change[0]);
      else store.write(change[0], change[1]);
    });
    return null;
  }

  /**
   * @param {import("./store.js").Store} store
   * @param {{id: string, hash: string, minutes: number}} unit
   * @param {By} by
   * @param {Date} now
   * @returns {Before | null} null when it could not be kept; then nothing has changed
   */
  function markDone(store, unit, by, now) {
    const at = now.toISOString();
    const on = localDay(now);
    return writeAll(store, [
      [unit.id, { v: 1, at: at, done: true, hash: unit.hash, by: by, on: on }],
      ["@day/" + on + "/" + unit.id, { v: 1, at: at, minutes: unit.minutes }],
    ]);
  }

  /**
   * `done: false` is kept: it must win over an older "done" when two stores are merged.
   * @param {import("./store.js").Store} store
   * @param {{id: string, hash: string}} unit
   * @param {Date} now
   * @returns {Before | null} as for markDone
   */
  function markOpen(store, unit, now) {
    const old = store.read(unit.id);
    const record = { v: /** @type {1} */ (1), at: now.toISOString(), done: false, hash: unit.hash };
    /** @type {Before} */
    const changes = [[unit.id, record]];
    if (old !== null && old.done) changes.push(["@day/" + dayOf(old) + "/" + unit.id, null]);
    return writeAll(store, changes);
  }

  /**
   * Puts records back as they were, in time after what they replace.
   * @param {import("./store.js").Store} store
   * @param {Before} before
   * @param {Date} now
   * @returns {boolean} false when there was no room
   */
  function takeBack(store, before, now) {
    /** @type {Before} */
    const changes = before.map(function (entry) {
      if (entry[1] === null) return [entry[0], null];
      return [entry[0], Object.assign({}, entry[1], { at: now.toISOString() })];
    });
    return writeAll(store, changes) !== null;
  }

  const marking = {
    localDay: localDay,
    dayOf: dayOf,
    markDone: markDone,
    markOpen: markOpen,
    takeBack: takeBack,
  };

  if (typeof module !== "undefined") module.exports = marking;
  else Object.assign(window, { studyMarking: marking });
})();
