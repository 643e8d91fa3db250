// Takes the engine's place: what is typed says what it answers. Put into a built worker, behind the engine.
;(function (scope) {
  "use strict";
  let count = 0;
  const hit = (number, typed, more) => Object.assign({
    section: {
      url: "p" + Math.floor(number / 3) + "/", anchor: "s" + number, pageTitle: "页" + number,
      path: ["第一章"], facets: { type: ["案例"] }, blocks: ["节" + number]
    },
    score: 1000 - number, exact: true, kind: null, heading: "节" + number,
    snippet: (number === 3 ? "第" + count + "次：" : "") + "<mark>" + scope.ZhSnippet.escapeHtml(typed) + "</mark>",
    matched: [], via: ""
  }, more);
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  scope.ZhEngine.openEngine = async () => ({
    async search(typed, { limit }) {
      count++;
      if (typed.includes("慢")) await wait(700);
      const result = { hits: [], total: 0, totalExact: true, mode: "literal", also: [], facets: [] };
      if (typed.includes("无")) return Object.assign(result, { mode: "ranked" });
      const size = typed.includes("很多") ? 2000 : typed.includes("多") ? 75 : 4;
      const more = typed.includes("音") ? { via: "党章", exact: false } : {};
      for (let i = 0; i < Math.min(size, limit); i++) result.hits.push(hit(i, typed, more));
      result.total = size;
      if (more.via) {
        result.mode = "also";
        result.also = [{ word: "党章", why: "sound" }];
      }
      result.facets = [{ name: "类型", value: "案例", count: 4 }, { name: "年份", value: "2026", count: 0 }];
      if (!typed.includes("类型")) result.facets.push({ name: "类型", value: "教学 法规", count: 1 });
      return result;
    },
    async suggest(typed) {
      return typed.includes("建") ? [typed + "议", typed + "设", "<b>", "丁", "戊", "己"] : [];
    },
    async nearest() {
      return ["党章", "党课"];
    }
  });
})(self);
