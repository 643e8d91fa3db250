/*
 * Turns the checklists of a page into forms whose answers never leave the browser.
 *
 * Answers live in the session's storage; only who asks for it keeps them on this computer. A Word
 * file is made here in the page, not on a server.
 */
(function () {
  "use strict";

  /** @typedef {import("./docx.js").Paragraph} Paragraph */
  /** @typedef {{answer: string, facts: string, remedy: string}} Answer */
  /** @typedef {{[item: string]: Answer}} Answers */
  /** @typedef {{v: 1, at: string, lists: {[list: string]: Answers}}} ListRecord */
  /** @typedef {{available: boolean, profile: string, owns: (key: string | null) => boolean, read: (id: string) => any, write: (id: string, record: ListRecord) => boolean, remove: (id: string) => boolean}} Store */
  /** @typedef {{open: (site: string) => Store, session: (site: string) => Store}} Stores */
  /** @typedef {{studyStore?: Stores, studyDocx: typeof import("./docx.js"), studyElements: typeof import("./elements.js")}} Globals */
  /** @typedef {{key: string, text: string, read: () => Answer, write: (answer: Answer) => void}} Row */

  const ANSWERS = ["有", "没有", "不确定"];
  const FIELDS = ["具体表现", "整改措施"];
  const LEAST_ROWS = 2;
  const MOST_ROWS = 20;
  const NOT_KEPT = "浏览器没有存储空间或不允许保存，填写的内容只在本页打开期间有效。";
  const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  const globals = /** @type {Globals} */ (/** @type {unknown} */ (window));
  const make = globals.studyElements.make;
  const button = globals.studyElements.button;

  function start() {
    const data = document.getElementById("study-exercise-data");
    if (data === null) return;
    const sections = all(".study-list", document).filter(function (section) {
      return section.dataset.studyReady === undefined;
    });
    if (sections.length === 0) return;
    const keeper = openKeeper(data.dataset.site || "", "@list/" + (data.dataset.page || ""));
    follow(data.dataset.site || "", keeper, sections[0]);
    sections.forEach(function (section) {
      section.dataset.studyReady = "";
      section.classList.remove("study-waits");
      all(".study-start", section).forEach(function (start) {
        section.removeChild(start);
      });
      enhance(section, keeper, data.dataset.title || "", sections.length === 1);
      if (data.dataset.started === section.id) all("input", section)[0].focus();
    });
  }

  /**
   * Another tab that clears a name or changes to another one is followed at once: what stands in
   * this form must not be written again under a name that was cleared.
   * @param {string} site
   * @param {Keeper} keeper
   * @param {HTMLElement} section of the page, which instant loading may leave
   */
  function follow(site, keeper, section) {
    window.addEventListener("storage", function look(event) {
      if (!document.contains(section)) window.removeEventListener("storage", look);
      else if (keeper.isForeign(site, event.key)) location.reload();
    });
  }

  /**
   * What is kept of the page, in the session or, if the reader chose so, on this computer.
   * @typedef {Object} Keeper
   * @property {() => boolean} isLasting
   * @property {(site: string, changed: string | null) => boolean} isForeign another tab has taken
   *   name or answers away
   * @property {(lasting: boolean) => boolean} choose
   * @property {(list: string) => Answers} read
   * @property {(list: string, answers: Answers) => boolean} write
   * @property {(list: string) => void} clear
   * @property {(() => void)[]} onChoice
   */

  /**
   * @param {string} site
   * @param {string} key
   * @returns {Keeper}
   */
  function openKeeper(site, key) {
    const stores = globals.studyStore;
    const local = stores === undefined ? null : stores.open(site);
    const session = stores === undefined ? null : stores.session(site);
    const kept = local === null ? null : asRecord(local.read(key));
    let lasting = kept !== null;
    /** @type {ListRecord} */
    let record = kept ||
      asRecord(session === null ? null : session.read(key)) || { v: 1, at: "", lists: {} };
    function save() {
      record.at = new Date().toISOString();
      const store = lasting ? local : session;
      return store !== null && store.write(key, record);
    }
    function tell() {
      keeper.onChoice.forEach(function (call) {
        call();
      });
    }
    /** @type {Keeper} */
    const keeper = {
      onChoice: [],
      isLasting: function () {
        return lasting;
      },
      isForeign: function (site, changed) {
        /* Opening a store tries the storage: without this, two tabs would wake each other for ever. */
        if (stores === undefined || local === null || !local.owns(changed)) return false;
        return stores.open(site).profile !== local.profile || (lasting && local.read(key) === null);
      },
      choose: function (wanted) {
        const before = lasting ? local : session;
        lasting = wanted;
        const good = save();
        if (good && before !== null && before.read(key) !== null) before.remove(key);
        if (!good) lasting = !wanted;
        tell();
        return good;
      },
      read: function (list) {
        return record.lists[list] || {};
      },
      write: function (list, answers) {
        record.lists[list] = answers;
        return save();
      },
      clear: function (list) {
        delete record.lists[list];
        if (Object.keys(record.lists).length > 0) {
          save();
          return;
        }
        [local, session].forEach(function (store) {
          if (store !== null && store.read(key) !== null) store.remove(key);
        });
        lasting = false;
        tell();
      },
    };
    return keeper;
  }

  /**
   * @param {unknown} value
   * @returns {ListRecord | null} null for anything that is no record of checklists
   */
  function asRecord(value) {
    if (value === null || typeof value !== "object") return null;
    const lists = /** @type {ListRecord} */ (value).lists;
    if (lists === null || typeof lists !== "object") return null;
    return /** @type {ListRecord} */ (value);
  }

  /**
   * @param {HTMLElement} section
   * @param {Keeper} keeper
   * @param {string} page title of the page
   * @param {boolean} alone there is no other list on the page
   */
  function enhance(section, keeper, page, alone) {
    const list = section.dataset.studyList || "";
    section.classList.add("study-list--form");
    const rows = all("[data-study-item]", section).map(function (item, index) {
      return buildRow(item, section.id, index + 1, save);
    });
    const said = make("p", { class: "study-list__said" }, []);
    said.setAttribute("role", "status");
    const count = make("p", { class: "study-facts" }, []);
    const buttons = [
      button("导出 Word", exportWord, "md-button"),
      button("打印", print, "md-button"),
      button("清空", clear, "md-button"),
    ];
    buildBar(section, keeper, [count, make("div", { class: "study-list__buttons" }, buttons), said]);
    fill(keeper.read(list));
    drawCount();

    /** @param {Answers} answers */
    function fill(answers) {
      rows.forEach(function (row) {
        row.write(asAnswer(answers[row.key]));
      });
    }

    /** @returns {Answers} */
    function gather() {
      /** @type {Answers} */
      const answers = {};
      rows.forEach(function (row) {
        const answer = row.read();
        if (answer.answer || answer.facts || answer.remedy) answers[row.key] = answer;
      });
      return answers;
    }

    function save() {
      const good = keeper.write(list, gather());
      drawCount();
      if (!good) setText(said, NOT_KEPT);
    }

    function drawCount() {
      const answers = gather();
      const done = rows.filter(function (row) {
        return answers[row.key] !== undefined && answers[row.key].answer !== "";
      });
      const found = done.filter(function (row) {
        return answers[row.key].answer === ANSWERS[0];
      });
      setText(
        count,
        "已答 " + done.length + "/" + rows.length + " 条，其中“有” " + found.length + " 条",
      );
    }

    function clear() {
      if (!window.confirm("清空这份清单里填写的全部内容？清空以后找不回来。")) return;
      fill({});
      keeper.clear(list);
      drawCount();
      setText(said, "已清空。");
    }

    function exportWord() {
      const own = section.dataset.studyTitle || "";
      const title = alone || own === "" ? page : page + "：" + own;
      const bytes = globals.studyDocx.buildDocx(paragraphs(title, rows));
      globals.studyElements.download(fileName(title), bytes, WORD);
      setText(said, "已生成 Word 文件，由浏览器保存到下载文件夹。文件里有您填写的内容，请自己保管。");
    }
  }

  function print() {
    window.print();
  }

  /**
   * @param {HTMLElement} section
   * @param {Keeper} keeper
   * @param {HTMLElement[]} parts number of answers, buttons, messages
   */
  function buildBar(section, keeper, parts) {
    const said = parts[2];
    const bar = make("div", { class: "study-list__bar" }, []);
    bar.setAttribute("data-search-exclude", "");
    const label = make("label", { class: "study-list__keep" }, []);
    const box = document.createElement("input");
    box.type = "checkbox";
    label.appendChild(box);
    label.appendChild(document.createTextNode(" 在本机保留我的填写（公用电脑请不要勾选）"));
    [parts[0], label, parts[1], said].forEach(function (each) {
      bar.appendChild(each);
    });
    section.appendChild(bar);
    function draw() {
      box.checked = keeper.isLasting();
    }
    keeper.onChoice.push(draw);
    draw();
    box.addEventListener("change", function () {
      const wanted = box.checked;
      if (!keeper.choose(wanted)) setText(said, NOT_KEPT);
      else if (wanted) setText(said, "本页的填写保留在这台电脑的浏览器里，下次打开还在；不再需要时请清空。");
      else setText(said, "不再保留：关掉这个标签页，本页的填写就没有了。");
    });
  }

  /**
   * @param {HTMLElement} item
   * @param {string} list id of the list's section
   * @param {number} number 1-based
   * @param {() => void} save
   * @returns {Row}
   */
  function buildRow(item, list, number, save) {
    const id = list + "-" + number;
    const words = /** @type {HTMLElement} */ (item.querySelector(".study-list__words"));
    const text = (words.textContent || "").trim();
    const fieldset = make("fieldset", { class: "study-list__form" }, []);
    const legend = make("legend", { class: "study-list__words" }, []);
    legend.textContent = number + ". ";
    while (words.firstChild !== null) legend.appendChild(words.firstChild);
    fieldset.appendChild(legend);
    item.replaceChild(fieldset, words);
    const hint = item.querySelector(".study-list__hint");
    if (hint !== null) {
      hint.id = id + "-hint";
      fieldset.setAttribute("aria-describedby", hint.id);
      fieldset.appendChild(hint);
    }
    all(".study-list__paper", item).forEach(function (paper) {
      item.removeChild(paper);
    });
    const choices = make("div", { class: "study-list__answers" }, []);
    choices.setAttribute("data-search-exclude", "");
    const radios = ANSWERS.map(function (answer) {
      const label = make("label", { class: "study-choice" }, []);
      const input = document.createElement("input");
      input.type = "radio";
      input.name = id;
      input.value = answer;
      label.appendChild(input);
      label.appendChild(document.createTextNode(" " + answer));
      choices.appendChild(label);
      return input;
    });
    fieldset.appendChild(choices);
    const more = make("div", { class: "study-list__more" }, []);
    more.setAttribute("data-search-exclude", "");
    const areas = FIELDS.map(function (name, index) {
      return buildArea(more, name, id + "-" + index);
    });
    fieldset.appendChild(more);

    /** @returns {Answer} */
    function read() {
      const chosen = radios.find(function (radio) {
        return radio.checked;
      });
      return {
        answer: chosen === undefined ? "" : chosen.value,
        facts: areas[0].input.value,
        remedy: areas[1].input.value,
      };
    }
    function draw() {
      const answer = read();
      const open = answer.answer === ANSWERS[0] || answer.answer === ANSWERS[2];
      more.hidden = !open && answer.facts === "" && answer.remedy === "";
      areas.forEach(function (area) {
        setText(area.paper, area.input.value);
        grow(area.input);
      });
    }
    fieldset.addEventListener("input", function () {
      draw();
      save();
    });
    return {
      key: item.dataset.studyItem || "",
      text: text,
      read: read,
      write: function (answer) {
        radios.forEach(function (radio) {
          radio.checked = radio.value === answer.answer;
        });
        areas[0].input.value = answer.facts;
        areas[1].input.value = answer.remedy;
        draw();
      },
    };
  }

  /**
   * A text area, and beside it the same words for paper, where a text area would cut them off.
   * @param {HTMLElement} parent
   * @param {string} name
   * @param {string} id
   */
  function buildArea(parent, name, id) {
    const label = make("label", { class: "study-list__label" }, []);
    label.textContent = name;
    const input = document.createElement("textarea");
    input.id = id;
    input.rows = LEAST_ROWS;
    label.setAttribute("for", id);
    const paper = make("p", { class: "study-list__printed" }, []);
    paper.setAttribute("aria-hidden", "true");
    parent.appendChild(label);
    parent.appendChild(input);
    parent.appendChild(paper);
    return { input: input, paper: paper };
  }

  /**
   * Gives the area as many lines as its words take.
   * @param {HTMLTextAreaElement} area
   */
  function grow(area) {
    area.rows = LEAST_ROWS;
    while (area.rows < MOST_ROWS && area.scrollHeight > area.clientHeight) area.rows += 1;
  }

  /**
   * @param {unknown} value
   * @returns {Answer} an empty one for anything else
   */
  function asAnswer(value) {
    const given = /** @type {{[name: string]: unknown}} */ (
      value !== null && typeof value === "object" ? value : {}
    );
    /** @param {string} name */
    function text(name) {
      const field = given[name];
      return typeof field === "string" ? field : "";
    }
    return { answer: text("answer"), facts: text("facts"), remedy: text("remedy") };
  }

  /**
   * @param {string} title
   * @param {Row[]} rows
   * @returns {Paragraph[]}
   */
  function paragraphs(title, rows) {
    /** @type {Paragraph[]} */
    const found = [
      { text: title, style: "Title" },
      { text: "由本人在自己的浏览器里填写并导出，网站没有留存。", style: "Note" },
    ];
    rows.forEach(function (row, index) {
      const answer = row.read();
      found.push({ text: index + 1 + ". " + row.text, style: "Heading" });
      found.push({ text: "回答：" + (answer.answer || "（未填）") });
      if (answer.facts !== "") found.push({ text: FIELDS[0] + "：" + answer.facts });
      if (answer.remedy !== "") found.push({ text: FIELDS[1] + "：" + answer.remedy });
    });
    return found;
  }

  /**
   * @param {string} title
   * @returns {string} without what Windows allows in no name
   */
  function fileName(title) {
    return title.replace(/[\\/:*?"<>|]/g, " ") + ".docx";
  }

  /**
   * @param {string} selector
   * @param {ParentNode} within
   * @returns {HTMLElement[]}
   */
  function all(selector, within) {
    return Array.prototype.slice.call(within.querySelectorAll(selector));
  }

  /**
   * Writing the same text again would make a screen reader repeat it.
   * @param {HTMLElement} element
   * @param {string} text
   */
  function setText(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  start();
})();
