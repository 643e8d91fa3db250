/*
 * Turns figures, tracks and notes of a reader into the parts of 我的学习 that list them.
 */

/**
 * What is on the page now.
 * @typedef {Object} Shown
 * @property {import("./store.js").Store} store
 * @property {import("./overview.js").Overview} overview
 * @property {string} root address of the site's root, with its slash
 * @property {string} place id of the track that the reader follows
 */

(function () {
  "use strict";

  /** Tracks under way that are listed at once; all of a large site's would hold the page up. */
  const SHOWN = 12;

  const inNode = typeof module !== "undefined";
  const page = /** @type {any} */ (inNode ? {} : window);
  const elements = page.studyElements;
  /** @type {typeof import("./marking.js")} */
  const marking = page.studyMarking;
  /** @type {typeof import("./notebook.js")} */
  const notebook = page.studyNotebook;
  /** @type {typeof import("./catalogue.js")} */
  const shelf = page.studyShelf;

  /** @typedef {import("./overview.js").Overview} Overview */
  /** @typedef {import("./overview.js").TrackView} TrackView */

  /** The one whose items are being listed; items of an older one are not added any more. */
  let current = /** @type {Shown | null} */ (null);

  /**
   * @param {HTMLElement} place
   * @param {Overview} overview
   */
  function drawFigures(place, overview) {
    const finished = overview.finished + "/" + overview.views.length;
    const figures = [
      ["已学单元", overview.done + "/" + overview.units.size],
      ["已学时间", "约 " + duration(overview.minutes)],
      ["学完专题", finished],
      ["学习天数", overview.days.size + " 天"],
    ];
    elements.fill(
      place,
      figures.map((figure) =>
        elements.make("div", {}, [
          elements.make("dt", {}, [figure[0]]),
          elements.make("dd", {}, [figure[1]]),
        ])
      )
    );
  }

  /**
   * @param {number} minutes
   * @returns {string} as the pages of tracks write it
   */
  function duration(minutes) {
    const hours = Math.floor(minutes / 60);
    if (hours === 0) return minutes + " 分钟";
    return hours + " 小时" + (minutes % 60 > 0 ? " " + (minutes % 60) + " 分钟" : "");
  }

  /**
   * @param {(name: string) => HTMLElement} part
   * @param {Shown} now
   */
  function drawTracks(part, now) {
    current = now;
    const views = now.overview.views;
    const begun = (/** @type {TrackView} */ view) =>
      view.done + view.amended > 0 || view.track.id === now.place;
    const underWay = views.filter((view) => begun(view) && view.next >= 0);
    underWay.sort((one, other) => rank(other, now.place) - rank(one, now.place));
    /** @type {[string, TrackView[]][]} */
    const groups = [
      ["under-way", underWay.slice(0, SHOWN)],
      ["open", views.filter((view) => !begun(view))],
      ["finished", views.filter((view) => view.next < 0)],
    ];
    /** @type {[HTMLElement, TrackView][]} */
    const items = [];
    groups.forEach(function (group) {
      const place = part(group[0]);
      place.hidden = group[1].length === 0;
      const count = place.querySelector("[data-count]");
      if (count !== null) count.textContent = String(group[1].length);
      const list = /** @type {HTMLElement} */ (place.querySelector("ul"));
      elements.fill(list, []);
      group[1].forEach((view) => items.push([list, view]));
    });
    addItems(items, now);
    drawMore(part("more"), underWay.slice(SHOWN), part("under-way"), now);
    part("under-way-none").hidden = underWay.length > 0;
  }

  /**
   * @param {TrackView} view
   * @param {string} followed id of the track that the reader follows
   * @returns {number} what is nearest to its end comes first, before it only what is followed
   */
  function rank(view, followed) {
    return view.track.id === followed ? 2 : view.done / Math.max(1, view.track.units.length);
  }

  /**
   * @param {[HTMLElement, TrackView][]} items list and what it gets, in order
   * @param {Shown} now
   */
  function addItems(items, now) {
    shelf.inSlices(items, function (item) {
      if (current === now) item[0].appendChild(trackItem(item[1]));
    });
  }

  /**
   * @param {HTMLElement} place of the button that lists the rest
   * @param {TrackView[]} rest
   * @param {HTMLElement} group
   * @param {Shown} now
   */
  function drawMore(place, rest, group, now) {
    place.hidden = rest.length === 0;
    const words = "再列出 " + rest.length + " 个正在学的专题";
    const press = function () {
      const list = /** @type {HTMLElement} */ (group.querySelector("ul"));
      place.hidden = true;
      const before = list.children.length;
      addItems(rest.map((view) => [list, view]), now);
      const first = /** @type {HTMLElement} */ (list.children[before]);
      first.tabIndex = -1;
      first.focus();
    };
    elements.fill(place, rest.length === 0 ? [] : [elements.button(words, press)]);
  }

  /**
   * @param {TrackView} view
   * @returns {HTMLElement}
   */
  function trackItem(view) {
    const track = view.track;
    const total = track.units.length;
    const title = elements.make("a", { class: "study-mine__title", href: track.href || "" }, [
      track.title || "",
    ]);
    const bar = elements.make(
      "progress",
      { max: String(total), value: String(view.done), "aria-label": "学习进度：" + track.title },
      []
    );
    const meter = elements.make("div", { class: "study-meter" }, [
      bar,
      elements.make("span", {}, ["已学 " + view.done + "/" + total]),
    ]);
    const parts = [title, meter];
    if (view.amended > 0) {
      const words = view.amended + " 个单元学过之后有更新，要再学一遍";
      parts.push(elements.make("p", { class: "study-facts study-state--amended" }, [words]));
    }
    if (view.next >= 0) {
      const unit = track.units[view.next];
      const words = (view.done > 0 ? "继续：第 " : "开始：第 ") + (view.next + 1) + " 单元 ";
      const link = elements.make("a", { href: unit.href || "" }, [words + unit.title]);
      parts.push(elements.make("p", { class: "study-facts" }, [link]));
    }
    return elements.make("li", { class: "study-mine__track" }, parts);
  }

  /**
   * @param {HTMLElement} place
   * @param {Shown} now
   * @param {() => void} redraw
   * @param {(words: string, undo?: () => void) => void} say
   */
  function drawNotes(place, now, redraw, say) {
    const pages = notebook.byPage(now.overview.notes);
    if (pages.length === 0) {
      elements.fill(place, [
        elements.make("p", { class: "study-facts" }, ["还没有笔记。在单元页底部点“记笔记”，写下的话会列在这里。"]),
      ]);
      return;
    }
    elements.fill(
      place,
      pages.map((noted) =>
        elements.make("section", { class: "study-noted" }, [
          elements.make("h3", {}, [elements.make("a", { href: now.root + noted.href }, [noted.title])]),
          elements.make("ul", {}, noted.notes.map((note) => noteItem(note, now, redraw, say))),
        ])
      )
    );
  }

  /**
   * @param {import("./notebook.js").Note} note
   * @param {Shown} now
   * @param {() => void} redraw
   * @param {(words: string, undo?: () => void) => void} say
   * @returns {HTMLElement}
   */
  function noteItem(note, now, redraw, say) {
    const day = marking.localDay(new Date(note.at));
    const remove = elements.twice("删除", "再按一次删除", function () {
      const before = now.store.texts().get(note.id);
      if (!now.store.remove(note.id)) return say("没有删成：浏览器没有存储空间或不允许保存。");
      redraw();
      say("已删除一条笔记。", function () {
        const record = page.studyRecords.parseRecord(note.id, before || "");
        const back = record !== null && now.store.write(note.id, record);
        redraw();
        say(back ? "笔记已恢复。" : "没有恢复成。");
      });
    });
    const link = elements.make("a", { href: notebook.linkOf(note, now.root) }, [note.heading || "页首"]);
    return elements.make("li", {}, [
      elements.make("p", { class: "study-facts" }, [link, " · " + day + " ", remove]),
      elements.make("p", { class: "study-noted__text" }, [note.text]),
    ]);
  }

  const parts = {
    duration: duration,
    drawFigures: drawFigures,
    drawTracks: drawTracks,
    drawNotes: drawNotes,
  };

  if (inNode) module.exports = parts;
  else page.studyMineParts = parts;
})();
