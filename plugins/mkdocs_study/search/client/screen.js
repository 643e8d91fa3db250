/**
 * The places of an answer on the screen, in Material's dialog and on the page of `study index`: what
 * is said of it, its hits, and what may be tried next.
 */
(function () {
  "use strict";
  /** @type {any} */
  const scope = window;
  const panel = scope.ZhPanel;
  const results = scope.ZhResults;
  /** Milliseconds of rest before screen readers are told. */
  const SETTLED = 900;

  /**
   * @param {string} metaTag element of the line above the hits
   * @param {string} suggestionsName what screen readers call the suggestions
   * @param {() => void} askMore
   */
  function createScreen(metaTag, suggestionsName, askMore) {
    const meta = results.element(metaTag, "md-search-result__meta", "");
    const list = results.element("ol", "md-search-result__list", "");
    const suggestions = panel.row("suggest", suggestionsName);
    const facets = panel.row("facets", "筛选");
    const also = panel.row("also", "其他说法");
    const help = panel.row("help", "没有找到时");
    const nearest = panel.row("suggest", "相近的词");
    const live = results.element("div", "zh-search__live", "");
    const more = panel.button("显示更多", askMore, "zh-search__more");
    live.setAttribute("aria-live", "polite");
    list.setAttribute("role", "list");
    more.hidden = true;
    /** Timers that run, by name; 0 or nothing when none does. @type {Record<string, number>} */
    const timers = {};

    /** @param {string} name @param {number} ms @param {() => void} [act] nothing: only stops it */
    function later(name, ms, act) {
      window.clearTimeout(timers[name]);
      timers[name] = 0;
      if (act) {
        timers[name] = window.setTimeout(() => {
          timers[name] = 0;
          act();
        }, ms);
      }
    }

    /** @param {string} text in the meta line @param {HTMLElement} [button] */
    function tell(text, button) {
      meta.textContent = text;
      if (button) meta.append(" ", button);
    }

    /** Tells screen readers once, when the reader has stopped typing. @param {string} text */
    function announce(text) {
      later("announce", SETTLED, () => {
        live.textContent = text;
      });
    }

    function clear() {
      list.textContent = "";
      more.hidden = true;
      [suggestions, facets, also, help, nearest].forEach((place) => panel.fill(place, []));
    }

    return {
      meta, list, suggestions, facets, also, help, nearest, live, more, timers, later, tell, announce, clear
    };
  }

  scope.ZhScreen = { createScreen };
})();
