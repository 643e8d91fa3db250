"""What leaves the browser is read the same way by programs that share nothing with ours.

The Python of docs/dev/tracks.md computes the checksums; zxing-cpp reads the QR codes.
"""

import json
import re
import subprocess
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import zxingcpp

from bench_engine import find_node
from tests.builds import ROOT

CLIENT = ROOT / "plugins" / "mkdocs_study" / "tracks" / "client"

FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

CHECKSUMS = """
const sums = require(process.argv[1] + "/checksum.js");
const values = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(values.map(sums.checksum)));
"""
CODES = """
const qr = require(process.argv[1] + "/qr.js");
const wishes = JSON.parse(require("fs").readFileSync(0, "utf8"));
const draw = (wish) => qr.encode(Uint8Array.from(Buffer.from(wish.text, "utf8")), wish);
console.log(JSON.stringify(wishes.map((wish) => {
  const code = draw(wish);
  return { version: code.version, rows: code.rows.map((row) => Array.from(row)) };
})));
"""
CAPACITIES = """
const qr = require(process.argv[1] + "/qr.js");
const versions = Array.from({ length: 40 }, (_, index) => index + 1);
const count = (level) => versions.map((v) => qr.capacity(v, level) - (v < 10 ? 2 : 3));
console.log(JSON.stringify({ L: count("L"), M: count("M") }));
"""


def in_node(script: str, data: object) -> Any:  # noqa: ANN401 - JSON
    done = subprocess.run(
        [find_node(), "-e", script, str(CLIENT)],
        input=json.dumps(data),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


def documented_checksum() -> Callable[[object], str]:
    text = (ROOT / "docs" / "dev" / "tracks.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0]
    names: dict[str, Any] = {}
    exec("import hashlib, json\n" + code, names)  # noqa: S102 - our own documentation
    return names["checksum"]  # type: ignore[no-any-return]


VALUES: list[object] = [
    {},
    [],
    "",
    {"a": [1, -1, 0, 9007199254740991, True, False, None]},
    {"\uff61": 1, "\U0001f600": 2, "z": {"b": "", "a": "党章"}},
    "".join(map(chr, range(0x20))) + '"\\\x7f/\u2028\u2029\ufeff',
    {"@note/规定#第一条": {"v": 1, "text": "一\r\n二\t“三”", "at": "2026-11-24T08:30:00.000Z"}},
    "".join(map(chr, (0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF))),
]


def test_the_documented_checksum_is_the_browsers() -> None:
    checksum = documented_checksum()
    assert in_node(CHECKSUMS, VALUES) == [checksum(value) for value in VALUES]


def read_code(rows: list[list[int]]) -> Any:  # noqa: ANN401 - a result of zxing-cpp
    modules = np.pad(1 - np.array(rows, dtype=np.uint8), 4, constant_values=1)
    image = np.kron(modules * 255, np.ones((4, 4), dtype=np.uint8)).astype(np.uint8)
    found = zxingcpp.read_barcodes(image, formats=FORMATS)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("level", ["L", "M"])
def test_codes_of_every_version_are_read(level: str) -> None:
    lengths = in_node(CAPACITIES, None)[level]
    texts = ["".join(chr(33 + (i * i * 7 + i * 13 + n) % 90) for i in range(n)) for n in lengths]
    codes = in_node(CODES, [{"text": text, "level": level} for text in texts])
    assert [code["version"] for code in codes] == list(range(1, 41))
    for text, code in zip(texts, codes, strict=True):
        found = read_code(code["rows"])
        assert found.text == text, code["version"]
        assert found.ec_level == level


def test_every_mask_is_read() -> None:
    text = "http://study.example.cn/my/#p=AbC-_09"
    wishes = [{"text": text, "level": "M", "mask": mask} for mask in range(8)]
    codes = in_node(CODES, wishes)
    assert [read_code(code["rows"]).text for code in codes] == [text] * 8
    assert len({json.dumps(code["rows"]) for code in codes}) == 8
