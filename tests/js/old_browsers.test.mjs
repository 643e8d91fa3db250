// The browser code is a classic script that the oldest supported browser can read and run.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { parse, tokenizer } from "acorn";

const PACKAGE = join(dirname(fileURLToPath(import.meta.url)), "../../plugins/mkdocs_study");

/**
 * Names that Chromium 71 does not have; a string or comment may hold them, code may not. The type
 * check knows the language's library of 2018, but the page's only as it is today.
 */
const TOO_NEW = new Set([
  "replaceChildren", "replaceAll", "structuredClone", "matchAll", "allSettled", "fromEntries",
  "Segmenter", "DecompressionStream", "CompressionStream", "WeakRef", "hasOwn", "randomUUID",
  "toSorted", "findLast", "showOpenFilePicker", "checkVisibility",
]);

/** What Chromium 78 leaves out of a style, and what says the same there. */
const LOST_STYLES = [
  [/(?<!grid-)\b(?:row-|column-)?gap\s*:/, "margins in a flex box, grid-gap in a grid"],
  [/\binset\s*:/, "top, right, bottom and left"],
  [/[{;\s]aspect-ratio\s*:/, "a height, or padding in percent"],
  [/:(?:is|where|has)\(/, "a list of whole selectors, or a class"],
  [/\b(?:min|max|clamp)\(/, "max-width and a media query"],
  [/\bcolor-mix\(/, "one of Material's variables"],
];

function files(suffix) {
  return readdirSync(PACKAGE, { recursive: true })
    .filter((path) => path.endsWith(suffix))
    .map((path) => join(PACKAGE, path));
}

const scripts = () => files(".js");
const withoutComments = (style) => style.replace(/\/\*[^]*?\*\//g, "");
const lostIn = (style) => LOST_STYLES.filter(([pattern]) => pattern.test(withoutComments(style)));

function namesInCode(source) {
  const names = new Set();
  for (const token of tokenizer(source, { ecmaVersion: 2018 })) {
    if (token.type.label === "name") names.add(token.value);
  }
  return names;
}

test("there is browser code to check", () => assert.ok(scripts().length >= 2));

for (const path of scripts()) {
  const name = relative(PACKAGE, path);
  const source = readFileSync(path, "utf8");

  test(`${name} is a classic script in ES2018`, () => {
    const program = parse(source, { ecmaVersion: 2018, sourceType: "script" });
    const statements = program.body.filter((node) => node.type !== "EmptyStatement");
    const strict = JSON.stringify(statements).includes('"directive":"use strict"');
    assert.ok(strict, "no “use strict”");
    assert.ok(
      statements.every((node) => node.type === "ExpressionStatement"),
      "a declaration at the top would become a global name: wrap the file in a function",
    );
  });

  test(`${name} calls nothing that the oldest browser lacks`, () => {
    const used = [...namesInCode(source)].filter((word) => TOO_NEW.has(word));
    assert.deepEqual(used, []);
  });
}

for (const path of files(".css")) {
  test(`${relative(PACKAGE, path)} loses nothing in Chromium 78`, () => {
    assert.deepEqual(lostIn(readFileSync(path, "utf8")), []);
  });
}

test("the checks see what they look for", () => {
  assert.throws(() => parse("a?.b", { ecmaVersion: 2018 }));
  assert.throws(() => parse("import 'x'", { ecmaVersion: 2018, sourceType: "script" }));
  assert.ok(namesInCode("x.replaceChildren()").has("replaceChildren"));
  assert.ok(!namesInCode("// replaceChildren\n'replaceAll'").has("replaceChildren"));
  const lost = ["a { gap: 1px }", "a{inset:0}", "a { aspect-ratio: 1 }", "a:has(b)", "a{width:min(1px)}"];
  for (const style of lost) assert.equal(lostIn(style).length, 1, style);
  const kept = "/* gap: */ a { grid-gap: 1px; box-shadow: inset 0 0; grid: minmax(1px, 1fr) }";
  assert.deepEqual(lostIn(kept), []);
});
