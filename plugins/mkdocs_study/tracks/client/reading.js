/*
 * Turns the time for which a unit is in view, and the reader's arrival at its end, into the news that
 * it has been read. It tells nothing but tracks.js, and keeps its count for this tab only.
 */
(function () {
  "use strict";

  /**
   * What this tab has seen of a unit: seconds in view, whether its end was, whether that was told.
   * @typedef {{seconds: number, end: boolean, told: boolean}} Seen
   */

  /** Who does nothing for so many milliseconds has left the page open and gone. */
  const IDLE = 180000;
  const TICK = 1000;
  /** A tick that comes later than this, in milliseconds, was held up: the machine slept. */
  const LATEST = 5000;

  /**
   * @param {Seen} seen
   * @param {{elapsed: number, present: boolean, atEnd: boolean}} now milliseconds since last time,
   *   is the reader there, is the end of the unit in view?
   * @param {number} needed seconds; 0: reading never completes the unit
   * @returns {Seen}
   */
  function look(seen, now, needed) {
    const counts = now.present && now.elapsed <= LATEST;
    const seconds = seen.seconds + (counts ? now.elapsed / 1000 : 0);
    const end = seen.end || (now.present && now.atEnd);
    return { seconds: seconds, end: end, told: seen.told || isRead(seconds, end, needed) };
  }

  /**
   * @param {number} seconds
   * @param {boolean} end
   * @param {number} needed
   * @returns {boolean}
   */
  function isRead(seconds, end, needed) {
    return needed > 0 && end && seconds >= needed;
  }

  /**
   * @param {import("./store.js").StoredRecord | null} record
   * @param {string} hash of the words as published now: of amended ones nothing has been seen
   * @returns {Seen}
   */
  function seenIn(record, hash) {
    if (record === null || record.hash !== hash) return { seconds: 0, end: false, told: false };
    return { seconds: record.seconds || 0, end: !!record.end, told: !!record.told };
  }

  if (typeof module !== "undefined") {
    module.exports = { look: look, seenIn: seenIn };
    return;
  }

  const page = /** @type {any} */ (window);
  if (page.studyReading) return;
  page.studyReading = true;

  let touched = Date.now();
  let last = Date.now();
  ["scroll", "keydown", "pointerdown", "pointermove", "wheel", "touchstart"].forEach(function (type) {
    window.addEventListener(
      type,
      function () {
        touched = Date.now();
      },
      { passive: true, capture: true }
    );
  });

  /**
   * @param {string[]} sections ids of the unit's, none for the whole page
   * @param {HTMLElement} steps what stands below the page's text
   * @returns {Element} what follows the unit's last section
   */
  function endOf(sections, steps) {
    if (sections.length === 0) return steps;
    const content = steps.parentElement || document.body;
    const headings = Array.from(content.querySelectorAll("h1[id],h2[id],h3[id],h4[id],h5[id],h6[id]"));
    const places = sections.map((id) => headings.findIndex((heading) => heading.id === id));
    const next = headings[Math.max.apply(null, places) + 1];
    return Math.max.apply(null, places) < 0 || next === undefined ? steps : next;
  }

  function tick() {
    const now = Date.now();
    const elapsed = now - last;
    last = now;
    const active = page.studyTracks.active();
    const tab = page.studyTracks.tab();
    if (active === null || tab === null || document.visibilityState !== "visible") return;
    const steps = Array.from(document.querySelectorAll(".study-steps")).find(function (each) {
      const data = /** @type {HTMLElement} */ (each).dataset;
      return data.studyBar === active.bar.track && data.studyUnit === active.unit.id;
    });
    const needed = steps === undefined ? 0 : Number(/** @type {any} */ (steps).dataset.studyRead);
    if (steps === undefined || !(needed > 0)) return;
    const key = "@reading/" + active.unit.id;
    const before = seenIn(tab.read(key), active.unit.hash);
    if (before.told) return;
    const end = endOf(active.bar.sections, /** @type {HTMLElement} */ (steps));
    const seen = look(
      before,
      {
        elapsed: elapsed,
        present: document.hasFocus() ? now - touched < IDLE : now - touched < 20000,
        atEnd: end.getBoundingClientRect().top <= window.innerHeight,
      },
      needed
    );
    const record = { v: 1, at: new Date(now).toISOString(), hash: active.unit.hash };
    tab.write(key, Object.assign(record, seen));
    if (seen.told) {
      const detail = { unit: active.unit.id };
      document.dispatchEvent(new CustomEvent("study:read", { detail: detail }));
    }
  }

  setInterval(tick, TICK);
})();
