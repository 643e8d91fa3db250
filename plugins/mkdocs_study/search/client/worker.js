/**
 * The worker behind Material's search dialog where the site is served over http. Until a reader
 * searches it loads nothing but itself.
 */
(function () {
  "use strict";
  const SETUP = 0;
  const READY = 1;
  const QUERY = 2;
  const RESULT = 3;
  const SCRIPTS = ["text.js"];
  /** @type {any} */
  const scope = self;
  /** What makes up the engine; scripts/search_site.mjs reads it to load the same files. */
  scope.ZhScripts = SCRIPTS;
  let manifest = "";
  /** @type {((typed: string) => void)|null} */
  let ask = null;

  function start() {
    scope.importScripts(...SCRIPTS);
    return scope.ZhProtocol.createSession({
      manifest,
      post: (/** @type {object} */ message) => scope.postMessage(message),
      load: scope.ZhLoader.fetchLoader(scope.location.href.replace(/[^/]*$/, "")),
      openEngine: scope.ZhEngine.openEngine,
      escapeHtml: scope.ZhSnippet.escapeHtml
    });
  }

  scope.onmessage = (/** @type {MessageEvent} */ event) => {
    const message = event.data;
    if (message.type === SETUP) {
      manifest = String(message.data.docs[0]);
      scope.postMessage({ type: READY });
    } else if (message.type === QUERY) {
      const typed = String(message.data);
      if (!ask && !typed.trim()) {
        scope.postMessage({ type: RESULT, data: { items: [] } });
        return;
      }
      try {
        ask = ask || start();
      } catch (error) {
        const data = { items: [], query: typed, error: "检索程序暂时读不到，请检查网络后再试" };
        scope.postMessage({ type: RESULT, data });
        return;
      }
      if (ask) ask(typed);
    }
  };
})();
