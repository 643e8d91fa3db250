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
  const GROUP = 16;
  const KEPT_SHARDS = 600;
  const KEPT_LISTS = 400;
  const KEPT_CHARACTERS = 4;
  const IDF_STEPS = 2;
  /** Pairs, words and titles lie together in one class; titles end in this. */
  const TITLE_SUFFIX = "!";

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

  /** The index is of another format than this engine reads. */
  class FormatError extends Error {
    /** @param {unknown} found */
    constructor(found) {
      super("index format " + String(found) + ", engine reads " + FORMAT_VERSION);
      this.name = "FormatError";
    }
  }

  /**
   * @param {Map<string, any>} map @param {string} key @param {any} value
   * @param {number} limit the oldest goes when there are more
   */
  function keep(map, key, value, limit) {
    map.set(key, value);
    if (map.size > limit) map.delete(map.keys().next().value || "");
  }

  /** One open index. */
  class IndexReader {
    /**
     * @param {any} manifest the manifest's data
     * @param {Zh.Load} load brings a file's data by its name without .js
     * @throws {FormatError}
     */
    constructor(manifest, load) {
      if (!manifest || manifest.v !== FORMAT_VERSION) throw new FormatError(manifest && manifest.v);
      this.manifest = manifest;
      /** @type {Zh.Load} */
      this.load = load;
      /** Number of sections. @type {number} */
      this.sectionCount = manifest.n;
      /** Mean length of a section in tokens. @type {number} */
      this.averageLength = manifest.a;
      const sizes = postings.decodeNumbers(manifest.p);
      /** First section of each page, and at the end the number of sections. */
      this.pageStarts = new Int32Array(sizes.length + 1);
      sizes.forEach((size, i) => (this.pageStarts[i + 1] = this.pageStarts[i] + size));
      this._pages = new Int32Array(manifest.n);
      sizes.forEach((_, i) => this._pages.fill(i, this.pageStarts[i], this.pageStarts[i + 1]));
      /** How much each page is cited, in steps. */
      this.authority = Uint8Array.from(postings.decodeNumbers(manifest.q));
      this._firsts = decodeFrontCoded(manifest.k);
      const longKeys = decodeFrontCoded(manifest.K);
      const longCounts = postings.decodeNumbers(manifest.z);
      /** Terms whose list fills a file of its own. @type {Map<string, {number: number, documents: number}>} */
      this._long = new Map();
      longKeys.forEach((key, i) => this._long.set(key, { number: i, documents: longCounts[i] }));
      let start = 0;
      this._documentStarts = postings.decodeNumbers(manifest.s).map((step) => (start += step));
      /** Folds that the texts need. @type {Map<string, string>} */
      this.foldPairs = new Map();
      this._addFolds(manifest.x);
      /** @type {Map<string, Promise<any>>} */
      this._shards = new Map();
      /** @type {Map<string, Promise<Zh.PostingList|null>>} */
      this._lists = new Map();
      /** @type {Map<string, Promise<Zh.PostingList[]>>} */
      this._characterLists = new Map();
    }

    /** @param {string} pairs */
    _addFolds(pairs) {
      const chars = Array.from(pairs);
      for (let i = 0; i < chars.length; i += 2) this.foldPairs.set(chars[i], chars[i + 1]);
    }

    /**
     * A file of the index, decoded once.
     * @param {string} name without .js @param {(data: any) => any} decode
     * @returns {Promise<any>}
     */
    file(name, decode) {
      let shard = this._shards.get(name);
      if (!shard) {
        shard = this.load(name).then(decode);
        keep(this._shards, name, shard, KEPT_SHARDS);
        shard.catch(() => this._shards.delete(name));
      }
      return shard;
    }

    /** @param {"t"|"l"|"d"} series @param {number} number @returns {string} name of a file of a series */
    _nameOf(series, number) {
      const at = Math.floor(number / GROUP) * NAME_DIGITS;
      return series + this.manifest[series].slice(at, at + NAME_DIGITS) + (number % GROUP).toString(16);
    }

    /** Adds the traditional characters of the site's own characters to `foldPairs`. @returns {Promise<void>} */
    async loadFoldTable() {
      await this.file(this.manifest.f, (data) => this._addFolds(data));
    }

    /** @returns {Promise<Map<string, number>>} every Han character of the site with its idf */
    characters() {
      return this.file(this.manifest.r, (data) => {
        const found = new Map();
        const steps = postings.decodeNumbers(data[1]);
        let code = 0;
        postings.decodeNumbers(data[0]).forEach((gap, i) => {
          code += gap;
          found.set(String.fromCodePoint(code), steps[i] / IDF_STEPS);
        });
        return found;
      });
    }

    /** @param {string} cls @param {string} term @returns {number} sections of a term with a long list, else 0 */
    longCount(cls, term) {
      const long = this._long.get(cls + term);
      return long ? long.documents : 0;
    }

    /**
     * @param {string} name
     * @returns {Promise<{index: Map<string, number>, data: any, counts: number[]}>}
     */
    _termShard(name) {
      return this.file(name, (data) => {
        const index = new Map();
        decodeFrontCoded(data[0]).forEach((term, i) => index.set(term, i));
        return { index, data, counts: postings.decodeNumbers(data[1]) };
      });
    }

    /**
     * @param {string} cls @param {string} term
     * @returns {Promise<Zh.PostingList|null>} null if no section has the term
     */
    lookup(cls, term) {
      const key = cls + term;
      let list = this._lists.get(key);
      if (!list) {
        list = this._read(cls, term);
        keep(this._lists, key, list, KEPT_LISTS);
        list.catch(() => this._lists.delete(key));
      }
      return list;
    }

    /** @param {string} cls @param {string} term @returns {Promise<Zh.PostingList|null>} */
    async _read(cls, term) {
      const letter = "tw".includes(cls) ? "b" : cls;
      const stored = cls === "t" ? term + TITLE_SUFFIX : term;
      const key = letter + stored;
      const long = this._long.get(key);
      const number = long ? long.number : postings.lastUpTo(this._firsts, key);
      if (!long && (number < 0 || this._firsts[number][0] !== letter)) return null;
      const shard = await this._termShard(this._nameOf(long ? "l" : "t", number));
      const place = shard.index.get(stored);
      if (place === undefined) return null;
      const list = postings.decodeList(cls, shard.data[2], shard.counts, place);
      if (shard.data[3]) {
        list.ranges = postings.decodeRanges(shard.data[3], shard.data[4]).get(place) || [];
      }
      return list;
    }

    /**
     * Lists of a character: of the pairs that begin with it, and of where none does. The commonest
     * have a thousand, more than are kept one by one.
     * @param {string} char @returns {Promise<Zh.PostingList[]>}
     */
    characterLists(char) {
      let lists = this._characterLists.get(char);
      if (!lists) {
        lists = this._readCharacter(char);
        keep(this._characterLists, char, lists, KEPT_CHARACTERS);
        lists.catch(() => this._characterLists.delete(char));
      }
      return lists;
    }

    /** @param {string} char @returns {Promise<Zh.PostingList[]>} */
    async _readCharacter(char) {
      const isPair = (/** @type {string} */ term) => Array.from(term).length === 2 && !term.endsWith(TITLE_SUFFIX);
      const pairs = await this.termsFrom("b", char, isPair);
      const lists = await Promise.all(pairs.map((pair) => this._read("b", pair)).concat(this.lookup("c", char)));
      return /** @type {Zh.PostingList[]} */ (lists.filter(Boolean));
    }

    /**
     * Terms of a class that start with `prefix` (all of the class for an empty one) and pass.
     * @param {string} cls @param {string} prefix
     * @param {(term: string) => boolean} passes
     * @returns {Promise<string[]>}
     */
    async termsFrom(cls, prefix, passes) {
      const key = cls + prefix;
      const shards = [];
      for (let i = Math.max(postings.lastUpTo(this._firsts, key), 0); i < this._firsts.length; i++) {
        const first = this._firsts[i];
        if (first > key && !first.startsWith(key)) break;
        if (first[0] === cls) shards.push(this._termShard(this._nameOf("t", i)));
      }
      /** @type {string[]} */
      const found = [];
      for (const shard of await Promise.all(shards)) {
        for (const term of shard.index.keys()) if (term.startsWith(prefix) && passes(term)) found.push(term);
      }
      for (const long of this._long.keys()) {
        if (long.startsWith(key) && passes(long.slice(1))) found.push(long.slice(1));
      }
      return found;
    }

    /** @param {string} cls @returns {boolean} whether the index has terms of a class */
    has(cls) {
      return this._firsts.some((first) => first[0] === cls);
    }

    /** @param {number} id section @returns {number} its page */
    pageOf(id) {
      return this._pages[id];
    }

    /** @param {number} id section @returns {number} */
    documentShardOf(id) {
      return postings.lastUpTo(this._documentStarts, id);
    }

    /** @param {number} id @returns {Promise<Zh.SectionRecord>} */
    async section(id) {
      const number = this.documentShardOf(id);
      const start = this._documentStarts[number];
      const records = await this.file(this._nameOf("d", number), (data) => decodeDocuments(data, start));
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

  const api = { IndexReader, FormatError, FORMAT_VERSION, decodeFrontCoded, keep };
  root.ZhShards = api;
  if (typeof module !== "undefined" && module.exports) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
