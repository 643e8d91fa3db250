// Turns the JavaScript that Playwright sends into a page into what a browser of 2019 can parse.
import { transformSync } from "esbuild";

const TOO_NEW = /\?\.|\?\?/;
/** The big helper scripts come lowered from Playwright; only its short functions do not. */
const LONGEST = 20000;

/** @param {string} target such as "chrome78" */
export function createLowering(target) {
  const known = new Map();

  function lowerText(text) {
    if (text.length > LONGEST || !TOO_NEW.test(text)) return text;
    if (!known.has(text)) known.set(text, lowerCode(text));
    return known.get(text);
  }

  function lowerCode(text) {
    try {
      // a function is sent as an expression, which must stay one: “(” + text + “)” is evaluated
      const options = { target, logLevel: "silent" };
      return transformSync(`(${text}\n)`, options).code.trim().replace(/;$/, "");
    } catch {
      return text; // no code, or not an expression
    }
  }

  /** @param value what JSON can hold @returns the same with all code in it lowered */
  return function lower(value) {
    if (typeof value === "string") return lowerText(value);
    if (Array.isArray(value)) return value.map(lower);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, lower(part)]));
  };
}
