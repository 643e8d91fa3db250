/*
 * Turns the history of a reader into the calendar and the list of months of 我的学习.
 */
(function () {
  "use strict";

  const page = /** @type {any} */ (window);
  /** @type {typeof import("./heatmap.js")} */
  const heatmap = page.studyHeatmap;
  const elements = page.studyElements;

  /**
   * @param {import("./heatmap.js").Cell} cell
   * @returns {HTMLElement}
   */
  function dayCell(cell) {
    if (cell === null) return elements.make("td", {}, []);
    const done = cell.units === 0 ? "没有记录" : cell.units + " 个单元，约 " + cell.minutes + " 分钟";
    const words = heatmap.dayWords(cell.date) + "：" + done;
    const look = "study-day study-day--" + cell.level;
    return elements.make("td", { class: look, title: words }, [
      elements.make("span", { class: "study-unseen" }, [words]),
    ]);
  }

  /**
   * @param {Map<string, import("./heatmap.js").Day>} days
   * @param {string} today
   * @returns {HTMLElement}
   */
  function table(days, today) {
    const layout = heatmap.layOut(days, today);
    const heads = layout.months.map(function (month) {
      const span = String(month.weeks);
      /* There is no room for a name over one week. */
      if (month.weeks === 1) return elements.make("td", { colspan: span }, []);
      return elements.make("th", { scope: "colgroup", colspan: span }, [month.label]);
    });
    const corner = elements.make("td", {}, []);
    const rows = layout.rows.map(function (cells, row) {
      const name = heatmap.WEEKDAYS[row];
      const shown = elements.make("span", { "aria-hidden": "true" }, [row % 2 === 0 ? name[2] : ""]);
      const told = elements.make("span", { class: "study-unseen" }, [name]);
      const head = elements.make("th", { scope: "row" }, [shown, told]);
      return elements.make("tr", {}, [head].concat(cells.map(dayCell)));
    });
    return elements.make("table", { class: "study-days" }, [
      elements.make("caption", { class: "study-unseen" }, ["近一年每天学完的单元"]),
      elements.make("thead", {}, [elements.make("tr", {}, [corner].concat(heads))]),
      elements.make("tbody", {}, rows),
    ]);
  }

  /**
   * @param {Map<string, import("./heatmap.js").Day>} days
   * @param {string} today
   * @returns {HTMLElement}
   */
  function months(days, today) {
    const items = heatmap.byMonth(days, today).map(function (month) {
      const words =
        month.month.slice(0, 4) + "年" + Number(month.month.slice(5)) + "月：" + month.days + " 天，" +
        month.units + " 个单元，约 " + month.minutes + " 分钟";
      return elements.make("li", {}, [words]);
    });
    const list = items.length > 0 ? elements.make("ul", {}, items) : elements.make("p", {}, ["还没有学习记录。"]);
    return elements.make("details", {}, [elements.make("summary", {}, ["按月列出"]), list]);
  }

  /** @returns {HTMLElement} what the shades mean */
  function legend() {
    const shades = [0, 1, 2, 3, 4].map((level) =>
      elements.make("span", { class: "study-shade study-day--" + level }, [])
    );
    const words = [elements.make("span", {}, ["少"])].concat(shades, elements.make("span", {}, ["多"]));
    return elements.make("p", { class: "study-legend", "aria-hidden": "true" }, words);
  }

  /**
   * @param {HTMLElement} place
   * @param {Map<string, import("./heatmap.js").Day>} days
   * @param {string} today
   */
  function draw(place, days, today) {
    const scroller = elements.make(
      "div",
      { class: "study-days__frame", tabindex: "0", role: "region", "aria-label": "学习日历，可左右滚动" },
      [table(days, today)]
    );
    elements.fill(place, [scroller, legend(), months(days, today)]);
    /* With the next frame, which lays the page out anyway. */
    requestAnimationFrame(function () {
      scroller.scrollLeft = scroller.scrollWidth;
    });
  }

  page.studyCalendar = { draw: draw };
})();
