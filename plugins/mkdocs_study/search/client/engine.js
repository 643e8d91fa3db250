/**
 * Answers a query from an open index: named targets, then literal hits proven on the text, then
 * sections that resemble it. Touches no DOM, network or worker: the same file runs in the worker,
 * in the page and in Node.
 */
(function (root) {
  "use strict";

  const inNode = typeof module !== "undefined" && !!module.exports;
  /** @type {typeof import("./text.js")} */
  const text = inNode ? require("./text.js") : root.ZhText;
  /** @type {typeof import("./shards.js")} */
  const shards = inNode ? require("./shards.js") : root.ZhShards;
  /** @type {typeof import("./postings.js")} */
  const postings = inNode ? require("./postings.js") : root.ZhPostings;
  /** @type {typeof import("./ranking.js")} */
  const ranking = inNode ? require("./ranking.js") : root.ZhRanking;
  /** @type {typeof import("./likeness.js")} */
  const likeness = inNode ? require("./likeness.js") : root.ZhLikeness;
  /** @type {typeof import("./literal.js")} */
  const literal = inNode ? require("./literal.js") : root.ZhLiteral;
  /** @type {typeof import("./targets.js")} */
  const targets = inNode ? require("./targets.js") : root.ZhTargets;
  /** @type {typeof import("./query.js")} */
  const queries = inNode ? require("./query.js") : root.ZhQuery;
  /** @type {typeof import("./snippet.js")} */
  const snippets = inNode ? require("./snippet.js") : root.ZhSnippet;

  /** Shares of a score: known targets above literal hits above words that only resemble. */
  const TIER_KNOWN = 80000;
  const TIER_EXACT = 40000;
  const TIER_WORD = 20000;
  const TIER_TITLE = 10000;
  const TIER_HEADING = 5000;
  /** Below a tier all sums are cut to this. */
  const HIGHEST_SUM = 4000;
  /** A query of so few pairs is a word: what only resembles it is shown if nothing contains it. */
  const SHORT_PAIRS = 3;
  const KEPT_ANSWERS = 40;

  /** @typedef {{id: number, score: number}} Entry */
  /** @param {Entry} a @param {Entry} b */
  const byScore = (a, b) => b.score - a.score || a.id - b.id;

  /**
   * Forms to try, one after the other, when the query as typed stands nowhere: without punctuation,
   * then with Latin runs inside longer ones.
   * @param {Zh.Query} query @returns {Zh.Form[][]}
   */
  function looserForms(query) {
    const looser = query.bareForm ? [[query.bareForm]] : [];
    const hasLatin = text.runsOf(query.plain).some((run) => run.kind === "latin");
    if (hasLatin) looser.push(query.forms.map((form) => ({ text: form.text, anyInfix: true })));
    return looser;
  }

  class Engine {
    /** @param {InstanceType<typeof shards.IndexReader>} reader */
    constructor(reader) {
      this.reader = reader;
      /** @type {Map<string, Promise<Zh.Result>>} */
      this._answers = new Map();
    }

    /**
     * @param {string} typed
     * @param {{limit?: number}} [options] limit: hits wanted, 10 by default
     * @returns {Promise<Zh.Result>}
     */
    search(typed, options) {
      const limit = (options && options.limit) || 10;
      const key = limit + " " + typed;
      let answer = this._answers.get(key);
      if (!answer) {
        answer = this._answer(typed, limit);
        shards.keep(this._answers, key, answer, KEPT_ANSWERS);
        answer.catch(() => this._answers.delete(key));
      }
      return answer;
    }

    /** @param {string} typed @param {number} limit @returns {Promise<Zh.Result>} */
    async _answer(typed, limit) {
      const { reader } = this;
      const query = await this._parse(typed);
      const allowed = await this._allowedPages(query.facets);
      /** @param {number} id */
      const passes = (id) => !allowed || allowed[reader.pageOf(id)] === 1;
      if (!query.phrases.length && !query.forms.length) return this._listPages(allowed, limit);
      const wanted = likeness.wantedTerms(query);
      const scores = await likeness.sumLists(reader, wanted);
      const known = (await targets.findTargets(reader, query)).filter(passes);
      let found = await this._literal(query, query.forms, scores, passes, limit);
      for (const forms of looserForms(query)) {
        if (found.hits.length || found.open) break;
        found = await this._literal(query, forms, scores, passes, limit);
      }
      const exact = new Set(found.hits.map((hit) => hit.id));
      const merged = found.hits.slice();
      for (const id of known) {
        const own = merged.find((hit) => hit.id === id);
        if (own) own.score += TIER_KNOWN;
        else merged.push({ id, score: TIER_KNOWN + Math.min(scores.of(id), HIGHEST_SUM) });
      }
      merged.sort(byScore);
      const isWord = query.keywords.length < 2 && wanted.pairs.length <= SHORT_PAIRS;
      if (merged.length < limit && !query.phrases.length && !(isWord && merged.length)) {
        const taken = new Set(merged.map((hit) => hit.id));
        merged.push(
          ...(await likeness.rank(reader, query, wanted, scores, (id) => passes(id) && !taken.has(id), limit - merged.length))
        );
      }
      const hits = await Promise.all(
        merged.slice(0, limit).map((entry) => this._present(query, entry, exact.has(entry.id), known.includes(entry.id)))
      );
      const isLiteral = found.total > 0;
      return {
        hits,
        total: isLiteral ? found.total : hits.length,
        totalExact: isLiteral ? !found.open : merged.length < limit,
        mode: known.length ? "known" : isLiteral ? "literal" : "ranked",
        also: [],
        facets: []
      };
    }

    /** @param {string} typed @returns {Promise<Zh.Query>} */
    async _parse(typed) {
      const query = queries.parseQuery(typed, this.reader.foldPairs);
      const whole = query.phrases.map((p) => p.text).concat(query.plain, query.excluded).join("\n");
      if (!(await this._hasStrangeCharacter(whole))) return query;
      await this.reader.loadFoldTable();
      return queries.parseQuery(typed, this.reader.foldPairs);
    }

    /**
     * Tells whether some Han character stands nowhere in the site, so that it may be a traditional
     * one. Pairs are looked up first: the search needs their lists anyway.
     * @param {string} words @returns {Promise<boolean>}
     */
    async _hasStrangeCharacter(words) {
      const { reader } = this;
      const runs = text.runsOf(words).filter((run) => run.kind === "han");
      /** @type {Set<string>} */
      const seen = new Set();
      await Promise.all(
        runs.map(async (run) => {
          for (const pair of text.pairsOf(run.text)) {
            if (reader.longCount("b", pair) || (await reader.lookup("b", pair))) Array.from(pair, (c) => seen.add(c));
          }
        })
      );
      const unseen = runs.map((run) => Array.from(run.text).filter((char) => !seen.has(char)).join("")).join("");
      if (!unseen) return false;
      const characters = await reader.characters();
      return Array.from(unseen).some((char) => !characters.has(char));
    }

    /** @param {string[]} facets @returns {Promise<Uint8Array|null>} 1 for pages that have all; null without facets */
    async _allowedPages(facets) {
      if (!facets.length) return null;
      const lists = await Promise.all(facets.map((facet) => this.reader.lookup("f", facet)));
      const counts = new Uint8Array(this.reader.pageStarts.length);
      for (const list of lists) if (list) list.ids.forEach((page) => counts[page]++);
      return counts.map((n) => (n === facets.length ? 1 : 0));
    }

    /**
     * The pages of a facet, for a query that names nothing else.
     * @param {Uint8Array|null} allowed @param {number} limit @returns {Promise<Zh.Result>}
     */
    async _listPages(allowed, limit) {
      /** @type {number[]} */
      const firsts = [];
      if (allowed) allowed.forEach((yes, page) => yes && firsts.push(this.reader.pageStarts[page]));
      const sections = await Promise.all(firsts.slice(0, limit).map((id) => this.reader.section(id)));
      const hits = sections.map((section) => snippets.presentHit(section, [], this.reader.foldPairs, 1, false, null));
      return { hits, total: firsts.length, totalExact: true, mode: "facet", also: [], facets: [] };
    }

    /**
     * @param {Zh.Query} query @param {Zh.Form[]} forms any of them counts
     * @param {InstanceType<typeof ranking.Scores>} scores @param {(id: number) => boolean} passes
     * @param {number} limit
     * @returns {Promise<{hits: Entry[], total: number, open: boolean}>}
     */
    async _literal(query, forms, scores, passes, limit) {
      const { reader } = this;
      /** @type {Zh.Form[][]} every inner list must be met by one of its forms */
      const demands = query.phrases.map((phrase) => [phrase]);
      if (forms.length) demands.push(forms);
      let proven = !query.excluded.length && demands.length === 1;
      /** @type {Int32Array|null} */
      let ids = null;
      for (const demand of demands) {
        const found = await Promise.all(demand.map((form) => literal.candidatesOf(reader, form)));
        proven = proven && found.every((f) => f.proven || !f.ids.length);
        const union = postings.unite(found.map((f) => f.ids));
        ids = ids ? postings.intersect(ids, union) : union;
        if (!ids.length) return { hits: [], total: 0, open: false };
      }
      const only = demands.length === 1 ? demands[0] : [];
      const isWord = await literal.wordSections(reader, only);
      const headings = await literal.headingSections(reader, only);
      const step = ranking.LISTS.authority * ranking.authorityScale(reader.sectionCount);
      /** @type {Entry[]} */
      const entries = [];
      for (const id of /** @type {Int32Array} */ (ids)) {
        if (!passes(id)) continue;
        const page = reader.pageOf(id);
        let score = TIER_EXACT + Math.min(scores.of(id) + step * reader.authority[page], HIGHEST_SUM);
        if (isWord(id)) score += TIER_WORD;
        if (headings.has(id)) score += reader.pageStarts[page] === id ? TIER_TITLE : TIER_HEADING;
        entries.push({ id, score });
      }
      entries.sort(byScore);
      if (proven) return { hits: entries.slice(0, limit), total: entries.length, open: false };
      return this._prove(query, demands, entries, limit);
    }

    /**
     * Reads candidates, best first, until `limit` of them are proven to meet all demands.
     * @param {Zh.Query} query @param {Zh.Form[][]} demands @param {Entry[]} entries @param {number} limit
     * @returns {Promise<{hits: Entry[], total: number, open: boolean}>}
     */
    async _prove(query, demands, entries, limit) {
      /** @type {Entry[]} */
      const hits = [];
      let at = 0;
      while (at < entries.length && hits.length < limit) {
        const batch = entries.slice(at, at + limit - hits.length);
        const sections = await Promise.all(batch.map((entry) => this.reader.section(entry.id)));
        sections.forEach((section, i) => {
          const folded = likeness.foldedBlocks(section, this.reader.foldPairs);
          const isMet = demands.every((forms) => forms.some((form) => literal.contains(folded, form.text)));
          if (isMet && !query.excluded.some((word) => literal.contains(folded, word))) hits.push(batch[i]);
        });
        at += batch.length;
      }
      return { hits, total: hits.length + entries.length - at, open: at < entries.length };
    }

    /**
     * @param {Zh.Query} query @param {Entry} entry @param {boolean} exact @param {boolean} known
     * @returns {Promise<Zh.Hit>}
     */
    async _present(query, entry, exact, known) {
      const section = await this.reader.section(entry.id);
      const forms = query.forms.concat(query.bareForm || [], query.phrases).map((form) => form.text);
      /** @type {string[]} */
      const parts = [];
      for (const run of text.runsOf(forms.join("\n"))) {
        if (run.kind === "han" && run.text.length > 1) parts.push(...text.pairsOf(run.text));
        else parts.push(run.text);
      }
      // A target that was named needs no marks: its own words are not what was typed.
      const needles = exact ? forms : known ? [] : query.keywords.concat(parts);
      return snippets.presentHit(
        section, needles, this.reader.foldPairs, entry.score, exact, known ? "known" : null
      );
    }
  }

  /**
   * Opens an index.
   * @param {Zh.Load} load brings a file's data by its name without .js
   * @param {string} manifestName
   * @returns {Promise<Engine>}
   */
  async function openEngine(load, manifestName) {
    return new Engine(new shards.IndexReader(await load(manifestName), load));
  }

  const api = { openEngine, Engine };
  root.ZhEngine = api;
  if (inNode) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
