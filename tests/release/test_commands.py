"""The commands that publish, as an administrator gives them, over a real project."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from docx import Document

from mkdocs_study.cli import main
from tests.builds import write_project
from tests.library_sites import inside
from tests.release.test_signature import make_keys

CONFIG = """\
site_name: 学习站
theme:
  name: material
  language: zh
  font: false
extra: {generator: false}
nav:
  - 首页: index.md
  - 案例: cases/a.md
plugins:
  - search
  - zh-search
  - study:
      audiences: [支部书记]
      publish:
        minimum_status: reviewed
"""


def page(key: str, title: str, body: str, *more: str) -> str:
    lines = "".join(f"{each}\n" for each in more)
    return f"---\ntype: page\ntitle: {title}\nid: {key}\n{lines}---\n\n# {title}\n\n{body}\n"


APPROVED = ("status: approved", "reviewed_by: [张三, 李四]")
REVIEWED = ("status: reviewed", "reviewed_by: 张三")
PAGES = {
    "index.md": page(
        "home-page", "首页", "[案例甲](cases/a.md) <a href='cases/a/'>又见</a>", *APPROVED
    ),
    "cases/a.md": page("case-a", "案例甲", "独一无二的甲句子。", *REVIEWED),
    "cases/b.md": page("case-b", "案例乙", "独一无二的乙句子。", "status: draft"),
    "cases/c.md": page("case-c", "案例丙", "独一无二的丙句子。"),
    "cases/d.md": page("case-d", "案例丁", "独一无二的丁句子。", *REVIEWED, "audience: [支部书记]"),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    return write_project(tmp_path / "project", CONFIG, PAGES)


def holds(folder: Path, words: str) -> list[str]:
    """Return the files below a folder that hold the words."""
    return [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    ]


def test_from_the_first_release_to_a_withdrawal(  # noqa: PLR0915 (one story, step by step)
    project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "root"

    def run(*words: str) -> tuple[int, str]:
        with inside(project):
            code = main([*words])
        out, err = capfd.readouterr()
        return code, out + err

    code, text = run("publish", "--to", str(root), "--dry-run")
    assert code == 0, text
    assert "新增：案例甲（case-a，所有人，已审核（张三））" in text
    assert "这里还没有发布过：新增 2 页；发布后共 2 页。没有发布。" in text
    assert not root.exists()

    code, text = run("publish", "--to", str(root))
    assert code == 0, text
    assert "换上了 r000001-" in text
    assert "（这是第一个版本），2 页" in text
    live = root / "current/"
    assert holds(live, "独一无二的甲句子")
    for words in ("独一无二的乙", "案例乙", "独一无二的丙", "案例丙", "独一无二的丁", "张三"):
        assert holds(live, words) == [], words
    home = (root / "current/index.html").read_text(encoding="utf-8")
    assert "md-status" not in home

    (project / "docs/cases/c.md").write_text(
        page("case-c", "案例丙", "独一无二的丙句子。", *APPROVED), encoding="utf-8"
    )
    docx = tmp_path / "sheet.docx"
    code, text = run("publish", "--to", str(root), "--dry-run", "--docx", str(docx))
    assert code == 0, text
    assert "  新增：案例丙（case-c，所有人，已批准（张三、李四））\n" in text
    table = Document(str(docx)).tables[0]
    assert [cell.text for cell in table.rows[1].cells][1:4] == ["新增", "案例丙", "case-c"]
    code, text = run("publish", "--to", str(root), "--dry-run", "--docx", str(docx))
    assert (code, "已经存在，没有改动" in text) == (1, True)
    assert len(list((root / "releases").iterdir())) == 2

    code, text = run("publish", "--to", str(root), "--yes")
    assert code == 0, text
    code, text = run("releases", "--to", str(root), "--json")
    releases = json.loads(text)["releases"]
    assert [(each["live"], each["pages"]) for each in releases] == [(True, 3), (False, 2)]

    code, text = run("withdraw", "case-c", "--to", str(root))
    assert code == 2
    assert "写上原因" in text
    code, text = run("withdraw", "docs/cases/a.md", "--to", str(root), "--reason", "内容有误")
    assert code == 0, text
    assert "docs/index.md:11 WDR001 提醒：这一页引用了已撤下的 docs/cases/a.md" in text
    assert text.count("删去了版本 r00000") == 2
    for words in ("独一无二的甲句子", "cases/a/"):
        assert holds(root / "releases", words) == []
        assert holds(root / "hashed", words) == []
    home = (root / "current/index.html").read_text(encoding="utf-8")
    assert "案例甲" in home, "the words of the page that linked to it stay"
    assert "又见" in home
    code, text = run("rollback", "--to", str(root))
    assert (code, "只有一个版本" in text) == (1, True)

    code, text = run("publish", "--to", str(root))
    assert code == 0, text
    assert holds(root / "releases", "独一无二的甲句子") == []
    code, text = run("releases", "--to", str(root))
    assert "，线上\n" in text
    assert "已撤下：case-a（" in text
    assert "内容有误" in text

    code, text = run("rollback", "--to", str(root))
    assert code == 0, text
    code, text = run("verify", str(root))
    assert code == 0
    assert text.startswith("没有发现问题：2 个版本，")
    code, text = run("verify", str((root / "current").resolve()))
    assert (code, "没有发现问题：1 个版本" in text) == (0, True)
    with (root / "current/index.html").open("ab") as file:
        file.write(b" ")
    code, text = run("verify", str(root), "--json")
    assert code == 1
    assert json.loads(text)["faults"] == [
        f"版本 {(root / 'current').resolve().name}：文件被改动：index.html"
    ]

    code, text = run("withdraw", "case-a", "--undo", "--to", str(root))
    assert code == 0, text
    code, text = run("publish", "--to", str(root))
    assert code == 0, text
    assert holds(live, "独一无二的甲句子")


def test_what_markup_hides_in_the_source_is_found_in_the_page(
    project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    hidden = "**110105**1949123**1002X** 138**1234**5678 139&nbsp;1234&#53;678 机&#8203;密★1年"
    (project / "docs/cases/a.md").write_text(page("case-a", "案例甲", hidden, *REVIEWED), "utf-8")
    with inside(project):
        assert main(["publish", "--to", str(tmp_path / "root")]) == 1
    said = capfd.readouterr().err
    assert [said.count(code) for code in ("PII001", "PII002", "CLS001")] == [1, 2, 1], said
    assert not (tmp_path / "root/current").exists()


def test_what_was_let_pass_until_a_day_is_told_again_after_it(
    project: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    (project / "docs/cases/a.md").write_text(
        page("case-a", "案例甲", "电话 13812345678", *REVIEWED), "utf-8"
    )
    entry = "{{code: PII002, reason: 办公电话, path: '*', until: {}}}"
    for until, code in (("2020-01-01", 1), ("2999-01-01", 0)):
        (project / "audit.yml").write_text(f"allow: [{entry.format(until)}]\n", "utf-8")
        with inside(project):
            assert main(["publish", "--to", str(tmp_path / "root")]) == code, until
    assert "PII002" in capfd.readouterr().err


def test_publishing_again_says_nothing_new_and_goes_on_over_a_damaged_release(
    project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "root"

    def publish() -> str:
        with inside(project):
            assert main(["publish", "--to", str(root)]) == 0
        return capfd.readouterr().err

    text = PAGES["index.md"].replace("id: home-page\n", "")
    (project / "docs/index.md").write_text(text, "utf-8")
    publish()
    assert "IDS003" not in publish(), "the home page has no id"
    for file in (root / "current").resolve().rglob("*.html"):
        file.unlink()
    assert "没有与线上的比较" in publish()


def test_withdrawing_asks_for_no_other_policy(
    project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = str(tmp_path / "root")
    with inside(project):
        assert main(["publish", "--to", root]) == 0
        assert main(["withdraw", "case-a", "--to", root, "--reason", "有误"]) == 0
    assert "study nginx" not in capfd.readouterr().err


def test_the_folder_of_builds_is_no_place_for_releases(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with inside(project):
        assert main(["publish", "--to", "site"]) == 1
    assert "site_dir" in capfd.readouterr().err
    assert not (project / "site").exists()


def test_a_key_of_ed25519_signs_what_is_published(project: Path, tmp_path: Path) -> None:
    private, _ = make_keys(tmp_path / "keys", "ed25519")
    root = tmp_path / "root"
    with inside(project):
        assert main(["publish", "--to", str(root), "--sign-key", str(private)]) == 0
    assert list((root / "releases").glob("*.sig"))


def test_a_script_that_the_servers_policy_does_not_know_is_told(
    project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def publish() -> str:
        with inside(project):
            assert main(["publish", "--to", str(tmp_path / "root")]) == 0
        return capfd.readouterr().err

    assert "study nginx" not in publish()
    (project / "docs/cases/a.md").write_text(PAGES["cases/a.md"] + "\n再一句。\n", "utf-8")
    assert "study nginx" not in publish(), "other words change no policy"
    (project / "overrides").mkdir()
    template = (
        '{% extends "base.html" %}{% block extrahead %}<script>var own=1</script>{% endblock %}'
    )
    (project / "overrides/main.html").write_text(template, "utf-8")
    config = (project / "mkdocs.yml").read_text("utf-8")
    config = config.replace("  name: material\n", "  name: material\n  custom_dir: overrides\n")
    (project / "mkdocs.yml").write_text(config, "utf-8")
    assert "提醒：网页里有 1 段脚本或样式是上一版没有的" in publish()


def test_a_link_to_a_page_that_is_not_approved_stops_the_release(
    project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / "docs/cases/a.md").write_text(
        page("case-a", "案例甲", "见[案例乙](b.md)和[案例丙](c.md)。", *REVIEWED), encoding="utf-8"
    )
    root = tmp_path / "root"
    with inside(project):
        assert main(["publish", "--to", str(root)]) == 1
        error = capfd.readouterr().err
        assert "docs/cases/a.md:11 APR001 这一页引用的 docs/cases/b.md 还不能发布（草稿）" in error
        assert "APR001 这一页引用的 docs/cases/c.md 还不能发布（没有写审批状态）" in error
        assert "没有生成网站，线上的没有改动" in error
        assert not (root / "current").exists()
        assert main(["check"]) == 0, "to write it is no fault"
        assert main(["build", "--out", str(tmp_path / "site")]) == 0
        assert (tmp_path / "site/cases/b/index.html").exists()
        assert main(["build", "--as-published", "--out", str(tmp_path / "site")]) == 1


def test_the_build_shows_drafts_unless_asked(project: Path, tmp_path: Path) -> None:
    sites = tmp_path / "all", tmp_path / "published"
    with inside(project):
        assert main(["build", "--out", str(sites[0])]) == 0
        assert main(["build", "--as-published", "--out", str(sites[1])]) == 0
    assert [bool(holds(site, "独一无二的乙句子")) for site in sites] == [True, False]
    assert [bool(holds(site, "案例丙")) for site in sites] == [True, False]
    assert [holds(site, "张三") for site in sites] == [[], []]


def test_a_home_page_that_is_not_approved(
    project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / "docs/index.md").write_text(page("home-page", "首页", "词。"), encoding="utf-8")
    with inside(project):
        assert main(["publish", "--to", str(tmp_path / "root")]) == 1
        assert "APR002 首页还不能发布（没有写审批状态） — 先审核首页" in capfd.readouterr().err


def test_the_version_for_a_group_has_a_place_of_its_own(project: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    with inside(project):
        assert main(["publish", "--to", str(root), "--audience", "支部书记"]) == 0
        assert holds(root / "current/", "独一无二的丁句子")
        assert main(["publish", "--to", str(root)]) == 1
        assert main(["publish", "--to", str(root), "--audience", "书记"]) == 2
    manifest = next((root / "releases").glob("*.manifest.json"))
    data = json.loads(manifest.read_bytes())
    assert data["audience"] == "支部书记"
    assert data["minimum_status"] == "reviewed"
    assert data["versions"]["mkdocs"] == "1.6.1"
    assert data["built_at"] == "2026-01-01T00:00:00+00:00"
    assert {entry["id"]: entry["audience"] for entry in data["pages"]}["case-d"] == ["支部书记"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["publish"], 2, "缺少 --to 位置"),
        (["publish", "--to", "ROOT", "--keep", "0"], 2, "--keep 的值不对：0（写整数，不小于 1）"),
        (["publish", "--to", "ROOT", "--docx", "x.docx"], 2, "--docx 与 --dry-run 一起写"),
        (["publish", "--to", "ROOT", "--from", "x", "--dry-run"], 2, "--from 不与"),
        (["publish", "--to", "ROOT", "--public-key", "x"], 2, "--public-key 与 --from"),
        (["publish", "--to", "ROOT", "--from", "nowhere"], 1, "旁边没有清单"),
        (["publish", "--to", "ROOT", "--sign-key", "nokey.pem"], 1, "读不出钥匙文件"),
        (["publish", "--to", "host:relative"], 1, "主机后面要写从 / 开始"),
        (["publish", "--to", "mkdocs.yml"], 1, "是一个文件，不是文件夹"),
        (["publish", "--to", "docs"], 1, "里有别的文件"),
        (["publish", "--to", "docs/root"], 1, "不能放在 docs/root"),
        (["releases", "--to", "ROOT"], 1, "没有发布过"),
        (["rollback", "--to", "ROOT"], 1, "没有发布过"),
        (["verify", "ROOT"], 1, "没有发布过"),
        (["verify", "docs"], 1, "不是发布用的文件夹"),
        (["withdraw", "case-a", "--to", "ROOT", "--reason", "x"], 1, "没有发布过"),
        (["withdraw", "case-a", "--undo", "--to", "ROOT"], 1, "没有发布过"),
    ],
)
def test_wrong_use_is_one_line(
    project: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
    message: str,
) -> None:
    before = sorted(path.name for path in (project / "docs").rglob("*"))
    with inside(project):
        got = main([str(tmp_path / "root") if each == "ROOT" else each for each in words])
    error = capfd.readouterr().err
    assert (got, message in error) == (code, True), error
    assert len([line for line in error.splitlines() if "Traceback" in line]) == 0
    assert sorted(path.name for path in (project / "docs").rglob("*")) == before
    assert not (tmp_path / "root/current").exists()


def test_a_kill_while_the_site_is_built(project: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    command = [sys.executable, "-c", "from mkdocs_study.cli import main; raise SystemExit(main())"]
    publish = [*command, "publish", "--to", str(root)]
    with subprocess.Popen(
        publish, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
    assert list(root.glob(".staging-*"))
    done = subprocess.run(publish, cwd=project, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "没有正常结束，它的锁已经接过来" in done.stderr
    assert "清理了上次没有做完的 .staging-r000001-" in done.stderr
    assert not list(root.glob(".staging-*"))


@pytest.mark.parametrize("more", ["", "use_directory_urls: false\n"], ids=["folders", "files"])
def test_posts_stand_under_the_address_that_the_blog_gives_them(tmp_path: Path, more: str) -> None:
    config = CONFIG.replace("  - 案例: cases/a.md\n", "").replace(
        "minimum_status: reviewed", "minimum_status: approved"
    )
    post = (
        "---\ntype: bulletin\ntitle: 第{0}期\nid: bulletin-{0}\ndate: 2026-11-2{0}\n"
        "status: approved\nreviewed_by: 张三\n{1}---\n\n# 第{0}期\n\n文。\n"
    )
    pages = {
        "index.md": page("home-page", "首页", "词。", *APPROVED),
        "bulletin/index.md": page("bulletins", "专刊", "列表。", *APPROVED),
        "bulletin/posts/one.md": post.format(1, ""),
        "bulletin/posts/two.md": post.format(2, "draft: true\n"),
    }
    blog = "  - blog: {blog_dir: bulletin}\n"
    config = config.replace("  - zh-search\n", f"  - zh-search\n{blog}") + more
    with inside(write_project(tmp_path / "project", config, pages)):
        assert main(["publish", "--to", str(tmp_path / "root")]) == 0
    file = next((tmp_path / "root/releases").glob("*.manifest.json"))
    urls = {each["id"]: unquote(each["url"]) for each in json.loads(file.read_bytes())["pages"]}
    end = ".html" if more else "/"
    assert urls == {
        "home-page": "index.html" if more else "",
        "bulletins": "bulletin/index.html" if more else "bulletin/",
        "bulletin-1": f"bulletin/2026/11/21/第1期{end}",
    }


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("status: approved", "DOC004 status：写了 approved，但是没有写由谁审核"),
        ("status: reviewed", "DOC004 status：写了 reviewed，但是没有写由谁审核"),
        ("status: approved\nreviewed_by: []", "DOC004 reviewed_by：列表是空的"),
        ("status: approved\nreviewed_by:", "DOC004 reviewed_by"),
        ("status: new", ""),
        ("status: draft", ""),
        ("status: approved\nreviewed_by: 党总支书记", ""),
        ("reviewed_by: [张三, 张三]", "DOC004 reviewed_by：列表里重复：张三"),
    ],
)
def test_who_approved_is_written_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], front: str, message: str
) -> None:
    pages = {"index.md": f"---\ntype: page\ntitle: 首页\n{front}\n---\n\n# 首页\n"}
    with inside(write_project(tmp_path, CONFIG.replace("  - 案例: cases/a.md\n", ""), pages)):
        code = main(["check"])
    out = capsys.readouterr().out
    assert code == bool(message)
    assert message in out


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("publish: approved", "mkdocs.yml:5 CFG003 publish：这里要写几个键"),
        ("publish: {minimum_status: draft}", "mkdocs.yml:5 CFG003 minimum_status 写法不对"),
        ("publish: {minimum: approved}", "mkdocs.yml:5 CFG003 publish 没有这个选项：minimum"),
        ("publish: {minimum_status: approved}", ""),
    ],
)
def test_the_minimum_is_one_of_two_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str, message: str
) -> None:
    config = f"site_name: 学习站\nplugins:\n  - search\n  - study:\n      {written}\n"
    pages = {"index.md": "---\ntype: page\ntitle: 首页\n---\n\n# 首页\n"}
    with inside(write_project(tmp_path, config, pages)):
        code = main(["check"])
    assert code == bool(message)
    assert message in capsys.readouterr().out
