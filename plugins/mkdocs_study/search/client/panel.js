/** Draws what stands round the hits: suggestions, facets, other words searched, help, failures. */
(function () {
  "use strict";
  /** @type {any} */
  const scope = window;
  const typing = scope.ZhTyped;
  const wording = scope.ZhWording;
  const { element } = scope.ZhResults;
  const SHOWN_FACETS = 12;

  /**
   * @param {string} label @param {() => void} act @param {string} [className]
   * @returns {HTMLButtonElement}
   */
  function button(label, act, className) {
    const made = /** @type {HTMLButtonElement} */ (element("button", className || "", ""));
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  /** @param {string} name @param {string} label for screen readers @returns {HTMLElement} */
  function row(name, label) {
    const made = element("div", "zh-search__" + name, "");
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", label);
    made.hidden = true;
    return made;
  }

  /**
   * Fills a row anew; a button that had the focus has it again.
   * @param {HTMLElement} place @param {(Node|string)[]} content @param {string} [label] before it
   */
  function fill(place, content, label) {
    const active = document.activeElement;
    const key = active && place.contains(active) ? active.getAttribute("data-key") : null;
    place.textContent = "";
    if (label && content.length) place.append(element("small", "", label));
    content.forEach((part) => place.append(part));
    place.hidden = !content.length;
    if (key === null) return;
    const again = Array.from(place.querySelectorAll("button")).find(
      (candidate) => candidate.getAttribute("data-key") === key
    );
    if (again) again.focus({ preventScroll: true });
  }

  /**
   * Facets of the hits and those of the query, which can be taken out again.
   * @param {HTMLElement} place @param {string} typed @param {Zh.Facet[]} facets
   * @param {(typed: string) => void} write
   */
  function drawFacets(place, typed, facets, write) {
    const chosen = /** @type {Zh.Facet[]} */ (typing.facetsOf(typed));
    /** @param {Zh.Facet} a @param {Zh.Facet} b */
    const isSame = (a, b) =>
      a.name === b.name && typing.facetKey(a.value) === typing.facetKey(b.value);
    const others = facets.filter((facet) => !chosen.some((one) => isSame(one, facet)));
    const shown = chosen
      .map((one) => facets.find((facet) => isSame(one, facet)) || one)
      .concat(others.slice(0, SHOWN_FACETS));
    /** @type {Node[]} */
    const parts = [];
    for (const name of new Set(shown.map((facet) => facet.name))) {
      // a name is not to stand alone at the end of a line
      const group = element("span", "", "");
      group.append(element("small", "", name));
      parts.push(group);
      for (const facet of shown.filter((one) => one.name === name)) {
        const chip = button(facet.value, () =>
          write(typing.toggleFacet(typed, facet.name, facet.value))
        );
        const isPressed = chosen.some((one) => isSame(one, facet));
        chip.setAttribute("aria-pressed", String(isPressed));
        chip.setAttribute("data-key", facet.name + ":" + typing.facetKey(facet.value));
        let label = facet.name + "：" + facet.value;
        if (facet.count) {
          chip.append(element("small", "", String(facet.count)));
          label += "，" + facet.count + " 处";
        }
        chip.setAttribute("aria-label", label);
        group.append(chip);
      }
    }
    fill(place, parts);
  }

  /**
   * @param {HTMLElement} place @param {Zh.Answer} answer @param {(typed: string) => void} write
   */
  function drawAlso(place, answer, write) {
    if (!answer.also.length) return fill(place, []);
    const exact = button("只搜原词", () => write(typing.quoted(answer.typed)));
    exact.title = "给原词加上引号";
    fill(place, [wording.alsoText(answer.also) + " ", exact]);
  }

  /**
   * @param {HTMLElement} place @param {string} typed @param {string[]} words
   * @param {(typed: string) => void} write
   */
  function drawWords(place, typed, words, write) {
    fill(
      place,
      words.map((word) => button(word, () => write(typing.replacePlain(typed, word)))),
      place.getAttribute("aria-label") + "："
    );
  }

  /**
   * What to do when nothing was found.
   * @param {HTMLElement} place @param {Zh.Answer} answer @param {(typed: string) => void} write
   */
  function drawHelp(place, answer, write) {
    const { typed } = answer;
    /** @type {Node[]} */
    const parts = [element("p", "", "")];
    parts[0].textContent = wording.triedText(answer);
    const loose = typing.withoutFacets(typed);
    if (loose && typing.facetsOf(typed).length) {
      parts.push(button("去掉筛选条件再搜", () => write(loose)));
    }
    if (typing.unquoted(typed) !== typed) {
      parts.push(button("去掉引号再搜", () => write(typing.unquoted(typed))));
    }
    fill(place, parts);
  }

  scope.ZhPanel = { row, fill, button, drawFacets, drawAlso, drawWords, drawHelp };
})();
