// Stands between Playwright and a Firefox that lacks a command of WebDriver BiDi which Playwright
// always sends: `node firefox.mjs FIREFOX ARGUMENTS…` is the program that Playwright starts.
// An unknown command is answered as if it had been done; all else passes as it is.
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";

const LISTENING = /WebDriver BiDi listening on ws:\/\/([\d.]+):(\d+)/;
const HEAD_END = "\r\n\r\n";
const TEXT = 1;
const FINAL = 0x80;

const [program, ...options] = process.argv.slice(2);
const child = spawn(program, options, { stdio: ["ignore", "ignore", "pipe"] });
child.on("exit", (code) => process.exit(code === null ? 1 : code));
process.on("SIGTERM", () => child.kill("SIGTERM"));

child.stderr.setEncoding("utf8");
let log = "";
child.stderr.on("data", function look(chunk) {
  log += chunk;
  const [, host, port] = LISTENING.exec(log) || [];
  if (!port || !/[\r\n]/.test(log.slice(log.indexOf(port)))) return;
  child.stderr.off("data", look).pipe(process.stderr);
  const server = createServer((driver) => relay(driver, host, Number(port)));
  server.listen(0, host, () => {
    console.error(`WebDriver BiDi listening on ws://${host}:${server.address().port}`);
  });
});

/** Passes bytes on; keeps what `take` leaves of them for the next time. */
function feed(source, take) {
  let rest = Buffer.alloc(0);
  source.on("data", (chunk) => {
    rest = take(Buffer.concat([rest, chunk]));
  });
}

function relay(driver, host, port) {
  const browser = connect(port, host);
  let asked = false;
  let answered = false;
  feed(driver, (bytes) => {
    const end = bytes.indexOf(HEAD_END);
    if (!asked && end < 0) return bytes;
    browser.write(asked ? bytes : rewriteHead(bytes, end, `${host}:${port}`));
    asked = true;
    return Buffer.alloc(0);
  });
  feed(browser, (bytes) => {
    if (!answered) {
      const end = bytes.indexOf(HEAD_END);
      if (end < 0) return bytes;
      answered = true;
      driver.write(bytes.subarray(0, end + HEAD_END.length));
      bytes = bytes.subarray(end + HEAD_END.length);
    }
    return passFrames(bytes, driver);
  });
  for (const [one, other] of [[driver, browser], [browser, driver]]) {
    one.on("error", () => other.destroy());
    one.on("close", () => other.destroy());
  }
}

/** Firefox wants its own address as host; without the extension every frame is plain text. */
function rewriteHead(bytes, end, host) {
  const lines = bytes.subarray(0, end).toString("latin1").split("\r\n");
  const kept = lines
    .filter((line) => !/^sec-websocket-extensions:/i.test(line))
    .map((line) => (/^host:/i.test(line) ? `Host: ${host}` : line));
  return Buffer.concat([
    Buffer.from(kept.join("\r\n") + HEAD_END, "latin1"), bytes.subarray(end + HEAD_END.length),
  ]);
}

/** Sends all whole frames (RFC 6455, from a server: not masked) on; returns the beginning of the next. */
function passFrames(bytes, driver) {
  for (;;) {
    if (bytes.length < 2) return bytes;
    const short = bytes[1] & 0x7f;
    const start = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (bytes.length < start) return bytes;
    const length =
      short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
    if (bytes.length < start + length) return bytes;
    const payload = bytes.subarray(start, start + length);
    const replacement = bytes[0] === (FINAL | TEXT) ? replace(payload) : "";
    driver.write(replacement ? frame(replacement) : bytes.subarray(0, start + length));
    bytes = bytes.subarray(start + length);
  }
}

function replace(payload) {
  if (payload.indexOf('"unknown command"') < 0) return "";
  const { type, id, error } = JSON.parse(payload.toString("utf8"));
  const unknown = type === "error" && error === "unknown command";
  return unknown ? JSON.stringify({ type: "success", id, result: {} }) : "";
}

/** A short text as one frame. */
function frame(text) {
  const payload = Buffer.from(text, "utf8");
  return Buffer.concat([Buffer.from([FINAL | TEXT, payload.length]), payload]);
}
