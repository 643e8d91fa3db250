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
   * @param {Reader} reader @param {string} facet term of class f
   * @returns {Promise<Set<number>>} pages that have it; without any, pages whose value contains it
   */
  async function pagesOf(reader, facet) {
    const exact = await reader.lookup("f", facet);
    const at = facet.indexOf(":") + 1;
    const value = facet.slice(at);
    const terms = exact
      ? [facet]
      : value
        ? await reader.termsFrom("f", facet.slice(0, at), (term) => term.includes(value, at))
        : [];
    /** @type {Set<number>} */
    const pages = new Set();
    for (const term of terms) {
      const list = await reader.lookup("f", term);
      if (list) list.ids.forEach((page) => pages.add(page));
    }
    return pages;
  }

  /**
   * @param {Reader} reader @param {string[]} facets terms of class f
   * @returns {Promise<Set<number>|null>} pages that have all of them; null without facets
   */
  async function allowedPages(reader, facets) {
    /** @type {Set<number>|null} */
    let allowed = null;
    for (const facet of facets) {
      const pages = await pagesOf(reader, facet);
      allowed = allowed ? new Set(Array.from(allowed).filter((page) => pages.has(page))) : pages;
    }
    return allowed;
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
