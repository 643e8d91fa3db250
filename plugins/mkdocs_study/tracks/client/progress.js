/*
 * Turns stored records of what was read into the state of units and tracks.
 *
 * Nothing here touches the page or the storage: the functions take plain data.
 */

/**
 * What a page says of its tracks; titles and links only where the script may lead on to them.
 * @typedef {{id: string, hash: string, title?: string, href?: string, minutes?: number,
 *   kind?: string}} Unit
 * @typedef {{id: string, title?: string, href?: string, units: Unit[]}} Track
 */

/**
 * `root` leads from the page to the site's root, `page` is the page itself if it is a unit (its
 * address from the root), `catalogue` the script that holds the tracks where they are many: all of
 * them are wanted, or only the one that the reader follows. `further` tells of the tracks of a page
 * that has no room for their bars.
 * @typedef {{site: string, root: string, tracks: Track[],
 *   page?: {id: string, title: string, href: string},
 *   catalogue?: {src: string, all: boolean}, further?: {[track: string]: Further}}} PageData
 */

/**
 * A unit of the page that has no bar in it (tracks/further.py): its index in the track; id and
 * label of each section; ids of the sections and of all below them; classes of what names its
 * kind; the kind; minutes; seconds after which reading marks it; title, address and units of each
 * page to study before; title and address of the unit before and of the one after, 0 for none.
 * @typedef {[number, [string, string][], string, string, string, number, number,
 *   [string, string, string][], [string, string] | 0, [string, string] | 0]} Row
 */

/**
 * Addresses are those from the site's root.
 * @typedef {{src: string, title: string, href: string, places: Row[]}} Further
 */

/** @typedef {import("./store.js").StoredRecord} StoredRecord */
/** @typedef {{track: string, unit: string}} Place where the reader was last */

/** @typedef {{element: HTMLElement, track: string, unit: string, sections: string[]}} Bar */
/** @typedef {"open" | "done" | "amended"} State */

(function () {
  "use strict";

  /**
   * A unit whose words changed since it was marked is open again, and says why.
   * @param {StoredRecord | null} record
   * @param {string} hash of the unit's words as published now
   * @returns {State}
   */
  function unitState(record, hash) {
    if (record === null || !record.done) return "open";
    return record.hash === hash ? "done" : "amended";
  }

  /**
   * @param {Track} track
   * @param {(unit: Unit) => State} stateOf
   * @returns {{done: number, total: number}}
   */
  function trackProgress(track, stateOf) {
    const done = track.units.filter(function (unit) {
      return stateOf(unit) === "done";
    });
    return { done: done.length, total: track.units.length };
  }

  /**
   * The unit to read next: the one the reader was at if it is not done, else the first one after
   * it that is not done, else the first one of the track that is not done.
   * @param {Track} track
   * @param {(unit: Unit) => State} stateOf
   * @param {string} from id of the unit last open; "" for none
   * @returns {number} index in track.units, -1 when all are done
   */
  function nextUnit(track, stateOf, from) {
    const start = Math.max(indexOfUnit(track, from), 0);
    const count = track.units.length;
    for (let step = 0; step < count; step += 1) {
      const index = (start + step) % count;
      if (stateOf(track.units[index]) !== "done") return index;
    }
    return -1;
  }

  /**
   * @param {Track} track
   * @param {string} id
   * @returns {number} -1 when the track has no such unit
   */
  function indexOfUnit(track, id) {
    return track.units.findIndex(function (unit) {
      return unit.id === id;
    });
  }

  /**
   * @param {string} query as in `location.search`
   * @param {string} name
   * @returns {string} "" when the parameter is missing
   */
  function queryParameter(query, name) {
    return new URLSearchParams(query).get(name) || "";
  }

  /**
   * Which of a page's bars to show. The track named in the address comes first, then the one the
   * reader is following; within the track the unit that holds the section the address points to,
   * then the one the reader was at, then the first one. Who follows none gets the unit that holds
   * the section, whatever its track, or the page's first.
   * @template {{track: string, unit: string, sections: string[]}} Bar
   * @param {Bar[]} bars in the order of the page, not empty
   * @param {{track: string, section: string, place: {track: string, unit: string} | null}} wish
   * @returns {Bar}
   */
  function chooseBar(bars, wish) {
    const followed = wish.place === null ? "" : wish.place.track;
    const track = [wish.track, followed].find(function (id) {
      return bars.some(function (bar) {
        return bar.track === id;
      });
    });
    const candidates = bars.filter(function (bar) {
      return track === undefined || bar.track === track;
    });
    const pointed = candidates.find(function (bar) {
      return bar.sections.length > 0 && holds(bar, wish.section);
    });
    const remembered = candidates.find(function (bar) {
      return wish.place !== null && bar.unit === wish.place.unit;
    });
    return pointed || remembered || candidates[0];
  }

  /**
   * @param {{sections: string[]}} bar
   * @param {string} section id that the address points to, "" for the page as a whole
   * @returns {boolean} does the bar's unit hold it? A paragraph belongs to its article.
   */
  function holds(bar, section) {
    if (bar.sections.length === 0) return true;
    const article = section.replace(/-p\d+(?:-i\d+)?$/, "");
    return bar.sections.indexOf(section) >= 0 || bar.sections.indexOf(article) >= 0;
  }

  /**
   * Whether the reader opened a bar's unit, so that it is a place to continue from: by a link of
   * its track, or, while following the track, at words of the unit.
   * @param {{track: string, sections: string[]}} bar
   * @param {{track: string, section: string, place: {track: string} | null}} wish
   * @returns {boolean}
   */
  function isOpened(bar, wish) {
    if (wish.track === bar.track) return true;
    return isFollowed(bar.track, wish) && holds(bar, wish.section);
  }

  /**
   * Whether the reader came to a bar's page by way of its track.
   * @param {string} track
   * @param {{track: string, place: {track: string} | null}} wish as for chooseBar
   * @returns {boolean}
   */
  function isFollowed(track, wish) {
    return wish.track === track || (wish.place !== null && wish.place.track === track);
  }

  const progress = {
    unitState: unitState,
    trackProgress: trackProgress,
    nextUnit: nextUnit,
    indexOfUnit: indexOfUnit,
    queryParameter: queryParameter,
    chooseBar: chooseBar,
    isFollowed: isFollowed,
    isOpened: isOpened,
  };

  if (typeof module !== "undefined") module.exports = progress;
  else Object.assign(window, { studyProgress: progress });
})();
