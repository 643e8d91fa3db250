/*
 * Turns states of units and tracks into what the furniture of a page shows of them.
 */
(function () {
  "use strict";

  /** @typedef {import("./progress.js").Track} Track */
  /** @typedef {import("./progress.js").Unit} Unit */
  /** @typedef {import("./progress.js").Place} Place */
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
   * @param {Place | null} place
   */
  function drawTrack(track, stateOf, place) {
    const count = progress.trackProgress(track, stateOf);
    all("[data-study-meter]").forEach(function (element) {
      if (element.dataset.studyMeter === track.id) drawMeter(element, count);
    });
    all("[data-study-track]").forEach(function (page) {
      if (page.dataset.studyTrack === track.id) drawTrackPage(page, track, stateOf, place);
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
   * @param {HTMLElement} page
   * @param {Track} track
   * @param {StateOf} stateOf
   * @param {Place | null} place
   */
  function drawTrackPage(page, track, stateOf, place) {
    all("[data-study-state]", page).forEach(function (element) {
      const index = progress.indexOfUnit(track, element.dataset.studyState || "");
      const state = index < 0 ? "open" : stateOf(track.units[index]);
      setText(element, { open: "", done: "已学", amended: "有更新" }[state]);
      element.hidden = state === "open";
      element.classList.toggle("study-state--done", state === "done");
      element.classList.toggle("study-state--amended", state === "amended");
    });
    all("[data-study-stage]", page).forEach(function (element) {
      const range = (element.dataset.studyStage || "").split(" ").map(Number);
      const units = track.units.slice(range[0] - 1, range[0] - 1 + range[1]);
      const count = progress.trackProgress({ id: "", units: units }, stateOf);
      setText(element, " · 已学 " + count.done + "/" + count.total);
      element.hidden = false;
    });
    const from = place !== null && place.track === track.id ? place.unit : "";
    const next = progress.nextUnit(track, stateOf, from);
    const started = from !== "" || progress.trackProgress(track, stateOf).done > 0;
    all("[data-study-resume]", page).forEach(function (element) {
      const link = /** @type {HTMLAnchorElement} */ (element);
      if (next < 0) setText(link, "已全部学完，从第 1 单元重温");
      else setText(link, (started ? "继续学习：" : "开始学习：") + "第 " + (next + 1) + " 单元");
      link.href = track.units[Math.max(next, 0)].href || "";
    });
  }

  /**
   * The home page's way back to the last place.
   * @param {Track[]} tracks
   * @param {StateOf} stateOf
   * @param {Place | null} place
   */
  function drawContinue(tracks, stateOf, place) {
    const track = tracks.find(function (candidate) {
      return place !== null && candidate.id === place.track;
    });
    if (place === null || track === undefined) return;
    const next = progress.nextUnit(track, stateOf, place.unit);
    all("[data-study-continue]").forEach(function (element) {
      all("[data-study-start]", element).forEach(function (start) {
        start.hidden = true;
      });
      all("[data-study-again]", element).forEach(function (again) {
        again.hidden = false;
      });
      all("[data-study-lead]", element).forEach(function (lead) {
        setText(lead, next < 0 ? "这个专题已全部学完：" : "从上次的地方继续：");
      });
      all("[data-study-link]", element).forEach(function (link) {
        const goal = next < 0 ? track : track.units[next];
        /** @type {HTMLAnchorElement} */ (link).href = goal.href || "";
        setText(link, goal.title || "");
      });
      all("[data-study-where]", element).forEach(function (where) {
        const position = "第 " + (next + 1) + "/" + track.units.length + " 单元";
        setText(where, next < 0 ? "" : track.title + " · " + position);
      });
      all("[data-study-meter]", element).forEach(function (meter) {
        drawMeter(meter, progress.trackProgress(track, stateOf));
      });
    });
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
      drawContinue: drawContinue,
      readBar: readBar,
      decodeHash: decodeHash,
    },
  });
})();
