/**
 * Folding and cutting of text exactly as the index was built (text/normalize.py, search/terms.py).
 * Touches no DOM, network or worker: the same file runs in the worker, in the page and in Node.
 */
(function (root) {
  "use strict";

  /** Unicode script Han, both ends included: the table of text/normalize.py. */
  const HAN_RANGES = [
    0x2e80, 0x2e99, 0x2e9b, 0x2ef3, 0x2f00, 0x2fd5, 0x3005, 0x3005, 0x3007, 0x3007, 0x3021, 0x3029,
    0x3038, 0x303b, 0x3400, 0x4dbf, 0x4e00, 0x9fff, 0xf900, 0xfa6d, 0xfa70, 0xfad9, 0x20000, 0x2a6df,
    0x2a700, 0x2ee5d, 0x2f800, 0x2fa1d, 0x30000, 0x323af
  ];
  const IGNORABLE = /[\u00ad\u200b\u200c\u200d\u2060\ufeff]/;
  const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

  /** @param {number} code @returns {boolean} */
  function isHanCode(code) {
    if (code >= 0x4e00 && code <= 0x9fff) return true;
    if (code < 0x2e80) return false;
    for (let i = 0; i < HAN_RANGES.length; i += 2) {
      if (code >= HAN_RANGES[i] && code <= HAN_RANGES[i + 1]) return true;
    }
    return false;
  }

  /** @param {string} char one code point @returns {boolean} */
  function isWordChar(char) {
    return LETTER_OR_DIGIT.test(char);
  }

  /**
   * @typedef {object} Folded
   * @property {string} text the folded text
   * @property {number[]} at for each UTF-16 unit of `text` its offset in the original, and at the
   *   end the original's length
   */

  /**
   * Folds one block of text (a paragraph, a heading, a query).
   * @param {string} original
   * @param {Map<string, string>} pairs characters whose fold needs a table (traditional, radicals)
   * @returns {Folded}
   */
  function foldBlock(original, pairs) {
    /** @type {string[]} */
    const out = [];
    /** @type {number[]} */
    const at = [];
    let gapAt = -1;
    let isAfterHan = false;
    let gap = "";
    for (let i = 0; i < original.length; ) {
      const code = /** @type {number} */ (original.codePointAt(i));
      const char = String.fromCodePoint(code);
      const start = i;
      i += char.length;
      if (IGNORABLE.test(char)) continue;
      if (/\s/.test(char)) {
        if (gapAt < 0) gapAt = start;
        gap += " ";
        continue;
      }
      const folded = foldChar(char, pairs);
      const isHan = isHanCode(/** @type {number} */ (folded.codePointAt(0)));
      if (gapAt >= 0) {
        if (!(isAfterHan && isHan)) {
          for (let k = 0; k < gap.length; k++) {
            out.push(" ");
            at.push(gapAt + k);
          }
        }
        gapAt = -1;
        gap = "";
      }
      out.push(folded);
      for (let k = 0; k < folded.length; k++) at.push(start);
      isAfterHan = isHan;
    }
    at.push(original.length);
    return { text: out.join(""), at };
  }

  /**
   * @param {string} char one code point
   * @param {Map<string, string>} pairs
   * @returns {string} one code point
   */
  function foldChar(char, pairs) {
    const code = /** @type {number} */ (char.codePointAt(0));
    if (code >= 0x4e00 && code <= 0x9fff) return pairs.get(char) || char;
    if (code >= 0xff01 && code <= 0xff5e) char = String.fromCharCode(code - 0xfee0);
    const lower = char.toLowerCase();
    if (Array.from(lower).length === 1) char = lower;
    return pairs.get(char) || char;
  }

  /**
   * @typedef {object} Run
   * @property {"han"|"latin"} kind
   * @property {string} text
   * @property {number} start offset in UTF-16 units
   * @property {number} end
   */

  /**
   * Cuts folded text into its runs of Han characters and of letters and digits.
   * @param {string} text
   * @returns {Run[]}
   */
  function runsOf(text) {
    /** @type {Run[]} */
    const runs = [];
    /** @type {Run|null} */
    let run = null;
    for (let i = 0; i < text.length; ) {
      const char = String.fromCodePoint(/** @type {number} */ (text.codePointAt(i)));
      /** @type {"han"|"latin"|null} */
      const kind = isHanCode(/** @type {number} */ (char.codePointAt(0)))
        ? "han"
        : isWordChar(char)
          ? "latin"
          : null;
      if (run && run.kind === kind) {
        run.text += char;
        run.end = i + char.length;
      } else {
        run = kind ? { kind, text: char, start: i, end: i + char.length } : null;
        if (run) runs.push(run);
      }
      i += char.length;
    }
    return runs;
  }

  /** @param {string} han @returns {string[]} overlapping pairs of characters */
  function pairsOf(han) {
    const chars = Array.from(han);
    const pairs = [];
    for (let i = 0; i + 1 < chars.length; i++) pairs.push(chars[i] + chars[i + 1]);
    return pairs;
  }

  /** @param {Run[]} runs @returns {string[]} the pairs of all Han runs */
  function pairsOfRuns(runs) {
    return runs.reduce((all, run) => (run.kind === "han" ? all.concat(pairsOf(run.text)) : all), /** @type {string[]} */ ([]));
  }

  /**
   * Drops white space that touches a Han character: 第 54 条 → 第54条.
   * @param {string} folded
   * @returns {string}
   */
  function closeGaps(folded) {
    let out = "";
    for (const part of folded.split(/( +)/)) {
      if (/^ +$/.test(part)) {
        out += part;
        continue;
      }
      const before = out.replace(/ +$/, "");
      if (before !== out && part) {
        const touches =
          isHanCode(/** @type {number} */ (part.codePointAt(0))) || (before && endsInHan(before));
        if (touches) out = before;
      }
      out += part;
    }
    return out.trim();
  }

  /** @param {string} text @returns {boolean} */
  function endsInHan(text) {
    const chars = Array.from(text.slice(-2));
    return isHanCode(/** @type {number} */ (chars[chars.length - 1].codePointAt(0)));
  }

  const DIGITS = "〇零一二三四五六七八九";
  const NUMERAL = "[〇零一二两三四五六七八九十百千万\\d]+";

  /**
   * Reads a Chinese or Arabic whole number: 一百二十, 一二〇, 120.
   * @param {string} text
   * @returns {number|null}
   */
  function parseNumeral(text) {
    if (/^\d+$/.test(text)) return Number(text);
    if (/^[〇零一二三四五六七八九]{2,}$/.test(text) && !/^零/.test(text)) {
      return Number(Array.from(text, (c) => Math.max(0, DIGITS.indexOf(c) - 1)).join(""));
    }
    let total = 0;
    let section = 0;
    let digit = -1;
    for (const char of text) {
      const value = char === "两" ? 2 : DIGITS.indexOf(char);
      if (value >= 0) {
        digit = char === "两" ? 2 : Math.max(0, value - 1);
        continue;
      }
      const unit = { 十: 10, 百: 100, 千: 1000, 万: 10000 }[char];
      if (!unit) return null;
      if (unit === 10000) {
        total += (section + Math.max(digit, 0)) * unit;
        section = 0;
      } else {
        section += (digit < 0 ? 1 : digit) * unit;
      }
      digit = -1;
    }
    return total + section + Math.max(digit, 0);
  }

  /** @param {number} number from 1 to 9999 @returns {string} as format_numeral of numerals.py writes it */
  function formatNumeral(number) {
    let written = "";
    for (const [unit, name] of /** @type {[number, string][]} */ ([[1000, "千"], [100, "百"], [10, "十"], [1, ""]])) {
      const digit = Math.floor(number / unit) % 10;
      if (digit) written += DIGITS[digit + 1] + name;
      else if (written && !written.endsWith("零")) written += "零";
    }
    return written.replace(/零$/, "").replace(/^一十/, "十");
  }

  const api = {
    isHanCode,
    isWordChar,
    foldBlock,
    runsOf,
    pairsOf,
    pairsOfRuns,
    closeGaps,
    parseNumeral,
    formatNumeral,
    NUMERAL
  };
  root.ZhText = api;
  if (typeof module !== "undefined" && module.exports) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
