"""Publishing over a real SSH connection, with rsync, to a server of this machine."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.history import roll_back
from mkdocs_study.publish.release.remote import SshTarget
from mkdocs_study.publish.release.transaction import Published, Terms, publish
from mkdocs_study.publish.release.verify import verify_target
from tests.release_site import NOW, live_version, maker, put_up, verify
from tests.ssh import serve_ssh


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with serve_ssh(tmp_path_factory.mktemp("ssh") / "server") as folder:
        yield folder


@pytest.fixture
def root(tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    return tmp_path / "学习 资料"


def send(root: Path, version: int) -> Published:
    with SshTarget("server", str(root)) as target:
        return publish(target, maker(version), Terms(keep=2), NOW)


def test_publish_verify_and_roll_back(root: Path) -> None:
    for version in (1, 2, 3):
        done = send(root, version)
    assert done.notes == ()
    assert done.pruned == ("r000001-20261124",)
    assert live_version(root) == 3
    with SshTarget("server", str(root)) as target:
        assert verify_target(target).faults == ()
        assert roll_back(target, None, now=NOW)[1] == "r000002-20261124"
    assert live_version(root) == 2
    assert verify(root).faults == verify(root).notes == ()


def test_a_client_that_dies_lets_go_of_the_lock(root: Path) -> None:
    send(root, 1)
    with SshTarget("server", str(root)) as target:
        with target.locked(NOW):
            assert (root / ".lock-remote").is_dir()
            assert target._process is not None
            os.kill(target._process.pid, signal.SIGKILL)
            deadline = time.monotonic() + 20
            while (root / ".lock-remote").exists() and time.monotonic() < deadline:
                time.sleep(0.05)
            with pytest.raises(ReleaseError, match="断开了"):
                target.names("")
        assert not (root / ".lock-remote").exists()
    assert put_up(root, 2).notes == ()
    assert live_version(root) == 2


def test_two_at_once(root: Path) -> None:
    send(root, 1)
    outcomes: list[str] = []

    def try_to(version: int) -> None:
        try:
            outcomes.append(send(root, version).release)
        except ReleaseError as error:
            outcomes.append(str(error))

    threads = [threading.Thread(target=try_to, args=(version,)) for version in (2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = [each for each in outcomes if each.startswith("r0")]
    assert done
    assert all("正在发布到" in each for each in outcomes if each not in done)
    assert verify(root).faults == verify(root).notes == ()
    assert live_version(root) in (2, 3, 4)
