/**
 * Runs before Material's own script. Lets the page hear the search results, and, where a browser
 * refuses workers because the site is a folder (file://), runs the search in the page itself.
 * (Material's offline plugin adds a shim from the internet unless a file has this name.)
 */
(function () {
  "use strict";
  const SCRIPTS = ["text.js"];
  const SETUP = 0;
  const READY = 1;
  const QUERY = 2;
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

  /** Looks like a Worker to the dialog, but works in the page; loads nothing before a query. */
  class PageWorker extends EventTarget {
    /** @param {string} url */
    constructor(url) {
      super();
      this._base = url.replace(/[^/]*$/, "");
      this._manifest = "";
      /** @type {Promise<(typed: string) => void>|null} */
      this._session = null;
    }

    /** @param {object} data */
    _post(data) {
      // A worker answers later, never inside postMessage: the dialog relies on it.
      window.setTimeout(() => {
        announce(data);
        this.dispatchEvent(new MessageEvent("message", { data }));
      }, 0);
    }

    _start() {
      /** @type {any} */
      const scope = window;
      return loadScripts(this._base).then(() =>
        scope.ZhProtocol.createSession({
          manifest: this._manifest,
          post: (/** @type {object} */ data) => this._post(data),
          load: scope.ZhLoader.scriptLoader(this._base),
          openEngine: scope.ZhEngine.openEngine,
          escapeHtml: scope.ZhSnippet.escapeHtml
        })
      );
    }

    /** @param {any} message */
    postMessage(message) {
      if (message.type === SETUP) {
        this._manifest = String(message.data.docs[0]);
        this._post({ type: READY });
      } else if (message.type === QUERY) {
        const typed = String(message.data);
        if (!this._session && !typed.trim()) {
          this._post({ type: RESULT, data: { items: [] } });
          return;
        }
        this._session = this._session || this._start();
        this._session.then(
          (ask) => ask(typed),
          () => {
            this._session = null;
            const error = "检索程序读不到，请确认文件夹完整后再试";
            this._post({ type: RESULT, data: { items: [], query: typed, error } });
          }
        );
      }
    }

    terminate() {
      this._session = new Promise(() => {});
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
