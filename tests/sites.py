"""Small search sites, and the engine that answers from them in Node."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench_engine import find_node
from tests.builds import ROOT

SEARCH_CONFIG = """\
site_name: 检索
theme:
  name: material
  language: zh
  font: false
  features: [search.highlight, search.share]
extra: {generator: false}
markdown_extensions: [attr_list, sane_lists, tables]
plugins: [search, zh-search]
"""

SEARCH_PAGES = {
    "index.md": "# 首页\n\n欢迎使用。\n",
    "rules.md": """\
# 中华人民共和国示例法

第一条之前的话：国人皆知。

## 第一章 总则 {#c1}

#### 第一条 {#a1}

为了保障中国人民的权利，制定本法。个体工商户可以起字号。

#### 第五十四条 {#a54}

正当**防卫**超过必要的限度，应当负责。2020年3月1日起施行，见GB18030标准。

#### 第五十四条之一 {#a54-1}

機關“重點”內容，一、二；三〇年。𠮷野家。

- 甲项内容

- 乙项内容
""",
    "other/index.md": """\
# 关于《示例法》的解释

## 一、适用 {#s1}

个体工商户。民 法典第十二条。

| 名称 | 说明 |
|---|---|
| 党章 | 学习 |
""",
}


def ask_site(
    site: Path, queries: Sequence[str], *options: str, expected_code: int = 0
) -> list[dict[str, Any]]:
    """Put queries to a built site through scripts/search_site.mjs; return its answers."""
    lines = "".join(json.dumps({"id": q, "query": q}, ensure_ascii=False) + "\n" for q in queries)
    done = subprocess.run(
        [find_node(), str(ROOT / "scripts" / "search_site.mjs"), str(site), *options],
        input=lines,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == expected_code, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
