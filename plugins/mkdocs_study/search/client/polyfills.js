/** What Material's script asks of a page and old browsers lack; runs before that script. */
(function () {
  "use strict";
  // Chromium 86; called on pages with content tabs
  const name = "replaceChildren";
  const element = Element.prototype;
  if (!element[name]) {
    element[name] = function (...nodes) {
      this.textContent = "";
      this.append(...nodes);
    };
  }
})();
