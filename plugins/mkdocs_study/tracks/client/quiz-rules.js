/*
 * Turns answers into right and wrong, and results into days of review.
 *
 * Nothing here touches the page or a storage: the functions take plain data, so that Node can test
 * them. Days are "YYYY-MM-DD" in the reader's own time.
 */

/** @typedef {"single" | "multiple" | "judge" | "fill" | "order"} Kind */

/**
 * What is kept of a quiz: `wrong` are the numbers of its questions not yet answered right, `hash`
 * tells one wording of the quiz from another.
 * @typedef {Object} QuizRecord
 * @property {1} v
 * @property {string} at
 * @property {string} title
 * @property {string} href from the root of the site
 * @property {string} hash
 * @property {string} due
 * @property {number} box
 * @property {number[]} wrong
 * @property {boolean} passed
 */

(function () {
  "use strict";

  /** Days to the next review, by box: each success moves a quiz on, a mistake back to the first. */
  const DAYS = [1, 2, 4, 7, 15, 30];
  const KEPT = "%";
  const BETWEEN_DIGITS = ".-/:";
  const NOT_WORDS = /[\p{P}\p{Z}\p{C}]/u;
  const FULL_WIDTH_FIRST = 0xff01;
  const FULL_WIDTH_LAST = 0xff5e;
  const FULL_WIDTH_SHIFT = 0xfee0;

  /**
   * The form in which typed answers are compared; text/answers.py has the same rule.
   * @param {string} text
   * @returns {string}
   */
  function answerKey(text) {
    const kept = Array.from(text)
      .map(fold)
      .filter(function (character) {
        if (KEPT.indexOf(character) >= 0 || BETWEEN_DIGITS.indexOf(character) >= 0) return true;
        return !NOT_WORDS.test(character);
      });
    return kept
      .filter(function (character, index) {
        if (BETWEEN_DIGITS.indexOf(character) < 0) return true;
        return isDigit(kept[index - 1]) && isDigit(kept[index + 1]);
      })
      .join("");
  }

  /**
   * @param {string} character
   * @returns {string}
   */
  function fold(character) {
    const code = character.codePointAt(0) || 0;
    const narrow =
      code >= FULL_WIDTH_FIRST && code <= FULL_WIDTH_LAST
        ? String.fromCharCode(code - FULL_WIDTH_SHIFT)
        : character;
    if (/\s/.test(narrow)) return " ";
    const lower = narrow.toLowerCase();
    return lower.length === narrow.length ? lower : narrow;
  }

  /**
   * @param {string | undefined} character
   * @returns {boolean}
   */
  function isDigit(character) {
    return character !== undefined && character >= "0" && character <= "9";
  }

  /**
   * @param {string[]} given what the reader typed, blank by blank
   * @param {string[][]} keys for each blank the keys of the right answers
   * @param {string[]} [spellings] for each blank the characters that stand for another one, each
   *   before that one: 紀纪 for a reader who writes 紀律
   * @returns {boolean}
   */
  function isFilledRight(given, keys, spellings) {
    return keys.every(function (right, index) {
      const known = Array.from((spellings && spellings[index]) || "");
      const typed = Array.from(answerKey(given[index] || ""), function (character) {
        const place = known.indexOf(character);
        return place >= 0 && place % 2 === 0 ? known[place + 1] : character;
      });
      return right.indexOf(typed.join("")) >= 0;
    });
  }

  /**
   * @param {number[]} given in any order
   * @param {number[]} right
   * @returns {boolean}
   */
  function isChoiceRight(given, right) {
    return (
      given.length === right.length &&
      right.every(function (option) {
        return given.indexOf(option) >= 0;
      })
    );
  }

  /**
   * @param {number[]} places of the steps, from the top
   * @returns {boolean}
   */
  function isOrderRight(places) {
    return places.every(function (place, index) {
      return place === index;
    });
  }

  /**
   * The numbers below `count` in an order that depends on the seed alone.
   * @param {number} count
   * @param {string} seed
   * @returns {number[]}
   */
  function shuffled(count, seed) {
    const next = generator(seed);
    const order = Array.from({ length: count }, function (_, index) {
      return index;
    });
    for (let last = count - 1; last > 0; last -= 1) {
      const other = Math.floor(next() * (last + 1));
      const kept = order[last];
      order[last] = order[other];
      order[other] = kept;
    }
    return order;
  }

  /**
   * An order of steps that is not yet the right one.
   * @param {number} count at least 2
   * @param {string} seed
   * @returns {number[]}
   */
  function mixed(count, seed) {
    const order = shuffled(count, seed);
    return isOrderRight(order) ? order.slice(1).concat(order[0]) : order;
  }

  /**
   * Mulberry32, started from a hash (FNV-1a) of the seed.
   * @param {string} seed
   * @returns {() => number} at least 0, below 1
   */
  function generator(seed) {
    let state = 0x811c9dc5;
    for (let index = 0; index < seed.length; index += 1) {
      state = Math.imul(state ^ seed.charCodeAt(index), 0x01000193);
    }
    return function () {
      state = (state + 0x6d2b79f5) | 0;
      let mix = Math.imul(state ^ (state >>> 15), 1 | state);
      mix = (mix + Math.imul(mix ^ (mix >>> 7), 61 | mix)) ^ mix;
      return ((mix ^ (mix >>> 14)) >>> 0) / 4294967296;
    };
  }

  /**
   * @param {Date} date
   * @returns {string} its day where the reader is
   */
  function localDay(date) {
    const month = String(date.getMonth() + 1).padStart(2, "0");
    const day = String(date.getDate()).padStart(2, "0");
    return date.getFullYear() + "-" + month + "-" + day;
  }

  /**
   * Counts in UTC, where every day has 24 hours.
   * @param {string} day
   * @param {number} days
   * @returns {string}
   */
  function addDays(day, days) {
    const parts = day.split("-").map(Number);
    const date = new Date(Date.UTC(parts[0], parts[1] - 1, parts[2] + days));
    return date.toISOString().slice(0, 10);
  }

  /**
   * The next state of a quiz after a round.
   * @param {{due: string, box: number, wrong: number[], passed: boolean} | null} before
   * @param {{first: boolean, wrong: number[]}} round `first`: all questions were asked, not only
   *     those that were wrong; `wrong`: numbers still wrong
   * @param {string} today
   * @returns {{due: string, box: number, wrong: number[], passed: boolean}}
   */
  function afterRound(before, round, today) {
    const good = round.wrong.length === 0;
    const passed = good || (before !== null && before.passed);
    const fresh = { due: addDays(today, DAYS[0]), box: 0, wrong: round.wrong, passed: passed };
    if (before === null || (round.first && !good)) return fresh;
    const kept = { due: before.due, box: before.box, wrong: round.wrong, passed: passed };
    if (!round.first || today < before.due) return kept;
    const box = before.passed ? Math.min(before.box + 1, DAYS.length - 1) : 0;
    return { due: addDays(today, DAYS[box]), box: box, wrong: [], passed: true };
  }

  /**
   * @param {unknown} value
   * @returns {QuizRecord | null} null for anything that is no record of a quiz
   */
  function asRecord(value) {
    if (value === null || typeof value !== "object") return null;
    const record = /** @type {QuizRecord} */ (value);
    const sound =
      typeof record.title === "string" &&
      typeof record.href === "string" &&
      /^\d{4}-\d\d-\d\d$/.test(record.due) &&
      Number.isInteger(record.box) &&
      record.box >= 0 &&
      record.box < DAYS.length &&
      Array.isArray(record.wrong) &&
      record.wrong.every(Number.isInteger) &&
      typeof record.passed === "boolean";
    return sound && isInside(record.href) ? record : null;
  }

  /**
   * A saved file may come from anyone: a link must lead to a page of this site.
   * @param {string} href
   * @returns {boolean}
   */
  function isInside(href) {
    return /^(?!\.\.?\/)(?:[\w.-]+\/(?!\.\.?\/))*[\w.-]*#[\w-]+$/.test(href);
  }

  /**
   * @param {QuizRecord[]} records
   * @param {string} today
   * @returns {{due: QuizRecord[], later: QuizRecord[]}} each in order of day, then title
   */
  function sortReviews(records, today) {
    const ordered = records.slice().sort(function (one, other) {
      if (one.due !== other.due) return one.due < other.due ? -1 : 1;
      return one.title < other.title ? -1 : one.title > other.title ? 1 : 0;
    });
    return {
      due: ordered.filter(function (record) {
        return record.due <= today;
      }),
      later: ordered.filter(function (record) {
        return record.due > today;
      }),
    };
  }

  /**
   * @param {string} day
   * @param {string} today
   * @returns {string} 今天, 明天, 11月25日, with the year if it is another
   */
  function dayInWords(day, today) {
    if (day === today) return "今天";
    if (day === addDays(today, 1)) return "明天";
    const parts = day.split("-").map(Number);
    const year = day.slice(0, 4) === today.slice(0, 4) ? "" : parts[0] + "年";
    return year + parts[1] + "月" + parts[2] + "日";
  }

  const rules = {
    DAYS: DAYS,
    answerKey: answerKey,
    isFilledRight: isFilledRight,
    isChoiceRight: isChoiceRight,
    isOrderRight: isOrderRight,
    shuffled: shuffled,
    mixed: mixed,
    localDay: localDay,
    addDays: addDays,
    afterRound: afterRound,
    asRecord: asRecord,
    sortReviews: sortReviews,
    dayInWords: dayInWords,
  };

  if (typeof module !== "undefined") module.exports = rules;
  else Object.assign(window, { studyQuizRules: rules });
})();
