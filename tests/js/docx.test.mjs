// The Word file that a checklist makes: a zip whose every part is whole and well formed.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const docx = require("../../plugins/mkdocs_study/tracks/client/docx.js");
const utf8 = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

/** Reads a stored zip from its directory, as programs do. */
function unzip(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 22;
  assert.equal(view.getUint32(end, true), 0x06054b50);
  const files = new Map();
  let at = view.getUint32(end + 16, true);
  for (let count = view.getUint16(end + 10, true); count > 0; count -= 1) {
    assert.equal(view.getUint32(at, true), 0x02014b50);
    const [crc, packed, size] = [16, 20, 24].map((field) => view.getUint32(at + field, true));
    const length = view.getUint16(at + 28, true);
    const local = view.getUint32(at + 42, true);
    const name = utf8(bytes.subarray(at + 46, at + 46 + length));
    assert.equal(view.getUint32(local, true), 0x04034b50);
    assert.equal(utf8(bytes.subarray(local + 30, local + 30 + length)), name);
    const data = bytes.subarray(local + 30 + length, local + 30 + length + size);
    assert.equal(packed, size);
    assert.equal(docx.crc32(data), crc);
    files.set(name, utf8(data));
    at += 46 + length;
  }
  assert.equal(at, end);
  return files;
}

test("CRC-32 gives the check value of its definition", () => {
  assert.equal(docx.crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
  assert.equal(docx.crc32(new Uint8Array()), 0);
});

test("the file has the parts that Word needs, and the words as they were written", () => {
  const files = unzip(
    docx.buildDocx([
      { text: "清单 & <标题>", style: "Title" },
      { text: "第一行\n第二行\u0000\ud800", style: "Heading" },
      { text: "𠀀" },
    ]),
  );
  assert.deepEqual([...files.keys()].sort(), [
    "[Content_Types].xml",
    "_rels/.rels",
    "word/_rels/document.xml.rels",
    "word/document.xml",
    "word/styles.xml",
  ]);
  const document = files.get("word/document.xml");
  assert.ok(document.includes("清单 &amp; &lt;标题&gt;"));
  assert.ok(document.includes('第一行</w:t><w:br/><w:t xml:space="preserve">第二行</w:t>'));
  assert.ok(document.includes("𠀀"));
  assert.ok(document.includes('w:w="11906" w:h="16838"'));
  assert.ok(files.get("word/styles.xml").includes('w:eastAsia="仿宋"'));
});

test("the same answers make the same file: it does not tell when it was made", () => {
  const one = docx.buildDocx([{ text: "甲" }]);
  assert.deepEqual(one, docx.buildDocx([{ text: "甲" }]));
});
