/**
 * Carries the dialog's requests to the engine: in a worker where the site is served over http, in
 * the page itself where it is a folder (file://), because there a browser refuses workers.
 */
(function () {
  "use strict";
  /** @type {any} */
  const scope = window;

  /**
   * @param {object} port iframe-worker-shim.js, or what stands in its place
   * @param {string} port.base address of the search folder
   * @param {string} [port.manifest] name of the index's manifest; nothing: the engine looks it up
   * @param {() => Worker} port.start
   * @param {Worker|0} [port.worker] one that runs already
   * @param {string} engine name of the script that the page loads where there is no worker
   * @param {(answer: any) => void} onAnswer takes answers, and {type: "broken"}
   * @returns {{send(request: object): void, restart(): void}}
   */
  function createBackend(port, engine, onAnswer) {
    const isFolder = location.protocol === "file:" || !scope.Worker;
    /** @type {Worker|null} */
    let worker = null;
    /** @type {Promise<(request: object) => void>|null} */
    let session = null;

    /** @returns {Worker} */
    function startWorker() {
      const started = port.worker || port.start();
      port.worker = 0;
      started.onmessage = (/** @type {MessageEvent} */ event) => {
        if (started === worker) onAnswer(event.data);
      };
      started.onerror = () => {
        if (started === worker) onAnswer({ type: "broken" });
      };
      return started;
    }

    /** @returns {Promise<(request: object) => void>} */
    function startSession() {
      return new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = port.base + engine;
        script.onerror = reject;
        script.onload = () => {
          const loader = scope.ZhLoader[isFolder ? "scriptLoader" : "fetchLoader"](port.base);
          resolve(
            scope.ZhProtocol.createSession(
              Object.assign(loader, {
                manifest: port.manifest || "",
                post: onAnswer,
                openEngine: scope.ZhEngine.openEngine,
                escapeHtml: scope.ZhSnippet.escapeHtml
              })
            )
          );
        };
        document.head.appendChild(script);
      });
    }

    return {
      send(request) {
        if (!isFolder) {
          const running = worker || startWorker();
          worker = running;
          running.postMessage(request);
          return;
        }
        const started = session || startSession();
        session = started;
        started.then(
          (take) => take(request),
          () => {
            session = null;
            onAnswer({ type: "broken" });
          }
        );
      },
      /** Starts anew: a worker whose script is missing, or that is stuck, does not come back. */
      restart() {
        if (worker) worker.terminate();
        worker = null;
        session = null;
      }
    };
  }

  scope.ZhBackend = { createBackend };
})();
