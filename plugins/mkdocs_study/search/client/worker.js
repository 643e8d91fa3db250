/** The worker behind Material's search dialog where the site is served over http. */
(function () {
  "use strict";
  /** @type {any} */
  const scope = self;
  scope.importScripts(...["text.js"]);
  const base = scope.location.href.replace(/[^/]*$/, "");
  const receive = scope.ZhProtocol.createSession({
    post: (/** @type {object} */ message) => scope.postMessage(message),
    load: scope.ZhLoader.fetchLoader(base),
    openEngine: scope.ZhEngine.openEngine,
    escapeHtml: scope.ZhSnippet.escapeHtml
  });
  scope.onmessage = (/** @type {MessageEvent} */ event) => receive(event.data);
})();
