"""Links that a check lets pass lead somewhere in the built site."""

from pathlib import Path

from tests.builds import write_project
from tests.library_sites import STUDY_CONFIG, mkdocs_build

PAGES = {
    "index.md": (
        "---\ntype: page\ntitle: 甲\n---\n\n# 甲\n\n"
        "[本页](#%E5%90%AB%E4%B9%89) [乙](b.md#%E5%90%AB%E4%B9%89) [附\n件](%E8%A1%A8.txt)\n\n"
        "## 含义\n\n文\n"
    ),
    "b.md": "---\ntype: page\ntitle: 乙\n---\n\n# 乙\n\n## 含义\n\n文\n",
    "表.txt": "表",
}


def test_links_copied_from_an_address_bar_are_built(tmp_path: Path) -> None:
    project = write_project(tmp_path, STUDY_CONFIG, PAGES)
    run = mkdocs_build(project)
    assert run.exit_code == 0, run.output
    page = (project / "site/index.html").read_text(encoding="utf-8")
    assert '<a href="#含义">本页</a>' in page
    assert '<a href="b/#含义">乙</a>' in page
    assert '<a href="%E8%A1%A8.txt">附件</a>' in page
