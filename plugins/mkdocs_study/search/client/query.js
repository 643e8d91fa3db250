/**
 * Turns what a reader typed into a parsed query: words, exact phrases, exclusions, facets, and the
 * forms under which the whole counts as found. Touches no DOM, network or worker.
 */
(function (root) {
  "use strict";

  /** @type {typeof import("./text.js")} */
  const text =
    typeof module !== "undefined" && module.exports ? require("./text.js") : root.ZhText;

  /** Facet names that a reader types, and the names in the index. @type {Record<string, string>} */
  const FACETS = {
    类型: "type",
    专题: "track",
    标准: "standard",
    表率: "exemplar",
    纪律: "discipline",
    年份: "year",
    发布单位: "issuer"
  };
  const FACET = new RegExp("(^|\\s)(" + Object.keys(FACETS).join("|") + ")[:：]\\s*(\\S+)", "g");
  /** Quotes inside a sentence (“将来”应收账款) are punctuation: a phrase stands by itself. */
  const PHRASE = /(^|\s)(-?)["“”＂]([^"“”＂]+)["“”＂](?=\s|$)/g;
  const EXCLUDED = /(^|\s)-([^\s"“”＂-]\S*)/g;
  const REFERENCE = new RegExp(
    "^(.+?)第?(" + text.NUMERAL + ")条(?:之([一二三四五六七八九十百\\d]+))?" +
      "(?:第?" + text.NUMERAL + "款)?(?:第?" + text.NUMERAL + "项)?$"
  );
  const NOT_IN_KEY = /[^\p{L}\p{N}]+/gu;

  /** @param {string} folded @returns {string} as title_key of headings.py */
  function titleKey(folded) {
    return folded.replace(NOT_IN_KEY, "");
  }

  /** The longest title with a number; the pattern takes the square of a key's length. */
  const LONGEST_REFERENCE = 120;
  /** Nobody types more; what is pasted beyond is left out. */
  const LONGEST_QUERY = 1000;

  /** @param {string} key @returns {{title: string, article: string}[]} */
  function readReferences(key) {
    /** @type {{title: string, article: string}[]} */
    const readings = [];
    const match = key.length > LONGEST_REFERENCE ? null : REFERENCE.exec(key);
    if (!match) return readings;
    let title = match[1];
    let numeral = match[2];
    const suffix = match[3] ? text.parseNumeral(match[3]) : 0;
    for (;;) {
      const order = text.parseNumeral(numeral);
      if (order !== null && suffix !== null) {
        const article = suffix ? order + "-" + suffix : String(order);
        readings.push({ title: title.replace(/第$/, ""), article });
      }
      if (numeral.length < 2) return readings;
      title += numeral[0];
      numeral = numeral.slice(1);
    }
  }

  /**
   * @param {string} typed
   * @param {Map<string, string>} pairs fold table
   * @returns {Zh.Query}
   */
  function parseQuery(typed, pairs) {
    /** @param {string} part */
    const fold = (part) => text.foldBlock(part.trim(), pairs).text;
    /** @type {Zh.Form[]} */
    const phrases = [];
    /** @type {string[]} */
    const excluded = [];
    /** @type {string[]} */
    const facets = [];
    let rest = Array.from(typed.slice(0, 2 * LONGEST_QUERY)).slice(0, LONGEST_QUERY).join("").replace(FACET, (_, space, name, value) => {
      facets.push(FACETS[name] + ":" + titleKey(fold(value)));
      return space;
    });
    rest = rest.replace(PHRASE, (_, space, minus, phrase) => {
      if (minus) excluded.push(fold(phrase));
      else phrases.push({ text: fold(phrase), anyInfix: true });
      return space;
    });
    rest = rest.replace(EXCLUDED, (_, space, word) => {
      excluded.push(fold(word));
      return space;
    });
    const plain = fold(rest);
    /** @type {Zh.Form[]} */
    const forms = [];
    for (const form of [plain, text.closeGaps(plain)]) {
      if (form && !forms.some((f) => f.text === form)) forms.push({ text: form, anyInfix: false });
    }
    const bare = text
      .runsOf(text.closeGaps(plain))
      .map((run) => run.text)
      .join("");
    const hasBare = bare !== "" && !forms.some((f) => f.text === bare);
    const key = titleKey(fold(rest));
    const words = rest.split(/[\s，。；、？！,.;?!]+/).map(fold).filter(Boolean);
    // Characters set apart (党 章) are no words: together they are one.
    const isSpaced = words.length > 1 && words.every((word) => Array.from(word).length === 1);
    return {
      typed,
      plain,
      forms,
      bareForm: hasBare ? { text: bare, anyInfix: false } : null,
      phrases: phrases.filter((p) => p.text),
      excluded: excluded.filter(Boolean),
      facets,
      keywords: isSpaced && text.pairsOfRuns(text.runsOf(plain)).length ? [plain] : words,
      titleKey: phrases.length || excluded.length ? "" : key,
      references: phrases.length || excluded.length ? [] : readReferences(key)
    };
  }

  const api = { parseQuery, titleKey, FACETS };
  root.ZhQuery = api;
  if (typeof module !== "undefined" && module.exports) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
