/*
 * Turns the overview of a reader's records into what 我的学习 shows, and its buttons into deeds.
 */
(function () {
  "use strict";

  const page = /** @type {any} */ (window);
  const elements = page.studyElements;
  /** @type {typeof import("./marking.js")} */
  const marking = page.studyMarking;
  /** @type {typeof import("./notebook.js")} */
  const notebook = page.studyNotebook;
  const parts = page.studyMineParts;

  /** @typedef {import("./mine_parts.js").Shown} Shown */

  /** @type {HTMLElement} */
  let host = document.body;
  /** @type {Shown | null} */
  let shown = null;
  let redraw = function () {};
  let arrived = false;

  /**
   * @param {string} name
   * @returns {HTMLElement} part of the page
   */
  function part(name) {
    return /** @type {HTMLElement} */ (host.querySelector("[data-mine=" + name + "]"));
  }

  /**
   * @param {string} words
   * @param {() => void} [undo]
   */
  function say(words, undo) {
    const line = part("message");
    elements.fill(line, undo ? [words + " ", elements.button("撤销", undo)] : [words]);
    line.hidden = words === "";
    /* Where the button that was pressed is gone, the keyboard goes on from here. */
    if (words !== "" && (undo !== undefined || document.activeElement === document.body)) {
      line.focus({ preventScroll: true });
    }
  }

  /** @returns {string} */
  function site() {
    return host.dataset.site || "";
  }

  /** @returns {any} what people.js asks for */
  function peopleHost() {
    return {
      site: site(),
      name: shown === null ? "" : shown.store.profile,
      failed: say,
      changed: function (/** @type {string} */ words) {
        part("people").hidden = true;
        part("switch").setAttribute("aria-expanded", "false");
        part("switch").focus();
        redraw();
        say(words);
      },
    };
  }

  /** @returns {any} what exchange.js asks for */
  function exchangeHost() {
    const now = /** @type {Shown} */ (shown);
    return {
      site: site(),
      siteName: host.dataset.siteName || "",
      store: page.studyStore.open(site()),
      titleOf: function (/** @type {string} */ id) {
        const unit = now.overview.units.get(id);
        return (unit && unit.title) || "";
      },
      say: say,
      redraw: redraw,
    };
  }

  /**
   * @param {HTMLElement} found
   * @param {() => void} again
   */
  function begin(found, again) {
    host = found;
    shown = null;
    redraw = again;
    arrived = false;
    part("plain").hidden = true;
    part("folder").hidden = location.protocol !== "file:";
    part("switch").addEventListener("click", function () {
      const panel = part("people");
      panel.hidden = !panel.hidden;
      part("switch").setAttribute("aria-expanded", String(!panel.hidden));
      if (!panel.hidden) page.studyPeople.drawPeople(panel, peopleHost());
    });
    const form = /** @type {HTMLFormElement} */ (part("save"));
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (shown !== null) page.studyExchange.save(form, exchangeHost());
    });
    const input = /** @type {HTMLInputElement} */ (part("file"));
    input.addEventListener("change", function () {
      const file = input.files === null ? null : input.files[0];
      if (file && shown !== null) page.studyExchange.load(file, part("preview"), exchangeHost());
      input.value = "";
    });
    part("export").addEventListener("click", exportNotes);
    part("print").addEventListener("click", function () {
      layPaper();
      window.print();
    });
    part("phone").addEventListener("click", function () {
      if (shown === null) return;
      const records = shown.overview.records;
      const done = Array.from(records)
        .filter((entry) => entry[1].done)
        .map((entry) => ({ id: entry[0], hash: entry[1].hash, at: entry[1].at }));
      page.studyPhone.show(part("code"), { site: site(), name: shown.store.profile, done: done });
    });
  }

  function exportNotes() {
    if (shown === null) return;
    const pages = notebook.byPage(shown.overview.notes);
    const day = marking.localDay(new Date());
    const about = { siteName: host.dataset.siteName || "", root: shown.root, day: day };
    elements.download("学习笔记-" + day + ".md", notebook.toMarkdown(pages, about), "text/markdown");
  }

  /** Fills the record that is printed; also for who prints by the browser's menu. */
  function layPaper() {
    if (shown === null || !document.contains(host)) return;
    const form = new FormData(/** @type {HTMLFormElement} */ (part("save")));
    const records = shown.overview.records;
    const name = String(form.get("name") || "").trim();
    page.studyPaper.fill(part("paper"), {
      siteName: host.dataset.siteName || "",
      name: name,
      sum: page.studyExchange.collect(exchangeHost(), "units", false, name).file.records_sha256,
      overview: shown.overview,
      recordOf: (/** @type {string} */ id) => records.get(id) || null,
    });
  }

  /** @param {Shown} now */
  function draw(now) {
    shown = now;
    const overview = now.overview;
    const name = now.store.profile;
    part("name").textContent = name || page.studyPeople.NOBODY;
    const field = /** @type {HTMLInputElement} */ (host.querySelector("input[name=name]"));
    if (document.activeElement !== field) field.value = name;
    host.querySelectorAll("[data-mine-shown]").forEach(function (each) {
      /** @type {HTMLElement} */ (each).hidden = false;
    });
    const problem = now.store.problem || damagedWords(overview.damaged);
    part("problem").textContent = problem;
    part("problem").hidden = problem === "";
    part("export").hidden = overview.notes.length === 0;
    const steps = [
      () => parts.drawFigures(part("figures"), overview),
      () => parts.drawTracks(part, now),
      () => page.studyCalendar.draw(part("days"), overview.days, marking.localDay(new Date())),
      () => parts.drawNotes(part("notes"), now, redraw, say),
      () => page.studyPeople.drawClear(part("clear"), peopleHost()),
      () => arrived || receive(now),
      () => document.dispatchEvent(new CustomEvent("study:mine")),
    ];
    inFrames(steps, () => shown === now);
  }

  /**
   * Does each step in a frame of its own: the browser lays out what one adds before the next.
   * @param {(() => void)[]} steps
   * @param {() => boolean} wanted false ends the row
   */
  function inFrames(steps, wanted) {
    const step = steps.shift();
    if (step === undefined || !wanted()) return;
    step();
    const next = () => setTimeout(() => inFrames(steps, wanted), 0);
    /* A page in the background has no frames. */
    if (document.hidden) next();
    else requestAnimationFrame(next);
  }

  /**
   * @param {number} count
   * @returns {string}
   */
  function damagedWords(count) {
    if (count === 0) return "";
    return (
      "有 " + count + " 条学习记录已损坏，按没有处理。重新学一次就恢复；损坏的原文不会丢，改写之前另存在本机。"
    );
  }

  /**
   * A code that was read with a phone; its address is not kept, so that it is asked for once.
   * @param {Shown} now
   */
  function receive(now) {
    arrived = true;
    const found = page.studyPhone.arrive(location.hash, site(), Array.from(now.overview.units.values()));
    if (found === null) return;
    history.replaceState(history.state, "", location.pathname + location.search);
    if (found.problem !== "") say(found.problem + "本机的记录没有变。");
    else page.studyExchange.preview(part("preview"), found.from, found.records, exchangeHost());
  }

  window.addEventListener("beforeprint", layPaper);
  window.addEventListener("hashchange", function () {
    if (shown !== null && document.contains(host)) receive(shown);
  });
  page.studyMineView = { begin: begin, draw: draw, say: say };
})();
