/**
 * Answers the requests of the dialog (dialog.js) from an engine, in a worker or in the page.
 *
 *   dialog → session   {type: "open"}                        opens the index ahead of the first query
 *                      {type: "search", id, typed, limit}    more hits: the same with a larger limit
 *                      {type: "suggest"|"nearest", id, typed}
 *   session → dialog   {type: "search", id, typed, limit, …Answer} or {…, failure}
 *                      {type: "suggest"|"nearest", id, typed, words}
 *
 * An answer that a newer request of its type has overtaken is not sent. Shapes: types.d.ts.
 * Touches no DOM and no network: what loads files and what carries messages are handed in.
 */
(function (root) {
  "use strict";

  /** Sections of a page that are shown without unfolding. */
  const OPEN_SECTIONS = 3;
  const WORDS = 5;
  /** The script that looks for other words, which most queries do without. */
  const WORD_SCRIPT = "words.js";

  /** @param {any} error @returns {Zh.Failure} */
  function explain(error) {
    const file = (error && error.file) || "";
    if (error && error.name === "FormatError") return { kind: "version", file };
    if (!error || error.name !== "LoadError") return { kind: "internal", file };
    if (file === "search_index") return { kind: "stub", file };
    if (error.reason === "damaged") return { kind: "damaged", file };
    return { kind: error.reason === "404" ? "missing" : "unreachable", file };
  }

  /**
   * @param {string} url of the page @param {string} anchor @param {string[]} matched spellings
   * @returns {string} where a click leads: `?h=` is what marks.js marks on the page
   */
  function locate(url, anchor, matched) {
    const words = matched.length ? "?h=" + matched.map(encodeURIComponent).join("+") : "";
    return url + words + (anchor ? "#" + anchor : "");
  }

  /**
   * Groups hits by page, in the order of the best hit of each page. Every group starts with the
   * page itself, the only item of it without an anchor.
   * @param {Zh.Hit[]} hits @param {Zh.Also[]} also
   * @param {(raw: string) => string} escapeHtml
   * @returns {Zh.Item[][]}
   */
  function groupHits(hits, also, escapeHtml) {
    const hasExact = hits.some((hit) => hit.exact);
    /** @type {Map<string, Zh.Hit[]>} */
    const pages = new Map();
    for (const hit of hits) {
      const group = pages.get(hit.section.url);
      if (group) group.push(hit);
      else pages.set(hit.section.url, [hit]);
    }
    /** @param {Zh.Hit} hit @param {string} title HTML @param {boolean} open @returns {Zh.Item} */
    const itemOf = (hit, title, open) => {
      const { url, anchor, path } = hit.section;
      const source = hit.via ? also.find(({ word }) => word === hit.via) : null;
      return {
        location: locate(url, anchor, hit.matched),
        title,
        path: anchor ? path.map(escapeHtml).join(" › ") : "",
        text: hit.snippet,
        score: hit.score,
        near: hasExact && !hit.exact && !hit.kind && !hit.via,
        why: hit.via ? (source && source.why) || "synonym" : "",
        type: "",
        open
      };
    };
    return Array.from(pages.values(), (group) => {
      const lead = group.find((hit) => !hit.section.anchor);
      const { url, pageTitle, facets } = group[0].section;
      /** @type {Zh.Item} */
      const page = lead
        ? itemOf(lead, lead.heading, true)
        : {
            location: url, title: escapeHtml(pageTitle), path: "", text: "",
            score: 0, near: false, why: "", type: "", open: true
          };
      // What only resembles the query does not stand above what contains it.
      if (page.near && group[0] !== lead) Object.assign(page, { text: "", near: false });
      page.type = escapeHtml((facets.type || [])[0] || "");
      const sections = group.filter((hit) => hit !== lead);
      return [page].concat(
        sections.map((hit, i) => itemOf(hit, hit.heading || escapeHtml(pageTitle), i < OPEN_SECTIONS))
      );
    });
  }

  /** @param {Zh.Result} result @returns {string} the target that the query named */
  function targetOf(result) {
    const hit = result.hits[0];
    if (result.mode !== "known" || !hit) return "";
    const { pageTitle, anchor, blocks } = hit.section;
    return anchor ? "《" + pageTitle + "》" + blocks[0] : pageTitle;
  }

  /**
   * @param {object} host
   * @param {string} host.manifest name of the index's manifest, or "" to look it up
   * @param {() => Promise<string>} host.findManifest asks the site for it anew
   * @param {(message: object) => void} host.post sends a message to the dialog
   * @param {Zh.Load} host.load brings a file of the index
   * @param {(name: string) => Promise<void>} host.run runs a script of the search folder
   * @param {(load: Zh.Load, manifest: string, loadWords: () => Promise<void>) => Promise<Zh.Searcher>} host.openEngine
   * @param {(raw: string) => string} host.escapeHtml
   * @returns {(request: Zh.Request) => Promise<void>}
   */
  function createSession(host) {
    let manifest = host.manifest;
    /** @type {Promise<Zh.Searcher>|null} */
    let engine = null;
    /** Ids of the newest requests. @type {Record<string, number>} */
    const newest = {};

    /** @returns {Promise<Zh.Searcher>} */
    async function openIndex() {
      if (!manifest) manifest = await host.findManifest();
      return host.openEngine(host.load, manifest, () => host.run(WORD_SCRIPT));
    }

    /** A failure is not kept, so that the next query tries again. */
    function open() {
      if (!engine) {
        const opening = openIndex();
        engine = opening;
        opening.catch(() => {
          if (engine === opening) engine = null;
        });
      }
      return engine;
    }

    /**
     * @param {any} error @param {string} failed manifest that was in use
     * @returns {Promise<boolean>} whether a newer release has taken the place of the index
     */
    async function isReplaced(error, failed) {
      if (error.name !== "LoadError" && error.name !== "FormatError") return false;
      try {
        const current = await host.findManifest();
        if (manifest === failed && current !== failed) {
          manifest = current;
          engine = null;
        }
        return manifest !== failed;
      } catch (unfound) {
        return false;
      }
    }

    /**
     * @template T
     * @param {(searcher: Zh.Searcher) => Promise<T>} question @returns {Promise<T>}
     */
    async function ask(question) {
      const used = manifest;
      try {
        return await question(await open());
      } catch (error) {
        if (!(await isReplaced(error, used || manifest))) throw error;
        return question(await open());
      }
    }

    /** @param {Zh.Request} request @returns {Promise<object>} */
    async function search(request) {
      const { typed, limit } = request;
      const { result, knowsWords } = await ask(async (searcher) => ({
        result: await searcher.search(typed, { limit }),
        knowsWords: typeof searcher.suggest === "function"
      }));
      const also = result.also || [];
      return {
        groups: groupHits(result.hits, also, host.escapeHtml),
        count: result.hits.length,
        total: result.total,
        totalExact: result.totalExact,
        mode: result.mode,
        target: targetOf(result),
        also,
        facets: (result.facets || []).filter((facet) => facet.count > 0),
        knowsWords
      };
    }

    /** @param {Zh.Request} request @returns {Promise<object>} */
    async function words(request) {
      const found = await ask(async (searcher) => {
        const list = request.type === "suggest" ? searcher.suggest : searcher.nearest;
        return list ? list.call(searcher, request.typed, WORDS) : [];
      });
      return { words: found.slice(0, WORDS) };
    }

    return async (request) => {
      const { type, id, typed, limit } = request;
      if (type === "open") {
        await open().catch(() => null); // the query will tell
        return;
      }
      newest[type] = id;
      let answer;
      try {
        answer = type === "search" ? await search(request) : await words(request);
      } catch (error) {
        answer = type === "search" ? { failure: explain(error) } : { words: [] };
      }
      if (newest[type] === id) host.post(Object.assign({ type, id, typed, limit }, answer));
    };
  }

  const api = { createSession, groupHits, WORD_SCRIPT };
  root.ZhProtocol = api;
  if (typeof module !== "undefined" && module.exports) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
