/*
 * Turns the units that a reader has done into a text short enough for a QR code, and back.
 *
 * Byte by byte, then as base64url: 1 version; 4 of the site; 1 length of the name and its UTF-8; for
 * each unit 4 of its id, 3 minutes since 2020, 2 of the hash of its words; 4 of the checksum of all
 * before. What stands for site, id and checksum is the beginning of its SHA-256.
 */
/** @typedef {{id: string, hash: string, at: string}} Done a unit, its words and its time */

(function () {
  "use strict";

  const inNode = typeof module !== "undefined";
  /** @type {typeof import("./checksum.js")} */
  const sums = inNode ? require("./checksum.js") : /** @type {any} */ (window).studyChecksum;

  const VERSION = 1;
  const EPOCH = Date.UTC(2020, 0, 1);
  const MINUTE = 60000;
  const UNIT = 9;
  const SUM = 4;

  /**
   * @param {string} text
   * @returns {number[]} the first 4 bytes of its digest
   */
  function mark(text) {
    return Array.from(sums.sha256(sums.utf8(text)).subarray(0, 4));
  }

  /**
   * @param {string} site
   * @param {string} name of the reader
   * @param {Done[]} done
   * @returns {string} base64url without filling
   */
  function pack(site, name, done) {
    const label = sums.utf8(name);
    const bytes = [VERSION].concat(mark(site), label.length, Array.from(label));
    done.forEach(function (unit) {
      const passed = Math.floor((Date.parse(unit.at) - EPOCH) / MINUTE);
      const minutes = Math.min(Math.max(passed, 0), 0xffffff);
      const words = parseInt(unit.hash.slice(0, 4), 16) || 0;
      bytes.push.apply(bytes, mark(unit.id));
      bytes.push(minutes >> 16, (minutes >> 8) & 255, minutes & 255, words >> 8, words & 255);
    });
    const sum = sums.sha256(Uint8Array.from(bytes)).subarray(0, SUM);
    const text = String.fromCharCode.apply(null, bytes.concat(Array.from(sum)));
    return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  /**
   * @param {string} packed
   * @returns {Uint8Array | null} null for what is no such text, or is damaged
   */
  function unwrap(packed) {
    if (!/^[\w-]+$/.test(packed)) return null;
    try {
      const text = atob(packed.replace(/-/g, "+").replace(/_/g, "/"));
      const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
      const end = bytes.length - SUM;
      const sum = sums.sha256(bytes.subarray(0, Math.max(end, 0)));
      const right = end > 0 && bytes.subarray(end).every((byte, index) => byte === sum[index]);
      return right ? bytes.subarray(0, end) : null;
    } catch (error) {
      return null;
    }
  }

  /**
   * @param {string} packed
   * @param {string} site
   * @param {{id: string, hash: string}[]} known units of the site
   * @returns {{problem: string} | {problem: "", name: string, done: Done[], unknown: number}}
   *   `unknown`: units that the site does not have (any more)
   */
  function unpack(packed, site, known) {
    const bytes = unwrap(packed);
    if (bytes === null || bytes.length < 6) return { problem: "二维码里的内容不完整，请重新扫一次。" };
    if (bytes[0] !== VERSION) return { problem: "这个二维码是另一版网站生成的，请先更新本站。" };
    const start = 6 + bytes[5];
    const own = mark(site).every((byte, index) => bytes[1 + index] === byte);
    if (!own) return { problem: "这是另一个网站的二维码。" };
    if ((bytes.length - start) % UNIT !== 0) return { problem: "二维码里的内容不完整。" };
    const byMark = new Map(known.map((unit) => [mark(unit.id).join(), unit]));
    /** @type {Done[]} */
    const done = [];
    let unknown = 0;
    for (let place = start; place < bytes.length; place += UNIT) {
      const unit = byMark.get(Array.from(bytes.subarray(place, place + 4)).join());
      const words = sums.hex(bytes.subarray(place + 7, place + 9));
      const minutes = (bytes[place + 4] << 16) | (bytes[place + 5] << 8) | bytes[place + 6];
      if (unit === undefined) unknown += 1;
      else {
        done.push({
          id: unit.id,
          /* Of other words than those published now there is only the beginning of the hash. */
          hash: unit.hash.slice(0, 4) === words ? unit.hash : words,
          at: new Date(EPOCH + minutes * MINUTE).toISOString(),
        });
      }
    }
    return { problem: "", name: nameIn(bytes.subarray(6, start)), done: done, unknown: unknown };
  }

  /**
   * @param {Uint8Array} bytes UTF-8
   * @returns {string}
   */
  function nameIn(bytes) {
    try {
      return decodeURIComponent(escape(String.fromCharCode.apply(null, Array.from(bytes))));
    } catch (error) {
      return "";
    }
  }

  const carry = { pack: pack, unpack: unpack };

  if (inNode) module.exports = carry;
  else Object.assign(window, { studyCarry: carry });
})();
