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

  const element = document.getElementById("study-exercise-data");
  const data = element === null ? {} : element.dataset;

  /** @returns {boolean} is something kept that the reader filled in? */
  function hasBegun() {
    const stores = /** @type {{studyStore?: Stores}} */ (/** @type {unknown} */ (window)).studyStore;
    return [stores && stores.session, stores && stores.open].some(function (open) {
      return open !== undefined && open(data.site || "").read("@list/" + data.page) !== null;
    });
  }

  /**
   * @param {string} selector
   * @param {string | undefined} script address, from the page
   * @param {string} words
   * @returns {() => void} loads the form
   */
  function wait(selector, script, words) {
    /** @type {HTMLElement[]} */
    const buttons = [];
    let loading = false;

    function load() {
      if (loading || script === undefined) return;
      loading = true;
      const style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = data.form || "";
      const form = document.createElement("script");
      form.src = script;
      form.onerror = function () {
        loading = false;
        buttons.forEach(function (button) {
          button.textContent = "没有读到答题程序，检查网络以后再按一次";
        });
      };
      document.head.appendChild(style);
      document.head.appendChild(form);
    }

    document.querySelectorAll(selector).forEach(function (section) {
      const button = document.createElement("button");
      button.className = "md-button md-button--primary study-start";
      button.textContent = words;
      button.onclick = function () {
        data.started = section.id;
        load();
      };
      section.classList.add("study-waits");
      section.insertBefore(button, section.querySelector(".study-question, ol"));
      buttons.push(button);
    });
    return load;
  }

  const loadQuiz = wait(".study-quiz", data.quiz, "开始答题");
  const loadList = wait(".study-list", data.list, "开始填写");
  if (/^#quiz-/.test(location.hash)) loadQuiz();
  if (data.list !== undefined && hasBegun()) loadList();
})();
