/**
 * Other words for what was typed: of the same meaning, spelled in pinyin, or of the same sound; and
 * words that exist, to continue or to replace it. Touches no DOM, network or worker.
 */
(function (root) {
  "use strict";

  const inNode = typeof module !== "undefined" && !!module.exports;
  /** @type {typeof import("./text.js")} */
  const text = inNode ? require("./text.js") : root.ZhText;
  /** @type {typeof import("./lexicon.js")} */
  const lexicons = inNode ? require("./lexicon.js") : root.ZhLexicon;
  /** @type {typeof import("./synonyms.js")} */
  const synonyms = inNode ? require("./synonyms.js") : root.ZhSynonyms;

  const MOST_WORDS = 4;
  /** A whole sentence is ranked, not replaced. */
  const LONGEST = 12;
  /** Letters at the end, with the breaks that input methods put between syllables. */
  const SPELLED = /^(.*?)([a-z][a-zü' ]*)$/;

  /** @typedef {InstanceType<typeof import("./shards.js").IndexReader>} Reader */
  /** @typedef {{word: string, typed: string, why: Zh.Also["why"]}} Alternative */

  class Alternatives {
    /** @param {Reader} reader */
    constructor(reader) {
      this._reader = reader;
    }

    /** @param {string} key @param {(data: any) => any} open @returns {Promise<any>} null where the index has none */
    _open(key, open) {
      const name = this._reader.manifest[key];
      return name ? this._reader.file(name, open) : Promise.resolve(null);
    }

    /** @returns {Promise<InstanceType<typeof lexicons.Lexicon>|null>} */
    _lexicon() {
      return this._open("y", (data) => new lexicons.Lexicon(data, this._reader.load));
    }

    /** @param {Zh.Query} query @returns {Promise<Alternative[]>} words of the same meaning */
    async sameMeaning(query) {
      if (query.plain.length > LONGEST) return [];
      /** @type {InstanceType<typeof synonyms.Synonyms>|null} */
      const list = await this._open("e", (data) => new synonyms.Synonyms(data));
      const found = list ? list.alternatives(query.plain) : [];
      return found.slice(0, MOST_WORDS).map(({ from, to }) => ({
        word: to, typed: query.plain.split(from).join(to), why: "synonym"
      }));
    }

    /** @param {string} plain folded @returns {Promise<Alternative[]>} words that the letters at its end spell */
    async spelled(plain) {
      const match = SPELLED.exec(plain);
      const lexicon = match && (await this._lexicon());
      if (!match || !lexicon) return [];
      const found = await lexicon.spelled(match[2], MOST_WORDS);
      return found.map(({ text: word }) => ({ word, typed: match[1] + word, why: "pinyin" }));
    }

    /** @param {Zh.Query} query @returns {Promise<Alternative[]>} words of the same sound in other characters */
    async sameSound(query) {
      const runs = text.runsOf(query.plain);
      const isWord = runs.length === 1 && runs[0].text === query.plain && query.plain.length <= LONGEST;
      const lexicon = isWord && runs[0].kind === "han" ? await this._lexicon() : null;
      if (!lexicon) return [];
      const found = await lexicon.soundingLike(query.plain, MOST_WORDS);
      return found.map(({ text: word }) => ({ word, typed: word, why: "sound" }));
    }

    /** @param {string} plain folded @param {number} limit @returns {Promise<string[]>} what may be meant to be typed */
    async continuations(plain, limit) {
      const lexicon = plain ? await this._lexicon() : null;
      if (!lexicon) return [];
      if (SPELLED.test(plain)) return (await this.spelled(plain)).map(({ typed }) => typed).slice(0, limit);
      return (await lexicon.startingWith(plain, limit)).map((entry) => entry.text);
    }

    /** @param {string} plain folded @param {number} limit @returns {Promise<string[]>} words that exist and are like it */
    async nearest(plain, limit) {
      const lexicon = plain ? await this._lexicon() : null;
      return lexicon ? (await lexicon.near(plain, limit)).map((entry) => entry.text) : [];
    }
  }

  const api = { Alternatives };
  root.ZhAlternatives = api;
  if (inNode) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
