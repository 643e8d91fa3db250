/**
 * All that a page loads when nobody searches: keeps Material's dialog waiting for the real search
 * and loads that when a reader turns to it. Runs before Material's script. (Its offline plugin adds
 * a shim from the internet unless a file has this name.)
 */
(function () {
  "use strict";
  const DIALOG = "dialog.js";
  /** @type {any} */
  const scope = window;
  const Native = scope.Worker;
  /** @param {string} url @param {any} options */
  scope.Worker = function (url, options) {
    const worker = new URL(url, document.baseURI).href;
    if (!/\/search\/worker-\w+\.js$/.test(worker)) return new Native(url, options);
    const base = worker.replace(/[^/]*$/, "");
    /** @type {any} */
    const port = new EventTarget();
    const loaded = new Set();
    /** @param {number} type @param {any} [data] */
    const say = (type, data) =>
      port.dispatchEvent(new MessageEvent("message", { data: { type, data } }));
    /** @param {string} name */
    const load = (name) => {
      if (loaded.has(name)) return;
      loaded.add(name);
      const script = document.createElement("script");
      script.src = base + name;
      script.onerror = () => {
        loaded.delete(name);
        const meta = /** @type {Element} */ (document.querySelector(".md-search-result__meta"));
        meta.innerHTML = "检索程序读不到 <button type=button>重试</button>";
        /** @type {any} */ (meta.lastChild).onclick = () => load(name);
      };
      document.head.appendChild(script);
    };
    /** @param {any} message 0: the stub of the index has come, 2: a query */
    port.postMessage = (message) => {
      if (!message.type) port.setup = message.data;
      else if (message.data) load(DIALOG);
      else say(3, { items: [] });
    };
    scope.ZhPort = Object.assign(port, { Native, worker, base, say, load });
    document.addEventListener("focusin", (event) => {
      if (/** @type {any} */ (event.target).name === "query") load(DIALOG);
    });
    if (/[?&]h=/.test(location.search)) load("marks.js");
    setTimeout(say, 0, 1);
    return port;
  };
})();
