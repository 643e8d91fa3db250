/**
 * Reads and rewrites what stands in the search box: facets, quotes, and the words between them. The
 * text is the only state of a search, so that an address can carry it. Touches no DOM.
 */
(function (root) {
  "use strict";

  const FACETS = "类型|专题|标准|表率|纪律|年份|发布单位";
  /** A facet, a phrase in quotes, an exclusion, or a word. */
  const TOKEN = new RegExp(
    '(?:' + FACETS + ')[:：]\\s*\\S+|-?["“”＂][^"“”＂]+["“”＂]|\\S+',
    "g"
  );
  const FACET = new RegExp("^(" + FACETS + ")[:：]\\s*(\\S+)$");
  const QUOTED = /^["“”＂]([^"“”＂]+)["“”＂]$/;

  /** @param {string} typed @returns {string[]} */
  function tokensOf(typed) {
    return typed.match(TOKEN) || [];
  }

  /** @param {string} token @returns {boolean} a word that is neither facet nor quoted nor excluded */
  function isPlain(token) {
    return !FACET.test(token) && !QUOTED.test(token) && !/^-./.test(token);
  }

  /** @param {string} typed @returns {Zh.Facet[]} */
  function facetsOf(typed) {
    /** @type {Zh.Facet[]} */
    const facets = [];
    for (const token of tokensOf(typed)) {
      const match = FACET.exec(token);
      if (match) facets.push({ name: match[1], value: match[2], count: 0 });
    }
    return facets;
  }

  /** @param {string} value @returns {string} a facet's value as it can be typed and compared */
  function facetKey(value) {
    return value.replace(/\s+/g, "").toLowerCase();
  }

  /**
   * Writes a facet into the text, or takes it out.
   * @param {string} typed @param {string} name @param {string} value @returns {string}
   */
  function toggleFacet(typed, name, value) {
    const key = facetKey(value);
    const tokens = tokensOf(typed);
    const others = tokens.filter((token) => {
      const match = FACET.exec(token);
      return !match || match[1] !== name || facetKey(match[2]) !== key;
    });
    if (others.length === tokens.length) others.push(name + ":" + value.replace(/\s+/g, ""));
    return others.join(" ");
  }

  /** @param {string} typed @returns {string} without its facets */
  function withoutFacets(typed) {
    return tokensOf(typed).filter((token) => !FACET.test(token)).join(" ");
  }

  /** @param {string} typed @returns {string} with its plain words in quotes */
  function quoted(typed) {
    /** @type {string[]} */
    const out = [];
    /** @type {string[]} */
    let words = [];
    const close = () => {
      if (words.length) out.push("“" + words.join(" ").replace(/["“”＂]/g, "") + "”");
      words = [];
    };
    for (const token of tokensOf(typed)) {
      if (isPlain(token)) words.push(token);
      else {
        close();
        out.push(token);
      }
    }
    close();
    return out.join(" ");
  }

  /** @param {string} typed @returns {string} with its quotes taken off */
  function unquoted(typed) {
    return tokensOf(typed).map((token) => token.replace(QUOTED, "$1")).join(" ");
  }

  /** @param {string} typed @param {string} words @returns {string} the words with the facets typed */
  function replacePlain(typed, words) {
    return [words].concat(tokensOf(typed).filter((token) => FACET.test(token))).join(" ");
  }

  const api = { facetsOf, facetKey, toggleFacet, withoutFacets, quoted, unquoted, replacePlain };
  root.ZhTyped = api;
  if (typeof module !== "undefined" && module.exports) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
