/*
 * Turns the static track furniture of a page into one that shows and keeps the reader's progress.
 *
 * Without this script every page and link works; it only fills in states, reveals the mark button
 * and leads back to where the reader was.
 */
(function () {
  "use strict";

  /** @typedef {import("./progress.js").Unit} Unit */
  /** @typedef {import("./progress.js").Track} Track */
  /** @typedef {import("./progress.js").PageData} PageData */
  /** @typedef {import("./store.js").Store} Store */
  /** @typedef {import("./progress.js").Bar} Bar */
  /** @typedef {import("./catalogue.js").Catalogue} Catalogue */
  /** @typedef {{subscribe: (next: () => void) => void}} Observable */
  /** @typedef {{document$?: Observable, location$?: Observable}} Material */

  const page = /** @type {any} */ (window);
  /** @type {typeof import("./progress.js")} */
  const progress = page.studyProgress;
  /** @type {typeof import("./store.js")} */
  const stores = page.studyStore;
  /** @type {typeof import("./catalogue.js")} */
  const shelf = page.studyShelf;
  const furniture = page.studyFurniture;
  /** @type {(selector: string, root?: ParentNode) => HTMLElement[]} */
  const all = furniture.all;
  /** @type {(element: HTMLElement, text: string) => void} */
  const setText = furniture.setText;

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
  const marks = page.studyMarks.create({
    records: function () {
      return records;
    },
    unit: activeUnit,
    minutes: function () {
      return active === null ? 0 : Number(active.element.dataset.studyMinutes);
    },
    stateOf: stateOf,
    remember: function () {
      if (active !== null) remember(active);
    },
    draw: draw,
  });

  /** Reads the page's data and draws it; called for every page, also those loaded in place. */
  function open() {
    active = null;
    marks.forget();
    path = location.pathname;
    data = readData();
    if (data === null) {
      document.documentElement.classList.remove("study-has-bar", "study-follows");
      return;
    }
    openStores(data.site);
    followTrackPage();
    chooseBar();
    draw("");
    loadTracks();
  }

  /** @param {string} site */
  function openStores(site) {
    records = stores.open(site);
    tab = stores.session(site);
    all("[data-study-profile]").forEach(function (element) {
      const name = records === null ? "" : records.profile;
      setText(element, name);
      element.hidden = name === "";
    });
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
    read.root = new URL(read.root + "/", location.href).href;
    read.tracks.forEach(function (track) {
      [track].concat(/** @type {any[]} */ (track.units)).forEach(function (linked) {
        if (linked.href) linked.href = new URL(linked.href, location.href).href;
      });
    });
    return read;
  }

  /** Where tracks are many, a page loads them only for a reader who has begun. */
  function loadTracks() {
    const wanted = data;
    const from = wanted === null ? undefined : wanted.catalogue;
    if (wanted === null || from === undefined || records === null) return;
    const place = placeIn(records);
    if (from.all ? records.texts().size === 0 : place === null) return;
    shelf.load(wanted.root + from.src, function (/** @type {Catalogue | null} */ catalogue) {
      if (catalogue === null) return;
      const ids = catalogue.ids.filter(function (id) {
        return from.all || (place !== null && id === place.track);
      });
      shelf.inSlices(ids, function (id) {
        if (data !== wanted) return;
        const track = shelf.readTrack(catalogue, catalogue.ids.indexOf(id), wanted.root);
        wanted.tracks.push(track);
        drawOne(track);
      });
    });
  }

  /**
   * @param {Store | null} store
   * @returns {import("./progress.js").Place | null}
   */
  function placeIn(store) {
    return /** @type {any} */ (store === null ? null : store.read("@place"));
  }

  /** Whoever opens a track's own page follows that track from here on. */
  function followTrackPage() {
    const own = all("[data-study-track]")[0];
    if (own === undefined || tab === null) return;
    tab.write("@place", placeOf(own.dataset.studyTrack || "", ""));
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
    /** @type {Bar[]} */
    const bars = all("[data-study-bar]").map(furniture.readBar);
    document.documentElement.classList.toggle("study-has-bar", bars.length > 0);
    if (bars.length === 0 || records === null || tab === null) return;
    const wish = {
      track: progress.queryParameter(location.search, "track"),
      section: furniture.decodeHash(location.hash),
      place: placeIn(tab),
    };
    const chosen = progress.chooseBar(bars, wish);
    const follows = progress.isFollowed(chosen.track, wish);
    const crowded = data !== null && data.further !== undefined;
    const single = !crowded && bars.every(function (bar) {
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
    tab.write("@place", placeOf(bar.track, bar.unit));
    records.write("@place", placeOf(bar.track, bar.unit));
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
    if (records.available) shelf.inSlices(data.tracks, drawOne);
    marks.draw();
    const damaged = records.damaged();
    const problem =
      failure ||
      records.problem ||
      (damaged > 0
        ? "有 " + damaged + " 条学习记录已损坏，按未学处理；重新标记即可恢复，原文会另存一份。"
        : "");
    all("[data-study-message]").forEach(function (element) {
      setText(element, problem);
      element.hidden = problem === "";
    });
    document.dispatchEvent(new CustomEvent("study:drawn"));
  }

  /** @param {Track} track */
  function drawOne(track) {
    furniture.drawTrack(track, stateOf);
    if (page.studyTrackPage) page.studyTrackPage(track, stateOf, placeIn(records));
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

  /** The address changed; on the same page another bar may be the right one. */
  function chooseAgain() {
    if (location.pathname !== path) return;
    const before = active;
    chooseBar();
    if (before !== null && active !== null && before.unit !== active.unit) marks.forget();
    draw("");
  }

  document.addEventListener("click", function (event) {
    const target = event.target;
    if (!(target instanceof Element)) return;
    if (target.closest("[data-study-mark]") !== null) marks.toggle();
    if (target.closest("[data-study-undo]") !== null) marks.takeBack();
  });
  /* Told by the page's other scripts: reading.js, and the one of the quiz. */
  document.addEventListener("study:read", function (event) {
    const unit = activeUnit();
    const told = /** @type {CustomEvent} */ (event).detail;
    if (unit !== null && told.unit === unit.id) marks.markDone("read");
  });
  document.addEventListener("study:passed", function () {
    if (active !== null && active.element.dataset.studyKind === "测验") marks.markDone("quiz");
  });
  /* A script that only this page loads has come, or has made the bars of another track. */
  document.addEventListener("study:bars", chooseAgain);
  window.addEventListener("hashchange", chooseAgain);
  window.addEventListener("storage", function (event) {
    if (records === null || data === null || !records.owns(event.key)) return;
    if (event.key === null || event.key === stores.profileKey(data.site)) openStores(data.site);
    draw("");
  });
  /* A page that comes back from the browser's cache has missed what other pages recorded. */
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted || data === null) return;
    openStores(data.site);
    draw("");
  });

  page.studyTracks = {
    /** @returns {PageData | null} */
    data: () => data,
    /** @returns {Store | null} */
    records: () => records,
    /** @returns {Store | null} */
    tab: () => tab,
    /** @returns {{bar: Bar, unit: Unit} | null} the unit in whose bar the reader is */
    active: function () {
      const unit = activeUnit();
      return active === null || unit === null ? null : { bar: active, unit: unit };
    },
  };

  /*
   * Material announces each page in document$, also those that navigation.instant loads in place,
   * and then each address in location$: there a link within the page raises no hashchange.
   */
  /** @type {Material} */
  const material = page;
  if (material.location$ !== undefined) material.location$.subscribe(chooseAgain);
  if (material.document$ !== undefined) material.document$.subscribe(open);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", open);
  else open();
})();
