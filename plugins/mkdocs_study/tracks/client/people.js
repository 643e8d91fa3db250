/*
 * Turns "换人" on 我的学习 into a panel that chooses, makes, renames and removes local names, and
 * clears what is kept.
 */
(function () {
  "use strict";

  const page = /** @type {any} */ (window);
  /** @type {typeof import("./profiles.js")} */
  const profiles = page.studyProfiles;
  /** @type {typeof import("./store.js")} */
  const stores = page.studyStore;
  const elements = page.studyElements;
  const NOBODY = profiles.NOBODY;
  const REFUSED = "浏览器不允许保存，这里没有记录，也不能分开几个人。";

  /**
   * @typedef {{site: string, name: string, changed: (words: string) => void,
   *   failed: (words: string) => void}} Host
   */

  /** @returns {Storage[]} the browser's, then the tab's; none when the first is refused */
  function storages() {
    const local = stores.reach(() => window.localStorage);
    const session = stores.reach(() => window.sessionStorage);
    if (local === null) return [];
    return session === null ? [local] : [local, session];
  }

  /**
   * Answers of a self-examination last for the session of who gave them, not of who comes next.
   * @param {string} site
   * @param {string} name of who leaves
   */
  function leave(site, name) {
    const session = stores.reach(() => window.sessionStorage);
    if (session !== null) profiles.remove(session, site, name);
  }

  /**
   * @param {Host} host
   * @param {string} problem "" when the deed was done
   * @param {string} words what was done
   */
  function settle(host, problem, words) {
    if (problem !== "") host.failed(problem);
    else host.changed(words);
  }

  /**
   * @param {Host} host
   * @param {string} label
   * @param {string} deed words of the button
   * @param {(storage: Storage, name: string) => string} act gives "" or what went wrong
   * @returns {HTMLElement}
   */
  function nameForm(host, label, deed, act) {
    const input = elements.make("input", { type: "text", maxlength: "40", autocomplete: "off" }, []);
    const submit = elements.make("button", { type: "submit", class: "study-link" }, [deed]);
    const form = elements.make("form", { class: "study-line" }, [
      elements.make("label", {}, [label, input]),
      submit,
    ]);
    form.addEventListener("submit", function (/** @type {Event} */ event) {
      event.preventDefault();
      const read = profiles.readName(input.value);
      if (read.problem !== "") host.failed(read.problem);
      else settle(host, act(storages()[0], read.name), "现在的名字：" + read.name + "。");
    });
    return form;
  }

  /**
   * @param {Host} host
   * @returns {HTMLElement}
   */
  function choices(host) {
    const found = [""].concat(profiles.names(storages()[0], host.site));
    const items = found.map(function (name) {
      const words = name || NOBODY;
      if (name === host.name) {
        return elements.make("li", {}, [elements.make("b", {}, [words]), "（正在使用）"]);
      }
      const use = elements.button("换成 " + words, function () {
        leave(host.site, host.name);
        settle(host, profiles.choose(storages()[0], host.site, name), "已换成 " + words + "。");
      });
      return elements.make("li", {}, [use]);
    });
    return elements.make("ul", { class: "study-names" }, items);
  }

  /**
   * @param {HTMLElement} panel
   * @param {Host} host
   */
  function drawPeople(panel, host) {
    const site = host.site;
    if (storages().length === 0) return elements.fill(panel, [REFUSED]);
    const parts = [
      elements.make("p", {}, [
        "几个人合用一台电脑时，各用各的名字，进度就不会混在一起。名字只存在本机，没有密码：同一台电脑上的人换成您的名字就能看到。",
      ]),
      choices(host),
      nameForm(host, "新名字 ", "新建并换成它", function (storage, name) {
        leave(site, host.name);
        return profiles.create(storage, site, name);
      }),
      nameForm(host, "把“" + (host.name || NOBODY) + "”改名为 ", "改名", function (storage, name) {
        return profiles.rename(storage, site, host.name, name);
      }),
    ];
    elements.fill(panel, parts);
  }

  /**
   * @param {HTMLElement} place
   * @param {Host} host
   */
  function drawClear(place, host) {
    if (storages().length === 0) return elements.fill(place, [REFUSED]);
    const words = host.name || NOBODY;
    const own = elements.twice(
      "清除“" + words + "”的记录",
      "再按一次：清除“" + words + "”的全部记录",
      function () {
        storages().forEach((storage) => profiles.remove(storage, host.site, host.name));
        settle(host, profiles.choose(storages()[0], host.site, ""), "已清除“" + words + "”的记录。");
      }
    );
    const all = elements.twice("清除本站在本机的全部记录", "再按一次：清除所有人的记录", function () {
      storages().forEach((storage) => profiles.removeAll(storage, host.site));
      host.changed("已清除本站在本机的全部记录。");
    });
    elements.fill(place, [
      elements.make("p", {}, ["清除以后不能恢复。要留底的，先存成文件。"]),
      elements.make("p", { class: "study-line" }, [own, all]),
    ]);
  }

  page.studyPeople = { NOBODY: NOBODY, drawPeople: drawPeople, drawClear: drawClear };
})();
