/*
 * Turns what a reader has done into a record to print.
 */
(function () {
  "use strict";

  const page = /** @type {any} */ (window);
  /** @type {typeof import("./marking.js")} */
  const marking = page.studyMarking;
  const elements = page.studyElements;
  const HOW = { mark: "自己标记", read: "读到末尾", quiz: "测验答对" };

  /** @typedef {import("./overview.js").Overview} Overview */

  /**
   * @param {string} sum 64 digits
   * @returns {string} its first 16, in groups that can be read aloud
   */
  function groups(sum) {
    return (sum.slice(0, 16).match(/.{4}/g) || []).join(" ");
  }

  /**
   * @param {string} name
   * @param {string} text
   * @returns {HTMLElement}
   */
  function fact(name, text) {
    return elements.make("div", {}, [elements.make("dt", {}, [name]), elements.make("dd", {}, [text])]);
  }

  /**
   * @param {import("./overview.js").TrackView} view
   * @param {(id: string) => import("./records.js").StoredRecord | null} recordOf
   * @returns {HTMLElement[]}
   */
  function trackParts(view, recordOf) {
    const rows = view.track.units
      .map((unit, index) => ({ unit: unit, number: index + 1, record: recordOf(unit.id) }))
      .filter((row) => row.record !== null && row.record.done)
      .map(function (row) {
        const record = /** @type {import("./records.js").StoredRecord} */ (row.record);
        const how = /** @type {any} */ (HOW)[record.by] || HOW.mark;
        const amended = record.hash === row.unit.hash ? "" : "（之后内容有更新）";
        const cells = [
          String(row.number),
          (row.unit.title || "") + amended,
          row.unit.kind || "",
          String(row.unit.minutes || ""),
          marking.dayOf(record),
          how,
        ];
        return elements.make("tr", {}, cells.map((cell) => elements.make("td", {}, [cell])));
      });
    const heads = ["序", "单元", "方式", "约分钟", "学完日期", "怎样记的"];
    return [
      elements.make("h3", {}, [
        (view.track.title || "") + "：已学 " + view.done + "/" + view.track.units.length,
      ]),
      elements.make("table", {}, [
        elements.make("thead", {}, [
          elements.make("tr", {}, heads.map((head) => elements.make("th", { scope: "col" }, [head]))),
        ]),
        elements.make("tbody", {}, rows),
      ]),
    ];
  }

  /**
   * @param {HTMLElement} place
   * @param {{siteName: string, name: string, sum: string, overview: Overview,
   *   recordOf: (id: string) => import("./records.js").StoredRecord | null}} what
   */
  function fill(place, what) {
    const now = new Date();
    const two = (/** @type {number} */ value) => (value < 10 ? "0" : "") + value;
    const time = marking.localDay(now) + " " + two(now.getHours()) + ":" + two(now.getMinutes());
    const totals = what.overview;
    const parts = [
      elements.make("h2", {}, ["学习记录"]),
      elements.make("dl", {}, [
        fact("姓名", what.name || "（未填）"),
        fact("网站", what.siteName),
        fact("打印时间", time),
        fact("已学单元", totals.done + " 个，约 " + totals.minutes + " 分钟"),
        fact("学完专题", totals.finished + " 个"),
        fact("学习天数", totals.days.size + " 天"),
        fact("校验码", groups(what.sum)),
      ]),
      elements.make("p", {}, [
        "本记录由本人在自己的浏览器里自行记录，网站不核实、不收集。校验码与同一时刻“交给支部”的文件里 records_sha256 的前 16 位一致。",
      ]),
    ];
    totals.views
      .filter((view) => view.done + view.amended > 0)
      .forEach((view) => parts.push.apply(parts, trackParts(view, what.recordOf)));
    parts.push(elements.make("p", { class: "study-paper__sign" }, ["签名：　　　　　　　　　日期："]));
    elements.fill(place, parts);
  }

  page.studyPaper = { fill: fill };
})();
