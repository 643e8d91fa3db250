/*
 * Turns the mark button of a unit's bar, and what else finds a unit done, into records, and offers
 * to take each change back.
 */
(function () {
  "use strict";

  /** @typedef {import("./progress.js").Unit} Unit */

  /**
   * What the page knows.
   * @typedef {Object} Host
   * @property {() => import("./store.js").Store | null} records
   * @property {() => Unit | null} unit in whose bar the reader is
   * @property {() => number} minutes of the unit
   * @property {(unit: Unit) => import("./progress.js").State} stateOf
   * @property {() => void} remember the unit as the place to continue from
   * @property {(failure: string) => void} draw
   */

  const NOT_KEPT = "浏览器没有存储空间或不允许保存，这次改动没有记下，原来的记录还在。";
  const AMENDED = "本单元内容在您学过之后有更新，请再学一遍。";
  const SAID = {
    mark: "",
    read: "已读到末尾，自动标记为已学。",
    quiz: "测验全部答对，已标记为已学。",
    open: "已改回未学。",
    back: "已撤销。",
  };

  /** @type {typeof import("./marking.js")} */
  const marking = /** @type {any} */ (window).studyMarking;
  /** @type {(selector: string, root?: ParentNode) => HTMLElement[]} */
  const all = /** @type {any} */ (window).studyFurniture.all;
  /** @type {(element: HTMLElement, text: string) => void} */
  const setText = /** @type {any} */ (window).studyFurniture.setText;

  /** @param {Host} host */
  function create(host) {
    /**
     * What the last change of this page's unit can be taken back by.
     * @type {{unit: string, before: import("./marking.js").Before} | null}
     */
    let change = null;

    /** The mark button of the active bar and what it says. */
    function draw() {
      const records = host.records();
      const unit = host.unit();
      if (records === null || !records.available || unit === null) return;
      const state = host.stateOf(unit);
      all("[data-study-mark]").forEach(function (button) {
        const bar = button.closest("[data-study-bar]");
        button.hidden = bar === null || /** @type {HTMLElement} */ (bar).hidden;
        button.classList.toggle("study-mark--done", state === "done");
        setText(button, state === "done" ? "已学（点此撤销）" : "标记为已学");
      });
      all("[data-study-amended]").forEach(function (element) {
        setText(element, AMENDED);
        element.hidden = state !== "amended";
      });
    }

    /**
     * Marks the active unit as done.
     * @param {import("./marking.js").By} by
     */
    function markDone(by) {
      const unit = host.unit();
      const records = host.records();
      if (unit === null || records === null || host.stateOf(unit) === "done") return;
      const minutes = Number(host.minutes());
      host.remember();
      const studied = { id: unit.id, hash: unit.hash, minutes: minutes };
      settle(unit.id, marking.markDone(records, studied, by, new Date()), SAID[by]);
    }

    /** The button: done, or as it was before, or open again. */
    function toggle() {
      const unit = host.unit();
      const records = host.records();
      if (unit === null || records === null) return;
      if (host.stateOf(unit) !== "done") markDone("mark");
      else if (change !== null && change.unit === unit.id) takeBack();
      else settle(unit.id, marking.markOpen(records, unit, new Date()), SAID.open);
    }

    /** Takes the last change back, history and all. */
    function takeBack() {
      const records = host.records();
      if (records === null || change === null) return;
      const done = marking.takeBack(records, change.before, new Date());
      if (done) change = null;
      const held = document.activeElement;
      if (held !== null && held.closest("[data-study-undo]") !== null) {
        all("[data-study-mark]:not([hidden])").forEach(function (button) {
          button.focus({ preventScroll: true });
        });
      }
      host.draw(done ? "" : NOT_KEPT);
      say(done ? SAID.back : "", false);
    }

    /**
     * @param {string} unit id
     * @param {import("./marking.js").Before | null} before null: the change was not kept
     * @param {string} words that say what has changed
     */
    function settle(unit, before, words) {
      if (before !== null) change = { unit: unit, before: before };
      host.draw(before === null ? NOT_KEPT : "");
      say(before === null ? "" : words, before !== null);
    }

    /**
     * @param {string} words "" for none
     * @param {boolean} undoable
     */
    function say(words, undoable) {
      all("[data-study-said]").forEach(function (line) {
        all("[data-study-words]", line).forEach(function (element) {
          setText(element, words);
        });
        all("[data-study-undo]", line).forEach(function (button) {
          button.hidden = !undoable;
        });
        line.hidden = words === "";
      });
    }

    return {
      draw: draw,
      markDone: markDone,
      toggle: toggle,
      takeBack: takeBack,
      /** Another unit is shown: the last change is no longer its. */
      forget: function () {
        change = null;
        say("", false);
      },
    };
  }

  Object.assign(window, { studyMarks: { create: create } });
})();
