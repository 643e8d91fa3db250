"""A site is replaced whole or not at all, whatever happens to the build."""

import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_study.publish.staging import Staging, StagingError


def old_site(folder: Path) -> Path:
    site = folder / "site"
    (site / "texts").mkdir(parents=True)
    (site / "index.html").write_text("old", encoding="utf-8")
    (site / "texts" / "gone.html").write_text("old", encoding="utf-8")
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


def test_two_builds_of_one_site_exclude_each_other(tmp_path: Path) -> None:
    first = Staging(tmp_path / "site")
    with pytest.raises(StagingError, match="另一次构建"):
        Staging(tmp_path / "site")
    (first.folder / "index.html").touch()
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
