/*
 * Turns the browser's storage into a reader's records of one site, which never leave the browser.
 *
 * Keys, records and what becomes of damaged ones: docs/dev/tracks.md. Nothing here throws.
 */

/** @typedef {import("./records.js").StoredRecord} StoredRecord */

/**
 * A reader's records of one site.
 * @typedef {Object} Store
 * @property {boolean} available false when the browser refuses storage
 * @property {string} problem "" or one Chinese line that says what cannot be kept
 * @property {string} profile the reader's name, "" for who chose none
 * @property {() => number} damaged how many of the records read so far could not be understood
 * @property {(id: string) => StoredRecord | null} read null when missing, taken away or damaged
 * @property {(id: string, record: StoredRecord) => boolean} write false when it was not kept
 * @property {(id: string) => boolean} remove leaves a tombstone, which wins over older copies
 * @property {(prefix: string) => string[]} ids sorted; of records that `read` would give
 * @property {(key: string | null) => boolean} owns is this key (null: the whole storage) ours?
 * @property {() => Map<string, string>} texts id → stored text, tombstones and damaged included
 * @property {(texts: Map<string, string | null>) => boolean} replace writes all (null: takes the
 *   key away) or, when one does not fit, none
 */

(function () {
  "use strict";

  const inNode = typeof module !== "undefined";
  /** @type {typeof import("./records.js")} */
  const records = inNode ? require("./records.js") : /** @type {any} */ (window).studyRecords;
  const sitePrefix = records.sitePrefix;
  const parseRecord = records.parseRecord;

  const ASIDE = "@damaged/";
  const REFUSED = "浏览器不允许保存学习进度，本页的标记功能不可用，阅读不受影响。";

  /**
   * @param {unknown} error
   * @returns {boolean} did writing fail for want of room?
   */
  function isFull(error) {
    return error instanceof Error && /quota/i.test(error.name);
  }

  /**
   * @param {() => Storage} getStorage may throw, as `window.localStorage` does when refused
   * @returns {Storage | null} null when refused; a full one can still be read
   */
  function reach(getStorage) {
    try {
      const storage = getStorage();
      try {
        storage.setItem("study:@probe", "1");
        storage.removeItem("study:@probe");
      } catch (error) {
        if (!isFull(error)) return null;
      }
      return storage;
    } catch (error) {
      return null;
    }
  }

  /**
   * @param {Storage | null} storage
   * @param {string} prefix
   * @returns {string[]} keys that begin with it, what stands after it
   */
  function keysAfter(storage, prefix) {
    if (storage === null) return [];
    const found = [];
    for (let index = 0; index < storage.length; index += 1) {
      const key = storage.key(index);
      if (key !== null && key.indexOf(prefix) === 0) found.push(key.slice(prefix.length));
    }
    return found;
  }

  /**
   * The last change first, so that there is the room that there was before it.
   * @param {Storage} storage
   * @param {[string, string | null][]} entries key and text; null: there was none
   */
  function putBack(storage, entries) {
    entries.forEach(function (entry) {
      if (entry[1] === null) storage.removeItem(entry[0]);
      else storage.setItem(entry[0], entry[1]);
    });
  }

  /**
   * @param {string} site
   * @returns {string} key under which the name of the reader stands
   */
  function profileKey(site) {
    return sitePrefix(site) + ":profile";
  }

  /**
   * @param {() => Storage} getStorage
   * @param {string} site
   * @param {string} profile name
   * @returns {Store}
   */
  function openProfile(getStorage, site, profile) {
    const storage = reach(getStorage);
    const prefix = records.storageKey(site, profile, "");
    /** @type {Set<string>} */
    const damaged = new Set();

    /**
     * @param {string} id
     * @returns {string | null}
     */
    function textOf(id) {
      try {
        return storage === null ? null : storage.getItem(prefix + id);
      } catch (error) {
        return null;
      }
    }

    /**
     * @param {string} id
     * @returns {StoredRecord | null} tombstones too
     */
    function load(id) {
      const text = textOf(id);
      const record = text === null ? null : parseRecord(id, text);
      if (text !== null && record === null) damaged.add(id);
      else damaged.delete(id);
      return record;
    }

    /**
     * Damaged text may be all that is left of a record: it is kept under a name of its own.
     * @param {string} id
     */
    function setAside(id) {
      const text = textOf(id);
      if (storage === null || text === null || parseRecord(id, text) !== null) return;
      let name = prefix + ASIDE + id;
      for (let copy = 2; ![null, text].includes(storage.getItem(name)); copy += 1) {
        name = prefix + ASIDE + id + "~" + copy;
      }
      storage.setItem(name, text);
    }

    /**
     * @param {string} id
     * @param {StoredRecord} record
     * @returns {boolean}
     */
    function write(id, record) {
      if (storage === null) return false;
      try {
        setAside(id);
        const old = load(id);
        const at = old !== null && old.at >= record.at ? records.later(old.at) : record.at;
        storage.setItem(prefix + id, JSON.stringify(Object.assign({}, record, { at: at })));
        damaged.delete(id);
        return true;
      } catch (error) {
        return false;
      }
    }

    /** @returns {Map<string, string>} */
    function texts() {
      const found = new Map();
      keysAfter(storage, prefix).forEach(function (id) {
        const text = id.indexOf(ASIDE) === 0 ? null : textOf(id);
        if (text !== null) found.set(id, text);
      });
      return found;
    }

    /**
     * @param {Map<string, string | null>} changes
     * @returns {boolean}
     */
    function replace(changes) {
      if (storage === null) return false;
      /** @type {[string, string | null][]} */
      const before = [];
      try {
        changes.forEach(function (text, id) {
          if (text !== null) setAside(id);
          before.push([prefix + id, textOf(id)]);
          if (text === null) storage.removeItem(prefix + id);
          else storage.setItem(prefix + id, text);
        });
        return true;
      } catch (error) {
        putBack(storage, before.reverse());
        return false;
      }
    }

    return {
      available: storage !== null,
      problem: storage === null ? REFUSED : "",
      profile: profile,
      damaged: function () {
        return damaged.size;
      },
      read: function (id) {
        const record = load(id);
        return record === null || record.gone === true ? null : record;
      },
      write: write,
      remove: function (id) {
        return write(id, { v: 1, at: new Date().toISOString(), gone: true });
      },
      ids: function (start) {
        const found = keysAfter(storage, prefix + start).map(function (rest) {
          return start + rest;
        });
        return found.sort().filter(function (id) {
          const record = id.indexOf(ASIDE) === 0 ? null : load(id);
          return record !== null && record.gone !== true;
        });
      },
      owns: function (key) {
        return key === null || key.indexOf(prefix) === 0 || key === profileKey(site);
      },
      texts: texts,
      replace: replace,
    };
  }

  /**
   * @param {() => Storage} getStorage
   * @param {string} site
   * @returns {string} name of the reader who uses the site now, "" for who chose none
   */
  function currentProfile(getStorage, site) {
    try {
      return records.decodeProfile(getStorage().getItem(profileKey(site)) || "default");
    } catch (error) {
      return "";
    }
  }

  /** @returns {Storage} */
  function local() {
    return window.localStorage;
  }

  /** @returns {Storage} */
  function ofSession() {
    return window.sessionStorage;
  }

  const store = {
    profileKey: profileKey,
    currentProfile: currentProfile,
    keysAfter: keysAfter,
    reach: reach,
    openProfile: openProfile,
    /** @type {(site: string) => Store} */
    open: function (site) {
      return openProfile(local, site, currentProfile(local, site));
    },
    /** @type {(site: string) => Store} */
    session: function (site) {
      return openProfile(ofSession, site, currentProfile(local, site));
    },
  };

  if (inNode) module.exports = store;
  else Object.assign(window, { studyStore: store });
})();
