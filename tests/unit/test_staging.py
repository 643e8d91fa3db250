"""A site is replaced whole or not at all, whatever happens to the build."""

import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_study.publish.staging import (
    LeftBehindError,
    Staging,
    StagingError,
    keep_builds_out,
)


def old_site(folder: Path) -> Path:
    site = folder / "site"
    (site / "texts").mkdir(parents=True)
    (site / "index.html").write_text("old", encoding="utf-8")
    (site / "texts" / "gone.html").write_text("old", encoding="utf-8")
    (site / "sitemap.xml").touch()
    return site


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_the_new_site_takes_the_place_of_the_old(tmp_path: Path) -> None:
    site = old_site(tmp_path)
    staging = Staging(site)
    (staging.folder / "index.html").write_text("new", encoding="utf-8")
    assert (site / "index.html").read_text(encoding="utf-8") == "old"
    staging.commit()
    assert names(tmp_path) == ["site", "site/index.html"]
    assert (site / "index.html").read_text(encoding="utf-8") == "new"


def test_the_first_site_needs_no_old_one(tmp_path: Path) -> None:
    staging = Staging(tmp_path / "deep" / "site")
    (staging.folder / "index.html").touch()
    staging.commit()
    assert names(tmp_path) == ["deep", "deep/site", "deep/site/index.html"]


def test_a_discarded_build_leaves_the_old_site(tmp_path: Path) -> None:
    site = old_site(tmp_path)
    before = names(tmp_path)
    staging = Staging(site)
    (staging.folder / "index.html").write_text("new", encoding="utf-8")
    staging.discard()
    staging.discard()
    assert names(tmp_path) == before


def test_hidden_files_of_the_old_site_are_kept(tmp_path: Path) -> None:
    site = old_site(tmp_path)
    (site / ".git").mkdir()
    (site / ".nojekyll").touch()
    staging = Staging(site)
    (staging.folder / ".nojekyll").write_text("new", encoding="utf-8")
    staging.commit()
    assert names(site) == [".git", ".nojekyll"]
    assert (site / ".nojekyll").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize(
    "files",
    [["sitemap.xml"], ["index.html", "assets/a.js"], ["index.html", "search/a.js"], [".git/x"], []],
)
def test_an_empty_folder_or_an_old_site_is_replaced(tmp_path: Path, files: list[str]) -> None:
    site = tmp_path / "site"
    site.mkdir()
    for file in files:
        (site / file).parent.mkdir(exist_ok=True)
        (site / file).touch()
    staging = Staging(site)
    (staging.folder / "new.html").touch()
    staging.commit()
    assert (site / "new.html").exists()


@pytest.mark.parametrize("files", [["a.docx"], ["index.html"], ["search/a.js"], ["assets/a.js"]])
def test_a_folder_of_other_things_is_not_replaced(tmp_path: Path, files: list[str]) -> None:
    site = tmp_path / "site"
    for file in files:
        (site / file).parent.mkdir(exist_ok=True, parents=True)
        (site / file).touch()
    before = names(tmp_path)
    with pytest.raises(StagingError, match="不像是以前生成的网站"):
        Staging(site)
    assert names(tmp_path) == before


def test_a_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    with pytest.raises(StagingError, match="是一个文件"):
        Staging(tmp_path / "site")
    assert names(tmp_path) == ["site"]


def test_hidden_files_that_cannot_be_moved_are_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = old_site(tmp_path)
    (site / ".git").mkdir()
    staging = Staging(site)
    (staging.folder / "index.html").write_text("new", encoding="utf-8")
    replace = Path.replace

    def fail(path: Path, target: Path) -> Path:
        if path.name == ".git":
            raise OSError(13, "Permission denied")
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        with pytest.raises(LeftBehindError, match="新网站已经换上"):
            staging.commit()
    assert (site / "index.html").read_text(encoding="utf-8") == "new"
    assert (tmp_path / ".site.old" / ".git").is_dir()
    (site / "sitemap.xml").touch()
    Staging(site).discard()
    assert (site / ".git").is_dir()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_an_old_site_that_cannot_be_put_back_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = old_site(tmp_path)
    staging = Staging(site)
    replace = Path.replace

    def fail(path: Path, target: Path) -> Path:
        if path != site:
            raise OSError(13, "Permission denied")
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        with pytest.raises(StagingError, match="不能替换"):
            staging.commit()
    Staging(site).discard()
    assert (site / "index.html").read_text(encoding="utf-8") == "old"


def test_two_builds_of_one_site_exclude_each_other(tmp_path: Path) -> None:
    first = Staging(tmp_path / "site")
    with pytest.raises(StagingError, match="另一次构建"):
        Staging(tmp_path / "site")
    (first.folder / "sitemap.xml").touch()
    first.commit()
    Staging(tmp_path / "site").discard()


def test_what_a_killed_build_left_is_cleared_away(tmp_path: Path) -> None:
    site = old_site(tmp_path)
    script = (
        "import os, sys; from pathlib import Path; "
        "from mkdocs_study.publish.staging import Staging; "
        "staging = Staging(Path(sys.argv[1])); (staging.folder / 'half.html').touch(); "
        "os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(site)], check=False)
    assert killed.returncode != 0
    assert (tmp_path / ".site.staging" / "half.html").exists()
    assert (site / "index.html").read_text(encoding="utf-8") == "old"
    staging = Staging(site)
    assert not list(staging.folder.iterdir())
    staging.discard()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_a_site_moved_aside_by_a_killed_swap_is_put_back(tmp_path: Path) -> None:
    site = old_site(tmp_path)
    site.rename(tmp_path / ".site.old")
    Staging(site).discard()
    assert (site / "index.html").read_text(encoding="utf-8") == "old"


def test_a_linked_site_is_replaced_where_it_is(tmp_path: Path) -> None:
    real = old_site(tmp_path)
    link = tmp_path / "www"
    link.symlink_to(real)
    staging = Staging(link)
    (staging.folder / "index.html").write_text("new", encoding="utf-8")
    staging.commit()
    assert link.is_symlink()
    assert (link / "index.html").read_text(encoding="utf-8") == "new"


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StagingError, match="不能写入"):
        Staging(tmp_path / "file" / "site")


def test_a_site_whose_surroundings_are_closed_needs_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("mkdocs_study.publish.staging._lock", refused)
    with keep_builds_out(tmp_path / "site"):
        assert list(tmp_path.iterdir()) == []
