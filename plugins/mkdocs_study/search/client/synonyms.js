/** Finds words in a query that have others of the same meaning. No DOM, no network. */
(function (root) {
  "use strict";

  const LATIN = /[a-z0-9]/;
  const LETTER = /[\p{L}\p{N}]/u;

  class Synonyms {
    /** @param {string} data a group a line, words between tabs: search/synonyms.py */
    constructor(data) {
      /** Words by their first unit, the longest first. @type {Map<string, [string, string[]][]>} */
      this._words = new Map();
      for (const line of data.split("\n")) {
        const group = line.split("\t");
        for (const word of group) {
          const list = this._words.get(word[0]) || [];
          list.push([word, group]);
          list.sort((a, b) => b[0].length - a[0].length);
          this._words.set(word[0], list);
        }
      }
    }

    /**
     * @param {string} folded a query
     * @returns {{from: string, to: string}[]} a word of the query, and one of the same meaning
     */
    alternatives(folded) {
      /** @type {{from: string, to: string}[]} */
      const out = [];
      for (let at = 0; at < folded.length; ) {
        const found = (this._words.get(folded[at]) || []).find(([word]) => standsAt(folded, word, at));
        const [from, group] = found || ["", []];
        for (const to of group) {
          const isNew = !out.some((other) => other.from === from && other.to === to);
          if (to !== from && isNew) out.push({ from, to });
        }
        at += from.length || 1;
      }
      return out;
    }
  }

  /**
   * Latin words count only as a whole; two characters in the middle of others may be no word
   * (中国企业, 国企).
   * @param {string} text @param {string} word @param {number} at
   */
  function standsAt(text, word, at) {
    const end = at + word.length;
    const isInside = LETTER.test(text.charAt(at - 1)) && LETTER.test(text.charAt(end));
    /** @param {number} i */
    const cuts = (i) => LATIN.test(text.charAt(i - 1)) && LATIN.test(text.charAt(i));
    return text.startsWith(word, at) && !cuts(at) && !cuts(end) && !(isInside && word.length < 3);
  }

  const api = { Synonyms };
  root.ZhSynonyms = api;
  if (typeof module !== "undefined" && module.exports) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
