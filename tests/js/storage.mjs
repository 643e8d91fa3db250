// A Storage over a Map, which can be told to refuse or to be full.

/** @param {{entries?: Record<string, string>, room?: number}} [options] room: characters in all */
export function fakeStorage({ entries = {}, room = Infinity } = {}) {
  const map = new Map(Object.entries(entries));
  const used = () => [...map].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  const storage = {
    map,
    room,
    get length() {
      return map.size;
    },
    key: (index) => [...map.keys()][index] ?? null,
    getItem: (key) => (map.has(key) ? map.get(key) : null),
    setItem: (key, value) => {
      const before = map.get(key);
      map.set(key, String(value));
      if (used() <= storage.room) return;
      if (before === undefined) map.delete(key);
      else map.set(key, before);
      throw new DOMException("no room", "QuotaExceededError");
    },
    removeItem: (key) => map.delete(key),
  };
  return storage;
}

/** A random generator whose numbers are the same in every run: mulberry32. */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
