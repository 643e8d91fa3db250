/*
 * Puts a button before each quiz and checklist that loads what makes a form of it.
 *
 * A page that is only read carries no more than this. Whoever comes for a review, or has begun to
 * fill in, finds the form at once.
 */
(function () {
  "use strict";

  /** @typedef {{read: (id: string) => any}} Store */
  /** @typedef {{open: (site: string) => Store, session: (site: string) => Store}} Stores */

  const FAILED = "没有读到答题程序，检查网络以后再按一次";

  function start() {
    const data = document.getElementById("study-exercise-data");
    if (data === null) return;
    wait(data, ".study-quiz", data.dataset.quiz, "开始答题", /^#quiz-/.test(location.hash));
    wait(data, ".study-list", data.dataset.list, "开始填写", hasBegun(data.dataset));
  }

  /**
   * @param {DOMStringMap} data
   * @returns {boolean} is something kept that the reader filled in?
   */
  function hasBegun(data) {
    const stores = /** @type {{studyStore?: Stores}} */ (/** @type {unknown} */ (window)).studyStore;
    if (stores === undefined) return false;
    const id = "@list/" + data.page;
    const site = data.site || "";
    return stores.session(site).read(id) !== null || stores.open(site).read(id) !== null;
  }

  /**
   * @param {HTMLElement} data
   * @param {string} selector
   * @param {string | undefined} script address, from the page
   * @param {string} words
   * @param {boolean} atOnce
   */
  function wait(data, selector, script, words, atOnce) {
    /** @type {HTMLElement[]} */
    const sections = Array.prototype.slice.call(document.querySelectorAll(selector));
    if (sections.length === 0 || script === undefined) return;
    const source = new URL(script, location.href).href;
    const style = new URL(data.dataset.form || "", location.href).href;
    const buttons = sections.map(function (section) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "md-button md-button--primary study-start";
      button.textContent = words;
      button.setAttribute("data-search-exclude", "");
      button.addEventListener("click", function () {
        data.dataset.started = section.id;
        load();
      });
      section.classList.add("study-waits");
      section.insertBefore(button, section.children[1]);
      return button;
    });
    let loading = false;

    function load() {
      if (loading) return;
      loading = true;
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = style;
      document.head.appendChild(link);
      const element = document.createElement("script");
      element.src = source;
      element.addEventListener("error", function () {
        loading = false;
        buttons.forEach(function (button) {
          button.textContent = FAILED;
        });
      });
      document.head.appendChild(element);
    }

    if (atOnce) load();
  }

  start();
})();
