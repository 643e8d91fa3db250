/**
 * Shows why a section was found: the best window of its text with marks, as safe HTML.
 * Touches no DOM, network or worker.
 */
(function (root) {
  "use strict";

  /** @type {typeof import("./text.js")} */
  const text =
    typeof module !== "undefined" && module.exports ? require("./text.js") : root.ZhText;

  const WINDOW = 110;
  const LEAD = 24;

  /** @typedef {{start: number, end: number, weight: number}} Span */

  /** @param {string} raw @returns {string} */
  function escapeHtml(raw) {
    return raw
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;");
  }

  /**
   * Places of `needles` in a block, as UTF-16 offsets of the original, merged where they touch.
   * @param {string} block @param {string[]} needles folded @param {Map<string, string>} pairs
   * @returns {Span[]}
   */
  function findSpans(block, needles, pairs) {
    const folded = text.foldBlock(block, pairs);
    /** @type {Span[]} */
    const spans = [];
    for (const needle of new Set(needles)) {
      if (!needle) continue;
      let at = folded.text.indexOf(needle);
      while (at >= 0) {
        const last = at + needle.length - 1;
        spans.push({ start: folded.at[at], end: endOf(block, folded.at[last]), weight: needle.length });
        at = folded.text.indexOf(needle, at + needle.length);
      }
    }
    spans.sort((a, b) => a.start - b.start || b.end - a.end);
    /** @type {Span[]} */
    const merged = [];
    for (const span of spans) {
      const previous = merged[merged.length - 1];
      if (previous && span.start <= previous.end) {
        previous.end = Math.max(previous.end, span.end);
        previous.weight = Math.max(previous.weight, span.weight) + 0.5;
      } else {
        merged.push(Object.assign({}, span));
      }
    }
    return merged;
  }

  /** @param {string} block @param {number} at @returns {number} end of the character at `at` */
  function endOf(block, at) {
    const code = block.codePointAt(at);
    return at + (code !== undefined && code > 0xffff ? 2 : 1);
  }

  /**
   * @param {string} block @param {Span[]} spans @param {number} start @param {number} end
   * @returns {string} HTML
   */
  function markUp(block, spans, start, end) {
    let html = "";
    let at = start;
    for (const span of spans) {
      if (span.end <= start || span.start >= end) continue;
      const from = Math.max(span.start, start);
      const to = Math.min(span.end, end);
      html += escapeHtml(block.slice(at, from)) + "<mark>" + escapeHtml(block.slice(from, to)) + "</mark>";
      at = to;
    }
    return html + escapeHtml(block.slice(at, end));
  }

  /** @param {string} block @param {number} at @returns {number} never between two surrogates */
  function wholeCharacter(block, at) {
    const code = block.charCodeAt(at);
    return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
  }

  /**
   * The window of a block with most marks in it.
   * @param {string} block @param {Span[]} spans
   * @returns {{start: number, end: number, weight: number}}
   */
  function bestWindow(block, spans) {
    if (block.length <= WINDOW) {
      return { start: 0, end: block.length, weight: spans.reduce((sum, s) => sum + s.weight, 0) };
    }
    let best = { start: 0, end: WINDOW, weight: 0 };
    for (const first of spans) {
      const start = Math.max(0, Math.min(first.start - LEAD, block.length - WINDOW));
      const end = start + WINDOW;
      let weight = 0;
      for (const span of spans) if (span.start >= start && span.end <= end) weight += span.weight;
      if (weight > best.weight) best = { start, end, weight };
    }
    return {
      start: wholeCharacter(block, best.start),
      end: wholeCharacter(block, best.end),
      weight: best.weight
    };
  }

  /**
   * @param {Zh.SectionRecord} section @param {string[]} needles folded strings to mark
   * @param {Map<string, string>} pairs fold table
   * @param {number} score @param {boolean} exact @param {"known"|null} kind
   * @returns {Zh.Hit}
   */
  function presentHit(section, needles, pairs, score, exact, kind) {
    const [heading, ...blocks] = section.blocks;
    const headingSpans = findSpans(heading, needles, pairs);
    /** @type {Set<string>} */
    const matched = new Set(headingSpans.map((span) => heading.slice(span.start, span.end)));
    let chosen = 0;
    /** @type {Span[]} */
    let spans = [];
    let window = { start: 0, end: 0, weight: -1 };
    blocks.forEach((block, i) => {
      const found = findSpans(block, needles, pairs);
      for (const span of found) matched.add(block.slice(span.start, span.end));
      const candidate = bestWindow(block, found);
      if (candidate.weight > window.weight) {
        chosen = i;
        spans = found;
        window = candidate;
      }
    });
    const block = blocks[chosen] || "";
    const snippet =
      (window.start > 0 ? "…" : "") +
      markUp(block, spans, window.start, window.end) +
      (window.end < block.length ? "…" : "");
    return {
      section,
      score,
      exact,
      kind,
      via: "",
      heading: markUp(heading, headingSpans, 0, heading.length),
      snippet,
      matched: Array.from(matched).sort((a, b) => b.length - a.length).slice(0, 5)
    };
  }

  const api = { presentHit, findSpans, escapeHtml };
  root.ZhSnippet = api;
  if (typeof module !== "undefined" && module.exports) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
