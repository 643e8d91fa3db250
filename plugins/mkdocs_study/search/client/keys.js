/**
 * Lets the keyboard reach what we add to Material's dialog. Material closes the dialog on Tab, and
 * on any other key it does not know it goes back to the input.
 */
(function () {
  "use strict";
  const OWN = /^( |Enter|Shift|Home|End|PageUp|PageDown|ArrowLeft|ArrowRight)$/;
  const HITS = ".md-search-result__list > li > [href], summary, details[open] [href]";

  /** @param {Element} element @returns {boolean} */
  function isShown(element) {
    return element.getClientRects().length > 0;
  }

  /**
   * @param {HTMLElement} dialog @param {HTMLInputElement} input @param {HTMLElement} more
   */
  function listen(dialog, input, more) {
    /** @param {Element} active @param {boolean} back @returns {boolean} Tab finds more in here */
    function hasNext(active, back) {
      const stops = Array.from(dialog.querySelectorAll("input, button")).filter(
        (stop) => /** @type {HTMLElement} */ (stop).tabIndex >= 0 && isShown(stop)
      );
      const side = back ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
      return stops.some((stop) => (active.compareDocumentPosition(stop) & side) > 0);
    }

    /** @param {Element} active @param {string} key @returns {HTMLElement|null} where an arrow leads */
    function arrowTarget(active, key) {
      const hits = Array.from(dialog.querySelectorAll(HITS)).filter(isShown);
      const last = /** @type {HTMLElement|undefined} */ (hits[hits.length - 1]);
      const isDown = key === "ArrowDown";
      if (active === more) return (isDown ? input : last) || null;
      if (active === last && isDown && isShown(more)) return more;
      if (active.tagName === "BUTTON" && !isDown) return input;
      return null;
    }

    /** @param {Element} active @param {number} step */
    function moveInRow(active, step) {
      const row = active.closest("[role=group]");
      const buttons = row ? Array.from(row.querySelectorAll("button")) : [];
      const next = buttons[buttons.indexOf(/** @type {HTMLButtonElement} */ (active)) + step];
      if (next) next.focus();
    }

    dialog.addEventListener("keydown", (event) => {
      const active = document.activeElement;
      if (!active || event.isComposing || event.ctrlKey || event.metaKey) return;
      const isOurs = active.tagName === "BUTTON";
      if (event.key === "Tab") {
        if (hasNext(active, event.shiftKey)) event.stopPropagation();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const target = arrowTarget(active, event.key);
        if (!target) return;
        target.focus();
        event.preventDefault();
        event.stopPropagation();
      } else if (isOurs && OWN.test(event.key)) {
        event.stopPropagation();
        if (event.key === "ArrowLeft") moveInRow(active, -1);
        if (event.key === "ArrowRight") moveInRow(active, 1);
      }
    });
  }

  /** @type {any} */ (window).ZhKeys = { listen };
})();
