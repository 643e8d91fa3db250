/*
 * Turns the button for notes in the bar below a text into one that tells how many the page has.
 *
 * What it opens (notes.js) is loaded when a reader first presses it: most readers write none.
 */
(function () {
  "use strict";

  const FAILED = "笔记没有打开，请再按一次";
  const page = /** @type {any} */ (window);
  if (page.studyNoteButton) {
    page.studyNoteButton();
    return;
  }

  /** Shows the button, and how many notes the page has. */
  function draw() {
    const data = page.studyTracks.data();
    const records = page.studyTracks.records();
    if (data === null || !data.page || records === null || !records.available) return;
    const count = records.ids("@note/" + data.page.id + "#").length;
    /** @type {NodeListOf<HTMLElement>} */
    const buttons = document.querySelectorAll("[data-study-note]");
    buttons.forEach(function (button) {
      const words = count > 0 ? "笔记（" + count + "）" : "记笔记";
      if (button.textContent !== words) button.textContent = words;
      button.hidden = false;
    });
  }

  /** @param {HTMLElement} button pressed */
  function open(button) {
    if (page.studyNotes) {
      page.studyNotes.press(button);
      return;
    }
    const script = document.createElement("script");
    const data = page.studyTracks.data();
    script.src = data.root + data.page.notes;
    script.onload = () => page.studyNotes.press(button);
    script.onerror = function () {
      script.remove();
      button.textContent = FAILED;
    };
    document.head.appendChild(script);
  }

  document.addEventListener("click", function (event) {
    const button = event.target instanceof Element ? event.target.closest("[data-study-note]") : null;
    if (button instanceof HTMLElement) open(button);
  });
  document.addEventListener("study:drawn", draw);
  document.addEventListener("study:noted", draw);
  page.studyNoteButton = function () {
    if (page.studyNotes) page.studyNotes.forget();
    draw();
  };
  draw();
})();
