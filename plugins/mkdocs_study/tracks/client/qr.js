/*
 * Turns bytes into the modules of a QR code (ISO/IEC 18004), in byte mode, levels L and M.
 */
/** @typedef {"L" | "M"} Level */
/** @typedef {{size: number, version: number, rows: Uint8Array[]}} Code rows of 0 and 1 (dark) */

(function () {
  "use strict";

  const inNode = typeof module !== "undefined";
  /** @type {typeof import("./qr_matrix.js")} */
  const matrix = inNode ? require("./qr_matrix.js") : /** @type {any} */ (window).studyQrMatrix;

  /** Check bytes of a block and number of blocks, by version from 1 (tables 13 to 22). */
  const CHECK = {
    L: [
      7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30,
      26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    M: [
      10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28,
      28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ],
  };
  const BLOCKS = {
    L: [
      1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14,
      15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25,
    ],
    M: [
      1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25,
      26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
    ],
  };
  const LAST = 40;

  /** Powers of 2 in the field of 256 elements with the polynomial 0x11d, and their logarithms. */
  const POWERS = new Uint8Array(255);
  const LOGS = new Uint8Array(256);
  for (let power = 0, value = 1; power < 255; power += 1) {
    POWERS[power] = value;
    LOGS[value] = power;
    value = value < 128 ? value * 2 : (value * 2) ^ 0x11d;
  }

  /**
   * @param {number} one
   * @param {number} other
   * @returns {number} their product in the field
   */
  function multiply(one, other) {
    return one === 0 || other === 0 ? 0 : POWERS[(LOGS[one] + LOGS[other]) % 255];
  }

  /**
   * @param {number} degree
   * @returns {Uint8Array} coefficients below the leading one of (x - 2^0)(x - 2^1)…
   */
  function generator(degree) {
    const result = new Uint8Array(degree);
    result[degree - 1] = 1;
    for (let step = 0; step < degree; step += 1) {
      for (let index = 0; index < degree; index += 1) {
        result[index] = multiply(result[index], POWERS[step]);
        if (index + 1 < degree) result[index] ^= result[index + 1];
      }
    }
    return result;
  }

  /**
   * @param {Uint8Array} data
   * @param {Uint8Array} divisor as `generator` gives it
   * @returns {Uint8Array} the check bytes of a block
   */
  function remainder(data, divisor) {
    const result = new Uint8Array(divisor.length);
    data.forEach(function (byte) {
      const factor = byte ^ result[0];
      result.copyWithin(0, 1);
      result[result.length - 1] = 0;
      for (let index = 0; index < divisor.length; index += 1) {
        result[index] ^= multiply(divisor[index], factor);
      }
    });
    return result;
  }

  /**
   * @param {number} version
   * @param {Level} level
   * @returns {number} bytes of data, mode and count included
   */
  function capacity(version, level) {
    const bytes = Math.floor(matrix.dataModules(version) / 8);
    return bytes - CHECK[level][version - 1] * BLOCKS[level][version - 1];
  }

  /**
   * @param {number} length of the message in bytes
   * @param {Level} level
   * @param {number} last version to try
   * @returns {number} the smallest version that holds it, 0 for none
   */
  function versionFor(length, level, last) {
    for (let version = 1; version <= Math.min(last, LAST); version += 1) {
      const head = version < 10 ? 12 : 20;
      if (8 * length + head <= 8 * capacity(version, level)) return version;
    }
    return 0;
  }

  /**
   * @param {Uint8Array} message
   * @param {number} version
   * @param {Level} level
   * @returns {Uint8Array} the message as the code's data bytes: mode 0100, count, bytes, filling
   */
  function dataBytes(message, version, level) {
    const bytes = new Uint8Array(capacity(version, level));
    let place = 0;
    /**
     * @param {number} value
     * @param {number} count
     */
    function put(value, count) {
      for (let bit = count - 1; bit >= 0; bit -= 1) {
        if ((value >>> bit) & 1) bytes[place >> 3] |= 0x80 >> (place & 7);
        place += 1;
      }
    }
    put(4, 4);
    put(message.length, version < 10 ? 8 : 16);
    message.forEach(function (byte) {
      put(byte, 8);
    });
    place = (Math.min(place + 4, 8 * bytes.length) + 7) & ~7;
    for (let filling = 0xec; place < 8 * bytes.length; filling ^= 0xec ^ 0x11) put(filling, 8);
    return bytes;
  }

  /**
   * @param {Uint8Array} data
   * @param {number} version
   * @param {Level} level
   * @returns {Uint8Array} all bytes in the order in which they are placed: blocks interleaved
   */
  function interleave(data, version, level) {
    const count = BLOCKS[level][version - 1];
    const divisor = generator(CHECK[level][version - 1]);
    const shorter = count - (data.length % count);
    const length = Math.floor(data.length / count);
    const blocks = [];
    const checks = [];
    for (let block = 0, start = 0; block < count; block += 1) {
      const end = start + length + (block < shorter ? 0 : 1);
      blocks.push(data.subarray(start, end));
      checks.push(remainder(data.subarray(start, end), divisor));
      start = end;
    }
    /** @type {number[]} */
    const all = [];
    for (let index = 0; index <= length; index += 1) {
      blocks.forEach(function (block) {
        if (index < block.length) all.push(block[index]);
      });
    }
    for (let index = 0; index < divisor.length; index += 1) {
      checks.forEach(function (check) {
        all.push(check[index]);
      });
    }
    return Uint8Array.from(all);
  }

  /**
   * @param {Uint8Array} message
   * @param {{level: Level, last?: number, mask?: number}} wish `last`: highest version allowed;
   *   `mask`: 0 to 7, else the one that reads best
   * @returns {Code | null} null when the message is too long
   */
  function encode(message, wish) {
    const version = versionFor(message.length, wish.level, wish.last || LAST);
    if (version === 0) return null;
    const bytes = interleave(dataBytes(message, version, wish.level), version, wish.level);
    return matrix.draw(bytes, version, wish.level, wish.mask === undefined ? -1 : wish.mask);
  }

  const qr = { encode: encode, capacity: capacity, versionFor: versionFor };

  if (inNode) module.exports = qr;
  else Object.assign(window, { studyQr: qr });
})();
