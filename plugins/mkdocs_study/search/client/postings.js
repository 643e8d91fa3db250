/**
 * Reads numbers in base 46 and posting lists (search/shards.py), and combines lists.
 * Touches no DOM, network or worker.
 */
(function (root) {
  "use strict";

  const ALPHABET = (() => {
    let all = "";
    for (let c = 0x20; c < 0x7f; c++) {
      const char = String.fromCharCode(c);
      if (!'"\\<'.includes(char)) all += char;
    }
    return all;
  })();
  const BASE = 46;
  /** Bits below the gap in a posting, by class: 3 of impact; pairs have 1 more, the word flag. */
  /** @type {Record<string, number>} */
  const PAYLOAD_BITS = { b: 4, c: 3, f: 0, h: 0, l: 3, n: 0, t: 0, w: 3 };

  const DIGIT = new Uint8Array(128);
  for (let i = 0; i < ALPHABET.length; i++) DIGIT[ALPHABET.charCodeAt(i)] = i;

  /** @param {string} text @returns {number} value of its first character as a digit */
  function digitOf(text) {
    return DIGIT[text.charCodeAt(0)];
  }

  /** @param {string} text @returns {number[]} */
  function decodeNumbers(text) {
    const numbers = [];
    let value = 0;
    let scale = 1;
    for (let i = 0; i < text.length; i++) {
      const digit = DIGIT[text.charCodeAt(i)];
      if (digit < BASE) {
        numbers.push(value + digit * scale);
        value = 0;
        scale = 1;
      } else {
        value += (digit - BASE) * scale;
        scale *= BASE;
      }
    }
    return numbers;
  }

  /**
   * @param {string} cls @param {string} lists @param {number[]} counts @param {number} wanted
   * @returns {Zh.PostingList}
   */
  function decodeList(cls, lists, counts, wanted) {
    let skip = 0;
    for (let i = 0; i < wanted; i++) skip += counts[i];
    let at = 0;
    while (skip > 0) if (DIGIT[lists.charCodeAt(at++)] < BASE) skip--;
    const count = counts[wanted];
    const bits = PAYLOAD_BITS[cls];
    const ids = new Int32Array(count);
    const impacts = new Uint8Array(bits ? count : 0);
    const words = new Uint8Array(bits === 4 ? count : 0);
    const payloads = 1 << bits;
    let id = -1;
    for (let i = 0; i < count; i++) {
      let value = 0;
      let scale = 1;
      let digit = DIGIT[lists.charCodeAt(at++)];
      while (digit >= BASE) {
        value += (digit - BASE) * scale;
        scale *= BASE;
        digit = DIGIT[lists.charCodeAt(at++)];
      }
      value += digit * scale;
      const payload = value % payloads;
      id += Math.floor(value / payloads) + 1;
      ids[i] = id;
      if (bits === 4) {
        impacts[i] = payload >> 1;
        words[i] = payload & 1;
      } else if (bits) {
        impacts[i] = payload;
      }
    }
    return { ids, impacts, words };
  }

  /** @param {Int32Array} a @param {Int32Array} b both ascending @returns {Int32Array} */
  function intersect(a, b) {
    const out = new Int32Array(Math.min(a.length, b.length));
    let n = 0;
    let j = 0;
    for (let i = 0; i < a.length; i++) {
      while (j < b.length && b[j] < a[i]) j++;
      if (j === b.length) break;
      if (b[j] === a[i]) out[n++] = a[i];
    }
    return out.slice(0, n);
  }

  /** @param {Int32Array[]} lists ascending @returns {Int32Array} */
  function unite(lists) {
    if (lists.length === 1) return lists[0];
    const all = new Set();
    for (const list of lists) for (const id of list) all.add(id);
    return Int32Array.from(all).sort();
  }

  /** @param {Int32Array} ids ascending @param {number} id @returns {number} position or -1 */
  function positionOf(ids, id) {
    let low = 0;
    let high = ids.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (ids[middle] === id) return middle;
      if (ids[middle] < id) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  const api = { digitOf, decodeNumbers, decodeList, intersect, unite, positionOf };
  root.ZhPostings = api;
  if (typeof module !== "undefined" && module.exports) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
