/** Runs the search engine in a worker, where the site is served over http. */
(function () {
  "use strict";
  const SCRIPTS = ["engine.js"];
  /** @type {any} */
  const scope = self;
  /** What makes up the engine; scripts/search_site.mjs reads it to load the same files. */
  scope.ZhScripts = SCRIPTS;
  /** @type {((request: Zh.Request) => void)|null} */
  let session = null;

  /** @param {string} manifest */
  function start(manifest) {
    scope.importScripts(...SCRIPTS);
    const base = scope.location.href.replace(/[^/]*$/, "");
    return scope.ZhProtocol.createSession(
      Object.assign(scope.ZhLoader.fetchLoader(base), {
        manifest,
        post: (/** @type {object} */ message) => scope.postMessage(message),
        openEngine: scope.ZhEngine.openEngine,
        escapeHtml: scope.ZhSnippet.escapeHtml
      })
    );
  }

  scope.onmessage = (/** @type {MessageEvent} */ event) => {
    const request = event.data;
    try {
      session = session || start(request.manifest || "");
    } catch (error) {
      scope.postMessage({ type: "broken" });
      return;
    }
    if (session) session(request);
  };
})();
