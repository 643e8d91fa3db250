/** Says in Chinese what a search has found, tried, or failed at. Touches no DOM. */
(function (root) {
  "use strict";

  /** @type {Record<Zh.Why, string>} */
  const WHY = { synonym: "同义", number: "数字", pinyin: "拼音", sound: "谐音" };

  /** @type {Record<Zh.FailureKind, string>} */
  const FAILURES = {
    offline: "现在没有网络，接通以后请重试",
    unreachable: "检索索引暂时读不到，请检查网络后重试",
    missing: "检索索引缺少文件，可能正在更新，请稍后重试",
    damaged: "检索索引有文件损坏，请重试；仍不行请告诉管理员",
    stub: "检索索引的目录读不到，请检查网络后重试",
    version: "检索索引与本页面的版本不一致，刷新页面后可以继续",
    script: "检索程序暂时读不到，请检查网络后重试",
    slow: "检索还没有回应，可以再等一等，也可以重试",
    internal: "检索出错，请重试；仍不行请告诉管理员"
  };

  /** @param {Zh.FailureKind} kind @returns {string} */
  function failureText(kind) {
    return FAILURES[kind] || FAILURES.internal;
  }

  /** @param {string} why @returns {string} */
  function whyText(why) {
    return WHY[/** @type {Zh.Why} */ (why)] || "相当";
  }

  /** @param {Zh.Answer} answer @returns {string} one line above the hits */
  function summary(answer) {
    const words = answer.typed.trim();
    const quoted = /["“”＂]/.test(words) ? words : "“" + words + "”";
    // Nothing but limits and exclusions was typed: no other word would help.
    if (!answer.groups.length && answer.mode === "facet") return "没有一页符合" + quoted + "，请改一改限定";
    if (!answer.groups.length) return "没有找到" + quoted + "，请换一个说法再试";
    const count = (answer.totalExact ? "共 " : "约 ") + answer.total;
    if (answer.mode === "known") return "已找到：" + answer.target;
    if (answer.mode === "facet") return count + " 页";
    if (answer.mode === "literal") return count + " 处写有这几个字";
    if (answer.mode === "also") return "没有一处写有" + quoted + "，" + count + " 处写有下列说法";
    return "没有一处连着写有" + quoted + "，以下内容与它相近";
  }

  /** @param {Zh.Also[]} also @returns {string} */
  function alsoText(also) {
    const words = also.map(({ word, why }) => "“" + word + "”（" + whyText(why) + "）");
    return "也搜索了：" + words.join("、");
  }

  /** @param {Zh.Answer} answer @returns {string} what was tried in vain */
  function triedText({ typed, knowsWords, mode }) {
    if (mode === "facet") return "限定的值可以只写一部分；单独写“-词”不能查找，前面要有别的词或限定。";
    const tried = ["照原样（不分简繁体、全半角、大小写）"];
    if (/["“”＂]/.test(typed)) return "已经试过：" + tried[0] + "；引号里的字必须连着出现。";
    if (/[^\p{L}\p{N}\s]/u.test(typed)) tried.push("去掉标点");
    if (knowsWords) tried.push("同义词和简称", "拼音和同音字");
    tried.push("字词相近的内容");
    return "已经试过：" + tried.join("、") + "。";
  }

  const api = { failureText, whyText, summary, alsoText, triedText };
  root.ZhWording = api;
  if (typeof module !== "undefined" && module.exports) module.exports = api;
})(typeof self === "undefined" ? /** @type {any} */ ({}) : /** @type {any} */ (self));
