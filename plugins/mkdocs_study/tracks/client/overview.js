/*
 * Turns a reader's records and the site's tracks into what 我的学习 gives an overview of.
 */

/**
 * @typedef {import("./records.js").StoredRecord} StoredRecord
 * @typedef {{track: import("./progress.js").Track, done: number, amended: number, next: number}}
 *   TrackView `next`: index of the unit to go on with, -1 when all are done
 */

/**
 * @typedef {Object} Overview
 * @property {TrackView[]} views
 * @property {number} done units that are done, each once whatever its tracks
 * @property {number} minutes of those
 * @property {number} finished tracks all of whose units are done
 * @property {Map<string, import("./heatmap.js").Day>} days
 * @property {import("./notebook.js").Note[]} notes
 * @property {number} damaged records that could not be read
 * @property {Map<string, import("./progress.js").Unit>} units of the site, by id
 * @property {Map<string, StoredRecord>} records of units, by id
 */

(function () {
  "use strict";

  const inNode = typeof module !== "undefined";
  /** @type {typeof import("./records.js")} */
  const stored = inNode ? require("./records.js") : /** @type {any} */ (window).studyRecords;
  /** @type {typeof import("./progress.js")} */
  const progress = inNode ? require("./progress.js") : /** @type {any} */ (window).studyProgress;
  /** @type {typeof import("./notebook.js")} */
  const notebook = inNode ? require("./notebook.js") : /** @type {any} */ (window).studyNotebook;

  /** @returns {Overview} of nothing */
  function empty() {
    return {
      views: [],
      done: 0,
      minutes: 0,
      finished: 0,
      days: new Map(),
      notes: [],
      damaged: 0,
      units: new Map(),
      records: new Map(),
    };
  }

  /**
   * @param {Overview} overview
   * @param {string} id
   * @param {string} text as stored
   */
  function takeRecord(overview, id, text) {
    const record = stored.parseRecord(id, text);
    if (record === null) overview.damaged += 1;
    if (record === null || record.gone) return;
    if (id[0] !== "@") overview.records.set(id, record);
    else if (id.indexOf("@note/") === 0) overview.notes.push(notebook.readNote(id, record));
    else if (id.indexOf("@day/") === 0) {
      const date = id.slice(5, 15);
      const day = overview.days.get(date) || { units: 0, minutes: 0 };
      const minutes = Number.isSafeInteger(record.minutes) ? record.minutes : 0;
      overview.days.set(date, { units: day.units + 1, minutes: day.minutes + minutes });
    }
  }

  /**
   * @param {Overview} overview all of whose records have been taken
   * @param {import("./progress.js").Track} track
   * @param {string} from id of the unit of the track that the reader was at, "" for none
   */
  function takeTrack(overview, track, from) {
    /** @param {import("./progress.js").Unit} unit */
    function stateOf(unit) {
      return progress.unitState(overview.records.get(unit.id) || null, unit.hash);
    }
    const view = { track: track, done: 0, amended: 0, next: progress.nextUnit(track, stateOf, from) };
    track.units.forEach(function (unit) {
      const state = stateOf(unit);
      if (state === "done") view.done += 1;
      if (state === "amended") view.amended += 1;
      if (overview.units.has(unit.id)) return;
      overview.units.set(unit.id, unit);
      if (state !== "done") return;
      overview.done += 1;
      overview.minutes += unit.minutes || 0;
    });
    if (view.next < 0) overview.finished += 1;
    overview.views.push(view);
  }

  const overviews = { empty: empty, takeRecord: takeRecord, takeTrack: takeTrack };

  if (inNode) module.exports = overviews;
  else Object.assign(window, { studyOverview: overviews });
})();
