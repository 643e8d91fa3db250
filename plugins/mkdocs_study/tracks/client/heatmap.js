/*
 * Turns the history of a reader into a calendar of the last twelve months.
 */
/** @typedef {{units: number, minutes: number}} Day */
/** @typedef {{date: string, level: number, units: number, minutes: number} | null} Cell */

(function () {
  "use strict";

  const WEEKS = 53;
  const WEEKDAYS = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];
  /** Units of a day from which the next level begins. */
  const LEVELS = [1, 2, 4, 7];

  /**
   * @param {number} units
   * @returns {number} 0 to 4
   */
  function levelOf(units) {
    return LEVELS.filter((least) => units >= least).length;
  }

  /**
   * @param {string} date
   * @param {number} days
   * @returns {string} the date so many days later
   */
  function plusDays(date, days) {
    const time = new Date(date + "T00:00:00Z");
    time.setUTCDate(time.getUTCDate() + days);
    return time.toISOString().slice(0, 10);
  }

  /**
   * @param {string} date
   * @returns {number} 0 for Monday
   */
  function weekday(date) {
    return (new Date(date + "T00:00:00Z").getUTCDay() + 6) % 7;
  }

  /**
   * @param {Map<string, Day>} days by date
   * @param {string} today
   * @returns {{rows: Cell[][], months: {label: string, weeks: number}[]}} seven rows, Monday first,
   *   of as many weeks, the last one with today; days to come are null. The months head the weeks:
   *   a week belongs to the month of its Monday
   */
  function layOut(days, today) {
    const first = plusDays(today, -7 * (WEEKS - 1) - weekday(today));
    const rows = WEEKDAYS.map(function (_name, row) {
      return Array.from({ length: WEEKS }, function (_, week) {
        const date = plusDays(first, 7 * week + row);
        const day = days.get(date) || { units: 0, minutes: 0 };
        if (date > today) return null;
        return { date: date, level: levelOf(day.units), units: day.units, minutes: day.minutes };
      });
    });
    /** @type {{label: string, weeks: number}[]} */
    const months = [];
    for (let week = 0; week < WEEKS; week += 1) {
      const label = Number(plusDays(first, 7 * week).slice(5, 7)) + "月";
      const last = months[months.length - 1];
      if (last !== undefined && last.label === label) last.weeks += 1;
      else months.push({ label: label, weeks: 1 });
    }
    return { rows: rows, months: months };
  }

  /**
   * @param {Map<string, Day>} days
   * @param {string} today
   * @returns {{month: string, days: number, units: number, minutes: number}[]} the months of the
   *   calendar in which something was done, the last one first
   */
  function byMonth(days, today) {
    const first = plusDays(today, -7 * (WEEKS - 1) - weekday(today));
    /** @type {Map<string, {month: string, days: number, units: number, minutes: number}>} */
    const months = new Map();
    Array.from(days.keys())
      .filter((date) => date >= first && date <= today)
      .sort()
      .reverse()
      .forEach(function (date) {
        const day = days.get(date) || { units: 0, minutes: 0 };
        const month = date.slice(0, 7);
        const sum = months.get(month) || { month: month, days: 0, units: 0, minutes: 0 };
        sum.days += 1;
        sum.units += day.units;
        sum.minutes += day.minutes;
        months.set(month, sum);
      });
    return Array.from(months.values());
  }

  /**
   * @param {string} date
   * @returns {string} 11月24日
   */
  function dayWords(date) {
    return Number(date.slice(5, 7)) + "月" + Number(date.slice(8, 10)) + "日";
  }

  const heatmap = {
    WEEKDAYS: WEEKDAYS,
    layOut: layOut,
    byMonth: byMonth,
    dayWords: dayWords,
    levelOf: levelOf,
  };

  if (typeof module !== "undefined") module.exports = heatmap;
  else Object.assign(window, { studyHeatmap: heatmap });
})();
