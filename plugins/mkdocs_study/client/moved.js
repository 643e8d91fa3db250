/*
 * On the page that stands at an old address: leads on to the new one, query and anchor included.
 * A refresh element cannot take them along; it stands in where scripts are off.
 */
(function () {
  "use strict";
  const link = document.querySelector("a[data-study-moved]");
  if (!(link instanceof HTMLAnchorElement)) return;
  const target = new URL(link.href);
  target.search = location.search;
  target.hash = location.hash;
  location.replace(target.href);
})();
