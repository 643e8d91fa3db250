/**
 * Shows what depends on the reader's day: this month on the home page, today in the year.
 * Everything is in the page already; without this script it is a list of links.
 */
(function (scope) {
  "use strict";

  /**
   * @param {Date} day in local time
   * @returns {string} such as 2026-03-05
   */
  function isoDay(day) {
    const pad = (/** @type {number} */ number) => String(number).padStart(2, "0");
    return [day.getFullYear(), pad(day.getMonth() + 1), pad(day.getDate())].join("-");
  }

  /**
   * @param {string} month such as 2026-03
   * @param {number} step months to go on, or back
   * @returns {string}
   */
  function monthAfter(month, step) {
    const [year, number] = month.split("-").map(Number);
    return isoDay(new Date(year, number - 1 + step, 1)).slice(0, 7);
  }

  /**
   * @param {string} month such as 2026-03
   * @returns {string} 2026年3月
   */
  function monthName(month) {
    const [year, number] = month.split("-").map(Number);
    return `${year}年${number}月`;
  }

  /**
   * @param {string} from first day
   * @param {string} until last day
   * @param {string} today
   * @returns {"past" | "today" | "coming"}
   */
  function stateOf(from, until, today) {
    if (until < today) return "past";
    return from <= today ? "today" : "coming";
  }

  const api = { isoDay, monthAfter, monthName, stateOf };
  if (typeof module === "object" && module.exports) {
    module.exports = api;
    return;
  }

  const document = scope.document;

  /** @returns {string} the reader's own day */
  const today = () => isoDay(new Date());

  /**
   * Show one month of the home page's part.
   * @param {HTMLElement} box
   * @param {string} month
   * @returns {void}
   */
  function showMonth(box, month) {
    const months = box.querySelectorAll("[data-study-month]");
    /** @type {string[]} */
    const names = [];
    let found = false;
    for (const node of Array.from(months)) {
      const part = /** @type {HTMLElement} */ (node);
      const name = part.getAttribute("data-study-month") || "";
      names.push(name);
      part.hidden = name !== month;
      found = found || name === month;
    }
    box.setAttribute("data-study-months-shown", month);
    const title = box.querySelector("[data-study-months-title]");
    const head = /** @type {HTMLElement | null} */ (box.querySelector("[data-study-months-head]"));
    const all = /** @type {HTMLElement | null} */ (box.querySelector("[data-study-months-all]"));
    if (title === null || head === null || all === null) return;
    const current = month === today().slice(0, 7);
    title.textContent = monthName(month) + (current ? "（本月）" : "") + (found ? "" : "：没有安排");
    head.hidden = false;
    // A month without sessions leaves the reader the list of those that have some.
    all.hidden = found;
    const first = names[0] || month;
    const last = names[names.length - 1] || month;
    for (const node of Array.from(box.querySelectorAll("[data-study-months-step]"))) {
      const button = /** @type {HTMLButtonElement} */ (node);
      const step = Number(button.getAttribute("data-study-months-step"));
      button.disabled = step < 0 ? month <= first : month >= last;
    }
    markSessions(box);
  }

  /**
   * Tell which sessions are today and which are over.
   * @param {HTMLElement} box
   * @returns {void}
   */
  function markSessions(box) {
    for (const item of Array.from(box.querySelectorAll("[data-study-from]"))) {
      const from = item.getAttribute("data-study-from") || "";
      const state = stateOf(from, item.getAttribute("data-study-until") || from, today());
      item.classList.toggle("study-month__item--past", state === "past");
      item.classList.toggle("study-month__item--today", state === "today");
      const text = /** @type {HTMLElement | null} */ (
        item.querySelector("[data-study-state-text]")
      );
      if (text !== null) {
        text.hidden = state === "coming";
        text.textContent = state === "past" ? "已过" : "今天";
      }
    }
  }

  /**
   * @param {HTMLElement} box
   * @returns {void}
   */
  function startMonths(box) {
    showMonth(box, today().slice(0, 7));
    box.addEventListener("click", (event) => {
      const target = /** @type {Element} */ (event.target);
      const button = target.closest("[data-study-months-step]");
      if (button === null) return;
      const shown = box.getAttribute("data-study-months-shown") || today().slice(0, 7);
      const step = Number(button.getAttribute("data-study-months-step"));
      showMonth(box, monthAfter(shown, step));
    });
  }

  /** @returns {void} */
  function markToday() {
    const day = today();
    for (const cell of Array.from(document.querySelectorAll("[data-study-day]"))) {
      if (cell.getAttribute("data-study-day") === day) cell.setAttribute("aria-current", "date");
      else cell.removeAttribute("aria-current");
    }
  }

  /** @returns {void} */
  function start() {
    for (const node of Array.from(document.querySelectorAll("[data-study-months]"))) {
      const box = /** @type {HTMLElement} */ (node);
      if (!box.hasAttribute("data-study-months-shown")) startMonths(box);
    }
    markToday();
    for (const node of Array.from(document.querySelectorAll("[data-study-print][hidden]"))) {
      const button = /** @type {HTMLElement} */ (node);
      button.hidden = false;
      button.addEventListener("click", () => scope.print());
    }
  }

  start();
  // Material runs the script again with each page that it loads in place; one listener is enough.
  if (!scope.studyPlanListens) {
    scope.studyPlanListens = true;
    // A page kept open, or come back to from the browser's memory, over midnight.
    scope.addEventListener("pageshow", () => {
      for (const node of Array.from(document.querySelectorAll("[data-study-months-shown]"))) {
        showMonth(/** @type {HTMLElement} */ (node), today().slice(0, 7));
      }
      markToday();
    });
  }
})(typeof window === "undefined" ? /** @type {any} */ (globalThis) : /** @type {any} */ (window));
