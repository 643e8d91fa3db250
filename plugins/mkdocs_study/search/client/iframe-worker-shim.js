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
    const [, base] = /^(.*\/search\/)worker-\w+\.js$/.exec(worker) || [];
    if (!base) return new Native(url, options);
    /** @type {any} */
    const port = new EventTarget();
    /** @type {any} */
    const loaded = {};
    /** @param {number} type @param {any} [data] */
    const say = (type, data) =>
      port.dispatchEvent(new MessageEvent("message", { data: { type, data } }));
    /** @param {string} name */
    const load = (name) => {
      if (loaded[name]) return;
      loaded[name] = 1;
      const script = document.createElement("script");
      script.src = base + name;
      script.onerror = () => {
        loaded[name] = 0;
        /** @type {any} */
        const meta = document.querySelector(".md-search-result__meta");
        meta.innerHTML = "检索程序读不到 <button>重试</button>";
        meta.lastChild.onclick = () => load(name);
      };
      document.head.appendChild(script);
    };
    /** @param {any} message 0: Material's index has come, 2: a query */
    port.postMessage = ({ type, data }) => {
      if (type && data) load(DIALOG);
      else if (type) say(3, { items: [] });
    };
    document.addEventListener("focusin", (/** @type {any} */ event) => {
      if (event.target.name === "query") load(DIALOG);
    });
    if (/[?&]h=/.test(location.search)) load("marks.js");
    setTimeout(say, 0, 1);
    return (scope.ZhPort = Object.assign(port, { Native, worker, base, say, load }));
  };
})();
