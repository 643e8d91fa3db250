/** Draws groups of hits in Material's own markup, and adds later ones without moving the first. */
(function () {
  "use strict";
  /** @type {any} */
  const scope = window;
  const { whyText } = scope.ZhWording;

  /**
   * @param {string} tag @param {string} className @param {string} html @returns {HTMLElement}
   */
  function element(tag, className, html) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.innerHTML = html;
    return made;
  }

  /** @param {string} className @param {string} html */
  function span(className, html) {
    return html ? '<span class="zh-search__' + className + '">' + html + "</span>" : "";
  }

  /** @param {Zh.Item} item @param {boolean} isPage @param {string} site address of the site root */
  function link(item, isPage, site) {
    const made = /** @type {HTMLAnchorElement} */ (element("a", "md-search-result__link", ""));
    made.href = new URL(item.location, site).href;
    made.tabIndex = -1;
    const label = span("label", item.why ? whyText(item.why) : item.near ? "相近" : "");
    const heading = isPage ? "h1" : "h2";
    const text = item.text || label ? span("text", label + item.text) : "";
    const article = element(
      "article",
      "md-search-result__article md-typeset",
      (isPage ? '<div class="md-search-result__icon md-icon"></div>' : "") +
        "<" + heading + ">" + item.title + span("type", item.type) + "</" + heading + ">" +
        span("path", item.path) + text
    );
    // The key Enter in the box leads to the highest score: never to a page that is no hit itself.
    article.setAttribute("data-md-score", item.score.toFixed(2));
    made.appendChild(article);
    return made;
  }

  /**
   * @param {Zh.Item[]} group @param {string} site @param {boolean} unfolded
   * @returns {HTMLElement}
   */
  function listItem(group, site, unfolded) {
    const made = element("li", "md-search-result__item", "");
    made.setAttribute("data-url", group[0].location.replace(/\?.*/, ""));
    const folded = group.filter((item) => !item.open);
    group.forEach((item, i) => {
      if (item.open) made.appendChild(link(item, i === 0, site));
    });
    if (folded.length) {
      const details = /** @type {HTMLDetailsElement} */ (
        element("details", "md-search-result__more", "")
      );
      details.open = unfolded;
      const summary = element("summary", "", "<div>本页还有 " + folded.length + " 处</div>");
      summary.tabIndex = -1;
      details.appendChild(summary);
      folded.forEach((item) => details.appendChild(link(item, false, site)));
      made.appendChild(details);
    }
    return made;
  }

  /** @param {Element} list @param {Zh.Item[][]} groups @param {string} site */
  function draw(list, groups, site) {
    list.textContent = "";
    groups.forEach((group) => list.appendChild(listItem(group, site, false)));
  }

  /**
   * Takes over an answer that holds more hits of the same query: pages that stand there keep their
   * place, what is folded open stays so, the focus stays on its link.
   * @param {Element} list @param {Zh.Item[][]} groups @param {string} site
   */
  function extend(list, groups, site) {
    /** @type {Map<string|null, Element>} */
    const standing = new Map();
    Array.from(list.children).forEach((item) => standing.set(item.getAttribute("data-url"), item));
    for (const group of groups) {
      const url = group[0].location.replace(/\?.*/, "");
      const old = standing.get(url);
      const details = old && old.querySelector("details");
      const fresh = listItem(group, site, !!details && details.open);
      if (!old) list.appendChild(fresh);
      else if (old.innerHTML !== fresh.innerHTML) {
        const active = document.activeElement;
        const href = active && old.contains(active) ? active.getAttribute("href") : null;
        list.replaceChild(fresh, old);
        const links = Array.from(fresh.querySelectorAll("a"));
        const again = links.find((a) => a.getAttribute("href") === href);
        if (again) again.focus({ preventScroll: true });
      }
    }
  }

  /** @param {HTMLElement} list @returns {HTMLElement|null} link of the hit with the highest score */
  function best(list) {
    const articles = Array.from(list.querySelectorAll("article"));
    const scores = articles.map((article) => Number(article.getAttribute("data-md-score")));
    const article = articles[scores.indexOf(Math.max.apply(null, scores))];
    return article ? article.parentElement : null;
  }

  scope.ZhResults = { draw, extend, element, best };
})();
