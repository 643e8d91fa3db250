"""Publishing to another machine keeps the same promises; a stand-in for ssh stays on this one.

tests/browser/release/test_ssh.py does it with a real server.
"""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mkdocs_study.publish.release import remote
from mkdocs_study.publish.release.errors import NotLinkableError, ReleaseError
from mkdocs_study.publish.release.history import read_history, roll_back
from mkdocs_study.publish.release.incoming import bring_in
from mkdocs_study.publish.release.local import LocalTarget
from mkdocs_study.publish.release.manifest import Manifest
from mkdocs_study.publish.release.place import target_named
from mkdocs_study.publish.release.remote import SshTarget
from mkdocs_study.publish.release.transaction import Published, Terms, publish
from mkdocs_study.publish.release.transfer import Way
from mkdocs_study.publish.release.verify import verify_target
from mkdocs_study.publish.release.withdrawal import withdraw
from tests.release_site import (
    NOW,
    CrashingTarget,
    entries,
    live_version,
    maker,
    put_up,
    script,
    verify,
)
from tests.ssh import write_stand_in

SHELLS = ["sh", *(["busybox sh"] if shutil.which("busybox") else [])]


@pytest.fixture(params=["rsync", "tar"])
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """Give a folder with a space in its name, reached by a stand-in for ssh."""
    program = write_stand_in(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    if request.param == "tar" or not shutil.which("rsync"):
        which = shutil.which
        monkeypatch.setattr(
            shutil, "which", lambda name, **more: None if name == "rsync" else which(name, **more)
        )
    return tmp_path / "the root"


def there(root: Path) -> SshTarget:
    return SshTarget("server", str(root))


def send(root: Path, version: int, *ids: str, keep: int = 5) -> Published:
    with there(root) as target:
        return publish(target, maker(version, entries(*ids)), Terms(keep=keep), NOW)


def test_the_other_side_holds_what_a_folder_here_would(root: Path, tmp_path: Path) -> None:
    for version in (1, 2, 3):
        done = send(root, version, "a", keep=2)
        put_up(tmp_path / "local", version, "a", keep=2)
    assert done.pruned == ("r000001-20261124",)
    assert done.notes == ()
    assert live_version(root) == 3
    assert verify(root).faults == verify(root).notes == ()

    def contents(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and path.name != ".lock"
        }

    assert contents(root) == contents(tmp_path / "local")
    modes = {path.stat().st_mode & 0o777 for path in (root / "current/").rglob("*")}
    assert modes == {0o755, 0o644}
    assert not (root / "hashed" / script(1)[0]).exists()
    assert (root / "hashed" / script(2)[0]).exists()


def test_listing_verifying_and_rolling_back(root: Path) -> None:
    for version in (1, 2):
        send(root, version, "a")
    with there(root) as target:
        assert verify_target(target).faults == ()
        assert [each.live for each in read_history(target).entries] == [True, False]
        assert roll_back(target, None, now=NOW)[1] == "r000001-20261124"
    assert live_version(root) == 1
    page = root / "releases/r000002-20261124/cases/b/index.html"
    page.write_bytes(page.read_bytes().replace(b"2", b"3", 1))
    (root / "releases/r000002-20261124/link").symlink_to("/etc/passwd")
    with there(root) as target:
        with pytest.raises(ReleaseError, match="有链接或者特殊文件：link"):
            roll_back(target, "r000002-20261124", now=NOW)
        (root / "releases/r000002-20261124/link").unlink()
        message = "文件被改动：cases/b/index.html"
        assert [each for each in verify_target(target).faults if message in each]
        with pytest.raises(ReleaseError, match=message):
            roll_back(target, "r000002-20261124", now=NOW)
    assert live_version(root) == 1


def test_withdrawing_and_bringing_in(root: Path, tmp_path: Path) -> None:
    send(root, 1, "a")
    send(root, 2, "a", "bad")
    with there(root) as target:
        done = withdraw(
            target, "bad", "有误", make=maker(3, entries("a", "bad")), terms=Terms(), now=NOW
        )
    assert done.purged == ("r000002-20261124",)
    assert live_version(root) == 3
    assert verify(root).faults == ()
    other = tmp_path / "other"
    for version in range(1, 6):
        done = put_up(other, version, "a")
    with there(root) as target:
        bring_in(target, other / "releases" / done.release, Terms(), NOW)
    assert live_version(root) == 5


def test_both_kinds_of_publishers_keep_each_other_out(root: Path) -> None:
    put_up(root, 1)
    with LocalTarget(root).locked(NOW), pytest.raises(ReleaseError, match="正在发布到 server:"):
        send(root, 2)
    assert not (root / ".lock-remote").exists()
    with there(root) as target, target.locked(NOW):
        with pytest.raises(ReleaseError, match="正从另一台机器发布到"):
            put_up(root, 2)
        with pytest.raises(ReleaseError, match=r"的进程 \d+（2026-11-24 .*正在发布到 server:"):
            send(root, 2)
    assert live_version(root) == 1
    send(root, 2)
    put_up(root, 3)
    assert live_version(root) == 3


def test_the_lock_of_one_that_is_gone_is_taken_over_and_told(root: Path) -> None:
    put_up(root, 1)
    lock = root / ".lock-remote"
    for publisher in (send, put_up):
        lock.mkdir()
        (lock / "pid").write_text("4000000\n", encoding="utf-8")
        (lock / "holder").write_text(
            '{"pid": 7, "host": "h", "user": "甲", "since": "2026-11-24T08:00:00+00:00"}',
            encoding="utf-8",
        )
        (note,) = publisher(root, 2).notes
        assert "甲@h 的进程 7" in note
        assert "锁已经接过来" in note
        assert not lock.exists()


class BreakingTarget(SshTarget):
    """Loses its connection before its nth change of the target."""

    def __init__(self, root: Path, break_at: int) -> None:
        super().__init__("server", str(root))
        self.count, self._break_at = 0, break_at
        for name in CrashingTarget.STEPS:
            setattr(self, name, self._counted(getattr(self, name)))

    def _counted(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:  # noqa: ANN401 (whatever the step takes and gives)
            self.count += 1
            if self.count == self._break_at and self._process is not None:
                os.kill(self._process.pid, signal.SIGKILL)
                self._process.wait()
            return step(*arguments)

        return run


def test_a_connection_that_breaks_at_any_step_leaves_a_whole_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = write_stand_in(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    broken, notes, messages = 0, list[str](), list[str]()
    while True:
        root = tmp_path / f"root-{broken}"
        for version in (1, 2):
            put_up(root, version, keep=2)
        with BreakingTarget(root, broken + 1) as target:
            try:
                done = publish(target, maker(3), Terms(keep=2), NOW)
            except ReleaseError as error:
                messages.append(str(error))
                finished = False
            else:
                finished = not done.notes
        if finished and target.count <= broken:
            break
        assert live_version(root) in (2, 3)
        done = put_up(root, 4, keep=2)
        assert live_version(root) == 4
        assert verify(root).faults == verify(root).notes == ()
        notes += done.notes
        broken += 1
    assert broken > 10
    assert messages
    assert all("连接没有建立或者断开了" in each for each in messages)
    assert "清理了没有换上的版本 r" in "\n".join(notes)


def test_an_end_of_the_connection_takes_lock_and_staging_with_it(root: Path) -> None:
    put_up(root, 1)
    manifest = Manifest(id="r000002-20261124", serial=2, built_at="", published_at="", files={})
    with there(root) as target, contextlib.suppress(ReleaseError), target.locked(NOW):
        (root.parent / "work").mkdir()
        with contextlib.suppress(ReleaseError):
            target.receive(root.parent / "work", manifest.id, manifest)
        assert (root / ".lock-remote").exists()
        assert (root / ".staging-r000002-20261124").exists()
        assert target._process is not None
        assert target._process.stdin is not None
        target._process.stdin.close()
        target._process.wait(timeout=10)
        assert not (root / ".lock-remote").exists()
        assert not (root / ".staging-r000002-20261124").exists()


def test_what_arrives_damaged_is_not_shown(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    send(root, 1)
    for name in ("by_rsync", "by_tar"):
        whole = getattr(remote, name)

        def harmed(folder: Path, goal: str, way: Way, whole: Any = whole) -> str:  # noqa: ANN401
            complaint: str = whole(folder, goal, way)
            with (Path(goal) / "site/cases/b/index.html").open("ab") as file:
                file.write(b" ")
            return complaint

        monkeypatch.setattr(remote, name, harmed)
    with pytest.raises(ReleaseError, match=r"不完整，没有换上：文件被改动：cases/b/index\.html"):
        send(root, 2)
    assert live_version(root) == 1
    assert verify(root).notes == ()


def test_a_host_that_does_not_answer(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with (
        pytest.raises(ReleaseError, match="连接没有建立或者断开了；用 ssh nowhere 试试"),
        SshTarget("nowhere", str(root)) as target,
    ):
        publish(target, maker(1), Terms(), NOW)
    assert "Could not resolve" in capfd.readouterr().err


def test_what_cannot_be_written_there_is_told_in_chinese(root: Path) -> None:
    root.write_text("", encoding="utf-8")
    with pytest.raises(ReleaseError, match="是一个文件，不是文件夹"):
        send(root, 1)
    root.unlink()
    root.mkdir()
    (root / "报告.docx").write_text("", encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"里有别的文件（报告\.docx）"):
        send(root, 1)
    with pytest.raises(ReleaseError), SshTarget("server", "/proc/nothing") as target:
        publish(target, maker(1), Terms(), NOW)


def test_a_system_without_links_there(root: Path, tmp_path: Path) -> None:
    program = tmp_path / "bin/ln"
    program.write_text("#!/bin/sh\necho 'ln: Operation not permitted' >&2\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(NotLinkableError, match="不能建立、替换符号链接"):
        send(root, 1)
    assert not (root / "current").exists()


def test_no_name_leads_out_of_the_folder(root: Path) -> None:
    send(root, 1)
    outside = root.parent / "outside"
    outside.mkdir()
    with there(root) as target:
        for command in (
            ("remove", "../outside"),
            ("remove", "state.json"),
            ("remove", "releases/../../outside"),
            ("rename", "../outside", "releases/r9"),
            ("read", "../outside/x"),
            ("sums", ".."),
            ("nonsense", ""),
        ):
            with pytest.raises(ReleaseError):
                target._ask(*command)
        assert target.live() == "r000001-20261124"
    assert outside.is_dir()


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_plain_sh(shell: str) -> None:
    script = Path(__file__).parents[2] / "plugins/mkdocs_study/publish/release/remote.sh"
    done = subprocess.run(
        [*shell.split(), "-n", str(script)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("written", "host", "path"),
    [
        ("user@host:/srv/study/", "user@host", "/srv/study"),
        ("host.example:/srv/a b", "host.example", "/srv/a b"),
        ("u@h:/srv/study", "u@h", "/srv/study"),
        ("user@[fe80::1]:/srv", "user@[fe80::1]", "/srv"),
    ],
)
def test_which_places_are_elsewhere(written: str, host: str, path: str) -> None:
    target = target_named(written)
    assert isinstance(target, SshTarget)
    assert (target.host, target.root) == (host, path)


@pytest.mark.parametrize("written", ["/srv/study", "study", "C:/study", r"C:\study", "./a:b/c"])
def test_which_places_are_here(written: str) -> None:
    assert isinstance(target_named(written), LocalTarget)


@pytest.mark.parametrize("written", ["host:study", "user@host:", "host:/"])
def test_a_place_elsewhere_is_written_in_full(written: str) -> None:
    with pytest.raises(ReleaseError, match="主机后面要写从 / 开始的文件夹"):
        target_named(written)
