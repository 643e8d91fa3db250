/**
 * Finds what a query names outright: a title or alias, or one with an article number.
 * Touches no DOM, network or worker.
 */
(function (root) {
  "use strict";

  const inNode = typeof module !== "undefined" && !!module.exports;
  /** @type {typeof import("./text.js")} */
  const text = inNode ? require("./text.js") : root.ZhText;

  /** @typedef {InstanceType<typeof import("./shards.js").IndexReader>} Reader */

  /**
   * A title's pairs all stand in headings of its page's first section: this spares words that are
   * no title the look-up.
   * @param {Reader} reader @param {string} key @returns {Promise<boolean>}
   */
  async function mayBeTitle(reader, key) {
    const [run] = text.runsOf(key);
    const isHan = run && run.kind === "han" && run.text === key;
    const pairs = isHan ? text.pairsOf(key).filter((pair) => !reader.longCount("b", pair)) : [];
    for (const pair of pairs) {
      const list = await reader.lookup("b", pair);
      if (!list) return false;
      if (!list.ranges.some(([first]) => reader.pageStarts[reader.pageOf(first)] === first)) return false;
    }
    return true;
  }

  /**
   * @param {Reader} reader @param {Zh.Query} query
   * @returns {Promise<number[]>} sections
   */
  async function findTargets(reader, query) {
    /** Documents whose article does not exist. @type {number[]} */
    let documents = [];
    for (const reference of query.references) {
      if (!reference.title || !(await mayBeTitle(reader, reference.title))) continue;
      const [pages, articles] = await Promise.all([
        reader.lookup("t", reference.title),
        reader.lookup("n", reference.article)
      ]);
      if (!pages) continue;
      /** @type {number[]} */
      const found = [];
      if (!documents.length) documents = Array.from(pages.ids, (page) => reader.pageStarts[page]);
      if (articles) pages.ids.forEach((page) => {
        const at = articles.ids.find((id) => id >= reader.pageStarts[page]);
        if (at !== undefined && at < reader.pageStarts[page + 1]) found.push(at);
      });
      if (found.length) return found;
    }
    if (documents.length) return documents;
    if (!query.titleKey || !(await mayBeTitle(reader, query.titleKey))) return [];
    const pages = await reader.lookup("t", query.titleKey);
    return pages ? Array.from(pages.ids, (page) => reader.pageStarts[page]) : [];
  }

  const api = { findTargets };
  root.ZhTargets = api;
  if (inNode) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
