"""What is shipped of a script or style sheet means what was written."""

import json
import re
import subprocess
from importlib import resources

import pytest

from bench_engine import find_node
from mkdocs_study.text.scripts import tighten_script, tighten_style
from mkdocs_study.tracks.assets import BUNDLES, client_files
from tests.builds import ROOT

TREES = """
const { parse } = require(process.argv[1]);
const sources = JSON.parse(require("fs").readFileSync(0, "utf8"));
const places = ["start", "end", "raw"];
const bare = (key, value) => (places.includes(key) ? undefined : value);
const tree = (source) => JSON.stringify(parse(source, { ecmaVersion: 2019 }), bare);
console.log(JSON.stringify(sources.map(tree)));
"""
FOLDER = resources.files("mkdocs_study.tracks").joinpath("client")


def trees(*sources: str) -> list[str]:
    """Return the syntax tree of each script, without places."""
    acorn = ROOT / "tests" / "js" / "node_modules" / "acorn"
    done = subprocess.run(
        [find_node(), "-e", TREES, str(acorn)],
        input=json.dumps(sources),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def source_of(name: str) -> str:
    return "".join(FOLDER.joinpath(part).read_text(encoding="utf-8") for part in BUNDLES[name])


def test_shipped_scripts_have_the_trees_of_their_sources() -> None:
    shipped = {file.name: file.content for file in client_files() if file.name.endswith(".js")}
    found = trees(*map(source_of, shipped), *shipped.values())
    assert found[: len(shipped)] == found[len(shipped) :]


AWKWARD = [
    "const a = b + +c - -d;",
    "const a = /[/ ;,]+ {2}/g;\nf(/\\/ ,/, ' , ; ', \"it's ; here\");",
    "x = a / b / c; y = (a + b) / c; // , ; {\n",
    "f(/* , ; */ a, /** @type {any} */ (b)); /* { */",
    "if (a) b(); else c();\nfor (;;) { break; }\nreturn_ = typeof a;",
    "const s = 'a // b'; const t = \"/* no comment */\";",
    "a = b ? -1 : +1;\nb = !c && ~d | e;",
]


@pytest.mark.parametrize("script", AWKWARD)
def test_awkward_scripts_keep_their_trees(script: str) -> None:
    before, after = trees(script, tighten_script(script))
    assert before == after


def test_style_sheets_lose_only_white_space() -> None:
    style = (
        '/* a */\n.a > .b,\n.c :not(.d) {\n  color: red; /* b */\n  content: " ; { ";\n'
        "  margin: 0 calc(1px + 2px);\n}\n@media print {\n  .a {\n    top: 0;\n  }\n}\n"
    )
    assert tighten_style(style) == (
        '.a > .b,.c :not(.d){color:red;content:" ; { ";margin:0 calc(1px + 2px)}'
        "@media print{.a{top:0}}\n"
    )


def test_style_sheets_keep_their_rules() -> None:
    shipped = {file.name: file.content for file in client_files() if file.name.endswith(".css")}
    for name, content in shipped.items():
        bare = re.sub(r"/\*.*?\*/|\s|;(?=\s*})", "", source_of(name), flags=re.DOTALL)
        assert re.sub(r"\s", "", content) == bare, name
