/**
 * Which pages have a facet, and how many hits each value has. Touches no DOM, network or worker.
 */
(function (root) {
  "use strict";

  const inNode = typeof module !== "undefined" && !!module.exports;
  /** @type {typeof import("./query.js")} */
  const queries = inNode ? require("./query.js") : root.ZhQuery;

  /** @typedef {InstanceType<typeof import("./shards.js").IndexReader>} Reader */

  /**
   * @param {Reader} reader @param {string[]} facets terms of class f
   * @returns {Promise<Uint8Array|null>} 1 for each page that has all of them; null without facets
   */
  async function allowedPages(reader, facets) {
    if (!facets.length) return null;
    const lists = await Promise.all(facets.map((facet) => reader.lookup("f", facet)));
    const counts = new Uint8Array(reader.pageStarts.length);
    for (const list of lists) if (list) list.ids.forEach((page) => counts[page]++);
    return counts.map((n) => (n === facets.length ? 1 : 0));
  }

  /**
   * @param {Reader} reader @param {Map<number, number>} hits number of hits in each page
   * @returns {Promise<Zh.Facet[]>} by name in the order of query.js, the most frequent value first
   */
  async function countFacets(reader, hits) {
    if (!hits.size || !reader.has("f")) return [];
    const terms = await reader.termsFrom("f", "", () => true);
    /** @type {Zh.Facet[]} */
    const found = [];
    const names = Object.keys(queries.FACETS);
    for (const term of terms) {
      const at = term.indexOf(":");
      const name = names.find((one) => queries.FACETS[one] === term.slice(0, at));
      const list = name && (await reader.lookup("f", term));
      let count = 0;
      if (list) list.ids.forEach((page) => (count += hits.get(page) || 0));
      if (name && count) found.push({ name, value: term.slice(at + 1), count });
    }
    return found.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name) || b.count - a.count);
  }

  const api = { allowedPages, countFacets };
  root.ZhFacets = api;
  if (inNode) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
