"""A target on another machine: one connection over SSH, in which a small script obeys us.

The script is remote.sh; this module speaks to it. transfer.py brings the files over.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from mkdocs_study.publish.release.errors import NotLinkableError, ReleaseError
from mkdocs_study.publish.release.layout import (
    HASHED,
    RELEASES,
    REMOTE_LOCK,
    folder_of,
    is_hashed,
    is_release,
    staging_of,
)
from mkdocs_study.publish.release.lock import holder, told
from mkdocs_study.publish.release.manifest import FileEntry, Manifest, compare
from mkdocs_study.publish.release.transfer import Way, by_rsync, by_tar

OPTIONS = ("-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=15")
MARK = b"\x01 "
"""Begins the line that ends an answer of remote.sh."""

NO_FOLDER, NO_LINKS, IN_USE = 3, 4, 5
"""Codes of remote.sh."""

SENTENCES = (
    ("No space left", "那边的磁盘写满了；腾出空间再发布"),
    ("Permission denied", "那边没有写入的权限；检查文件夹的权限和登录的用户"),
    ("Read-only", "那边的文件夹是只读的"),
)


class SshTarget:
    """ROOT on another machine."""

    def __init__(self, host: str, root: str) -> None:
        """Name host and folder; the connection is made when it is needed.

        Args:
            host: as SSH takes it: user@host.
            root: absolute path there.
        """
        self.host, self.root = host, root
        self._process: subprocess.Popen[bytes] | None = None
        self._scratch = ""
        """Folder for the socket by which the file transfer shares the connection."""

    @property
    def label(self) -> str:
        """Host and folder."""
        return f"{self.host}:{self.root}"

    def __enter__(self) -> Self:
        """Wait until something is asked for."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the connection; the script clears up after itself."""
        process, self._process = self._process, None
        if process is not None:
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)
            self._scratch = ""

    def create(self) -> None:
        """Make the folder if it is not there."""
        self._ask("create", codes={NO_FOLDER: f"{self.label} 是一个文件，不是文件夹；没有改动"})

    @contextlib.contextmanager
    def locked(self, now: dt.datetime) -> Iterator[str]:
        """Hold the lock, which goes when the connection does."""
        code, output, message = self._call("lock", holder(now).decode())
        if code == IN_USE:
            raise ReleaseError(
                f"{told(output)}正在发布到 {self.label}，等它结束后再运行；"
                f"确知它已经中断的，删去那里的 {REMOTE_LOCK}"
            )
        if code:
            raise ReleaseError(self._explained(message))
        stale = output.removeprefix(b"stale\n") if output.startswith(b"stale\n") else b""
        try:
            yield f"上一次发布（{told(stale)}）没有正常结束，它的锁已经接过来" if stale else ""
        finally:
            with contextlib.suppress(ReleaseError):
                self._ask("unlock")

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder."""
        return sorted(self._ask("names", folder).decode("utf-8", "replace").splitlines())

    def read(self, name: str) -> bytes | None:
        """Return a file."""
        size = int(self._send(f"read\t{name}\n".encode()).readline() or b"-1")
        data = self._read(size) if size > 0 else b""
        self._finish()
        return None if size < 0 else data

    def write(self, name: str, data: bytes) -> None:
        """Write a small file by way of another name."""
        self._ask("write", name, str(len(data)), body=data)

    def live(self) -> str:
        """Follow `current`."""
        goal = self._ask("live").decode("utf-8", "replace").strip()
        if not goal:
            return ""
        folder, _, release = goal.rpartition("/")
        if folder.rpartition("/")[2] != RELEASES or not is_release(release):
            raise ReleaseError(f"{self.label}/current 不是发布用的链接，没有改动；先把它移走")
        return release

    def probe(self) -> None:
        """Make a link and rename it over another."""
        code, _, message = self._call("probe")
        if code == NO_LINKS:
            raise NotLinkableError(
                f"{self.label} 那里不能建立、替换符号链接（{message or 'mv -T'}），没有发布；"
                "换一个 Linux 的文件夹"
            )
        if code:
            raise ReleaseError(self._explained(message))

    def free(self) -> int:
        """Ask the file system there."""
        output = self._ask("free").strip()
        return int(output) * 1024 if output.isdigit() else sys.maxsize

    @contextlib.contextmanager
    def workplace(self, release: str) -> Iterator[Path]:  # noqa: ARG002 (for a folder here)
        """Give a folder of this machine."""
        with tempfile.TemporaryDirectory(prefix="study-publish-") as folder:
            try:
                yield Path(folder)
            finally:
                with contextlib.suppress(ReleaseError):
                    self._ask("forget")

    def receive(self, folder: Path, release: str, manifest: Manifest) -> None:
        """Bring everything over, and compare every sum before anything is renamed."""
        staging = staging_of(release)
        self._ask("stage", staging)
        goal = f"{self.root}/{staging}"
        send = by_rsync if shutil.which("rsync") and not self._call("has", "rsync")[0] else by_tar
        if complaint := send(folder, goal, Way(self.host, self._ssh(), f"{self.root}/current")):
            raise ReleaseError(self._explained(complaint))
        found = self._sums(f"{staging}/site", manifest.files)
        faults = list(compare(manifest, found))
        if faults:
            raise ReleaseError(f"传到 {self.label} 的文件不完整，没有换上：{'；'.join(faults[:5])}")
        self._ask("settle", staging)

    def rename(self, old: str, new: str) -> None:
        """Rename."""
        self._ask("rename", old, new)

    def remove(self, name: str) -> None:
        """Delete."""
        self._ask("remove", name)

    def differences(self, release: str, manifest: Manifest) -> list[str]:
        """Compare the sums that sha256sum finds there."""
        found = self._sums(folder_of(release), manifest.files)
        return list(compare(manifest, found)) if found else ["没有这个版本的文件夹"]

    def link_hashed(self, release: str, files: Mapping[str, FileEntry]) -> None:
        """Link what is missing or has other content."""
        body = "".join(f"{path}\n" for path in files).encode()
        self._ask("link", release, str(len(files)), body=body)

    def hashed(self) -> Mapping[str, str]:
        """Return the sums."""
        return {path: entry.sha256 for path, entry in self._sums(HASHED, {}).items()}

    def drop_hashed(self, wanted: Iterable[str]) -> int:
        """Delete unwanted files."""
        keep = frozenset(wanted)
        gone = [
            path
            for path in self._sums(HASHED, {})
            if path not in keep and (is_hashed(path) or "/.new-" in path)
        ]
        body = "".join(f"{path}\n" for path in gone).encode()
        self._ask("drop", str(len(gone)), body=body)
        return len(gone)

    def switch(self, release: str) -> None:
        """Rename a new link over the old one."""
        self._ask("switch", release)

    def _sums(self, folder: str, expected: Mapping[str, FileEntry]) -> dict[str, FileEntry]:
        """Return the files of a folder there, with the expected size where the sum is expected."""
        found: dict[str, FileEntry] = {}
        for line in self._ask("sums", folder).decode("utf-8", "replace").splitlines():
            if line.startswith("?"):
                raise ReleaseError(f"{self.label}/{folder} 里有链接或者特殊文件：{line[3:]}")
            digest, path = line[:64], line[66:].removeprefix("./")
            if line.startswith("\\"):
                raise ReleaseError(f"{self.label}/{folder} 里有名字奇怪的文件：{line[67:]}")
            entry = expected.get(path)
            size = entry.size if entry and entry.sha256 == digest else 0
            found[path] = FileEntry(sha256=digest, size=size)
        return found

    def _ask(self, *words: str, body: bytes = b"", codes: Mapping[int, str] | None = None) -> bytes:
        """Give a command and return its output; raise ReleaseError if it failed."""
        code, output, message = self._call(*words, body=body)
        if code:
            raise ReleaseError((codes or {}).get(code) or self._explained(message))
        return output

    def _call(self, *words: str, body: bytes = b"") -> tuple[int, bytes, str]:
        """Give a command; return its code, what it printed and its last complaint."""
        self._send(("\t".join(words) + "\n").encode() + body)
        return self._finish()

    def _finish(self) -> tuple[int, bytes, str]:
        """Read up to the line that ends an answer: code, what was printed, last complaint."""
        lines: list[bytes] = []
        stream = self._stream()
        while line := stream.readline():
            if line.startswith(MARK):
                code, _, message = line[2:].decode("utf-8", "replace").strip().partition(" ")
                return int(code), b"".join(lines).removesuffix(b"\n"), message
            lines.append(line)
        raise ReleaseError(self._lost())

    def _read(self, size: int) -> bytes:
        data = self._stream().read(size)
        if len(data) < size:
            raise ReleaseError(self._lost())
        return data

    def _send(self, data: bytes) -> IO[bytes]:
        process = self._connect()
        try:
            assert process.stdin is not None  # noqa: S101 (Popen was told to make a pipe)
            process.stdin.write(data)
            process.stdin.flush()
        except (OSError, ValueError) as error:  # ValueError: our end is closed
            raise ReleaseError(self._lost()) from error
        return self._stream()

    def _stream(self) -> IO[bytes]:
        process = self._connect()
        assert process.stdout is not None  # noqa: S101 (as above)
        return process.stdout

    def _connect(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            script = resources.files(__package__).joinpath("remote.sh").read_text("utf-8")
            command = f"exec sh -c {shlex.quote(script)} study {shlex.quote(self.root)}"
            self._process = subprocess.Popen(  # noqa: S603 (ssh, with a script of our own)
                [*self._ssh(), self.host, command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        return self._process

    def _ssh(self) -> list[str]:
        program = shutil.which("ssh")
        if program is None:
            raise ReleaseError("本机没有 ssh，不能发布到别的机器；先安装 OpenSSH 客户端")
        if sys.platform == "win32":
            return [program, *OPTIONS]
        if not self._scratch:
            self._scratch = tempfile.mkdtemp(prefix="study-")
        shared = ("-o", "ControlMaster=auto", "-o", f"ControlPath={self._scratch}/c")
        return [program, *OPTIONS, *shared]

    def _explained(self, message: str) -> str:
        for mark, sentence in SENTENCES:
            if mark in message:
                return f"{self.label}：{sentence}"
        return f"{self.label}：{message or '命令没有成功'}"

    def _lost(self) -> str:
        return (
            f"与 {self.label} 的连接没有建立或者断开了；用 ssh {self.host} 试试能不能登录，"
            "线上的版本仍然是完整的"
        )
