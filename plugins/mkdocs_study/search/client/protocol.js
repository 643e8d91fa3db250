/**
 * Answers the queries of Material's search dialog in the form that the dialog can show.
 * Touches no DOM and no network: what loads files and what carries messages are handed in.
 */
(function (root) {
  "use strict";

  /** Type of the message that carries an answer to the dialog. */
  const RESULT = 3;
  const LIMIT = 60;
  /** Sections of a page that are shown without unfolding. */
  const OPEN_SECTIONS = 3;

  /** @param {unknown} error @returns {string} what a reader is told */
  function explain(error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "FormatError") return "检索索引与本页面的版本不一致，请刷新页面后再试";
    if (name === "LoadError") return "检索索引暂时读不到，请检查网络后再试";
    return "检索出错，请刷新页面后再试";
  }

  /**
   * @param {string} url of the page @param {string} anchor @param {string[]} matched spellings
   * @returns {string} where a click leads: `?h=` is what ui.js marks on the page
   */
  function locate(url, anchor, matched) {
    const words = matched.length ? "?h=" + matched.map(encodeURIComponent).join("+") : "";
    return url + words + (anchor ? "#" + anchor : "");
  }

  /**
   * Groups hits by page, in the order of the best hit of each page. Every group starts with exactly
   * one item without an anchor: the dialog cannot do without.
   * @param {Zh.Hit[]} hits
   * @param {(raw: string) => string} escapeHtml
   * @returns {Zh.Item[][]}
   */
  function groupHits(hits, escapeHtml) {
    const hasExact = hits.some((hit) => hit.exact);
    /** @param {Zh.Hit} hit */
    const nearness = (hit) =>
      hasExact && !hit.exact && !hit.kind ? '<span class="zh-search__near">相近</span> ' : "";
    /** @type {Map<string, Zh.Hit[]>} */
    const pages = new Map();
    /** @param {Zh.Hit} hit @param {string} path HTML */
    const textOf = (hit, path) =>
      (path ? '<span class="zh-search__path">' + path + "</span>" : "") +
      '<span class="zh-search__text">' + nearness(hit) + hit.snippet + "</span>";
    for (const hit of hits) {
      const group = pages.get(hit.section.url);
      if (group) group.push(hit);
      else pages.set(hit.section.url, [hit]);
    }
    return Array.from(pages.values(), (group) => {
      const lead = group.find((hit) => !hit.section.anchor);
      const sections = group.filter((hit) => hit !== lead);
      const open = sections.slice(0, OPEN_SECTIONS);
      const first = group[0].section;
      /** @type {Zh.Item} */
      const page = {
        location: locate(first.url, "", lead ? lead.matched : []),
        title: lead ? lead.heading : escapeHtml(first.pageTitle),
        text: lead ? textOf(lead, "") : "",
        score: open.length ? open[open.length - 1].score : group[0].score,
        terms: {}
      };
      const label = (first.facets.type || [])[0];
      if (label) page.title += ' <span class="zh-search__type">' + escapeHtml(label) + "</span>";
      return [page].concat(
        sections.map((hit) => {
          const path = hit.section.path.map(escapeHtml).join(" › ");
          return {
            location: locate(hit.section.url, hit.section.anchor, hit.matched),
            title: hit.heading || escapeHtml(first.pageTitle),
            text: textOf(hit, path),
            score: hit.score,
            terms: {}
          };
        })
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
   * @param {string} host.manifest name of the index's manifest
   * @param {(message: object) => void} host.post sends a message to the dialog
   * @param {Zh.Load} host.load brings a file of the index
   * @param {(load: Zh.Load, manifest: string) => Promise<Zh.Searcher>} host.openEngine
   * @param {(raw: string) => string} host.escapeHtml
   * @returns {(typed: string) => void} takes the dialog's queries
   */
  function createSession(host) {
    /** @type {Promise<Zh.Searcher>|null} */
    let engine = null;
    let newest = 0;

    /** Opens the index at the first query; a failure is not kept, so that the next query retries. */
    function open() {
      if (!engine) {
        engine = host.openEngine(host.load, host.manifest);
        engine.catch(() => {
          engine = null;
        });
      }
      return engine;
    }

    /** @param {string} typed */
    async function answer(typed) {
      const number = ++newest;
      /** @type {Record<string, any>} */
      let data = { items: [], total: 0, totalExact: true, query: typed };
      if (typed.trim()) {
        try {
          const result = await (await open()).search(typed, { limit: LIMIT });
          data = {
            items: groupHits(result.hits, host.escapeHtml),
            total: result.total,
            totalExact: result.totalExact,
            mode: result.mode,
            target: targetOf(result),
            query: typed
          };
        } catch (error) {
          data.error = explain(error);
        }
      }
      if (number === newest) host.post({ type: RESULT, data });
    }

    return answer;
  }

  const api = { createSession, groupHits };
  root.ZhProtocol = api;
  if (typeof module !== "undefined" && module.exports) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
