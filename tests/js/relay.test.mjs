// What Playwright says to an old browser is put into the syntax of its time, and nothing else is.
import assert from "node:assert/strict";
import { test } from "node:test";

import { parse } from "acorn";

import { createLowering } from "./relay/old-syntax.mjs";

const lower = createLowering("chrome78");

test("functions stay expressions with the same meaning", () => {
  const code = lower("({ node }) => node?.size() ?? 'none'");
  parse(`(${code})`, { ecmaVersion: 2018 });
  const run = (0, eval)(`(${code})`);
  assert.equal(run({}), "none");
  assert.equal(run({ node: { size: () => 3 } }), 3);
});

test("code is found in the arguments of a command", () => {
  const command = { arguments: [{ value: "a => a?.b" }, { value: 7 }, null] };
  const lowered = lower(command);
  parse(lowered.arguments[0].value, { ecmaVersion: 2018 });
  assert.deepEqual(lowered.arguments.slice(1), [{ value: 7 }, null]);
});

test("texts stay as they are", () => {
  for (const text of ["真的吗??", "<p>a?.b</p>", "a ? .5 : 1", ""]) assert.equal(lower(text), text);
});
