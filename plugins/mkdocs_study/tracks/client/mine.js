/*
 * Turns the records of a reader into the page 我的学习.
 *
 * Work that grows with the number of tracks or records is done in slices.
 */

(function () {
  "use strict";

  /** @typedef {import("./catalogue.js").Catalogue} Catalogue */

  const page = /** @type {any} */ (window);
  if (page.studyMine) {
    page.studyMine();
    return;
  }

  /** @type {typeof import("./records.js")} */
  const recordsOf = page.studyRecords;
  /** @type {typeof import("./store.js")} */
  const stores = page.studyStore;
  /** @type {typeof import("./catalogue.js")} */
  const shelf = page.studyShelf;
  /** @type {typeof import("./overview.js")} */
  const overviews = page.studyOverview;

  /** @type {HTMLElement | null} */
  let host = null;
  /** @type {import("./progress.js").Track[]} */
  let tracks = [];
  /** Counts redraws: a slice of an older one must not draw any more. */
  let turn = 0;
  let timer = 0;

  /** @returns {string} address of the site's root, with its slash */
  function root() {
    return new URL((host === null ? "." : host.dataset.root || ".") + "/", location.href).href;
  }

  /** Begins anew; called for every page that carries the script. */
  function open() {
    const found = document.querySelector("[data-study-mine]");
    if (!(found instanceof HTMLElement) || found === host) return;
    host = found;
    page.studyMineView.begin(found, redrawSoon);
    shelf.load(root() + (found.dataset.catalogue || ""), function (/** @type {Catalogue | null} */ catalogue) {
      tracks = [];
      if (catalogue === null) {
        page.studyMineView.say("专题目录读不到，请刷新页面再试。");
        redraw();
        return;
      }
      const indexes = catalogue.ids.map((_, index) => index);
      shelf.inSlices(
        indexes,
        function (index) {
          tracks.push(shelf.readTrack(catalogue, index, root()));
        },
        redraw
      );
    });
  }

  function redrawSoon() {
    clearTimeout(timer);
    timer = window.setTimeout(redraw, 100);
  }

  /** Surveys all records, then all tracks, then shows them. */
  function redraw() {
    if (host === null || !document.contains(host)) return;
    turn += 1;
    const own = turn;
    const store = stores.open(host.dataset.site || "");
    const place = store.read("@place");
    const overview = overviews.empty();
    const texts = Array.from(store.texts());
    const steps = [takeRecords, takeTracks, show];

    /** The next step, in a task of its own, unless a newer redraw has begun. */
    function next() {
      const step = steps.shift();
      if (own === turn && step !== undefined) setTimeout(step, 0);
    }
    function takeRecords() {
      shelf.inSlices(texts, (entry) => overviews.takeRecord(overview, entry[0], entry[1]), next);
    }
    function takeTracks() {
      shelf.inSlices(
        tracks,
        function (track) {
          const here = place !== null && place.track === track.id;
          overviews.takeTrack(overview, track, here && place !== null ? place.unit : "");
        },
        next
      );
    }
    function show() {
      const followed = place === null ? "" : place.track;
      page.studyMineView.draw({ store: store, overview: overview, root: root(), place: followed });
    }
    next();
  }

  window.addEventListener("storage", function (event) {
    if (host === null) return;
    const site = host.dataset.site || "";
    if (event.key === null || event.key.indexOf(recordsOf.sitePrefix(site)) === 0) redrawSoon();
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) redrawSoon();
  });
  page.studyMine = open;
  open();
})();
