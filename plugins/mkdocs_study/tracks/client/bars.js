/*
 * Turns what a page in many tracks knows of a further one into the bars that it has no room for.
 *
 * The page has bars for its first units. For any other track that the reader follows, the script of
 * that track is loaded and the bars are made like the first ones.
 */

(function () {
  "use strict";

  /** @typedef {import("./progress.js").Track} Track */

  /**
   * A unit of the page that has no bar in it (tracks/further.py), `index` its place in its track.
   * @typedef {Object} Further
   * @property {string} unit
   * @property {number} index
   * @property {[string, string][]} sections id and label of each
   * @property {string} covered ids of the sections and of all below them
   * @property {string} kind classes of the element that names it
   * @property {number} read seconds
   * @property {[string, string, string][]} needs title, address and units of each
   */

  const page = /** @type {any} */ (window);
  if (page.studyBars) {
    page.studyBars();
    return;
  }
  /** @type {{[track: string]: true}} tracks asked for on this page */
  let asked = {};
  /** @type {unknown} */
  let handled = null;

  /** Makes the bars of the track that the reader follows, unless they are there. */
  function look() {
    const data = page.studyTracks ? page.studyTracks.data() : null;
    if (data !== handled) asked = {};
    handled = data;
    const id = data === null || !data.further ? "" : followed();
    if (id === "" || !data.further[id] || asked[id]) return;
    asked[id] = true;
    const use = function (/** @type {any} */ file) {
      if (file === null || page.studyTracks.data() !== data) return;
      const track = page.studyShelf.readTrack(file, 0, data.root);
      placesOf(file, data).forEach(function (place) {
        insert(track, place);
      });
      data.tracks.push(track);
      document.dispatchEvent(new CustomEvent("study:bars"));
    };
    page.studyShelf.load(data.root + data.further[id], use, id);
  }

  /**
   * @param {any} file the script of a track
   * @param {any} data of the page
   * @returns {Further[]} the units of the track that this page is, but the one that has a bar
   */
  function placesOf(file, data) {
    const first = one(document, ".study-bar").dataset;
    /** @type {any[][]} */
    const rows = JSON.parse(file.tracks[0])[2];
    return rows
      .map((row, index) => ({
        unit: row[0],
        page: row[2],
        index: index,
        sections: row[7],
        covered: row[8],
        kind: row[9],
        read: row[10],
        needs: row[11].map((/** @type {[number, string]} */ need) => {
          const wanted = file.parsed[need[0]];
          return [wanted[0], data.root + wanted[1], need[1]];
        }),
      }))
      .filter(
        (place) =>
          file.parsed[place.page][1] === data.page.href &&
          (first.studyBar !== file.ids[0] || first.studyUnit !== place.unit)
      );
  }

  /** @returns {string} id of the track that the reader comes from, "" for none */
  function followed() {
    const tab = page.studyTracks.tab();
    const place = tab === null ? null : tab.read("@place");
    const named = page.studyProgress.queryParameter(location.search, "track");
    return named || (place === null ? "" : place.track);
  }

  /**
   * Puts the two bars of a unit behind those that are there.
   * @param {Track} track
   * @param {Further} place
   */
  function insert(track, place) {
    const above = copyOf(".study-bar", track, place);
    const below = copyOf(".study-steps", track, place);
    above.setAttribute("aria-label", "学习专题：" + track.title);
    below.setAttribute("aria-label", track.title + "：前后单元");
    below.dataset.studyRead = String(place.read);
    fillAbove(above, track, place);
    fillBelow(below, track, place);
  }

  /**
   * @param {string} selector
   * @param {Track} track
   * @param {Further} place
   * @returns {HTMLElement} a hidden copy of the page's first bar, behind its last one
   */
  function copyOf(selector, track, place) {
    const all = document.querySelectorAll(selector);
    const last = all[all.length - 1];
    const copy = /** @type {HTMLElement} */ (all[0].cloneNode(true));
    const unit = track.units[place.index];
    copy.hidden = true;
    copy.dataset.studyBar = track.id;
    copy.dataset.studyUnit = place.unit;
    copy.dataset.studySections = place.covered;
    copy.dataset.studyKind = unit.kind;
    copy.dataset.studyMinutes = String(unit.minutes);
    if (last.parentNode !== null) last.parentNode.insertBefore(copy, last.nextSibling);
    return copy;
  }

  /**
   * @param {HTMLElement} bar
   * @param {Track} track
   * @param {Further} place
   */
  function fillAbove(bar, track, place) {
    const unit = track.units[place.index];
    const where = one(bar, ".study-bar__where");
    link(one(bar, ".study-bar__where > a"), track.title || "", track.href || "");
    one(bar, ".study-bar__position").textContent = position(track, place);
    one(bar, ".study-kind").className = place.kind;
    one(bar, ".study-kind").textContent = unit.kind || "";
    one(bar, ".study-minutes").textContent = "约 " + duration(unit.minutes || 0);
    bar.querySelectorAll(".study-requires, .study-bar__reads").forEach((old) => old.remove());
    if (place.needs.length > 0) {
      const needs = element("span", "study-requires");
      add(needs, "先学：", place.needs.map(needOf));
      where.insertBefore(needs, one(bar, ".study-minutes").nextSibling);
    }
    if (place.sections.length > 0) {
      const reads = element("p", "study-facts study-bar__reads");
      const links = place.sections.map((section) =>
        link(element("a", ""), section[1], "#" + encodeURIComponent(section[0]))
      );
      add(reads, "本单元读：", links);
      bar.insertBefore(reads, where.nextSibling);
    }
  }

  /**
   * @param {HTMLElement} bar
   * @param {Track} track
   * @param {Further} place
   */
  function fillBelow(bar, track, place) {
    const labels = place.sections.map((section) => section[1]);
    one(bar, ".study-meter").dataset.studyMeter = track.id;
    one(bar, ".study-steps__where").textContent =
      position(track, place) + (labels.length > 0 ? "：" + labels.join("、") : "") + " · " + track.title;
    step(one(bar, ".study-step--previous"), track, place.index - 1, "上一单元");
    step(one(bar, ".study-step--next"), track, place.index + 1, "下一单元");
  }

  /**
   * @param {HTMLElement} element
   * @param {Track} track
   * @param {number} index of the unit it leads to; the track's page beyond its ends
   * @param {string} label
   */
  function step(element, track, index, label) {
    const unit = track.units[index];
    const goal = unit || track;
    one(element, ".study-step__label").textContent = unit ? label : "返回专题";
    one(element, ".study-step__title").textContent = goal.title || "";
    /** @type {HTMLAnchorElement} */ (element).href = goal.href || "";
  }

  /**
   * @param {[string, string, string]} need
   * @returns {HTMLElement}
   */
  function needOf(need) {
    const span = element("span", "study-need");
    if (need[2] !== "") span.dataset.studyNeeds = need[2];
    const track = "?track=" + encodeURIComponent(followed());
    span.appendChild(link(element("a", ""), need[0], need[1] + track));
    const met = element("span", "study-met");
    met.dataset.studyMet = "";
    met.hidden = true;
    span.appendChild(met);
    return span;
  }

  /**
   * @param {Track} track
   * @param {Further} place
   * @returns {string}
   */
  function position(track, place) {
    return "第 " + (place.index + 1) + "/" + track.units.length + " 单元";
  }

  /**
   * @param {number} minutes
   * @returns {string} as tracks/pages.py writes it
   */
  function duration(minutes) {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    const parts = hours > 0 ? [hours + " 小时"] : [];
    return parts.concat(rest > 0 || hours === 0 ? [rest + " 分钟"] : []).join(" ");
  }

  /**
   * @param {ParentNode} root
   * @param {string} selector
   * @returns {HTMLElement}
   */
  function one(root, selector) {
    return /** @type {HTMLElement} */ (root.querySelector(selector));
  }

  /**
   * @param {string} name
   * @param {string} classes
   * @returns {HTMLElement}
   */
  function element(name, classes) {
    const made = document.createElement(name);
    made.className = classes;
    return made;
  }

  /**
   * @param {HTMLElement} anchor
   * @param {string} text
   * @param {string} href
   * @returns {HTMLElement}
   */
  function link(anchor, text, href) {
    anchor.textContent = text;
    /** @type {HTMLAnchorElement} */ (anchor).href = href;
    return anchor;
  }

  /**
   * @param {HTMLElement} root
   * @param {string} lead
   * @param {HTMLElement[]} items
   */
  function add(root, lead, items) {
    root.appendChild(document.createTextNode(lead));
    items.forEach(function (item, index) {
      if (index > 0) root.appendChild(document.createTextNode("、"));
      root.appendChild(item);
    });
  }

  page.studyBars = look;
  document.addEventListener("study:drawn", look);
  look();
})();
