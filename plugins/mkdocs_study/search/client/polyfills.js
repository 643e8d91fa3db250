/**
 * What Material's script asks of a page with content tabs and browsers before Chromium 86 lack; runs
 * before that script.
 */
Element.prototype.replaceChildren =
  Element.prototype.replaceChildren ||
  /** @this {Element} @param {any[]} nodes */
  function (...nodes) {
    this.textContent = "";
    this.append(...nodes);
  };
