"""Turns changes of source files into new builds, and lets only good ones through."""

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from progress import Progress

LOOK_SECONDS = 0.5

Snapshot = dict[str, tuple[int, int]]
"""Path of a file to its time of change (ns) and size (bytes)."""


class Builder:
    """Builds the site into a fresh folder each time; the last two good builds stay."""

    def __init__(self, python: Path, root: Path, work: Path, progress: Progress) -> None:
        self.python = python
        self.root = root
        self.work = work
        self.progress = progress
        self._number = 0
        self._good: list[Path] = []
        self._running: subprocess.Popen[str] | None = None
        self._stopped = False

    def build(self, title: str) -> Path | None:
        """Build strictly and return the folder; print every fault and return None if there is one.

        A process of its own per build sees changed plugin code and leaves no memory behind.
        """
        self._number += 1
        target = self.work / f"site-{self._number}"
        command: list[str | Path] = [self.python, "-m", "mkdocs", "build", "--strict", "-d", target]
        with self.progress.step(title) as step:
            self._running = subprocess.Popen(
                [*command, "-f", self.root / "mkdocs.yml"],
                cwd=self.root,
                env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
            )
            output, _ = self._running.communicate()
            step.failed = self._running.returncode != 0
        if self._stopped:
            return None
        if step.failed:
            self.progress.line(keep_faults(output))
            shutil.rmtree(target, ignore_errors=True)
            return None
        self._good.append(target)
        # a page that is being read may still ask for the build before this one
        while len(self._good) > 2:  # noqa: PLR2004 - this build and the one before
            shutil.rmtree(self._good.pop(0), ignore_errors=True)
        return target

    def stop(self) -> None:
        """End a build that is under way; no other may follow."""
        self._stopped = True
        if self._running is not None and self._running.poll() is None:
            self._running.terminate()
            self._running.wait()


def keep_faults(output: str) -> str:
    """Return the output of mkdocs without its notes on what went well."""
    noise = ("INFO ", "DEBUG ", "Building prefix dict", "Loading model", "Prefix dict")
    lines = (line for line in output.splitlines() if not line.startswith(noise))
    return "\n".join(lines).strip() or output.strip()


def take_snapshot(paths: Iterable[Path]) -> Snapshot:
    """Return the state of all files below the paths that a build may read."""
    found: Snapshot = {}
    for path in paths:
        if path.is_file():
            _note(path, found)
        for folder, below, files in os.walk(path):
            below[:] = [name for name in below if name != "__pycache__"]
            for name in files:
                if not name.startswith(".") and not name.endswith(("~", ".swp", ".tmp")):
                    _note(Path(folder) / name, found)
    return found


@contextmanager
def follow_changes(
    builder: Builder, paths: list[Path], built: Snapshot, show: Callable[[Path], None]
) -> Iterator[None]:
    """Build again in the background whenever a file below the paths changes.

    Args:
        builder: makes the builds.
        paths: files and folders to look at.
        built: their state before the build that is shown now.
        show: called with the folder of each good build.
    """
    done = threading.Event()
    arguments = (builder, paths, built, show, done)
    watcher = threading.Thread(target=_follow, args=arguments, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        builder.stop()
        watcher.join()


def _follow(
    builder: Builder,
    paths: list[Path],
    built: Snapshot,
    show: Callable[[Path], None],
    done: threading.Event,
) -> None:
    waiting = built
    while not done.wait(LOOK_SECONDS):
        now = take_snapshot(paths)
        # an editor writes in several steps: build when two looks in a row agree
        settled, waiting = now == waiting, now
        if now == built or not settled:
            continue
        built = now
        folder = builder.build("文件有改动，重新构建")
        if done.is_set():
            return
        if folder is None:
            builder.progress.line("构建没有成功：网页保持改动前的样子，改好后会自动更新。")
        else:
            show(folder)


def _note(path: Path, found: Snapshot) -> None:
    try:
        state = path.stat()
    except OSError:  # gone again, or a dangling link
        found[str(path)] = (0, 0)
    else:
        found[str(path)] = (state.st_mtime_ns, state.st_size)
