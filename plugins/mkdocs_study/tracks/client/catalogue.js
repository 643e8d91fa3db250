/*
 * Turns the site's catalogue of tracks, one script for all pages that need it, into tracks.
 *
 * Where tracks are many, no page carries all their units; those that show them load this file, and
 * read it piece by piece so that the page stays quick.
 */

/**
 * What the script says (tracks/catalogue.py). Each piece is JSON: parsing waits until it is needed.
 * @typedef {Object} Catalogue
 * @property {string} site
 * @property {string} name of the site
 * @property {string} pages [[title, address], …], addresses from the site's root
 * @property {string[]} ids of the tracks
 * @property {string[]} tracks [title, page, [[id, hash, page, title, anchor, minutes, kind], …]];
 *   pages by number, a title of 0 is that of the page
 * @property {[string, string][]} [parsed] pages once parsed
 */

(function () {
  "use strict";

  /** Longer than this, in milliseconds, no piece of work may hold the page. */
  const SLICE = 12;

  /**
   * @param {Catalogue} catalogue
   * @param {number} index of the track
   * @param {string} root address of the site's root, with its slash
   * @returns {import("./progress.js").Track}
   */
  function readTrack(catalogue, index, root) {
    const pages = catalogue.parsed || (catalogue.parsed = JSON.parse(catalogue.pages));
    const id = catalogue.ids[index];
    const parts = JSON.parse(catalogue.tracks[index]);
    return {
      id: id,
      title: parts[0],
      href: root + pages[parts[1]][1],
      units: parts[2].map(
        /** @param {any[]} unit */
        function (unit) {
          const page = pages[unit[2]];
          return {
            id: unit[0],
            hash: unit[1],
            title: unit[3] || page[0],
            href: root + page[1] + "?track=" + encodeURIComponent(id) + unit[4],
            minutes: unit[5],
            kind: unit[6],
          };
        }
      ),
    };
  }

  /**
   * @param {string} src
   * @param {(said: any) => void} then gets what the script says, null when it cannot be had
   * @param {string} [id] of the track whose own script this is; without, it is the catalogue
   */
  function load(src, then, id) {
    const page = /** @type {any} */ (window);
    function loaded() {
      return id === undefined ? page.studyCatalogue : (page.studyTrackFiles || {})[id];
    }
    if (loaded() !== undefined) {
      then(loaded() || null);
      return;
    }
    const script = document.createElement("script");
    script.src = src;
    script.onload = script.onerror = function () {
      then(loaded() || null);
    };
    document.head.appendChild(script);
  }

  /**
   * Does work for each item, but lets the page breathe in between.
   * @template T
   * @param {T[]} items
   * @param {(item: T) => void} work
   * @param {() => void} [then] in the task of the last slice
   */
  function inSlices(items, work, then) {
    let next = 0;
    function slice() {
      const start = performance.now();
      while (next < items.length && performance.now() - start < SLICE) {
        work(items[next]);
        next += 1;
      }
      if (next < items.length) setTimeout(slice, 0);
      else if (then) then();
    }
    slice();
  }

  const catalogue = { readTrack: readTrack, load: load, inSlices: inSlices };

  if (typeof module !== "undefined") module.exports = catalogue;
  else Object.assign(window, { studyShelf: catalogue });
})();
