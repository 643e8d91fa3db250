/*
 * Turns the units that a reader has done into a QR code on the screen, and a code that was read with
 * a phone into records to merge.
 */
(function () {
  "use strict";

  const page = /** @type {any} */ (window);
  /** @type {typeof import("./carry.js")} */
  const carry = page.studyCarry;
  /** @type {typeof import("./qr.js")} */
  const qr = page.studyQr;
  /** @type {typeof import("./marking.js")} */
  const marking = page.studyMarking;
  const elements = page.studyElements;

  /** The address carries the records behind "#", which a browser does not send. */
  const MARK = "#p=";
  /** A code of this version has 117 modules a side, about what a phone reads from a screen. */
  const LARGEST = 25;
  const QUIET = 4;

  /** @typedef {{id: string, hash: string, minutes: number}} Unit */
  /** @typedef {import("./records.js").StoredRecord} StoredRecord */

  /**
   * @param {import("./qr.js").Code} code
   * @returns {Element} the code with its margin, as a drawing that grows without blur
   */
  function draw(code) {
    let path = "";
    code.rows.forEach(function (line, row) {
      for (let column = 0; column < code.size; column += 1) {
        if (line[column] === 0) continue;
        let end = column;
        while (end < code.size && line[end] === 1) end += 1;
        path += "M" + (column + QUIET) + " " + (row + QUIET) + "h" + (end - column) + "v1H" + (column + QUIET) + "z";
        column = end;
      }
    });
    const side = String(code.size + 2 * QUIET);
    return elements.drawing(
      "svg",
      { class: "study-qr", viewBox: "0 0 " + side + " " + side, role: "img", "aria-label": "学习进度的二维码" },
      [
        elements.drawing("rect", { width: side, height: side, fill: "#fff" }, []),
        elements.drawing("path", { d: path, fill: "#000", "shape-rendering": "crispEdges" }, []),
      ]
    );
  }

  /**
   * @param {string} address of this page
   * @param {string} packed
   * @returns {import("./qr.js").Code | null} null when it does not fit
   */
  function codeFor(address, packed) {
    const text = address + MARK + packed;
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    return qr.encode(bytes, { level: "M", last: LARGEST }) || qr.encode(bytes, { level: "L", last: LARGEST });
  }

  /**
   * @param {HTMLElement} place
   * @param {{site: string, name: string, done: import("./carry.js").Done[]}} what
   */
  function show(place, what) {
    place.hidden = false;
    /** @param {string} words */
    function explain(words) {
      elements.fill(place, [elements.make("p", { class: "study-message" }, [words])]);
    }
    if (location.protocol === "file:") {
      explain("网站是从文件夹打开的，手机打不开这里的地址，不能用二维码；请存成文件再拷到手机上载入。");
      return;
    }
    if (what.done.length === 0) {
      explain("还没有已学的单元，没有要带走的进度。");
      return;
    }
    const address = location.origin + location.pathname;
    const code = codeFor(address, carry.pack(what.site, what.name, what.done));
    if (code === null) {
      explain("已学 " + what.done.length + " 个单元，一个二维码装不下；请存成文件，再在手机上载入。");
      return;
    }
    const words =
      "用手机的相机扫一下，在手机上打开本页就能合并 " + what.done.length +
      " 个单元的进度。手机要能访问 " + address + " 。二维码里有您的名字和学过哪些单元，不含笔记和测验。";
    const close = elements.button("收起二维码", function () {
      elements.fill(place, []);
      place.hidden = true;
    });
    elements.fill(place, [
      elements.make("figure", { class: "study-code" }, [
        draw(code),
        elements.make("figcaption", {}, [words, " ", close]),
      ]),
    ]);
  }

  /**
   * @param {string} hash of the address
   * @param {string} site
   * @param {Unit[]} known
   * @returns {{problem: string, from: string, records: {[id: string]: StoredRecord}} | null} null
   *   for an address that carries nothing
   */
  function arrive(hash, site, known) {
    if (hash.indexOf(MARK) !== 0) return null;
    const found = carry.unpack(hash.slice(MARK.length), site, known);
    if (!("done" in found)) return { problem: found.problem, from: "", records: {} };
    const byId = new Map(known.map((unit) => [unit.id, unit]));
    /** @type {{[id: string]: StoredRecord}} */
    const records = {};
    found.done.forEach(function (done) {
      const on = marking.localDay(new Date(done.at));
      const unit = byId.get(done.id);
      const minutes = unit === undefined ? 0 : unit.minutes;
      records[done.id] = { v: 1, at: done.at, done: true, hash: done.hash, by: "mark", on: on };
      records["@day/" + on + "/" + done.id] = { v: 1, at: done.at, minutes: minutes };
    });
    const lost = found.unknown > 0 ? "（另有 " + found.unknown + " 个单元本站已经没有）" : "";
    return { problem: "", from: "二维码里是“" + (found.name || "没有署名") + "”的进度" + lost, records: records };
  }

  page.studyPhone = { show: show, arrive: arrive };
})();
