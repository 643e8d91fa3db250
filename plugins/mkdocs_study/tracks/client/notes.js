/*
 * Turns what a reader writes beside a section into a note that stays in this browser.
 *
 * The note belongs to the section that is being read when the button is pressed (note-button.js, which
 * loads this file only then). Words are kept while they are typed.
 */
(function () {
  "use strict";

  /** @typedef {import("./records.js").StoredRecord} StoredRecord */

  const LONGEST = 20000;
  /** How many earlier versions a note remembers by their times (transfer.js). */
  const VERSIONS = 20;
  const PAUSE = 600;

  /**
   * The note to keep when the reader's words meet what is stored by then.
   * @param {StoredRecord | null} stored
   * @param {string} seenAt time of the version that the reader began from, "" for none
   * @param {string} text
   * @returns {{text: string, was: string[]}} both texts, if another tab wrote in between
   */
  function nextVersion(stored, seenAt, text) {
    if (stored === null) return { text: text, was: [] };
    const apart = stored.at !== seenAt && stored.text !== text && text.indexOf(stored.text) < 0;
    const was = (Array.isArray(stored.was) ? stored.was : []).concat(stored.at).slice(-VERSIONS);
    return { text: apart ? text + "\n\n（另一份）\n" + stored.text : text, was: was };
  }

  if (typeof module !== "undefined") {
    module.exports = { nextVersion: nextVersion };
    return;
  }

  const page = /** @type {any} */ (window);

  /**
   * The note that is being written. It goes to the records of who began it, whoever comes after.
   * @type {{id: string, about: object, panel: HTMLElement, seenAt: string,
   *   records: import("./store.js").Store} | null}
   */
  let open = null;
  let timer = 0;

  /** @returns {HTMLElement[]} headings of the page's own text */
  function headings() {
    const content = document.querySelector(".md-content article") || document.body;
    /** @type {HTMLElement[]} */
    const found = Array.from(content.querySelectorAll("h1,h2[id],h3[id],h4[id],h5[id],h6[id]"));
    return found.filter((heading) => heading.closest("[data-search-exclude]") === null);
  }

  /** @returns {HTMLElement | undefined} heading of the section that is being read */
  function current() {
    const line = window.innerHeight * 0.4;
    const passed = headings().filter((heading) => heading.getBoundingClientRect().top < line);
    return passed[passed.length - 1];
  }

  /**
   * @param {HTMLElement} heading
   * @returns {string} its words, without the sign that links to it
   */
  function wordsOf(heading) {
    const copy = /** @type {HTMLElement} */ (heading.cloneNode(true));
    copy.querySelectorAll(".headerlink").forEach((link) => link.remove());
    return (copy.textContent || "").trim();
  }

  /**
   * @param {HTMLElement} button
   * @param {string} section id, "" for the page as a whole
   * @param {string} heading
   */
  function edit(button, section, heading) {
    close();
    const data = page.studyTracks.data();
    const records = page.studyTracks.records();
    if (data === null || !data.page || records === null) return;
    const id = "@note/" + data.page.id + "#" + section;
    const record = records.read(id);
    const panel = document.createElement("div");
    panel.className = "study-pad";
    const label = document.createElement("label");
    label.className = "study-facts";
    label.textContent = "笔记：" + (heading || "本页");
    const area = document.createElement("textarea");
    area.rows = 3;
    area.maxLength = LONGEST;
    area.value = record === null ? "" : record.text;
    area.addEventListener("input", function () {
      clearTimeout(timer);
      timer = window.setTimeout(keep, PAUSE);
      say("");
    });
    label.appendChild(area);
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    status.className = "study-pad__status";
    const done = document.createElement("button");
    done.type = "button";
    done.className = "study-link";
    done.textContent = "收起";
    done.addEventListener("click", close);
    [label, status, done].concat(others(records, id)).forEach((part) => panel.appendChild(part));
    panel.addEventListener("keydown", function (event) {
      event.stopPropagation();
      if (event.key === "Escape") close();
    });
    button.insertAdjacentElement("afterend", panel);
    button.setAttribute("aria-expanded", "true");
    const about = { title: data.page.title, heading: heading, href: data.page.href };
    const seenAt = record === null ? "" : record.at;
    open = { id: id, about: about, panel: panel, seenAt: seenAt, records: records };
    say("写下的话只存在本机，边写边存。");
    area.focus({ preventScroll: true });
  }

  /**
   * @param {import("./store.js").Store} records
   * @param {string} id of the note that is being written
   * @returns {HTMLElement[]} links to the sections of the page that have notes too
   */
  function others(records, id) {
    const start = id.slice(0, id.indexOf("#") + 1);
    const ids = records.ids(start).filter((each) => each !== id);
    if (ids.length === 0) return [];
    const line = document.createElement("p");
    line.className = "study-facts";
    line.textContent = "本页还有笔记：";
    ids.forEach(function (each) {
      const record = records.read(each);
      const link = document.createElement("a");
      link.href = "#" + encodeURIComponent(each.slice(start.length));
      link.textContent = (record !== null && record.heading) || "页首";
      line.appendChild(link);
      line.appendChild(document.createTextNode(" "));
    });
    return [line];
  }

  /** @param {string} words */
  function say(words) {
    const line = open === null ? null : open.panel.querySelector("[role=status]");
    if (line !== null && line.textContent !== words) line.textContent = words;
  }

  /** Writes the words of the open note; an empty note is taken away. */
  function keep() {
    clearTimeout(timer);
    if (open === null) return;
    const records = open.records;
    const area = /** @type {HTMLTextAreaElement} */ (open.panel.querySelector("textarea"));
    const stored = records.read(open.id);
    if (area.value === (stored === null ? "" : stored.text)) return;
    const next = nextVersion(stored, open.seenAt, area.value);
    const at = new Date().toISOString();
    const kept =
      next.text.trim() === ""
        ? records.remove(open.id)
        : records.write(open.id, Object.assign({ v: /** @type {1} */ (1), at: at }, open.about, next));
    if (kept) {
      const now = records.read(open.id);
      open.seenAt = now === null ? "" : now.at;
      if (area.value !== next.text) area.value = next.text;
    }
    say(kept ? "已存在本机。" : "没有存下：浏览器没有存储空间或不允许保存，请先把这段话复制出来。");
    document.dispatchEvent(new CustomEvent("study:noted"));
  }

  /** Keeps what is written and puts the pad away. */
  function close() {
    if (open === null) return;
    keep();
    const pad = open.panel;
    const button = pad.previousElementSibling;
    const held = pad.contains(document.activeElement);
    open = null;
    pad.remove();
    if (!(button instanceof HTMLElement)) return;
    button.setAttribute("aria-expanded", "false");
    if (held) button.focus({ preventScroll: true });
  }

  /** @param {HTMLElement} button pressed: opens the pad, or puts it away */
  function press(button) {
    if (button.getAttribute("aria-expanded") === "true") {
      close();
      return;
    }
    const heading = current();
    const whole = heading === undefined || heading.tagName === "H1";
    edit(button, whole || heading === undefined ? "" : heading.id, whole ? "" : wordsOf(heading));
  }

  window.addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", keep);
  page.studyNotes = {
    press: press,
    /** The pad has gone with its page, where pages are loaded in place. */
    forget: function () {
      if (open !== null && !document.contains(open.panel)) open = null;
    },
  };
})();
