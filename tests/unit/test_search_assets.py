"""The browser's files: joined without losing code, named by content, light for most pages."""

import gzip
import json
import re
import subprocess
from importlib import resources

import pytest

from bench_engine import find_node
from mkdocs_study.search.assets import (
    DIALOG_ORDER,
    LIBRARY_ORDER,
    MARKS_ORDER,
    WORDS_ORDER,
    client_files,
)
from mkdocs_study.search.standalone import SCRIPT_ORDER
from mkdocs_study.text.scripts import without_comments
from tests.builds import ROOT

OWN_FILES = ("worker.js", "polyfills.js", "iframe-worker-shim.js")
ORDERS = (LIBRARY_ORDER, WORDS_ORDER, MARKS_ORDER, DIALOG_ORDER, SCRIPT_ORDER, OWN_FILES)
SCRIPTS = sorted({name for order in ORDERS for name in order})
BYTES_PER_PAGE = 1024

TOKENS = """
const { tokenizer } = require(process.argv[1]);
const sources = JSON.parse(require("fs").readFileSync(0, "utf8"));
const tokens = (source) =>
  [...tokenizer(source, { ecmaVersion: 2018 })].map((t) => [t.type.label, t.value]);
console.log(JSON.stringify(sources.map(tokens)));
"""


def source_of(name: str) -> str:
    folder = resources.files("mkdocs_study.search").joinpath("client")
    return folder.joinpath(name).read_text(encoding="utf-8")


def tokens_of(*sources: str) -> list[object]:
    acorn = ROOT / "tests" / "js" / "node_modules" / "acorn"
    done = subprocess.run(
        [find_node(), "-e", TOKENS, str(acorn)],
        input=json.dumps(sources),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    tokens: list[object] = json.loads(done.stdout)
    return tokens


def test_leaving_out_comments_changes_no_token() -> None:
    sources = [source_of(name) for name in SCRIPTS]
    shipped = [without_comments(source) for source in sources]
    found = tokens_of(*sources, *shipped)
    for name, before, after in zip(SCRIPTS, found, found[len(SCRIPTS) :], strict=False):
        assert before == after, name
    assert sum(map(len, shipped)) < 0.8 * sum(map(len, sources))


@pytest.mark.parametrize(
    ("script", "shipped"),
    [
        ("/** one */\na();\n", "a();\n"),
        ("  /**\n   * two\n   */\n  a();\n", "a();\n"),
        (
            "  /** @type {any} */ (a)();\n  b(/** c */ d);\n",
            "/** @type {any} */ (a)();\nb(/** c */ d);\n",
        ),
        ("  // three\n  a(); // four\n", "a(); // four\n"),
        ("  /** a * b ** c */\n  d();\n", "d();\n"),
    ],
)
def test_comments_that_fill_lines_are_left_out(script: str, shipped: str) -> None:
    assert without_comments(script) == shipped


def test_every_script_of_the_folder_is_shipped() -> None:
    folder = resources.files("mkdocs_study.search").joinpath("client")
    found = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".js"))
    assert found == SCRIPTS


def test_files_name_each_other_by_hashed_names() -> None:
    files = client_files()
    names = {file.name for file in files.all}
    loaded = set()
    for file in files.all:
        for name in re.findall(r'"([\w-]+-[0-9a-f]{8}\.(?:js|css))"', file.content):
            assert name in names
            loaded.add(name)
    assert names - loaded == {files.shim.name}


def test_the_worker_begins_with_the_question_that_the_dialog_asks() -> None:
    limits = [re.findall(r"const FIRST = (\d+);", source_of(f)) for f in ("worker.js", "dialog.js")]
    assert limits[0] == limits[1] != []


def test_a_page_without_a_search_loads_less_than_a_kilobyte() -> None:
    files = client_files()
    shim = gzip.compress(files.shim.content.encode("utf-8"))
    tag = f'<script src="../../{files.shim.url}"></script>'
    assert len(shim) + len(tag) < BYTES_PER_PAGE
