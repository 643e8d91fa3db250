/**
 * Reads numbers in base 46 and posting lists (search/numbers.py, shards.py), and combines lists.
 * Touches no DOM, network or worker.
 */
(function (root) {
  "use strict";

  let ALPHABET = "";
  for (let c = 0x20; c < 0x7f; c++) {
    const char = String.fromCharCode(c);
    if (!'"\\<'.includes(char)) ALPHABET += char;
  }
  const BASE = 46;
  const DIGIT = new Uint8Array(128);
  for (let i = 0; i < ALPHABET.length; i++) DIGIT[ALPHABET.charCodeAt(i)] = i;

  /** Bits of impact below the gap; none in the classes left out. @type {Record<string, number>} */
  const IMPACT_BITS = { b: 2, l: 2 };
  /** How a list of class b says which postings are words (search/index.py). */
  const ALWAYS_WORD = 1;
  const SOMETIMES_WORD = 2;
  const NONE = new Uint8Array(0);

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
   * @param {string} cls class of the term @param {string} lists
   * @param {number[]} entries of the shard: numbers of postings, for Han terms times 3 plus a mode
   * @param {number} wanted place of the term in the shard
   * @returns {Zh.PostingList}
   */
  function decodeList(cls, lists, entries, wanted) {
    const factor = "btw".includes(cls) ? 3 : 1;
    let skip = 0;
    for (let i = 0; i < wanted; i++) skip += Math.floor(entries[i] / factor);
    let at = 0;
    while (skip > 0) if (DIGIT[lists.charCodeAt(at++)] < BASE) skip--;
    const count = Math.floor(entries[wanted] / factor);
    const mode = entries[wanted] % factor;
    const flagged = mode === SOMETIMES_WORD ? 1 : 0;
    const impactBits = IMPACT_BITS[cls] || 0;
    const ids = new Int32Array(count);
    const impacts = impactBits ? new Uint8Array(count) : NONE;
    const words = cls === "b" ? new Uint8Array(count).fill(mode === ALWAYS_WORD ? 1 : 0) : NONE;
    const payloads = 1 << (impactBits + flagged);
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
      if (impactBits) impacts[i] = payload >> flagged;
      if (flagged) words[i] = payload & 1;
    }
    return { ids, impacts, words, ranges: [] };
  }

  /**
   * Ranges of sections below the headings that hold each pair of a shard.
   * @param {string} which gaps between places in the shard, each with its number of ranges
   * @param {string} numbers for each range the gap from the first section before, and length less 1
   * @returns {Map<number, [number, number][]>} place in the shard → [first section, end)
   */
  function decodeRanges(which, numbers) {
    /** @type {Map<number, [number, number][]>} */
    const found = new Map();
    const steps = decodeNumbers(which);
    const all = decodeNumbers(numbers);
    let place = -1;
    let at = 0;
    for (let i = 0; i < steps.length; i += 2) {
      place += steps[i] + 1;
      /** @type {[number, number][]} */
      const ranges = [];
      let first = 0;
      for (let k = 0; k < steps[i + 1]; k++) {
        first += all[at];
        ranges.push([first, first + all[at + 1] + 1]);
        at += 2;
      }
      found.set(place, ranges);
    }
    return found;
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

  /** @param {Int32Array[]} lists each ascending @returns {Int32Array} */
  function unite(lists) {
    lists = lists.filter((list) => list.length);
    if (lists.length < 2) return lists[0] || new Int32Array(0);
    let last = -1;
    for (const list of lists) if (list.length) last = Math.max(last, list[list.length - 1]);
    const has = new Uint8Array(last + 1);
    let count = 0;
    for (const list of lists) {
      for (let i = 0; i < list.length; i++) {
        if (!has[list[i]]) {
          has[list[i]] = 1;
          count++;
        }
      }
    }
    const out = new Int32Array(count);
    for (let id = 0, n = 0; n < count; id++) if (has[id]) out[n++] = id;
    return out;
  }

  /** @param {Int32Array} ids ascending @param {number} id @returns {number} position or -1 */
  function positionOf(ids, id) {
    const at = lastUpTo(ids, id);
    return at >= 0 && ids[at] === id ? at : -1;
  }

  /**
   * @param {ArrayLike<number|string>} sorted @param {number|string} value
   * @returns {number} place of the last element ≤ value, or -1
   */
  function lastUpTo(sorted, value) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  const api = {
    digitOf, decodeNumbers, decodeList, decodeRanges, intersect, unite, positionOf, lastUpTo
  };
  root.ZhPostings = api;
  if (typeof module !== "undefined" && module.exports) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
