"""Small study sites, sound ones and faulty ones, and quick ways to run the commands over them."""

import codecs
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from mkdocs.__main__ import cli as mkdocs_command

STUDY_CONFIG = """\
site_name: 学习站
theme:
  name: mkdocs
plugins:
  - search
  - study:
      audiences: [支部书记, 党组中心组]
"""

STUDY_PAGES = {
    "index.md": "---\ntype: page\ntitle: 首页\n---\n\n# 首页\n\n[甲规定](texts/a.md)\n",
    "texts/a.md": (
        "---\ntype: text\ntitle: 甲规定\nid: text-a\n---\n\n# 甲规定\n\n## 第一条\n\n条文。\n"
    ),
}


@dataclass(frozen=True)
class Run:
    """What a command left behind."""

    exit_code: int
    output: str


def mkdocs_build(project: Path, *options: str) -> Run:
    """Run `mkdocs build --strict` in this process: the site goes to the project's `site`."""
    logger = logging.getLogger("mkdocs")
    handlers, level = list(logger.handlers), logger.level
    arguments = ["build", "--strict", "-f", str(project / "mkdocs.yml"), *options]
    try:
        result = CliRunner().invoke(mkdocs_command, arguments)
    finally:
        logger.handlers[:] = handlers
        logger.setLevel(level)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Run(result.exit_code, result.output)


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Work in another folder for a while."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _write(path: str, text: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    def apply(docs: Path) -> None:
        target = docs / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode(encoding))

    return apply


def _bytes(path: str, data: bytes) -> Callable[[Path], None]:
    def apply(docs: Path) -> None:
        (docs / path).write_bytes(data)

    return apply


def _link(path: str, target: str) -> Callable[[Path], None]:
    def apply(docs: Path) -> None:
        (docs / path).symlink_to(target)

    return apply


def _without(path: str) -> Callable[[Path], None]:
    def apply(docs: Path) -> None:
        (docs / path).unlink()

    return apply


PAGE = "---\ntype: page\ntitle: 坏页\n---\n\n# 坏页\n\n"
LONG_CHINESE = PAGE + "这一页用国标编码保存，里面全是中文。\n"

BAD_INPUT: dict[str, tuple[Callable[[Path], None], str]] = {
    "malformed front matter": (
        _write("bad.md", "---\ntype: page\ntitle: [一, 二\n---\n\n正文。\n"),
        "docs/bad.md:3 FM004 ",
    ),
    "unclosed front matter": (
        _write("bad.md", "---\ntype: page\ntitle: 一\n\n正文。\n"),
        "docs/bad.md:4 FM002 ",
    ),
    "no front matter": (_write("bad.md", "# 一\n\n正文。\n"), "docs/bad.md:1 FM001 "),
    "no home page": (_without("index.md"), "docs/index.md:1 FILE013 没有首页"),
    "a home page for some": (
        _write("index.md", "---\ntype: page\ntitle: 首页\naudience: [支部书记]\n---\n\n# 首页\n"),
        "docs/index.md:4 AUD002 首页不能限定读者",
    ),
    "a missing template": (
        _write("bad.md", "---\ntype: page\ntitle: 一\ntemplate: nope.html\n---\n\n# 一\n"),
        "docs/bad.md:4 DOC007 没有这个模板：nope.html",
    ),
    "duplicate key": (
        _write("bad.md", "---\ntype: page\ntitle: 一\ntitle: 二\n---\n\n正文。\n"),
        "docs/bad.md:4 FM005 ",
    ),
    "unknown key": (
        _write("bad.md", "---\ntype: page\ntitle: 一\ntitel: 二\n---\n\n正文。\n"),
        "docs/bad.md:4 DOC002 ",
    ),
    "undeclared audience": (
        _write("bad.md", "---\ntype: page\ntitle: 一\naudience: [书记]\n---\n\n正文。\n"),
        "docs/bad.md:4 DOC004 ",
    ),
    "GB18030": (_write("bad.md", LONG_CHINESE, "gb18030"), "docs/bad.md:1 FILE010 文件编码像是 GB"),
    "UTF-16": (
        _bytes("bad.md", codecs.BOM_UTF16_LE + LONG_CHINESE.encode("utf-16-le")),
        "docs/bad.md:1 FILE010 文件编码像是 UTF-16",
    ),
    "a wrong byte": (
        _bytes("bad.md", (PAGE + "中文\n").encode() + b"\xff\n"),
        "docs/bad.md:9 FILE010 ",
    ),
    "a page that is a symlink": (_link("bad.md", "/etc/hostname"), "docs/bad.md:1 FILE001 "),
    "a folder that is a symlink": (_link("etc", "/etc"), "docs/etc:1 FILE001 "),
    "an attachment that is a symlink": (_link("x.pdf", "/etc/hostname"), "docs/x.pdf:1 FILE001 "),
    "a dangling symlink": (_link("bad.md", "nowhere"), "docs/bad.md:1 FILE001 "),
    "a page beside its folder": (
        _write("texts/a/index.md", "---\ntype: page\ntitle: 甲\n---\n\n# 甲\n"),
        "docs/texts/a/index.md:1 FILE002 ",
    ),
    "README beside index": (
        _write("README.md", "---\ntype: page\ntitle: 甲\n---\n\n# 甲\n"),
        "docs/index.md:1 FILE002 ",
    ),
    "another suffix of a page": (
        _write("bad.markdown", "不是 .md，也会变成网页。\n"),
        "docs/bad.markdown:1 FILE007 ",
    ),
    "a broken link": (_write("bad.md", PAGE + "[一](none.md)\n"), "docs/bad.md:8 LINK001 "),
    "a broken anchor": (
        _write("bad.md", PAGE + "正文。\n\n[一](texts/a.md#art-9)\n"),
        "docs/bad.md:10 LINK002 ",
    ),
    "a broken reference": (
        _write("bad.md", PAGE + "依照《甲规定》第九条。\n"),
        "docs/bad.md:8 REF003 ",
    ),
    "a Markdown trap": (_write("bad.md", PAGE + "一：\n（一）二\n"), "docs/bad.md:9 MD004 "),
}
"""Kind of fault → how to put it into docs/, and how its line begins."""
