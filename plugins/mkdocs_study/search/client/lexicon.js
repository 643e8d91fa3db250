/** Looks up titles, headings and words by beginning, spelling, sound (search/lexicon.py). */
(function (root) {
  "use strict";

  const inNode = typeof module !== "undefined" && module.exports;
  /** @type {typeof import("./spelling.js")} */
  const spelling = inNode ? require("./spelling.js") : root.ZhSpelling;

  const KINDS = ["term", "heading", "title"];
  const BAND = 14;
  const FIRST_WEIGHT = 48;
  const FULL_ROW = 12;
  const FILES = 6;
  const NOT_IN_KEY = /[^\p{L}\p{N}]+/gu;
  const blur = spelling.blur;

  /**
   * @typedef {{text: string, kind: "title"|"heading"|"term", weight: number}} Entry
   * @typedef {{text: string, weight: number, key: string, syllables: string[]}} Row
   * @typedef {[Row, number]} Graded low is good
   */

  /** @param {string} folded */
  function keyOf(folded) {
    return folded.toLowerCase().replace(NOT_IN_KEY, "");
  }

  /** Likeness of two lists by members and neighbours, 0–3. @param {string[]} a @param {string[]} b */
  function likeness(a, b) {
    /** @param {string[]} list */
    const pairs = (list) => list.slice(1).map((one, i) => list[i] + " " + one);
    /** @param {string[]} x @param {string[]} rest */
    const shared = (x, rest) =>
      x.filter((one) => {
        const at = rest.indexOf(one);
        if (at >= 0) rest.splice(at, 1);
        return at >= 0;
      }).length;
    return (2 * (2 * shared(pairs(a), pairs(b)) + shared(a, b.slice()))) / (a.length + b.length);
  }

  /** @param {string[][]} readings @returns {string[]} initials in all ways, at most 4 */
  function initialsOf(readings) {
    let out = [""];
    for (const list of readings.slice(0, FULL_ROW)) {
      const next = new Set();
      for (const start of out) for (const one of list) next.add(start + blur(one)[0]);
      out = Array.from(next).slice(0, 4);
    }
    return out;
  }

  class Lexicon {
    /** @param {any} directory the file under y in the manifest @param {Zh.Load} load */
    constructor(directory, load) {
      this._load = load;
      this._directory = directory;
      this._spelling = new spelling.Spelling(directory.y.split(" "));
      /** @type {Map<string, Promise<any>>} */
      this._files = new Map();
    }

    /** @param {string} name @param {(data: any) => any} decode @returns {Promise<any>} */
    _file(name, decode) {
      let file = this._files.get(name);
      if (!file) {
        file = this._load(name).then(decode);
        this._files.set(name, file);
        file.catch(() => this._files.delete(name));
      }
      return file;
    }

    /**
     * Rows that may start with `prefix`.
     * @param {"s"|"z"} table @param {string} prefix @param {number} most shards
     * @returns {Promise<Row[]>}
     */
    async _rows(table, prefix, most) {
      const names = this._directory[table][1].match(/.{8}/g) || [];
      const firsts = this._directory[table][0].split("\n");
      let at = 0;
      while (at + 1 < names.length && firsts[at + 1] <= prefix) at++;
      const loads = [];
      for (let i = at; i < names.length && loads.length < most; i++) {
        if (i > at && !firsts[i].startsWith(prefix)) break;
        loads.push(this._file(table + names[i], (data) => decode(data, table === "z")));
      }
      return /** @type {Row[]} */ ([]).concat(...(await Promise.all(loads)));
    }

    /** @param {string} han folded @returns {Promise<string>} how it is typed; "" if some character cannot be */
    async lettersOf(han) {
      const known = await this._readings();
      const letters = Array.from(han, (char) => (known.get(char) || [""])[0]);
      return letters.every(Boolean) ? letters.join("'") : "";
    }

    /** @param {string} han folded @param {number} limit @returns {Promise<Entry[]>} */
    async startingWith(han, limit) {
      const key = keyOf(han);
      const rows = key ? await this._rows("s", key, 3) : [];
      return best(rows.filter((row) => row.key.startsWith(key)).map((row) => [row, 0]), limit);
    }

    /**
     * @param {string} typed pinyin, initials or both mixed, the end perhaps unfinished
     * @param {number} limit @returns {Promise<Entry[]>}
     */
    async spelled(typed, limit) {
      const ways = this._spelling.cut(spelling.lettersOf(typed));
      /** @type {Graded[]} */
      const found = [];
      const most = this._files.size + FILES;
      for (const { pieces, cost } of ways) {
        if (found.length && (cost > ways[0].cost + 1 || this._files.size >= most)) break;
        const [initials] = initialsOf(pieces.map((one) => [one]));
        const wanted = spelling.piecesOf(pieces);
        const order = pieces.length > 1 ? initials : "1" + blur(pieces[0]);
        for (const row of await this._rows("z", order, 3)) {
          const grade = spelling.grade(row.syllables, wanted);
          if (grade >= 0) found.push([row, grade]);
        }
      }
      return best(found, limit);
    }

    /** @returns {Promise<Map<string, string[]>>} */
    _readings() {
      return this._file(this._directory.p, decodeReadings);
    }

    /**
     * Entries that are read so, or begin so, in other characters.
     * @param {string} han folded @param {number} limit @returns {Promise<Entry[]>}
     */
    async soundingLike(han, limit) {
      const key = keyOf(han);
      const known = await this._readings();
      const readings = Array.from(key, (char) => known.get(char) || []).filter((one) => one.length);
      if (readings.length < 2) return [];
      const pieces = readings.slice(0, FULL_ROW).map((options) => ({ options, whole: true }));
      /** @type {Graded[]} */
      const found = [];
      for (const order of initialsOf(readings)) {
        for (const row of await this._rows("z", order, 3)) {
          const grade = spelling.grade(row.syllables, pieces);
          if (grade >= 0 && !row.key.startsWith(key)) found.push([row, grade]);
        }
      }
      return best(found, limit);
    }

    /**
     * Entries that share most with what was typed.
     * @param {string} typed folded @param {number} limit @returns {Promise<Entry[]>}
     */
    async near(typed, limit) {
      const key = keyOf(typed);
      const chars = Array.from(key).slice(0, 24);
      if (/^[a-z]*$/.test(key)) return this._nearLetters(key, limit);
      const known = await this._readings();
      /** @param {string} char */
      const read = (char) => known.get(char) || [char];
      let rows = /** @type {Row[]} */ ([]);
      for (const order of initialsOf(chars.slice(0, 2).map(read))) {
        rows = rows.concat(await this._rows("z", order, 2));
      }
      for (let i = 0; i + 1 < chars.length; i += Math.ceil((chars.length - 1) / FILES)) {
        const same = await this._rows("s", chars[i] + chars[i + 1], 1);
        rows = rows.concat(same.filter((row) => row.key.startsWith(chars[i])));
      }
      /** @param {string} char */
      const heard = (char) => blur(read(char)[0]);
      return likest(rows, (row) => {
        const other = Array.from(row.key);
        return row.key === key
          ? 0
          : likeness(chars, other) + likeness(chars.map(heard), other.map(heard)) / 2;
      }, limit);
    }

    /** @param {string} letters @param {number} limit @returns {Promise<Entry[]>} */
    async _nearLetters(letters, limit) {
      let end = letters.length;
      let ways = this._spelling.cut(letters);
      while (!ways.length && end > 2) ways = this._spelling.cut(letters.slice(0, --end));
      if (!ways.length) return [];
      const [order] = initialsOf(ways[0].pieces.slice(0, 2).map((one) => [one]));
      const typed = Array.from(letters);
      return likest(await this._rows("z", order, 3), (row) =>
        likeness(typed, Array.from(row.syllables.join(""))), limit);
    }
  }

  /** @param {any} data @param {boolean} bySound @returns {Row[]} */
  function decode(data, bySound) {
    const last = bySound ? data[2].split("\n") : data[2];
    return data[0].split("\n").map((/** @type {string} */ one, /** @type {number} */ i) => ({
      text: bySound ? one : last[i] || one,
      weight: data[1].charCodeAt(i) - FIRST_WEIGHT,
      key: bySound ? keyOf(one) : one,
      syllables: bySound ? last[i].split(" ") : []
    }));
  }

  /** @param {any} data @returns {Map<string, string[]>} */
  function decodeReadings(data) {
    const names = data[0].split(" ");
    const readings = new Map();
    let code = 0;
    data[1].forEach((/** @type {number} */ step, /** @type {number} */ i) => {
      const char = String.fromCodePoint((code += step));
      const name = names[parseInt(data[2].substr(2 * i, 2), 36)];
      readings.set(char, (readings.get(char) || []).concat(name));
    });
    return readings;
  }

  /** @param {Row[]} rows @param {(row: Row) => number} score @param {number} limit */
  function likest(rows, score, limit) {
    const graded = rows.map((row) => /** @type {Graded} */ ([row, -score(row)]));
    return best(graded.filter((one) => one[1] < -1.2), limit);
  }

  /** @param {Graded[]} graded @param {number} limit @returns {Entry[]} */
  function best(graded, limit) {
    graded.sort(
      (a, b) => a[1] - b[1] || b[0].weight - a[0].weight || a[0].text.length - b[0].text.length
    );
    /** @type {Map<string, Entry>} */
    const out = new Map();
    for (const [{ text, weight }] of graded) {
      if (out.size >= limit) break;
      const kind = /** @type {Entry["kind"]} */ (KINDS[Math.floor(weight / BAND)]);
      if (!out.has(text)) out.set(text, { text, kind, weight });
    }
    return Array.from(out.values());
  }

  const api = { Lexicon };
  root.ZhLexicon = api;
  if (inNode) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
