/**
 * Ranks sections that resemble a query: sums over posting lists choose a few document shards, and
 * all candidates in these are ranked again on their text. docs/dev/search.md tells why.
 * Touches no DOM, network or worker.
 */
(function (root) {
  "use strict";

  const inNode = typeof module !== "undefined" && !!module.exports;
  /** @type {typeof import("./text.js")} */
  const text = inNode ? require("./text.js") : root.ZhText;
  /** @type {typeof import("./postings.js")} */
  const postings = inNode ? require("./postings.js") : root.ZhPostings;
  /** @type {typeof import("./ranking.js")} */
  const ranking = inNode ? require("./ranking.js") : root.ZhRanking;
  /** @type {typeof import("./literal.js")} */
  const literal = inNode ? require("./literal.js") : root.ZhLiteral;

  /** With so many short lists the long ones are left out: they cost most and tell least. */
  const ENOUGH_LISTS = 3;
  /** Document shards that are read to rank on the text, and how many candidates are looked at. */
  const READ_SHARDS = 7;
  const DEPTH = 150;
  const SHORT_PAIRS = 4;
  /** Sections that hold all keywords of a query come before those that hold some. */
  const TIER_KEYWORDS = 5000;
  /** The heading of an article says nothing of the matter. */
  const ARTICLE = new RegExp("^第\\s*" + text.NUMERAL + "\\s*条");

  /** @typedef {InstanceType<typeof import("./shards.js").IndexReader>} Reader */
  /** @typedef {{pairs: string[], chars: string[], latin: string[], isShort: boolean}} Wanted */

  /** @param {Zh.Query} query @returns {Wanted} the terms that a query asks for, each once */
  function wantedTerms(query) {
    const pairs = new Set();
    const chars = new Set();
    const latin = new Set();
    const whole = query.phrases.map((phrase) => phrase.text).concat(query.keywords).join("\n");
    for (const run of text.runsOf(whole)) {
      if (run.kind === "latin") latin.add(run.text);
      else {
        for (const pair of text.pairsOf(run.text)) pairs.add(pair);
        for (const char of run.text) chars.add(char);
      }
    }
    const isShort = query.keywords.length === 1 && pairs.size <= SHORT_PAIRS;
    return { pairs: Array.from(pairs), chars: Array.from(chars), latin: Array.from(latin), isShort };
  }

  /** @param {Reader} reader @param {Wanted} wanted @returns {string[]} the pairs whose lists are read */
  function readPairs(reader, wanted) {
    const short = wanted.pairs.filter((pair) => !reader.longCount("b", pair));
    const long = wanted.pairs
      .filter((pair) => reader.longCount("b", pair))
      .sort((a, b) => reader.longCount("b", a) - reader.longCount("b", b));
    return short.concat(long.slice(0, Math.max(0, (wanted.isShort ? 1 : ENOUGH_LISTS) - short.length)));
  }

  /**
   * BM25 over pairs, headings and Latin runs, for all sections.
   * @param {Reader} reader @param {Wanted} wanted
   * @returns {Promise<InstanceType<typeof ranking.Scores>>}
   */
  async function sumLists(reader, wanted) {
    const scores = new ranking.Scores(reader.sectionCount);
    const pairs = readPairs(reader, wanted);
    const [ofPairs, ofLatin] = await Promise.all([
      Promise.all(pairs.map((pair) => reader.lookup("b", pair))),
      Promise.all(wanted.latin.map((run) => reader.lookup("l", run)))
    ]);
    for (const list of ofPairs) if (list) scores.add(list, true);
    for (const list of ofLatin) if (list) scores.add(list, false);
    if (!wanted.pairs.length) {
      for (const char of wanted.chars) {
        for (const list of await reader.characterLists(char)) scores.add(list, false);
      }
    }
    // A short query must share half of its pairs with a section; one of several words is enough.
    scores.neededPairs = wanted.isShort ? Math.ceil(pairs.length / 2) : Math.min(pairs.length, 1);
    return scores;
  }

  /**
   * @param {Reader} reader @param {Wanted} wanted
   * @returns {Promise<Parameters<typeof ranking.scoreText>[2]>}
   */
  async function weigh(reader, wanted) {
    const characters = await reader.characters();
    const read = new Set(readPairs(reader, wanted));
    /** @type {Map<string, number>} */
    const pairs = new Map();
    /** @type {Map<string, number>} */
    const headings = new Map();
    for (const pair of wanted.pairs) {
      const list = read.has(pair) ? await reader.lookup("b", pair) : null;
      const documents = list ? list.ids.length : reader.longCount("b", pair);
      if (documents) pairs.set(pair, ranking.idfOf(reader.sectionCount, documents));
      if (list && list.ranges.length) {
        headings.set(pair, ranking.idfOf(reader.sectionCount, ranking.coveredBy(list.ranges)));
      }
    }
    /** @type {Map<string, number>} */
    const chars = new Map();
    for (const char of wanted.chars) chars.set(char, characters.get(char) || 0);
    /** @type {Map<string, number>} */
    const latin = new Map();
    for (const run of wanted.latin) {
      const list = await reader.lookup("l", run);
      if (list) latin.set(run, ranking.idfOf(reader.sectionCount, list.ids.length));
    }
    return { pairs, chars, latin, headings };
  }

  /** @param {Zh.SectionRecord} section @param {Map<string, string>} folds @returns {string[]} folded, the heading first */
  function foldedBlocks(section, folds) {
    return section.blocks.map((block) => text.foldBlock(block, folds).text);
  }

  /**
   * Sections that resemble the query, best first.
   * @param {Reader} reader @param {Zh.Query} query @param {Wanted} wanted
   * @param {InstanceType<typeof ranking.Scores>} scores
   * @param {(id: number) => boolean} passes @param {number} limit
   * @returns {Promise<{id: number, score: number}[]>}
   */
  async function rank(reader, query, wanted, scores, passes, limit) {
    const scale = ranking.authorityScale(reader.sectionCount);
    const keywords = query.keywords.length > 1 ? query.keywords : [];
    const holders = await Promise.all(
      keywords.map((keyword) => literal.candidatesOf(reader, { text: keyword, anyInfix: false }))
    );
    const all = holders.length
      ? holders.map((holder) => holder.ids).reduce((a, b) => postings.intersect(a, b))
      : new Int32Array(0);
    const step = ranking.LISTS.authority * scale;
    const candidates = scores.best(Math.max(DEPTH, limit), (id, sum) => {
      if (!passes(id)) return -1;
      const tier = all.length && postings.positionOf(all, id) >= 0 ? TIER_KEYWORDS : 0;
      return Math.min(sum + step * reader.authority[reader.pageOf(id)], ranking.HIGHEST_SUM) + tier;
    });
    /** @type {Set<number>} */
    const read = new Set();
    const chosen = candidates.filter(({ id }) => {
      const shard = reader.documentShardOf(id);
      if (read.size < READ_SHARDS) read.add(shard);
      return read.has(shard);
    });
    const weights = await weigh(reader, wanted);
    const ranked = await Promise.all(
      chosen.map(async ({ id }) => {
        const section = await reader.section(id);
        const blocks = foldedBlocks(section, reader.foldPairs);
        if (query.excluded.some((word) => literal.contains(blocks, word))) return { id, score: -1 };
        const path = section.path.concat(ARTICLE.test(section.blocks[0]) ? [] : section.blocks[0]);
        const heading = path.map((part) => text.foldBlock(part, reader.foldPairs).text).join("\n");
        const score = ranking.scoreText(blocks, heading, weights, {
          averageLength: reader.averageLength,
          authority: reader.authority[reader.pageOf(id)] * scale
        });
        const hasAll = keywords.length && keywords.every((keyword) => literal.contains(blocks, keyword));
        return { id, score: Math.max(1, Math.min(score, ranking.HIGHEST_SUM)) + (hasAll ? TIER_KEYWORDS : 0) };
      })
    );
    const best = ranked.filter((entry) => entry.score > 0).sort((a, b) => b.score - a.score || a.id - b.id);
    if (best.length < limit && !query.excluded.length) {
      // Those whose text was not read follow in their first order, below all others.
      const least = best.length ? best[best.length - 1].score : 1;
      const rest = candidates.filter((entry) => !chosen.includes(entry)).slice(0, limit - best.length);
      rest.forEach(({ id }, i) => best.push({ id, score: Math.min(least, 1) / (i + 2) }));
    }
    return best.slice(0, limit);
  }

  const api = { wantedTerms, sumLists, rank, foldedBlocks };
  root.ZhLikeness = api;
  if (inNode) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
