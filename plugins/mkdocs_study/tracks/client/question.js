/*
 * Turns a question as it stands on the page into a form that can be answered, graded and put back.
 *
 * Inputs are the browser's own, grouped by fieldset and legend; steps move by buttons.
 */

/**
 * A question that can be answered.
 * @typedef {Object} Question
 * @property {HTMLElement} box all of it, feedback included
 * @property {number} number 1-based
 * @property {() => boolean} isAnswered
 * @property {() => boolean} isRight
 * @property {() => void} grade shows whether it was right, and why
 * @property {(seed: string) => void} reset takes answer and feedback away; mixes what may be mixed
 * @property {() => void} focus
 */

(function () {
  "use strict";

  /** @typedef {typeof import("./quiz-rules.js")} Rules */
  /** @typedef {import("./quiz-rules.js").Kind} Kind */
  /** @typedef {{isAnswered: () => boolean, isRight: () => boolean, answer: () => string, reset: (seed: string) => void, first: () => HTMLElement | null}} Part */

  /** @typedef {typeof import("./elements.js")} Elements */

  const LETTERS = "ABCDEFGH";
  const inNode = typeof module !== "undefined";
  const globals = /** @type {{studyElements: Elements, studyQuizRules: Rules}} */ (
    /** @type {unknown} */ (window)
  );
  /** @type {Rules} */
  const rules = inNode ? require("./quiz-rules.js") : globals.studyQuizRules;
  /** @type {Elements["make"]} */
  const make = inNode ? require("./elements.js").make : globals.studyElements.make;

  /**
   * @param {HTMLElement} box
   * @param {number} number
   * @param {string} id unique on the page
   * @param {boolean} mixable may options change places?
   * @returns {Question}
   */
  function build(box, number, id, mixable) {
    const kind = /** @type {Kind} */ (box.dataset.studyQuestion);
    const stem = /** @type {HTMLElement} */ (box.querySelector(".study-question__stem"));
    const fieldset = make("fieldset", { class: "study-question__form" }, []);
    const legend = make("legend", { class: "study-question__legend" }, []);
    fieldset.appendChild(legend);
    box.insertBefore(fieldset, stem);
    if (kind === "fill") moveLabel(stem, legend);
    else moveAll(stem, legend);
    if (kind === "fill") fieldset.appendChild(stem);
    else box.removeChild(stem);
    const list = box.querySelector(".study-options");
    if (list !== null) box.removeChild(list);
    const items = list === null ? [] : elements(list.children);
    const part =
      kind === "fill"
        ? buildBlanks(stem)
        : kind === "order"
          ? buildSteps(fieldset, items)
          : buildChoices(fieldset, items, kind, id, mixable);
    const feedback = buildFeedback(box, id);
    return {
      box: box,
      number: number,
      isAnswered: part.isAnswered,
      isRight: part.isRight,
      grade: function () {
        const right = part.isRight();
        fieldset.disabled = true;
        setState(box, right ? "right" : "wrong");
        feedback.verdict.textContent = right ? "答对了" : "答错了。正确答案：" + part.answer();
        feedback.element.hidden = false;
        fieldset.setAttribute("aria-describedby", feedback.element.id);
      },
      reset: function (seed) {
        fieldset.disabled = false;
        setState(box, "");
        feedback.element.hidden = true;
        fieldset.removeAttribute("aria-describedby");
        part.reset(seed);
      },
      focus: function () {
        const target = part.first();
        if (target !== null) target.focus();
      },
    };
  }

  /**
   * @param {HTMLElement} box
   * @param {"" | "right" | "wrong"} state
   */
  function setState(box, state) {
    box.classList.toggle("study-question--right", state === "right");
    box.classList.toggle("study-question--wrong", state === "wrong");
  }

  /**
   * @param {HTMLElement} box
   * @param {string} id
   * @returns {{element: HTMLElement, verdict: HTMLElement}}
   */
  function buildFeedback(box, id) {
    const details = /** @type {HTMLElement} */ (box.querySelector(".study-answer"));
    const element = make("div", { class: "study-feedback" }, []);
    element.id = id + "-feedback";
    element.hidden = true;
    const verdict = make("p", { class: "study-feedback__verdict" }, []);
    element.appendChild(verdict);
    elements(details.querySelectorAll(".study-answer__why, .study-answer__source")).forEach(
      function (why) {
        element.appendChild(why);
      },
    );
    box.replaceChild(element, details);
    return { element: element, verdict: verdict };
  }

  /**
   * @param {HTMLElement} fieldset
   * @param {HTMLElement[]} items
   * @param {Kind} kind
   * @param {string} id
   * @param {boolean} mixable
   * @returns {Part}
   */
  function buildChoices(fieldset, items, kind, id, mixable) {
    const box = make("div", { class: "study-choices" }, []);
    const choices = items.map(function (item) {
      const label = make("label", { class: "study-choice" }, []);
      const input = make("input", { class: "study-choice__input" }, []);
      input.type = kind === "multiple" ? "checkbox" : "radio";
      input.name = id;
      const letter = make("span", { class: "study-choice__letter" }, []);
      const words = make("span", { class: "study-choice__words" }, []);
      moveAll(/** @type {HTMLElement} */ (item.firstElementChild), words);
      unlink(words);
      label.appendChild(input);
      label.appendChild(letter);
      label.appendChild(words);
      box.appendChild(label);
      return {
        label: label,
        input: input,
        letter: letter,
        words: words,
        right: item.hasAttribute("data-study-right"),
      };
    });
    fieldset.appendChild(box);
    /** @type {number[]} */
    let shown = [];
    /** @param {number[]} order */
    function arrange(order) {
      shown = order;
      order.forEach(function (index, place) {
        box.appendChild(choices[index].label);
        choices[index].letter.textContent = kind === "judge" ? "" : LETTERS[place] + ". ";
      });
    }
    arrange(identity(choices.length));
    /** @param {(choice: typeof choices[0]) => boolean} chosen */
    function indexes(chosen) {
      return identity(choices.length).filter(function (index) {
        return chosen(choices[index]);
      });
    }
    /** @returns {number[]} */
    function given() {
      return indexes(function (choice) {
        return choice.input.checked;
      });
    }
    /** @returns {number[]} */
    function right() {
      return indexes(function (choice) {
        return choice.right;
      });
    }
    return {
      isAnswered: function () {
        return given().length > 0;
      },
      isRight: function () {
        return rules.isChoiceRight(given(), right());
      },
      answer: function () {
        const wanted = right();
        return shown
          .filter(function (index) {
            return wanted.indexOf(index) >= 0;
          })
          .map(function (index) {
            const words = choices[index].words.textContent || "";
            return kind === "judge" ? words : (choices[index].letter.textContent || "") + words;
          })
          .join("；");
      },
      reset: function (seed) {
        choices.forEach(function (choice) {
          choice.input.checked = false;
        });
        if (mixable && kind !== "judge") arrange(rules.shuffled(choices.length, seed));
      },
      first: function () {
        return shown.length > 0 ? choices[shown[0]].input : null;
      },
    };
  }

  /**
   * @param {HTMLElement} stem
   * @returns {Part}
   */
  function buildBlanks(stem) {
    const blanks = elements(stem.querySelectorAll(".study-blank")).map(function (blank, index) {
      const input = make("input", { class: "study-blank__input" }, []);
      input.type = "text";
      input.autocomplete = "off";
      input.spellcheck = false;
      input.setAttribute("aria-label", "第 " + (index + 1) + " 空");
      /** @type {string[]} */
      const keys = JSON.parse(blank.dataset.studyAnswers || "[]");
      if (blank.parentNode !== null) blank.parentNode.replaceChild(input, blank);
      return { input: input, keys: keys, spellings: blank.dataset.studySpellings || "" };
    });
    const shown = stem.parentElement === null ? null : answerShown(stem);
    function given() {
      return blanks.map(function (blank) {
        return blank.input.value;
      });
    }
    return {
      isAnswered: function () {
        return given().every(function (text) {
          return text.trim() !== "";
        });
      },
      isRight: function () {
        const keys = blanks.map(function (blank) {
          return blank.keys;
        });
        return rules.isFilledRight(given(), keys, blanks.map((blank) => blank.spellings));
      },
      answer: function () {
        return shown || "";
      },
      reset: function () {
        blanks.forEach(function (blank) {
          blank.input.value = "";
        });
      },
      first: function () {
        return blanks.length > 0 ? blanks[0].input : null;
      },
    };
  }

  /**
   * The author's own spelling of the answer, as it stands behind 看答案.
   * @param {HTMLElement} stem
   * @returns {string}
   */
  function answerShown(stem) {
    const box = stem.closest(".study-question");
    const right = box === null ? null : box.querySelector(".study-answer__right");
    return right === null ? "" : (right.textContent || "").replace(/^答案：/, "");
  }

  /**
   * @param {HTMLElement} fieldset
   * @param {HTMLElement[]} items
   * @returns {Part}
   */
  function buildSteps(fieldset, items) {
    const list = make("ol", { class: "study-order" }, []);
    const said = make("p", { class: "study-order__said" }, []);
    said.setAttribute("role", "status");
    let touched = false;
    const steps = items.map(function (item) {
      const row = make("li", { class: "study-order__step" }, []);
      const words = make("span", { class: "study-order__words" }, []);
      moveAll(/** @type {HTMLElement} */ (item.firstElementChild), words);
      unlink(words);
      const line = make("div", { class: "study-order__row" }, []);
      row.appendChild(line);
      line.appendChild(words);
      const text = words.textContent || "";
      const up = moveButton("上移", text);
      const down = moveButton("下移", text);
      line.appendChild(up);
      line.appendChild(down);
      up.addEventListener("click", function () {
        move(row, -1, text);
      });
      down.addEventListener("click", function () {
        move(row, 1, text);
      });
      return { row: row, up: up, down: down, text: text, place: Number(item.dataset.studyPlace) };
    });
    fieldset.appendChild(list);
    fieldset.appendChild(said);
    const atFirst = steps.map(function (step) {
      return step.place;
    });
    /** @param {number[]} order places from the top */
    function arrange(order) {
      order.forEach(function (place) {
        steps.forEach(function (step) {
          if (step.place === place) list.appendChild(step.row);
        });
      });
      draw();
    }
    /**
     * @param {HTMLElement} row
     * @param {number} by
     * @param {string} text
     */
    function move(row, by, text) {
      const rows = elements(list.children);
      const from = rows.indexOf(row);
      const to = from + by;
      if (to < 0 || to >= rows.length) return;
      /* The neighbour moves, not the row: a button that is taken out of the page loses focus. */
      if (by < 0) list.insertBefore(rows[to], row.nextElementSibling);
      else list.insertBefore(rows[to], row);
      touched = true;
      said.textContent = "“" + text + "”现在是第 " + (to + 1) + " 步";
      draw();
    }
    function draw() {
      const rows = elements(list.children);
      steps.forEach(function (step) {
        const index = rows.indexOf(step.row);
        step.up.setAttribute("aria-disabled", String(index === 0));
        step.down.setAttribute("aria-disabled", String(index === rows.length - 1));
      });
    }
    function places() {
      const rows = elements(list.children);
      return rows.map(function (row) {
        const step = steps.find(function (candidate) {
          return candidate.row === row;
        });
        return step === undefined ? -1 : step.place;
      });
    }
    arrange(atFirst);
    return {
      isAnswered: function () {
        return touched;
      },
      isRight: function () {
        return rules.isOrderRight(places());
      },
      answer: function () {
        return steps
          .slice()
          .sort(function (one, other) {
            return one.place - other.place;
          })
          .map(function (step) {
            return step.text;
          })
          .join(" → ");
      },
      reset: function (seed) {
        touched = false;
        said.textContent = "";
        arrange(rules.mixed(steps.length, seed));
      },
      first: function () {
        return /** @type {HTMLElement | null} */ (list.querySelector("button"));
      },
    };
  }

  /**
   * @param {string} word
   * @param {string} text
   * @returns {HTMLButtonElement}
   */
  function moveButton(word, text) {
    const label = word + "：" + text;
    return make("button", { type: "button", class: "study-order__move", "aria-label": label }, [
      word,
    ]);
  }

  /**
   * Number and kind; the words of a text with blanks stay outside the legend, for inputs in a
   * legend are read out as part of a name.
   * @param {HTMLElement} stem
   * @param {HTMLElement} legend
   */
  function moveLabel(stem, legend) {
    elements(stem.querySelectorAll(".study-question__label, .study-kind")).forEach(
      function (label) {
        legend.appendChild(label);
      },
    );
  }

  /**
   * A link inside a label would lead away from whoever clicks the answer.
   * @param {HTMLElement} words
   */
  function unlink(words) {
    elements(words.querySelectorAll("a")).forEach(function (link) {
      const plain = document.createElement("span");
      moveAll(link, plain);
      if (link.parentNode !== null) link.parentNode.replaceChild(plain, link);
    });
  }

  /**
   * @param {Node} from
   * @param {Node} to
   */
  function moveAll(from, to) {
    while (from.firstChild !== null) to.appendChild(from.firstChild);
  }

  /**
   * @param {number} count
   * @returns {number[]}
   */
  function identity(count) {
    return Array.from({ length: count }, function (_, index) {
      return index;
    });
  }

  /**
   * @param {ArrayLike<Element>} list
   * @returns {HTMLElement[]}
   */
  function elements(list) {
    return Array.prototype.slice.call(list);
  }

  const question = { build: build };

  if (inNode) module.exports = question;
  else Object.assign(window, { studyQuestion: question });
})();
