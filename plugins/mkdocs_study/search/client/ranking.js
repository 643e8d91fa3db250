/**
 * Sums what the terms of a query are worth to each section (BM25).
 * Touches no DOM, network or worker.
 */
(function (root) {
  "use strict";

  /** BM25 factor k1 + 1 and the number of steps it was cut into (search/index.py). */
  const TOP_FACTOR = 2.2;
  const LEVELS = 8;
  /** What a match in each class of terms is worth; docs/dev/search.md tells how they were found. */
  const WEIGHTS = { c: 1.2, b: 1.3, h: 0.8, l: 2 };
  /** Sections that hold all keywords of a query come before those that hold some. */
  const TIER_KEYWORDS = 1000;

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

    /** @param {Zh.PostingList} list @param {number} weight @param {boolean} isPair */
    add(list, weight, isPair) {
      const df = list.ids.length;
      const idf = Math.log(1 + (this._count - df + 0.5) / (df + 0.5));
      const step = (weight * idf * TOP_FACTOR) / LEVELS;
      const flat = weight * idf;
      const hasImpacts = list.impacts.length > 0;
      for (let i = 0; i < df; i++) {
        this._sums[list.ids[i]] += hasImpacts ? step * (list.impacts[i] + 0.5) : flat;
        if (isPair) this._pairs[list.ids[i]]++;
      }
    }

    /** @param {number} id @returns {number} */
    of(id) {
      return this._sums[id];
    }

    /**
     * The highest sections by `value`, best first.
     * @param {number} limit @param {(id: number) => number} value negative leaves a section out
     * @returns {{id: number, score: number}[]}
     */
    best(limit, value) {
      /** @type {{id: number, score: number}[]} */
      let kept = [];
      let least = 0;
      for (let id = 0; id < this._count; id++) {
        if (this._sums[id] <= 0 || this._pairs[id] < this.neededPairs) continue;
        if (this._sums[id] + TIER_KEYWORDS < least) continue;
        const score = value(id);
        if (score <= 0 || (kept.length >= limit && score <= least)) continue;
        kept.push({ id, score });
        if (kept.length > limit * 4 + 64) {
          kept = kept.sort((a, b) => b.score - a.score || a.id - b.id).slice(0, limit);
          least = kept[kept.length - 1].score;
        }
      }
      return kept.sort((a, b) => b.score - a.score || a.id - b.id).slice(0, limit);
    }
  }

  const api = { Scores, WEIGHTS, TIER_KEYWORDS };
  root.ZhRanking = api;
  if (typeof module !== "undefined" && module.exports) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
