/*
 * Turns what a page in many tracks tells of a track into the bars that it has no room for.
 *
 * The page has the bar of its first unit. For any other track that the reader follows, the script
 * with the states of that track is loaded and the bars are made like the first one.
 */

(function () {
  "use strict";

  /** @typedef {import("./progress.js").Track} Track */
  /** @typedef {import("./progress.js").Further} Further */
  /** @typedef {import("./progress.js").Row} Row */

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
    /** @type {Further} */
    const further = data.further[id];
    const use = function (/** @type {string | null} */ states) {
      if (states === null || page.studyTracks.data() !== data) return;
      const track = readTrack(id, further, states);
      further.places.forEach(function (place) {
        insert(track, place);
      });
      data.tracks.push(track);
      document.dispatchEvent(new CustomEvent("study:bars"));
    };
    page.studyShelf.load(data.root + further.src, use, id);
  }

  /**
   * @param {string} id
   * @param {Further} further
   * @param {string} states id and hash of every unit, all between spaces
   * @returns {Track}
   */
  function readTrack(id, further, states) {
    const words = states.split(" ");
    /** @type {Track["units"]} */
    const units = [];
    for (let at = 0; at < words.length; at += 2) units.push({ id: words[at], hash: words[at + 1] });
    return { id: id, title: further.title, href: address(further.href), units: units };
  }

  /**
   * @param {string} fromRoot
   * @returns {string}
   */
  function address(fromRoot) {
    return page.studyTracks.data().root + fromRoot;
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
   * @param {Row} place
   */
  function insert(track, place) {
    const above = copyOf(".study-bar", track, place);
    const below = copyOf(".study-steps", track, place);
    above.setAttribute("aria-label", "学习专题：" + track.title);
    below.setAttribute("aria-label", track.title + "：前后单元");
    below.dataset.studyRead = String(place[6]);
    fillAbove(above, track, place);
    fillBelow(below, track, place);
  }

  /**
   * @param {string} selector
   * @param {Track} track
   * @param {Row} place
   * @returns {HTMLElement} a hidden copy of the page's first bar, behind its last one
   */
  function copyOf(selector, track, place) {
    const all = document.querySelectorAll(selector);
    const last = all[all.length - 1];
    const copy = /** @type {HTMLElement} */ (all[0].cloneNode(true));
    copy.hidden = true;
    copy.dataset.studyBar = track.id;
    copy.dataset.studyUnit = track.units[place[0]].id;
    copy.dataset.studySections = place[2];
    copy.dataset.studyKind = place[4];
    copy.dataset.studyMinutes = String(place[5]);
    if (last.parentNode !== null) last.parentNode.insertBefore(copy, last.nextSibling);
    return copy;
  }

  /**
   * @param {HTMLElement} bar
   * @param {Track} track
   * @param {Row} place
   */
  function fillAbove(bar, track, place) {
    const where = one(bar, ".study-bar__where");
    link(one(bar, ".study-bar__where > a"), track.title || "", track.href || "");
    one(bar, ".study-bar__position").textContent = position(track, place);
    one(bar, ".study-kind").className = place[3];
    one(bar, ".study-kind").textContent = place[4];
    one(bar, ".study-minutes").textContent = "约 " + duration(place[5]);
    bar.querySelectorAll(".study-requires, .study-bar__reads").forEach((old) => old.remove());
    if (place[7].length > 0) {
      const needs = element("span", "study-requires");
      add(needs, "先学：", place[7].map(needOf));
      where.insertBefore(needs, one(bar, ".study-minutes").nextSibling);
    }
    if (place[1].length > 0) {
      const reads = element("p", "study-facts study-bar__reads");
      const links = place[1].map((section) =>
        link(element("a", ""), section[1], "#" + encodeURIComponent(section[0]))
      );
      add(reads, "本单元读：", links);
      bar.insertBefore(reads, where.nextSibling);
    }
  }

  /**
   * @param {HTMLElement} bar
   * @param {Track} track
   * @param {Row} place
   */
  function fillBelow(bar, track, place) {
    const labels = place[1].map((section) => section[1]);
    one(bar, ".study-meter").dataset.studyMeter = track.id;
    one(bar, ".study-steps__where").textContent =
      position(track, place) + (labels.length > 0 ? "：" + labels.join("、") : "") + " · " + track.title;
    step(one(bar, ".study-step--previous"), track, place[8], "上一单元");
    step(one(bar, ".study-step--next"), track, place[9], "下一单元");
  }

  /**
   * @param {HTMLElement} element
   * @param {Track} track
   * @param {[string, string] | 0} unit that it leads to; 0 beyond the ends of the track
   * @param {string} label
   */
  function step(element, track, unit, label) {
    one(element, ".study-step__label").textContent = unit ? label : "返回专题";
    one(element, ".study-step__title").textContent = (unit ? unit[0] : track.title) || "";
    /** @type {HTMLAnchorElement} */ (element).href = unit ? address(unit[1]) : track.href || "";
  }

  /**
   * @param {[string, string, string]} need
   * @returns {HTMLElement}
   */
  function needOf(need) {
    const span = element("span", "study-need");
    if (need[2] !== "") span.dataset.studyNeeds = need[2];
    const track = "?track=" + encodeURIComponent(followed());
    span.appendChild(link(element("a", ""), need[0], address(need[1]) + track));
    const met = element("span", "study-met");
    met.dataset.studyMet = "";
    met.hidden = true;
    span.appendChild(met);
    return span;
  }

  /**
   * @param {Track} track
   * @param {Row} place
   * @returns {string}
   */
  function position(track, place) {
    return "第 " + (place[0] + 1) + "/" + track.units.length + " 单元";
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
