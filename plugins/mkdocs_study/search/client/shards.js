/**
 * Reads index files (format 1, search/shards.py) through a loader and answers: where does a term
 * occur, what does a section say. Touches no DOM, network or worker.
 */
(function (root) {
  "use strict";

  /** @type {typeof import("./postings.js")} */
  const postings =
    typeof module !== "undefined" && module.exports ? require("./postings.js") : root.ZhPostings;

  const FORMAT_VERSION = 1;
  const NAME_DIGITS = 8;
  const KEPT_SHARDS = 600;
  const KEPT_LISTS = 400;
  /** @param {string} text @returns {string[]} */
  function decodeFrontCoded(text) {
    /** @type {string[]} */
    const terms = [];
    if (!text) return terms;
    let previous = "";
    for (const line of text.split("\n")) {
      previous = previous.slice(0, postings.digitOf(line)) + line.slice(1);
      terms.push(previous);
    }
    return terms;
  }

  /** @param {string} text @returns {string[]} */
  function splitNames(text) {
    const names = [];
    for (let i = 0; i < text.length; i += NAME_DIGITS) names.push(text.slice(i, i + NAME_DIGITS));
    return names;
  }

  /**
   * The index is of another format than this engine reads.
   */
  class FormatError extends Error {
    /** @param {unknown} found */
    constructor(found) {
      super("index format " + String(found) + ", engine reads " + FORMAT_VERSION);
      this.name = "FormatError";
    }
  }

  /**
   * @param {Map<string, any>} map
   * @param {string} key
   * @param {any} value
   * @param {number} limit
   */
  function keep(map, key, value, limit) {
    map.set(key, value);
    if (map.size <= limit) return;
    for (const oldest of map.keys()) {
      map.delete(oldest);
      return;
    }
  }

  /** One open index. */
  class IndexReader {
    /**
     * @param {any} manifest the manifest's data
     * @param {Zh.Load} load brings a file's data by its name without .js
     * @throws {FormatError}
     */
    constructor(manifest, load) {
      if (!manifest || manifest.v !== FORMAT_VERSION) {
        throw new FormatError(manifest && manifest.v);
      }
      /** Number of sections. @type {number} */
      this.sectionCount = manifest.n;
      /** Number of pages. @type {number} */
      this.pageCount = manifest.p;
      this._load = load;
      this._firsts = decodeFrontCoded(manifest.k);
      this._termNames = splitNames(manifest.h);
      this._sizes = postings.decodeNumbers(manifest.z);
      this._documentNames = splitNames(manifest.d);
      let start = 0;
      this._documentStarts = postings.decodeNumbers(manifest.s).map((step) => (start += step));
      this._foldName = manifest.f;
      /** Folds that the texts need. @type {Map<string, string>} */
      this.foldPairs = new Map();
      const chars = Array.from(/** @type {string} */ (manifest.x));
      for (let i = 0; i < chars.length; i += 2) this.foldPairs.set(chars[i], chars[i + 1]);
      /** @type {Map<string, Promise<any>>} */
      this._shards = new Map();
      /** @type {Map<string, Zh.PostingList|null>} */
      this._lists = new Map();
    }

    /**
     * @param {string} name
     * @param {(data: any) => any} decode
     * @returns {Promise<any>}
     */
    _shard(name, decode) {
      let shard = this._shards.get(name);
      if (!shard) {
        shard = this._load(name).then(decode);
        keep(this._shards, name, shard, KEPT_SHARDS);
        shard.catch(() => this._shards.delete(name));
      }
      return shard;
    }

    /** Adds the full table of traditional characters to `foldPairs`. @returns {Promise<void>} */
    async loadFoldTable() {
      const text = await this._shard(this._foldName, (data) => data);
      const chars = Array.from(/** @type {string} */ (text));
      for (let i = 0; i < chars.length; i += 2) this.foldPairs.set(chars[i], chars[i + 1]);
    }

    /** @param {string} key class letter and term @returns {number} shard that would hold it, or -1 */
    _shardOf(key) {
      let low = 0;
      let high = this._firsts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this._firsts[middle] <= key) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    }

    /**
     * Bytes of the shard that a term's list comes with; what a query planner weighs.
     * @param {string} cls @param {string} term @returns {number}
     */
    cost(cls, term) {
      const shard = this._shardOf(cls + term);
      return shard < 0 ? 0 : this._sizes[shard] * 64;
    }

    /** @param {number} number @returns {Promise<{index: Map<string, number>, counts: number[], lists: string}>} */
    _termShard(number) {
      return this._shard("t" + this._termNames[number], (data) => {
        const index = new Map();
        decodeFrontCoded(data[0]).forEach((term, i) => index.set(term, i));
        return { index, counts: postings.decodeNumbers(data[1]), lists: data[2] };
      });
    }

    /**
     * @param {string} cls @param {string} term
     * @returns {Promise<Zh.PostingList|null>} null if no section has the term
     */
    async lookup(cls, term) {
      const key = cls + term;
      const known = this._lists.get(key);
      if (known !== undefined) return known;
      const number = this._shardOf(key);
      let list = null;
      if (number >= 0 && this._firsts[number][0] === cls) {
        const shard = await this._termShard(number);
        const i = shard.index.get(term);
        if (i !== undefined) list = postings.decodeList(cls, shard.lists, shard.counts, i);
      }
      keep(this._lists, key, list, KEPT_LISTS);
      return list;
    }

    /**
     * Terms of a class that start with `prefix` (all of the class for an empty one) and pass.
     * @param {string} cls @param {string} prefix
     * @param {(term: string) => boolean} passes
     * @returns {Promise<string[]>}
     */
    async termsFrom(cls, prefix, passes) {
      /** @type {string[]} */
      const found = [];
      const first = Math.max(this._shardOf(cls + prefix), 0);
      for (let i = first; i < this._firsts.length; i++) {
        const start = this._firsts[i];
        if (start[0] > cls || (start[0] === cls && start.slice(1) > prefix && !start.slice(1).startsWith(prefix))) break;
        if (start[0] < cls) continue;
        const shard = await this._termShard(i);
        for (const term of shard.index.keys()) {
          if (term.startsWith(prefix) && passes(term)) found.push(term);
        }
      }
      return found;
    }

    /** @param {number} id section number @returns {number} */
    documentShardOf(id) {
      let low = 0;
      let high = this._documentStarts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this._documentStarts[middle] <= id) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    }

    /** @param {number} id @returns {Promise<Zh.SectionRecord>} */
    async section(id) {
      const number = this.documentShardOf(id);
      const start = this._documentStarts[number];
      const records = await this._shard("d" + this._documentNames[number], (data) =>
        decodeDocuments(data, start)
      );
      return records[id - start];
    }
  }

  /** @param {any} data @param {number} start @returns {Zh.SectionRecord[]} */
  function decodeDocuments(data, start) {
    /** @type {[number, string][]} */
    let above = data.a;
    let page = 0;
    return data.s.map((/** @type {any[]} */ row, /** @type {number} */ i) => {
      const blocks = row[3].split("\n");
      if (row[0] !== page) above = [];
      page = row[0];
      above = above.filter((entry) => entry[0] < row[1]);
      const record = {
        id: start + i,
        url: data.p[page][0],
        pageTitle: data.p[page][1],
        facets: data.p[page][2],
        path: above.map((entry) => entry[1]),
        level: row[1],
        anchor: row[2],
        blocks
      };
      if (row[1] > 1) above = above.concat([[row[1], blocks[0]]]);
      return record;
    });
  }

  const api = { IndexReader, FormatError, FORMAT_VERSION, decodeFrontCoded };
  root.ZhShards = api;
  if (typeof module !== "undefined" && module.exports) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
