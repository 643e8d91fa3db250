/**
 * Brings index files to the engine: by fetch where a worker or page is served over http, by script
 * tags where the site is a folder (file://), because there a browser refuses everything else.
 */
(function (root) {
  "use strict";

  /** The file that names the manifest, and that Material loads as its own index. */
  const STUB = "search_index";

  /** A file of the index could not be read. */
  class LoadError extends Error {
    /** @param {string} name @param {string} reason */
    constructor(name, reason) {
      super(name + ": " + reason);
      this.name = "LoadError";
      this.file = name;
      this.reason = reason;
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
   * @param {string} address @param {string} name what an error is to name @param {RequestInit} [how]
   * @returns {Promise<string>}
   */
  async function fetchText(address, name, how) {
    let response;
    let content = "";
    try {
      response = await fetch(address, how);
      if (response.ok) content = await response.text();
    } catch (error) {
      throw new LoadError(name, "unreachable");
    }
    if (!response.ok) throw new LoadError(name, String(response.status));
    return content;
  }

  /** @param {any} stub what search_index.json holds @returns {string} name of the manifest */
  function manifestOf(stub) {
    const name = stub && Array.isArray(stub.docs) && stub.docs[0];
    if (typeof name !== "string") throw new LoadError(STUB, "damaged");
    return name;
  }

  /**
   * @param {string} base address of the search folder, with a slash at its end
   * @returns {{load: Zh.Load, findManifest: () => Promise<string>, run: (name: string) => Promise<void>}}
   */
  function fetchLoader(base) {
    return {
      run: async (name) => {
        if (!root.importScripts) return runScript(base + name, name);
        try {
          root.importScripts(base + name);
        } catch (error) {
          throw new LoadError(name, "unreachable");
        }
      },
      load: async (name) => parseFile(name, await fetchText(base + name + ".js", name)),
      findManifest: async () => {
        const content = await fetchText(base + STUB + ".json", STUB, { cache: "no-cache" });
        let stub = null;
        try {
          stub = JSON.parse(content);
        } catch (error) {
          // an error page in its place
        }
        return manifestOf(stub);
      }
    };
  }

  /** @param {string} address @param {string} name @returns {Promise<void>} once it has run */
  function runScript(address, name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => {
        script.remove();
        resolve();
      };
      script.onerror = () => {
        script.remove();
        reject(new LoadError(name, "unreachable"));
      };
      document.head.appendChild(script);
    });
  }

  /**
   * @param {string} base address of the search folder, with a slash at its end
   * @returns {{load: Zh.Load, findManifest: () => Promise<string>, run: (name: string) => Promise<void>}}
   */
  function scriptLoader(base) {
    /** Data that has come and waits for its script's end. @type {Map<string, any>} */
    const arrived = new Map();
    root.__zh = (/** @type {[string, any]} */ [name, data]) => arrived.set(name, data);
    return {
      run: (name) => runScript(base + name, name),
      load: async (name) => {
        await runScript(base + name + ".js", name);
        if (!arrived.has(name)) throw new LoadError(name, "damaged");
        const data = arrived.get(name);
        // another request for the same file may be waiting as well
        window.setTimeout(() => arrived.delete(name), 0);
        return data;
      },
      findManifest: async () => {
        await runScript(base + STUB + ".js", STUB);
        return manifestOf(root.__index);
      }
    };
  }

  const api = { fetchLoader, scriptLoader, parseFile, LoadError };
  root.ZhLoader = api;
  if (typeof module !== "undefined" && module.exports) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
