/**
 * Answers a query from an open index: literal hits first and proven on the text, then ranked ones.
 * Touches no DOM, network or worker: the same file runs in the worker, in the page and in Node.
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
  /** @type {typeof import("./query.js")} */
  const queries = inNode ? require("./query.js") : root.ZhQuery;
  /** @type {typeof import("./snippet.js")} */
  const snippets = inNode ? require("./snippet.js") : root.ZhSnippet;

  /** A character that stands in more than this share of sections says too little to be loaded. */
  const COMMON_SHARE = 0.2;
  /** Size of an ordinary term shard (search/shards.py). */
  const SHARD_BYTES = 12000;
  /** Posting lists above this size are left out of a search for a literal if others are enough. */
  const HEAVY_BYTES = 24000;
  /** With this few candidates it is cheaper to read them than to load another heavy list. */
  const FEW_CANDIDATES = 64;
  /** Shares of a score: known targets above literal hits above words that only resemble. */
  const TIER_KNOWN = 8000;
  const TIER_EXACT = 4000;
  const TIER_WORD = 2000;
  const HEADING_BONUS = 20;
  const SHORT_PAIRS = 4;
  const SHORT_RUN = 2;
  const VERIFY_BATCH = 24;
  /** How many ranked sections a filter looks through before it gives up finding more. */
  const FILTER_DEPTH = 400;

  /**
   * @typedef {object} Candidates
   * @property {Int32Array} ids
   * @property {boolean} proven every id is known to contain the form
   */

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

  /** @param {string[]} blocks folded @param {string} words folded @returns {boolean} */
  function contains(blocks, words) {
    return blocks.some((block) => block.includes(words));
  }

  class Engine {
    /** @param {InstanceType<typeof shards.IndexReader>} reader */
    constructor(reader) {
      this.reader = reader;
    }

    /**
     * @param {string} typed
     * @param {{limit?: number}} [options] limit: hits wanted, 10 by default
     * @returns {Promise<Zh.Result>}
     */
    async search(typed, options) {
      const limit = (options && options.limit) || 10;
      const query = await this._parse(typed);
      const filter = await this._facetFilter(query.facets);
      const wanted = query.phrases.concat(query.forms.slice(0, 1));
      if (!wanted.length) {
        return this._listFacet(filter || new Int32Array(0), limit);
      }
      const known = await this._knownTargets(query);
      const scores = await this._score(query);
      let literal = await this._literalHits(query, query.forms, scores, filter, limit);
      for (const forms of looserForms(query)) {
        if (literal.hits.length || literal.open) break;
        literal = await this._literalHits(query, forms, scores, filter, limit);
      }
      const exactIds = new Set(literal.hits.map((hit) => hit.id));
      const merged = literal.hits.slice();
      for (const id of known) {
        const own = merged.find((hit) => hit.id === id);
        if (own) own.score += TIER_KNOWN;
        else merged.push({ id, score: TIER_KNOWN + Math.min(scores.of(id), 999) });
      }
      merged.sort((a, b) => b.score - a.score || a.id - b.id);
      if (merged.length < limit && !query.phrases.length) {
        const taken = new Set(merged.map((hit) => hit.id));
        const more = await this._rankedHits(query, scores, filter, taken, limit - merged.length);
        merged.push(...more);
      }
      const hits = await Promise.all(
        merged
          .slice(0, limit)
          .map((entry) =>
            this._present(query, entry.id, entry.score, exactIds.has(entry.id), known.includes(entry.id))
          )
      );
      const isLiteral = literal.total > 0;
      return {
        hits,
        total: isLiteral ? literal.total : hits.length,
        totalExact: isLiteral ? !literal.open : merged.length < limit,
        mode: known.length ? "known" : isLiteral ? "literal" : "ranked"
      };
    }

    /** @param {Zh.SectionRecord} section @returns {string[]} its blocks, folded, the heading first */
    _foldedBlocks(section) {
      return section.blocks.map((block) => text.foldBlock(block, this.reader.foldPairs).text);
    }

    /** @param {string} typed @returns {Promise<Zh.Query>} */
    async _parse(typed) {
      const query = queries.parseQuery(typed, this.reader.foldPairs);
      if (!(await this._hasStrangeCharacter(query.plain))) return query;
      await this.reader.loadFoldTable();
      return queries.parseQuery(typed, this.reader.foldPairs);
    }

    /**
     * Tells whether some Han character stands nowhere in the site, so that it may be a traditional
     * one. Pairs are looked up first: the search needs their lists anyway.
     * @param {string} plain @returns {Promise<boolean>}
     */
    async _hasStrangeCharacter(plain) {
      for (const run of text.runsOf(plain)) {
        if (run.kind !== "han") continue;
        const pairs = text.pairsOf(run.text);
        const lists = await Promise.all(pairs.map((pair) => this.reader.lookup("b", pair)));
        const seen = new Set(pairs.filter((_, i) => lists[i]).join(""));
        for (const char of run.text) {
          if (!seen.has(char) && !(await this.reader.lookup("c", char))) return true;
        }
      }
      return false;
    }

    /** @param {string[]} facets @returns {Promise<Int32Array|null>} null when nothing is filtered */
    async _facetFilter(facets) {
      /** @type {Int32Array|null} */
      let ids = null;
      for (const facet of facets) {
        const list = await this.reader.lookup("f", facet);
        const found = list ? list.ids : new Int32Array(0);
        ids = ids ? postings.intersect(ids, found) : found;
      }
      return ids;
    }

    /**
     * The pages of a facet, for a query that names nothing else.
     * @param {Int32Array} ids @param {number} limit @returns {Promise<Zh.Result>}
     */
    async _listFacet(ids, limit) {
      /** @type {Zh.Hit[]} */
      const hits = [];
      const urls = new Set();
      for (const id of ids) {
        const section = await this.reader.section(id);
        if (urls.has(section.url)) continue;
        urls.add(section.url);
        if (hits.length < limit) {
          hits.push(snippets.presentHit(section, [], this.reader.foldPairs, 1, false, null));
        }
      }
      return { hits, total: urls.size, totalExact: true, mode: "facet" };
    }

    /**
     * Sections that a query names outright: a title, or a title with an article number.
     * @param {Zh.Query} query @returns {Promise<number[]>}
     */
    async _knownTargets(query) {
      for (const reference of query.references) {
        const leads = await this.reader.lookup("t", reference.title);
        const articles = leads && (await this.reader.lookup("n", reference.article));
        if (!leads || !articles) continue;
        const targets = [];
        for (const lead of leads.ids) {
          const at = articles.ids.find((id) => id >= lead);
          if (at === undefined) continue;
          const [page, article] = await Promise.all([
            this.reader.section(lead),
            this.reader.section(at)
          ]);
          if (page.url === article.url) targets.push(at);
        }
        if (targets.length) return targets;
      }
      if (!query.titleKey) return [];
      const leads = await this.reader.lookup("t", query.titleKey);
      return leads ? Array.from(leads.ids) : [];
    }

    /**
     * BM25 over characters, pairs and headings; lists too common to matter are not loaded.
     * @param {Zh.Query} query
     * @returns {Promise<InstanceType<typeof ranking.Scores>>}
     */
    async _score(query) {
      const { reader } = this;
      const scores = new ranking.Scores(reader.sectionCount);
      const whole = query.phrases.map((p) => p.text).concat(query.keywords).join("\n");
      const pairs = new Set();
      const chars = new Set();
      const latin = new Set();
      for (const run of text.runsOf(whole)) {
        if (run.kind === "latin") latin.add(run.text);
        else {
          for (const pair of text.pairsOf(run.text)) pairs.add(pair);
          for (const char of run.text) chars.add(char);
        }
      }
      // A short query must share half of its pairs with a section; one of several words is enough.
      const isOneShort = query.keywords.length === 1 && pairs.size <= SHORT_PAIRS;
      scores.neededPairs = isOneShort ? Math.ceil(pairs.size / 2) : Math.min(pairs.size, 1);
      const commonBytes = Math.max(reader.sectionCount * COMMON_SHARE, SHARD_BYTES);
      // Characters help a question; to a few words they add weight and little else.
      const useChars = pairs.size === 0 || pairs.size > SHORT_PAIRS;
      /** @type {[keyof typeof ranking.WEIGHTS, string][]} */
      const wanted = [];
      for (const pair of pairs) wanted.push(["b", pair], ["h", pair]);
      for (const char of chars) {
        const isLight = pairs.size === 0 || reader.cost("c", char) < commonBytes;
        if (useChars && isLight) wanted.push(["c", char]);
      }
      for (const word of latin) wanted.push(["l", word]);
      const lists = await Promise.all(wanted.map(([cls, term]) => reader.lookup(cls, term)));
      lists.forEach((list, i) => {
        const cls = wanted[i][0];
        if (!list) return;
        const isCommon = list.ids.length >= reader.sectionCount * COMMON_SHARE;
        if (cls === "c" && pairs.size > 0 && isCommon) return;
        scores.add(list, ranking.WEIGHTS[cls], cls === "b");
      });
      return scores;
    }

    /**
     * Sections that may contain a form, from its terms alone.
     * @param {Zh.Form} form @returns {Promise<Candidates>}
     */
    async _candidates(form) {
      const { reader } = this;
      const runs = text.runsOf(form.text);
      const isOneRun = runs.length === 1 && runs[0].text === form.text;
      /** @type {{cls: string, terms: string[]}[]} */
      const units = [];
      for (const run of runs) {
        if (run.kind === "han") {
          const pairs = text.pairsOf(run.text);
          if (!pairs.length) units.push({ cls: "c", terms: [run.text] });
          else for (const pair of new Set(pairs)) units.push({ cls: "b", terms: [pair] });
        } else {
          const isFirst = run.start === 0;
          const isLast = run.end === form.text.length;
          units.push({ cls: "l", terms: await this._latinTerms(run.text, isFirst, isLast, form.anyInfix) });
        }
      }
      if (!units.length) return { ids: new Int32Array(0), proven: true };
      /** @param {{cls: string, terms: string[]}} unit */
      const cost = (unit) => unit.terms.reduce((sum, term) => sum + reader.cost(unit.cls, term), 0);
      units.sort((a, b) => cost(a) - cost(b));
      const proven = isOneRun && units.length === 1 && (units[0].cls === "l" || Array.from(form.text).length <= 2);
      const light = units.filter((unit, i) => i === 0 || cost(unit) < HEAVY_BYTES);
      /** @type {Int32Array|null} */
      let ids = null;
      for (const unit of light.concat(units.filter((unit) => !light.includes(unit)))) {
        if (ids && ids.length <= FEW_CANDIDATES && !light.includes(unit)) break;
        const lists = await Promise.all(unit.terms.map((term) => reader.lookup(unit.cls, term)));
        const found = postings.unite(
          /** @type {Zh.PostingList[]} */ (lists.filter(Boolean)).map((list) => list.ids).concat([new Int32Array(0)])
        );
        ids = ids ? postings.intersect(ids, found) : found;
        if (!ids.length) break;
      }
      return { ids: ids || new Int32Array(0), proven };
    }

    /**
     * Terms of the index that a Latin run of a query can stand for.
     * @param {string} run @param {boolean} isFirst @param {boolean} isLast @param {boolean} anyInfix
     * @returns {Promise<string[]>}
     */
    async _latinTerms(run, isFirst, isLast, anyInfix) {
      // 8年 may be the end of 2018年; a longer run that opens a query is taken for a whole one,
      // and looked for inside others only if nothing has it.
      const isTail = isFirst && !isLast && run.length <= SHORT_RUN;
      if (isTail || (anyInfix && (isFirst || isLast))) {
        return this.reader.termsFrom("l", "", (term) =>
          isFirst && isLast ? term.includes(run) : isFirst ? term.endsWith(run) : term.startsWith(run)
        );
      }
      if (isLast) return this.reader.termsFrom("l", run, () => true);
      return [run];
    }

    /**
     * @param {Zh.Query} query @param {Zh.Form[]} forms any of them counts
     * @param {InstanceType<typeof ranking.Scores>} scores @param {Int32Array|null} filter @param {number} limit
     * @returns {Promise<{hits: {id: number, score: number}[], total: number, open: boolean}>}
     */
    async _literalHits(query, forms, scores, filter, limit) {
      /** @type {Zh.Form[][]} every inner list must be met by one of its forms */
      const demands = query.phrases.map((phrase) => [phrase]);
      if (forms.length) demands.push(forms);
      let proven = !query.excluded.length && demands.length === 1;
      /** @type {Int32Array|null} */
      let ids = filter;
      for (const demand of demands) {
        const found = await Promise.all(demand.map((form) => this._candidates(form)));
        proven = proven && found.every((f) => f.proven || !f.ids.length);
        const union = postings.unite(found.map((f) => f.ids));
        ids = ids ? postings.intersect(ids, union) : union;
      }
      const words = await this._wordSections(demands.length === 1 ? demands[0] : []);
      const entries = Array.from(/** @type {Int32Array} */ (ids), (id) => ({
        id,
        score: Math.min(scores.of(id), 999) + TIER_EXACT + (words.has(id) ? TIER_WORD : 0)
      }));
      entries.sort((a, b) => b.score - a.score || a.id - b.id);
      if (proven) return { hits: entries.slice(0, limit), total: entries.length, open: false };
      return this._prove(query, demands, entries, limit);
    }

    /** @param {Zh.Form[]} forms @returns {Promise<{has(id: number): boolean}>} sections with the form as a word */
    async _wordSections(forms) {
      /** @type {Zh.PostingList[]} */
      const lists = [];
      for (const form of forms) {
        const runs = text.runsOf(form.text);
        if (runs.length !== 1 || runs[0].kind !== "han" || runs[0].text !== form.text) continue;
        const length = Array.from(form.text).length;
        const list = length < 2 ? null : await this.reader.lookup(length === 2 ? "b" : "w", form.text);
        if (list) lists.push(list);
      }
      return {
        has: (id) =>
          lists.some((list) => {
            const at = postings.positionOf(list.ids, id);
            return at >= 0 && (list.words.length === 0 || list.words[at] === 1);
          })
      };
    }

    /**
     * Reads candidates, best first, until `limit` of them are proven to meet all demands.
     * @param {Zh.Query} query @param {Zh.Form[][]} demands @param {{id: number, score: number}[]} entries
     * @param {number} limit
     */
    async _prove(query, demands, entries, limit) {
      /** @type {{id: number, score: number}[]} */
      const hits = [];
      let at = 0;
      while (at < entries.length && hits.length < limit) {
        const batch = entries.slice(at, at + Math.max(VERIFY_BATCH, limit - hits.length));
        const sections = await Promise.all(batch.map((entry) => this.reader.section(entry.id)));
        sections.forEach((section, i) => {
          const folded = this._foldedBlocks(section);
          const isMet = demands.every((forms) => forms.some((form) => contains(folded, form.text)));
          if (!isMet || query.excluded.some((word) => contains(folded, word))) return;
          const inHeading = demands.some((forms) => forms.some((form) => folded[0].includes(form.text)));
          hits.push({ id: batch[i].id, score: batch[i].score + (inHeading ? HEADING_BONUS : 0) });
        });
        at += batch.length;
      }
      hits.sort((a, b) => b.score - a.score || a.id - b.id);
      const open = at < entries.length;
      return { hits, total: hits.length + entries.length - at, open };
    }

    /**
     * Sections that resemble the query, best first.
     * @param {Zh.Query} query @param {InstanceType<typeof ranking.Scores>} scores @param {Int32Array|null} filter
     * @param {Set<number>} taken @param {number} limit
     * @returns {Promise<{id: number, score: number}[]>}
     */
    async _rankedHits(query, scores, filter, taken, limit) {
      const keywords = query.keywords.length > 1 ? query.keywords : [];
      /** @type {Int32Array[]} */
      const keywordIds = [];
      for (const keyword of keywords) {
        keywordIds.push((await this._candidates({ text: keyword, anyInfix: false })).ids);
      }
      const depth = query.excluded.length ? FILTER_DEPTH : limit;
      let ranked = scores.best(depth + taken.size, (id) => {
        if (taken.has(id) || (filter && postings.positionOf(filter, id) < 0)) return -1;
        const all = keywordIds.length && keywordIds.every((ids) => postings.positionOf(ids, id) >= 0);
        return Math.min(scores.of(id), 999) + (all ? ranking.TIER_KEYWORDS : 0);
      });
      if (query.excluded.length) {
        const sections = await Promise.all(ranked.map((entry) => this.reader.section(entry.id)));
        ranked = ranked.filter((_, i) => {
          const folded = this._foldedBlocks(sections[i]);
          return !query.excluded.some((word) => contains(folded, word));
        });
      }
      return ranked.slice(0, limit);
    }

    /**
     * @param {Zh.Query} query @param {number} id @param {number} score @param {boolean} exact
     * @param {boolean} known
     * @returns {Promise<Zh.Hit>}
     */
    async _present(query, id, score, exact, known) {
      const section = await this.reader.section(id);
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
        section, needles, this.reader.foldPairs, score, exact, known ? "known" : null
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
