/*
 * Turns a reader's records into a file and a file into what merging it would change.
 *
 * The format and the rules of merging are those of docs/dev/tracks.md. Nothing here writes records.
 */

/**
 * @typedef {import("./records.js").StoredRecord} StoredRecord
 * @typedef {{[id: string]: StoredRecord}} Records
 * @typedef {{site: string, siteName: string}} Site
 */

/**
 * What merging changes: the texts to write, and how many of each sort for the preview.
 * @typedef {Object} MergePlan
 * @property {Map<string, string>} changes id → text
 * @property {string[]} done ids of units that will be done and are not so here
 * @property {string[]} opened ids of units that are done here and will be open
 * @property {number} removed notes that were deleted there
 * @property {number} renewed units that stay done with a newer date or newer words
 * @property {number} days entries of the history
 * @property {number} notes
 * @property {number} joined notes of which both texts stay
 * @property {number} others quizzes, places, answers …
 * @property {number} kept records of which the one here is as new or newer
 */

(function () {
  "use strict";

  const inNode = typeof module !== "undefined";
  /** @type {typeof import("./records.js")} */
  const records = inNode ? require("./records.js") : /** @type {any} */ (window).studyRecords;
  /** @type {typeof import("./checksum.js")} */
  const sums = inNode ? require("./checksum.js") : /** @type {any} */ (window).studyChecksum;

  const FORMAT = "study-records";
  const VERSION = 1;
  /** Ids whose records never travel. */
  const HERE_ONLY = /^@(damaged\/|profile$|reading\/)/;
  const ANSWERS = "@list/";
  /** How many earlier versions of a note it remembers by their times. */
  const VERSIONS = 20;

  /**
   * @param {string} id
   * @returns {boolean} is it what a branch may know: a unit or the history?
   */
  function isStudy(id) {
    return id[0] !== "@" || id.indexOf("@day/") === 0;
  }

  /**
   * @param {any} value
   * @returns {any} the same without halves of characters
   */
  function clean(value) {
    if (typeof value === "string") return records.wellFormed(value);
    if (Array.isArray(value)) return value.map(clean);
    if (value === null || typeof value !== "object") return value;
    /** @type {{[name: string]: any}} */
    const copy = {};
    Object.keys(value).forEach(function (name) {
      copy[records.wellFormed(name)] = clean(value[name]);
    });
    return copy;
  }

  /**
   * @param {Map<string, string>} texts of the reader's store
   * @param {{scope: "units" | "all", answers: boolean}} wish
   * @returns {{records: Records, left: number}} and how many could not be read
   */
  function gather(texts, wish) {
    /** @type {Records} */
    const found = {};
    let left = 0;
    Array.from(texts.keys())
      .sort()
      .forEach(function (id) {
        if (HERE_ONLY.test(id) || (id.indexOf(ANSWERS) === 0 && !wish.answers)) return;
        if (wish.scope === "units" && !isStudy(id)) return;
        const record = records.parseRecord(id, texts.get(id) || "");
        const copy = record === null ? null : clean(record);
        if (copy === null || sums.checksum(copy) === "") left += 1;
        else found[id] = copy;
      });
    return { records: found, left: left };
  }

  /**
   * @param {Site} site
   * @param {string} profile name to stand in the file
   * @param {Records} kept
   * @param {{scope: "units" | "all", titles: {[id: string]: string}, now: Date}} about
   * @returns {{[field: string]: any}} the file's object
   */
  function makeFile(site, profile, kept, about) {
    const file = {
      format: FORMAT,
      version: VERSION,
      site: site.site,
      site_name: site.siteName,
      profile: records.wellFormed(profile),
      scope: about.scope,
      saved_at: about.now.toISOString(),
      utc_offset: 0 - about.now.getTimezoneOffset(),
      titles: about.titles,
      records: kept,
      records_sha256: sums.checksum(kept),
    };
    return Object.assign(file, { sha256: sums.checksum(file) });
  }

  /**
   * @param {string} profile
   * @param {string} day local, `2026-11-24`
   * @returns {string}
   */
  function fileName(profile, day) {
    const safe = profile.replace(/[\\/:*?"<>|\u0000-\u001f.]/g, "_").trim() || "本机读者";
    return "学习记录-" + safe + "-" + day + ".json";
  }

  /**
   * @param {string} text of the file
   * @param {string} site id of this site
   * @returns {{problem: string} | {problem: "", file: {[field: string]: any}}} the problem is one
   *   Chinese line
   */
  function readFile(text, site) {
    let file = null;
    try {
      file = JSON.parse(text.replace(/^\uFEFF/, ""));
    } catch (error) {
      return { problem: "这个文件不是学习记录，或者没有存完整。" };
    }
    if (file === null || typeof file !== "object" || file.format !== FORMAT) {
      return { problem: "这个文件不是学习记录。" };
    }
    if (Number.isSafeInteger(file.version) && file.version > VERSION) {
      return { problem: "这个文件是更新版的网站存的，请先更新本站再载入。" };
    }
    if (!isWhole(file)) {
      return { problem: "这个文件已损坏，或者被改动过：校验码对不上。" };
    }
    if (file.site !== site) {
      return { problem: "这是另一个网站的学习记录：" + (file.site_name || file.site) + "。" };
    }
    return { problem: "", file: file };
  }

  /**
   * @param {{[field: string]: any}} file
   * @returns {boolean} are all fields there, and are the checksums right?
   */
  function isWhole(file) {
    const kept = file.records;
    const texts = [file.site, file.site_name, file.profile, file.scope, file.saved_at];
    if (file.version !== VERSION || !Number.isSafeInteger(file.utc_offset)) return false;
    if (texts.some((text) => typeof text !== "string") || !isObject(file.titles)) return false;
    if (!isObject(kept) || !isTime(file.saved_at)) return false;
    const rest = Object.assign({}, file);
    delete rest.sha256;
    if (sums.checksum(kept) !== file.records_sha256 || sums.checksum(rest) !== file.sha256) {
      return false;
    }
    return Object.keys(kept).every(function (id) {
      return id !== "" && id !== "__proto__" && records.parseRecord(id, JSON.stringify(kept[id])) !== null;
    });
  }

  /**
   * @param {string} at
   * @returns {boolean} is it a time as records have it?
   */
  function isTime(at) {
    return records.parseRecord("@", JSON.stringify({ v: 1, at: at })) !== null;
  }

  /**
   * @param {any} value
   * @returns {boolean}
   */
  function isObject(value) {
    return value !== null && typeof value === "object" && !Array.isArray(value);
  }

  /**
   * @param {StoredRecord} one
   * @param {StoredRecord} other
   * @returns {boolean} is the first the one that stays?
   */
  function isNewer(one, other) {
    if (one.at !== other.at) return one.at > other.at;
    return orderOf(one) > orderOf(other);
  }

  /**
   * @param {StoredRecord} record
   * @returns {string} by which records of one time are put in order
   */
  function orderOf(record) {
    try {
      return sums.canonical(record);
    } catch (error) {
      return "";
    }
  }

  /**
   * @param {StoredRecord} here
   * @param {StoredRecord} there
   * @returns {StoredRecord | null} a note with both texts; null where the newer one grew out of the
   *   older one or holds it
   */
  function joinNotes(here, there) {
    const newer = isNewer(there, here) ? there : here;
    const older = newer === there ? here : there;
    const texts = [newer.text, older.text];
    const was = Array.isArray(newer.was) ? newer.was : [];
    if (newer.gone || older.gone || texts.some((text) => typeof text !== "string")) return null;
    if (was.indexOf(older.at) >= 0 || texts[0].indexOf(texts[1]) >= 0) return null;
    return Object.assign({}, newer, {
      text: texts[0] + "\n\n（另一份）\n" + texts[1],
      at: records.later(newer.at),
      was: was.concat(older.was || [], older.at, newer.at).slice(-VERSIONS),
    });
  }

  /**
   * @param {Map<string, string>} texts of the store that is merged into
   * @param {Records} incoming
   * @returns {MergePlan}
   */
  function planMerge(texts, incoming) {
    /** @type {MergePlan} */
    const plan = {
      changes: new Map(),
      done: [],
      opened: [],
      renewed: 0,
      removed: 0,
      days: 0,
      notes: 0,
      joined: 0,
      others: 0,
      kept: 0,
    };
    Object.keys(incoming)
      .sort()
      .forEach(function (id) {
        if (HERE_ONLY.test(id)) return;
        const text = texts.get(id);
        const here = text === undefined ? null : records.parseRecord(id, text);
        planOne(plan, id, here, incoming[id]);
      });
    return plan;
  }

  /**
   * @param {MergePlan} plan
   * @param {string} id
   * @param {StoredRecord | null} here
   * @param {StoredRecord} there
   */
  function planOne(plan, id, here, there) {
    const isNote = id.indexOf("@note/") === 0;
    const joined = isNote && here !== null ? joinNotes(here, there) : null;
    if (here !== null && joined === null && !isNewer(there, here)) {
      plan.kept += 1;
      return;
    }
    plan.changes.set(id, JSON.stringify(joined || there));
    if (joined !== null) plan.joined += 1;
    else if (isNote && there.gone) plan.removed += here === null || here.gone ? 0 : 1;
    else if (isNote) plan.notes += 1;
    else if (id.indexOf("@day/") === 0) plan.days += 1;
    else if (id[0] === "@") plan.others += 1;
    else if (isDone(there) && isDone(here)) plan.renewed += 1;
    else if (isDone(there)) plan.done.push(id);
    else if (isDone(here)) plan.opened.push(id);
  }

  /**
   * @param {StoredRecord | null} record
   * @returns {boolean}
   */
  function isDone(record) {
    return record !== null && !record.gone && record.done === true;
  }

  const transfer = { ANSWERS, gather, makeFile, fileName, readFile, planMerge };

  if (inNode) module.exports = transfer;
  else Object.assign(window, { studyTransfer: transfer });
})();
