/*
 * Turns stored records of what was read into the state of units and tracks.
 *
 * Nothing here touches the page: the functions take plain data and a storage object, so that Node
 * can test them. The records never leave the browser.
 */

/**
 * What a page says of its tracks; titles and links only where the script may lead on to them.
 * @typedef {{id: string, hash: string, title?: string, href?: string}} Unit
 * @typedef {{id: string, title?: string, href?: string, units: Unit[]}} Track
 * @typedef {{site: string, tracks: Track[]}} PageData
 */

/**
 * What is kept for one unit. `done: false` is kept too: an undone mark must win over an older
 * "done" when two stores are merged. `hash` is that of the words read, `at` an ISO time in UTC.
 * @typedef {{v: 1, done: boolean, hash: string, at: string}} Record
 */

/**
 * Where the reader was last: id of a track and of a unit in it.
 * @typedef {{v: 1, track: string, unit: string, at: string}} Place
 */

/** @typedef {"open" | "done" | "amended"} State */

/**
 * A reader's records of one site. No method throws: `problem` is "" or one Chinese line that
 * says what cannot be kept, `damaged` counts the records that could not be read.
 * @typedef {Object} Store
 * @property {boolean} available false when the browser refuses storage
 * @property {string} problem
 * @property {() => number} damaged
 * @property {(id: string) => Record | null} read
 * @property {(id: string, record: Record) => boolean} write false when it could not be kept
 * @property {() => Place | null} readPlace
 * @property {(place: Place) => boolean} writePlace
 * @property {(key: string | null) => boolean} owns is this key (null: the whole storage) ours?
 */

(function () {
  "use strict";

  /** Ids of documents have no "@", so this never collides with a unit. */
  const PLACE = "@place";

  /**
   * @param {string} site
   * @param {string} profile
   * @param {string} id
   * @returns {string}
   */
  function storageKey(site, profile, id) {
    return "study:" + site + ":" + profile + ":" + id;
  }

  /**
   * @param {string} text
   * @returns {{[key: string]: unknown} | null} null for anything but a JSON object of version 1
   */
  function parseObject(text) {
    try {
      const value = JSON.parse(text);
      return value !== null && typeof value === "object" && value.v === 1 ? value : null;
    } catch (error) {
      return null;
    }
  }

  /**
   * @param {string} text
   * @returns {Record | null} null when the text is damaged
   */
  function parseRecord(text) {
    const value = parseObject(text);
    if (value === null || typeof value.done !== "boolean") return null;
    if (typeof value.hash !== "string" || typeof value.at !== "string") return null;
    return { v: 1, done: value.done, hash: value.hash, at: value.at };
  }

  /**
   * @param {string} text
   * @returns {Place | null} null when the text is damaged
   */
  function parsePlace(text) {
    const value = parseObject(text);
    if (value === null || typeof value.track !== "string") return null;
    if (typeof value.unit !== "string" || typeof value.at !== "string") return null;
    return { v: 1, track: value.track, unit: value.unit, at: value.at };
  }

  /**
   * A unit whose words changed since it was marked is open again, and says why.
   * @param {Record | null} record
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

  /**
   * @param {() => Storage} getStorage may throw, as `window.localStorage` does when refused
   * @param {string} site
   * @param {string} profile
   * @returns {Store}
   */
  function openStore(getStorage, site, profile) {
    const prefix = storageKey(site, profile, "");
    /** @type {Storage | null} */
    let storage = null;
    /** @type {{[id: string]: true}} */
    const damaged = {};
    try {
      storage = getStorage();
      storage.setItem(prefix + "@probe", "1");
      storage.removeItem(prefix + "@probe");
    } catch (error) {
      /* A full storage can still be read. */
      if (!isFull(error)) storage = null;
    }

    /**
     * @template T
     * @param {string} id
     * @param {(text: string) => T | null} parse
     * @returns {T | null}
     */
    function load(id, parse) {
      let text = null;
      try {
        text = storage === null ? null : storage.getItem(prefix + id);
      } catch (error) {
        return null;
      }
      delete damaged[id];
      if (text === null) return null;
      const value = parse(text);
      if (value === null) damaged[id] = true;
      return value;
    }

    /**
     * @param {string} id
     * @param {object} value
     * @returns {boolean}
     */
    function save(id, value) {
      if (storage === null) return false;
      try {
        storage.setItem(prefix + id, JSON.stringify(value));
        delete damaged[id];
        return true;
      } catch (error) {
        return false;
      }
    }

    return {
      available: storage !== null,
      problem: storage === null ? "浏览器不允许保存学习进度，本页的标记功能不可用，阅读不受影响。" : "",
      damaged: function () {
        return Object.keys(damaged).length;
      },
      read: function (id) {
        return load(id, parseRecord);
      },
      write: save,
      readPlace: function () {
        return load(PLACE, parsePlace);
      },
      writePlace: function (place) {
        return save(PLACE, place);
      },
      owns: function (key) {
        return key === null || key.indexOf(prefix) === 0;
      },
    };
  }

  /**
   * @param {unknown} error
   * @returns {boolean} did writing fail for want of room?
   */
  function isFull(error) {
    return error instanceof Error && error.name === "QuotaExceededError";
  }

  const progress = {
    storageKey: storageKey,
    parseRecord: parseRecord,
    parsePlace: parsePlace,
    unitState: unitState,
    trackProgress: trackProgress,
    nextUnit: nextUnit,
    indexOfUnit: indexOfUnit,
    queryParameter: queryParameter,
    chooseBar: chooseBar,
    isFollowed: isFollowed,
    isOpened: isOpened,
    openStore: openStore,
  };

  if (typeof module !== "undefined") module.exports = progress;
  else Object.assign(window, { studyProgress: progress });
})();
