// Answers queries from a built site as the browser would: the same engine, files read from disk.
//
//   node scripts/search_site.mjs SITE [--limit N] [--cold] < queries.jsonl > answers.jsonl
//
// Input lines: {"id": …, "query": …}. Output lines: {"id", "hits": [{"url", "title", "score",
// "exact", "kind", "snippet"}], "total", "total_exact", "requests", "bytes", "gzip_bytes", "files",
// "ms"}. With --cold every query starts from nothing; else caches stay warm from line to line.
import { readFileSync, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import vm from "node:vm";

const USAGE = "用法：node scripts/search_site.mjs 站点文件夹 [--limit N] [--cold] < 查询.jsonl";

/** What names manifest and worker: of `study index`, and of the plugin. */
const STUBS = ["search/study-index.json", "search/search_index.json"];

function fail(message) {
  process.stderr.write(message + "\n");
  process.exit(2);
}

function readArguments(argv) {
  const options = { site: "", limit: 10, cold: false };
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === "--cold") options.cold = true;
    else if (argv[i] === "--limit") options.limit = Number(argv[++i]);
    else if (!options.site && !argv[i].startsWith("-")) options.site = argv[i];
    else fail(USAGE);
  }
  if (!options.site || !Number.isInteger(options.limit) || options.limit < 1) fail(USAGE);
  if (!STUBS.some((path) => existsSync(join(options.site, path)))) {
    fail(`${options.site} 中没有检索索引：请先用 zh-search 插件构建站点，或者运行 study index`);
  }
  return options;
}

/** Reads files of a site and remembers which, and how large they are on the wire. */
class SiteFiles {
  constructor(site) {
    this.site = site;
    this.sizes = new Map();
    this.reset();
  }

  reset() {
    this.read = [];
  }

  text(path) {
    const content = readFileSync(join(this.site, path));
    if (!this.sizes.has(path)) {
      this.sizes.set(path, { raw: content.length, gzip: gzipSync(content).length });
    }
    this.read.push(path);
    return content.toString("utf8");
  }

  tally() {
    const sizes = this.read.map((path) => this.sizes.get(path));
    return {
      requests: sizes.length,
      bytes: sizes.reduce((sum, size) => sum + size.raw, 0),
      gzip_bytes: sizes.reduce((sum, size) => sum + size.gzip, 0),
      files: this.read.slice()
    };
  }
}

/** Loads the engine out of the site itself, as the worker does, and opens the index. */
async function openSite(files) {
  const path = STUBS.find((each) => existsSync(join(files.site, each)));
  const { docs, worker } = JSON.parse(files.text(path));
  if (!worker) fail(`${path} 不是 zh-search 写的`);
  // without fetch the worker's own session opens nothing
  const self = { location: { href: "file:///search/" + worker }, postMessage: () => undefined };
  const context = vm.createContext({ self, URLSearchParams });
  const run = (name) => vm.runInContext(files.text("search/" + name), context);
  run(worker);
  const parse = self.ZhLoader.parseFile;
  const load = async (name) => parse(name, files.text(`search/${name}.js`));
  const loadWords = async () => run(self.ZhProtocol.WORD_SCRIPT);
  return self.ZhEngine.openEngine(load, docs[0], loadWords);
}

function address(section) {
  return section.anchor ? `${section.url}#${section.anchor}` : section.url;
}

function round(number) {
  return Math.round(number * 1000) / 1000;
}

async function main() {
  const options = readArguments(process.argv.slice(2));
  const files = new SiteFiles(options.site);
  let engine = null;
  let lineNumber = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    lineNumber++;
    if (!line.trim()) continue;
    let request;
    try {
      request = JSON.parse(line);
    } catch {
      fail(`第 ${lineNumber} 行不是 JSON`);
    }
    if (typeof request.query !== "string") fail(`第 ${lineNumber} 行没有 query`);
    files.reset();
    const started = performance.now();
    if (!engine || options.cold) engine = await openSite(files);
    const result = await engine.search(request.query, { limit: options.limit });
    const ms = round(performance.now() - started);
    const hits = result.hits.map((hit) => ({
      url: address(hit.section),
      title: hit.section.blocks[0] || hit.section.pageTitle,
      score: round(hit.score),
      exact: hit.exact,
      kind: hit.kind,
      snippet: hit.snippet
    }));
    const answer = {
      id: request.id === undefined ? null : request.id,
      hits,
      total: result.total,
      total_exact: result.totalExact,
      ...files.tally(),
      ms
    };
    process.stdout.write(JSON.stringify(answer) + "\n");
  }
}

main().catch((error) => {
  process.stderr.write(`检索索引损坏或不完整，请重新构建站点（${error.message}）\n`);
  process.exit(1);
});
