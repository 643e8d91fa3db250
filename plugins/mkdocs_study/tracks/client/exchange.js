/*
 * Turns the buttons of 我的学习 into saved files, and files and codes into merges that the reader has
 * seen in words before.
 */
(function () {
  "use strict";

  const page = /** @type {any} */ (window);
  /** @type {typeof import("./transfer.js")} */
  const transfer = page.studyTransfer;
  /** @type {typeof import("./marking.js")} */
  const marking = page.studyMarking;
  /** @type {typeof import("./store.js")} */
  const stores = page.studyStore;
  const elements = page.studyElements;

  const SHOWN = 5;
  const LARGEST = 30000000;

  /**
   * @typedef {Object} Host
   * @property {string} site
   * @property {string} siteName
   * @property {import("./store.js").Store} store
   * @property {(id: string) => string} titleOf
   * @property {(words: string, undo?: () => void) => void} say
   * @property {() => void} redraw
   */

  /**
   * @param {Host} host
   * @param {"units" | "all"} scope
   * @param {boolean} answers
   * @param {string} name
   * @returns {{file: {[field: string]: any}, left: number}}
   */
  function collect(host, scope, answers, name) {
    const texts = new Map(host.store.texts());
    /* Answers that are not kept on this computer stand in the session's storage. */
    if (answers) {
      stores.session(host.site).texts().forEach(function (text, id) {
        if (id.indexOf(transfer.ANSWERS) === 0 && !texts.has(id)) texts.set(id, text);
      });
    }
    const found = transfer.gather(texts, { scope: scope, answers: answers });
    /** @type {{[id: string]: string}} */
    const titles = {};
    Object.keys(found.records).forEach(function (id) {
      const title = id[0] === "@" ? "" : host.titleOf(id);
      if (title !== "") titles[id] = title;
    });
    const site = { site: host.site, siteName: host.siteName };
    const about = { scope: scope, titles: titles, now: new Date() };
    return { file: transfer.makeFile(site, name, found.records, about), left: found.left };
  }

  /**
   * @param {HTMLFormElement} form
   * @param {Host} host
   */
  function save(form, host) {
    const fields = new FormData(form);
    const name = String(fields.get("name") || "").trim();
    const scope = fields.get("scope") === "units" ? "units" : "all";
    const made = collect(host, scope, scope === "all" && fields.has("answers"), name);
    const file = transfer.fileName(name, marking.localDay(new Date()));
    elements.download(file, JSON.stringify(made.file, null, 2) + "\n", "application/json");
    const none = Object.keys(made.file.records).length === 0 ? "里面还没有记录。" : "";
    const left = made.left > 0 ? "有 " + made.left + " 条记录已损坏，没有存进去。" : "";
    host.say("已存成文件：" + file + "。" + none + left);
  }

  /**
   * @param {string[]} ids
   * @param {Host} host
   * @returns {string}
   */
  function named(ids, host) {
    const titles = ids.slice(0, SHOWN).map((id) => host.titleOf(id) || id);
    return titles.join("；") + (ids.length > SHOWN ? " 等" : "");
  }

  /**
   * @param {import("./transfer.js").MergePlan} plan
   * @param {Host} host
   * @returns {string[]} what merging would change, line by line
   */
  function planWords(plan, host) {
    const lines = [
      plan.done.length > 0 && "新增 " + plan.done.length + " 个已学单元：" + named(plan.done, host),
      plan.opened.length > 0 &&
        plan.opened.length + " 个单元改回未学（那边后来撤销了）：" + named(plan.opened, host),
      plan.renewed > 0 && plan.renewed + " 个已学单元换成那边较新的记录",
      plan.days > 0 && "学习日历更新 " + plan.days + " 处",
      plan.notes > 0 && "新增或更新 " + plan.notes + " 条笔记",
      plan.removed > 0 && "删除 " + plan.removed + " 条笔记（那边后来删了）",
      plan.joined > 0 && plan.joined + " 条笔记两边都改过，两份文字都会留下",
      plan.others > 0 && "其他记录（上次读到的位置、测验、自查）更新 " + plan.others + " 条",
      plan.kept > 0 && plan.kept + " 条本机的记录一样新或者更新，不变",
    ];
    return /** @type {string[]} */ (lines.filter((line) => line !== false));
  }

  /**
   * Shows what merging would change and does it only when the reader says so.
   * @param {HTMLElement} place
   * @param {string} from whose records these are, in words
   * @param {import("./transfer.js").Records} incoming
   * @param {Host} host
   */
  function preview(place, from, incoming, host) {
    const plan = transfer.planMerge(host.store.texts(), incoming);
    const into = host.store.profile || page.studyPeople.NOBODY;
    const head = elements.make("p", { tabindex: "-1" }, [from + "，合并到“" + into + "”："]);
    const lines = planWords(plan, host);
    const empty = plan.changes.size === 0;
    if (empty) lines.push("没有要合并的：这些记录本机都有了。");
    const list = lines.map((line) => elements.make("li", {}, [line]));
    function close() {
      elements.fill(place, []);
      place.hidden = true;
    }
    const yes = elements.button(
      "合并",
      function () {
        close();
        merge(plan.changes, host);
      },
      "md-button md-button--primary"
    );
    const no = elements.button(
      empty ? "知道了" : "不合并",
      function () {
        close();
        host.say("没有合并，本机的记录没有变。");
      },
      "md-button"
    );
    const buttons = elements.make("p", { class: "study-line" }, empty ? [no] : [yes, no]);
    elements.fill(place, [head, elements.make("ul", {}, list), buttons]);
    place.hidden = false;
    head.focus();
  }

  /**
   * @param {Map<string, string>} changes
   * @param {Host} host
   */
  function merge(changes, host) {
    const before = host.store.texts();
    if (!host.store.replace(changes)) {
      host.say("没有合并：浏览器的存储空间不够或不允许保存。本机的记录没有变。");
      return;
    }
    host.redraw();
    host.say("已合并 " + changes.size + " 条记录。", function () {
      const now = host.store.texts();
      /** @type {Map<string, string | null>} */
      const back = new Map();
      changes.forEach(function (text, id) {
        const old = before.get(id);
        if (now.get(id) === text) back.set(id, old === undefined ? null : old);
      });
      const done = host.store.replace(back);
      host.redraw();
      host.say(done ? "已撤销合并。" : "没有撤销成：浏览器的存储空间不够。");
    });
  }

  /**
   * @param {File} file
   * @param {HTMLElement} place of the preview
   * @param {Host} host
   */
  function load(file, place, host) {
    if (file.size > LARGEST) {
      host.say("这个文件太大，不是学习记录。");
      return;
    }
    const reader = new FileReader();
    reader.onerror = function () {
      host.say("这个文件读不出来。");
    };
    reader.onload = function () {
      const read = transfer.readFile(String(reader.result), host.site);
      if (!("file" in read)) {
        host.say(read.problem + "本机的记录没有变。");
        return;
      }
      host.say("");
      const saved = marking.localDay(new Date(read.file.saved_at));
      const from = "文件里是“" + (read.file.profile || "没有署名") + "”" + saved + " 存的记录";
      preview(place, from, read.file.records, host);
    };
    reader.readAsText(file, "utf-8");
  }

  page.studyExchange = { collect: collect, save: save, load: load, preview: preview };
})();
