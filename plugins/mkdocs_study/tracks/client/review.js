/*
 * Turns kept results of quizzes into today's reviews on the reader's own page.
 */
(function () {
  "use strict";

  /** @typedef {typeof import("./quiz-rules.js")} Rules */
  /** @typedef {import("./quiz-rules.js").QuizRecord} QuizRecord */
  /** @typedef {{read: (id: string) => any, ids: (prefix: string) => string[]}} Store */
  /** @typedef {{studyElements: typeof import("./elements.js"), studyQuizRules: Rules, studyStore?: {open: (site: string) => Store}, studyReviews?: () => void}} Globals */

  const PREFIX = "@quiz/";
  const MOST_LATER = 10;
  const globals = /** @type {Globals} */ (/** @type {unknown} */ (window));
  const rules = globals.studyQuizRules;
  const make = globals.studyElements.make;
  const root = new URL("../../", /** @type {HTMLScriptElement} */ (document.currentScript).src).href;

  function start() {
    const section = document.querySelector("[data-study-reviews]");
    const data = document.getElementById("study-exercise-data");
    if (!(section instanceof HTMLElement) || data === null) return;
    if (globals.studyStore === undefined) return;
    const store = globals.studyStore.open(data.dataset.site || "");
    /** @type {QuizRecord[]} */
    const records = [];
    store.ids(PREFIX).forEach(function (id) {
      const record = rules.asRecord(store.read(id));
      if (record !== null) records.push(record);
    });
    draw(section, records, rules.localDay(new Date()));
  }

  /**
   * @param {HTMLElement} section
   * @param {QuizRecord[]} records
   * @param {string} today
   */
  function draw(section, records, today) {
    const sorted = rules.sortReviews(records, today);
    section.hidden = records.length === 0;
    const parts = [
      make("h2", {}, ["今天的复习"]),
      sorted.due.length > 0
        ? list(sorted.due, today)
        : make("p", {}, ["今天没有该复习的测验。"]),
    ];
    if (sorted.later.length > 0) {
      const words = "以后几天的复习（" + sorted.later.length + "）";
      const rows = list(sorted.later.slice(0, MOST_LATER), today);
      parts.push(make("details", {}, [make("summary", {}, [words]), rows]));
    }
    globals.studyElements.fill(section, parts);
  }

  /**
   * @param {QuizRecord[]} records
   * @param {string} today
   * @returns {HTMLElement}
   */
  function list(records, today) {
    const rows = records.map(function (record) {
      const link = make("a", { href: root + record.href }, [record.title]);
      const facts = [];
      if (record.due !== today) facts.push(rules.dayInWords(record.due, today) + "到期");
      if (record.wrong.length > 0) facts.push("还有 " + record.wrong.length + " 题没有做对");
      const words = make("span", { class: "study-facts" }, ["　" + facts.join("，")]);
      return make("li", {}, facts.length > 0 ? [link, words] : [link]);
    });
    return make("ul", { class: "study-reviews" }, rows);
  }

  /* Another reader, a file that was loaded: the page draws itself anew, and so do the reviews. */
  if (globals.studyReviews === undefined) {
    document.addEventListener("study:mine", function () {
      if (globals.studyReviews !== undefined) globals.studyReviews();
    });
  }
  globals.studyReviews = start;
  start();
})();
