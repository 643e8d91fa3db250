/** What Material's script asks of a page and old browsers lack; runs before that script. */
(function () {
  "use strict";
  /** @param {any} owner @param {string} name @param {Function} made */
  const lend = (owner, name, made) => {
    if (!owner.prototype[name]) owner.prototype[name] = made;
  };
  // Chromium 86; called on pages with content tabs
  lend(Element, "replaceChildren", /** @this {Element} @param {any[]} nodes */ function (...nodes) {
    this.textContent = "";
    this.append(...nodes);
  });
  // Chromium 76; called for what Material fetches
  lend(Blob, "text", /** @this {Blob} */ function () {
    return new Response(this).text();
  });
})();
