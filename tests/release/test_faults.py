"""Whatever happens to a publisher, readers see one whole release, and the next run clears up."""

import contextlib
import errno
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mkdocs_study.publish.release import transaction
from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.local import LocalTarget
from mkdocs_study.publish.release.transaction import Terms, publish
from tests.release_site import (
    NOW,
    Forks,
    as_nobody,
    limited,
    live_version,
    publish_and_crash,
    publish_prebuilt,
    put_up,
    verify,
    withdraw_and_crash,
    write_site,
)

MOUNT = ("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs")
UNMOUNT = ("umount",)


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    """Give processes that start in milliseconds."""
    with Forks() as forks:
        yield forks


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_crash_at_any_step_leaves_a_whole_release_and_the_next_run_clears_up(
    tmp_path: Path, forks: Forks, *, after: bool
) -> None:
    steps, crash_at, notes = 0, 0, list[str]()
    while True:
        crash_at += 1
        root = tmp_path / f"root-{crash_at}"
        for version in (1, 2, 3):
            put_up(root, version, keep=3)
        code = forks.run(publish_and_crash, root, 4, crash_at, after)
        if code == 0:
            break
        assert code == 9
        assert live_version(root) in (3, 4)
        assert verify(root).faults == () or all("hashed" in each for each in verify(root).faults)
        done = put_up(root, 5, keep=2)
        assert live_version(root) == 5
        assert verify(root).faults == verify(root).notes == ()
        assert len(list((root / "releases").iterdir())) == 4
        assert any("没有正常结束" in note for note in done.notes)
        notes += done.notes
        steps += 1
    assert steps > 10
    text = "\n".join(notes)
    for words in ("清理了上次没有做完的 .staging-r", "清理了没有换上的版本 r", "不完整的版本 r"):
        assert words in text


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_crash_at_any_step_of_a_withdrawal_never_lets_the_page_come_back(
    tmp_path: Path, forks: Forks, *, after: bool
) -> None:
    steps = 0
    while True:
        root = tmp_path / f"root-{steps}"
        put_up(root, 1, "good", "bad")
        put_up(root, 2, "good", "bad")
        code = forks.run(withdraw_and_crash, root, "bad", steps + 1, after)
        if code == 0:
            break
        assert code == 9
        remembered = '"bad"' in (root / "state.json").read_text(encoding="utf-8")
        assert remembered or steps == 0, "the first step writes the id down"
        done = put_up(root, 4, "good", "bad")
        assert ("bad" in [page.id for page in done.manifest.pages]) is not remembered
        if remembered:
            held = [path for path in root.rglob("*.manifest.json") if holds_page(path, "bad")]
            assert held == []
        assert live_version(root) == 4
        assert verify(root).faults == verify(root).notes == ()
        steps += 1
    assert steps > 10


def holds_page(manifest: Path, key: str) -> bool:
    pages = json.loads(manifest.read_bytes())["pages"]
    return any(each["id"] == key for each in pages)


def test_of_two_who_begin_at_once_each_leaves_a_whole_release(tmp_path: Path) -> None:
    root = tmp_path / "root"
    put_up(root, 1)
    won = 0
    with Forks() as one, Forks() as two:
        for version in range(2, 22, 2):
            for forks, number in ((one, version), (two, version + 1)):
                site = write_site(tmp_path / f"site-{number}", number)
                forks.start(publish_prebuilt, site, root)
            codes = [one.join(), two.join()]
            assert 0 in codes
            won += codes.count(0)
            assert live_version(root) in (version, version + 1)
            assert verify(root).faults == verify(root).notes == ()
    state = json.loads((root / "state.json").read_bytes())
    assert state["highest"] == 1 + won, "who was refused has used no number"


def test_a_second_publisher_is_told_who_is_at_work(tmp_path: Path) -> None:
    root = tmp_path / "root"
    put_up(root, 1)
    with LocalTarget(root).locked(NOW):
        with pytest.raises(ReleaseError, match=r"的进程 \d+（2026-11-24 .* 开始）正在发布到"):
            put_up(root, 2)
        assert live_version(root) == 1
    put_up(root, 2)
    assert live_version(root) == 2


