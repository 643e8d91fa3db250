/**
 * The search inside Material's dialog: takes what a reader types, asks the engine, shows the answer.
 * Material keeps the box, its opening and closing, and the keys; the list is ours, because Material
 * draws it anew with every answer. Loaded when a reader turns to the search; where the address
 * holds a query that is before the page is there, and the question is on its way before the list.
 */
(function () {
  "use strict";
  const STYLE = "search.css";
  const ENGINE = "engine.js";
  const MARKS = "marks.js";
  const RESULT = 3;
  /** Hits asked for at first, and how many at most. */
  const FIRST = 10;
  const MOST = 1000;
  /** Milliseconds: between two queries while one is on its way, to a word of waiting, to a word of
   * failure, to suggestions. */
  const GAP = 120;
  const WAIT = 400;
  const SLOW = 8000;
  const PAUSE = 150;
  /** Distance to the list's end, in pixels, at which more is asked for. */
  const NEAR_END = 400;
  const PLACEHOLDER = "输入字词、条文或一句问话；“引号”里的字须连着出现";

  /** @type {any} */
  const scope = window;
  const port = scope.ZhPort;
  const panel = scope.ZhPanel;
  const results = scope.ZhResults;
  const wording = scope.ZhWording;
  const address = scope.ZhAddress;
  const site = new URL("..", port.base).href;

  /** @type {any} */
  let input = null;
  /** @type {any} */
  let scroller = null;
  /** @type {any} */
  let toggle = null;
  /** Answers that came before the page. @type {any[]} */
  const early = [];

  // Material goes on writing into its own elements, which stand in the page no longer.
  const screen = scope.ZhScreen.createScreen("div", "建议", askMore);
  const { meta, list, suggestions, facets, also, help, nearest, live, more } = screen;
  const { timers, later, tell, announce } = screen;

  let id = 0;
  /** What is asked, and what was answered last. */
  let typed = "";
  let limit = FIRST;
  /** @type {Zh.Answer|null} */
  let shown = null;
  /** An empty answer kept back while an input method composes. @type {Zh.Answer|null} */
  let held = null;
  let isComposing = false;
  let isBusy = false;
  let wantsFirst = false;
  let isScrolled = false;

  const backend = scope.ZhBackend.createBackend(port, ENGINE, receive);

  /** @param {string[]} words for Material, which completes the last one inside the box */
  function complete(words) {
    port.say(RESULT, { items: [], suggest: words });
  }

  function clear() {
    shown = null;
    held = null;
    screen.clear();
  }

  function send() {
    id++;
    isBusy = true;
    later("gap", GAP, () => undefined);
    later("wait", WAIT, () => tell("正在检索…"));
    later("slow", SLOW, () => fail({ kind: "slow", file: "" }));
    backend.send({ type: "search", id, typed, limit });
  }

  /** Takes the text of the box as the query. @param {boolean} [again] though it is the same */
  function ask(again) {
    if (input.value === typed && !again) return;
    typed = input.value;
    limit = FIRST;
    wantsFirst = false;
    later("announce", 0);
    later("suggest", 0);
    if (!typed.trim()) {
      id++;
      isBusy = false;
      ["gap", "wait", "slow"].forEach((name) => later(name, 0));
      clear();
      complete([]);
      tell(PLACEHOLDER);
      return;
    }
    // While a query is on its way the next one waits a moment, so that not every letter costs one.
    if (isBusy && !again && timers.gap) later("gap", GAP, send);
    else send();
  }

  function askMore() {
    if (isBusy || more.hidden || limit >= MOST) return;
    limit = limit === FIRST ? 30 : Math.min(limit * 2, MOST);
    send();
  }

  function askNearEnd() {
    const rest = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    // the way to the button by keyboard scrolls as well
    if (rest < NEAR_END && toggle.checked && document.activeElement !== more) askMore();
  }

  /** @param {any} answer */
  function receive(answer) {
    if (!input) {
      early.push(answer);
    } else if (answer.type === "broken") {
      backend.restart();
      fail({ kind: "script", file: "" });
    } else if (answer.type === "suggest" || answer.type === "nearest") {
      if (answer.typed === typed) takeWords(answer);
    } else if (answer.id === id) {
      isBusy = false;
      ["gap", "wait", "slow"].forEach((name) => later(name, 0));
      if (answer.typed !== typed) send();
      else if (answer.failure) fail(answer.failure);
      else take(answer);
    }
  }

  /** @param {Zh.Answer} answer */
  function take(answer) {
    if (isComposing && !answer.groups.length) {
      held = answer;
      tell(shown ? wording.summary(shown) : PLACEHOLDER);
      return;
    }
    held = null;
    const isMore = !!shown && shown.typed === answer.typed && answer.limit > shown.limit;
    const text = wording.summary(answer);
    tell(text);
    panel.drawFacets(facets, typed, answer.facets, write);
    if (isMore && shown) {
      results.extend(list, answer.groups, site);
      if (answer.count > shown.count) announce("已显示 " + answer.count + " 条");
    } else {
      results.draw(list, answer.groups, site);
      // an assignment would have the whole list laid out at once
      if (isScrolled) scroller.scrollTop = 0;
      panel.drawAlso(also, answer, write);
      panel.fill(nearest, []);
      panel.fill(help, []);
      // keeps the place of the suggestions, which come later and would push the hits down
      if (answer.knowsWords) suggestions.hidden = false;
      announce(text);
    }
    const isFull = answer.count >= answer.limit && answer.limit < MOST;
    const hasFocus = document.activeElement === more;
    more.hidden = !isFull || (isMore && !!shown && answer.count === shown.count);
    if (hasFocus && more.hidden) input.focus();
    shown = answer;
    if (!answer.groups.length) {
      panel.drawHelp(help, answer, write);
      backend.send({ type: "nearest", id, typed, limit });
    }
    if (!isMore) later("suggest", PAUSE, () => backend.send({ type: "suggest", id, typed, limit }));
    if (wantsFirst) openFirst();
  }

  /** @param {{type: string, words: string[]}} answer */
  function takeWords(answer) {
    if (answer.type === "nearest") {
      panel.drawWords(nearest, typed, answer.words, write);
      return;
    }
    const words = answer.words.filter((word) => word !== typed.trim());
    panel.drawWords(suggestions, typed, words, write);
    const last = typed.split(/[\s-]+/).pop();
    const completing = words.find((word) => !!last && word.startsWith(last));
    complete(completing ? [completing] : []);
  }

  /** @param {Zh.Failure} failure */
  function fail(failure) {
    ["gap", "wait", "slow"].forEach((name) => later(name, 0));
    isBusy = false;
    wantsFirst = false;
    const isOffline = navigator.onLine === false && location.protocol !== "file:";
    const kind = isOffline ? "offline" : failure.kind;
    const text = wording.failureText(kind);
    if (!shown || shown.typed !== typed) clear();
    const retry = panel.button(kind === "version" ? "刷新页面" : "重试", () => {
      if (kind === "version") {
        address.keep(input.value);
        location.reload();
        return;
      }
      if (kind === "slow" || kind === "script") backend.restart();
      input.focus();
      ask(true);
    }, "zh-search__retry");
    if (failure.file) retry.title = failure.file;
    tell(text, retry);
    announce(text);
  }

  /** Writes a query as if it had been typed. @param {string} text */
  function write(text) {
    const active = document.activeElement;
    const staysInRow = active && facets.contains(active);
    input.value = text;
    if (!staysInRow) input.focus();
    relay();
  }

  /** Material listens to keys only; a word picked with the mouse in an input method sends none. */
  function relay() {
    input.dispatchEvent(new Event("keydown"));
    input.dispatchEvent(new Event("keyup"));
    ask();
  }

  function openFirst() {
    wantsFirst = false;
    const best = results.best(list);
    if (best) best.click();
  }

  /** @param {HTMLElement} dialog @param {HTMLElement} output */
  function listen(dialog, output) {
    input.addEventListener("compositionstart", () => {
      isComposing = true;
    });
    input.addEventListener("compositionend", () => {
      isComposing = false;
      relay();
      if (held && held.typed === typed) take(held);
    });
    input.addEventListener("input", relay);
    input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const isWaiting = isBusy || typed !== input.value;
      if (event.key !== "Enter" || event.isComposing || !isWaiting) return;
      // The hits on the screen are those of an older query: wait for the right ones.
      event.preventDefault();
      event.stopPropagation();
      wantsFirst = true;
    });
    input.form.addEventListener("reset", () => window.setTimeout(relay, 0));
    scroller.addEventListener("scroll", () => {
      isScrolled = scroller.scrollTop > 0;
      if (isScrolled) askNearEnd();
    });
    // an arrow from the button to the last hit need not scroll
    list.addEventListener("focusin", (/** @type {FocusEvent} */ event) => {
      if (event.relatedTarget === more) askNearEnd();
    });
    toggle.addEventListener("change", () => (output.hidden = !toggle.checked));
    address.follow(toggle, later, (/** @type {string} */ query) => {
      input.value = query;
      input.focus();
      relay();
    });
    // After Material, which has closed the dialog by now: the way back leads to query and hits.
    dialog.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const target = /** @type {Element} */ (event.target);
      const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
      if (target.closest(".md-search-result__link") && isPlain) address.keep(input.value);
    });
    address.share(() => input.value);
    if (scope.document$) {
      scope.document$.subscribe(() => {
        if (/[?&]h=/.test(location.search)) port.load(MARKS);
      });
    }
  }

  /** Once Material's script has taken its own elements. */
  function mount() {
    /** @param {string} selector @returns {any} */
    const find = (selector) => document.querySelector(selector);
    const dialog = find(".md-search");
    const output = find(".md-search-result");
    input = find("[data-md-component=search-query]");
    scroller = find(".md-search__scrollwrap");
    toggle = find("#__search");
    const style = /** @type {HTMLLinkElement} */ (results.element("link", "", ""));
    style.rel = "stylesheet";
    style.href = port.base + STYLE;
    // instant loading empties the head of what the next page does not name
    document.body.appendChild(style);
    output.textContent = "";
    output.append(suggestions, meta, facets, also, help, nearest, list, more, live);
    output.hidden = !toggle.checked;
    scroller.tabIndex = -1;
    scope.ZhKeys.listen(dialog, input, more);
    listen(dialog, output);
    port.postMessage = (/** @type {any} */ message) => message.type && ask();
    ask(!typed.trim());
    early.forEach(receive);
    relay();
  }

  typed = address.read() || "";
  if (typed.trim()) send();
  else backend.send({ type: "open", id: 0, typed: "", limit: 0 });
  if (port.mounted) mount();
  else port.mount = mount;
})();
