/**
 * The search page that `study index` puts into a site that another program made. The box is in the
 * page; engine, list and wording are those of the dialog.
 */
(function () {
  "use strict";
  /** Hits asked for at first, and how many at most. */
  const FIRST = 20;
  const MOST = 1000;
  /** Milliseconds: to a word of waiting, to a word of failure, to suggestions. */
  const WAIT = 400;
  const SLOW = 8000;
  const PAUSE = 150;

  /** @type {any} */
  const scope = window;
  const panel = scope.ZhPanel;
  const results = scope.ZhResults;
  const wording = scope.ZhWording;
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const base = script.src.replace(/[^/]*$/, "");
  const site = new URL("..", base).href;
  const isFolder = location.protocol === "file:";
  const { worker, engine, manifest, marks } = script.dataset;

  /** @param {string} selector @returns {any} */
  const find = (selector) => document.querySelector(selector);
  const input = find("input");
  const screen = scope.ZhScreen.createScreen("p", "输入建议", askMore);
  const { meta, list, suggestions, facets, also, help, nearest, live, more } = screen;
  const { later, tell, announce } = screen;
  const backend = scope.ZhBackend.createBackend(
    { base, manifest, start: () => new Worker(base + worker, { name: "m=" + manifest }) },
    engine,
    receive
  );

  let id = 0;
  let typed = "";
  let limit = FIRST;
  let isBusy = false;
  let isComposing = false;
  /** @type {Zh.Answer|null} */
  let shown = null;

  /**
   * @param {string} place as protocol.js gives it: not encoded, with `?h=` @returns {string} a link
   */
  function link(place) {
    const [, path, words, anchor] = /** @type {string[]} */ (
      /^([^#]*?)(\?h=[^#]*)?(?:#([^]*))?$/.exec(place)
    );
    const encoded = path.split("/").map(encodeURIComponent).join("/");
    const file = isFolder && /(^|\/)$/.test(path) ? "index.html" : "";
    const query = marks === undefined ? "" : words || "";
    return encoded + file + query + (anchor ? "#" + encodeURIComponent(anchor) : "");
  }

  /** @param {string} place @returns {string} HTML: where a page stands in the site */
  function breadcrumb(place) {
    const shown = document.createElement("i");
    const parts = place.replace(/[?#][^]*/, "").split("/").filter(Boolean);
    shown.textContent = parts.join(" › ");
    return shown.innerHTML;
  }

  /** @param {Zh.Item[][]} groups @returns {Zh.Item[][]} as this page shows them */
  function linked(groups) {
    return groups.map((group) =>
      group.map((item, i) =>
        Object.assign({}, item, {
          location: link(item.location),
          path: i ? item.path : breadcrumb(item.location)
        })
      )
    );
  }

  function clear() {
    shown = null;
    screen.clear();
  }

  function settle() {
    isBusy = false;
    later("wait", 0);
    later("slow", 0);
  }

  function send() {
    id++;
    isBusy = true;
    later("wait", WAIT, () => tell("正在检索…"));
    later("slow", SLOW, () => fail({ kind: "slow", file: "" }));
    backend.send({ type: "search", id, typed, limit });
  }

  /** Takes the text of the box as the query. @param {boolean} [again] though it is the same */
  function ask(again) {
    if (input.value === typed && !again) return;
    typed = input.value;
    limit = FIRST;
    later("suggest", 0);
    keepQuery();
    if (typed.trim()) {
      if (!isBusy || again) send();
      return;
    }
    id++;
    settle();
    clear();
    tell("");
  }

  function askMore() {
    limit = Math.min(limit * 2, MOST);
    send();
  }

  /** @param {any} answer */
  function receive(answer) {
    if (answer.type === "broken") {
      backend.restart();
      fail({ kind: "script", file: "" });
    } else if (answer.id !== id) {
      return;
    } else if (answer.type !== "search") {
      takeWords(answer);
    } else {
      settle();
      if (answer.typed !== typed) send();
      else if (answer.failure) fail(answer.failure);
      else take(answer);
    }
  }

  /** @param {Zh.Answer} answer */
  function take(answer) {
    const isMore = !!shown && shown.typed === answer.typed && answer.limit > shown.limit;
    if (isComposing && !answer.groups.length) return;
    const text = wording.summary(answer);
    const known = shown ? shown.count : 0;
    tell(text);
    panel.drawFacets(facets, typed, answer.facets, write);
    if (isMore) {
      results.extend(list, linked(answer.groups), site);
      announce("已显示 " + answer.count + " 条");
    } else {
      results.draw(list, linked(answer.groups), site);
      panel.drawAlso(also, answer, write);
      panel.fill(nearest, []);
      panel.fill(help, []);
      announce(text);
      later("suggest", PAUSE, () => backend.send({ type: "suggest", id, typed, limit }));
    }
    list
      .querySelectorAll("[tabindex]")
      .forEach((/** @type {Element} */ stop) => stop.removeAttribute("tabindex"));
    const hadFocus = document.activeElement === more;
    more.hidden =
      answer.count < answer.limit || answer.limit >= MOST || (isMore && answer.count === known);
    if (hadFocus && more.hidden) input.focus();
    shown = answer;
    if (answer.groups.length) return;
    panel.drawHelp(help, answer, write);
    backend.send({ type: "nearest", id, typed, limit });
  }

  /** @param {{type: string, words: string[]}} answer */
  function takeWords(answer) {
    const words = answer.words.filter((word) => word !== typed.trim());
    panel.drawWords(answer.type === "nearest" ? nearest : suggestions, typed, words, write);
  }

  /** @param {Zh.Failure} failure */
  function fail(failure) {
    settle();
    const isOffline = navigator.onLine === false && !isFolder;
    const kind = isOffline ? "offline" : failure.kind;
    // An index that was written anew is found through a new copy of this page only.
    const isStale = kind === "version" || kind === "missing";
    const text = isStale ? "检索索引已经更新，刷新页面后可以继续" : wording.failureText(kind);
    if (!shown || shown.typed !== typed) clear();
    const retry = panel.button(
      isStale ? "刷新页面" : "重试",
      () => {
        if (isStale) location.reload();
        if (kind === "slow" || kind === "script") backend.restart();
        input.focus();
        ask(true);
      },
      "zh-search__retry"
    );
    if (failure.file) retry.title = failure.file;
    tell(text, retry);
    announce(text);
  }

  /** Writes a query as if it had been typed. @param {string} text */
  function write(text) {
    input.value = text;
    if (!facets.contains(document.activeElement)) input.focus();
    ask();
  }

  function keepQuery() {
    const url = new URL(location.href);
    if (typed.trim()) url.searchParams.set("q", typed);
    else url.searchParams.delete("q");
    try {
      history.replaceState(history.state, "", url.href);
    } catch (refused) {
      // some browsers allow it on no file: the way back then leads to the page without the query
    }
  }

  /** @param {KeyboardEvent} event @param {number} step */
  function moveFocus(event, step) {
    const stops = [input].concat(
      Array.from(list.querySelectorAll("a, summary")).filter((stop) => stop.getClientRects().length)
    );
    const at = stops.indexOf(document.activeElement);
    if (at < 0 || !stops[at + step]) return;
    event.preventDefault();
    stops[at + step].focus();
  }

  function listen() {
    input.addEventListener("input", () => ask());
    input.addEventListener("compositionstart", () => {
      isComposing = true;
    });
    input.addEventListener("compositionend", () => {
      isComposing = false;
      ask(true);
    });
    input.form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      ask();
      const first = list.querySelector("a");
      if (first && !isBusy) first.focus();
    });
    document.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const isTyping = document.activeElement === input;
      if (event.key === "ArrowDown") moveFocus(event, 1);
      else if (event.key === "ArrowUp" && !isTyping) moveFocus(event, -1);
      else if (event.key === "/" && !isTyping) {
        event.preventDefault();
        input.select();
      } else if (event.key === "Escape" && !isTyping) input.focus();
    });
    window.addEventListener("popstate", read);
  }

  function read() {
    input.value = new URL(location.href).searchParams.get("q") || "";
    ask();
  }

  find("main").append(suggestions, meta, facets, also, help, nearest, list, more, live);
  const home = find("header a");
  if (home && isFolder) home.href = "../index.html";
  listen();
  read();
  backend.send({ type: "open", id: 0, typed: "", limit: 0 });
})();
