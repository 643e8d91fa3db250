/*
 * Turns kept results of quizzes into today's reviews on the reader's own page.
 */
(function () {
  "use strict";

  /** @typedef {typeof import("./quiz-rules.js")} Rules */
  /** @typedef {import("./quiz-rules.js").QuizRecord} QuizRecord */
  /** @typedef {{read: (id: string) => any, ids: (prefix: string) => string[]}} Store */
  /** @typedef {{studyQuizRules: Rules, studyStore?: {open: (site: string) => Store}}} Globals */

  const PREFIX = "@quiz/";
  const MOST_LATER = 10;
  const globals = /** @type {Globals} */ (/** @type {unknown} */ (window));
  const rules = globals.studyQuizRules;
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
    while (section.firstChild !== null) section.removeChild(section.firstChild);
    section.hidden = records.length === 0;
    if (records.length === 0) return;
    const sorted = rules.sortReviews(records, today);
    add(section, "h2", "今天的复习");
    if (sorted.due.length === 0) add(section, "p", "今天没有该复习的测验。");
    else list(section, sorted.due, today);
    if (sorted.later.length > 0) {
      const details = add(section, "details", "");
      add(details, "summary", "以后几天的复习（" + sorted.later.length + "）");
      list(details, sorted.later.slice(0, MOST_LATER), today);
    }
  }

  /**
   * @param {HTMLElement} parent
   * @param {QuizRecord[]} records
   * @param {string} today
   */
  function list(parent, records, today) {
    const rows = add(parent, "ul", "");
    rows.className = "study-reviews";
    records.forEach(function (record) {
      const row = add(rows, "li", "");
      const link = /** @type {HTMLAnchorElement} */ (add(row, "a", record.title));
      link.href = root + record.href;
      const facts = [];
      if (record.due !== today) facts.push(rules.dayInWords(record.due, today) + "到期");
      if (record.wrong.length > 0) facts.push("还有 " + record.wrong.length + " 题没有做对");
      if (facts.length > 0) add(row, "span", "　" + facts.join("，")).className = "study-facts";
    });
  }

  /**
   * @param {HTMLElement} parent
   * @param {string} tag
   * @param {string} text
   * @returns {HTMLElement}
   */
  function add(parent, tag, text) {
    const element = document.createElement(tag);
    element.textContent = text;
    parent.appendChild(element);
    return element;
  }

  start();
})();
