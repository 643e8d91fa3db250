"""The bulletin: posts of Material's blog and its feed, strictly built, without git or network."""

import filecmp
import os
import re
import shutil
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.builds import Build, build_site, write_project

CONFIG = """\
site_name: 学习站
{site_url}
theme:
  name: material
  language: zh
  font: false
  logo: assets/logo.svg
extra: {{generator: false}}
nav:
  - 首页: index.md
  - 专刊: bulletin/index.md
plugins:
  - search
  - zh-search
  - study:
      site_id: demo
      audiences: [支部书记]
  - blog:
      blog_dir: bulletin
      post_url_format: posts/{{file}}
      post_date_format: yyyy年M月d日
      post_readtime: false
      authors: false
      archive_date_format: yyyy年
      categories_slugify: !!python/name:mkdocs_study.text.pinyin.ascii_slug
  - rss:
      match_path: bulletin/posts/.*
      use_git: false
      date_from_meta:
        as_creation: date.created
        as_update: date.updated
        default_timezone: Asia/Shanghai
      categories: [categories]
      json_feed_enabled: false
      stylesheet: ""
      cache_dir: .cache/rss
"""
SITE_URL = "site_url: http://study.example.cn/x/"


def post(title: str, name: str, keys: str, body: str) -> str:
    return f"---\ntype: bulletin\ntitle: {title}\nid: {name}\n{keys}\n---\n\n# {title}\n\n{body}\n"


