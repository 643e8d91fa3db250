/*
 * Turns the quizzes of a page into forms: answering, feedback, the wrong ones again, what is kept.
 *
 * Runs anew on every page that has a quiz, also on those that Material loads in place.
 */
(function () {
  "use strict";

  /** @typedef {typeof import("./quiz-rules.js")} Rules */
  /** @typedef {import("./quiz-rules.js").QuizRecord} QuizRecord */
  /** @typedef {import("./question.js").Question} Question */
  /** @typedef {{read: (id: string) => any, write: (id: string, record: QuizRecord) => boolean}} Store */
  /** @typedef {{open: (site: string) => Store}} Stores */
  /** @typedef {{site: string, page: string, title: string}} Place */
  /** @typedef {{studyElements: typeof import("./elements.js"), studyQuizRules: Rules, studyStore?: Stores, studyQuestion: {build: (box: HTMLElement, number: number, id: string, mixable: boolean) => Question}}} Globals */

  const globals = /** @type {Globals} */ (/** @type {unknown} */ (window));
  const rules = globals.studyQuizRules;
  const make = globals.studyElements.make;
  const button = globals.studyElements.button;
  const NOT_KEPT = "浏览器没有存储空间或不允许保存，这次的结果没有记下。";
  /** The folder that all addresses of records count from: the script stands two folders below. */
  const root = new URL("../../", /** @type {HTMLScriptElement} */ (document.currentScript).src).href;

  /** Quizzes of this page that were answered right in this visit or before. @type {Set<string>} */
  const passed = new Set();

  function start() {
    const data = document.getElementById("study-exercise-data");
    if (data === null) return;
    const place = {
      site: data.dataset.site || "",
      page: data.dataset.page || "",
      title: data.dataset.title || "",
    };
    const sections = all(".study-quiz", document).filter(function (section) {
      return section.dataset.studyReady === undefined;
    });
    const ids = sections.map(function (section) {
      section.dataset.studyReady = "";
      return section.dataset.studyQuiz || "";
    });
    const store = globals.studyStore === undefined ? null : globals.studyStore.open(place.site);
    sections.forEach(function (section) {
      begin(section);
      const form = enhance(section, place, store, function (id) {
        passed.add(id);
        const complete = ids.every(function (each) {
          return passed.has(each);
        });
        if (!complete) return;
        const detail = { page: place.page };
        document.dispatchEvent(new CustomEvent("study:passed", { detail: detail }));
      });
      if (data.dataset.started === section.id) form.focus();
    });
  }

  /** @param {HTMLElement} section whose button to begin has done its work */
  function begin(section) {
    section.classList.remove("study-waits");
    all(".study-start", section).forEach(function (button) {
      section.removeChild(button);
    });
  }

  /**
   * @param {HTMLElement} section
   * @param {Place} place
   * @param {Store | null} store
   * @param {(id: string) => void} pass
   * @returns {Question} the first one
   */
  function enhance(section, place, store, pass) {
    const quiz = section.dataset.studyQuiz || "";
    const key = "@quiz/" + place.page + "#" + quiz;
    const mixable = section.dataset.studyShuffle !== undefined;
    const questions = all(".study-question", section).map(function (box, index) {
      return globals.studyQuestion.build(box, index + 1, section.id + "-" + (index + 1), mixable);
    });
    const hash = section.dataset.studyHash || "";
    const read = rules.asRecord(store === null ? null : store.read(key));
    let record = read !== null && read.hash === hash ? read : null;
    let attempt = 0;
    let asked = questions;
    let first = true;
    let warned = false;

    const bar = make("div", { class: "study-quiz__bar" }, []);
    const submit = button("交卷", grade, "md-button md-button--primary");
    const again = button("再做错题", askWrong, "md-button");
    const restart = button("全部重做", askAll, "md-button");
    const said = make("p", { class: "study-quiz__said" }, []);
    said.setAttribute("role", "status");
    said.tabIndex = -1;
    [submit, again, restart].forEach(function (each) {
      bar.appendChild(each);
    });
    section.appendChild(said);
    section.appendChild(bar);
    again.hidden = restart.hidden = true;
    if (record !== null && record.passed && record.wrong.length === 0) passed.add(quiz);
    tellOfBefore();

    /** What is known of earlier attempts stands above the first question. */
    function tellOfBefore() {
      const line = make("p", { class: "study-facts study-quiz__before" }, []);
      if (read !== null && record === null) {
        line.textContent = "题目在您上次做过之后有更新，请重新做一遍。";
      } else if (record !== null) {
        const today = rules.localDay(new Date());
        const day = rules.dayInWords(rules.localDay(new Date(record.at)), today);
        const result =
          record.wrong.length > 0
            ? "还没有做对的：第 " + record.wrong.join("、") + " 题。"
            : "全部答对。";
        const review =
          record.due <= today
            ? "今天该复习了。"
            : "下次复习：" + rules.dayInWords(record.due, today) + "。";
        line.textContent = "上次（" + day + "）" + result + review;
        if (wrongBefore(record).length > 0) {
          line.appendChild(button("只做上次的错题", askWrongBefore, "md-button study-quiz__only"));
        }
      } else {
        return;
      }
      section.insertBefore(line, questions[0].box);
    }

    /**
     * @param {QuizRecord} kept
     * @returns {Question[]}
     */
    function wrongBefore(kept) {
      return questions.filter(function (question) {
        return kept.wrong.indexOf(question.number) >= 0;
      });
    }

    /**
     * Asks some of the questions anew and leaves the others out of sight.
     * @param {Question[]} chosen
     * @param {boolean} whole all of them, as a fresh attempt
     */
    function ask(chosen, whole) {
      attempt += 1;
      asked = chosen;
      first = whole;
      warned = false;
      const seed = quiz + ":" + (record === null ? "" : record.at) + ":" + attempt;
      questions.forEach(function (question) {
        const active = asked.indexOf(question) >= 0;
        question.box.hidden = !active;
        if (active) question.reset(seed + ":" + question.number);
      });
      all(".study-quiz__before", section).forEach(function (line) {
        section.removeChild(line);
      });
      said.textContent = "";
      submit.hidden = false;
      again.hidden = restart.hidden = true;
      asked[0].focus();
    }

    function grade() {
      const open = asked.filter(function (question) {
        return !question.isAnswered();
      });
      if (open.length > 0 && !warned) {
        warned = true;
        said.textContent =
          "还有第 " + numbers(open) + " 题没有作答；再按一次“交卷”，没有作答的按答错算。";
        open[0].focus();
        return;
      }
      const wrong = asked.filter(function (question) {
        question.grade();
        return !question.isRight();
      });
      const kept = keep(wrong);
      submit.hidden = true;
      again.hidden = wrong.length === 0;
      restart.hidden = false;
      said.textContent = result(wrong) + (kept ? "" : NOT_KEPT);
      said.focus();
      if (wrong.length === 0) pass(quiz);
    }

    /**
     * @param {Question[]} wrong
     * @returns {boolean} was the result kept?
     */
    function keep(wrong) {
      const now = new Date();
      const round = { first: first, wrong: wrong.map(numberOf) };
      const next = rules.afterRound(record, round, rules.localDay(now));
      const page = location.href.split(/[?#]/)[0];
      record = {
        v: 1,
        at: now.toISOString(),
        title: titleOf(place.title, section.dataset.studyTitle || ""),
        href: (page.indexOf(root) === 0 ? page.slice(root.length) : "") + "#" + section.id,
        hash: hash,
        due: next.due,
        box: next.box,
        wrong: next.wrong,
        passed: next.passed,
      };
      return store !== null && store.write(key, record);
    }

    /**
     * @param {Question[]} wrong
     * @returns {string}
     */
    function result(wrong) {
      const review =
        record === null
          ? ""
          : "下次复习：" + rules.dayInWords(record.due, rules.localDay(new Date())) + "。";
      if (wrong.length === 0) return asked.length + " 题全部答对。" + review;
      const right = asked.length - wrong.length;
      const which = "第 " + numbers(wrong) + " 题";
      return asked.length + " 题答对 " + right + " 题；答错的是" + which + "，看过解析再做一遍。";
    }

    function askAll() {
      ask(questions, true);
    }

    function askWrong() {
      const wrong = asked.filter(function (question) {
        return !question.isRight();
      });
      ask(wrong, false);
    }

    function askWrongBefore() {
      if (record !== null) ask(wrongBefore(record), false);
    }

    return questions[0];
  }

  /**
   * @param {string} page
   * @param {string} quiz
   * @returns {string} what a review is called
   */
  function titleOf(page, quiz) {
    return page === quiz || quiz === "" ? page : page + "：" + quiz;
  }

  /**
   * @param {Question} question
   * @returns {number}
   */
  function numberOf(question) {
    return question.number;
  }

  /**
   * @param {Question[]} questions
   * @returns {string}
   */
  function numbers(questions) {
    return questions.map(numberOf).join("、");
  }

  /**
   * @param {string} selector
   * @param {ParentNode} within
   * @returns {HTMLElement[]}
   */
  function all(selector, within) {
    return Array.prototype.slice.call(within.querySelectorAll(selector));
  }

  start();
})();
