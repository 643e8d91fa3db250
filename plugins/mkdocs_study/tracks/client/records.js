/*
 * Turns sites, readers' names and records into keys and texts of the browser's storage, and back.
 *
 * The rules are those of docs/dev/tracks.md.
 */

/**
 * What is kept under an id. `at`, the time of the last change, decides which of two copies stays.
 * @typedef {{v: 1, at: string, [field: string]: any}} StoredRecord
 */

(function () {
  "use strict";

  const DEFAULT = "default";
  const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

  /**
   * @param {string} text
   * @returns {string} without halves of characters, which no encoding can write
   */
  function wellFormed(text) {
    return text.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, function (found) {
      return found.length === 2 ? found : "\uFFFD";
    });
  }

  /**
   * @param {string} name "" for who chose none
   * @returns {string} without ":", the same for no other name
   */
  function encodeProfile(name) {
    if (name === "") return DEFAULT;
    return name === DEFAULT ? "%64efault" : encodeURIComponent(wellFormed(name));
  }

  /**
   * @param {string} encoded
   * @returns {string}
   */
  function decodeProfile(encoded) {
    try {
      return encoded === DEFAULT ? "" : decodeURIComponent(encoded);
    } catch (error) {
      return "";
    }
  }

  /**
   * @param {string} site
   * @returns {string} what every key of the site begins with
   */
  function sitePrefix(site) {
    return "study:" + site.replace(/:/g, "%3A") + ":";
  }

  /**
   * @param {string} site
   * @param {string} profile name
   * @param {string} id
   * @returns {string}
   */
  function storageKey(site, profile, id) {
    return sitePrefix(site) + encodeProfile(profile) + ":" + id;
  }

  /**
   * @param {string} id
   * @param {any} value
   * @returns {boolean} does it have the fields that records under this id must have?
   */
  function isRecord(id, value) {
    if (value === null || typeof value !== "object" || value.v !== 1) return false;
    if (typeof value.at !== "string" || !TIME.test(value.at)) return false;
    if (value.gone === true) return true;
    if (id === "@place") return typeof value.track === "string" && typeof value.unit === "string";
    return id[0] === "@" || (typeof value.done === "boolean" && typeof value.hash === "string");
  }

  /**
   * @param {string} id
   * @param {string} text
   * @returns {StoredRecord | null} null when damaged; a tombstone is a record here
   */
  function parseRecord(id, text) {
    try {
      const value = JSON.parse(text);
      return isRecord(id, value) ? value : null;
    } catch (error) {
      return null;
    }
  }

  /**
   * @param {string} at
   * @returns {string} the time right after it
   */
  function later(at) {
    const next = new Date(Date.parse(at) + 1);
    return next.getUTCFullYear() > 9999 ? at : next.toISOString();
  }

  const records = {
    encodeProfile: encodeProfile,
    decodeProfile: decodeProfile,
    sitePrefix: sitePrefix,
    storageKey: storageKey,
    parseRecord: parseRecord,
    later: later,
    wellFormed: wellFormed,
  };

  if (typeof module !== "undefined") module.exports = records;
  else Object.assign(window, { studyRecords: records });
})();