PAGES = {
    "index.md": "---\ntype: page\ntitle: 首页\n---\n\n# 首页\n\n<!-- study:list bulletin -->\n",
    "assets/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "bulletin/index.md": "---\ntype: page\ntitle: 专刊\n---\n\n# 专刊\n\n各期如下。\n",
    "texts/a.md": (
        "---\ntype: text\ntitle: 甲规定\nid: text-a\n---\n\n# 甲规定\n\n## 第一条\n\n条文。\n"
    ),
    "bulletin/posts/one.md": post(
        "第一期",
        "post-one",
        "date: 2026-02-06\ncategories: [经验做法]\ndescription: 一句说明",
        "依照《甲规定》第一条，先说开头。\n\n<!-- 内部的话 -->\n\n<!-- more -->\n\n## 细节\n\n"
        "后面的独特字句。[甲规定](../../texts/a.md#art-1) [二](two.md)",
    ),
    "bulletin/posts/two.md": post(
        "第二期",
        "post-two",
        "date: {created: 2026-07-08, updated: 2026-07-15}\ncategories: [经验做法, 问答]\n"
        "links: [texts/a.md, {首期: bulletin/posts/one.md}]",
        "依照《甲规定》第一条，第二期的开头。",
    ),
    "bulletin/posts/inner.md": post(
        "只给书记的一期",
        "post-inner",
        "date: 2025-09-01\ncategories: [内部类别]\naudience: [支部书记]",
        "内部的独特字句。",
    ),
    "bulletin/posts/draft.md": post(
        "没写完的一期",
        "post-draft",
        "date: 2024-09-01\ncategories: [草稿类别]\ndraft: true",
        "草稿字句。",
    ),
}
HIDDEN = [
    "只给书记的一期",
    "post-inner",
    "内部类别",
    "nei-bu-lei-bie",
    "内部的独特字句",
    "2025年",
    "posts/inner",
]
NEVER = ["没写完的一期", "post-draft", "草稿字句", "2024年", "内部的话"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bulletin")
    build = build_site(
        write_project(folder, CONFIG.format(site_url=SITE_URL), PAGES), folder / "site"
    )
    assert build.exit_code == 0, build.output
    return build.site


def everything(site: Path) -> str:
    """Return the names and words of all files of a site."""
    files = [each for each in site.rglob("*") if each.is_file() and each.suffix != ".gz"]
    texts = (each.read_bytes().decode("utf-8", errors="replace") for each in files)
    return "\n".join([*map(str, files), *texts])


def read(site: Path, path: str) -> str:
    return (site / path).read_text(encoding="utf-8")


def test_posts_stand_in_index_archive_and_category(site: Path) -> None:
    for path in ("bulletin", "bulletin/archive/2026", "bulletin/category/jing-yan-zuo-fa"):
        html = read(site, f"{path}/index.html")
        titles = re.findall(r'<h2 id="[^"]*">\s*<a[^>]*class="toclink"[^>]*>([^<]*)', html)
        assert titles == ["第二期", "第一期"], path
        assert "后面的独特字句" not in html
        assert "继续阅读" in html
    assert "后面的独特字句" in read(site, "bulletin/posts/one/index.html")


def test_citations_in_excerpts_lead_to_the_text_from_wherever_they_are_shown(site: Path) -> None:
    for path in ("bulletin", "bulletin/archive/2026", "bulletin/posts/one"):
        html = read(site, f"{path}/index.html")
        links = re.findall(r'<a class="zh-citation" href="([^"]*)"', html)
        assert links, path
        for link in links:
            target = (site / path / link.split("#")[0]).resolve()
            assert target == (site / "texts/a").resolve(), (path, link)


def test_related_links_and_dates_are_shown(site: Path) -> None:
    html = read(site, "bulletin/posts/two/index.html")
    assert 'href="../one/"' in html
    assert "2026年7月8日" in html
    assert "2026年7月15日" in html
    assert "回到专刊" in html


def test_lists_of_posts_are_not_searched(site: Path) -> None:
    html = read(site, "bulletin/index.html")
    excerpts = re.findall(r"<article[^>]*md-post--excerpt[^>]*>", html)
    assert excerpts
    assert all("data-search-exclude" in each for each in excerpts)
    index = "".join(each.read_text("utf-8") for each in (site / "search").rglob("*.js"))
    assert "bulletin/posts/one" in index
    assert "各期如下" in index
    assert "bulletin/archive" not in index
    assert "bulletin/category" not in index


def test_the_feed_names_public_posts_with_their_own_dates(site: Path) -> None:
    channel = ET.parse(site / "feed_rss_created.xml").getroot().find("channel")  # noqa: S314 (our own file)
    assert channel is not None
    items = [
        [item.findtext(name) for name in ("title", "link", "pubDate", "description")]
        for item in channel.iter("item")
    ]
    base = "http://study.example.cn/x/bulletin/posts"
    assert [each[:3] for each in items] == [
        ["第二期", f"{base}/two/", "Wed, 08 Jul 2026 00:00:00 +0800"],
        ["第一期", f"{base}/one/", "Fri, 06 Feb 2026 00:00:00 +0800"],
    ]
    assert items[1][3] == "一句说明"
    assert channel.findtext("lastBuildDate") == "Thu, 01 Jan 2026 00:00:00 -0000"
    assert channel.findtext("image/url") == "http://study.example.cn/x/assets/logo.svg"
    updated = (site / "feed_rss_updated.xml").read_text("utf-8")
    assert "Wed, 15 Jul 2026 00:00:00 +0800" in updated
    assert 'href="../feed_rss_created.xml"' in read(site, "bulletin/index.html")


def test_a_restricted_post_and_a_draft_leave_no_trace(site: Path) -> None:
    found = everything(site)
    assert [word for word in (*HIDDEN, *NEVER) if word in found] == []


def test_a_restricted_post_is_whole_in_the_build_for_its_readers(tmp_path: Path) -> None:
    project = write_project(tmp_path, CONFIG.format(site_url=SITE_URL), PAGES)
    build = build_site(project, tmp_path / "site", STUDY_AUDIENCE="支部书记")
    assert build.exit_code == 0, build.output
    found = everything(build.site)
    assert [word for word in HIDDEN if word not in found] == []
    assert [word for word in NEVER if word in found] == []
    assert "只给书记的一期" in read(build.site, "feed_rss_created.xml")
    assert "只给书记的一期" in read(build.site, "bulletin/archive/2025/index.html")


def test_without_an_address_there_is_no_feed_and_no_link_to_one(tmp_path: Path) -> None:
    project = write_project(tmp_path, CONFIG.format(site_url=""), PAGES)
    build = build_site(project, tmp_path / "site")
    assert build.exit_code == 0, build.output
    assert not list(build.site.glob("feed_*"))
    assert "feed_rss" not in everything(build.site)
    assert "rss" not in build.output.lower()


def differences(one: Path, other: Path) -> list[str]:
    names = {
        each.relative_to(root).as_posix()
        for root in (one, other)
        for each in root.rglob("*")
        if each.is_file()
    }
    return sorted(
        name
        for name in names
        if not (one / name).is_file()
        or not (other / name).is_file()
        or not filecmp.cmp(one / name, other / name, shallow=False)
    )


def test_two_builds_are_the_same_byte_for_byte_also_without_git(tmp_path: Path) -> None:
    """No git in the path, and no way out: every proxy is a closed door."""
    project = write_project(tmp_path / "a", CONFIG.format(site_url=SITE_URL), PAGES)
    copy = tmp_path / "b"
    shutil.copytree(project, copy)
    first = build_site(project, tmp_path / "first")
    door = "http://127.0.0.1:9"
    second = build_site(
        copy,
        tmp_path / "second",
        PATH=str(Path(sys.executable).parent),
        http_proxy=door,
        https_proxy=door,
        TZ="America/New_York",
    )
    assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
    assert shutil.which("git", path=str(Path(sys.executable).parent)) is None
    assert differences(first.site, second.site) == []


def test_sources_are_left_as_they_were(tmp_path: Path) -> None:
    project = write_project(tmp_path, CONFIG.format(site_url=SITE_URL), PAGES)
    before = sorted(each.relative_to(project) for each in (project / "docs").rglob("*"))
    assert build_site(project, tmp_path / "site").exit_code == 0
    assert sorted(each.relative_to(project) for each in (project / "docs").rglob("*")) == before


def test_a_site_whose_only_post_is_restricted_still_has_its_bulletin(tmp_path: Path) -> None:
    gone = ("bulletin/posts/one.md", "bulletin/posts/two.md", "bulletin/posts/draft.md")
    pages = {path: text for path, text in PAGES.items() if path not in gone}
    project = write_project(tmp_path, CONFIG.format(site_url=SITE_URL), pages)
    build = build_site(project, tmp_path / "site")
    assert build.exit_code == 0, build.output
    assert "各期如下" in read(build.site, "bulletin/index.html")
    assert [word for word in HIDDEN if word in everything(build.site)] == []


def faults(tmp_path: Path, config: str, pages: dict[str, str]) -> Build:
    return build_site(write_project(tmp_path, config, pages), tmp_path / "site")


def test_what_keeps_the_bulletin_from_working_is_told_in_our_words(tmp_path: Path) -> None:
    config = CONFIG.format(site_url=SITE_URL).replace("      use_git: false\n", "")
    pages = {
        **PAGES,
        "bulletin/posts/page.md": "---\ntype: page\ntitle: 页面\n---\n\n# 页面\n",
        "bulletin/loose.md": post("散页", "loose", "date: 2026-01-01", "字。"),
        "index.md": "---\ntype: page\ntitle: 首页\n---\n\n[稿](bulletin/posts/draft.md)\n",
    }
    del pages["bulletin/index.md"]
    build = faults(tmp_path, config, pages)
    assert build.exit_code != 0
    for line in (
        "docs/bulletin/index.md:1 BUL001 没有专刊的首页",
        "docs/bulletin/posts/page.md:2 BUL002 bulletin/posts/ 里只能放专刊，这一页是 page",
        "docs/bulletin/loose.md:2 BUL003 提醒：专刊不在它的文件夹里",
        "docs/index.md:6 AUD003 docs/bulletin/posts/draft.md 是草稿",
        "CFG004 rss 插件会去读 git 的记录",
    ):
        assert line in build.output
    assert not (tmp_path / "docs/bulletin/index.md").exists()


def test_the_first_page_of_the_bulletin_is_for_everyone(tmp_path: Path) -> None:
    index = PAGES["bulletin/index.md"].replace("title: 专刊", "title: 专刊\naudience: [支部书记]")
    build = faults(
        tmp_path, CONFIG.format(site_url=SITE_URL), {**PAGES, "bulletin/index.md": index}
    )
    assert build.exit_code != 0
    assert "docs/bulletin/index.md:4 BUL001 专刊的首页不能限定读者" in build.output


def test_the_environment_of_a_build_is_that_of_this_one() -> None:
    """The tests above trust that a variable given to a build gets there."""
    assert "SOURCE_DATE_EPOCH" not in os.environ
