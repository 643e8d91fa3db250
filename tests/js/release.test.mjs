// A tab that stays open over a release: the real loader and session over a server that changes.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { afterEach, describe, test } from "node:test";

const require = createRequire(import.meta.url);
const client = (name) => require(`../../plugins/mkdocs_study/search/client/${name}.js`);
const { createSession } = client("protocol");
const { fetchLoader } = client("loader");

const EMPTY = { hits: [], total: 0, totalExact: true, mode: "literal" };
const file = (name, data) => `__zh(${JSON.stringify([name, data])})\n`;
const stub = (manifest) => JSON.stringify({ config: {}, docs: [manifest] });

/**
 * @param {Record<string, string>} files what the server has; may be exchanged as a whole
 * @returns a session over them, what it asked for and what it answered
 */
function open(files) {
  const server = { files };
  const asked = [];
  const sent = [];
  globalThis.fetch = async (address, how) => {
    const name = address.slice(address.indexOf("/search/") + 8);
    asked.push(how && how.cache ? `${name} ${how.cache}` : name);
    const content = server.files[name];
    return { ok: content !== undefined, status: content === undefined ? 404 : 200, text: async () => content };
  };
  const session = createSession(
    Object.assign(fetchLoader("https://example.invalid/search/"), {
      manifest: "",
      post: (message) => sent.push(message),
      openEngine: async (load, name) => {
        const shard = (await load(name)).shard;
        return { search: async () => Object.assign({}, EMPTY, { total: await load(shard) }) };
      },
      escapeHtml: (raw) => raw
    })
  );
  return { server, asked, sent, session };
}

const release = (number, total) => ({
  "search_index.json": stub(`m${number}`),
  [`m${number}.js`]: file(`m${number}`, { shard: `t${number}` }),
  [`t${number}.js`]: file(`t${number}`, total)
});
const query = (id) => ({ type: "search", id, typed: "党章", limit: 10 });

describe("a release while a tab is open", () => {
  const { fetch } = globalThis;
  afterEach(() => {
    globalThis.fetch = fetch;
  });

  test("what was loaded goes on answering while the old files are there", async () => {
    const { server, asked, sent, session } = open(release(1, 7));
    await session(query(1));
    server.files = Object.assign(release(1, 7), release(2, 8)); // hashed/ stands behind the release
    await session(query(2));
    assert.deepEqual(sent.map((answer) => answer.total), [7, 7]);
    assert.equal(asked.filter((name) => name.startsWith("search_index")).length, 1);
  });

  test("on a 404 the manifest is asked for anew, once, past the cache, and the query repeated", async () => {
    const { server, asked, sent, session } = open(release(1, 7));
    await session({ type: "open" });
    server.files = release(2, 8);
    await session(query(1));
    assert.equal(sent[0].failure, undefined);
    assert.equal(sent[0].total, 8);
    assert.deepEqual(asked, [
      "search_index.json no-cache", "m1.js", // opened before the release
      "t1.js", "search_index.json no-cache", "m2.js", "t2.js"
    ]);
  });

  test("a file that is missing in the newest release as well is told, and asked for only once", async () => {
    const { server, asked, sent, session } = open(release(1, 7));
    await session({ type: "open" });
    server.files = release(2, 8);
    delete server.files["t2.js"];
    await session(query(1));
    assert.deepEqual(sent[0].failure, { kind: "missing", file: "t2" });
    assert.equal(asked.filter((name) => name.startsWith("search_index")).length, 2);
  });

  test("where nothing was released a missing file is told at once", async () => {
    const { server, asked, sent, session } = open(release(1, 7));
    await session({ type: "open" });
    delete server.files["t1.js"];
    await session(query(1));
    assert.deepEqual(sent[0].failure, { kind: "missing", file: "t1" });
    assert.equal(asked.filter((name) => name === "t1.js").length, 1);
  });

  test("two releases in a row are followed", async () => {
    const { server, sent, session } = open(release(1, 7));
    await session({ type: "open" });
    for (const number of [2, 3]) {
      server.files = release(number, number);
      await session(query(number));
      await session({ type: "open" });
    }
    server.files = release(4, 4);
    await session(query(4));
    assert.deepEqual(sent.map((answer) => answer.failure), [undefined, undefined, undefined]);
  });
});