def test_the_lock_of_a_dead_publisher_is_taken_over_and_told(tmp_path: Path) -> None:
    root = tmp_path / "root"
    put_up(root, 1)
    (root / ".lock").write_text(
        '{"pid": 4000000, "host": "h", "user": "甲", "since": "2026-11-24T08:00:00+00:00"}',
        encoding="utf-8",
    )
    (note,) = put_up(root, 2).notes
    assert "甲@h 的进程 4000000" in note
    assert "锁已经接过来" in note
    assert (root / ".lock").read_bytes() == b""


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Mount a disk of 2 MB if this user may; tell whether it is there."""
    folder.mkdir()
    mounted = (
        subprocess.run([*MOUNT, str(folder)], capture_output=True, check=False).returncode == 0
    )
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run([*UNMOUNT, str(folder)], check=True)


def test_a_full_disk_leaves_the_live_release(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    forks: Forks,
) -> None:
    with small_disk(tmp_path / "disk") as mounted:
        root = tmp_path / "disk/root"
        monkeypatch.setattr(transaction, "MARGIN", 0)
        put_up(root, 1)
        if mounted:
            filler = tmp_path / "disk/filler"
            with contextlib.suppress(OSError), filler.open("wb") as file:
                while True:
                    file.write(bytes(4096))
                    file.flush()
            with filler.open("r+b") as file:
                file.truncate(filler.stat().st_size - 24_000)
            monkeypatch.setattr(LocalTarget, "free", lambda _: 1 << 40)
            with pytest.raises(ReleaseError, match="磁盘写满了"):
                put_up(root, 2)
            filler.unlink()
        else:
            goal = tmp_path / "message"
            forks.run(limited, 900, root, 2, goal)
            assert "磁盘写满了" in goal.read_text(encoding="utf-8")
        assert live_version(root) == 1
        assert not list(root.glob(".staging*"))
        put_up(root, 3)
        assert live_version(root) == 3
        assert verify(root).faults == ()


@pytest.mark.parametrize("size", [0, 40, 200, 900, 1500, 2500])
def test_no_file_can_be_larger_than_the_disk_lets_it(
    tmp_path: Path, size: int, forks: Forks
) -> None:
    root, goal = tmp_path / "root", tmp_path / "message"
    put_up(root, 1)
    forks.run(limited, size, root, 2, goal)
    assert "磁盘写满了" in goal.read_text(encoding="utf-8")
    assert live_version(root) == 1
    put_up(root, 3)
    assert verify(root).faults == ()


def test_too_little_room_is_told_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "root"
    put_up(root, 1)
    monkeypatch.setattr(LocalTarget, "free", lambda _: 5_000_000)
    with pytest.raises(ReleaseError, match=r"只剩 5 MB，发布大约需要 32 MB.*--keep"):
        publish(LocalTarget(root), lambda *_: pytest.fail("built"), Terms(), NOW)
    assert live_version(root) == 1


def test_a_target_that_may_not_be_written(tmp_path: Path, forks: Forks) -> None:
    goal = tmp_path / "message"
    with tempfile.TemporaryDirectory(prefix="study-readonly-") as folder:
        Path(folder).chmod(0o755)
        root = Path(folder) / "root"
        put_up(root, 1)
        root.chmod(0o555)
        (root / ".lock").chmod(0o444)
        forks.run(as_nobody, root, goal)
        message = goal.read_text(encoding="utf-8")
        assert message.startswith(f"不能写入 {root}")
        assert live_version(root) == 1
        root.chmod(0o755)


ERRORS = [errno.ENOSPC, errno.EROFS, errno.EIO]


@pytest.mark.parametrize("number", ERRORS)
@pytest.mark.parametrize("step", ["receive", "rename", "link_hashed", "switch", "remove"])
def test_an_error_at_any_step_is_one_line_and_harms_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    root = tmp_path / "root"
    for version in (1, 2):
        put_up(root, version)

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(LocalTarget, step, fail)
        if step == "remove":  # after the switch
            done = put_up(root, 3, keep=1)
            assert any("已经上线" in note for note in done.notes)
        else:
            with pytest.raises(ReleaseError) as caught:
                put_up(root, 3)
            assert "\n" not in str(caught.value)
    assert live_version(root) == (3 if step == "remove" else 2)
    put_up(root, 4)
    assert live_version(root) == 4
    assert verify(root).faults == verify(root).notes == ()


def test_a_build_that_fails_changes_nothing(tmp_path: Path) -> None:
    root = tmp_path / "root"
    put_up(root, 1)

    def make(folder: Path, _: object) -> transaction.Made:
        write_site(folder, 2)
        raise ReleaseError("没有生成网站")

    with pytest.raises(ReleaseError, match="没有生成网站"):
        publish(LocalTarget(root), make, Terms(), NOW)
    assert live_version(root) == 1
    assert verify(root).faults == verify(root).notes == ()
    done = put_up(root, 3)
    assert done.release.startswith("r000003-"), "a number is never used twice"


def test_a_target_without_links_points_to_ssh_and_the_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    with pytest.raises(ReleaseError) as caught:
        put_up(tmp_path / "root", 1)
    assert "不能建立符号链接" in str(caught.value)
    assert "SSH" in str(caught.value)
    assert "study bundle" in str(caught.value)
    assert not (tmp_path / "root/current").exists()
