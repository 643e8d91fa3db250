"""The lexicon's files are exactly those that the browser's tests read.

After a change on purpose: python -m tests.golden.test_lexicon
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

from mkdocs_study.search import lexicon
from mkdocs_study.search.entries import collect_entries
from mkdocs_study.search.extract import Page, Section
from mkdocs_study.search.lexicon import write_lexicon
from mkdocs_study.search.synonyms import fold_groups, write_synonyms

GOLDEN = Path(__file__).parent / "lexicon.json"
SHARD_BYTES = 300
"""So small that a look-up has to find its way among many shards."""

TITLES = {
    "中国共产党章程": ("党章",),
    "中国共产党党内监督条例": ("党内监督条例", "监督条例"),
    "关于推进“两学一做”学习教育常态化制度化的意见": ("常态化制度化意见",),
    "关于新形势下党内政治生活的若干准则": ("《准则》",),
    "中国共产党廉洁自律准则": (),
    "西安市法律援助办法": (),
    "中华人民共和国民法典": (),
    "𠮷野家案例": (),
}
HEADINGS = (
    "第一章 总则", "第二章 总 则", "第三章 监督的主体", "第十二条", "第五条 适用范围",
    "一、三会一课", "（二）党员大会", "1.2 党小组会", "支委会", "主题党日", "合格标准", "常态化",
    "第一条 为了规范。",
)  # fmt: skip
TERMS = """
党员 900 党章 120 党组 80 动作 40 地震 9 电子 60 先进 30 相关 300 西安 3 方案 44 反感 2 法律 700
路线 20 女性 11 旅游 8 战略 15 生长 4 长期 70 重新 33 重大 99 银行 25 行政 410 表率 21 三 800
二十 300 第一 300 质量 77 知量 2 程序 61 三会 6 规定 950 中国 500 总国 1 南方 5 兰芳 2 党性 12
当地 50 单位 600 gdp 3 单 4
"""
SYNONYMS = (("党员大会", "支部党员大会"), ("支委会", "支部委员会会议"), ("GDP", "国内生产总值"))


@dataclass(frozen=True)
class File:
    name: str
    data: Any


class Namer:
    def file(self, prefix: str, data: object) -> File:
        body = json.dumps(data, ensure_ascii=False)
        return File(f"{prefix}{sha256(body.encode()).hexdigest()[:8]}.js", data)


def pages() -> list[Page]:
    top = (Section("", 1, "题", ()),)
    return [
        Page(f"p{number}/", title, top, tuple(("alias", alias) for alias in aliases))
        for number, (title, aliases) in enumerate(TITLES.items())
    ] + [Page("h/", "目录", (*top, *(Section(f"h{i}", 2, h, ()) for i, h in enumerate(HEADINGS))))]


def build() -> dict[str, object]:
    with patch.object(lexicon, "SHARD_BYTES", SHARD_BYTES):
        words = TERMS.split()
        terms = zip(words[::2], map(int, words[1::2]), strict=True)
        entries = collect_entries(pages(), terms)
        directory, files = write_lexicon(entries, Namer())
    synonyms, more = write_synonyms(fold_groups(SYNONYMS), Namer())
    return {
        "directory": directory,
        "synonyms": synonyms,
        "files": {file.name.removesuffix(".js"): file.data for file in (*files, *more)},
    }


def dump(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=0) + "\n"


def test_the_files_are_those_that_the_browser_is_tested_with() -> None:
    assert dump(build()) == GOLDEN.read_text(encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.write_text(dump(build()), encoding="utf-8", newline="\n")
