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
  /** @type {typeof import("./alternatives.js")} */
  const alternatives = inNode ? require("./alternatives.js") : root.ZhAlternatives;
  /** @type {typeof import("./facets.js")} */
  const facets = inNode ? require("./facets.js") : root.ZhFacets;
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
  /** Hits of other words: below those of the words typed, which they are scaled down from. */
  const TIER_ALSO = 10000;
  const ALSO_SHARE = 0.1;
  const ALSO_STEP = 500;
  /** A query of so few pairs is a word: what only resembles it is shown if nothing contains it. */
  const SHORT_PAIRS = 3;
  const KEPT_ANSWERS = 40;

  /** @typedef {{id: number, score: number, via?: string}} Entry */
  /**
   * @typedef {object} Found
   * @property {Entry[]} hits
   * @property {number} total
   * @property {boolean} open candidates are left unproven
   * @property {Map<number, number>} pages candidates in each page
   */
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

  /** @typedef {{forms: string[], parts: string[]}} Marked what is marked in exact hits, and in others */

  /** @param {Zh.Query} query @returns {Marked} */
  function markedOf(query) {
    const forms = query.forms.concat(query.bareForm || [], query.phrases).map((form) => form.text);
    /** @type {string[]} */
    const parts = query.keywords.slice();
    for (const run of text.runsOf(forms.join("\n"))) {
      if (run.kind === "han" && run.text.length > 1) parts.push(...text.pairsOf(run.text));
      else parts.push(run.text);
    }
    return { forms, parts };
  }

  class Engine {
    /**
     * @param {InstanceType<typeof shards.IndexReader>} reader
     * @param {() => Promise<void>} loadWords makes synonyms.js, spelling.js and lexicon.js ready
     */
    constructor(reader, loadWords) {
      this.reader = reader;
      this.others = new alternatives.Alternatives(reader, loadWords);
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
      const allowed = await facets.allowedPages(reader, query.facets);
      /** @param {number} id */
      const passes = (id) => !allowed || allowed.has(reader.pageOf(id));
      if (!query.phrases.length && !query.forms.length) {
        return this._listPages(await this._withoutExcluded(allowed || new Set(), query), limit);
      }
      const wanted = likeness.wantedTerms(query);
      const scores = await likeness.sumLists(reader, wanted);
      const known = (await targets.findTargets(reader, query)).filter(passes);
      let found = await this._literal(query, query.forms, scores, passes, limit);
      for (const forms of looserForms(query)) {
        if (found.total) break;
        found = await this._literal(query, forms, scores, passes, limit);
      }
      const merged = found.hits.slice();
      for (const id of known) {
        const own = merged.find((hit) => hit.id === id);
        if (own) own.score += TIER_KNOWN;
        else merged.push({ id, score: TIER_KNOWN + Math.min(scores.of(id), ranking.HIGHEST_SUM) });
      }
      const taken = new Set(merged.map((hit) => hit.id));
      /** @param {number} id */
      const isNew = (id) => passes(id) && !taken.has(id);
      const other =
        merged.length < limit && !query.phrases.length
          ? await this._otherWords(query, !merged.length, isNew, limit)
          : { hits: [], also: [], total: 0, open: false };
      merged.push(...other.hits);
      other.hits.forEach((hit) => taken.add(hit.id));
      merged.sort(byScore);
      const isWord = query.keywords.length < 2 && wanted.pairs.length <= SHORT_PAIRS;
      if (merged.length < limit && !query.phrases.length && !(isWord && merged.length)) {
        merged.push(...(await likeness.rank(reader, query, wanted, scores, isNew, limit - merged.length)));
      }
      const exact = new Set(found.hits.map((hit) => hit.id));
      const marked = markedOf(query);
      const hits = await Promise.all(
        merged.slice(0, limit).map((entry) => this._present(marked, entry, exact.has(entry.id), known.includes(entry.id)))
      );
      const isLiteral = found.total > 0;
      const isOther = !isLiteral && other.hits.length > 0;
      return {
        hits,
        total: isLiteral ? found.total : isOther ? other.total : hits.length,
        totalExact: isLiteral ? !found.open : isOther ? !other.open : merged.length < limit,
        mode: known.length ? "known" : isLiteral ? "literal" : isOther ? "also" : "ranked",
        also: other.also,
        facets: await facets.countFacets(reader, found.pages)
      };
    }

    /**
     * Hits of words of the same meaning, and where nothing has the words as typed, of words that
     * they spell or sound like.
     * @param {Zh.Query} query @param {boolean} isNothing no hit so far
     * @param {(id: number) => boolean} passes @param {number} limit
     * @returns {Promise<{hits: Entry[], also: Zh.Also[], total: number, open: boolean}>}
     */
    async _otherWords(query, isNothing, passes, limit) {
      const { others } = this;
      const sameMeaning = others.sameNumber(query.plain).concat(await others.sameMeaning(query));
      let words = sameMeaning.concat(await others.spelled(query.plain));
      if (isNothing && !words.length) words = await others.sameSound(query);
      /** @type {Map<number, Entry>} */
      const hits = new Map();
      /** @type {Zh.Also[]} */
      const also = [];
      let total = 0;
      let open = false;
      // Where the word does not fit into the rest of the query (党的二十大), it is asked for by itself.
      const alone = words.filter((each) => each.why === "synonym" && each.word !== each.typed);
      for (const { word, typed, why } of words.concat(alone.map((each) => Object.assign({}, each, { typed: each.word })))) {
        if (also.some((each) => each.word === word)) continue;
        const other = Object.assign(await this._parse(typed), { excluded: query.excluded });
        const scores = await likeness.sumLists(this.reader, likeness.wantedTerms(other));
        const found = await this._literal(other, other.forms, scores, passes, limit);
        const named = (await targets.findTargets(this.reader, other)).filter(passes);
        const entries = named.map((id) => ({ id, score: TIER_KNOWN })).concat(found.hits);
        if (!entries.length) continue;
        const below = TIER_ALSO - also.length * ALSO_STEP;
        for (const { id, score } of entries) {
          if (!hits.has(id)) hits.set(id, { id, score: below + (score - TIER_EXACT) * ALSO_SHARE, via: word });
        }
        total += found.total;
        open = open || found.open || also.length > 0;
        also.push({ word, why });
      }
      return { hits: Array.from(hits.values()), also, total: open ? total : hits.size, open };
    }

    /**
     * Titles, headings and frequent words that continue what is typed, or that it spells.
     * @param {string} typed @param {number} limit @returns {Promise<string[]>}
     */
    async suggest(typed, limit) {
      return this.others.continuations((await this._parse(typed)).plain, limit);
    }

    /**
     * Words that exist, for one that was not found.
     * @param {string} typed @param {number} limit @returns {Promise<string[]>}
     */
    async nearest(typed, limit) {
      return this.others.nearest((await this._parse(typed)).plain, limit);
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
        text.pairsOfRuns(runs).map(async (pair) => {
          if (reader.longCount("b", pair) || (await reader.lookup("b", pair))) Array.from(pair, (c) => seen.add(c));
        })
      );
      const unseen = runs.map((run) => Array.from(run.text).filter((char) => !seen.has(char)).join("")).join("");
      if (!unseen) return false;
      const characters = await reader.characters();
      return Array.from(unseen).some((char) => !characters.has(char));
    }

    /**
     * @param {Set<number>} pages @param {Zh.Query} query
     * @returns {Promise<Set<number>>} those of the pages that hold none of the excluded words
     */
    async _withoutExcluded(pages, query) {
      if (!pages.size) return pages;
      const left = new Set(pages);
      for (const word of query.excluded) {
        const other = queries.parseQuery('"' + word + '"', this.reader.foldPairs);
        const none = new ranking.Scores(this.reader.sectionCount);
        const inside = (/** @type {number} */ id) => pages.has(this.reader.pageOf(id));
        const found = await this._literal(other, [], none, inside, this.reader.sectionCount);
        for (const { id } of found.hits) left.delete(this.reader.pageOf(id));
      }
      return left;
    }

    /**
     * The pages of a facet, for a query that names nothing else.
     * @param {Set<number>} allowed @param {number} limit @returns {Promise<Zh.Result>}
     */
    async _listPages(allowed, limit) {
      const firsts = Array.from(allowed, (page) => this.reader.pageStarts[page]).sort((a, b) => a - b);
      const sections = await Promise.all(firsts.slice(0, limit).map((id) => this.reader.section(id)));
      const hits = sections.map((section) => snippets.presentHit(section, [], this.reader.foldPairs, 1, false, null));
      const pages = new Map(firsts.map((id) => [this.reader.pageOf(id), 1]));
      const counts = await facets.countFacets(this.reader, pages);
      return { hits, total: firsts.length, totalExact: true, mode: "facet", also: [], facets: counts };
    }

    /**
     * @param {Zh.Query} query @param {Zh.Form[]} forms any of them counts
     * @param {InstanceType<typeof ranking.Scores>} scores @param {(id: number) => boolean} passes
     * @param {number} limit
     * @returns {Promise<Found>}
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
        if (!ids.length) return { hits: [], total: 0, open: false, pages: new Map() };
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
        let score = TIER_EXACT + Math.min(scores.of(id) + step * reader.authority[page], ranking.HIGHEST_SUM);
        if (isWord(id)) score += TIER_WORD;
        if (headings.has(id)) score += reader.pageStarts[page] === id ? TIER_TITLE : TIER_HEADING;
        entries.push({ id, score });
      }
      entries.sort(byScore);
      const best = entries.slice(0, limit);
      if (forms.length && entries.length < limit && !query.phrases.length) {
        // Other words will be wanted as well. The texts are asked for first: a worker stands still
        // while it loads the scripts for them.
        for (const { id } of best) reader.section(id).catch(() => null);
        this.others.sameMeaning(query).catch(() => []);
      }
      /** @type {Map<number, number>} */
      const pages = new Map();
      const found = proven
        ? { hits: best, total: entries.length, open: false }
        : await this._prove(query, demands, entries, limit);
      for (const { id } of found.open || proven ? entries : found.hits) {
        const page = reader.pageOf(id);
        pages.set(page, (pages.get(page) || 0) + 1);
      }
      return Object.assign(found, { pages });
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
     * @param {Marked} marked @param {Entry} entry @param {boolean} exact @param {boolean} known
     * @returns {Promise<Zh.Hit>}
     */
    async _present(marked, entry, exact, known) {
      const section = await this.reader.section(entry.id);
      // A target that was named needs no marks: its own words are not what was typed.
      const needles = exact ? marked.forms : known ? [] : entry.via ? [entry.via] : marked.parts;
      return Object.assign(
        snippets.presentHit(section, needles, this.reader.foldPairs, entry.score, exact, known ? "known" : null),
        { via: entry.via || "" }
      );
    }
  }

  /**
   * Opens an index.
   * @param {Zh.Load} load brings a file's data by its name without .js
   * @param {string} manifestName
   * @param {() => Promise<void>} [loadWords] runs the scripts that look for other words, once
   * @returns {Promise<Engine>}
   */
  async function openEngine(load, manifestName, loadWords) {
    const reader = new shards.IndexReader(await load(manifestName), load);
    /** @type {Promise<void>|null} */
    let words = null;
    return new Engine(reader, () => {
      if (!words) {
        words = loadWords ? loadWords() : Promise.resolve();
        words.catch(() => (words = null));
      }
      return words;
    });
  }

  const api = { openEngine, Engine };
  root.ZhEngine = api;
  if (inNode) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
