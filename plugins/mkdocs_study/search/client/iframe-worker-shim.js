/**
 * Runs before Material's own script. Lets the page hear the search results, and, where a browser
 * refuses workers because the site is a folder (file://), runs the search in the page itself.
 * (Material's offline plugin adds a shim from the internet unless a file has this name.)
 */
(function () {
  "use strict";
  const SCRIPTS = ["text.js"];
  const RESULT = 3;
  const OURS = /\/search\/worker-[0-9a-f]+\.js$/;
  const Native = window.Worker;

  /** @param {any} data a message from the search */
  function announce(data) {
    if (data && data.type === RESULT) {
      document.dispatchEvent(new CustomEvent("zh-search:result", { detail: data.data }));
    }
  }

  /** @param {string} base @returns {Promise<void>} once all scripts have run, in order */
  function loadScripts(base) {
    return SCRIPTS.reduce(
      (before, name) =>
        before.then(
          () =>
            new Promise((resolve, reject) => {
              const script = document.createElement("script");
              script.src = base + name;
              script.onload = () => resolve();
              script.onerror = () => reject(new Error(name));
              document.head.appendChild(script);
            })
        ),
      /** @type {Promise<void>} */ (Promise.resolve())
    );
  }

  /** Looks like a Worker to the dialog, but works in the page. */
  class PageWorker extends EventTarget {
    /** @param {string} url */
    constructor(url) {
      super();
      const base = url.replace(/[^/]*$/, "");
      /** @type {any} */
      const scope = window;
      this._ready = loadScripts(base).then(() =>
        scope.ZhProtocol.createSession({
          post: (/** @type {object} */ data) => {
            announce(data);
            this.dispatchEvent(new MessageEvent("message", { data }));
          },
          load: scope.ZhLoader.scriptLoader(base),
          openEngine: scope.ZhEngine.openEngine,
          escapeHtml: scope.ZhSnippet.escapeHtml
        })
      );
    }

    /** @param {any} message */
    postMessage(message) {
      this._ready.then((receive) => receive(message));
    }

    terminate() {
      this._ready = new Promise(() => {});
    }
  }

  /**
   * @param {string|URL} url @param {WorkerOptions} [options]
   * @returns {Worker}
   */
  function createWorker(url, options) {
    const address = new URL(String(url), document.baseURI).href;
    if (!OURS.test(address)) return new Native(url, options);
    if (location.protocol === "file:") return /** @type {any} */ (new PageWorker(address));
    const worker = new Native(url, options);
    worker.addEventListener("message", (event) => announce(event.data));
    return worker;
  }
  createWorker.prototype = Native && Native.prototype;
  window.Worker = /** @type {any} */ (createWorker);
})();
