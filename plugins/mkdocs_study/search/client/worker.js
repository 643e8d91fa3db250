/**
 * Runs the search engine, which stands before it in the same file, in a worker, where the site is
 * served over http. Its name is a query
 * string: `m` the name of the index's manifest, or nothing to have it looked up, and `q` a query
 * that the page will ask. Index and answer are fetched for that at once: the first message comes
 * only when the page's own scripts have run.
 */
(function () {
  "use strict";
  /** Hits that the dialog asks for at first: the same question again is answered by this one. */
  const FIRST = 10;
  /** @type {any} */
  const scope = self;
  const about = new URLSearchParams(scope.name);
  const typed = about.get("q") || "";
  const base = scope.location.href.replace(/[^/]*$/, "");
  const session = scope.ZhProtocol.createSession(
    Object.assign(scope.ZhLoader.fetchLoader(base), {
      manifest: about.get("m") || "",
      post: (/** @type {object} */ message) => scope.postMessage(message),
      openEngine: scope.ZhEngine.openEngine,
      escapeHtml: scope.ZhSnippet.escapeHtml
    })
  );
  scope.onmessage = (/** @type {MessageEvent} */ event) => session(event.data);
  session({ type: typed.trim() ? "search" : "open", id: 0, typed, limit: FIRST });
})();
