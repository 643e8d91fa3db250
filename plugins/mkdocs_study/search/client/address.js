/**
 * The query in the address of a page: it opens the dialog with its hits again on the way back, and
 * for those whom the address is sent to.
 */
(function () {
  "use strict";
  const QUERY = "q";

  /** @returns {string|null} the query that the address holds */
  function read() {
    return new URL(location.href).searchParams.get(QUERY);
  }

  /** @param {string} query @returns {URL} of this page; an anchor would close the dialog */
  function withQuery(query) {
    const url = new URL(location.href);
    url.hash = "";
    url.searchParams.set(QUERY, query);
    return url;
  }

  /** @param {URL} url */
  function replace(url) {
    try {
      history.replaceState(history.state, "", url.href);
    } catch (refused) {
      // some browsers allow it on no file: the way back then leads to the page without the query
    }
  }

  /** @param {string} query */
  function keep(query) {
    if (query.trim()) replace(withQuery(query));
  }

  function drop() {
    const url = new URL(location.href);
    if (!url.searchParams.has(QUERY)) return;
    url.searchParams.delete(QUERY);
    replace(url);
  }

  /** Material's own is one letter behind, and loses “+” and “%”. @param {() => string} query */
  function share(query) {
    document.addEventListener(
      "click",
      (event) => {
        const button = /** @type {Element} */ (event.target).closest("[data-md-component=search-share]");
        if (!button) return;
        const url = withQuery(query());
        url.searchParams.delete("h");
        button.setAttribute("data-clipboard-text", url.href);
      },
      true
    );
  }

  /** @type {any} */ (window).ZhAddress = { read, keep, drop, share };
})();
