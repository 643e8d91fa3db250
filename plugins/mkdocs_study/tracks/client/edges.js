/*
 * Turns the unit that a reader studies into marks on its page: here it begins, here it ends.
 *
 * Only a unit of some sections gets them; a whole page begins and ends by itself.
 */
(function () {
  "use strict";

  const FIRST = "本单元从这里读起";
  const NEXT = "本单元接着读这里";
  const PAUSE = "这一段到此为止，本单元后面还有";
  const LAST = "本单元读到这里";

  /**
   * @param {string[]} ids of the page's headings, in order
   * @param {string[]} covered ids of the unit's sections and of all below them
   * @returns {{before: number, text: string}[]} index of the heading before which each mark stands,
   *   or the number of headings for the end of the page
   */
  function findEdges(ids, covered) {
    /** @type {{before: number, text: string}[]} */
    const edges = [];
    let inside = false;
    ids.concat("").forEach(function (id, index) {
      const now = id !== "" && covered.indexOf(id) >= 0;
      if (now !== inside) {
        const text = now ? (edges.length === 0 ? FIRST : NEXT) : PAUSE;
        edges.push({ before: index, text: text });
      }
      inside = now;
    });
    if (edges.length > 0) edges[edges.length - 1].text = LAST;
    return edges;
  }

  if (typeof module !== "undefined") {
    module.exports = { findEdges: findEdges };
    return;
  }

  const page = /** @type {any} */ (window);
  if (page.studyEdges) return;
  page.studyEdges = true;
  /** What is drawn: page and unit. */
  let drawn = "";

  /** @returns {HTMLElement[]} the page's headings below its title, those that have an id */
  function headings() {
    const found = document.querySelectorAll("article h2[id], article h3[id], article h4[id], article h5[id]");
    return Array.prototype.slice.call(found);
  }

  function draw() {
    const active = page.studyTracks.active();
    const wanted = active === null ? "" : location.pathname + " " + active.bar.unit;
    const there = document.querySelectorAll("[data-study-edge]");
    if (wanted === drawn && (there.length > 0 || wanted === "")) return;
    drawn = wanted;
    there.forEach(function (edge) {
      edge.remove();
    });
    if (active === null || active.bar.sections.length === 0) return;
    const elements = headings();
    const end = document.querySelector(".study-steps");
    findEdges(
      elements.map(function (element) {
        return element.id;
      }),
      active.bar.sections
    ).forEach(function (edge) {
      const mark = document.createElement("div");
      mark.className = "study-edge";
      mark.textContent = edge.text;
      mark.setAttribute("data-study-edge", "");
      const next = elements[edge.before] || end;
      if (next !== null && next.parentNode !== null) next.parentNode.insertBefore(mark, next);
    });
  }

  document.addEventListener("study:drawn", draw);
  if (page.studyTracks) draw();
})();
