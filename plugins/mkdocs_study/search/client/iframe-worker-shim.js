/**
 * All that a page loads when nobody searches: keeps Material's dialog waiting for the real search,
 * and starts that when a reader turns to it, or at once where the address holds a query. Runs
 * before Material's script. (Its offline plugin adds a shim from the internet unless a file has
 * this name.)
 */
(function () {
  "use strict";
  const DIALOG = "dialog.js";
  /** @type {any} */
  const scope = window;
  const Native = scope.Worker;
  /** @type {any} */
  const own = document.currentScript;
  const base = own.src.replace(/[^/]*$/, "");
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
      if (!meta) return;
      meta.innerHTML = "检索程序读不到 <button>重试</button>";
      meta.lastChild.onclick = () => load(name);
    };
    document.head.appendChild(script);
  };
  const start = (name = "") => (port.worker = new Native(base + "worker.js", { name }));
  const wake = () => {
    // browsers refuse workers where the site is a folder
    if (!loaded[DIALOG] && base[0] !== "f") start(location.search).onerror = () => (port.worker = 0);
    load(DIALOG);
  };
  /** @param {string} url @param {any} options */
  scope.Worker = function (url, options) {
    if (new URL(url, document.baseURI).href.indexOf(base)) return new Native(url, options);
    setTimeout(() => {
      say(1);
      port.mounted = 1;
      if (port.mount) port.mount();
      if (/[?&]h=/.test(location.search)) load("marks.js");
    });
    return port;
  };
  /** @param {any} message 0: Material's index has come, 2: a query */
  port.postMessage = ({ type, data }) => {
    if (type && data) wake();
    else if (type) say(3, { items: [] });
  };
  document.addEventListener("focusin", (/** @type {any} */ event) => {
    if (event.target.name === "query") wake();
  });
  if (/[?&]q=[^&]/.test(location.search)) wake();
  scope.ZhPort = Object.assign(port, { base, say, load, start });
})();
