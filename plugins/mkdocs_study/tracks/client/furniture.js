/*
 * Turns states of units and tracks into what the furniture of a page shows of them.
 */
(function () {
  "use strict";

  /** @typedef {import("./progress.js").Track} Track */
  /** @typedef {import("./progress.js").Unit} Unit */
  /** @typedef {import("./progress.js").Bar} Bar */
  /** @typedef {(unit: Unit) => import("./progress.js").State} StateOf */

  /** @type {typeof import("./progress.js")} */
  const progress = /** @type {any} */ (window).studyProgress;

  /**
   * @param {string} selector
   * @param {ParentNode} [root]
   * @returns {HTMLElement[]}
   */
  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }

  /**
   * Writing the same text again would make a screen reader repeat it.
   * @param {HTMLElement} element
   * @param {string} text
   */
  function setText(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  /**
   * @param {Track} track
   * @param {StateOf} stateOf
   */
  function drawTrack(track, stateOf) {
    const count = progress.trackProgress(track, stateOf);
    all('[data-study-meter="' + CSS.escape(track.id) + '"]').forEach(function (element) {
      drawMeter(element, count);
    });
    all("[data-study-needs]").forEach(function (need) {
      if (trackAround(need) === track.id) drawNeed(need, track, stateOf);
    });
  }

  /**
   * @param {HTMLElement} element
   * @returns {string | undefined} id of the track whose bar or page the element stands in
   */
  function trackAround(element) {
    const around = element.closest("[data-study-bar], [data-study-track]");
    const names = around === null ? {} : /** @type {HTMLElement} */ (around).dataset;
    return names.studyBar || names.studyTrack;
  }

  /**
   * Says whether what is to be studied before has been.
   * @param {HTMLElement} need
   * @param {Track} track
   * @param {StateOf} stateOf
   */
  function drawNeed(need, track, stateOf) {
    const units = (need.dataset.studyNeeds || "").split(" ");
    const done = units.filter(function (id) {
      const index = progress.indexOfUnit(track, id);
      return index >= 0 && stateOf(track.units[index]) === "done";
    }).length;
    const met = done === units.length;
    need.classList.toggle("study-need--met", met);
    all("[data-study-met]", need).forEach(function (text) {
      const part = "学了 " + done + "/" + units.length + " 个单元";
      setText(text, met ? "已学" : done === 0 ? "还没学" : part);
      text.hidden = false;
    });
  }

  /**
   * @param {HTMLElement} element
   * @param {{done: number, total: number}} count
   */
  function drawMeter(element, count) {
    all("progress", element).forEach(function (bar) {
      /** @type {HTMLProgressElement} */ (bar).max = count.total;
      /** @type {HTMLProgressElement} */ (bar).value = count.done;
    });
    all("[data-study-ring]", element).forEach(function (ring) {
      const share = count.total === 0 ? 0 : Math.floor((100 * count.done) / count.total);
      ring.setAttribute("stroke-dasharray", share + " 100");
    });
    all("[data-study-count]", element).forEach(function (text) {
      setText(text, "已学 " + count.done + "/" + count.total);
    });
    element.hidden = false;
  }

  /**
   * @param {HTMLElement} element
   * @returns {Bar}
   */
  function readBar(element) {
    const sections = element.dataset.studySections || "";
    return {
      element: element,
      track: element.dataset.studyBar || "",
      unit: element.dataset.studyUnit || "",
      sections: sections === "" ? [] : sections.split(" "),
    };
  }

  /**
   * @param {string} hash
   * @returns {string} the id it points to, "" when it is none
   */
  function decodeHash(hash) {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch (error) {
      return "";
    }
  }

  Object.assign(window, {
    studyFurniture: {
      all: all,
      setText: setText,
      drawTrack: drawTrack,
      drawMeter: drawMeter,
      readBar: readBar,
      decodeHash: decodeHash,
    },
  });
})();
