/**
 * Runs in a page before its own scripts: asks the site's search, and says when the answer was in
 * the document. `window.benchSetup` says which search: {way, base, root, first, idle}; where it is
 * idle nothing is asked until `bench.turn()`.
 *   dialog    the search dialog of the page, ours or Material's; the first query comes by ?q=
 *   worker    our worker without a dialog
 *   pagefind  Pagefind's JavaScript API: search, then the data of the first ten results
 */
(function () {
  "use strict";
  const setup = window.benchSetup;
  if (window !== window.top || setup.way === "none") return;
  /** Messages of Material's worker; ours are named (protocol.js). */
  const QUERY = 2;
  const RESULT = 3;
  const SEARCH = "search";
  const SHOWN = 10;
  /** An answer may come in parts: after so much silence it is complete. */
  const QUIET_MS = 100;
  const PATIENCE_MS = 180000;

  /** What Material's worker was asked and has not answered, oldest first. */
  const waiting = [];
  /** Takes what was asked, the groups of hits, and what went wrong. */
  let listener = null;

  function noteQuery(message) {
    if (message && message.type === QUERY) waiting.push(message.data);
  }

  function noteResult(message) {
    if (!message || !listener) return;
    if (message.type === SEARCH) listener(message.typed, message.groups, message.failure);
    else if (message.type === RESULT) listener(waiting.shift() || "", message.data.items);
  }

  class WatchedWorker extends window.Worker {
    constructor(url, options) {
      super(url, options);
      this.addEventListener("message", (event) => noteResult(event.data));
    }
    postMessage(message, transfer) {
      noteQuery(message);
      super.postMessage(message, transfer);
    }
  }

  /**
   * Waits for the answer to a query: {first, last, items}, times of the page's clock.
   * @param {string} typed
   */
  function answerTo(typed) {
    return new Promise((resolve, reject) => {
      let first = 0;
      let timer = setTimeout(() => reject(new Error("no answer to " + typed)), PATIENCE_MS);
      listener = (query, items, failure) => {
        if (query.trim() !== typed.trim()) return;
        if (failure) reject(new Error(typed + ": " + JSON.stringify(failure)));
        // the dialog's own listener comes after this one: it has drawn when the next task runs
        setTimeout(() => {
          const now = performance.now();
          if (!first) first = now;
          clearTimeout(timer);
          timer = setTimeout(() => {
            listener = null;
            resolve({ first, last: now, items });
          }, QUIET_MS);
        }, 0);
      };
    });
  }

  /** @param {any[][]} groups as the dialog gets them @returns {string[]} page/#anchor */
  function addressesOf(groups) {
    const addresses = [];
    for (const group of groups) {
      // the page stands at the head of its sections whether it was found or not
      const items = group.length > 1 ? group.filter((item) => item.location.includes("#")) : group;
      for (const item of items) addresses.push(item.location.replace(/\?[^#]*/, ""));
    }
    return addresses.map(decodeURI);
  }

  /** @returns {Promise<number>} when the first hit stands in the open dialog */
  function firstHitShown() {
    return new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error("no hit for " + setup.first)), PATIENCE_MS);
      function check() {
        const toggle = document.getElementById("__search");
        if (!toggle || !toggle.checked) return;
        if (!document.querySelector(".md-search-result__link")) return;
        observer.disconnect();
        resolve(performance.now());
      }
      const observer = new MutationObserver(check);
      observer.observe(document, { childList: true, subtree: true });
      // the dialog may open after its hits have come
      document.addEventListener("change", check);
    });
  }

  /** @param {(typed: string) => void} send */
  function byMessages(send) {
    return {
      ask: async (typed) => {
        const answer = answerTo(typed);
        const started = performance.now();
        send(typed);
        const { first, last, items } = await answer;
        return { ms: last - started, first: first - started, found: addressesOf(items) };
      }
    };
  }

  function inDialog() {
    window.Worker = WatchedWorker;
    /** @returns {Promise<number>} when the first hit is shown, or the answer says that there is none */
    function first() {
      const shown = firstHitShown();
      const empty = answerTo(setup.first).then(({ first, items }) => (items.length ? shown : first));
      return Promise.race([shown, empty]);
    }
    /** @param {HTMLInputElement} input @param {string} typed */
    function type(input, typed) {
      input.value = typed;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
    }
    const asker = byMessages((typed) => {
      const input = document.querySelector("[data-md-component=search-query]");
      if (input.value === typed) type(input, ""); // the dialog ignores what has not changed
      type(input, typed);
    });
    /** @returns {Promise<number>} from the reader's turning to the box to the first hit */
    async function turn() {
      const input = document.querySelector("[data-md-component=search-query]");
      const shown = first();
      const started = performance.now();
      document.getElementById("__search").click();
      input.focus();
      type(input, setup.first);
      return (await shown) - started;
    }
    return Object.assign(asker, { first: setup.idle ? null : first(), turn });
  }

  function inWorker() {
    let id = 0;
    const ready = fetch(setup.base + "search/search_index.json")
      .then((response) => response.json())
      .then((stub) => ({
        worker: new WatchedWorker(setup.base + "search/" + stub.worker, { name: "m=" + stub.docs[0] })
      }));
    const send = (typed) =>
      ready.then(({ worker }) =>
        worker.postMessage({ type: SEARCH, id: ++id, typed, limit: SHOWN })
      );
    const first = answerTo(setup.first).then((answer) => answer.first);
    send(setup.first);
    return Object.assign(byMessages(send), { first });
  }

  function withPagefind() {
    const bring = () => import(setup.base + "pagefind/pagefind.js");
    let api = setup.idle ? null : bring();
    /** @param {string} typed @param {number} limit */
    async function ask(typed, limit) {
      const started = performance.now();
      const { results } = await (await api).search(typed);
      let first = 0;
      const pages = await Promise.all(
        results.slice(0, limit || SHOWN).map(async (result) => {
          const data = await result.data();
          if (!first) first = performance.now();
          return data;
        })
      );
      const ended = performance.now();
      const found = [];
      for (const page of pages) {
        const parts = page.sub_results.length ? page.sub_results : [page];
        for (const part of parts) found.push(decodeURI(part.url).slice(setup.root.length));
      }
      return { ms: ended - started, first: (first || ended) - started, found };
    }
    async function turn() {
      const started = performance.now();
      api = bring();
      await api;
      const brought = performance.now();
      return brought - started + (await ask(setup.first, SHOWN)).first;
    }
    const first = new Promise((resolve) => {
      document.addEventListener("DOMContentLoaded", () => {
        const at = performance.now();
        if (!setup.idle) ask(setup.first, SHOWN).then((answer) => resolve(at + answer.first));
      });
    });
    return { ask, first, turn };
  }

  const ways = { dialog: inDialog, worker: inWorker, pagefind: withPagefind };
  window.bench = ways[setup.way]();
})();
