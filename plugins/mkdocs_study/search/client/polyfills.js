/** What Material's script asks of a page and Chromium 78 lacks; runs before that script. */
(function () {
  "use strict";
  /** @type {any} */
  const element = Element.prototype;
  const missing = "replaceChildren"; // since Chromium 86; pages with content tabs call it
  if (!element[missing]) {
    /** @param {any[]} nodes */
    element[missing] = function (...nodes) {
      this.textContent = "";
      this.append(...nodes);
    };
  }
})();
