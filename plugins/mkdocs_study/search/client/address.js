/**
 * The query in the address of a page: it opens the dialog with its hits again on the way back, and
 * for those whom the address is sent to.
 */
(function () {
  "use strict";
  const QUERY = "q";
  /**
   * Milliseconds after a change of the address by which Material has mostly closed its dialog (at
   * 125); where it is later than that, the dialog is opened once more.
   */
  const CLOSED = 200;

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

  /**
   * Opens the dialog where a browser, or Material's instant loading, goes back without loading the
   * page anew; a dialog that the reader closes takes its query out of the address.
   * @param {HTMLInputElement} toggle Material's, checked while the dialog is open
   * @param {(name: string, milliseconds: number, act: () => void) => void} later
   * @param {(query: string) => void} show
   */
  function follow(toggle, later, show) {
    /** The way back has opened the dialog, and the reader has done nothing since. */
    let isReturning = false;

    function reopen() {
      const query = read();
      if (query === null || toggle.checked) return;
      isReturning = true;
      toggle.click();
      show(query);
    }

    toggle.addEventListener("change", () => {
      if (toggle.checked) return;
      // not at once: an element cannot be clicked while a click on it is under way
      if (isReturning) later("reopen", 1, reopen);
      else drop();
    });
    ["keydown", "pointerdown"].forEach((name) =>
      window.addEventListener(name, (event) => (isReturning = isReturning && !event.isTrusted), true)
    );
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) reopen();
    });
    const pages = /** @type {any} */ (window).document$;
    if (pages) pages.subscribe(() => later("reopen", CLOSED, reopen));
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
        // a click on any link of the dialog closes it, so that another element takes the click
        event.preventDefault();
        event.stopPropagation();
        const copier = document.createElement("button");
        copier.hidden = true;
        copier.setAttribute("data-clipboard-text", url.href);
        document.body.appendChild(copier);
        copier.click();
        copier.remove();
        /** @type {HTMLElement} */ (button).focus();
      },
      true
    );
  }

  /** @type {any} */ (window).ZhAddress = { read, keep, follow, share };
})();
