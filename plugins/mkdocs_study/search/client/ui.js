/**
 * What Material's dialog lacks for Chinese: input methods that send no key, true counts and clear
 * messages, and marks on the page one lands on, also across bold and links.
 */
(function () {
  "use strict";
  const SCRIPTS = ["text.js"];
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const base = script.src.replace(/[^/]*$/, "");
  const BLOCKS = "p, li, td, th, dt, dd, h1, h2, h3, h4, h5, h6, pre, figcaption, summary";

  /**
   * Material listens to keyup only: a word picked with the mouse in an input method sends none, and
   * the letters typed on the way to it send one each.
   */
  function relayInput() {
    const input = document.querySelector("[data-md-component=search-query]");
    if (!input) return;
    /** @param {Event} event */
    const relay = (event) => {
      if (/** @type {InputEvent} */ (event).isComposing) return;
      input.dispatchEvent(new Event("keyup"));
    };
    window.addEventListener(
      "keyup",
      (event) => {
        if (event.target === input && event.isComposing) event.stopPropagation();
      },
      true
    );
    input.addEventListener("input", relay);
    input.addEventListener("compositionend", relay);
  }

  /** @param {any} result data of a RESULT message @returns {string|null} */
  function describe(result) {
    if (result.error) return result.error;
    if (!result.query || !result.query.trim()) return null;
    const quoted = "“" + result.query.trim() + "”";
    if (!result.items.length) return "没有找到" + quoted + "，请换一个说法再试";
    const count = (result.totalExact ? "共 " : "约 ") + result.total;
    if (result.mode === "known") return "已找到：" + result.target;
    if (result.mode === "facet") return count + " 页";
    if (result.mode === "literal") return count + " 处写有这几个字";
    return "没有一处连着写有" + quoted + "，以下内容与它相近";
  }

  function tellCounts() {
    document.addEventListener("zh-search:result", (event) => {
      const meta = document.querySelector(".md-search-result__meta");
      const message = describe(/** @type {CustomEvent} */ (event).detail);
      if (!meta || message === null) return;
      meta.setAttribute("aria-live", "polite");
      window.setTimeout(() => {
        meta.textContent = message;
      }, 0);
    });
  }

  /** @param {string} name @returns {Promise<void>} */
  function loadScript(name) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = base + name;
      element.onload = () => resolve();
      element.onerror = () => reject(new Error(name));
      document.head.appendChild(element);
    });
  }

  /**
   * Marks places of a block that may begin and end in different elements.
   * @param {Element} block @param {string[]} words @param {any} api ZhSnippet and ZhText
   */
  function markBlock(block, words, api) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, {
      acceptNode: (node) => {
        const parent = /** @type {Element} */ (node.parentElement);
        const isOwn = parent.closest(BLOCKS) === block;
        const isFurniture = parent.closest(".headerlink, [data-search-exclude], script, style");
        return isOwn && !isFurniture ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT;
      }
    });
    /** @type {{node: Text, start: number}[]} */
    const parts = [];
    let text = "";
    while (walker.nextNode()) {
      const node = /** @type {Text} */ (walker.currentNode);
      parts.push({ node, start: text.length });
      text += node.data;
    }
    const spans = api.findSpans(text, words, new Map());
    for (const span of spans.reverse()) {
      for (const part of parts.slice().reverse()) {
        const from = Math.max(span.start - part.start, 0);
        const to = Math.min(span.end - part.start, part.node.data.length);
        if (from >= to || /** @type {Element} */ (part.node.parentElement).closest("mark")) continue;
        const range = document.createRange();
        range.setStart(part.node, from);
        range.setEnd(part.node, to);
        const mark = document.createElement("mark");
        mark.setAttribute("data-md-highlight", "");
        range.surroundContents(mark);
      }
    }
  }

  /**
   * The blocks of the section that the address points to; all if it points to none. Several words
   * are those of a hit that only resembles the query: marked everywhere, they would mean nothing.
   * @param {Element[]} blocks of the article, in order @returns {Element[]}
   */
  function blocksOfSection(blocks) {
    const heading = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const start = heading ? blocks.indexOf(heading) : -1;
    if (start < 0) return blocks;
    const end = blocks.findIndex((block, i) => i > start && /^H[1-6]$/.test(block.tagName));
    return blocks.slice(start, end < 0 ? blocks.length : end);
  }

  /** Marks the words of `?h=` on the page one landed on. */
  async function markLanding() {
    const wanted = new URLSearchParams(location.search).get("h");
    const article = document.querySelector("article");
    if (!wanted || !article) return;
    for (const name of SCRIPTS) await loadScript(name);
    /** @type {any} */
    const scope = window;
    const words = wanted
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => scope.ZhText.foldBlock(word, new Map()).text);
    const blocks = Array.from(article.querySelectorAll(BLOCKS));
    const wantedBlocks = words.length > 1 ? blocksOfSection(blocks) : blocks;
    wantedBlocks.forEach((block) => markBlock(block, words, scope.ZhSnippet));
  }

  relayInput();
  tellCounts();
  /** @type {any} */
  const material = window;
  if (material.document$) material.document$.subscribe(markLanding);
  else markLanding();
})();
