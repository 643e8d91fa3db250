// Stands between Playwright and a Chromium of 2019: `node old-chromium.mjs PACKAGE ARGUMENTS…` is
// the program that Playwright starts. PACKAGE is a folder of node_modules, such as chromium-78.
import { spawn } from "node:child_process";
import { Socket } from "node:net";

import { createLowering } from "./old-syntax.mjs";
import { unpack } from "./unpack.mjs";

const UNKNOWN_METHOD = -32601;
/** How the names of Playwright's own worlds in a page begin. */
const WORLD = "__playwright";
/** Ids of commands of our own; Playwright counts from 1. */
const OURS = 1e8;
/** How long a request of a page may take from its being held to its being told, in ms. */
const TOLD_WITHIN = 60;
/**
 * What Playwright's own scripts ask of an element (Chromium 105). Given to Playwright's world
 * only: the page's scripts go without, as they would for a reader.
 */
const CHECK_VISIBILITY = `
Element.prototype.checkVisibility = Element.prototype.checkVisibility || function () {
  return this.isConnected && this.getClientRects().length > 0;
};`;

const [name, ...options] = process.argv.slice(2);
const lower = createLowering(name.replace("chromium-", "chrome"));
const child = spawn(await unpack(name), options, {
  stdio: ["ignore", "ignore", "inherit", "pipe", "pipe"],
});
const [toBrowser, fromBrowser] = child.stdio.slice(3);
const fromDriver = new Socket({ fd: 3, readable: true, writable: false });
const toDriver = new Socket({ fd: 4, readable: false, writable: true });

/** Answers held back until the new page has been attached, by the id of that command. */
const held = new Map();
const creating = new Set();
const attached = new Set();
let closing = 0;
/** Requests that pages told of; and those held whose page has not told of them, with their timers. */
const told = new Set();
const untold = new Map();

function split(stream, take) {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk) => {
    const parts = (rest + chunk).split("\0");
    rest = parts.pop() || "";
    for (const part of parts) take(JSON.parse(part));
  });
  stream.on("error", leave);
  stream.on("close", leave);
}

const send = (stream, message) => stream.write(JSON.stringify(message) + "\0");

function leave() {
  child.kill("SIGKILL");
  process.exit(0);
}

split(fromDriver, (message) => {
  if (message.method === "Target.createTarget") creating.add(message.id);
  if (message.method === "Browser.close") closing = message.id;
  send(toBrowser, { ...message, params: lower(message.params) });
});

split(fromBrowser, (message) => {
  const { id, method, params, sessionId } = message;
  if (method === "Target.attachedToTarget") attached.add(params.targetInfo.targetId);
  if (creating.delete(id) && message.result && !attached.has(message.result.targetId)) {
    // Before Chromium 80 or so pages are not attached by themselves; Playwright expects that first.
    held.set(OURS + id, message);
    const { targetId } = message.result;
    send(toBrowser, {
      id: OURS + id, method: "Target.attachToTarget", params: { targetId, flatten: true },
    });
    return;
  }
  if (held.has(id)) {
    send(toDriver, held.get(id));
    held.delete(id);
    return;
  }
  if (id >= OURS) return;
  if (method === "Runtime.executionContextCreated" && params.context.name.startsWith(WORLD)) {
    const evaluate = { contextId: params.context.id, expression: CHECK_VISIBILITY };
    send(toBrowser, { id: 2 * OURS, method: "Runtime.evaluate", params: evaluate, sessionId });
  }
  if (method === "Network.requestWillBeSent") {
    told.add(params.requestId);
    const passOn = untold.get(params.requestId);
    if (passOn) passOn();
  } else if (method === "Fetch.requestPaused" && !told.has(params.networkId)) {
    awaitTelling(message);
    return;
  }
  const unknown = message.error && message.error.code === UNKNOWN_METHOD;
  send(toDriver, unknown ? { id, sessionId, result: {} } : message);
  if (id && id === closing) toDriver.end(leave); // this version hangs when it is asked to leave
});

/**
 * Playwright decides on a request once the page has told of it. What a worker of this age asks for
 * is held, but never told of: without its id Playwright lets it pass.
 */
function awaitTelling(message) {
  const { networkId, ...others } = message.params;
  const timer = setTimeout(() => {
    untold.delete(networkId);
    send(toDriver, { ...message, params: others });
  }, TOLD_WITHIN);
  untold.set(networkId, () => {
    clearTimeout(timer);
    untold.delete(networkId);
    send(toDriver, message);
  });
}

child.on("exit", leave);
