/** Marks the words of `?h=` on the page one lands on, also across bold and links. */
(function () {
  "use strict";
  const STYLE = "search.css";
  const BLOCKS = "p, li, td, th, dt, dd, h1, h2, h3, h4, h5, h6, pre, figcaption, summary";
  /** @type {any} */
  const scope = window;

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

  function markLanding() {
    const wanted = new URLSearchParams(location.search).get("h");
    const article = document.querySelector(".md-content article");
    if (!wanted || !article || article.querySelector("mark[data-md-highlight]")) return;
    const words = wanted
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => scope.ZhText.foldBlock(word, new Map()).text);
    const blocks = Array.from(article.querySelectorAll(BLOCKS));
    const wantedBlocks = words.length > 1 ? blocksOfSection(blocks) : blocks;
    wantedBlocks.forEach((block) => markBlock(block, words, scope.ZhSnippet));
  }

  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = scope.ZhPort.base + STYLE;
  // instant loading empties the head of what the next page does not name
  document.body.appendChild(style);
  scope.document$.subscribe(markLanding);
})();
