/*
 * Turns the notes of a reader into a list and into one Markdown file.
 */
/**
 * @typedef {{id: string, text: string, title: string, heading: string, href: string,
 *   section: string, at: string}} Note
 * @typedef {{title: string, href: string, notes: Note[]}} NotedPage
 */

(function () {
  "use strict";

  /**
   * @param {string} id `@note/<page>#<section>`
   * @param {import("./records.js").StoredRecord} record
   * @returns {Note}
   */
  function readNote(id, record) {
    /** @param {string} field */
    function words(field) {
      return typeof record[field] === "string" ? record[field] : "";
    }
    return {
      id: id,
      text: words("text"),
      title: words("title") || id,
      heading: words("heading"),
      href: /^(?![a-z][\w+.-]*:|\/)/i.test(words("href")) ? words("href") : "",
      section: id.slice(id.indexOf("#") + 1),
      at: record.at,
    };
  }

  /**
   * @param {Note[]} notes
   * @returns {NotedPage[]} by page, the page with the latest note first; within it by section
   */
  function byPage(notes) {
    /** @type {Map<string, NotedPage>} */
    const pages = new Map();
    notes
      .slice()
      .sort((one, other) => (one.at < other.at ? 1 : -1))
      .forEach(function (note) {
        const key = note.id.slice(0, note.id.indexOf("#"));
        const noted = pages.get(key) || { title: note.title, href: note.href, notes: [] };
        noted.notes.push(note);
        pages.set(key, noted);
      });
    const order = new Intl.Collator("zh", { numeric: true });
    pages.forEach((noted) => noted.notes.sort((one, other) => order.compare(one.section, other.section)));
    return Array.from(pages.values());
  }

  /**
   * @param {Note} note
   * @param {string} root address of the site's root, with its slash
   * @returns {string}
   */
  function linkOf(note, root) {
    return root + note.href + (note.section === "" ? "" : "#" + encodeURIComponent(note.section));
  }

  /**
   * @param {string} text
   * @returns {string} that Markdown shows as it is within a line
   */
  function plain(text) {
    return text.replace(/[\\`*_[\]<>#]/g, "\\$&").replace(/\s+/g, " ");
  }

  /**
   * @param {NotedPage[]} pages
   * @param {{siteName: string, root: string, day: string}} about
   * @returns {string} Markdown: a heading for each page, one below it for each section, its words as
   *   a quotation, so that they stay as they were typed
   */
  function toMarkdown(pages, about) {
    const lines = ["# 学习笔记", "", about.siteName + "，" + about.day + " 导出。", ""];
    pages.forEach(function (noted) {
      lines.push("## " + plain(noted.title), "");
      noted.notes.forEach(function (note) {
        const label = plain(note.heading || "全页");
        const link = linkOf(note, about.root).replace(/[()\s]/g, escape);
        lines.push("### [" + label + "](" + link + ")", "");
        const words = note.text.split(/\r\n|\r|\n/).map((line) => ("> " + line).trim());
        lines.push(words.join("  \n"), "");
      });
    });
    return lines.join("\n");
  }

  const notebook = { readNote: readNote, byPage: byPage, linkOf: linkOf, toMarkdown: toMarkdown };

  if (typeof module !== "undefined") module.exports = notebook;
  else Object.assign(window, { studyNotebook: notebook });
})();
