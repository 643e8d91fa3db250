"""An index takes the place of another at one stroke, and nobody else's file is touched."""

from pathlib import Path

import pytest

from mkdocs_study.search import folder as module
from mkdocs_study.search.folder import LIST_NAME, FolderError, replace_index

OLD = {
    "m00000001.js": "旧",
    "d000000010.js": "旧文",
    "t0000000a.js": "共",
    "engine-00000001.js": "旧程序",
}
NEW = {"m00000002.js": "新", "t0000000a.js": "共", "engine-00000002.js": "新程序"}


def entries(name: str) -> dict[str, str]:
    return {"study-index.json": f'"{name}"', "index.html": f"<p>{name}"}


def contents(folder: Path) -> dict[str, str]:
    return {
        path.name: path.read_text("utf-8")
        for path in sorted(folder.iterdir())
        if path.name != LIST_NAME
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    replace_index(tmp_path / "search", OLD, entries("旧"))
    return tmp_path / "search"


def test_the_new_index_replaces_the_old_one(folder: Path) -> None:
    assert contents(folder) == OLD | entries("旧")
    replace_index(folder, NEW, entries("新"))
    assert contents(folder) == NEW | entries("新")
    replace_index(folder, NEW, entries("新"))
    assert contents(folder) == NEW | entries("新")


def test_files_of_others_stay(folder: Path) -> None:
    mine = {"notes.txt": "我的", "t0000000b.js": "另一个检索的", "m00000002.js": "新"}
    for name, text in mine.items():
        (folder / name).write_text(text, "utf-8")
    replace_index(folder, NEW, entries("新"))
    assert contents(folder) == NEW | entries("新") | mine
    replace_index(folder, OLD, entries("旧"))
    assert contents(folder) == OLD | entries("旧") | mine


def test_a_list_that_was_tampered_with_removes_nothing_else(folder: Path) -> None:
    victim = folder.parent / "index.html"
    victim.write_text("首页", "utf-8")
    (folder / "notes.js").write_text("我的", "utf-8")
    path = folder / LIST_NAME
    text = path.read_text("utf-8")
    path.write_text(f"{text}../index.html\n../index.html 00\nnotes.js\nnotes.js 00\n\n", "utf-8")
    replace_index(folder, NEW, entries("新"))
    assert victim.read_text("utf-8") == "首页"
    assert (folder / "notes.js").exists()


@pytest.mark.parametrize("name", entries(""))
def test_a_page_of_somebody_else_is_kept_unless_forced(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("我的检索页", "utf-8")
    with pytest.raises(FolderError, match=f"{name} 不是 study index 写的.*--force"):
        replace_index(tmp_path, NEW, entries("新"))
    assert contents(tmp_path) == {name: "我的检索页"}
    replace_index(tmp_path, NEW, entries("新"), force=True)
    assert contents(tmp_path) == NEW | entries("新")


def test_a_page_that_was_changed_by_hand_is_kept(folder: Path) -> None:
    (folder / "index.html").write_text("改过的", "utf-8")
    with pytest.raises(FolderError, match="后来有人改过"):
        replace_index(folder, NEW, entries("新"))
    assert contents(folder) == OLD | entries("旧") | {"index.html": "改过的"}


def test_a_file_or_folder_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "search").write_text("文件", "utf-8")
    with pytest.raises(FolderError, match="是一个文件，"):
        replace_index(tmp_path / "search", NEW, entries("新"), force=True)
    (tmp_path / "other" / "index.html").mkdir(parents=True)
    with pytest.raises(FolderError, match="是一个文件夹，"):
        replace_index(tmp_path / "other", NEW, entries("新"), force=True)


def test_a_damaged_file_is_written_anew(folder: Path) -> None:
    (folder / "t0000000a.js").write_text("坏", "utf-8")
    replace_index(folder, NEW, entries("新"))
    assert contents(folder) == NEW | entries("新")


@pytest.mark.parametrize(
    ("stood", "writes"),
    [*((False, writes) for writes in range(6)), *((True, writes) for writes in range(5))],
)
def test_a_full_disk_leaves_what_stood_there(
    writes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, stood: bool
) -> None:
    folder = tmp_path / "search"
    if stood:
        replace_index(folder, OLD, entries("旧"))
    really = module._write

    def write(path: Path, content: str) -> None:
        nonlocal writes
        if not writes:
            raise OSError(28, "No space left on device", str(path))
        writes -= 1
        really(path, content)

    with monkeypatch.context() as patched:
        patched.setattr(module, "_write", write)
        with pytest.raises(FolderError, match="原来的索引没有改动"):
            replace_index(folder, NEW, entries("新"))
    if stood:
        assert contents(folder) == OLD | entries("旧")
    else:
        assert not folder.exists()
    replace_index(folder, NEW, entries("新"))
    assert contents(folder) == NEW | entries("新")


def test_a_killed_run_is_cleaned_up_by_the_next(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module, "_exchange", killed)
        with pytest.raises(KeyboardInterrupt):
            replace_index(folder, NEW, entries("新"))
    assert contents(folder) == OLD | NEW | entries("旧")
    replace_index(folder, OLD, entries("旧"))
    assert contents(folder) == OLD | entries("旧")
