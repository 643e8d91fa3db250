/*
 * Turns the static track furniture of a page into one that shows and keeps the reader's progress.
 *
 * Without this script every page and link works; it only fills in states, reveals the mark button
 * and leads back to where the reader was.
 */
(function () {
  "use strict";

  /** @typedef {typeof import("./progress.js")} Progress */
  /** @typedef {import("./progress.js").Unit} Unit */
  /** @typedef {import("./progress.js").Track} Track */
  /** @typedef {import("./progress.js").PageData} PageData */
  /** @typedef {import("./progress.js").Store} Store */
  /** @typedef {{element: HTMLElement, track: string, unit: string, sections: string[]}} Bar */
  /** @typedef {{subscribe: (next: () => void) => void}} Observable */
  /** @typedef {{document$?: Observable, location$?: Observable}} Material */

  /** Local profiles come later; until then every reader of a browser shares this one. */
  const PROFILE = "default";
  const NOT_KEPT = "浏览器没有存储空间或不允许保存，这次标记没有记下。";
  const AMENDED = "本单元内容在您学过之后有更新，请再学一遍。";

  const progress = /** @type {{studyProgress: Progress}} */ (/** @type {unknown} */ (window))
    .studyProgress;

  /** @type {Store | null} the reader's records */
  let records = null;
  /** @type {Store | null} what this tab follows, so that two tabs can follow two tracks */
  let tab = null;
  /** @type {PageData | null} */
  let data = null;
  /** @type {Bar | null} */
  let active = null;
  /** Path of the page that `data` describes. */
  let path = "";

  /** Reads the page's data and draws it; called for every page, also those loaded in place. */
  function open() {
    active = null;
    path = location.pathname;
    data = readData();
    if (data === null) {
      document.documentElement.classList.remove("study-has-bar", "study-follows");
      return;
    }
    records = progress.openStore(localStore, data.site, PROFILE);
    tab = progress.openStore(sessionStore, data.site, PROFILE);
    followTrackPage();
    chooseBar();
    draw("");
  }

  /**
   * Links become absolute at once: with instant navigation the address changes before the page.
   * @returns {PageData | null} null on a page without furniture
   */
  function readData() {
    const template = document.getElementById("study-data");
    if (!(template instanceof HTMLTemplateElement)) return null;
    /** @type {PageData} */
    const read = JSON.parse(template.content.textContent || "");
    read.tracks.forEach(function (track) {
      [track].concat(/** @type {any[]} */ (track.units)).forEach(function (linked) {
        if (linked.href) linked.href = new URL(linked.href, location.href).href;
      });
    });
    return read;
  }

  /** @returns {Storage} */
  function localStore() {
    return window.localStorage;
  }

  /** @returns {Storage} */
  function sessionStore() {
    return window.sessionStorage;
  }

  /** Whoever opens a track's own page follows that track from here on. */
  function followTrackPage() {
    const page = all("[data-study-track]")[0];
    if (page === undefined || tab === null) return;
    tab.writePlace(placeOf(page.dataset.studyTrack || "", ""));
  }

  /**
   * @param {string} track
   * @param {string} unit
   * @returns {{v: 1, track: string, unit: string, at: string}}
   */
  function placeOf(track, unit) {
    return { v: 1, track: track, unit: unit, at: new Date().toISOString() };
  }

  /**
   * Shows one bar and hides the others. Only who came by way of a track is led on: the steps stay
   * in reach and what was opened is remembered. Who came otherwise reads one line on the tracks of
   * the page, not the instruction of one of its units; where there is but one unit, it may stand.
   */
  function chooseBar() {
    const bars = all("[data-study-bar]").map(readBar);
    document.documentElement.classList.toggle("study-has-bar", bars.length > 0);
    if (bars.length === 0 || records === null || tab === null) return;
    const wish = {
      track: progress.queryParameter(location.search, "track"),
      section: decodeHash(location.hash),
      place: tab.readPlace(),
    };
    const chosen = progress.chooseBar(bars, wish);
    const follows = progress.isFollowed(chosen.track, wish);
    const single = bars.every(function (bar) {
      return bar.track === chosen.track && bar.unit === chosen.unit;
    });
    active = follows || single ? chosen : null;
    document.documentElement.classList.toggle("study-follows", follows);
    bars.forEach(function (bar) {
      bar.element.hidden =
        active === null || bar.track !== chosen.track || bar.unit !== chosen.unit;
    });
    all("[data-study-used]").forEach(function (line) {
      line.hidden = active !== null;
    });
    if (progress.isOpened(chosen, wish)) remember(chosen);
  }

  /** @param {Bar} bar the place to continue from, in this tab and on the home page */
  function remember(bar) {
    if (records === null || tab === null) return;
    tab.writePlace(placeOf(bar.track, bar.unit));
    records.writePlace(placeOf(bar.track, bar.unit));
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

  /**
   * @param {Unit} unit
   * @returns {import("./progress.js").State}
   */
  function stateOf(unit) {
    return progress.unitState(records === null ? null : records.read(unit.id), unit.hash);
  }

  /**
   * Brings everything on the page in line with the records.
   * @param {string} failure one line about what just went wrong, "" for nothing
   */
  function draw(failure) {
    if (data === null || records === null) return;
    data.tracks.forEach(drawTrack);
    drawMark();
    drawContinue(data.tracks);
    const damaged = records.damaged();
    const problem =
      failure ||
      records.problem ||
      (damaged > 0 ? "有 " + damaged + " 条学习记录已损坏，按未学处理；重新标记即可恢复。" : "");
    all("[data-study-message]").forEach(function (element) {
      setText(element, problem);
      element.hidden = problem === "";
    });
  }

  /** @param {Track} track */
  function drawTrack(track) {
    if (records === null || !records.available) return;
    const count = progress.trackProgress(track, stateOf);
    all("[data-study-meter]").forEach(function (element) {
      if (element.dataset.studyMeter === track.id) drawMeter(element, count);
    });
    all("[data-study-track]").forEach(function (page) {
      if (page.dataset.studyTrack === track.id) drawTrackPage(page, track);
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
    all("[data-study-count]", element).forEach(function (text) {
      setText(text, "已学 " + count.done + "/" + count.total);
    });
    element.hidden = false;
  }

  /**
   * @param {HTMLElement} page
   * @param {Track} track
   */
  function drawTrackPage(page, track) {
    all("[data-study-state]", page).forEach(function (element) {
      const index = progress.indexOfUnit(track, element.dataset.studyState || "");
      const state = index < 0 ? "open" : stateOf(track.units[index]);
      setText(element, { open: "", done: "已学", amended: "有更新" }[state]);
      element.hidden = state === "open";
      element.classList.toggle("study-state--done", state === "done");
      element.classList.toggle("study-state--amended", state === "amended");
    });
    const place = records === null ? null : records.readPlace();
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

  /** The mark button of the active bar and what it says. */
  function drawMark() {
    if (active === null || records === null || !records.available) return;
    const unit = activeUnit();
    if (unit === null) return;
    const state = stateOf(unit);
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

  /** @returns {Unit | null} */
  function activeUnit() {
    const bar = active;
    if (data === null || bar === null) return null;
    const track = data.tracks.find(function (candidate) {
      return candidate.id === bar.track;
    });
    if (track === undefined) return null;
    const index = progress.indexOfUnit(track, bar.unit);
    return index < 0 ? null : track.units[index];
  }

  /** Marks the active unit as done, or open again. */
  function toggleMark() {
    const unit = activeUnit();
    if (unit === null || records === null) return;
    const done = stateOf(unit) !== "done";
    const at = new Date().toISOString();
    if (active !== null) remember(active);
    const kept = records.write(unit.id, { v: 1, done: done, hash: unit.hash, at: at });
    draw(kept ? "" : NOT_KEPT);
  }

  /**
   * The home page's way back to the last place.
   * @param {Track[]} tracks
   */
  function drawContinue(tracks) {
    const place = records === null ? null : records.readPlace();
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

  /** The address changed; on the same page another bar may be the right one. */
  function chooseAgain() {
    if (location.pathname !== path) return;
    chooseBar();
    draw("");
  }

  document.addEventListener("click", function (event) {
    const target = event.target;
    if (target instanceof Element && target.closest("[data-study-mark]") !== null) toggleMark();
  });
  window.addEventListener("hashchange", chooseAgain);
  window.addEventListener("storage", function (event) {
    if (records !== null && records.owns(event.key)) draw("");
  });
  /* A page that comes back from the browser's cache has missed what other pages recorded. */
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) draw("");
  });

  /*
   * Material announces each page in document$, also those that navigation.instant loads in place,
   * and then each address in location$: there a link within the page raises no hashchange.
   */
  const material = /** @type {Material} */ (/** @type {unknown} */ (window));
  if (material.location$ !== undefined) material.location$.subscribe(chooseAgain);
  if (material.document$ !== undefined) material.document$.subscribe(open);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", open);
  else open();
})();
