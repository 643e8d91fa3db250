/*
 * Turns the bytes of a QR code into its square of modules: patterns, bits, the mask that reads best.
 */
(function () {
  "use strict";

  /** Marks a module that belongs to a pattern and takes no data; bit 0 is its colour. */
  const FIXED = 2;
  const LEVEL_BITS = { L: 1, M: 0 };

  /** @type {((row: number, column: number) => number)[]} the bit is turned where it is 0 */
  const MASKS = [
    (row, column) => (row + column) % 2,
    (row) => row % 2,
    (_row, column) => column % 3,
    (row, column) => (row + column) % 3,
    (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2,
    (row, column) => ((row * column) % 2) + ((row * column) % 3),
    (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2,
    (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2,
  ];

  /**
   * @param {number} version
   * @returns {number[]} rows and columns of the centres of alignment patterns (annex E)
   */
  function alignments(version) {
    if (version === 1) return [];
    const count = Math.floor(version / 7) + 2;
    const last = 4 * version + 10;
    const step =
      version === 32 ? 26 : Math.ceil((4 * version + 4) / (2 * count - 2)) * 2;
    const places = [6];
    for (let index = count - 2; index >= 0; index -= 1) places.push(last - index * step);
    return places;
  }

  /**
   * @param {number} version
   * @returns {number} modules that carry data
   */
  function dataModules(version) {
    const size = 4 * version + 17;
    const side = alignments(version).length;
    /* Three corners of 8 × 8 with their format bits, the timing lines, the dark module. */
    let count = size * size - 3 * 64 - 31 - 2 * (size - 16);
    if (side > 0) count -= 25 * (side * side - 3) - 10 * (side - 2);
    return version >= 7 ? count - 36 : count;
  }

  /**
   * @param {number} size
   * @returns {Uint8Array[]}
   */
  function blank(size) {
    return Array.from({ length: size }, function () {
      return new Uint8Array(size);
    });
  }

  /**
   * @param {Uint8Array[]} rows
   * @param {number} row
   * @param {number} column
   * @param {boolean | number} dark
   */
  function fix(rows, row, column, dark) {
    if (row < 0 || column < 0 || row >= rows.length || column >= rows.length) return;
    rows[row][column] = FIXED | (dark ? 1 : 0);
  }

  /**
   * @param {Uint8Array[]} rows
   * @param {number} row of the centre
   * @param {number} column
   * @param {number} reach modules from the centre
   * @param {number[]} light distances from the centre that are light
   */
  function rings(rows, row, column, reach, light) {
    for (let down = -reach; down <= reach; down += 1) {
      for (let right = -reach; right <= reach; right += 1) {
        const distance = Math.max(Math.abs(down), Math.abs(right));
        fix(rows, row + down, column + right, light.indexOf(distance) < 0);
      }
    }
  }

  /**
   * @param {Uint8Array[]} rows
   * @param {number} version
   */
  function drawPatterns(rows, version) {
    const size = rows.length;
    for (let place = 0; place < size; place += 1) {
      fix(rows, 6, place, place % 2 === 0);
      fix(rows, place, 6, place % 2 === 0);
    }
    [[3, 3], [3, size - 4], [size - 4, 3]].forEach(function (centre) {
      rings(rows, centre[0], centre[1], 4, [2, 4]);
    });
    const places = alignments(version);
    places.forEach(function (row, down) {
      places.forEach(function (column, right) {
        const last = places.length - 1;
        const corner = (down === 0 && (right === 0 || right === last)) || (down === last && right === 0);
        if (!corner) rings(rows, row, column, 2, [1]);
      });
    });
    if (version >= 7) drawVersion(rows, version);
  }

  /**
   * @param {number} value
   * @param {number} bits of the remainder
   * @param {number} divisor
   * @returns {number} value and its check bits (annexes C and D)
   */
  function withCheck(value, bits, divisor) {
    let rest = value;
    for (let step = 0; step < bits; step += 1) rest = (rest << 1) ^ ((rest >>> (bits - 1)) * divisor);
    return (value << bits) | rest;
  }

  /**
   * @param {Uint8Array[]} rows
   * @param {number} version
   */
  function drawVersion(rows, version) {
    const bits = withCheck(version, 12, 0x1f25);
    for (let bit = 0; bit < 18; bit += 1) {
      const near = rows.length - 11 + (bit % 3);
      const far = Math.floor(bit / 3);
      fix(rows, near, far, (bits >>> bit) & 1);
      fix(rows, far, near, (bits >>> bit) & 1);
    }
  }

  /**
   * @param {Uint8Array[]} rows
   * @param {"L" | "M"} level
   * @param {number} mask
   */
  function drawFormat(rows, level, mask) {
    const size = rows.length;
    const bits = withCheck((LEVEL_BITS[level] << 3) | mask, 10, 0x537) ^ 0x5412;
    for (let bit = 0; bit < 15; bit += 1) {
      const dark = (bits >>> bit) & 1;
      fix(rows, bit < 6 ? bit : bit < 8 ? bit + 1 : size - 15 + bit, 8, dark);
      fix(rows, 8, bit < 8 ? size - 1 - bit : bit < 9 ? 7 : 14 - bit, dark);
    }
    fix(rows, size - 8, 8, true);
  }

  /**
   * In columns of two from the right, upwards and downwards in turn; the rest stays light.
   * @param {Uint8Array[]} rows
   * @param {Uint8Array} bytes
   */
  function drawData(rows, bytes) {
    const size = rows.length;
    let bit = 0;
    for (let right = size - 1, turn = 0; right >= 1; right -= 2, turn += 1) {
      if (right === 6) right = 5;
      for (let step = 0; step < size; step += 1) {
        const row = turn % 2 === 0 ? size - 1 - step : step;
        for (let column = right; column >= right - 1; column -= 1) {
          if (rows[row][column] & FIXED || bit >= 8 * bytes.length) continue;
          rows[row][column] = (bytes[bit >> 3] >>> (7 - (bit & 7))) & 1;
          bit += 1;
        }
      }
    }
  }

  /**
   * @param {Uint8Array[]} rows with FIXED marks
   * @param {number} mask
   * @returns {Uint8Array[]} rows of 0 and 1
   */
  function masked(rows, mask) {
    return rows.map(function (line, row) {
      return line.map(function (module, column) {
        if (module & FIXED) return module & 1;
        return module ^ (MASKS[mask](row, column) === 0 ? 1 : 0);
      });
    });
  }

  /**
   * @param {(index: number) => number} at
   * @param {number} size
   * @returns {number} penalty of one row or column: long runs, and what looks like a corner
   */
  function linePenalty(at, size) {
    let penalty = 0;
    let run = 0;
    let word = 0;
    for (let index = 0; index < size; index += 1) {
      run = index > 0 && at(index) === at(index - 1) ? run + 1 : 1;
      if (run === 5) penalty += 3;
      else if (run > 5) penalty += 1;
      word = ((word << 1) | at(index)) & 0x7ff;
      if (index >= 10 && (word === 0x05d || word === 0x5d0)) penalty += 40;
    }
    return penalty;
  }

  /**
   * @param {Uint8Array[]} rows
   * @returns {number} the less, the better it can be read (7.8.3)
   */
  function penalty(rows) {
    const size = rows.length;
    let sum = 0;
    let dark = 0;
    for (let line = 0; line < size; line += 1) {
      sum += linePenalty((index) => rows[line][index], size);
      sum += linePenalty((index) => rows[index][line], size);
      for (let column = 0; column < size; column += 1) {
        const colour = rows[line][column];
        dark += colour;
        if (line === 0 || column === 0) continue;
        const above = rows[line - 1];
        if (colour === rows[line][column - 1] && colour === above[column] && colour === above[column - 1]) {
          sum += 3;
        }
      }
    }
    return sum + 10 * Math.floor(Math.abs(20 * dark - 10 * size * size) / (size * size));
  }

  /**
   * @param {Uint8Array} bytes
   * @param {number} version
   * @param {"L" | "M"} level
   * @param {number} wanted mask, -1 for the one with the least penalty
   * @returns {{size: number, version: number, rows: Uint8Array[]}}
   */
  function draw(bytes, version, level, wanted) {
    const size = 4 * version + 17;
    const rows = blank(size);
    drawPatterns(rows, version);
    drawFormat(rows, level, 0);
    drawData(rows, bytes);
    /** @type {Uint8Array[]} */
    let best = rows;
    let least = Infinity;
    for (let mask = 0; mask < MASKS.length; mask += 1) {
      if (wanted >= 0 && mask !== wanted) continue;
      drawFormat(rows, level, mask);
      const candidate = masked(rows, mask);
      const cost = penalty(candidate);
      if (cost < least) {
        least = cost;
        best = candidate;
      }
    }
    return { size: size, version: version, rows: best };
  }

  const matrix = { draw: draw, dataModules: dataModules };

  if (typeof module !== "undefined") module.exports = matrix;
  else Object.assign(window, { studyQrMatrix: matrix });
})();
