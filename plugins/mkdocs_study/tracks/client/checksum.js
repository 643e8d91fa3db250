/*
 * Turns values into their canonical text and its SHA-256.
 *
 * In plain JavaScript, for the browser's own digest is missing on http and in folders. The rules are
 * those of docs/dev/tracks.md (RFC 8785 without fractions; FIPS 180-4).
 */
(function () {
  "use strict";

  /** Round constants: the first 32 bits of the fractions of the cube roots of the first 64 primes. */
  const ROUNDS = fractions(64, 1 / 3);
  /** Start values: the same of the square roots of the first 8 primes. */
  const START = fractions(8, 1 / 2);

  /**
   * @param {number} count
   * @param {number} power
   * @returns {Uint32Array}
   */
  function fractions(count, power) {
    const found = new Uint32Array(count);
    let filled = 0;
    for (let number = 2; filled < count; number += 1) {
      let prime = true;
      for (let divisor = 2; divisor * divisor <= number; divisor += 1) {
        if (number % divisor === 0) prime = false;
      }
      if (!prime) continue;
      const root = Math.pow(number, power);
      found[filled] = Math.floor((root - Math.floor(root)) * 4294967296);
      filled += 1;
    }
    return found;
  }

  /**
   * @param {string} text without lone surrogates
   * @returns {Uint8Array} UTF-8
   */
  function utf8(text) {
    const escaped = unescape(encodeURIComponent(text));
    const bytes = new Uint8Array(escaped.length);
    for (let index = 0; index < escaped.length; index += 1) bytes[index] = escaped.charCodeAt(index);
    return bytes;
  }

  /**
   * @param {Uint8Array} message
   * @returns {Uint8Array} its length a multiple of 64, with the end mark and the length in bits
   */
  function pad(message) {
    const padded = new Uint8Array(((message.length + 72) >> 6) << 6);
    padded.set(message);
    padded[message.length] = 0x80;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(message.length / 0x20000000));
    view.setUint32(padded.length - 4, (message.length << 3) >>> 0);
    return padded;
  }

  /**
   * @param {number} word
   * @param {number} count
   * @returns {number}
   */
  function turn(word, count) {
    return (word >>> count) | (word << (32 - count));
  }

  /**
   * @param {Uint8Array} message
   * @returns {Uint8Array} 32 bytes
   */
  function sha256(message) {
    const padded = pad(message);
    const view = new DataView(padded.buffer);
    const state = Uint32Array.from(START);
    const words = new Uint32Array(64);
    for (let block = 0; block < padded.length; block += 64) {
      for (let index = 0; index < 16; index += 1) words[index] = view.getUint32(block + 4 * index);
      for (let index = 16; index < 64; index += 1) {
        const early = words[index - 15];
        const late = words[index - 2];
        const first = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
        const second = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
        words[index] = words[index - 16] + first + words[index - 7] + second;
      }
      compress(state, words);
    }
    const digest = new DataView(new ArrayBuffer(32));
    state.forEach(function (word, index) {
      digest.setUint32(4 * index, word);
    });
    return new Uint8Array(digest.buffer);
  }

  /**
   * @param {Uint32Array} state 8 words, changed in place
   * @param {Uint32Array} words 64 of them
   */
  function compress(state, words) {
    const s = Array.from(state);
    for (let index = 0; index < 64; index += 1) {
      const e = s[4];
      const a = s[0];
      const choice = (e & s[5]) ^ (~e & s[6]);
      const sumE = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const first = (s[7] + sumE + choice + ROUNDS[index] + words[index]) | 0;
      const majority = (a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]);
      const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0;
      s.pop();
      s[3] = (s[3] + first) | 0;
      s.unshift((first + second) | 0);
    }
    for (let index = 0; index < 8; index += 1) state[index] += s[index];
  }

  /**
   * @param {Uint8Array} bytes
   * @returns {string} lower-case hexadecimal digits
   */
  function hex(bytes) {
    return Array.from(bytes, function (byte) {
      return (byte < 16 ? "0" : "") + byte.toString(16);
    }).join("");
  }

  /**
   * @param {any} value
   * @returns {string}
   * @throws {TypeError} for a value that has no canonical form
   */
  function canonical(value) {
    if (value === null || typeof value === "boolean") return String(value);
    if (typeof value === "number" && Number.isSafeInteger(value)) return JSON.stringify(value);
    if (typeof value === "string") {
      encodeURIComponent(value);
      return JSON.stringify(value);
    }
    if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
    if (typeof value !== "object") throw new TypeError("no canonical form");
    const members = Object.keys(value)
      .sort()
      .map(function (name) {
        return canonical(name) + ":" + canonical(value[name]);
      });
    return "{" + members.join(",") + "}";
  }

  /**
   * @param {any} value
   * @returns {string} 64 hexadecimal digits, "" for a value that has no canonical form
   */
  function checksum(value) {
    try {
      return hex(sha256(utf8(canonical(value))));
    } catch (error) {
      return "";
    }
  }

  const sums = { utf8: utf8, sha256: sha256, hex: hex, canonical: canonical, checksum: checksum };

  if (typeof module !== "undefined") module.exports = sums;
  else Object.assign(window, { studyChecksum: sums });
})();
