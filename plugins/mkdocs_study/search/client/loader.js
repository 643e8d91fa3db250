/**
 * Brings index files to the engine: by fetch where a worker or page is served over http, by script
 * tags where the site is a folder (file://), because there a browser refuses everything else.
 */
(function (root) {
  "use strict";

  /** A file of the index could not be read. */
  class LoadError extends Error {
    /** @param {string} name @param {string} reason */
    constructor(name, reason) {
      super(name + ": " + reason);
      this.name = "LoadError";
      this.file = name;
    }
  }

  /** @param {string} name @param {string} content @returns {any} the data of `__zh([name, data])` */
  function parseFile(name, content) {
    const start = content.indexOf("(");
    const end = content.lastIndexOf(")");
    let call;
    try {
      call = JSON.parse(content.slice(start + 1, end));
    } catch (error) {
      throw new LoadError(name, "damaged");
    }
    if (start < 0 || !Array.isArray(call) || call[0] !== name) throw new LoadError(name, "damaged");
    return call[1];
  }

  /**
   * @param {string} base address of the search folder, with a slash at its end
   * @returns {Zh.Load}
   */
  function fetchLoader(base) {
    return async (name) => {
      let response;
      try {
        response = await fetch(base + name + ".js");
      } catch (error) {
        throw new LoadError(name, "unreachable");
      }
      if (!response.ok) throw new LoadError(name, String(response.status));
      return parseFile(name, await response.text());
    };
  }

  /**
   * @param {string} base address of the search folder, with a slash at its end
   * @returns {Zh.Load}
   */
  function scriptLoader(base) {
    /** @type {Map<string, (data: any) => void>} */
    const waiting = new Map();
    root.__zh = (/** @type {[string, any]} */ [name, data]) => {
      const arrived = waiting.get(name);
      waiting.delete(name);
      if (arrived) arrived(data);
    };
    return (name) =>
      new Promise((resolve, reject) => {
        waiting.set(name, resolve);
        const script = document.createElement("script");
        script.src = base + name + ".js";
        /** @param {string} reason */
        const fail = (reason) => {
          waiting.delete(name);
          reject(new LoadError(name, reason));
        };
        script.onerror = () => fail("unreachable");
        script.onload = () => {
          script.remove();
          if (waiting.has(name)) fail("damaged");
        };
        document.head.appendChild(script);
      });
  }

  const api = { fetchLoader, scriptLoader, parseFile, LoadError };
  root.ZhLoader = api;
  if (typeof module !== "undefined" && module.exports) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
