/**
 * What a section is worth to a query: sums over posting lists for all sections, and the exact
 * figure for a section whose text is at hand. docs/dev/search.md gives formula and sources.
 * Touches no DOM, network or worker.
 */
(function (root) {
  "use strict";

  const inNode = typeof module !== "undefined" && !!module.exports;
  /** @type {typeof import("./text.js")} */
  const text = inNode ? require("./text.js") : root.ZhText;

  /** BM25 (search/index.py) and the mean of tf / (tf + norm) in each of the four steps. */
  const K1 = 1.2;
  const B = 0.75;
  const STEP_MEANS = [0.31, 0.47, 0.61, 0.75];
  /** Weights of the sums over lists, and of the figure from the text. */
  const LISTS = { pair: 1.3, heading: 0.65, latin: 2, authority: 2.2 };
  const TEXT = { pair: 1, char: 2, heading: 0.8, latin: 2, authority: 3, empty: -40 };
  /** Sums are cut to this, so that none reaches into the tier above its own. */
  const HIGHEST_SUM = 4000;
  /** Log of the sections of the corpus that the weights of authority were found on. */
  const TUNED_ON = 11.22;

  /**
   * Cut to 1/256, so that no two machines differ in a score.
   * @param {number} count sections @param {number} documents sections that have the term
   * @returns {number}
   */
  function idfOf(count, documents) {
    return Math.round(Math.log(1 + (count - documents + 0.5) / (documents + 0.5)) * 256) / 256;
  }

  /** @param {number} count sections @returns {number} what a step of authority weighs in a site of this size */
  function authorityScale(count) {
    return Math.round((Math.log(count + 1) / TUNED_ON) * 256) / 256;
  }

  /**
   * Calls back with ranges that do not overlap.
   * @param {[number, number][]} ranges ascending @param {(first: number, end: number) => void} take
   */
  function eachRange(ranges, take) {
    let done = 0;
    for (const [first, end] of ranges) {
      if (end > done) take(Math.max(first, done), end);
      done = Math.max(done, end);
    }
  }

  /** @param {[number, number][]} ranges @returns {number} sections that they cover */
  function coveredBy(ranges) {
    let covered = 0;
    eachRange(ranges, (first, end) => (covered += end - first));
    return covered;
  }

  /** Sums of term weights per section. */
  class Scores {
    /** @param {number} count of sections */
    constructor(count) {
      this._sums = new Float32Array(count);
      this._pairs = new Uint16Array(count);
      this._count = count;
      /** Pairs of the query that a section must hold to be ranked. */
      this.neededPairs = 0;
    }

    /** @param {Zh.PostingList} list @param {boolean} isPair */
    add(list, isPair) {
      const idf = idfOf(this._count, list.ids.length);
      const weight = (isPair ? LISTS.pair : LISTS.latin) * idf * (K1 + 1);
      const values = STEP_MEANS.map((mean) => mean * weight);
      const { ids, impacts } = list;
      for (let i = 0; i < ids.length; i++) {
        this._sums[ids[i]] += values[impacts[i] || 0];
        if (isPair) this._pairs[ids[i]]++;
      }
      if (!list.ranges.length) return;
      const own = LISTS.heading * idfOf(this._count, coveredBy(list.ranges));
      eachRange(list.ranges, (first, end) => {
        for (let id = first; id < end; id++) this._sums[id] += own;
      });
    }

    /** @param {number} id @returns {number} */
    of(id) {
      return this._sums[id];
    }

    /**
     * The highest sections by `value`, best first.
     * @param {number} limit @param {(id: number, sum: number) => number} value negative leaves a section out
     * @returns {{id: number, score: number}[]}
     */
    best(limit, value) {
      /** @type {{id: number, score: number}[]} */
      let kept = [];
      let least = 0;
      /** @param {{id: number, score: number}} a @param {{id: number, score: number}} b */
      const order = (a, b) => b.score - a.score || a.id - b.id;
      for (let id = 0; id < this._count; id++) {
        if (this._sums[id] <= 0 || this._pairs[id] < this.neededPairs) continue;
        const score = value(id, this._sums[id]);
        if (score <= 0 || (kept.length >= limit && score <= least)) continue;
        kept.push({ id, score });
        if (kept.length > limit * 4 + 64) {
          kept = kept.sort(order).slice(0, limit);
          least = kept[kept.length - 1].score;
        }
      }
      return kept.sort(order).slice(0, limit);
    }
  }

  /**
   * @typedef {object} Weights idf of what a query asks for
   * @property {Map<string, number>} pairs
   * @property {Map<string, number>} chars
   * @property {Map<string, number>} latin
   * @property {Map<string, number>} headings pairs, by the sections below headings that hold them
   */

  /** @param {Map<string, number>} map @param {string} key @param {number} by */
  function count(map, key, by) {
    map.set(key, (map.get(key) || 0) + by);
  }

  /**
   * BM25 on a section's own words, its headings, and how much its page is cited.
   * @param {string[]} blocks folded, the heading first
   * @param {string} heading folded headings above it and its own, one a line
   * @param {Weights} weights
   * @param {{averageLength: number, authority: number}} site
   * @returns {number}
   */
  function scoreText(blocks, heading, weights, site) {
    /** @type {Map<string, number>} */
    const pairs = new Map();
    /** @type {Map<string, number>} */
    const chars = new Map();
    /** @type {Map<string, number>} */
    const latin = new Map();
    let length = 0;
    for (const run of text.runsOf(blocks.join("\n"))) {
      if (run.kind === "latin") {
        length++;
        if (weights.latin.has(run.text)) count(latin, run.text, 1);
        continue;
      }
      let before = "";
      for (const char of run.text) {
        length++;
        if (weights.chars.has(char)) count(chars, char, 1);
        if (before && weights.pairs.has(before + char)) count(pairs, before + char, 1);
        before = char;
      }
    }
    const norm = K1 * (1 - B + (B * length) / site.averageLength);
    /** @param {Map<string, number>} counts @param {Map<string, number>} idf @returns {number} */
    const sum = (counts, idf) => {
      let total = 0;
      idf.forEach((weight, term) => {
        const tf = counts.get(term) || 0;
        if (tf) total += (weight * tf * (K1 + 1)) / (tf + norm);
      });
      return total;
    };
    let above = 0;
    weights.headings.forEach((weight, pair) => {
      if (heading.includes(pair)) above += weight;
    });
    return (
      TEXT.pair * sum(pairs, weights.pairs) +
      TEXT.char * sum(chars, weights.chars) +
      TEXT.latin * sum(latin, weights.latin) +
      TEXT.heading * above +
      TEXT.authority * site.authority +
      (blocks.length < 2 ? TEXT.empty : 0)
    );
  }

  const api = { Scores, scoreText, idfOf, authorityScale, coveredBy, HIGHEST_SUM, LISTS, TEXT, STEP_MEANS };
  root.ZhRanking = api;
  if (inNode) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
