/**
 * Other words for what was typed: of the same meaning, spelled in pinyin, or of the same sound; and
 * words that exist, to continue or to replace it. Touches no DOM, network or worker.
 */
(function (root) {
  "use strict";

  const inNode = typeof module !== "undefined" && !!module.exports;
  /** @type {typeof import("./text.js")} */
  const text = inNode ? require("./text.js") : root.ZhText;
  const MOST_WORDS = 4;
  const MOST_LOOKED_AT = 40;
  /** A whole sentence is ranked, not replaced. */
  const LONGEST = 12;
  /** Letters at the end, with the breaks that input methods put between syllables. */
  const SPELLED = /^(.*?)([a-z][a-zü' ]{0,39})$/;
  const LONGEST_SPELLED = 60;
  const MOST_COUNTED = 9999;
  /** 第23条 and 23条, and 第二十三条; without 第 a Chinese number is mostly none of an article. */
  const COUNTED = /第?(\d{1,4})(?=[编章节条款项])|第([一二三四五六七八九十百千零]+)(?=[编章节条款项])/g;

  /** @typedef {InstanceType<typeof import("./shards.js").IndexReader>} Reader */
  /** @typedef {{word: string, typed: string, why: Zh.Also["why"]}} Alternative */
  /** @typedef {InstanceType<typeof import("./lexicon.js").Lexicon>} Lexicon */
  /** @typedef {InstanceType<typeof import("./synonyms.js").Synonyms>} Synonyms */

  /** @returns {any} classes of scripts that are loaded only when other words are looked for */
  function wordScripts() {
    if (!inNode) return { Lexicon: root.ZhLexicon.Lexicon, Synonyms: root.ZhSynonyms.Synonyms };
    return { Lexicon: require("./lexicon.js").Lexicon, Synonyms: require("./synonyms.js").Synonyms };
  }

  class Alternatives {
    /** @param {Reader} reader @param {() => Promise<void>} loadScripts */
    constructor(reader, loadScripts) {
      this._reader = reader;
      this._loadScripts = loadScripts;
    }

    /**
     * @param {string} key @param {(data: any, scripts: any) => any} open
     * @returns {Promise<any>} null where the index has none
     */
    async _open(key, open) {
      const name = this._reader.manifest[key];
      if (!name) return null;
      await this._loadScripts();
      return this._reader.file(name, (data) => open(data, wordScripts()));
    }

    /** @returns {Promise<Lexicon|null>} */
    _lexicon() {
      return this._open("y", (data, { Lexicon }) => new Lexicon(data, this._reader.load));
    }

    /** @param {Zh.Query} query @returns {Promise<Alternative[]>} words of the same meaning */
    async sameMeaning(query) {
      if (query.plain.length > LONGEST) return [];
      /** @type {Synonyms|null} */
      const list = await this._open("e", (data, { Synonyms }) => new Synonyms(data));
      const found = list ? list.alternatives(query.plain) : [];
      return found.slice(0, MOST_WORDS).map(({ from, to }) => ({
        word: to, typed: query.plain.split(from).join(to), why: "synonym"
      }));
    }

    /** @param {string} plain folded @returns {Alternative[]} the same with its numbers written the other way */
    sameNumber(plain) {
      if (plain.length > LONGEST_SPELLED) return [];
      const word = plain.replace(COUNTED, (all, digits, han) => {
        const number = Number(digits) || (han && text.parseNumeral(han)) || 0;
        if (!number || number > MOST_COUNTED) return all;
        return "第" + (han ? String(number) : text.formatNumeral(number));
      });
      return word === plain ? [] : [{ word, typed: word, why: "number" }];
    }

    /** @param {string} plain folded @returns {Promise<Alternative[]>} words that the letters at its end spell */
    async spelled(plain) {
      const match = plain.length > LONGEST_SPELLED ? null : SPELLED.exec(plain);
      const lexicon = match && (await this._lexicon());
      if (!match || !lexicon) return [];
      const begun = match[1] && (await this._spelledAfter(lexicon, match[1], match[2]));
      if (begun && begun.length) return begun;
      const found = await lexicon.spelled(match[2], MOST_WORDS);
      return found.map(({ text: word }) => ({ word, typed: match[1] + word, why: "pinyin" }));
    }

    /**
     * Words that begin as typed and go on as spelled: 三会一ke.
     * @param {Lexicon} lexicon @param {string} han @param {string} letters @returns {Promise<Alternative[]>}
     */
    async _spelledAfter(lexicon, han, letters) {
      const before = await lexicon.lettersOf(han);
      const found = before ? await lexicon.spelled(before + "'" + letters, MOST_LOOKED_AT) : [];
      return found
        .filter((entry) => entry.text.startsWith(han))
        .slice(0, MOST_WORDS)
        .map(({ text: word }) => ({ word, typed: word, why: "pinyin" }));
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
      const lexicon = plain && plain.length <= LONGEST_SPELLED ? await this._lexicon() : null;
      if (!lexicon) return [];
      if (SPELLED.test(plain)) {
        const words = await this.spelled(plain);
        // What is only glued together may stand nowhere.
        return words.filter(({ word, typed }) => word === typed).map(({ word }) => word).slice(0, limit);
      }
      return (await lexicon.startingWith(plain, limit)).map((entry) => entry.text);
    }

    /** @param {string} plain folded @param {number} limit @returns {Promise<string[]>} words that exist and are like it */
    async nearest(plain, limit) {
      const lexicon = plain && plain.length <= LONGEST_SPELLED ? await this._lexicon() : null;
      return lexicon ? (await lexicon.near(plain, limit)).map((entry) => entry.text) : [];
    }
  }

  const api = { Alternatives };
  root.ZhAlternatives = api;
  if (inNode) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
