/*
 * Turns the names under which people keep records in one browser into keys, and renames or removes
 * them. A name keeps records apart; it protects nothing.
 */
(function () {
  "use strict";

  const inNode = typeof module !== "undefined";
  /** @type {typeof import("./records.js")} */
  const records = inNode ? require("./records.js") : /** @type {any} */ (window).studyRecords;
  /** @type {typeof import("./store.js")} */
  const stores = inNode ? require("./store.js") : /** @type {any} */ (window).studyStore;

  const LONGEST = 20;
  /** How the page calls who chose no name; nobody may choose it: two would be mixed up. */
  const NOBODY = "本机读者";
  const FULL = "浏览器的存储空间满了，没有改成；原来的记录都在。";

  /**
   * @param {string} typed
   * @returns {{name: string, problem: string}}
   */
  function readName(typed) {
    const name = records.wellFormed(typed).replace(/[\s\u0000-\u001f\u007f]+/g, " ").trim();
    if (name === "") return { name: "", problem: "请先写一个名字。" };
    if (Array.from(name).length > LONGEST) {
      return { name: name, problem: "名字最多 " + LONGEST + " 个字。" };
    }
    if (name === NOBODY) {
      return { name: name, problem: "“" + NOBODY + "”是没有起名字的人，请换一个名字。" };
    }
    return { name: name, problem: "" };
  }

  /**
   * @param {Storage} storage
   * @param {string} site
   * @returns {string[]} names in use, without the one of who chose none, sorted
   */
  function names(storage, site) {
    const found = new Set();
    stores.keysAfter(storage, records.sitePrefix(site)).forEach(function (rest) {
      const name = records.decodeProfile(rest.slice(0, rest.indexOf(":")));
      if (name !== "") found.add(name);
    });
    return Array.from(found).sort();
  }

  /**
   * @param {Storage} storage
   * @param {string} site
   * @param {string} name "" for none
   * @returns {string} "" or what went wrong
   */
  function choose(storage, site, name) {
    try {
      if (name === "") storage.removeItem(stores.profileKey(site));
      else storage.setItem(stores.profileKey(site), records.encodeProfile(name));
      return "";
    } catch (error) {
      return FULL;
    }
  }

  /**
   * @param {Storage} storage
   * @param {string} site
   * @param {string} name of a new profile, which is in use from here on
   * @returns {string} "" or what went wrong
   */
  function create(storage, site, name) {
    if (names(storage, site).indexOf(name) >= 0) return "已经有这个名字，直接点它就可以。";
    const record = { v: 1, at: new Date().toISOString(), name: name };
    try {
      storage.setItem(records.storageKey(site, name, "@profile"), JSON.stringify(record));
    } catch (error) {
      return FULL;
    }
    return choose(storage, site, name);
  }

  /**
   * Moves record by record, so that there need be room for one more only; all or none.
   * @param {Storage} storage
   * @param {string} site
   * @param {string} from
   * @param {string} to
   * @returns {string} "" or what went wrong
   */
  function rename(storage, site, from, to) {
    if (names(storage, site).indexOf(to) >= 0) return "已经有这个名字，请换一个。";
    const source = records.storageKey(site, from, "");
    const target = records.storageKey(site, to, "");
    const ids = stores.keysAfter(storage, source);
    let moved = 0;
    try {
      ids.forEach(function (id) {
        storage.setItem(target + id, storage.getItem(source + id) || "");
        storage.removeItem(source + id);
        moved += 1;
      });
      const record = { v: 1, at: new Date().toISOString(), name: to };
      storage.setItem(target + "@profile", JSON.stringify(record));
      storage.setItem(stores.profileKey(site), records.encodeProfile(to));
      return "";
    } catch (error) {
      ids.slice(0, moved).forEach(function (id) {
        const text = storage.getItem(target + id) || "";
        storage.removeItem(target + id);
        storage.setItem(source + id, text);
      });
      storage.removeItem(target + "@profile");
      return FULL;
    }
  }

  /**
   * @param {Storage} storage
   * @param {string} prefix removes every key that begins with it
   */
  function clear(storage, prefix) {
    stores.keysAfter(storage, prefix).forEach((rest) => storage.removeItem(prefix + rest));
  }

  /**
   * @param {Storage} storage
   * @param {string} site
   * @param {string} name its records go, and so does the name
   */
  function remove(storage, site, name) {
    clear(storage, records.storageKey(site, name, ""));
  }

  /**
   * @param {Storage} storage
   * @param {string} site everything kept of it goes, of all names
   */
  function removeAll(storage, site) {
    clear(storage, records.sitePrefix(site));
  }

  const profiles = {
    NOBODY: NOBODY,
    LONGEST: LONGEST,
    readName: readName,
    names: names,
    choose: choose,
    create: create,
    rename: rename,
    remove: remove,
    removeAll: removeAll,
  };

  if (inNode) module.exports = profiles;
  else Object.assign(window, { studyProfiles: profiles });
})();
