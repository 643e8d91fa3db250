/**
 * Finds the sections that contain a string: candidates from posting lists, proof on the text.
 * Touches no DOM, network or worker.
 */
(function (root) {
  "use strict";

  const inNode = typeof module !== "undefined" && !!module.exports;
  /** @type {typeof import("./text.js")} */
  const text = inNode ? require("./text.js") : root.ZhText;
  /** @type {typeof import("./postings.js")} */
  const postings = inNode ? require("./postings.js") : root.ZhPostings;

  /** With this few candidates it is cheaper to read them than to load another long list. */
  const FEW_CANDIDATES = 64;
  const SHORT_RUN = 2;
  const NOTHING = new Int32Array(0);

  /** @typedef {InstanceType<typeof import("./shards.js").IndexReader>} Reader */
  /**
   * @typedef {object} Candidates
   * @property {Int32Array} ids
   * @property {boolean} proven every id is known to contain the form
   */

  /**
   * Terms of the index that a Latin run of a query can stand for.
   * @param {Reader} reader @param {string} run @param {boolean} isFirst @param {boolean} isLast
   * @param {boolean} anyInfix
   * @returns {Promise<string[]>}
   */
  async function latinTerms(reader, run, isFirst, isLast, anyInfix) {
    // 8年 may be the end of 2018年; a longer run that opens a query is taken for a whole one,
    // and looked for inside others only if nothing has it.
    const isTail = isFirst && !isLast && run.length <= SHORT_RUN;
    if (isTail || (anyInfix && (isFirst || isLast))) {
      return reader.termsFrom("l", "", (term) =>
        isFirst && isLast ? term.includes(run) : isFirst ? term.endsWith(run) : term.startsWith(run)
      );
    }
    if (isLast) return reader.termsFrom("l", run, () => true);
    return [run];
  }

  /**
   * Sections that may contain a form, from its terms alone.
   * @param {Reader} reader @param {Zh.Form} form @returns {Promise<Candidates>}
   */
  async function candidatesOf(reader, form) {
    const runs = text.runsOf(form.text);
    const isOneRun = runs.length === 1 && runs[0].text === form.text;
    /** @type {{cls: string, terms: string[]}[]} */
    const units = [];
    for (const run of runs) {
      if (run.kind === "latin") {
        const isLast = run.end === form.text.length;
        units.push({
          cls: "l",
          terms: await latinTerms(reader, run.text, run.start === 0, isLast, form.anyInfix)
        });
        continue;
      }
      const pairs = text.pairsOf(run.text);
      if (!pairs.length) units.push({ cls: "c", terms: [run.text] });
      for (const pair of new Set(pairs)) units.push({ cls: "b", terms: [pair] });
    }
    if (!units.length) return { ids: NOTHING, proven: true };
    // Short lists first; then long ones; characters, which take many files, last.
    /** @param {{cls: string, terms: string[]}} unit */
    const cost = (unit) => (unit.cls === "c" ? 1e9 : reader.longCount(unit.cls, unit.terms[0] || ""));
    units.sort((a, b) => cost(a) - cost(b));
    const proven = isOneRun && units.length === 1;
    const word = isOneRun && !proven && units[0].cls === "b" ? await reader.lookup("w", form.text) : null;
    /** @type {Int32Array|null} */
    let ids = null;
    for (const unit of units) {
      const isLong = cost(unit) > 0;
      // Sections known to have the string as a word are enough to begin with.
      if (ids && isLong && (ids.length <= FEW_CANDIDATES || (word && word.ids.length > FEW_CANDIDATES))) break;
      const lists =
        unit.cls === "c"
          ? await reader.characterLists(unit.terms[0])
          : await Promise.all(unit.terms.map((term) => reader.lookup(unit.cls, term)));
      const found = postings.unite(lists.map((list) => (list ? list.ids : NOTHING)));
      ids = ids ? postings.intersect(ids, found) : found;
      if (!ids.length) break;
    }
    return { ids: ids || NOTHING, proven };
  }

  /** @param {string[]} blocks folded @param {string} words folded @returns {boolean} */
  function contains(blocks, words) {
    return blocks.some((block) => block.includes(words));
  }

  /**
   * Tells which sections have a form as a word of its own.
   * @param {Reader} reader @param {Zh.Form[]} forms
   * @returns {Promise<(id: number) => boolean>}
   */
  async function wordSections(reader, forms) {
    /** @type {Zh.PostingList[]} */
    const lists = [];
    for (const form of forms) {
      const runs = text.runsOf(form.text);
      if (runs.length !== 1 || runs[0].kind !== "han" || runs[0].text !== form.text) continue;
      const length = text.pairsOf(form.text).length + 1;
      const list = length < 2 ? null : await reader.lookup(length === 2 ? "b" : "w", form.text);
      if (list) lists.push(list);
    }
    return (id) =>
      lists.some((list) => {
        const at = postings.positionOf(list.ids, id);
        return at >= 0 && (list.words.length === 0 || list.words[at] === 1);
      });
  }

  /**
   * Sections whose own heading holds all pairs of a form, as far as their lists are loaded anyway.
   * @param {Reader} reader @param {Zh.Form[]} forms
   * @returns {Promise<Set<number>>}
   */
  async function headingSections(reader, forms) {
    /** @type {Set<number>} */
    const found = new Set();
    for (const form of forms) {
      const pairs = text.pairsOfRuns(text.runsOf(form.text));
      const short = pairs.filter((pair) => !reader.longCount("b", pair));
      const lists = await Promise.all((short.length ? short : pairs).map((pair) => reader.lookup("b", pair)));
      const firsts = lists.map((list) => new Set((list ? list.ranges : []).map((range) => range[0])));
      if (firsts.length) firsts[0].forEach((id) => firsts.every((ids) => ids.has(id)) && found.add(id));
    }
    return found;
  }

  const api = { candidatesOf, contains, wordSections, headingSections, FEW_CANDIDATES };
  root.ZhLiteral = api;
  if (inNode) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
