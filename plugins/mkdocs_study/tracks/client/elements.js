/*
 * Turns short descriptions into elements of the page.
 */
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {{[name: string]: string | boolean}} attributes true: without a value; false: left out
   * @param {(Node | string)[]} children
   * @returns {HTMLElementTagNameMap[Tag]}
   */
  function make(tag, attributes, children) {
    const element = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) {
      const value = attributes[name];
      if (value !== false) element.setAttribute(name, value === true ? "" : value);
    });
    children.forEach(function (child) {
      element.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
    });
    return element;
  }

  /**
   * @param {string} words
   * @param {() => void} act
   * @param {string} [look] class
   * @returns {HTMLButtonElement}
   */
  function button(words, act, look) {
    const made = make("button", { type: "button", class: look || "study-link" }, [words]);
    made.addEventListener("click", act);
    return made;
  }

  /**
   * A button whose deed cannot be taken back asks to be pressed a second time.
   * @param {string} words
   * @param {string} again what it says after the first time
   * @param {() => void} act
   * @returns {HTMLElement}
   */
  function twice(words, again, act) {
    const made = button(
      words,
      function () {
        if (made.textContent === again) act();
        else made.textContent = again;
      },
      "study-link study-link--grave"
    );
    made.addEventListener("blur", function () {
      made.textContent = words;
    });
    return made;
  }

  /**
   * @param {HTMLElement} element emptied first
   * @param {(Node | string)[]} children
   */
  function fill(element, children) {
    element.textContent = "";
    children.forEach(function (child) {
      element.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
    });
  }

  /**
   * @param {string} tag
   * @param {{[name: string]: string}} attributes
   * @param {Element[]} children
   * @returns {Element}
   */
  function drawing(tag, attributes, children) {
    const element = document.createElementNS(SVG, tag);
    Object.keys(attributes).forEach((name) => element.setAttribute(name, attributes[name]));
    children.forEach((child) => element.appendChild(child));
    return element;
  }

  /**
   * Gives a text, or bytes, to the reader as a file.
   * @param {string} name
   * @param {string | Uint8Array<ArrayBuffer>} content
   * @param {string} type
   */
  function download(name, content, type) {
    const charset = typeof content === "string" ? ";charset=utf-8" : "";
    const address = URL.createObjectURL(new Blob([content], { type: type + charset }));
    const link = make("a", { href: address, download: name, hidden: true }, []);
    document.body.appendChild(link);
    link.click();
    document.body.removeChild(link);
    setTimeout(function () {
      URL.revokeObjectURL(address);
    }, 60000);
  }

  const elements = {
    make: make,
    button: button,
    twice: twice,
    fill: fill,
    drawing: drawing,
    download: download,
  };

  if (typeof module !== "undefined") module.exports = elements;
  else Object.assign(window, { studyElements: elements });
})();
