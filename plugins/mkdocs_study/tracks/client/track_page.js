/*
 * Turns states of units into what a track's own page and the home page show of a track.
 */
(function () {
  "use strict";

  /** @typedef {import("./progress.js").Track} Track */
  /** @typedef {import("./progress.js").Unit} Unit */
  /** @typedef {import("./progress.js").Place} Place */
  /** @typedef {(unit: Unit) => import("./progress.js").State} StateOf */

  const page = /** @type {any} */ (window);
  /** @type {typeof import("./progress.js")} */
  const progress = page.studyProgress;
  const furniture = page.studyFurniture;
  /** @type {(selector: string, root?: ParentNode) => HTMLElement[]} */
  const all = furniture.all;
  /** @type {(element: HTMLElement, text: string) => void} */
  const setText = furniture.setText;

  /**
   * @param {Track} track
   * @param {StateOf} stateOf
   * @param {Place | null} place where the reader was last
   */
  function draw(track, stateOf, place) {
    all("[data-study-track]").forEach(function (element) {
      if (element.dataset.studyTrack === track.id) drawTrackPage(element, track, stateOf, place);
    });
    if (place !== null && place.track === track.id) drawContinue(track, stateOf, place);
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
   * @param {Track} track
   * @param {StateOf} stateOf
   * @param {Place} place
   */
  function drawContinue(track, stateOf, place) {
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
        furniture.drawMeter(meter, progress.trackProgress(track, stateOf));
      });
    });
  }

  page.studyTrackPage = draw;
  document.dispatchEvent(new CustomEvent("study:bars"));
})();
