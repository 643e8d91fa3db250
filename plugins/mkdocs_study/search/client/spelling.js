/** Cuts typed letters into pinyin and compares syllables (text/pinyin.py). No DOM, no network. */
(function (root) {
  "use strict";

  const INITIAL = /^(?:[zcs]h|[a-hj-tw-z])$/;
  const WAYS = 8;

  /**
   * @typedef {{options: string[], whole: boolean}} Piece readings, or the beginning of one
   * @typedef {{pieces: string[], cost: number}} Way
   */

  /** What southern slips leave of a syllable. @param {string} syllable */
  function blur(syllable) {
    return syllable
      .replace(/^([zcs])h/, "$1")
      .replace(/^n/, "l")
      .replace("v", "u")
      .replace(/([aei]n)g$/, "$1");
  }

  /** @param {string} typed @returns {string} letters, and apostrophes for all else */
  function lettersOf(typed) {
    return typed
      .toLowerCase()
      .replace(/ü|u:/g, "v")
      .replace(/([jqxy])v/g, "$1u")
      .replace(/[^a-z]+/g, "'")
      .replace(/^'|'$/g, "");
  }

  class Spelling {
    /** @param {string[]} syllables that occur */
    constructor(syllables) {
      this.syllables = syllables;
      this.known = new Set(syllables);
      this.blurred = new Set(syllables.map(blur));
    }

    /** @param {string} piece @param {boolean} atEnd @returns {number} 0 for what is no piece */
    cost(piece, atEnd) {
      if (this.known.has(piece)) return 1;
      if (INITIAL.test(piece)) return piece.length > 1 ? 2 : 1.5;
      if (this.blurred.has(blur(piece))) return 1.3;
      return atEnd && this.syllables.some((one) => one.startsWith(piece)) ? 1.2 : 0;
    }

    /**
     * Cuts letters into syllables and initials, the last perhaps unfinished; likeliest way first.
     * @param {string} letters of lettersOf @returns {Way[]}
     */
    cut(letters) {
      const end = letters.length;
      /** @type {Way[][]} */
      const ways = [];
      ways[end] = [{ pieces: [], cost: 0 }];
      for (let i = end - 1; i >= 0; i--) {
        ways[i] = letters[i] === "'" ? ways[i + 1] : [];
        for (let to = i + 1; to <= end && to <= i + 6 && letters[to - 1] !== "'"; to++) {
          const piece = letters.slice(i, to);
          const cost = this.cost(piece, to === end);
          for (const rest of cost ? ways[to] : []) {
            ways[i].push({ pieces: [piece].concat(rest.pieces), cost: rest.cost + cost });
          }
        }
        ways[i] = ways[i].sort((a, b) => a.cost - b.cost).slice(0, WAYS);
      }
      return end ? ways[0] : [];
    }
  }

  /**
   * How well a spelling begins with the pieces: 0 wholly, 1 but for the end of the last syllable,
   * 2 and goes on; 3 more if only the blurred syllables agree; -1 not.
   * @param {string[]} found @param {Piece[]} pieces
   */
  function grade(found, pieces) {
    let slips = 0;
    if (found.length < pieces.length) return -1;
    for (let i = 0; i < pieces.length; i++) {
      const { options, whole } = pieces[i];
      /** @param {string} a @param {string} b */
      const fits = (a, b) => (whole ? a === b : a.startsWith(b));
      if (options.some((option) => fits(found[i], option))) continue;
      if (!options.some((option) => fits(blur(found[i]), blur(option)))) return -1;
      slips = 3;
    }
    if (found.length > pieces.length) return slips + 2;
    const end = blur(found[found.length - 1]);
    const last = pieces[pieces.length - 1].options;
    return slips + (last.some((one) => INITIAL.test(one) || blur(one) === end) ? 0 : 1);
  }

  /** @param {string[]} cut @returns {Piece[]} all but the last are whole syllables or initials */
  function piecesOf(cut) {
    return cut.map((one, i) => ({
      options: [one],
      whole: i + 1 < cut.length && !INITIAL.test(one)
    }));
  }

  const api = { Spelling, blur, lettersOf, grade, piecesOf };
  root.ZhSpelling = api;
  if (typeof module !== "undefined" && module.exports) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
