"""The command `serve.py` takes its port first and builds again when a file changes."""

import errno
import io
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import live_server
from live_pages import LivePages
from live_server import AddressError, address_of, bind, explain
from progress import Progress
from rebuild import Builder, follow_changes, keep_faults, take_snapshot

HOST = "127.0.0.1"


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind((HOST, 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_port_in_use_is_one_line(taken_port: int) -> None:
    with pytest.raises(AddressError) as fault:
        bind(HOST, taken_port, LivePages())
    assert str(fault.value).startswith(f"端口 {taken_port} 已被占用")
    assert "\n" not in str(fault.value)


def test_a_port_in_use_ends_the_command_before_any_set_up(
    taken_port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("live_server.signal.signal", lambda *_: None)
    monkeypatch.setattr("live_server.prepare", lambda *_: pytest.fail("set up too early"))
    assert live_server.main(["--port", str(taken_port)]) == 1
    assert "已被占用" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("number", "start"),
    [
        (errno.EACCES, "没有权限使用端口 80"),
        (errno.EADDRNOTAVAIL, "本机没有地址 10.0.0.1"),
        (errno.EIO, "不能在 10.0.0.1:80"),
    ],
)
def test_other_faults_of_an_address_are_explained(number: int, start: str) -> None:
    assert explain(OSError(number, "text"), "10.0.0.1", 80).startswith(start)


def test_an_impossible_port_is_one_line() -> None:
    with pytest.raises(AddressError, match="99999"):
        bind(HOST, 99999, LivePages())


def test_the_address_shown_can_be_typed() -> None:
    with bind("0.0.0.0", 0, LivePages()) as server:  # noqa: S104 - never activated
        assert address_of(server) == f"http://127.0.0.1:{server.server_port}/"


def test_notes_on_what_went_well_are_dropped() -> None:
    output = "INFO    -  Cleaning\nWARNING -  链接不存在\n\nAborted with 1 warnings"
    assert keep_faults(output) == "WARNING -  链接不存在\n\nAborted with 1 warnings"
    assert keep_faults("INFO    -  only notes") == "INFO    -  only notes"


def test_a_snapshot_sees_sources_and_not_editor_files(tmp_path: Path) -> None:
    (tmp_path / "docs" / "__pycache__").mkdir(parents=True)
    for name in ("a.md", ".a.md.swp", "a.md~", "__pycache__/x.pyc"):
        (tmp_path / "docs" / name).touch()
    (tmp_path / "mkdocs.yml").touch()
    seen = take_snapshot([tmp_path / "docs", tmp_path / "mkdocs.yml", tmp_path / "absent"])
    assert sorted(Path(path).name for path in seen) == ["a.md", "mkdocs.yml"]


class _FakeBuilder(Builder):
    """Answers with what it is told instead of building."""

    def __init__(self, answers: list[Path | None], output: io.StringIO) -> None:
        super().__init__(Path("python"), Path(), Path(), Progress(output))
        self.answers = answers

    def build(self, title: str) -> Path | None:  # noqa: ARG002 - as the class it stands in for
        return self.answers.pop(0)


def test_only_good_builds_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rebuild.LOOK_SECONDS", 0.02)
    page = tmp_path / "a.md"
    page.write_text("1", encoding="utf-8")
    output = io.StringIO()
    builder = _FakeBuilder([None, tmp_path / "good"], output)
    shown: list[Path] = []
    arrived = threading.Event()

    def show(folder: Path) -> None:
        shown.append(folder)
        arrived.set()

    with follow_changes(builder, [page], take_snapshot([page]), show):
        page.write_text("坏的", encoding="utf-8")
        for _ in range(200):
            if len(builder.answers) == 1:
                break
            threading.Event().wait(0.02)
        assert shown == []
        page.write_text("又好了", encoding="utf-8")
        assert arrived.wait(5)
    assert shown == [tmp_path / "good"]
    assert "保持改动前的样子" in output.getvalue()
